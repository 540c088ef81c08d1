package resource

import (
	"math"
	"time"
)

// Clock is the time that a pool lives in.
type Clock interface {
	// Now is the time since some beginning.
	Now() time.Duration
	// After calls f after d, on any goroutine, unless stop is called before. Somebody may wait for it.
	After(d time.Duration, f func()) (stop func())
	// Later is After for what nobody waits for: a program need not stay alive for it.
	Later(d time.Duration, f func()) (stop func())
}

// realClock is the clock of pools that name none.
type realClock struct{}

var began = time.Now()

func (realClock) Now() time.Duration { return time.Since(began) }

func (realClock) After(d time.Duration, f func()) (stop func()) {
	t := time.AfterFunc(d, f)
	return func() { t.Stop() }
}

func (c realClock) Later(d time.Duration, f func()) (stop func()) { return c.After(d, f) }

// never is a time that does not come.
const never = time.Duration(math.MaxInt64)

// after is the time d behind t; a d that is not positive means never.
func after(t, d time.Duration) time.Duration {
	if d <= 0 || t > never-d {
		return never
	}
	return t + d
}

// alarm is a timer that can be set to a time, for what nobody waits for. The pool's lock guards it.
type alarm struct {
	at   time.Duration // never when it is not set
	stop func()
}

// set makes the alarm call f at the time at, unless it goes off before that anyhow.
func (a *alarm) set(c Clock, now, at time.Duration, f func()) {
	if at >= a.at {
		return
	}
	a.clear()
	a.at, a.stop = at, c.Later(max(at-now, 0), f)
}

// clear takes the alarm back.
func (a *alarm) clear() {
	if a.stop != nil {
		a.stop()
	}
	a.at, a.stop = never, nil
}
