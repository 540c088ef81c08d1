package shared

import (
	"context"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/bindings/internal/governor"
	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/es"
	"github.com/lariatjs/lariat/runtime/fault"
)

func (f *faces) counterClass() *bind.Constructor[*Counter] {
	type method = func(*Counter, *bind.Call) (any, error)
	add := func(sign float64) method {
		return func(v *Counter, c *bind.Call) (any, error) { return result(v.Add(sign * c.Number(0, "n"))) }
	}
	step := func(n float64) method {
		return func(v *Counter, _ *bind.Call) (any, error) { return result(v.Add(n)) }
	}
	class := bind.Class[*Counter]{
		Name: "SharedCounter", Shared: true,
		New: newCounter,
		Methods: map[string]method{
			"add": add(1), "sub": add(-1), "increment": step(1), "decrement": step(-1),
			"compareExchange": func(v *Counter, c *bind.Call) (any, error) {
				return result(v.CompareExchange(c.Number(0, "expected"), c.Number(1, "replacement")))
			},
		},
		Async: map[string]method{"waitFor": f.counterWait},
		Getters: map[string]func(*Counter) any{
			"value": func(v *Counter) any { return v.Value() },
			"name":  func(v *Counter) any { return v.Name() },
		},
		Setters: map[string]func(*Counter, *bind.Call) error{
			"value": func(v *Counter, c *bind.Call) error { return v.Set(c.Number(0, "value")) },
		},
		Lengths: map[string]int{"add": 1, "sub": 1, "compareExchange": 2, "waitFor": 1},
	}.In(f.rt)
	bind.Show(f.rt, class.Prototype, "value")
	f.quickCounter(class.Prototype)
	return class
}

// quickCounter makes counting as fast as goja allows.
func (f *faces) quickCounter(proto *goja.Object) {
	// A loop adds to one counter, so the last one is found without a look at its object.
	var last *goja.Object
	var counter *Counter
	add := func(this goja.Value, n float64) goja.Value {
		if obj, ok := this.(*goja.Object); !ok || obj != last {
			c, ok := runtime.HandleOf(this).(*Counter)
			if !ok {
				return nil
			}
			last, counter = obj, c
		}
		if counter.float {
			sum, _ := counter.Add(n)
			return es.Number(sum)
		}
		i, ok := exact(n)
		if !ok {
			return nil
		}
		return es.Int(counter.AddInt(i))
	}
	for name, sign := range map[string]float64{"add": 1, "sub": -1} {
		f.quick(proto, name, func(c goja.FunctionCall) goja.Value {
			if n, ok := number(c.Arguments, 0); ok {
				return add(c.This, sign*n)
			}
			return nil
		})
	}
	for name, n := range map[string]float64{"increment": 1, "decrement": -1} {
		f.quick(proto, name, func(c goja.FunctionCall) goja.Value { return add(c.This, n) })
	}
}

func result[T any](v T, err error) (any, error) { return v, err }

// newCounter is new SharedCounter(initial) and new SharedCounter({ initial, type, name }).
func newCounter(c *bind.Call) (*Counter, error) {
	o := struct {
		Initial float64 `js:"initial"`
		Type    string  `js:"type"`
		Name    string  `js:"name"`
	}{Type: "int64"}
	if _, isObject := c.Value(0).(*goja.Object); isObject {
		c.Exactly(0, &o)
	} else if c.Has(0) {
		o.Initial = c.Number(0, "initial")
	}
	if o.Type != "int64" && o.Type != "float64" {
		return nil, fault.Type.New(`%s: "type" must be "int64" or "float64", got %q`, c.Name(), o.Type)
	}
	return made(NewCounter(o.Initial, CounterOptions{Name: o.Name, Float: o.Type == "float64"}))
}

// counterWait asks the predicate again whenever somebody has changed the counter. It is one wait, however often that is.
func (f *faces) counterWait(v *Counter, c *bind.Call) (any, error) {
	predicate, by := c.Function(0, "predicate"), governor.PartyOf(c)
	return bind.Await(c, c.ContextExactly(1), report(v), func(ctx context.Context, done func(float64, error)) {
		var check func()
		check = func() {
			now := v.Value()
			if holds, err := ask(predicate, bind.ToValue(f.rt, now)); holds || err != nil {
				done(now, err)
				return
			}
			v.Changed(ctx, by, now, func(_ struct{}, err error) {
				if err != nil {
					done(0, err)
					return
				}
				f.rt.Loop().Post(check)
			})
		}
		check()
	}, func(n float64) (any, error) { return n, nil })
}

func ask(predicate *bind.Function, value goja.Value) (bool, error) {
	v, err := predicate.Call(value)
	if err != nil {
		return false, err
	}
	if es.PromiseOf(v) != nil {
		return false, fault.Type.New(`SharedCounter.waitFor: "predicate" must answer at once, not with a promise`)
	}
	return v.ToBoolean(), nil
}
