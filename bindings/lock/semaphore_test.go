package lock

import (
	"context"
	"fmt"
	"math/rand/v2"
	goruntime "runtime"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/lariatjs/lariat/runtime/fault"
)

func semaphore(t *testing.T, permits int, o SemaphoreOptions) *Semaphore {
	t.Helper()
	s, err := NewSemaphore(permits, o)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func (s *Semaphore) ask(weight int, done func(*Token, error)) {
	s.AcquireWith(bg, Party{}, Want{Weight: weight}, done)
}

func TestSemaphoreSmallRequestsDoNotOvertake(t *testing.T) {
	s, j := semaphore(t, 3, SemaphoreOptions{}), newJournal(t)
	s.ask(2, j.token("a"))
	s.ask(2, j.token("big"))
	s.ask(1, j.token("small"))
	if s.TryAcquire(Party{}) != nil {
		t.Error("TryAcquire overtook two waiters")
	}
	j.want("a")
	j.release("a")
	j.want("a", "big", "small")
	if s.Available() != 0 || s.Capacity() != 3 || len(s.Holders()) != 2 {
		t.Errorf("available %d of %d", s.Available(), s.Capacity())
	}
}

func TestUnfairSemaphoreLetsSmallRequestsOvertake(t *testing.T) {
	s, j := semaphore(t, 3, SemaphoreOptions{Unfair: true}), newJournal(t)
	s.ask(2, j.token("a"))
	s.ask(3, j.token("big"))
	s.ask(1, j.token("small"))
	s.ask(1, j.token("late"))
	j.want("a", "small")
	j.release("small")
	j.want("a", "small", "late")
	j.release("late")
	j.release("a")
	j.want("a", "small", "late", "big")
}

func TestSemaphoreRefusesWhatCanNeverFit(t *testing.T) {
	s, j := semaphore(t, 3, SemaphoreOptions{}), newJournal(t)
	s.ask(4, j.token("heavy"))
	s.ask(-1, j.token("negative"))
	j.want("heavy!", "negative!")
	wantKind(t, j.errs["heavy"], fault.Range)
	wantKind(t, j.errs["negative"], fault.Range)
	if s.TryAcquireWith(Party{}, Want{Weight: 4}) != nil || s.TryAcquireWith(Party{}, Want{Weight: -1}) != nil {
		t.Error("TryAcquire gave what it cannot give")
	}
	for _, n := range []int{0, -1} {
		wantKind(t, s.Release(Party{}, n), fault.Range)
	}
	wantKind(t, s.Resize(-1), fault.Range)
	_, err := NewSemaphore(-1, SemaphoreOptions{})
	wantKind(t, err, fault.Range)
	_, err = NewBoundedSemaphore(-1, SemaphoreOptions{})
	wantKind(t, err, fault.Range)
}

func TestSemaphoreResize(t *testing.T) {
	s, j := semaphore(t, 2, SemaphoreOptions{}), newJournal(t)
	s.ask(2, j.token("a"))
	s.ask(2, j.token("b"))
	s.ask(1, j.token("c"))
	if err := s.Resize(1); err != nil {
		t.Fatal(err)
	}
	j.want("a", "b!") // b can never be served by one permit
	wantKind(t, j.errs["b"], fault.Range)
	if s.Available() != 0 || s.Capacity() != 1 {
		t.Errorf("available %d of %d", s.Available(), s.Capacity())
	}
	j.release("a")
	j.want("a", "b!", "c")
	s.ask(1, j.token("d"))
	s.ask(1, j.token("e"))
	_ = s.Resize(0) // paused
	j.release("c")
	j.want("a", "b!", "c")
	_ = s.Resize(5)
	j.want("a", "b!", "c", "d", "e")
	if s.Available() != 3 {
		t.Errorf("available %d, want 3", s.Available())
	}
}

func TestSemaphoreAsASignal(t *testing.T) {
	s, j := semaphore(t, 0, SemaphoreOptions{}), newJournal(t)
	for round := range 100 {
		name := fmt.Sprint(round)
		s.Acquire(bg, task(1), j.token(name))
		if err := s.Release(task(2), 1); err != nil {
			t.Fatal(err)
		}
		if !j.tokens[name].Held() || round > 0 && j.tokens[fmt.Sprint(round-1)].Held() {
			t.Fatal("the signal did not pass from one to the next")
		}
	}
	if len(s.Holders()) != 1 || s.Capacity() != 1 {
		t.Errorf("%d holders and capacity %d pile up", len(s.Holders()), s.Capacity())
	}
}

func TestSemaphoreTokenlessReleaseTakesTheOwnTokensFirst(t *testing.T) {
	s := semaphore(t, 4, SemaphoreOptions{})
	other := s.TryAcquire(task(1))
	mine := s.TryAcquireWith(task(2), Want{Weight: 3})
	_ = s.Release(task(2), 2)
	if !mine.Held() || !other.Held() || s.Available() != 2 {
		t.Errorf("available %d, want 2 with both tokens held", s.Available())
	}
	_ = s.Release(task(2), 2) // one of its own, then the oldest
	if mine.Held() || other.Held() || s.Available() != 4 || mine.Release() || s.Available() != 4 {
		t.Errorf("available %d, want 4 and no token held", s.Available())
	}
	_ = s.Release(task(2), 2)
	if s.Available() != 6 || s.Capacity() != 6 {
		t.Errorf("available %d of %d, want 6", s.Available(), s.Capacity())
	}
}

func TestBoundedSemaphoreOverRelease(t *testing.T) {
	s, err := NewBoundedSemaphore(2, SemaphoreOptions{})
	if err != nil {
		t.Fatal(err)
	}
	wantKind(t, s.Release(Party{}, 1), fault.OverRelease)
	token := s.TryAcquire(Party{})
	wantKind(t, s.Release(Party{}, 2), fault.OverRelease)
	if !token.Held() || s.Available() != 1 || s.Capacity() != 2 {
		t.Error("a refused release changed something")
	}
	if err := s.Release(Party{}, 1); err != nil || token.Release() || s.Available() != 2 {
		t.Errorf("Release = %v, available %d", err, s.Available())
	}
}

func TestSemaphoreOfADeadTask(t *testing.T) {
	s, j := semaphore(t, 3, SemaphoreOptions{}), newJournal(t)
	s.Acquire(bg, task(1), j.token("a"))
	s.Acquire(bg, task(2), j.token("b"))
	s.Acquire(bg, task(1), j.token("c"))
	s.ask(2, j.token("d"))
	if n := s.ReleaseDead(1); n != 2 {
		t.Errorf("%d tokens, want 2", n)
	}
	j.want("a", "b", "c", "d")
	if j.tokens["a"].Release() || !j.tokens["b"].Held() {
		t.Error("the wrong tokens were taken")
	}
}

// semaphoreModel is what a Semaphore should do, in the simplest words.
type semaphoreModel struct {
	capacity, free int
	queue          []modelWaiter
	held           []modelWaiter
	log            []string
}

type modelWaiter struct {
	name             string
	weight, priority int
}

func (m *semaphoreModel) serve() {
	for {
		best := -1
		for i, w := range m.queue {
			if best < 0 || w.priority > m.queue[best].priority {
				best = i
			}
		}
		if best < 0 || m.queue[best].weight > m.free {
			return
		}
		w := m.queue[best]
		m.queue = append(m.queue[:best:best], m.queue[best+1:]...)
		m.free -= w.weight
		m.held = append(m.held, w)
		m.log = append(m.log, w.name)
	}
}

func (m *semaphoreModel) refuse(keep func(modelWaiter) bool) {
	var rest []modelWaiter
	var out []modelWaiter
	for _, w := range m.queue {
		if keep(w) {
			rest = append(rest, w)
		} else {
			out = append(out, w)
		}
	}
	m.queue = rest
	for p := 2; p >= -2; p-- {
		for _, w := range out {
			if w.priority == p {
				m.log = append(m.log, w.name+"!")
			}
		}
	}
}

func TestSemaphoreAgainstAModel(t *testing.T) {
	for seed := range uint64(300) {
		rnd := rand.New(rand.NewPCG(seed, 5))
		capacity := 1 + rnd.IntN(4)
		s, j := semaphore(t, capacity, SemaphoreOptions{}), newJournal(t)
		m := &semaphoreModel{capacity: capacity, free: capacity}
		scopes := map[string]*scope{}
		for step := range 200 {
			name := fmt.Sprint(step)
			switch op := rnd.IntN(10); {
			case op < 4:
				want := Want{Weight: 1 + rnd.IntN(4), Priority: rnd.IntN(3) - 1}
				scopes[name] = newScope()
				s.AcquireWith(scopes[name], Party{}, want, j.token(name))
				if want.Weight > m.capacity && want.Weight > 1 {
					m.log = append(m.log, name+"!")
				} else {
					m.queue = append(m.queue, modelWaiter{name, want.Weight, want.Priority})
				}
			case op < 5:
				weight := 1 + rnd.IntN(3)
				token := s.TryAcquireWith(Party{}, Want{Weight: weight})
				might := weight <= m.free && (weight == 1 || weight <= m.capacity)
				for _, w := range m.queue {
					might = might && w.priority < 0
				}
				if (token != nil) != might {
					t.Fatalf("seed %d step %d: TryAcquire gave %v, want %v", seed, step, token != nil, might)
				}
				if might {
					j.tokens[name] = token
					m.free -= weight
					m.held = append(m.held, modelWaiter{name, weight, 0})
				}
			case op < 8 && len(m.held) > 0:
				i := rnd.IntN(len(m.held))
				m.free += m.held[i].weight
				j.release(m.held[i].name)
				m.held = append(m.held[:i:i], m.held[i+1:]...)
			case op < 9 && len(m.queue) > 0:
				gone := m.queue[rnd.IntN(len(m.queue))].name
				m.refuse(func(w modelWaiter) bool { return w.name != gone })
				scopes[gone].end()
			case op == 9:
				to := rnd.IntN(5)
				m.free += to - m.capacity
				m.capacity = to
				m.refuse(func(w modelWaiter) bool { return w.weight <= max(to, 1) })
				_ = s.Resize(to)
			}
			m.serve()
			j.want(m.log...)
			if s.Available() != max(m.free, 0) || s.Capacity() != m.capacity || s.Waiting() != len(m.queue) || len(s.Holders()) != len(m.held) {
				t.Fatalf("seed %d step %d: available %d of %d, waiting %d; want %d of %d, %d",
					seed, step, s.Available(), s.Capacity(), s.Waiting(), m.free, m.capacity, len(m.queue))
			}
		}
	}
}

func TestSemaphoreHammer(t *testing.T) {
	const permits = 5
	s := semaphore(t, permits, SemaphoreOptions{})
	var inside, served atomic.Int64
	var wg sync.WaitGroup
	for g := range 24 {
		wg.Go(func() {
			rnd := rand.New(rand.NewPCG(uint64(g), 3))
			for range 400 {
				ctx, cancel := context.WithCancel(WithParty(bg, task(uint64(g))))
				switch rnd.IntN(4) {
				case 0:
					cancel()
				case 1:
					go cancel()
				}
				weight := 1 + rnd.IntN(permits)
				token, err := s.LockWith(ctx, Want{Weight: weight, Priority: rnd.IntN(2)})
				if err == nil {
					if inside.Add(int64(weight)) > permits {
						t.Error("more permits are out than there are")
					}
					served.Add(1)
					goruntime.Gosched() // so that others come and wait
					inside.Add(-int64(weight))
					switch rnd.IntN(3) {
					case 0:
						s.ReleaseDead(uint64(g))
					case 1:
						if err := s.Release(task(uint64(g)), weight); err != nil {
							t.Error(err)
						}
					}
					token.Release()
				}
				cancel()
			}
		})
	}
	wg.Wait()
	if s.Available() != permits || s.Capacity() != permits || s.Waiting() != 0 || len(s.Holders()) != 0 {
		t.Fatalf("available %d of %d, waiting %d, holders %v", s.Available(), s.Capacity(), s.Waiting(), s.Holders())
	}
	if n := served.Load(); n < 4000 || n == 24*400 {
		t.Fatalf("served %d: the hammer did not hit", n)
	}
}
