package lock

import (
	"context"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/bindings/internal/governor"
	"github.com/lariatjs/lariat/runtime/bind"
)

// flights are the executions of one SingleFlight. It is not shared: what it runs belongs to one isolate.
type flights = SingleFlight[any, goja.Value]

func (f *faces) singleFlightClass() *bind.Constructor[*flights] {
	return bind.Class[*flights]{
		Name: "SingleFlight",
		New: func(c *bind.Call) (*flights, error) {
			return made(f.rt, NewSingleFlight[any, goja.Value](nameOf(c, 0)), nil)
		},
		Async: map[string]func(*flights, *bind.Call) (any, error){
			"do": func(s *flights, c *bind.Call) (any, error) {
				key, fn := c.Key(0, "key"), c.Function(1, "fn")
				return f.join(s, c, 2, key, func(work context.Context, land func(goja.Value, error)) {
					f.fly(work, fn, land, func(fn *bind.Function, signal goja.Value) (goja.Value, error) { return fn.Call(signal) })
				})
			},
		},
		Methods: map[string]func(*flights, *bind.Call) (any, error){
			"forget": func(s *flights, c *bind.Call) (any, error) {
				s.Forget(c.Key(0, "key"))
				return nil, nil
			},
		},
		Getters: map[string]func(*flights) any{
			"size": func(s *flights) any { return s.Size() }, "name": func(s *flights) any { return s.Name() },
		},
		Lengths: map[string]int{"do": 2, "forget": 1},
	}.In(f.rt)
}

// join waits for the outcome of a flight, under the options at argument i. It is not listed as a wait: what
// the flight itself waits for is.
func (f *faces) join(s *flights, c *bind.Call, i int, key any, work func(context.Context, func(goja.Value, error))) (any, error) {
	by := governor.TaskOf(c)
	return bind.Await(c, c.ContextExactly(i), untracked{}, func(ctx context.Context, done func(goja.Value, error)) {
		s.Do(ctx, by, key, work, done)
	}, func(v goja.Value) (any, error) { return v, nil })
}

// untracked is a wait for other script of this isolate, which is what a deadlock report has to name.
type untracked struct{}

// Label is empty: the wait is not listed.
func (untracked) Label() string { return "" }

// fly runs the shared work: in a scope of its own, since it is not to end with that of the caller who came
// first. It ends when all callers have left.
func (f *faces) fly(
	work context.Context, fn *bind.Function, land func(goja.Value, error),
	call func(fn *bind.Function, signal goja.Value) (goja.Value, error),
) {
	scope := f.rt.NewScope(nil)
	stop := work.(*workContext).AfterFunc(func() { scope.Abort(context.Cause(work)) })
	end := func(v goja.Value, err error) {
		stop()
		scope.End()
		land(v, err)
	}
	frame := *fn.Frame()
	frame.Scope = scope
	v, err := call(fn.In(&frame), bind.Signal(f.rt, &scope.Signal))
	if err != nil {
		end(nil, err)
		return
	}
	bind.Settle(f.rt, v, end)
}

// once makes a function that runs fn a single time and shares its result: a single flight whose outcome is
// kept.
func (f *faces) once(c *bind.Call) (any, error) {
	fn, s := c.Function(0, "fn"), NewSingleFlight[any, goja.Value](Options{Name: "once"})
	o := struct {
		CacheErrors bool `js:"cacheErrors"`
	}{}
	c.Exactly(1, &o)
	var kept func() (any, error)
	shared := bind.AsyncFunc(f.rt, nameOfFunction(fn), 0, func(c *bind.Call) (any, error) {
		if kept != nil {
			return kept()
		}
		fn, this, args := fn.In(f.rt.Frame()), c.This(), c.Rest(0)
		return f.join(s, c, len(args), nil, func(work context.Context, land func(goja.Value, error)) {
			f.fly(work, fn, func(v goja.Value, err error) {
				abandoned := work.Err() != nil
				if kept == nil && (err == nil || o.CacheErrors && !abandoned) {
					kept = func() (any, error) { return v, err }
				}
				land(v, err)
			}, func(fn *bind.Function, _ goja.Value) (goja.Value, error) { return fn.CallOn(this, args...) })
		})
	})
	return shared, nil
}

// nameOfFunction is what a function made of fn is called.
func nameOfFunction(fn *bind.Function) string {
	if name, ok := fn.Value.Get("name").(goja.String); ok && name.Length() > 0 {
		return name.String()
	}
	return "once"
}
