package task

import (
	"context"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/bindings/internal/future"
	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
)

// groupClass is TaskGroup, for `await using g = new TaskGroup()`.
func (e *engine) groupClass() *bind.Constructor[*group] {
	return bind.Class[*group]{
		Name: "TaskGroup",
		New:  func(c *bind.Call) (*group, error) { return e.open(c, 0) },
		Methods: map[string]func(*group, *bind.Call) (any, error){
			"spawn": spawn,
			"cancel": func(g *group, c *bind.Call) (any, error) {
				g.stopped = true
				g.cancelAll(future.Cause(e.rt, c.Value(0), g.label()))
				return nil, nil
			},
			"values": func(g *group, _ *bind.Call) (any, error) {
				g.feeding = true
				return bind.Iterator(e.rt, "TaskGroup", &reader{g: g}, func(v goja.Value) (any, error) { return v, nil }), nil
			},
		},
		Async: map[string]func(*group, *bind.Call) (any, error){
			"join":    (*group).join,
			"dispose": func(g *group, c *bind.Call) (any, error) { return g.dispose() },
		},
		Getters: map[string]func(*group) any{
			"size": func(g *group) any { return g.spawned }, "pending": func(g *group) any { return g.children.live },
			"signal": func(g *group) any { return bind.Signal(e.rt, &g.scope.Signal) },
		},
		AsyncDispose: "dispose", AsyncIterate: "values", Lengths: map[string]int{"spawn": 1},
	}.In(e.rt)
}

// spawn reads group.spawn(fn, ...args) and group.spawn(options, fn, ...args).
func spawn(g *group, c *bind.Call) (any, error) {
	if fn, ok := c.Value(0).(*goja.Object); !ok || !c.Runtime().Callable(fn) {
		return spawnWith(g, c)
	}
	t, err := g.spawn(c.Function(0, "fn"), "", false, c.Rest(1))
	if err != nil {
		return nil, err
	}
	return t.promise.Value(), nil
}

func spawnWith(g *group, c *bind.Call) (any, error) {
	o := struct {
		Name   string `js:"name"`
		Shield bool   `js:"shield"`
	}{}
	c.Object(0, "fn")
	c.Exactly(0, &o)
	t, err := g.spawn(c.Function(1, "fn"), o.Name, o.Shield, c.Rest(2))
	if err != nil {
		return nil, err
	}
	return t.promise.Value(), nil
}

// dispose cancels the stragglers and waits for them: a disposer cannot see the body's error, and waiting
// for children that wait for the body would hang. A failure that join did not report is thrown.
func (g *group) dispose() (any, error) {
	reported := g.covered
	g.stopped = true
	if g.children.live > 0 {
		g.cancelAll(future.Cause(g.e.rt, goja.Undefined(), g.label()))
	}
	p := g.e.rt.NewPromise()
	g.whenEmpty(func() {
		g.close()
		if err := g.final(); err != nil && len(g.tally.errs) > reported {
			p.Reject(err)
			return
		}
		p.Resolve(nil)
	})
	return p.Value, nil
}

func (g *group) close() {
	g.closed = true
	g.scope.End()
	g.wake(&g.readers)
}

// taskGroup runs fn with a group and leaves when fn and all children have ended.
func (e *engine) taskGroup(c *bind.Call) (any, error) {
	fn := c.Function(0, "fn")
	g, err := e.open(c, 1)
	if err != nil {
		return nil, err
	}
	p := e.rt.NewPromise()
	fn.Beneath(g.scope, func(v goja.Value, err error) {
		if err != nil {
			g.bodyFailed(err)
		}
		g.whenEmpty(func() { g.leave(p, v, err) })
	}, e.groups.Wrap(g))
	return p.Value, nil
}

// bodyFailed treats an error of the group's function as one of a child; one that join gave it is known.
func (g *group) bodyFailed(err error) {
	if g.failure != nil && g.e.rt.ErrorValue(err).SameAs(g.e.rt.ErrorValue(g.failure)) {
		return
	}
	if g.tally.echoes(err) {
		g.echoed = true
		return
	}
	g.tally.errs = append([]error{err}, g.tally.errs...)
	if g.tally.policy != Collect {
		g.cancelAll(future.Cause(g.e.rt, goja.Undefined(), g.label()))
	}
}

// leave settles the promise of taskGroup when everything inside has ended.
func (g *group) leave(p *runtime.Promise, v goja.Value, bodyErr error) {
	cause := g.scope.Err()
	g.close()
	switch err := g.final(); {
	case err != nil:
		p.Reject(err)
	case g.echoed && !g.stopped:
		p.Reject(cause)
	case bodyErr != nil:
		p.Resolve(nil)
	default:
		p.Resolve(v)
	}
}

// reader is one iteration over a group's results in the order in which they come.
type reader struct {
	g  *group
	at int
}

// Label is empty: the children are what a deadlock report must name.
func (r *reader) Label() string { return "" }

// Next gives the next result, or the end when no child is left that could make one.
func (r *reader) Next(ctx context.Context, done func(goja.Value, bool, error)) {
	open := true
	end := func(v goja.Value, more bool, err error) {
		if open {
			open = false
			done(v, more, err)
		}
	}
	var stop func() bool
	var try func()
	try = func() {
		switch {
		case !open:
		case r.at < len(r.g.feed):
			r.at++
			end(r.g.settled(r.g.feed[r.at-1]), true, nil)
		case r.g.children.live == 0:
			end(nil, false, nil)
		default:
			r.g.readers = append(r.g.readers, try)
			return
		}
		if stop != nil {
			stop()
		}
	}
	try()
	if hook, ok := ctx.(interface{ AfterFunc(func()) func() bool }); ok && open {
		stop = hook.AfterFunc(func() { end(nil, false, ctx.Err()) })
	}
}

// Close forgets nothing: the group goes on without the reader.
func (r *reader) Close() {}
