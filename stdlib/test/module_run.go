package test

import (
	"fmt"
	"strings"
	"time"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/fault"
)

// step runs the next test, or ends the suite. Between two tests the groups end that the next one is not in.
func (r *runner) step() {
	if cause := r.rt.Root().Err(); cause != nil {
		r.close(r.file, func() { r.over(cause) })
		return
	}
	e := r.suite.take()
	if e == nil {
		r.close(r.file, func() { r.over(nil) })
		return
	}
	r.move(e, func(f failures) {
		if f != nil {
			r.suite.report(e, r.text(e, f))
			r.rt.Loop().Post(r.step)
			return
		}
		r.repeat(e, e.repeat)
	})
}

// over ends the suite; the cause is that of a program that has been cancelled.
func (r *runner) over(cause error) {
	r.started, r.group = false, r.file
	if cause == nil {
		if err := r.keepSnapshots(); err != nil {
			e := &entry{name: "snapshots"}
			r.suite.report(e, r.text(e, failures{{err: err}}))
		}
	}
	r.suite.finish(cause)
	if r.suite.failed > 0 {
		r.rt.SetExitCode(1)
	}
	if cause == nil {
		r.end()
	}
	r.quiet()
}

func (r *runner) repeat(e *entry, times int) {
	e.run(func(f failures) {
		if f == nil && times > 1 && r.rt.Root().Err() == nil {
			r.rt.Loop().Post(func() { r.repeat(e, times-1) })
			return
		}
		if f != nil && e.repeat > 1 {
			e.note = fmt.Sprintf("run %d of %d\n%s", e.repeat-times+1, e.repeat, e.note)
		}
		r.suite.report(e, r.text(e, f))
		r.rt.Loop().Post(r.step)
	})
}

// attempt runs a test once, between the hooks around it.
func (r *runner) attempt(e *entry, fn *bind.Function, done func(failures)) {
	before := r.alive()
	r.recount(e)
	if e.seed >= 0 {
		r.rt.Seed(uint64(e.seed))
	}
	natural := func() {}
	if e.explore {
		natural = r.rt.Explore(uint64(e.seed))
	}
	var f failures
	r.strays = &f
	var cleanups []*cleanup
	body := part{name: e.name, what: "test", fn: fn, timeout: e.timeout, cleanups: &cleanups, entry: e}
	finish := func() {
		natural()
		r.settle(before, func() {
			if f == nil {
				f.add("", r.leaked(e, before))
			}
			r.rt.Loop().Post(func() { // a promise without a handler is told of at the end of the turn
				r.strays = nil
				done(f)
			})
		})
	}
	takeDown := func() {
		r.thaw()
		r.clean(&cleanups, e.timeout, &f, func() {
			r.hooks(e.group.each(afterEach), body, &f, func() { r.clean(&cleanups, e.timeout, &f, finish) })
		})
	}
	r.hooks(e.group.each(beforeEach), body, &f, func() {
		if f != nil {
			takeDown()
			return
		}
		r.part(body, func(err error) {
			f.add("", err)
			takeDown()
		})
	})
}

// hooks runs some hooks one after another. The first of those before a test that fails ends it; all of those after it run.
func (r *runner) hooks(list []*hook, of part, f *failures, then func()) {
	if len(list) == 0 {
		then()
		return
	}
	h := list[0]
	p := of
	p.what, p.fn, p.timeout, p.shield = h.kind+" hook", h.fn, h.timeout, strings.HasPrefix(h.kind, "after")
	r.part(p, func(err error) {
		f.add(h.label(), err)
		if err != nil && !p.shield {
			list = list[:1]
		}
		r.hooks(list[1:], of, f, then)
	})
}

// clean runs what was left for the end of a test or a group, the last first, and what that leaves.
func (r *runner) clean(list *[]*cleanup, timeout time.Duration, f *failures, then func()) {
	n := len(*list)
	if n == 0 {
		then()
		return
	}
	c := (*list)[n-1]
	*list = (*list)[:n-1]
	p := part{name: "after", what: "function of t.after", fn: c.fn, timeout: timeout, cleanups: list, shield: true}
	r.part(p, func(err error) {
		f.add("after ("+c.at+")", err)
		r.clean(list, timeout, f, then)
	})
}

// part is what runs by itself, in a scope and a task of its own: the function of a test, or a hook.
type part struct {
	name     string // of the test or the group
	what     string // for messages
	fn       *bind.Function
	timeout  time.Duration
	cleanups *[]*cleanup
	entry    *entry // nil for a group
	// shield says that it runs although the program has been cancelled.
	shield bool
}

func (r *runner) part(p part, done func(error)) {
	rt := r.rt
	parent := rt.Root()
	if p.shield {
		parent = nil
	}
	scope := rt.NewScope(parent)
	frame := *rt.Base()
	frame.Scope, frame.Task = scope, rt.NewTask(p.name)
	over := false
	var limits []interface{ Stop() bool }
	finish := func(err error) {
		if over {
			return
		}
		over, r.running, r.stuck = true, false, nil
		for _, limit := range limits {
			limit.Stop()
		}
		scope.End()
		rt.EndTask(frame.Task)
		done(err)
	}
	scope.AfterFunc(func() { scope.WhenQuiet(func() { finish(scope.Err()) }) })
	if p.timeout >= 0 {
		// The timer is not referenced, so that it does not hide a deadlock.
		t := rt.Loop().SetTimer(p.timeout, false, func() {
			scope.Abort(fault.Timeout.New("the %s timed out after %s", p.what, runtime.Milliseconds(p.timeout)))
		})
		t.Unref()
		limits = append(limits, t)
	}
	if rt.VirtualClock() != nil {
		limits = append(limits, r.watchTime(standstill, scope.Abort))
	}
	r.running, r.stuck = true, func() {
		finish(fault.Unsettled.New("the %s waits for something that can never happen: no timer, operation or lock is left that could end it",
			p.what))
	}
	ctx := &testContext{r: r, name: p.name, scope: scope, cleanups: p.cleanups, entry: p.entry}
	p.fn.AsyncIn(&frame, func(_ goja.Value, err error) { finish(err) }, r.contexts.Wrap(ctx))
}
