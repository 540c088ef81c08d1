package task

import (
	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/fault"
)

// thunks reads an iterable of functions at argument 0.
func (e *engine) thunks(c *bind.Call) ([]*bind.Function, error) {
	var fns []*bind.Function
	wrong := false
	if ex := e.rt.VM().Try(func() {
		c.ForOf(0, "fns", "an iterable of functions", func(v goja.Value) bool {
			fn := bind.FunctionOf(e.rt, v)
			wrong = fn == nil
			fns = append(fns, fn)
			return !wrong
		})
	}); ex != nil {
		return nil, e.rt.Thrown(ex.Value())
	}
	if wrong {
		return nil, fault.Type.New("%s: \"fns\" must be an iterable of functions; item %d is none", c.Name(), len(fns)-1)
	}
	return fns, nil
}

// all is Promise.all over functions: the first failure cancels and awaits the others.
func (e *engine) all(c *bind.Call) (any, error) {
	fns, err := e.thunks(c)
	if err != nil {
		return nil, err
	}
	g, err := e.open(c, 1)
	if err != nil {
		return nil, err
	}
	p := e.rt.NewPromise()
	e.start(g, fns)
	g.whenEmpty(func() { g.leave(p, g.values(), nil) })
	return p.Value, nil
}

func (e *engine) start(g *group, fns []*bind.Function) {
	for _, fn := range fns {
		if _, err := g.spawn(fn, "", false, nil); err != nil {
			return
		}
	}
}

// contest runs fns in a scope of their own until decided says that one outcome settles the matter; the
// others are cancelled and awaited, then end is called.
func (e *engine) contest(
	c *bind.Call, fns []*bind.Function, decided func(t *Task) bool, end func(p *runtime.Promise, first *Task, errs []error),
) (any, error) {
	label := c.Name()
	scope := c.ContextExactly(1)
	if err := scope.Err(); err != nil {
		scope.EndWait()
		return nil, err
	}
	inner := e.rt.NewScope(scope)
	p := e.rt.NewPromise()
	left := len(fns)
	var first *Task
	errs := make([]error, len(fns))
	for i, fn := range fns {
		t := e.newTask(fn.Value.Get("name").String(), inner, func(t *Task) {
			errs[i] = t.err
			if first == nil && inner.Err() == nil && decided(t) {
				first = t
				inner.Abort(fault.Aborted.New("%s was decided by another", label))
			}
			if left--; left > 0 {
				return
			}
			cause := scope.Err()
			inner.End()
			scope.EndWait()
			if first == nil && cause != nil {
				p.Reject(cause)
				return
			}
			end(p, first, errs)
		})
		t.run(fn)
	}
	return p.Value, nil
}

// race is Promise.race over functions; the losers are cancelled and awaited.
func (e *engine) race(c *bind.Call) (any, error) {
	fns, err := e.thunks(c)
	if err != nil {
		return nil, err
	}
	if len(fns) == 0 {
		return nil, fault.Range.New(`race: "fns" must not be empty: a race of nobody never ends`)
	}
	return e.contest(c, fns, func(*Task) bool { return true }, func(p *runtime.Promise, first *Task, _ []error) {
		if first.err != nil {
			p.Reject(first.err)
			return
		}
		p.Resolve(first.value)
	})
}

// any is Promise.any over functions; when all fail it rejects with an AggregateError.
func (e *engine) any(c *bind.Call) (any, error) {
	fns, err := e.thunks(c)
	if err != nil {
		return nil, err
	}
	if len(fns) == 0 {
		return nil, e.rt.Thrown(e.aggregateOf(nil, "all tasks failed: there was none"))
	}
	return e.contest(c, fns, func(t *Task) bool { return t.err == nil }, func(p *runtime.Promise, first *Task, errs []error) {
		if first == nil {
			p.RejectValue(e.aggregateOf(errs, "all tasks failed"))
			return
		}
		p.Resolve(first.value)
	})
}
