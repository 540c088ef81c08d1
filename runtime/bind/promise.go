package bind

import (
	"context"
	"io"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/loop"
)

// Await makes a promise of something that waits in line. start must not block: it calls done once, at
// once or later, from any goroutine; there is no goroutine per wait, so callers are served in the order
// of their calls. What is free at once settles in place and costs about one await.
//
// The wait obeys scope and is known to the deadlock report under what. A value that arrives when nobody
// can take it any more is given back: it is released or closed. A what with an empty label is neither
// listed nor does it keep the loop alive: it waits for other script that is listed itself.
func Await[T any](
	c *Call, scope *runtime.Scope, what runtime.Waited,
	start func(ctx context.Context, done func(T, error)), then func(T) (any, error),
) (any, error) {
	return await(c.rt, c.name, c.Site, scope, what, start, then, late{})
}

// Operate is Await for an operation that keeps the loop alive and is done on another goroutine, such as a read from a
// file. All answers go by way of the loop: one that comes inside start would otherwise settle in place, ahead of those
// of earlier calls that are on their way.
func Operate[T any](
	c *Call, scope *runtime.Scope, start func(ctx context.Context, done func(T, error)), then func(T) (any, error),
) (any, error) {
	return await(c.rt, c.name, c.Site, scope, nil, start, then, late{always: true})
}

// late is what becomes of an answer that does not come at once.
type late struct {
	promise *runtime.Promise // to be settled, or nil for a new one
	after   func(error)      // runs on the loop goroutine once the promise is settled, or nil
	always  bool             // no answer is taken at once
}

// await is Await without a Call. A nil what is an operation that keeps the loop alive and not a wait in
// line.
func await[T any](
	rt *runtime.Runtime, label string, site func() *runtime.Site, scope *runtime.Scope, what runtime.Waited,
	start func(ctx context.Context, done func(T, error)), then func(T) (any, error), late late,
) (any, error) {
	if err := scope.Err(); err != nil {
		scope.EndWait()
		return nil, err
	}
	a := &awaiting[T]{Scope: scope, rt: rt, then: then, promise: late.promise, after: late.after, late: late.always}
	if !late.always && rt.Exploring() {
		a.late, a.explored = true, true
	}
	start(a, a.done)
	if a.begun() {
		scope.EndWait()
		if a.err != nil {
			return nil, a.err
		}
		return finish(a.value, then)
	}
	if a.promise == nil {
		a.promise = rt.NewPromise()
	}
	a.at = *site()
	switch {
	case what == nil:
		a.hold = rt.Loop().Hold("operation", label)
		a.hold.Mark(rt.MarkAt(a.at))
	case what.Label() != "":
		rt.BeginWait(&a.wait, what, a.at, a)
	}
	if !scope.Attach(&a.up, a) {
		a.SignalEnded()
	}
	return a.promise.Value, nil
}

func finish[T any](v T, then func(T) (any, error)) (any, error) {
	if then == nil {
		return nil, nil
	}
	return then(v)
}

const (
	starting = iota
	early    // done was called inside start
	waiting
	over
)

// awaiting is one Await. It is also the context that the core watches: the scope, and the deadlock
// report's way to end this wait and no other.
type awaiting[T any] struct {
	*runtime.Scope
	rt      *runtime.Runtime
	then    func(T) (any, error)
	promise *runtime.Promise
	at      runtime.Site
	wait    runtime.Wait
	hold    *loop.Hold
	after   func(error)
	up      runtime.Hook // on the scope
	leave   func()       // lets go of the scope, which has ended

	late, explored bool

	mu       sync.Mutex
	state    int
	value    T
	err      error
	broken   error       // why Break ended it
	isBroken atomic.Bool // broken is set
	ended    bool        // the hooks of the scope have run
	hook     func()      // the core's, which has one at a time as a rule
	hooked   int         // how many have been there
	hooks    []*func()
}

// begun tells whether the core has answered inside start; if it has not, the wait has begun.
func (a *awaiting[T]) begun() (answered bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.state == starting {
		a.state = waiting
	}
	return a.state == early
}

