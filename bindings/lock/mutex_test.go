package lock

import (
	"context"
	"math/rand/v2"
	goruntime "runtime"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/lariatjs/lariat/runtime/fault"
)

func TestMutexServesInOrder(t *testing.T) {
	m, j := NewMutex(MutexOptions{}), newJournal(t)
	for _, name := range []string{"a", "b", "c"} {
		m.Acquire(bg, Party{}, j.token(name))
	}
	j.want("a")
	if m.TryAcquire(Party{}) != nil || m.Waiting() != 2 || !m.Locked() {
		t.Error("the mutex is not locked with two waiters")
	}
	j.release("a")
	j.want("a", "b")
	if j.tokens["a"].Release() || j.tokens["a"].Held() || !j.tokens["b"].Held() {
		t.Error("a released token still counts")
	}
	j.release("b")
	j.release("c")
	j.want("a", "b", "c")
	if free := m.TryAcquire(Party{}); free == nil || !free.Release() || m.Locked() {
		t.Error("the mutex is not free")
	}
}

func TestMutexPriority(t *testing.T) {
	m, j := NewMutex(MutexOptions{}), newJournal(t)
	m.Acquire(bg, Party{}, j.token("first"))
	m.AcquireWith(bg, Party{}, Want{}, j.token("common"))
	m.AcquireWith(bg, Party{}, Want{Priority: 1}, j.token("urgent"))
	m.AcquireWith(bg, Party{}, Want{Weight: 2}, j.token("heavy"))
	j.release("first")
	j.release("urgent")
	j.want("first", "heavy!", "urgent", "common")
	wantKind(t, j.errs["heavy"], fault.Range)
}

func TestMutexTokenlessRelease(t *testing.T) {
	m := NewMutex(MutexOptions{Options: Options{Name: "x"}})
	wantKind(t, m.Release(task(1)), fault.NotOwner)
	token := m.TryAcquire(task(1))
	err := m.Release(task(2))
	wantKind(t, err, fault.NotOwner)
	if want := `release: Mutex "x" is held by task "t1" (#1), not by task "t2" (#2)`; err == nil || err.Error() != want {
		t.Errorf("error %v, want %s", err, want)
	}
	if err := m.Release(task(1)); err != nil || token.Held() || token.Release() || m.Locked() {
		t.Errorf("Release = %v, held %v", err, token.Held())
	}
}

func TestMutexKnowsItsOwner(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := NewMutex(MutexOptions{})
		if _, _, ok := m.Owner(); ok || len(m.Holders()) != 0 {
			t.Error("a free mutex has an owner")
		}
		ctx := WithParty(t.Context(), task(3))
		token, err := m.Lock(ctx)
		if err != nil {
			t.Fatal(err)
		}
		m.Acquire(bg, task(4), func(*Token, error) {})
		time.Sleep(time.Minute)
		by, age, ok := m.Owner()
		if !ok || by != task(3) || age != time.Minute || m.Holders()[0] != by || token.Party() != by {
			t.Errorf("owner %v for %v", by, age)
		}
		if w := m.Waiters(); len(w) != 1 || w[0].By != task(4) || w[0].For != time.Minute {
			t.Errorf("waiters %+v", w)
		}
	})
}

func TestMutexOfADeadHolder(t *testing.T) {
	m, j := NewMutex(MutexOptions{}), newJournal(t)
	m.Acquire(bg, task(1), j.token("a"))
	m.Acquire(bg, task(2), j.token("b"))
	if m.ReleaseDead(2) != 0 || m.ReleaseDead(1) != 1 || m.ReleaseDead(1) != 0 {
		t.Error("the wrong task was released")
	}
	j.want("a", "b")
	if m.Poisoned() || j.tokens["a"].Held() {
		t.Error("poisoned without being asked, or still held")
	}
}

func TestMutexPoison(t *testing.T) {
	m, j := NewMutex(MutexOptions{Poison: true}), newJournal(t)
	m.Acquire(bg, task(1), j.token("a"))
	m.Acquire(bg, task(2), j.token("b"))
	m.ReleaseDead(1)
	m.Acquire(bg, task(3), j.token("c"))
	j.want("a", "b!", "c!")
	wantKind(t, j.errs["b"], fault.Poisoned)
	wantKind(t, j.errs["c"], fault.Poisoned)
	if !m.Poisoned() || m.TryAcquire(Party{}) != nil {
		t.Error("a poisoned mutex was handed out")
	}
	m.ClearPoison()
	if m.Poisoned() || m.TryAcquire(Party{}) == nil {
		t.Error("the poison stays")
	}
}

func TestMutexGrantInTheInstantOfCancellationIsPassedOn(t *testing.T) {
	m, j := NewMutex(MutexOptions{}), newJournal(t)
	s := newScope()
	m.Acquire(bg, Party{}, j.token("a"))
	// b's grant is decided and its callback is due behind a's release, which ends b's scope first.
	m.Acquire(bg, Party{}, func(*Token, error) {
		m.Acquire(s, Party{}, j.token("b"))
		m.Acquire(bg, Party{}, j.token("c"))
		_ = m.Release(Party{})
		s.ended.Store(true)
	})
	j.release("a")
	j.want("a", "b!", "c")
	if m.Waiting() != 0 || len(m.Holders()) != 1 {
		t.Errorf("%d waiting, %d holders", m.Waiting(), len(m.Holders()))
	}
}

func TestMutexHammer(t *testing.T) {
	m := NewMutex(MutexOptions{})
	counter, locked := 0, 0 // guarded by m alone: the race detector watches
	var mu sync.Mutex
	var wg sync.WaitGroup
	for g := range 24 {
		wg.Go(func() {
			rnd := rand.New(rand.NewPCG(uint64(g), 2))
			mine := 0
			for range 500 {
				ctx, cancel := context.WithCancel(WithParty(bg, task(uint64(g+1))))
				switch rnd.IntN(3) {
				case 0:
					cancel()
				case 1:
					go cancel()
				}
				token, err := m.Lock(ctx)
				if err == nil {
					counter++
					mine++
					goruntime.Gosched() // so that others come and wait
					if rnd.IntN(2) == 0 {
						err = m.Release(task(uint64(g + 1)))
					} else {
						token.Release()
					}
					if err != nil || token.Held() {
						t.Errorf("release: %v, held %v", err, token.Held())
					}
				}
				cancel()
			}
			mu.Lock()
			locked += mine
			mu.Unlock()
		})
	}
	wg.Wait()
	if m.Locked() || m.Waiting() != 0 || counter != locked || locked < 24*500/3-1000 || locked == 24*500 {
		t.Fatalf("locked %v, waiting %d, counted %d of %d", m.Locked(), m.Waiting(), counter, locked)
	}
}
