package lock

import (
	"context"
	"slices"
	"sync"

	"github.com/lariatjs/lariat/bindings/internal/governor"
	"github.com/lariatjs/lariat/bindings/internal/waitlist"
	"github.com/lariatjs/lariat/runtime/fault"
)

// SingleFlight lets concurrent calls with one key share one execution and its outcome.
type SingleFlight[K comparable, V any] struct {
	governor.Named
	mu      sync.Mutex // may be taken with a flight's list locked, never the other way round
	flights map[K]*flight[K, V]
}

// NewSingleFlight makes one without executions.
func NewSingleFlight[K comparable, V any](o Options) *SingleFlight[K, V] {
	return &SingleFlight[K, V]{Named: governor.NewNamed("SingleFlight", o.Name), flights: map[K]*flight[K, V]{}}
}

// flight is one execution. Its list is of those who wait for the outcome.
type flight[K comparable, V any] struct {
	group *SingleFlight[K, V]
	key   K
	list  waitlist.List[V]
	work  workContext
	// over says that there is an outcome, or that nobody waits for one; landed, that there is an outcome.
	// Both are guarded by the list's lock.
	over, landed bool
}

// workContext is the context of the work. Its AfterFunc calls back on the goroutine that ended it, before
// that goes on: an engine that finds nothing left to do right then would take it for a deadlock otherwise.
type workContext struct {
	context.Context
	cancel context.CancelCauseFunc
	mu     sync.Mutex
	hooks  []*func()
	ended  bool
}

// AfterFunc calls f when the context ends, at once if it has ended.
func (c *workContext) AfterFunc(f func()) (stop func() bool) {
	c.mu.Lock()
	if c.ended {
		c.mu.Unlock()
		f()
		return func() bool { return false }
	}
	hook := &f
	c.hooks = append(c.hooks, hook)
	c.mu.Unlock()
	return func() bool {
		c.mu.Lock()
		defer c.mu.Unlock()
		i := slices.Index(c.hooks, hook)
		if i >= 0 {
			c.hooks = slices.Delete(c.hooks, i, i+1)
		}
		return i >= 0
	}
}

// end ends the context. No lock may be held.
func (c *workContext) end(cause error) {
	c.mu.Lock()
	hooks := c.hooks
	c.hooks, c.ended = nil, true
	c.mu.Unlock()
	c.cancel(cause)
	for _, f := range hooks {
		(*f)()
	}
}

// Do calls work, unless an execution for the key is under way, and tells done its outcome. Work
// gets the values of the first caller's context, but not its end: its context ends only when all
// callers have left, with fault.Aborted. Neither Do nor work may block; work calls its done once,
// from any goroutine.
func (s *SingleFlight[K, V]) Do(
	ctx context.Context, by Party, key K, work func(context.Context, func(V, error)), done func(V, error),
) {
	if ctx.Err() != nil {
		var none V
		done(none, context.Cause(ctx))
		return
	}
	for {
		f, first := s.flight(ctx, key)
		f.list.Lock()
		if f.over {
			f.list.Unlock()
			s.drop(f)
			continue
		}
		w := f.list.Add(ctx, waitlist.Ask{By: by}, func(v V, err error) {
			f.leave()
			done(v, err)
		})
		f.list.UnlockAndWatch(w)
		if first && f.work.Err() == nil {
			work(&f.work, f.land)
		}
		return
	}
}

// flight finds the execution of a key, or makes it: then the caller is the first.
func (s *SingleFlight[K, V]) flight(ctx context.Context, key K) (f *flight[K, V], first bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if f := s.flights[key]; f != nil {
		return f, false
	}
	f = &flight[K, V]{group: s, key: key}
	f.list.Init(f)
	f.work.Context, f.work.cancel = context.WithCancelCause(context.WithoutCancel(ctx))
	s.flights[key] = f
	return f, true
}

// drop forgets an execution, unless another one has taken its place.
func (s *SingleFlight[K, V]) drop(f *flight[K, V]) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.flights[f.key] == f {
		delete(s.flights, f.key)
	}
}

// land gives the outcome to everybody who still waits.
func (f *flight[K, V]) land(value V, err error) {
	f.list.Lock()
	if f.over {
		f.list.Unlock()
		return
	}
	f.over = true
	f.group.drop(f)
	if err != nil {
		f.list.FailAll(err)
	}
	for w := f.list.First(); w != nil; w = f.list.First() {
		f.list.Grant(w, value)
	}
	f.landed = true
	f.list.Unlock()
	f.work.end(nil)
}

// GiveBack is for the waitlist: an outcome is not to be given back.
func (f *flight[K, V]) GiveBack(V) {}

// Left is for the waitlist: the execution is over when the last caller has left.
func (f *flight[K, V]) Left() {
	if f.over || f.list.Len() > 0 {
		return
	}
	f.over = true
	f.group.drop(f)
}

// leave ends the work when nobody waits for its outcome any more.
func (f *flight[K, V]) leave() {
	f.list.Lock()
	abandoned := f.over && !f.landed
	f.list.Unlock()
	if abandoned {
		f.work.end(fault.Aborted.New("do: every caller of %s left", f.group.Label()))
	}
}

// Forget makes the next call with the key start an execution of its own. Those who wait keep
// theirs.
func (s *SingleFlight[K, V]) Forget(key K) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.flights, key)
}

// Call is Do for Go hosts: it blocks, and so may work, which gets a goroutine.
func (s *SingleFlight[K, V]) Call(ctx context.Context, key K, work func(context.Context) (V, error)) (V, error) {
	return governor.Block(func(done func(V, error)) {
		s.Do(ctx, PartyOf(ctx), key, func(ctx context.Context, land func(V, error)) {
			go func() { land(work(ctx)) }()
		}, done)
	})
}

// Size is the number of keys with an execution under way.
func (s *SingleFlight[K, V]) Size() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.flights)
}

// Holders is nobody in particular.
func (s *SingleFlight[K, V]) Holders() []Party { return nil }

// Waiting is the number of callers, of all keys.
func (s *SingleFlight[K, V]) Waiting() int {
	s.mu.Lock()
	var flights []*flight[K, V]
	for _, f := range s.flights {
		flights = append(flights, f)
	}
	s.mu.Unlock()
	n := 0
	for _, f := range flights {
		f.list.Lock()
		n += f.list.Len()
		f.list.Unlock()
	}
	return n
}
