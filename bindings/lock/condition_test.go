package lock

import (
	"context"
	"errors"
	"math/rand/v2"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/lariatjs/lariat/runtime/fault"
)

// await locks, and waits for c.
func await(ctx context.Context, c *Condition, j *journal, name string) *Token {
	token := c.Mutex().TryAcquire(Party{})
	c.Await(ctx, token, Party{}, j.signal(name))
	return token
}

func TestConditionWakesInOrderWithTheMutexHeld(t *testing.T) {
	c, j := NewCondition(nil, Options{}), newJournal(t)
	tokens := map[string]*Token{}
	for _, name := range []string{"a", "b", "c"} {
		tokens[name] = await(bg, c, j, name)
		if tokens[name].Held() || c.Mutex().Locked() {
			t.Fatal("the mutex stays locked during the wait")
		}
	}
	if n := c.Notify(-1) + c.Notify(0); n != 0 || c.Waiting() != 3 {
		t.Errorf("%d woken by none", n)
	}
	notifier := c.Mutex().TryAcquire(Party{})
	if n := c.Notify(2); n != 2 || c.Waiting() != 1 {
		t.Errorf("woke %d, %d wait", n, c.Waiting())
	}
	c.Mutex().Acquire(bg, Party{}, j.token("late"))
	j.want()
	notifier.Release()
	j.want("a")
	if !tokens["a"].Held() || tokens["b"].Held() || len(c.Mutex().Holders()) != 1 {
		t.Error("the token of the first waiter does not hold the mutex")
	}
	tokens["a"].Release()
	j.want("a", "b")
	tokens["b"].Release()
	j.want("a", "b", "late")
	if n := c.NotifyAll(); n != 1 {
		t.Errorf("NotifyAll woke %d", n)
	}
	j.release("late")
	j.want("a", "b", "late", "c")
}

func TestConditionCancelledWaitHoldsTheMutexAgain(t *testing.T) {
	c, j := NewCondition(nil, Options{}), newJournal(t)
	s := newScope()
	token := await(s, c, j, "a")
	other := c.Mutex().TryAcquire(Party{})
	s.end()
	j.want() // it has to get the mutex first
	other.Release()
	j.want("a!")
	if !errors.Is(j.errs["a"], context.Canceled) || !token.Held() || c.Waiting() != 0 {
		t.Errorf("error %v, held %v", j.errs["a"], token.Held())
	}
}

func TestConditionNotificationInTheInstantOfCancellationIsPassedOn(t *testing.T) {
	c, j := NewCondition(nil, Options{}), newJournal(t)
	s := newScope()
	a := await(s, c, j, "a")
	b := await(bg, c, j, "b")
	s.ended.Store(true) // ended, but its hook has not run
	if c.Notify(1) != 1 {
		t.Fatal("nobody was woken")
	}
	// Both come back: a with its cancellation, b with the notification that a had no use for.
	if a.Held() {
		a.Release()
	} else {
		b.Release()
	}
	if len(j.log) != 2 || j.errs["a"] == nil || j.errs["b"] != nil {
		t.Fatalf("log %q, errors %v", j.log, j.errs)
	}
}

func TestConditionNeedsTheMutex(t *testing.T) {
	m := NewMutex(MutexOptions{})
	c, j := NewCondition(m, Options{}), newJournal(t)
	released := m.TryAcquire(Party{})
	released.Release()
	for _, bad := range []*Token{nil, {}, released, NewMutex(MutexOptions{}).TryAcquire(Party{})} {
		c.Await(bg, bad, Party{}, j.signal("x"))
		wantKind(t, j.errs["x"], fault.NotOwner)
	}
	if c.Mutex() != m || c.Waiting() != 0 {
		t.Error("a refused wait stands in line")
	}
}

func TestConditionTokenReleasedDuringTheWait(t *testing.T) {
	c, j := NewCondition(nil, Options{}), newJournal(t)
	token := await(bg, c, j, "a")
	if !token.Release() || token.Release() {
		t.Error("the token could not be released exactly once")
	}
	c.NotifyAll()
	j.want("a!")
	wantKind(t, j.errs["a"], fault.NotOwner)
	if c.Mutex().Locked() || len(c.Mutex().Holders()) != 0 {
		t.Error("the mutex is locked by nobody")
	}
}

