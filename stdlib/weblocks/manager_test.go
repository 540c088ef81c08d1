package weblocks

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
)

// asked is a request that a test made.
type asked struct {
	lock *Lock
	err  error
	told int
}

func ask(ctx context.Context, m *Manager, a Ask) *asked {
	r := &asked{}
	if a.By.Text == nil {
		a.By.Text = func() string { return fmt.Sprint("isolate ", a.By.Isolate) }
	}
	m.Request(ctx, a, func(l *Lock, err error) {
		r.lock, r.err = l, err
		r.told++
	})
	return r
}

func exclusive(name string) Ask { return Ask{Key: name, Name: name} }
func shared(name string) Ask    { return Ask{Key: name, Name: name, Shared: true} }

// has checks which requests have got their locks.
func has(t *testing.T, want []bool, requests ...*asked) {
	t.Helper()
	var got []bool
	for _, r := range requests {
		got = append(got, r.lock != nil)
		if r.told > 1 {
			t.Error("a request was told twice")
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("granted: %v, want %v", got, want)
	}
}

func TestRequestsAreServedInOrder(t *testing.T) {
	m, ctx := NewManager(), t.Context()
	a, b, c, d := ask(ctx, m, shared("x")), ask(ctx, m, shared("x")), ask(ctx, m, exclusive("x")), ask(ctx, m, shared("x"))
	other := ask(ctx, m, exclusive("y"))
	has(t, []bool{true, true, false, false, true}, a, b, c, d, other)
	if !a.lock.Release() || a.lock.Release() {
		t.Error("a lock is given back once")
	}
	has(t, []bool{false, false}, c, d)
	b.lock.Release()
	has(t, []bool{true, false}, c, d)
	if got := m.Holders("x"); !slices.Equal(got, []string{"isolate 0"}) {
		t.Error(got)
	}
	c.lock.Release()
	has(t, []bool{true}, d)
	d.lock.Release()
	other.lock.Release()
	if len(m.byKey)+len(m.all)+len(m.locked) != 0 || m.Holders("x") != nil {
		t.Error("something is left")
	}
}

func TestACancelledRequestLeavesItsLine(t *testing.T) {
	m := NewManager()
	ctx, cancel := context.WithCancelCause(t.Context())
	held := ask(t.Context(), m, shared("x"))
	told := make(chan error, 1)
	m.Request(ctx, exclusive("x"), func(l *Lock, err error) { told <- err })
	behind := make(chan *Lock, 1)
	m.Request(t.Context(), shared("x"), func(l *Lock, err error) { behind <- l })
	cause := errors.New("enough")
	cancel(cause)
	if err := <-told; !errors.Is(err, cause) {
		t.Error(err)
	}
	(<-behind).Release()
	held.lock.Release()
	if got := ask(ctx, m, exclusive("x")); got.lock == nil {
		t.Error("a lock that is free needs no wait")
	}
}

func TestStealing(t *testing.T) {
	m, ctx := NewManager(), t.Context()
	a, b, waits := ask(ctx, m, shared("x")), ask(ctx, m, shared("x")), ask(ctx, m, exclusive("x"))
	lost := 0
	a.lock.OnLoss(func() { lost++ })
	thief := ask(ctx, m, Ask{Key: "x", Name: "x", Steal: true})
	b.lock.OnLoss(func() { lost += 10 }) // late
	has(t, []bool{true, false}, thief, waits)
	if lost != 11 || a.lock.Release() || b.lock.Release() {
		t.Errorf("lost %d", lost)
	}
	thief.lock.Release()
	has(t, []bool{true}, waits)
}

func TestIfAvailable(t *testing.T) {
	m, ctx := NewManager(), t.Context()
	try := Ask{Key: "x", Name: "x", IfAvailable: true, Shared: true}
	a := ask(ctx, m, shared("x"))
	b := ask(ctx, m, try)
	ask(ctx, m, exclusive("x"))
	if c := ask(ctx, m, try); a.lock == nil || b.lock == nil || c.told != 1 || c.lock != nil || c.err != nil {
		t.Error(a, b, c)
	}
}

func TestADeadIsolateGivesItsLocksBack(t *testing.T) {
	m, ctx := NewManager(), t.Context()
	by := func(a Ask, isolate uint64) Ask {
		a.By = Holder{Isolate: isolate, Text: func() string { return "" }}
		return a
	}
	dead, deadWaits := ask(ctx, m, by(exclusive("x"), 1)), ask(ctx, m, by(exclusive("x"), 1))
	waits, also := ask(ctx, m, by(shared("x"), 2)), ask(ctx, m, by(shared("x"), 3))
	kept := ask(ctx, m, by(exclusive("y"), 2))
	if n := m.ReleaseDead(1); n != 1 {
		t.Errorf("%d locks of the dead", n)
	}
	has(t, []bool{true, false, true, true, true}, dead, deadWaits, waits, also, kept)
	if held, pending := m.Query(); len(held) != 3 || len(pending) != 0 || dead.lock.Release() {
		t.Error(held, pending)
	}
}

// TestHammer has many goroutines take, steal and give up locks, and some of them die with what they hold.
func TestHammer(t *testing.T) {
	const goroutines, rounds, names = 32, 400, 4
	m := NewManager()
	var inside [names]atomic.Int64 // readers, or -1 for a writer
	var all sync.WaitGroup
	var served atomic.Int64
	enter := func(l *Lock, name int) {
		if l.Shared {
			if inside[name].Add(1) <= 0 {
				t.Error("a reader beside a writer")
			}
			return
		}
		if !inside[name].CompareAndSwap(0, -1) {
			t.Error("a writer beside somebody")
		}
	}
	leave := func(l *Lock, name int) {
		served.Add(1)
		if l.Shared {
			inside[name].Add(-1)
		} else {
			inside[name].Store(0)
		}
	}
	for g := range goroutines {
		all.Go(func() {
			isolate := uint64(g)
			for range rounds {
				name := rand.IntN(names)
				a := Ask{Key: name, Name: fmt.Sprint(name), Shared: rand.IntN(2) == 0, IfAvailable: rand.IntN(8) == 0}
				a.By = Holder{Isolate: isolate, Text: func() string { return "" }}
				ctx, cancel := context.WithCancel(t.Context())
				if rand.IntN(8) == 0 {
					go cancel()
				}
				done := make(chan *Lock, 1)
				m.Request(ctx, a, func(l *Lock, err error) { done <- l })
				if l := <-done; l != nil {
					enter(l, name)
					leave(l, name)
					if rand.IntN(16) == 0 {
						m.ReleaseDead(isolate)
					} else {
						l.Release()
					}
				}
				cancel()
			}
		})
	}
	all.Wait()
	if held, pending := m.Query(); len(held)+len(pending)+len(m.all)+len(m.byKey) != 0 || served.Load() < goroutines*rounds/2 {
		t.Error(held, pending, served.Load())
	}
}
