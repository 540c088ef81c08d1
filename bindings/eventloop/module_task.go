package eventloop

import (
	"cmp"
	"time"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/bindings/internal/future"
	"github.com/lariatjs/lariat/bindings/internal/transit"
	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/clone"
	"github.com/lariatjs/lariat/runtime/fault"
	"github.com/lariatjs/lariat/runtime/loop"
)

// loopTask is a task as the script that added it sees it: a promise. Loop goroutine only, but for the task inside.
type loopTask struct {
	Task
	promise future.Future
	rt      *runtime.Runtime
	loop    *EventLoop
	site    runtime.Site
	scope   *runtime.Scope // that of the caller
	stop    func() bool    // detaches from it
	leave   func()         // lets it be left, once the cancelled task has ended
	wait    runtime.Wait   // for the start of the loop
	hold    *loop.Hold     // keeps the program alive
}

// submit makes a task of a call and adds it.
func (f *face) submit(e *EventLoop, c *bind.Call) (t *loopTask, err error) {
	t = &loopTask{rt: f.rt, loop: e, site: *c.Site(), scope: f.rt.Scope()}
	if t.Fn, err = transit.Function(c, c.Value(0), nil); err != nil {
		return nil, err
	}
	if args := c.Rest(1); len(args) > 0 {
		t.Args, err = f.rt.Cloner().EncodeList(args, clone.Options{})
		if err = transit.Uncloned(err, "value[", c.Name()+": args["); err != nil {
			return nil, err
		}
	}
	if t.Vars, err = transit.Variables(f.rt); err != nil {
		return nil, err
	}
	if err := t.scope.Err(); err != nil {
		return nil, err
	}
	t.Loading = f.rt.Loader().Loading()
	info := f.rt.NewTask(cmp.Or(t.Fn.Name, "anonymous"))
	t.ID, t.Name, t.To = info.ID, info.Name, t
	t.promise.Open(f.rt, info, f.tasks.Prototype, t)
	waits, err := e.Add(&t.Task)
	switch {
	case err != nil:
		return nil, err
	case waits:
		f.rt.BeginWait(&t.wait, starting{e}, t.site, t)
	default:
		t.live()
	}
	t.stop = t.scope.AfterFunc(func() { t.Cancel(t.scope.Err()) })
	return t, nil
}

// Break ends the wait for a loop that nobody will start.
func (t *loopTask) Break(err error) { t.loop.Cancel(&t.Task, err, nil) }

// starting is what a task waits for before its loop was started.
type starting struct{ loop *EventLoop }

// Label is for the report of a deadlock.
func (s starting) Label() string { return "the start of " + s.loop.Label() }

// live keeps the program alive; virtual time may pass.
func (t *loopTask) live() {
	t.hold = t.rt.Loop().Hold("task", t.promise.Task.String()).Peer()
	t.hold.Mark(t.site)
}

// Future returns the promise.
func (t *loopTask) Future() *future.Future { return &t.promise }

// State says whether the loop has taken the task up.
func (t *loopTask) State() string {
	if runs, _, _ := t.loop.Look(&t.Task); runs {
		return future.Running
	}
	return future.Queued
}

// Times says when the task began and settled.
func (t *loopTask) Times() (started, settled time.Time) {
	_, started, settled = t.loop.Look(&t.Task)
	return started, settled
}

// Cancel ends the task. A script or the end of a scope does so.
func (t *loopTask) Cancel(cause error) {
	if !t.promise.Over() && t.leave == nil {
		t.leave = t.scope.Busy()
		t.loop.Cancel(&t.Task, cause, transit.Reason(t.rt, cause))
	}
}

// Started ends the wait for the start.
func (t *loopTask) Started(*Task) {
	t.rt.Loop().Post(func() {
		if !t.promise.Over() {
			t.live()
			t.wait.End()
		}
	})
}

// Settled settles the promise.
func (t *loopTask) Settled(_ *Task, a Answer, err error) {
	t.rt.Loop().Post(func() { t.settle(a, err) })
}

func (t *loopTask) settle(a Answer, err error) {
	t.wait.End()
	if t.hold != nil {
		t.hold.Release()
	}
	t.stop()
	value, failure := t.result(a, err)
	switch {
	case failure == nil:
		t.promise.Fulfil(value)
	case err != nil && err == t.cause: //nolint:errorlint // the very error
		t.promise.Own()
		t.promise.Reject(failure, future.Cancelled)
	default:
		t.rt.Patiently(func() { t.promise.Reject(failure, future.Rejected) })
	}
	if t.leave != nil {
		t.leave()
	}
}

// result decodes an answer: its value or, as failure, what the task is rejected with.
func (t *loopTask) result(a Answer, err error) (value, failure goja.Value) {
	if err == nil && a.Thrown == nil && a.Err == nil {
		list, bad := t.rt.Cloner().DecodeList(a.Value)
		if bad == nil && len(list) == 1 {
			return list[0], nil
		}
		err = fault.Internal.New("the result of a task cannot be decoded: %w", bad)
	}
	return nil, transit.Failure(t.rt, a.Thrown, cmp.Or(err, a.Err), t.site)
}
