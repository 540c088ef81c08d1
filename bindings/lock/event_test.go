package lock

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/lariatjs/lariat/runtime/fault"
)

func TestEventWakesEverybodyInOrder(t *testing.T) {
	e, j := NewEvent(EventOptions{}), newJournal(t)
	e.Await(bg, Party{}, j.signal("a"))
	e.Await(bg, Party{}, j.signal("b"))
	if e.IsSet() || e.Waiting() != 2 || len(e.Waiters()) != 2 || e.Holders() != nil {
		t.Error("a new event is set, or has no waiters")
	}
	e.Set()
	e.Set()
	e.Await(bg, Party{}, j.signal("c"))
	j.want("a", "b", "c")
	e.Clear()
	e.Await(bg, Party{}, j.signal("d"))
	if e.IsSet() {
		t.Error("Clear did not clear")
	}
	j.want("a", "b", "c")
	e.Set()
	j.want("a", "b", "c", "d")
}

func TestEventInitial(t *testing.T) {
	if e := NewEvent(EventOptions{Initial: true}); !e.IsSet() || e.Wait(bg) != nil {
		t.Error("the event is not set")
	}
}

func TestEventSetAndClearedAtOnceWakesThoseThatWaited(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := NewEvent(EventOptions{})
		time.AfterFunc(time.Hour, func() { e.Set(); e.Clear() })
		if err := e.Wait(t.Context()); err != nil {
			t.Fatal(err)
		}
	})
}

func TestEventHammer(t *testing.T) {
	e := NewEvent(EventOptions{})
	var woken, cancelled atomic.Int64
	var waiters, setters sync.WaitGroup
	over := make(chan struct{})
	for range 16 {
		waiters.Go(func() {
			for i := range 300 {
				ctx, cancel := context.WithCancel(bg)
				if i%2 == 0 {
					go cancel()
				}
				if e.Wait(ctx) == nil {
					woken.Add(1)
				} else {
					cancelled.Add(1)
				}
				cancel()
			}
		})
	}
	setters.Go(func() {
		for {
			select {
			case <-over:
				return
			default:
				e.Set()
				e.Clear()
			}
		}
	})
	waiters.Wait()
	close(over)
	setters.Wait()
	if e.Waiting() != 0 || woken.Load()+cancelled.Load() != 4800 || woken.Load() < 2400 {
		t.Fatalf("woken %d, cancelled %d, waiting %d", woken.Load(), cancelled.Load(), e.Waiting())
	}
}

func TestLatch(t *testing.T) {
	l, err := NewLatch(3, Options{})
	if err != nil {
		t.Fatal(err)
	}
	j := newJournal(t)
	l.Await(bg, Party{}, j.signal("a"))
	_ = l.CountDown(2)
	j.want()
	if l.Count() != 1 {
		t.Errorf("count %d, want 1", l.Count())
	}
	_ = l.CountDown(5)
	_ = l.CountDown(1)
	l.Await(bg, Party{}, j.signal("b"))
	j.want("a", "b")
	if l.Count() != 0 {
		t.Errorf("count %d, want 0", l.Count())
	}
	for _, n := range []int{0, -1} {
		wantKind(t, l.CountDown(n), fault.Range)
	}
	_, err = NewLatch(-1, Options{})
	wantKind(t, err, fault.Range)
	if open, _ := NewLatch(0, Options{}); open.Wait(bg) != nil {
		t.Error("a latch of zero is shut")
	}
}

func TestLatchHammer(t *testing.T) {
	for range 50 {
		l, _ := NewLatch(100, Options{})
		var counted atomic.Int64
		var wg sync.WaitGroup
		for range 10 {
			wg.Go(func() {
				for range 10 {
					counted.Add(1)
					_ = l.CountDown(1)
				}
			})
			wg.Go(func() {
				if err := l.Wait(bg); err != nil || counted.Load() != 100 {
					t.Errorf("Wait = %v after %d", err, counted.Load())
				}
			})
		}
		wg.Wait()
	}
}
