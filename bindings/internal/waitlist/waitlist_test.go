package waitlist

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	goruntime "runtime"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// turnstile is the smallest owner: a number of free places.
type turnstile struct {
	List[int]
	free  int
	given int // grants that came back
}

func newTurnstile(free int) *turnstile {
	x := &turnstile{free: free}
	x.Init(x)
	return x
}

func (x *turnstile) GiveBack(int) {
	x.Lock()
	x.given++
	x.free++
	x.serve()
	x.Unlock()
}

func (x *turnstile) Left() { x.serve() }

func (x *turnstile) serve() {
	for w := x.First(); w != nil && x.free >= max(w.Weight, 1); w = x.First() {
		x.free -= max(w.Weight, 1)
		x.Grant(w, 1)
	}
}

func (x *turnstile) enter(ctx context.Context, ask Ask, done func(int, error)) {
	x.Lock()
	if x.free > 0 && x.Quiet() {
		x.free--
		x.Unlock()
		done(1, nil)
		return
	}
	w := x.Add(ctx, ask, done)
	x.serve()
	x.UnlockAndWatch(w)
}

func (x *turnstile) leave(n int) {
	x.Lock()
	x.free += n
	x.serve()
	x.Unlock()
}

func note(log *[]string, name string) func(int, error) {
	return func(_ int, err error) {
		if err != nil {
			name += "!"
		}
		*log = append(*log, name)
	}
}

func want(t *testing.T, log []string, names ...string) {
	t.Helper()
	if !slices.Equal(log, names) {
		t.Fatalf("log %q, want %q", log, names)
	}
}

func TestFirstComeFirstServed(t *testing.T) {
	x := newTurnstile(1)
	var log []string
	for i := range 4 {
		x.enter(t.Context(), Ask{}, note(&log, fmt.Sprint(i)))
	}
	want(t, log, "0")
	x.leave(1)
	x.leave(2)
	want(t, log, "0", "1", "2", "3")
}

func TestHigherClassesGoFirst(t *testing.T) {
	x := newTurnstile(0)
	var log []string
	for i, p := range []int{0, 5, -1, 0, 5, 9, -1} {
		x.enter(t.Context(), Ask{Priority: p}, note(&log, fmt.Sprint(p, ".", i)))
	}
	x.Lock()
	var order []int
	for _, w := range x.Waiters() {
		order = append(order, w.Priority)
	}
	first := x.First().Priority
	x.Unlock()
	if !slices.Equal(order, []int{9, 5, 5, 0, 0, -1, -1}) || first != 9 {
		t.Errorf("order %v, first %d", order, first)
	}
	for range 7 {
		x.leave(1)
	}
	want(t, log, "9.5", "5.1", "5.4", "0.0", "0.3", "-1.2", "-1.6")
	if len(x.classes) != 0 {
		t.Errorf("%d empty classes are kept", len(x.classes))
	}
}

func TestAgingLiftsAWaiterPastHigherClasses(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		x := newTurnstile(0)
		x.Age(time.Minute, time.Now)
		var log []string
		enter := func(name string, p int) { x.enter(context.Background(), Ask{Priority: p}, note(&log, name)) }
		enter("low", 0)
		time.Sleep(90 * time.Second)
		enter("one", 1)
		enter("two", 2)
		enter("two'", 2)
		x.Lock()
		for _, w := range x.Waiters() {
			if age := 90 * time.Second; w.Priority == 0 && w.For != age {
				t.Errorf("waits for %v, want %v", w.For, age)
			}
		}
		x.Unlock()
		x.leave(4)
		want(t, log, "two", "two'", "low", "one")
	})
}

func TestCancelledWaiterLeavesAndLetsOthersPass(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		why := errors.New("why")
		ctx, cancel := context.WithCancelCause(t.Context())
		y := newTurnstile(1)
		var log []string
		y.enter(t.Context(), Ask{}, note(&log, "a"))
		y.enter(ctx, Ask{Weight: 2}, func(v int, err error) {
			if !errors.Is(err, why) || v != 0 {
				t.Errorf("got %v, %v, want the cause", v, err)
			}
			log = append(log, "big!")
		})
		y.enter(t.Context(), Ask{}, note(&log, "b"))
		y.leave(1)
		want(t, log, "a") // a small one does not overtake a big one
		cancel(why)
		synctest.Wait()
		want(t, log, "a", "big!", "b")
		if y.Len() != 0 {
			t.Errorf("%d waiters left", y.Len())
		}
	})
}

