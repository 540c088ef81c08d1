package histogram

import (
	"testing"
	"time"
)

// TestHistogram holds percentiles against those of the sorted list.
func TestHistogram(t *testing.T) {
	var h Histogram
	if h.Quantile(0.5) != 0 || h.Mean() != 0 {
		t.Error("an empty histogram has something in it")
	}
	for i := range 10_000 {
		h.Add(time.Duration(i+1) * time.Microsecond)
	}
	for q, want := range map[float64]time.Duration{0.5: 5 * time.Millisecond, 0.9: 9 * time.Millisecond, 0.99: 9900 * time.Microsecond} {
		if got := h.Quantile(q); got < want*15/16 || got > want*17/16 {
			t.Errorf("quantile %v is %s, want about %s", q, got, want)
		}
	}
	if h.Min != time.Microsecond || h.Max != 10*time.Millisecond || h.Mean() != 5000500*time.Nanosecond {
		t.Errorf("got %s to %s, mean %s", h.Min, h.Max, h.Mean())
	}
	h.Add(1<<63 - 1)
	h.Add(-1)
	if h.Max != 1<<63-1 || h.Min != 0 {
		t.Errorf("got %s to %s", h.Min, h.Max)
	}
}
