package task

import (
	"context"
	"fmt"
	"time"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/fault"
)

// group is a nursery: the owner of child tasks, which end before it does. Loop goroutine only.
type group struct {
	e     *engine
	name  string
	outer *runtime.Frame // where the group was opened
	scope *runtime.Scope
	gate  gate
	tally tally

	children children
	spawned  int
	results  []goja.Value
	closed   bool
	stopped  bool  // cancel() was called: not an error of the group
	echoed   bool  // a child ended by the group's own cancellation
	failure  error // what join and the group end with, made of the first covered errors
	covered  int

	feed    []int // the numbers of the children as they ended, for iteration
	reasons map[int]error
	feeding bool
	readers []func()
	joiners []func()
}

// groupOptions are the options of taskGroup, TaskGroup and all.
type groupOptions struct {
	Name        string          `js:"name"`
	Concurrency goja.Value      `js:"concurrency"`
	OnError     string          `js:"onError"`
	Signal      *runtime.Signal `js:"signal"`
	Timeout     time.Duration   `js:"timeout"`
}

// open makes a group beneath the ambient scope from the options at argument i.
func (e *engine) open(c *bind.Call, i int) (*group, error) {
	o := groupOptions{Timeout: -1, OnError: string(Cancel)}
	c.Exactly(i, &o)
	policy, err := parsePolicy(o.OnError)
	if err != nil {
		return nil, fault.Type.New("%s: %w", c.Name(), err)
	}
	g := &group{e: e, name: o.Name, outer: e.rt.Frame(), gate: gateOf(c, o.Concurrency, "concurrency")}
	if err := e.rt.Scope().Err(); err != nil {
		return nil, err
	}
	g.scope = e.rt.NewScope(e.rt.Scope())
	g.tally.policy = policy
	if o.Signal != nil {
		g.scope.Follow(o.Signal)
	}
	if o.Timeout >= 0 {
		g.scope.Limit(o.Timeout, g.label())
	}
	g.scope.AfterFunc(g.scopeEnded)
	return g, nil
}

func (g *group) label() string {
	if g.name == "" {
		return "TaskGroup"
	}
	return fmt.Sprintf("TaskGroup %q", g.name)
}

// scopeEnded passes a cancellation on to the children: those that run see it in their scope, those that
// are queued end now. A shielded child is not concerned, in the line or not.
func (g *group) scopeEnded() {
	if g.tally.cause == nil {
		g.tally.cause = g.scope.Err()
	}
	for _, t := range g.children.waiting() {
		t.cancel(g.scope.Err())
	}
}

// cancelAll ends the group's scope with cause.
func (g *group) cancelAll(cause error) {
	if g.tally.cause == nil {
		g.tally.cause = cause
	}
	g.scope.Abort(cause)
}

// spawn starts a child, or queues it when the group is full.
func (g *group) spawn(fn *bind.Function, name string, shielded bool, args []goja.Value) (*Task, error) {
	if g.closed {
		return nil, fault.Closed.New("%s.spawn: the group has ended", g.label())
	}
	parent, unwound := g.scope, func() {}
	if shielded {
		parent, unwound = nil, g.scope.Busy()
	}
	if name == "" {
		if name = fn.Value.Get("name").String(); name == "" {
			name = "task"
		}
	}
	index := g.spawned
	g.spawned++
	g.results = append(g.results, nil)
	t := g.e.newTask(name, parent, nil)
	t.end = func(t *Task) {
		g.ended(t, index)
		unwound()
	}
	g.children.add(t)
	if err := t.scope.Err(); err != nil {
		t.cancel(err)
		return t, nil
	}
	if g.gate == nil {
		t.run(fn, args...)
		return t, nil
	}
	frame := *g.e.rt.Frame()
	frame.Scope, frame.Task = t.scope, t.info
	t.drop = g.gate.enter(&frame, func(leave func()) {
		end := t.end
		t.end = func(t *Task) {
			leave()
			end(t)
		}
		t.run(fn, args...)
	}, func(err error) { t.finish(nil, err) })
	return t, nil
}

// ended enters a child's end into the account.
func (g *group) ended(t *Task, index int) {
	g.children.remove(t)
	g.results[index] = t.value
	switch {
	case t.err == nil:
	case t.state == stopped && !g.tally.echoes(t.err):
		// Its own cancel() ended it: that is what was asked for and no failure.
	default:
		cancel, echo := g.tally.fail(t.err)
		switch {
		case cancel:
			g.cancelAll(fault.Aborted.New("%s was cancelled because %s failed: %w", g.label(), t.info, t.err))
		case echo:
			g.echoed = true
		case g.tally.policy == Supervise:
			fmt.Fprintf(g.e.rt.Stderr(), "%s: %s failed: %s\n", g.label(), t.info, t.err)
		}
	}
	if g.tally.policy != Supervise || g.feeding {
		g.feed = append(g.feed, index)
		if t.err != nil {
			g.keepReason(index, t.err)
		}
	}
	g.wake(&g.readers)
	if g.children.live == 0 {
		g.wake(&g.joiners)
	}
}

func (g *group) wake(list *[]func()) {
	waiting := *list
	*list = nil
	for _, f := range waiting {
		f()
	}
}

// whenEmpty calls f when no child is left, at once if none is.
func (g *group) whenEmpty(f func()) {
	if g.children.live == 0 {
		f()
		return
	}
	g.joiners = append(g.joiners, func() { g.whenEmpty(f) })
}

// keepReason remembers why a child failed, for iteration.
func (g *group) keepReason(index int, err error) {
	if g.reasons == nil {
		g.reasons = map[int]error{}
	}
	g.reasons[index] = err
}

// settled is the PromiseSettledResult of a child that has ended.
func (g *group) settled(index int) goja.Value {
	return settledResult(g.e.rt, g.results[index], g.reasons[index])
}

// final is the error that the group ends with, nil if it does not fail. It is one value however often
// it is asked for, so that a body that lets join's error through adds nothing, until more children fail.
func (g *group) final() error {
	if g.failure == nil || g.covered != len(g.tally.errs) {
		g.covered = len(g.tally.errs)
		g.failure = g.e.combine(&g.tally, fmt.Sprintf("%d tasks of %s failed", len(g.tally.errs), g.label()))
	}
	return g.failure
}

// join waits for every child. It obeys the scope around the group and not the group's own, because
// after a failure it is the one who reports it.
func (g *group) join(c *bind.Call) (any, error) {
	var scope *runtime.Scope
	g.e.rt.Under(g.outer, func() { scope = c.ContextExactly(0) })
	return bind.Await(c, scope, untracked{}, func(ctx context.Context, done func(struct{}, error)) {
		open := true
		end := func(err error) {
			if open {
				open = false
				done(struct{}{}, err)
			}
		}
		if hook, ok := ctx.(interface{ AfterFunc(func()) func() bool }); ok {
			stop := hook.AfterFunc(func() { end(ctx.Err()) })
			g.whenEmpty(func() { stop(); end(nil) })
		}
	}, func(struct{}) (any, error) {
		if err := g.final(); err != nil {
			return nil, err
		}
		if g.echoed && !g.stopped {
			return nil, g.scope.Err()
		}
		return g.values(), nil
	})
}

// untracked marks a wait for the group's own children: they are what a deadlock report must name.
type untracked struct{}

// Label is empty: the wait is not listed.
func (untracked) Label() string { return "" }

func (g *group) values() goja.Value {
	out := make([]goja.Value, len(g.results))
	for i, v := range g.results {
		if out[i] = v; v == nil {
			out[i] = goja.Undefined()
		}
	}
	return bind.Array(g.e.rt, out)
}
