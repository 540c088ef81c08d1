package limit

import (
	"math"
	"time"
)

// estimator is how an AdaptiveLimiter finds its limit. The results point to it: the limiter clamps it.
type estimator interface {
	// sample takes a call that went well: how long it took, and how many ran when it began.
	sample(took time.Duration, running int64) *float64
	// drop takes a call that showed that there was too much.
	drop() *float64
	current() *float64
}

// backoff is what is left of a limit after a drop.
const backoff = 0.9

// aimd adds one for each limit of calls that went well, about one a round trip, and takes a tenth away for a drop. A limit
// that is not made use of tells nothing and does not grow.
type aimd struct{ limit float64 }

func (a *aimd) sample(_ time.Duration, running int64) *float64 {
	if 2*float64(running) >= a.limit {
		a.limit += 1 / a.limit
	}
	return &a.limit
}

func (a *aimd) drop() *float64 {
	a.limit *= backoff
	return &a.limit
}

func (a *aimd) current() *float64 { return &a.limit }

// gradient compares how long calls take with how long they usually take. When it is much longer they stand in a queue
// somewhere, and the limit goes down in proportion. When it is not, the limit goes up by a small queue, the root of the
// limit, which finds out whether there is room. That is added only when nothing queues: otherwise a steady overload
// would lift the limit without end.
type gradient struct {
	limit float64
	usual float64 // nanoseconds; the mean of the windows
	count int     // the samples of this window
	sum   float64
	most  int64 // that ran in it
}

const (
	tolerance = 1.5   // how much longer than usual is still usual
	smoothing = 0.2   // how much of a new limit counts at once
	faster    = 0.1   // how much of a window that was faster goes into what is usual
	slower    = 0.002 // the same for one that was slower: an overload must not become what is usual too soon
	leastWide = 10    // samples in a window
)

func (g *gradient) sample(took time.Duration, running int64) *float64 {
	g.count++
	g.sum += float64(max(took, 1))
	g.most = max(g.most, running)
	if g.count >= max(leastWide, int(g.limit)) {
		g.update(g.sum/float64(g.count), g.most)
		g.count, g.sum, g.most = 0, 0, 0
	}
	return &g.limit
}

func (g *gradient) update(now float64, most int64) {
	switch {
	case g.usual == 0:
		g.usual = now
	case now < g.usual:
		g.usual += faster * (now - g.usual)
	default:
		g.usual += slower * (now - g.usual)
	}
	slope := min(max(tolerance*g.usual/now, 0.5), 1)
	want := g.limit * slope
	if slope == 1 {
		if 2*float64(most) < g.limit {
			return // it is not made use of
		}
		want += math.Sqrt(g.limit)
	}
	g.limit += smoothing * (want - g.limit)
}

func (g *gradient) drop() *float64 {
	g.limit *= backoff
	return &g.limit
}

func (g *gradient) current() *float64 { return &g.limit }
