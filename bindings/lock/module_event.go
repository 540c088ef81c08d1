package lock

import (
	"context"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/bindings/internal/governor"
	"github.com/lariatjs/lariat/runtime/bind"
)

// awaitable is what waits without a token.
type awaitable interface {
	governor.Traced
	Await(ctx context.Context, by Party, done func(struct{}, error))
}

func awaitFor(v awaitable, c *bind.Call) (any, error) {
	by := governor.PartyOf(c)
	return bind.Await(c, c.ContextExactly(0), report(v), func(ctx context.Context, done func(struct{}, error)) {
		v.Await(ctx, by, done)
	}, unit)
}

func (f *faces) eventClass() *bind.Constructor[*Event] {
	return bind.Class[*Event]{
		Name: "AsyncEvent", Shared: true,
		New: func(c *bind.Call) (*Event, error) {
			o := struct {
				Initial bool `js:"initial"`
			}{}
			c.Options(0, &o)
			return made(f.rt, NewEvent(EventOptions{Options: nameOf(c, 0, &o), Initial: o.Initial}), nil)
		},
		Async: map[string]func(*Event, *bind.Call) (any, error){
			"wait": func(e *Event, c *bind.Call) (any, error) { return awaitFor(e, c) },
		},
		Methods: map[string]func(*Event, *bind.Call) (any, error){
			"set":   func(e *Event, _ *bind.Call) (any, error) { e.Set(); return nil, nil },
			"clear": func(e *Event, _ *bind.Call) (any, error) { e.Clear(); return nil, nil },
		},
		Getters: map[string]func(*Event) any{
			"isSet":   func(e *Event) any { return e.IsSet() },
			"waiting": func(e *Event) any { return e.Waiting() }, "name": func(e *Event) any { return e.Name() },
		},
	}.In(f.rt)
}

func (f *faces) latchClass() *bind.Constructor[*Latch] {
	return bind.Class[*Latch]{
		Name: "Latch", Length: 1, Shared: true,
		New: func(c *bind.Call) (*Latch, error) {
			latch, err := NewLatch(c.Int(0, "count", 0), nameOf(c, 1))
			return made(f.rt, latch, err)
		},
		Async: map[string]func(*Latch, *bind.Call) (any, error){
			"wait": func(l *Latch, c *bind.Call) (any, error) { return awaitFor(l, c) },
		},
		Methods: map[string]func(*Latch, *bind.Call) (any, error){
			"countDown": func(l *Latch, c *bind.Call) (any, error) { return nil, l.CountDown(c.IntOr(0, "n", 1, 1)) },
		},
		Getters: map[string]func(*Latch) any{
			"count":   func(l *Latch) any { return l.Count() },
			"waiting": func(l *Latch) any { return l.Waiting() }, "name": func(l *Latch) any { return l.Name() },
		},
	}.In(f.rt)
}

func (f *faces) barrierClass() *bind.Constructor[*Barrier] {
	return bind.Class[*Barrier]{
		Name: "Barrier", Length: 1, Shared: true,
		New: func(c *bind.Call) (*Barrier, error) {
			o := struct {
				Action *bind.Function `js:"action"`
			}{}
			c.Options(1, &o)
			options := BarrierOptions{Options: nameOf(c, 1, &o)}
			if o.Action != nil {
				options.Action = f.action(o.Action)
			}
			barrier, err := NewBarrier(c.Int(0, "parties", 1), options)
			return made(f.rt, barrier, err)
		},
		Async: map[string]func(*Barrier, *bind.Call) (any, error){
			"wait": func(b *Barrier, c *bind.Call) (any, error) {
				by, scope := governor.PartyOf(c), c.ContextExactly(0)
				arrive := func(ctx context.Context, done func(int, error)) { b.Await(ctx, by, done) }
				if scope.Err() != nil {
					// The kit does not even begin; but those who wait for this party have to know.
					arrive(scope, func(int, error) {})
				}
				return bind.Await(c, scope, report(b), arrive, func(index int) (any, error) { return index, nil })
			},
		},
		Methods: map[string]func(*Barrier, *bind.Call) (any, error){
			"abort": func(b *Barrier, c *bind.Call) (any, error) {
				var reason error
				if c.Has(0) {
					reason = f.rt.Thrown(c.Value(0))
				}
				b.Abort(reason)
				return nil, nil
			},
			"reset": func(b *Barrier, _ *bind.Call) (any, error) { b.Reset(); return nil, nil },
		},
		Getters: map[string]func(*Barrier) any{
			"parties": func(b *Barrier) any { return b.Parties() }, "waiting": func(b *Barrier) any { return b.Waiting() },
			"broken": func(b *Barrier) any { return b.Broken() }, "name": func(b *Barrier) any { return b.Name() },
		},
	}.In(f.rt)
}

// action runs a script's barrier action on its own loop, whichever goroutine the last party came on.
func (f *faces) action(fn *bind.Function) func(done func(error)) {
	return func(done func(error)) {
		if !f.rt.Loop().Post(func() { fn.Async(func(_ goja.Value, err error) { done(err) }) }) {
			done(nil)
		}
	}
}