func TestConditionOfADeadTaskAndOfPoison(t *testing.T) {
	m := NewMutex(MutexOptions{Poison: true})
	c, j := NewCondition(m, Options{}), newJournal(t)
	dead := m.TryAcquire(task(1))
	c.Await(bg, dead, task(1), j.signal("dead"))
	waits := m.TryAcquire(task(2))
	c.Await(bg, waits, task(2), j.signal("waits"))
	if m.ReleaseDead(1) > 0 || m.Poisoned() {
		t.Error("a task that only waited poisoned the mutex")
	}
	m.TryAcquire(task(3))
	c.NotifyAll()
	if m.ReleaseDead(3) != 1 {
		t.Error("task 3 held nothing")
	}
	j.want("dead!", "waits!")
	wantKind(t, j.errs["waits"], fault.Poisoned)
	if waits.Held() || m.Waiting() != 0 {
		t.Error("a poisoned wait left something behind")
	}
	m.ClearPoison()
	fine := m.TryAcquire(task(4))
	c.Await(bg, fine, task(4), j.signal("late"))
	m.TryAcquire(task(5))
	m.ReleaseDead(5)
	c.NotifyAll()
	wantKind(t, j.errs["late"], fault.Poisoned)
}

func TestConditionWaitForBlocks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := NewCondition(nil, Options{})
		ready := 0
		var wg sync.WaitGroup
		for range 3 {
			wg.Go(func() {
				token, _ := c.Mutex().Lock(bg)
				if err := c.WaitFor(bg, token, func() bool { return ready == 2 }); err != nil {
					t.Error(err)
				}
				token.Release()
			})
		}
		for range 2 {
			synctest.Wait()
			if c.Waiting() != 3 {
				t.Errorf("%d wait, want 3", c.Waiting())
			}
			token, _ := c.Mutex().Lock(bg)
			ready++
			c.NotifyAll()
			token.Release()
		}
		wg.Wait()
		ctx, cancel := context.WithCancel(t.Context())
		token, _ := c.Mutex().Lock(bg)
		go func() { synctest.Wait(); cancel() }()
		if err := c.WaitFor(ctx, token, func() bool { return false }); !errors.Is(err, context.Canceled) || !token.Held() {
			t.Errorf("WaitFor = %v, held %v", err, token.Held())
		}
	})
}

// TestConditionHammer is a bounded buffer: nothing may be lost, and nobody may sleep through a
// notification.
func TestConditionHammer(t *testing.T) {
	const each, workers, capacity = 300, 8, 3
	m := NewMutex(MutexOptions{})
	notEmpty, notFull := NewCondition(m, Options{}), NewCondition(m, Options{})
	items, put, got := 0, 0, 0 // guarded by m
	var wg sync.WaitGroup
	move := func(rnd *rand.Rand, c *Condition, may func() bool, act func()) {
		for n := 0; n < each; {
			ctx, cancel := context.WithCancel(bg)
			if rnd.IntN(3) == 0 {
				go cancel()
			}
			token, err := m.Lock(bg)
			if err != nil {
				t.Error(err)
			}
			if err := c.WaitFor(ctx, token, may); err == nil {
				act()
				n++
			}
			if !token.Release() {
				t.Error("the token was lost")
			}
			cancel()
		}
	}
	for g := range workers {
		wg.Go(func() {
			move(rand.New(rand.NewPCG(uint64(g), 1)), notFull, func() bool { return items < capacity },
				func() { items++; put++; notEmpty.Notify(1) })
		})
		wg.Go(func() {
			move(rand.New(rand.NewPCG(uint64(g), 2)), notEmpty, func() bool { return items > 0 },
				func() { items--; got++; notFull.Notify(1) })
		})
	}
	wg.Wait()
	if put != workers*each || got != put || items != 0 || m.Locked() || notEmpty.Waiting()+notFull.Waiting() != 0 {
		t.Fatalf("put %d, got %d, left %d", put, got, items)
	}
}
