package limit

import (
	"math"
	"time"
)

// meter is one algorithm: what has passed, as far as it bears on what may. It knows nothing of callers. Times are those
// of the limiter's clock, since the limiter was made. The limiter's lock guards it.
type meter interface {
	// forget drops what bears on nothing from now on. The time is not one to come: only that is certain.
	forget(now time.Duration)
	// at is the earliest time from now on at which a weight may pass.
	at(now time.Duration, weight int) time.Duration
	// take lets a weight pass at a time that at gave; the ticket names it.
	take(t time.Duration, weight int) (ticket uint32)
	// giveBack takes back what passed and was not used, as far as that still bears on anything.
	giveBack(ticket uint32, weight int)
	// behind is at for somebody behind others, whose weights are ahead together.
	behind(now time.Duration, ahead, weight int) time.Duration
	// free is the weight that may pass now.
	free(now time.Duration) int
	// heaviest is the weight above which nothing ever passes.
	heaviest() int
	// change goes over to other options, with what has passed.
	change(now time.Duration, o Options)
	// fresh reports whether nothing that has passed bears on anything.
	fresh(now time.Duration) bool
}

// newMeter makes the meter of an algorithm.
func newMeter(o Options) meter {
	var m meter
	switch o.Algorithm {
	case SlidingWindow:
		m = &slidingWindow{}
	case FixedWindow:
		m = &fixedWindow{}
	default:
		m = &bucket{}
	}
	m.change(0, o)
	return m
}

// bucket is the generic cell rate algorithm, which is a bucket of tokens told in one number: full, the time at which
// the bucket will be full again when nothing more passes. It fills by a token each step, so after a pause burst tokens
// are there. Nothing is rounded on the way: a schedule of any length is exact to a nanosecond.
type bucket struct {
	step  float64 // nanoseconds
	burst int
	most  int
	full  float64

	// The log of what passed since the bucket was full last, the oldest first, for giveBack.
	log  []passed
	next uint32 // the ticket of the next one
}

// passed is what a bucket remembers of one that passed.
type passed struct {
	before float64 // full then
	at     time.Duration
	weight int
}

// memory is how many of the last that passed can be given back.
const memory = 64

// fraction of a nanosecond that counts for nothing, so that sums of steps meet the times that they are meant to.
const fraction = 1.0 / 64

func (b *bucket) forget(now time.Duration) {
	if float64(now) >= b.full {
		b.log = b.log[:0] // it is full: what has passed bears on nothing
	}
}

func (b *bucket) at(now time.Duration, weight int) time.Duration { return b.behind(now, 0, weight) }

func (b *bucket) behind(now time.Duration, ahead, weight int) time.Duration {
	need := b.full
	if ahead > 0 {
		need = max(need, float64(now)-float64(b.burst-1)*b.step) + float64(ahead)*b.step
	}
	due := math.Ceil(need - float64(max(b.burst-weight, 0))*b.step - fraction)
	switch {
	case due <= float64(now):
		return now
	case due >= math.MaxInt64:
		return never
	}
	return time.Duration(due)
}

func (b *bucket) take(t time.Duration, weight int) uint32 {
	if len(b.log) == memory {
		copy(b.log, b.log[memory/2:])
		b.log = b.log[:memory/2]
	}
	b.log = append(b.log, passed{b.full, t, weight})
	b.full = max(b.full, float64(t)) + float64(weight)*b.step
	b.next++
	return b.next - 1
}

// giveBack replays what passed after it as if it had not. It is exact: subtracting the weight would give too much
// where those after it came late enough not to have been held up.
func (b *bucket) giveBack(ticket uint32, _ int) {
	age := int(b.next - ticket)
	if age < 1 || age > len(b.log) {
		return
	}
	later := b.log[len(b.log)-age:]
	full := later[0].before
	later[0].weight = 0
	for i := range later {
		p := &later[i]
		p.before = full
		if p.weight > 0 {
			full = max(full, float64(p.at)) + float64(p.weight)*b.step
		}
	}
	b.full = full
}

func (b *bucket) free(now time.Duration) int {
	missing := max(b.full-float64(now)-fraction, 0) / b.step
	return max(int(float64(b.burst)-missing+1e-9), 0) // for what the division may have lost
}

func (b *bucket) heaviest() int { return b.most }

// change keeps the tokens that are there, or lacking, and neither makes new ones of a larger burst.
func (b *bucket) change(now time.Duration, o Options) {
	tokens := float64(o.burst())
	if b.step > 0 {
		tokens = min(tokens, float64(b.burst)-max(b.full-float64(now), 0)/b.step)
	}
	b.step, b.burst, b.most = float64(o.Interval)/float64(o.Limit), o.burst(), o.heaviest()
	b.full = float64(now) + (float64(b.burst)-tokens)*b.step
	b.log = b.log[:0]
}

func (b *bucket) fresh(now time.Duration) bool { return float64(now) >= b.full-fraction }
