// Package histogram counts durations, for the statistics of pools and loops. It has no meaning of its own in JavaScript.
package histogram

import (
	"math"
	"math/bits"
	"time"
)

// Histogram counts durations in buckets that are an eighth of a power of two wide, so that a percentile is at
// most a sixteenth off, in two kilobytes whatever is counted. The zero value is ready.
type Histogram struct {
	Count    uint64
	Min, Max time.Duration
	sum      float64
	buckets  [8 * 62]uint32
}

// Add counts a duration.
func (h *Histogram) Add(d time.Duration) {
	d = max(d, 0)
	if h.Count == 0 || d < h.Min {
		h.Min = d
	}
	h.Max = max(h.Max, d)
	h.Count++
	h.sum += float64(d)
	if b := &h.buckets[bucket(d)]; *b < math.MaxUint32 {
		*b++
	}
}

// bucket is the place of a duration: its highest bit and the three bits after that.
func bucket(d time.Duration) int {
	n := uint64(d)
	if n < 8 {
		return int(n)
	}
	high := bits.Len64(n) - 1
	return 8*(high-2) + int(n>>(high-3)&7)
}

// middle is the duration in the middle of a bucket.
func middle(i int) time.Duration {
	if i < 8 {
		return time.Duration(i)
	}
	high := i/8 + 2
	width := uint64(1) << (high - 3)
	return time.Duration(uint64(8+i%8)*width + width/2)
}

// Mean is the average.
func (h *Histogram) Mean() time.Duration {
	if h.Count == 0 {
		return 0
	}
	return time.Duration(h.sum / float64(h.Count))
}

// Quantile is the duration that a share q of all does not exceed, about.
func (h *Histogram) Quantile(q float64) time.Duration {
	rank := uint64(math.Ceil(q * float64(h.Count)))
	var seen uint64
	for i, n := range h.buckets {
		if seen += uint64(n); n > 0 && seen >= rank {
			return min(max(middle(i), h.Min), h.Max)
		}
	}
	return h.Max
}
