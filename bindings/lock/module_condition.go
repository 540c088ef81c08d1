package lock

import (
	"context"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/bindings/internal/governor"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/es"
	"github.com/lariatjs/lariat/runtime/fault"
)

func (f *faces) conditionClass() *bind.Constructor[*Condition] {
	return bind.Class[*Condition]{
		Name: "Condition", Shared: true,
		New: f.newCondition,
		Async: map[string]func(*Condition, *bind.Call) (any, error){
			"wait": func(v *Condition, c *bind.Call) (any, error) {
				t, by := f.token(c, 0), governor.PartyOf(c)
				return bind.Await(c, c.ContextExactly(1), report(v), func(ctx context.Context, done func(struct{}, error)) {
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
			"mutex":   func(v *Condition) any { return f.mutexOf(v) },
			"waiting": func(v *Condition) any { return v.Waiting() }, "name": func(v *Condition) any { return v.Name() },
		},
		Lengths: map[string]int{"wait": 1, "waitFor": 2},
	}.In(f.rt)
}

func (f *faces) newCondition(c *bind.Call) (*Condition, error) {
	var m *Mutex
	if c.Has(0) {
		var ok bool
		if m, ok = f.mutex.Of(c.Value(0)); !ok {
			c.Wrong("mutex", "a Mutex")
		}
	}
	v, err := made(f.rt, NewCondition(m, nameOf(c, 1)), nil)
	if m == nil {
		v.Mutex().Confine()
	}
	return v, err
}

// mutexOf is the object of the mutex; it is always the same.
func (f *faces) mutexOf(v *Condition) *goja.Object {
	obj, err := f.rt.Wrap(v.Mutex())
	if err != nil {
		bind.Throw(f.rt, err)
	}
	return obj
}

// waitFor waits again and again until the predicate holds, which is asked with the mutex held. It is one
// wait, however often it is notified.
func (f *faces) waitFor(v *Condition, c *bind.Call) (any, error) {
	t, predicate, by := f.token(c, 0), c.Function(1, "predicate"), governor.PartyOf(c)
	if !v.Owns(t) {
		return nil, fault.NotOwner.New("waitFor: the token does not hold %s", v.Mutex().Label())
	}
	return bind.Await(c, c.ContextExactly(2), report(v), func(ctx context.Context, done func(struct{}, error)) {
		var check func()
		check = func() {
			if holds, err := ask(predicate); holds || err != nil {
				done(struct{}{}, err)
				return
			}
			v.Await(ctx, t, by, func(_ struct{}, err error) {
				if err != nil {
					done(struct{}{}, err)
					return
				}
				f.rt.Loop().Post(check)
			})
		}
		check()
	}, unit)
}

func ask(predicate *bind.Function) (bool, error) {
	v, err := predicate.Call()
	if err != nil {
		return false, err
	}
	if es.PromiseOf(v) != nil {
		return false, fault.Type.New(`Condition.waitFor: "predicate" must answer at once, not with a promise`)
	}
	return v.ToBoolean(), nil
}