// scope is a context like the engine's: it calls back at once, on the goroutine that cancels.
type scope struct {
	context.Context
	mu    sync.Mutex
	ended bool
	done  chan struct{}
	hooks map[int]func()
	next  int
}

func newScope() *scope {
	return &scope{Context: context.Background(), done: make(chan struct{}), hooks: map[int]func(){}}
}

func (s *scope) Done() <-chan struct{} { return s.done }

func (s *scope) Err() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ended {
		return context.Canceled
	}
	return nil
}

func (s *scope) AfterFunc(f func()) func() bool {
	s.mu.Lock()
	if s.ended {
		s.mu.Unlock()
		f()
		return func() bool { return false }
	}
	defer s.mu.Unlock()
	s.next++
	id := s.next
	s.hooks[id] = f
	return func() bool {
		s.mu.Lock()
		defer s.mu.Unlock()
		_, ok := s.hooks[id]
		delete(s.hooks, id)
		return ok
	}
}

func (s *scope) end() {
	s.mu.Lock()
	s.ended = true
	close(s.done)
	hooks := s.hooks
	s.hooks = map[int]func(){}
	s.mu.Unlock()
	for _, f := range hooks {
		f()
	}
}

func TestAScopeCancelsAtOnceAndIsAlwaysDetached(t *testing.T) {
	x := newTurnstile(0)
	s := newScope()
	var log []string
	x.enter(s, Ask{}, note(&log, "a"))
	x.enter(WithParty(s, Party{Task: 1}), Ask{}, note(&log, "b"))
	if len(s.hooks) != 2 {
		t.Fatalf("%d hooks, want 2", len(s.hooks))
	}
	x.leave(1)
	want(t, log, "a")
	if len(s.hooks) != 1 {
		t.Fatalf("%d hooks after a grant, want 1", len(s.hooks))
	}
	s.end()
	want(t, log, "a", "b!")
	x.enter(s, Ask{}, note(&log, "c")) // a scope that has ended answers inside AfterFunc
	want(t, log, "a", "b!", "c!")
	if len(s.hooks) != 0 || x.Len() != 0 {
		t.Fatalf("%d hooks and %d waiters left", len(s.hooks), x.Len())
	}
}

func TestAGrantInTheInstantOfCancellationComesBack(t *testing.T) {
	x := newTurnstile(0)
	s := newScope()
	var log []string
	x.enter(s, Ask{}, note(&log, "a"))
	x.enter(t.Context(), Ask{}, note(&log, "b"))
	x.Lock()
	x.free++
	x.serve()
	// The grant is made and the callback is due; the scope ends before it is called.
	s.mu.Lock()
	s.ended = true
	s.mu.Unlock()
	x.Unlock()
	want(t, log, "a!", "b")
	if x.given != 1 || x.free != 0 {
		t.Fatalf("%d grants came back, %d free; want 1 and 0", x.given, x.free)
	}
}

func TestCallbacksThatGiveBackAtOnceDoNotRecurse(t *testing.T) {
	x := newTurnstile(0)
	const n = 200_000
	served, depth, deepest := 0, 0, 0
	for range n {
		x.enter(context.Background(), Ask{}, func(int, error) {
			depth++
			deepest = max(deepest, depth)
			served++
			x.leave(1)
			depth--
		})
	}
	x.leave(1)
	if served != n || deepest != 1 {
		t.Fatalf("served %d of %d, %d deep", served, n, deepest)
	}
}

func TestASettledWaiterIsSettledOnce(t *testing.T) {
	x := newTurnstile(0)
	var log []string
	x.Lock()
	w := x.Add(context.Background(), Ask{}, note(&log, "a"))
	if !x.Grant(w, 1) || x.Grant(w, 1) || x.Fail(w, context.Canceled) {
		t.Error("a waiter was settled twice")
	}
	x.UnlockAndWatch(w)
	w.cancel()
	want(t, log, "a")
}

func TestFailAllEndsEveryWait(t *testing.T) {
	x := newTurnstile(0)
	var log []string
	for i, p := range []int{0, 1, 0} {
		x.enter(context.Background(), Ask{Priority: p}, note(&log, fmt.Sprint(i)))
	}
	x.Lock()
	if n := x.FailAll(errors.New("closed")); n != 3 {
		t.Errorf("FailAll = %d, want 3", n)
	}
	x.Unlock()
	want(t, log, "1!", "0!", "2!")
}

