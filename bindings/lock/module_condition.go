package lock

import (
	"context"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/bindings/internal/governor"
	"github.com/lariatjs/lariat/runtime/bind"
)

func (f *faces) conditionClass() *bind.Constructor[*Condition] {
	return bind.Class[*Condition]{
		Name: "Condition", Shared: true,
		New: func(c *bind.Call) (*Condition, error) {
			var m *Mutex
			if c.Has(0) {
				var ok bool
				if m, ok = f.mutx.Of(c.Value(0)); !ok {
					c.Wrong("mutex", "a Mutex")
				}
			}
			return NewCondition(m, nameOf(c, 1)), nil
		},
		Async: map[string]func(*Condition, *bind.Call) (any, error){
			"wait": func(v *Condition, c *bind.Call) (any, error) {
				t, by := f.token(c, 0), governor.PartyOf(c)
				return bind.Await(c, c.Context(1), report(v), func(ctx context.Context, done func(struct{}, error)) {
					v.Await(ctx, t, by, done)
				}, unit)
			},
			"waitFor": f.waitFor,
		},
		Methods: map[string]func(*Condition, *bind.Call) (any, error){
			"notify":    func(v *Condition, c *bind.Call) (any, error) { return v.Notify(c.IntOr(0, "count", 0, 1)), nil },
			"notifyAll": func(v *Condition, _ *bind.Call) (any, error) { return v.NotifyAll(), nil },
		},
		Getters: map[string]func(*Condition) any{
			"mutex": func(v *Condition) any {
				obj, err := f.rt.Wrap(v.Mutex())
				if err != nil {
					return nil
				}
				return obj
			},
			"waiting": func(v *Condition) any { return v.Waiting() }, "name": func(v *Condition) any { return v.Name() },
		},
		Lengths: map[string]int{"wait": 1, "waitFor": 2},
	}.In(f.rt)
}

// waitFor waits again and again until the predicate holds. The predicate runs with the token held.
func (f *faces) waitFor(v *Condition, c *bind.Call) (any, error) {
	t, predicate, scope, by := f.token(c, 0), c.Function(1, "predicate"), c.Context(2), governor.PartyOf(c)
	p := f.rt.NewPromise()
	frame := *f.rt.Frame()
	frame.Scope = scope
	end := func(err error) {
		scope.EndWait()
		if err != nil {
			p.Reject(err)
			return
		}
		p.Resolve(nil)
	}
	wait := bind.AsyncFunc(f.rt, "Condition.waitFor", 0, func(c *bind.Call) (any, error) {
		return bind.Await(c, f.rt.Scope(), report(v), func(ctx context.Context, done func(struct{}, error)) { v.Await(ctx, t, by, done) }, unit)
	})
	var check func()
	check = func() {
		holds, err := predicate.Call()
		switch {
		case err != nil:
			end(err)
		case holds.ToBoolean():
			end(nil)
		default:
			f.rt.Under(&frame, func() {
				promise, err := f.rt.Call(wait, goja.Undefined())
				if err != nil {
					end(err)
					return
				}
				f.rt.Then(promise, func(goja.Value) { check() }, func(reason goja.Value) { end(f.rt.Thrown(reason)) })
			})
		}
	}
	check()
	return p.Value, nil
}
