package loop

import (
	"context"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// nap runs a loop whose only job is to nap, and returns what Sleep said and how long it took on the loop's clock.
func nap(l *Loop, n *Nap, d time.Duration, stop <-chan struct{}) (woken bool, took time.Duration) {
	l.Post(func() {
		begin := l.Now()
		woken = n.Sleep(d, stop)
		took = l.Now().Sub(begin)
	})
	_ = l.Run(context.Background())
	return woken, took
}

func TestNapEndsInTime(t *testing.T) {
	for name, clock := range map[string]func() Clock{
		"real":    Real,
		"virtual": func() Clock { return NewVirtual(time.Now(), true) },
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				l := New(Options{Clock: clock()})
				defer l.Close()
				if woken, took := nap(l, l.NewNap(), time.Hour, nil); woken || took != time.Hour {
					t.Errorf("woken %v after %v", woken, took)
				}
			})
		})
	}
}

func TestNapEndsByStop(t *testing.T) {
	for name, clock := range map[string]Clock{"real": Real(), "virtual": NewVirtual(time.Now(), true)} {
		t.Run(name, func(t *testing.T) {
			l := New(Options{Clock: clock})
			defer l.Close()
			stop := make(chan struct{})
			close(stop)
			if woken, _ := nap(l, l.NewNap(), -1, stop); woken {
				t.Error("stop counts as a wake-up")
			}
		})
	}
}

func TestNapIsWokenBeforeItBegins(t *testing.T) {
	for name, clock := range map[string]Clock{"real": Real(), "virtual": NewVirtual(time.Now(), true)} {
		t.Run(name, func(t *testing.T) {
			l := New(Options{Clock: clock})
			defer l.Close()
			n := l.NewNap()
			n.Wake()
			if woken, took := nap(l, n, time.Hour, nil); !woken || took > time.Minute {
				t.Errorf("woken %v after %v", woken, took)
			}
		})
	}
}

// Time passes for others while a loop naps, and stands still from the moment in which it is woken.
func TestNapLetsVirtualTimePass(t *testing.T) {
	v := NewVirtual(time.Now(), true)
	sleeper, other := New(Options{Clock: v}), New(Options{Clock: v})
	defer sleeper.Close()
	defer other.Close()
	n := sleeper.NewNap()
	var late time.Duration
	var wg sync.WaitGroup
	other.SetTimer(time.Hour, false, func() {
		n.Wake()
		other.SetTimer(time.Hour, false, func() {})
	})
	other.Post(func() {
		resume := v.Pause()
		sleeper.Post(func() {
			resume()
			begin := v.Now()
			if !n.Sleep(90*time.Minute, nil) {
				t.Error("not woken")
			}
			late = v.Now().Sub(begin)
		})
		wg.Go(func() { _ = sleeper.Run(context.Background()) })
	})
	_ = other.Run(context.Background())
	wg.Wait()
	if late != time.Hour {
		t.Errorf("woken after %v", late)
	}
}

// A job that is posted to a napping loop waits, and time goes on all the same.
func TestNapKeepsJobsWaiting(t *testing.T) {
	l := New(Options{Clock: NewVirtual(time.Now(), true)})
	defer l.Close()
	n := l.NewNap()
	ran := false
	l.Post(func() {
		l.Post(func() { ran = true })
		if woken := n.Sleep(time.Hour, nil); woken || ran {
			t.Errorf("woken %v, ran %v", woken, ran)
		}
	})
	if err := l.Run(context.Background()); err != nil || !ran {
		t.Errorf("%v, ran %v", err, ran)
	}
}

func TestNapHammer(t *testing.T) {
	v := NewVirtual(time.Now(), true)
	l := New(Options{Clock: v})
	defer l.Close()
	for i := range 2000 {
		n := l.NewNap()
		go func() {
			defer v.Pause()()
			n.Wake()
		}()
		d := time.Duration(-1)
		if i%2 == 0 {
			d = time.Second
		}
		nap(l, n, d, nil)
	}
}
