package task

import (
	"errors"
	"time"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/bindings/internal/future"
	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
)

// The states of a Task.
const (
	queued    = future.Queued
	running   = future.Running
	fulfilled = future.Fulfilled
	rejected  = future.Rejected
	stopped   = future.Cancelled
)

// Task is a promise with a name, a state and a way to cancel it. Loop goroutine only.
type Task struct {
	info    *runtime.Task
	rt      *runtime.Runtime
	scope   *runtime.Scope
	promise future.Future
	state   string
	started time.Time
	settled time.Time
	value   goja.Value
	err     error
	place   int           // among the children of the group
	drop    func()        // takes a queued task out of its line
	end     func(t *Task) // tells the owner
	unwound func()        // tells the scope around that the cancelled task has ended
}

// taskClass makes the class behind tasks.
func taskClass(rt *runtime.Runtime) *bind.Constructor[*Task] {
	return future.Class(rt, bind.Class[*Task]{Name: "Task"})
}

// Future returns the promise.
func (t *Task) Future() *future.Future { return &t.promise }

// State says whether the task has begun.
func (t *Task) State() string { return t.state }

// Times says when the task began and settled.
func (t *Task) Times() (started, settled time.Time) { return t.started, t.settled }

// Cancel ends the task.
func (t *Task) Cancel(cause error) { t.cancel(cause) }

// newTask makes a queued task beneath a scope.
func (e *engine) newTask(name string, parent *runtime.Scope, end func(*Task)) *Task {
	t := &Task{info: e.rt.NewTask(name), rt: e.rt, state: queued, end: end}
	t.scope = e.rt.NewScope(parent)
	t.promise.Open(e.rt, t.info, e.tasks.Prototype, t)
	t.info.Wrapper = t.promise.Value()
	t.promise.Own()
	return t
}

// run calls fn as the task's body. A body that is cancelled may take its time to unwind, but one that waits for
// something foreign and will never hear of it is left behind, as withTimeout does.
func (t *Task) run(fn *bind.Function, args ...goja.Value) {
	if t.done() {
		return
	}
	t.state, t.started = running, t.rt.Loop().Now()
	frame := *fn.Frame()
	frame.Scope, frame.Task = t.scope, t.info
	fn.AsyncIn(&frame, t.finish, args...)
	if t.done() {
		return
	}
	t.scope.AfterFunc(func() {
		if around := t.scope.Parent(); around != nil {
			t.unwound = around.Busy()
		}
		t.scope.WhenQuiet(func() { t.finish(nil, t.scope.Err()) })
	})
}

func (t *Task) done() bool { return t.state != queued && t.state != running }

// cancel ends the task's scope; a task that has not begun ends at once.
func (t *Task) cancel(cause error) {
	switch t.state {
	case queued:
		t.scope.Abort(cause)
		if t.drop != nil {
			t.drop()
		}
		t.finish(nil, cause)
	case running:
		t.scope.Abort(cause)
	}
}

// finish settles the task, once.
func (t *Task) finish(v goja.Value, err error) {
	if t.done() {
		return
	}
	t.value, t.err, t.settled = v, err, t.rt.Loop().Now()
	switch {
	case err == nil:
		t.state = fulfilled
		t.promise.Fulfil(v)
	case t.scope.Err() != nil && errors.Is(err, t.scope.Err()):
		t.state = stopped
		t.promise.Reject(t.rt.ErrorValue(err), stopped)
	default:
		t.state = rejected
		t.promise.Reject(t.rt.ErrorValue(err), rejected)
	}
	t.scope.End()
	if t.end != nil {
		t.end(t)
	}
	if t.unwound != nil {
		t.unwound()
	}
}

// settledResult is a PromiseSettledResult.
func settledResult(rt *runtime.Runtime, v goja.Value, err error) goja.Value {
	if err == nil {
		return future.Result(rt, v, nil)
	}
	return future.Result(rt, nil, rt.ErrorValue(err))
}