// Err returns why the wait must end, nil if it may go on.
func (a *awaiting[T]) Err() error {
	if !a.isBroken.Load() {
		return a.Scope.Err()
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.broken
}

// AfterFunc calls f synchronously when the scope ends or the wait is broken.
func (a *awaiting[T]) AfterFunc(f func()) (stop func() bool) {
	a.mu.Lock()
	if a.ended {
		a.mu.Unlock()
		f()
		return func() bool { return false }
	}
	if a.hook == nil {
		a.hook = f
		a.hooked++
		nth := a.hooked
		a.mu.Unlock()
		return func() bool { return a.unhook(nth) }
	}
	hook := new(func())
	*hook = f
	a.hooks = append(a.hooks, hook)
	a.mu.Unlock()
	return func() bool {
		a.mu.Lock()
		defer a.mu.Unlock()
		before := len(a.hooks)
		a.hooks = slices.DeleteFunc(a.hooks, func(h *func()) bool { return h == hook })
		return len(a.hooks) < before
	}
}

// unhook takes the hook away, unless it is another one by now.
func (a *awaiting[T]) unhook(nth int) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.hook == nil || a.hooked != nth {
		return false
	}
	a.hook = nil
	return true
}

// Reconsider is for a core that has come to wait for something else than before, which the deadlock report has to know. Any
// goroutine.
func (a *awaiting[T]) Reconsider() {
	a.rt.Loop().Post(func() {
		a.wait.Reconsider()
	})
}

// SignalEnded tells the core that the scope has ended. The scope is not left before the answer: it may be on its way from
// another goroutine, which has detached its hook already, and whoever waits for it has not heard of the end. Loop goroutine
// only.
func (a *awaiting[T]) SignalEnded() {
	a.leave = a.Scope.Busy()
	a.mu.Lock()
	hook, hooks := a.hook, a.hooks
	a.hook, a.hooks, a.ended = nil, nil, true
	a.mu.Unlock()
	run(hook, hooks)
}

// Break ends this wait alone, also if its answer is on its way. Loop goroutine only.
func (a *awaiting[T]) Break(err error) {
	a.mu.Lock()
	if a.broken != nil {
		a.mu.Unlock()
		return
	}
	a.broken = err
	a.isBroken.Store(true)
	hook, hooks := a.hook, slices.Clone(a.hooks)
	a.mu.Unlock()
	run(hook, hooks)
}

func run(hook func(), hooks []*func()) {
	if hook != nil {
		hook()
	}
	for _, f := range hooks {
		(*f)()
	}
}

// done takes the core's answer, on any goroutine.
func (a *awaiting[T]) done(v T, err error) {
	a.mu.Lock()
	if a.state == starting && !a.late {
		a.state, a.value, a.err = early, v, err
		a.mu.Unlock()
		return
	}
	a.state = over
	a.mu.Unlock()
	if !a.post(func() { a.settle(v, err) }) && err == nil {
		discard(v)
	}
}

func (a *awaiting[T]) post(f func()) bool {
	if a.explored {
		return a.rt.Ready(f)
	}
	return a.rt.Loop().Post(f)
}

func (a *awaiting[T]) settle(v T, err error) {
	// Whoever was cancelled does not go on, not even when the grant came first and was on its way.
	if cause := a.Err(); err == nil && cause != nil && discard(v) {
		err = cause
	}
	a.wait.End()
	if a.hold != nil {
		a.hold.Release()
	}
	a.Scope.Detach(&a.up)
	a.Scope.EndWait()
	err = settle(a.rt, a.promise, a.at, v, err, a.then)
	if a.leave != nil {
		a.leave()
	}
	if a.after != nil {
		a.after(err)
	}
}

// settle ends a promise with the result of a wait and returns the error that it rejects with.
func settle[T any](rt *runtime.Runtime, p *runtime.Promise, at runtime.Site, v T, err error, then func(T) (any, error)) error {
	var result any
	if err == nil {
		result, err = finish(v, then)
	}
	if err != nil {
		p.RejectValue(rt.ErrorAt(err, at))
		return err
	}
	p.Resolve(ToValue(rt, result))
	return nil
}

// discard gives back a result that nobody waits for any more, and reports whether it is one to give back.
func discard(v any) bool {
	switch v := v.(type) {
	case interface{ discard() bool }:
		return v.discard()
	case interface{ Release() bool }:
		v.Release()
	case io.Closer:
		_ = v.Close()
	default:
		return false
	}
	return true
}
