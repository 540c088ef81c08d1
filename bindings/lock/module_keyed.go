package lock

import (
	"context"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/bindings/internal/governor"
	"github.com/lariatjs/lariat/runtime/bind"
)

// keyOf makes a Go map key of a script's value: strings, numbers and booleans by value, objects and symbols
// by identity.
func keyOf(c *bind.Call, v goja.Value) any {
	switch v := v.(type) {
	case *goja.Object:
		return v
	case *goja.Symbol:
		return v
	case goja.String:
		return v.String()
	}
	if bind.Nullish(v) {
		c.Wrong("key", "a string, a number, a symbol or an object")
	}
	if n, ok := v.Export().(int64); ok {
		return float64(n)
	}
	return v.Export()
}

func (f *faces) keyedClass() *bind.Constructor[*KeyedMutex[any]] {
	type mutex = *KeyedMutex[any]
	return bind.Class[mutex]{
		Name: "KeyedMutex",
		New:  func(c *bind.Call) (mutex, error) { return NewKeyedMutex[any](nameOf(c, 0)), nil },
		Async: map[string]func(mutex, *bind.Call) (any, error){
			"lock": func(m mutex, c *bind.Call) (any, error) {
				by, key := governor.PartyOf(c), keyOf(c, c.Value(0))
				return bind.Await(c, c.Context(1), report(m.Key(key)), func(ctx context.Context, done func(*Token, error)) {
					m.Acquire(ctx, by, key, done)
				}, f.gov.Give)
			},
			"lockAll": func(m mutex, c *bind.Call) (any, error) {
				by := governor.PartyOf(c)
				var keys []any
				c.VM().ForOf(c.Value(0), func(v goja.Value) bool {
					keys = append(keys, keyOf(c, v))
					return true
				})
				return bind.Await(c, c.Context(1), report(m), func(ctx context.Context, done func(*Token, error)) {
					m.AcquireAll(ctx, by, keys, done)
				}, f.gov.Give)
			},
		},
		Methods: map[string]func(mutex, *bind.Call) (any, error){
			"tryLock": func(m mutex, c *bind.Call) (any, error) {
				if t := m.TryAcquire(governor.PartyOf(c), keyOf(c, c.Value(0))); t != nil {
					return f.gov.Token.Wrap(t), nil
				}
				return bind.Null, nil
			},
		},
		Getters: map[string]func(mutex) any{
			"size": func(m mutex) any { return m.Size() }, "name": func(m mutex) any { return m.Name() },
		},
		Lengths: map[string]int{"lock": 1, "lockAll": 1, "tryLock": 1},
	}.In(f.rt)
}

func (f *faces) singleFlightClass() *bind.Constructor[*SingleFlight[any, goja.Value]] {
	type flights = *SingleFlight[any, goja.Value]
	return bind.Class[flights]{
		Name: "SingleFlight",
		New:  func(c *bind.Call) (flights, error) { return NewSingleFlight[any, goja.Value](nameOf(c, 0)), nil },
		Async: map[string]func(flights, *bind.Call) (any, error){
			"do": func(s flights, c *bind.Call) (any, error) {
				key, fn, by := keyOf(c, c.Value(0)), c.Function(1, "fn"), governor.PartyOf(c)
				return bind.Await(c, c.Context(2), untracked{}, func(ctx context.Context, done func(goja.Value, error)) {
					s.Do(ctx, by, key, func(work context.Context, land func(goja.Value, error)) { f.fly(work, fn, land) }, done)
				}, func(v goja.Value) (any, error) { return v, nil })
			},
		},
		Methods: map[string]func(flights, *bind.Call) (any, error){
			"forget": func(s flights, c *bind.Call) (any, error) {
				s.Forget(keyOf(c, c.Value(0)))
				return nil, nil
			},
		},
		Getters: map[string]func(flights) any{"size": func(s flights) any { return s.Size() }},
		Lengths: map[string]int{"do": 2, "forget": 1},
	}.In(f.rt)
}

// untracked is the wait for a shared execution: what that waits for itself is listed, not its callers.
type untracked struct{}

// Label is empty: the wait is not listed.
func (untracked) Label() string { return "" }

// fly runs the shared work in a scope of its own, which ends when all callers have left.
func (f *faces) fly(work context.Context, fn *bind.Function, land func(goja.Value, error)) {
	scope := f.rt.NewScope(nil)
	stop := context.AfterFunc(work, func() {
		f.rt.Loop().Post(func() { scope.Abort(context.Cause(work)) })
	})
	frame := *fn.Frame()
	frame.Scope = scope
	fn.AsyncIn(&frame, func(v goja.Value, err error) {
		stop()
		scope.End()
		land(v, err)
	}, bind.Signal(f.rt, &scope.Signal))
}

// once makes a function that runs fn a single time and shares its result.
func once(c *bind.Call) (any, error) {
	rt, fn := c.Runtime(), c.Function(0, "fn")
	o := struct {
		CacheErrors bool `js:"cacheErrors"`
	}{}
	c.Options(1, &o)
	var result goja.Value
	return bind.AsyncFunc(rt, "once", 0, func(c *bind.Call) (any, error) {
		if result != nil {
			return result, nil
		}
		p := rt.NewPromise()
		result = p.Value
		fn.In(rt.Frame()).Async(func(v goja.Value, err error) {
			if err != nil {
				if !o.CacheErrors {
					result = nil
				}
				p.Reject(err)
				return
			}
			p.Resolve(v)
		}, c.Rest(0)...)
		return p.Value, nil
	}), nil
}
