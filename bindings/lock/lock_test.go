package lock

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync/atomic"
	"testing"
	"testing/synctest"

	"github.com/lariatjs/lariat/bindings/internal/governor"
	"github.com/lariatjs/lariat/runtime/fault"
)

var bg = context.Background()

// What is a Governor, and what reports can read.
var (
	_ = []Weighted{(*Mutex)(nil), (*Semaphore)(nil)}
	_ = []governor.Traced{
		(*Mutex)(nil), (*Semaphore)(nil), (*RWLock)(nil), (*Condition)(nil), (*Event)(nil), (*Latch)(nil),
		(*Barrier)(nil), (*SingleFlight[string, int])(nil), (*KeyedMutex[string])(nil),
	}
)

// journal notes who was called back, in order; failed ones with a "!". It keeps the tokens.
type journal struct {
	t      *testing.T
	log    []string
	tokens map[string]*Token
	errs   map[string]error
}

func newJournal(t *testing.T) *journal {
	return &journal{t: t, tokens: map[string]*Token{}, errs: map[string]error{}}
}

func (j *journal) note(name string, err error) {
	j.errs[name] = err
	if err != nil {
		name += "!"
	}
	j.log = append(j.log, name)
}

func (j *journal) token(name string) func(*Token, error) {
	return func(t *Token, err error) {
		if (t == nil) != (err != nil) {
			j.t.Errorf("%s: token %v with error %v", name, t, err)
		}
		j.tokens[name] = t
		j.note(name, err)
	}
}

func (j *journal) signal(name string) func(struct{}, error) {
	return func(_ struct{}, err error) { j.note(name, err) }
}

func (j *journal) release(name string) {
	j.t.Helper()
	if !j.tokens[name].Release() {
		j.t.Errorf("%s had nothing to release", name)
	}
}

func (j *journal) want(names ...string) {
	j.t.Helper()
	if !slices.Equal(j.log, names) {
		j.t.Fatalf("log %q, want %q", j.log, names)
	}
}

func task(id uint64) Party { return Party{Task: id, Name: fmt.Sprint("t", id), Isolate: id} }

func wantKind(t *testing.T, err error, kind *fault.Kind) {
	t.Helper()
	if !errors.Is(err, kind) {
		t.Errorf("error %v, want %v", err, kind)
	}
}

// ended is a context that has ended with a cause of its own.
func ended() (context.Context, error) {
	why := errors.New("why")
	ctx, cancel := context.WithCancelCause(bg)
	cancel(why)
	return ctx, why
}

// scope ends on the goroutine that calls end, and cancels there, as the engine's scopes do. It is
// for one wait.
type scope struct {
	context.Context
	done  chan struct{}
	ended atomic.Bool
	hook  func()
}

func newScope() *scope { return &scope{Context: bg, done: make(chan struct{})} }

func (s *scope) Done() <-chan struct{} { return s.done }

func (s *scope) Err() error {
	if s.ended.Load() {
		return context.Canceled
	}
	return nil
}

func (s *scope) AfterFunc(f func()) func() bool {
	s.hook = f
	return func() bool { s.hook = nil; return true }
}

func (s *scope) end() {
	s.ended.Store(true)
	if s.hook != nil {
		s.hook()
	}
}

