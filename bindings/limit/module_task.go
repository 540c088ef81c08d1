package limit

import (
	"errors"
	"time"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/bindings/internal/future"
	"github.com/lariatjs/lariat/bindings/internal/waitlist"
	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
)

// task is one function that was added to a queue, and the promise of what comes of it. Loop goroutine only.
type task struct {
	queue   *queue
	promise future.Future
	info    *runtime.Task
	scope   *runtime.Scope
	fn      *bind.Function
	weight  int
	number  uint64 // of the tasks of the queue
	place   *waitlist.Waiter[*task]
	state   string
	started time.Time
	settled time.Time
	leave   func(error) // gives back what the queue's governor gave
	then    func()      // tells of its end, or is nil
	unwound func()      // tells the scope around that the cancelled task has ended
}

// taskClass makes the class behind the tasks of queues.
func taskClass(rt *runtime.Runtime) *bind.Constructor[*task] {
	contexts := bind.Class[*taskContext]{
		Name: "TaskContext", Light: true,
		Getters: map[string]func(*taskContext) any{"signal": func(x *taskContext) any { return bind.Signal(rt, &x.scope.Signal) }},
	}.In(rt)
	runtime.Local(rt, contextKey{}, func() *bind.Constructor[*taskContext] { return contexts })
	return future.Class(rt, bind.Class[*task]{Name: "Task"})
}

// taskContext is what a task's function is called with.
type taskContext struct{ scope *runtime.Scope }

type contextKey struct{}

// Future returns the promise.
func (t *task) Future() *future.Future { return &t.promise }

// State says whether the task has begun.
func (t *task) State() string { return t.state }

// Times says when the task began and settled.
func (t *task) Times() (started, settled time.Time) { return t.started, t.settled }

// Cancel ends the task: one that waits leaves the line, and the scope of one that runs ends.
func (t *task) Cancel(cause error) {
	if t.promise.Over() {
		return
	}
	t.scope.Abort(cause)
	if t.state == future.Queued {
		t.finish(nil, cause)
	}
}

// run calls the function, beneath the scope of whoever added it. One that is cancelled may take its time to unwind, but
// one that waits for something foreign and will never hear of it is left behind.
func (t *task) run() {
	rt := t.queue.f.rt
	t.state, t.started = future.Running, rt.Loop().Now()
	if t.queue.o.Timeout >= 0 {
		t.scope.Limit(t.queue.o.Timeout, t.info.String())
	}
	frame := *t.fn.Frame()
	frame.Scope, frame.Task = t.scope, t.info
	contexts := runtime.Local(rt, contextKey{}, func() *bind.Constructor[*taskContext] { return nil })
	t.fn.AsyncIn(&frame, t.finish, contexts.Wrap(&taskContext{t.scope}))
}

// scopeEnded is called when the task is cancelled, in line or running.
func (t *task) scopeEnded() {
	if t.state == future.Queued {
		t.finish(nil, t.scope.Err())
		return
	}
	if around := t.scope.Parent(); around != nil {
		t.unwound = around.Busy()
	}
	t.scope.WhenQuiet(func() { t.finish(nil, t.scope.Err()) })
}

// finish settles the task, once.
func (t *task) finish(v goja.Value, err error) {
	if t.promise.Over() {
		return
	}
	rt, wasRunning := t.queue.f.rt, t.state == future.Running
	t.settled = rt.Loop().Now()
	switch cause := t.scope.Err(); {
	case err == nil:
		t.promise.Fulfil(v)
	case cause != nil && errors.Is(err, cause):
		if !t.scope.Expired() {
			t.promise.Own() // whoever cancels knows; a timeout is news
		}
		t.promise.Reject(rt.ErrorValue(err), future.Cancelled)
	default:
		t.promise.Reject(rt.ErrorValue(err), future.Rejected)
	}
	t.scope.End()
	if t.then != nil {
		t.then()
	}
	if wasRunning {
		t.queue.ended(t, err)
	} else {
		t.queue.left(t)
	}
	if t.unwound != nil {
		t.unwound()
	}
}
