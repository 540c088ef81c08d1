package loop

import "time"

// Clock is the time that loops and cores live in: Real() or a *Virtual.
type Clock interface {
	Now() time.Time
	// AfterFunc calls f on a goroutine of its own once d has passed. It is for what belongs to no
	// loop, such as a limiter that several isolates share.
	AfterFunc(d time.Duration, f func()) Alarm
	// sealed keeps others out: a loop has to know how to wait on its clock.
	sealed()
}

// Alarm is a running AfterFunc; *time.Timer is one.
type Alarm interface {
	// Stop prevents the call and reports whether it did.
	Stop() bool
	// Reset makes it d from now, also after it fired, and reports whether it was still to come.
	Reset(d time.Duration) bool
}

type realClock struct{}

// Real is the time of the machine, or of the synctest bubble that it is used in.
func Real() Clock { return realClock{} }

func (realClock) Now() time.Time { return time.Now() }

func (realClock) AfterFunc(d time.Duration, f func()) Alarm { return time.AfterFunc(d, f) }

func (realClock) sealed() {}
