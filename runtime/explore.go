package runtime

import (
	"math/rand/v2"
	"sync"
)

// explorer chooses in what order waits that have ended tell those who waited. Nobody may count on that order: the lock
// that was free a moment before may be told of a moment later. One chosen by chance shows programs that do.
type explorer struct {
	rt *Runtime

	mu     sync.Mutex
	rnd    *rand.Rand
	ready  []func()
	posted bool // the next step is
}

// Explore has a seed choose, until stop is called, what goes on first of all that is ready in this isolate: the ends of
// waits in line and of sleeps, one a turn. Loop goroutine only.
func (rt *Runtime) Explore(seed uint64) (stop func()) {
	x := &explorer{rt: rt, rnd: rand.New(rand.NewPCG(seed, 1))}
	rt.explorer.Store(x)
	return func() { rt.explorer.CompareAndSwap(x, nil) }
}

// Exploring reports whether a seed chooses the schedule. Any goroutine.
func (rt *Runtime) Exploring() bool { return rt.explorer.Load() != nil }

// Ready runs f, which ends a wait, in a turn: the next one, unless the schedule is explored. It reports whether there will
// be a turn. Any goroutine.
func (rt *Runtime) Ready(f func()) bool {
	x := rt.explorer.Load()
	if x == nil {
		return rt.loop.Post(f)
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	if !x.posted && !rt.loop.Post(x.step) {
		return false
	}
	x.posted = true
	x.ready = append(x.ready, f)
	return true
}

// step runs one of those that are ready, or none: then what else there is to do comes first.
func (x *explorer) step() {
	x.mu.Lock()
	var f func()
	if i := x.rnd.IntN(len(x.ready) + 1); i < len(x.ready) {
		f = x.ready[i]
		x.ready = append(x.ready[:i], x.ready[i+1:]...)
	}
	if x.posted = len(x.ready) > 0; x.posted {
		x.rt.loop.Post(x.step)
	}
	x.mu.Unlock()
	if f != nil {
		f()
	}
}
