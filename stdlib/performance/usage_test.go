package performance

import (
	"testing"
	"time"
)

func TestUsageTellsIdleFromActive(t *testing.T) {
	now := 10 * time.Millisecond
	u := &usage{elapsed: func() time.Duration { return now }, begun: now, turn: now}
	pass := func(ms time.Duration) { now += ms * time.Millisecond }
	want := func(idle, active float64) {
		t.Helper()
		if i, a := u.times(); i != idle || a != active {
			t.Errorf("got %v idle, %v active, want %v, %v", i, a, idle, active)
		}
	}
	want(0, 0)
	pass(3) // in the turn that it was made in, whose end is not told
	want(0, 3)
	pass(7)
	u.Begin(1, 0)
	want(7, 3)
	pass(2)
	want(7, 5)
	u.End()
	pass(5)
	want(12, 5)
	u.Begin(2, 0)
	pass(1)
	u.End()
	want(12, 6)
}
