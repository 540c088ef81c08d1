package loop

import (
	"context"
	"testing"
	"time"
)

// A family that sleeps hears of it before virtual time runs on to a timer that keeps nobody alive.
func TestASleepingFamilyIsAskedBeforeTimeMoves(t *testing.T) {
	clock := NewVirtual(time.Now(), true)
	begin := clock.Now()
	var family Family
	l := New(Options{Clock: clock, Family: &family})
	defer l.Close()
	h := l.Hold("port", "").Peer()
	l.SetTimer(24*time.Hour, false, func() { t.Error("the timer fired") }).Unref()
	asked := 0
	family.Asleep = func() {
		asked++
		l.Post(h.Release)
	}
	if err := l.Run(context.Background()); err != nil || asked != 1 || !clock.Now().Equal(begin) {
		t.Errorf("%v, asked %d times, after %s", err, asked, clock.Now().Sub(begin))
	}
}

// Lapse makes the loop ask Idle although a hold is left, and only once.
func TestLapseAsksIdle(t *testing.T) {
	var family Family
	idle := 0
	var l *Loop
	l = New(Options{Family: &family, Idle: func() bool {
		if idle++; idle == 1 {
			l.SetTimer(time.Microsecond, false, func() {})
			return true
		}
		return false
	}})
	defer l.Close()
	l.Hold("port", "").Peer()
	asleep := 0
	family.Asleep = func() {
		asleep++
		l.Post(l.Lapse)
	}
	if err := l.Run(context.Background()); err != nil || idle != 2 || asleep != 2 {
		t.Errorf("%v, idle %d times, asleep %d times", err, idle, asleep)
	}
}

// What comes before Lapse has its effect goes first: the family is asked again.
func TestLapseGivesWayToWork(t *testing.T) {
	var family Family
	l := New(Options{Family: &family})
	defer l.Close()
	h := l.Hold("port", "").Peer()
	asleep := 0
	family.Asleep = func() {
		if asleep++; asleep == 1 {
			l.Post(func() {
				l.Lapse()
				l.Post(func() {})
			})
			return
		}
		l.Post(h.Release)
	}
	if err := l.Run(context.Background()); err != nil || asleep != 2 {
		t.Errorf("%v, asleep %d times", err, asleep)
	}
}