func TestAPanicInACallbackLeavesTheListUsable(t *testing.T) {
	for _, behind := range []int{0, 3} {
		x := newTurnstile(0)
		var log []string
		x.enter(context.Background(), Ask{}, func(int, error) { panic("callback") })
		for i := range behind {
			x.enter(context.Background(), Ask{}, note(&log, fmt.Sprint(i)))
		}
		func() {
			defer func() {
				if recover() == nil {
					t.Error("the panic was swallowed")
				}
			}()
			x.leave(1 + behind)
		}()
		x.enter(context.Background(), Ask{}, note(&log, "late"))
		x.leave(1)
		want(t, log, append([]string{"0", "1", "2"}[:behind:behind], "late")...)
	}
}

func TestPartyTravelsInAContext(t *testing.T) {
	by := Party{Task: 7, Name: "t"}
	ctx, cancel := context.WithCancel(WithParty(t.Context(), by))
	defer cancel()
	if PartyOf(ctx) != by || PartyOf(t.Context()) != (Party{}) {
		t.Fatal("the party is lost or made up")
	}
	for p, name := range map[Party]string{{}: "host", {Name: "x"}: "x", {Task: 3}: "task #3", {Task: 3, Name: "y"}: `task "y" (#3)`} {
		if p.String() != name {
			t.Errorf("%+v is called %q, want %q", p, p.String(), name)
		}
	}
}

// TestHammer lets many goroutines enter, leave and be cancelled at random points. No place may be
// lost, every callback comes exactly once, and never more are inside than there are places.
func TestHammer(t *testing.T) {
	const places = 3
	x := newTurnstile(places)
	var inside, served, cancelled atomic.Int64
	var wg sync.WaitGroup
	for g := range 32 {
		wg.Go(func() {
			rnd := rand.New(rand.NewPCG(uint64(g), 1))
			for range 500 {
				ctx, cancel := context.WithCancel(context.Background())
				called := make(chan bool, 2)
				x.enter(ctx, Ask{Weight: 1, Priority: rnd.IntN(3) - 1}, func(_ int, err error) {
					if err == nil && inside.Add(1) > places {
						t.Error("too many inside")
					}
					called <- err == nil
				})
				if rnd.IntN(2) == 0 {
					cancel()
				}
				if <-called {
					served.Add(1)
					goruntime.Gosched() // so that others come and wait
					inside.Add(-1)
					x.leave(1)
				} else {
					cancelled.Add(1)
				}
				cancel()
				if len(called) != 0 {
					t.Error("called twice")
				}
			}
		})
	}
	wg.Wait()
	if x.free != places || x.Len() != 0 || len(x.classes) != 0 || served.Load()+cancelled.Load() != 16000 {
		t.Fatalf("free %d, waiting %d, classes %d, served %d, cancelled %d", x.free, x.Len(), len(x.classes), served.Load(), cancelled.Load())
	}
	if served.Load() == 0 || cancelled.Load() == 0 {
		t.Fatalf("served %d, cancelled %d: the hammer did not hit", served.Load(), cancelled.Load())
	}
}

// TestOrderAcrossGoroutinesHammer releases from many goroutines: the callbacks still come in the
// order of the calls.
func TestOrderAcrossGoroutinesHammer(t *testing.T) {
	const n = 20000
	x := newTurnstile(0)
	var order []int
	for i := range n {
		x.enter(context.Background(), Ask{}, func(int, error) { order = append(order, i) })
	}
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range n / 8 {
				x.leave(1)
			}
		})
	}
	wg.Wait()
	if len(order) != n || !slices.IsSorted(order) {
		t.Fatalf("%d callbacks, in order: %v", len(order), slices.IsSorted(order))
	}
}

func BenchmarkWaitGrant(b *testing.B) {
	b.ReportAllocs()
	x := newTurnstile(0)
	done := func(int, error) {}
	for b.Loop() {
		x.enter(context.Background(), Ask{}, done)
		x.leave(1)
	}
}

func TestAFirmGrantIsKeptWhenItsWaiterIsCancelled(t *testing.T) {
	x := newTurnstile(0)
	s := newScope()
	var log []string
	x.Lock()
	w := x.Add(s, Ask{Priority: 2}, note(&log, "a"))
	w.Firm = true
	if x.FirstOf(2) != w || x.FirstOf(1) != nil || x.FirstOf(0) != nil || w.Next() != nil || !x.Settled() {
		t.Error("the waiter is not where it should be")
	}
	x.Grant(w, 1)
	if x.Settled() {
		t.Error("a callback is due, and the list is settled")
	}
	s.mu.Lock()
	s.ended = true
	s.mu.Unlock()
	x.UnlockAndWatch(w)
	want(t, log, "a")
	if x.given != 0 {
		t.Errorf("%d grants came back", x.given)
	}
}