func TestAContextThatHasEndedIsRefusedEverywhere(t *testing.T) {
	ctx, why := ended()
	m := NewMutex(MutexOptions{})
	s, _ := NewSemaphore(1, SemaphoreOptions{})
	b, _ := NewBarrier(1, BarrierOptions{})
	l, _ := NewLatch(0, Options{})
	rw := NewRWLock(RWLockOptions{})
	e := NewEvent(EventOptions{Initial: true})
	k := NewKeyedMutex[string](Options{})
	f := NewSingleFlight[string, int](Options{})
	held, _ := m.Lock(bg)
	for name, wait := range map[string]func() error{
		"mutex":     func() error { _, err := m.Lock(ctx); return err },
		"semaphore": func() error { _, err := s.Lock(ctx); return err },
		"weights":   func() error { _, err := s.LockWith(ctx, Want{Weight: 1}); return err },
		"read":      func() error { _, err := rw.RLock(ctx); return err },
		"write":     func() error { _, err := rw.Lock(ctx); return err },
		"barrier":   func() error { _, err := b.Wait(ctx); return err },
		"latch":     func() error { return l.Wait(ctx) },
		"event":     func() error { return e.Wait(ctx) },
		"condition": func() error { return NewCondition(m, Options{}).Wait(ctx, held) },
		"key":       func() error { _, err := k.Lock(ctx, "a"); return err },
		"keys":      func() error { _, err := k.LockAll(ctx, "a", "b"); return err },
		"flight": func() error {
			_, err := f.Call(ctx, "a", func(context.Context) (int, error) { return 0, nil })
			return err
		},
		"all": func() error { _, err := acquire(ctx, All(s).Acquire); return err },
	} {
		if err := wait(); !errors.Is(err, why) {
			t.Errorf("%s: %v, want the cause", name, err)
		}
	}
	if !held.Held() || s.Available() != 1 || k.Size() != 0 || f.Size() != 0 {
		t.Error("something was taken all the same")
	}
}

func TestACancelledWaitGivesTheCauseEverywhere(t *testing.T) {
	s, _ := NewSemaphore(0, SemaphoreOptions{})
	b, _ := NewBarrier(2, BarrierOptions{})
	l, _ := NewLatch(1, Options{})
	m, rw, k := NewMutex(MutexOptions{}), NewRWLock(RWLockOptions{}), NewKeyedMutex[int](Options{})
	e := NewEvent(EventOptions{})
	_, _, _ = m.TryAcquire(Party{}), rw.TryWrite(Party{}), k.TryAcquire(Party{}, 1)
	for name, wait := range map[string]func(context.Context) error{
		"mutex":     func(ctx context.Context) error { _, err := m.Lock(ctx); return err },
		"semaphore": func(ctx context.Context) error { _, err := s.Lock(ctx); return err },
		"read":      func(ctx context.Context) error { _, err := rw.RLock(ctx); return err },
		"write":     func(ctx context.Context) error { _, err := rw.Lock(ctx); return err },
		"barrier":   func(ctx context.Context) error { _, err := b.Wait(ctx); return err },
		"latch":     l.Wait,
		"event":     e.Wait,
		"key":       func(ctx context.Context) error { _, err := k.Lock(ctx, 1); return err },
		"keys":      func(ctx context.Context) error { _, err := k.LockAll(ctx, 1, 2); return err },
		"all":       func(ctx context.Context) error { _, err := acquire(ctx, All(s, m).Acquire); return err },
	} {
		synctest.Test(t, func(t *testing.T) {
			why := errors.New("why")
			ctx, cancel := context.WithCancelCause(t.Context())
			came := make(chan error)
			go func() { came <- wait(ctx) }()
			synctest.Wait()
			cancel(why)
			if err := <-came; !errors.Is(err, why) {
				t.Errorf("%s: %v, want the cause", name, err)
			}
		})
	}
	if n := m.Waiting() + s.Waiting() + rw.Waiting() + b.Waiting() + l.Waiting() + e.Waiting() + k.Waiting(); n != 0 {
		t.Errorf("%d waiters are left", n)
	}
	if k.Size() != 1 {
		t.Errorf("%d keys, want the one that is held", k.Size())
	}
}

func TestLabels(t *testing.T) {
	s, _ := NewBoundedSemaphore(1, SemaphoreOptions{Options: Options{Name: `a "b"`}})
	m := NewMutex(MutexOptions{})
	k := NewKeyedMutex[int](Options{Name: "users"})
	for _, c := range []struct{ got, want string }{
		{NewMutex(MutexOptions{Options: Options{Name: "account"}}).Label(), `Mutex "account"`},
		{m.Label(), fmt.Sprintf("Mutex #%d", m.ID())},
		{s.Label(), `BoundedSemaphore "a \"b\""`},
		{k.Key(7).Label(), `KeyedMutex "users" key "7"`},
		{s.Name(), `a "b"`},
	} {
		if c.got != c.want {
			t.Errorf("label %s, want %s", c.got, c.want)
		}
	}
}
