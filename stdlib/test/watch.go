package test

import (
	"time"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/fault"
)

// watch ends a test for which virtual time stands still. Loop goroutine only, but for the timer.
type watch struct {
	timer *time.Timer
	over  bool
}

// watchTime calls late if virtual time has not moved twice in a row when half of d had passed. It looks on the loop, so
// that the time in which the test itself computes is not counted.
func (r *runner) watchTime(d time.Duration, late func(error)) *watch {
	w := &watch{}
	clock, seen, still := r.rt.VirtualClock(), r.rt.VirtualClock().Now(), 0
	look := func() {
		if w.over {
			return
		}
		now := clock.Now()
		if still++; !now.Equal(seen) {
			still = 0
		}
		if seen = now; still < 2 {
			w.timer.Reset(d / 2)
			return
		}
		late(fault.Timeout.New("virtual time has stood still for %s: a worker may be in a loop without end", runtime.Milliseconds(d)))
	}
	w.timer = time.AfterFunc(d/2, func() { r.rt.Loop().Post(look) })
	return w
}

// Stop ends the watch.
func (w *watch) Stop() bool {
	w.over = true
	return w.timer.Stop()
}
