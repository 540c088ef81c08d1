package performance

import (
	"time"

	"github.com/lariatjs/lariat/runtime/loop"
)

// usage observes how much of the time of a loop had work. Loop goroutine only.
type usage struct {
	elapsed func() time.Duration
	// begun is when it was made, and busy how long turns have taken since, but for the one that began at turn and runs now.
	begun, busy, turn time.Duration
}

// observe measures a loop from this moment on, which is one in a turn.
func observe(l *loop.Loop) *usage {
	u := &usage{elapsed: l.Elapsed, begun: l.Elapsed()}
	u.turn = u.begun
	l.Observe(u)
	return u
}

// Begin and End tell of a turn.
func (u *usage) Begin(int, time.Duration) { u.turn = u.elapsed() }

// End comes after the microtasks of the turn.
func (u *usage) End() { u.busy += u.elapsed() - u.turn; u.turn = -1 }

// times are those without work and with it, in milliseconds, until now.
func (u *usage) times() (idle, active float64) {
	now := u.elapsed()
	if u.turn >= 0 {
		u.busy += now - u.turn
		u.turn = now // the end of the turn that it was made in is not told
	}
	return milliseconds(now - u.begun - u.busy), milliseconds(u.busy)
}

func milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }
