package test

import (
	"strings"
	"time"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/fault"
)

// testContext is what a test function gets.
type testContext struct {
	r     *runner
	name  string
	scope *runtime.Scope
	clock *goja.Object
	// cleanups are those of the test or the group that it belongs to.
	cleanups *[]*cleanup
	entry    *entry // or nil, in a hook around a group
}

func (r *runner) contextClass() *bind.Constructor[*testContext] {
	return bind.Class[*testContext]{
		Name: "TestContext",
		Async: map[string]func(*testContext, *bind.Call) (any, error){
			"step": func(t *testContext, c *bind.Call) (any, error) { return t.step(c) },
		},
		Methods: map[string]func(*testContext, *bind.Call) (any, error){
			"snapshot": func(t *testContext, c *bind.Call) (any, error) { return t.snapshot(c) },
			"after": func(t *testContext, c *bind.Call) (any, error) {
				*t.cleanups = append(*t.cleanups, &cleanup{c.Site().String(), c.Function(0, "fn")})
				return nil, nil
			},
		},
		Getters: map[string]func(*testContext) any{
			"name":   func(t *testContext) any { return t.name },
			"signal": func(t *testContext) any { return bind.Signal(r.rt, &t.scope.Signal) },
			"clock": func(t *testContext) any {
				if t.clock == nil {
					t.clock = r.clock()
				}
				return t.clock
			},
		},
		Lengths: map[string]int{"step": 2, "after": 1, "snapshot": 1},
	}.In(r.rt)
}

// step runs a named part of a test; its error says in which part it happened.
func (t *testContext) step(c *bind.Call) (any, error) {
	name, fn := c.String(0, "name"), c.Function(1, "fn")
	p := t.r.rt.NewPromise()
	fn.Async(func(v goja.Value, err error) {
		if err == nil {
			p.Resolve(v)
			return
		}
		value := t.r.rt.ErrorValue(err)
		if obj, ok := value.(*goja.Object); ok {
			_ = t.r.rt.VM().Try(func() {
				message, stack := obj.Get("message").String(), obj.Get("stack").String()
				_ = obj.Set("message", name+": "+message)
				_ = obj.Set("stack", strings.Replace(stack, message, name+": "+message, 1))
			})
		}
		p.RejectValue(value)
	})
	return p.Value, nil
}

// clock is the test's hold on virtual time.
func (r *runner) clock() *goja.Object {
	obj := r.rt.VM().NewObject()
	_ = obj.Set("now", bind.Func(r.rt, "now", 0, func(*bind.Call) (any, error) { return r.rt.Loop().Now().UnixMilli(), nil }))
	_ = obj.Set("freeze", bind.Func(r.rt, "freeze", 0, func(*bind.Call) (any, error) {
		if err := r.virtual("freeze"); err != nil {
			return nil, err
		}
		r.freeze()
		return nil, nil
	}))
	_ = obj.Set("advance", bind.AsyncFunc(r.rt, "advance", 1, func(c *bind.Call) (any, error) {
		d := c.Duration(0, "by")
		if err := r.virtual("advance"); err != nil {
			return nil, err
		}
		return r.advance(d), nil
	}))
	_ = obj.Set("runUntilIdle", bind.AsyncFunc(r.rt, "runUntilIdle", 0, func(*bind.Call) (any, error) {
		if err := r.virtual("runUntilIdle"); err != nil {
			return nil, err
		}
		p := r.rt.NewPromise()
		r.runUntilIdle(p, r.resume != nil)
		return p.Value, nil
	}))
	return obj
}

func (r *runner) virtual(what string) error {
	if r.rt.VirtualClock() == nil {
		return fault.Type.New("clock.%s needs virtual time", what)
	}
	return nil
}

// freeze stops the clock from jumping by itself.
func (r *runner) freeze() {
	if r.resume == nil {
		r.resume = r.rt.VirtualClock().Pause()
	}
}

func (r *runner) thaw() {
	if r.resume != nil {
		r.resume()
		r.resume = nil
	}
}

// advance moves time on by d; a frozen clock is frozen again at the end.
func (r *runner) advance(d time.Duration) goja.Value {
	p := r.rt.NewPromise()
	frozen := r.resume != nil
	r.rt.Loop().SetTimer(d, false, func() {
		if frozen {
			r.freeze()
		}
		p.Resolve(nil)
	})
	r.thaw()
	return p.Value
}

// runUntilIdle moves time on until no timer is left that keeps the loop alive.
func (r *runner) runUntilIdle(p *runtime.Promise, frozen bool) {
	var last time.Time
	for _, a := range r.rt.Loop().Alive() {
		if a.Due.After(last) {
			last = a.Due
		}
	}
	if last.IsZero() {
		if frozen {
			r.freeze()
		}
		p.Resolve(nil)
		return
	}
	r.thaw()
	r.rt.Loop().SetTimer(last.Sub(r.rt.Loop().Now()), false, func() { r.runUntilIdle(p, frozen) })
}
