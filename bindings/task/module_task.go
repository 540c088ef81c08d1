package task

import (
	"errors"
	"time"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
)

// The states of a Task.
const (
	queued    = "queued"
	running   = "running"
	fulfilled = "fulfilled"
	rejected  = "rejected"
	stopped   = "cancelled"
)

// Task is a promise with a name, a state and a way to cancel it. Loop goroutine only.
type Task struct {
	info    *runtime.Task
	rt      *runtime.Runtime
	scope   *runtime.Scope
	promise *runtime.Promise
	state   string
	started time.Time
	settled time.Time
	value   goja.Value
	err     error
	place   int                // among the children of the group
	drop    func()             // takes a queued task out of its line
	unwound func()             // tells the scope around that the cancelled task has ended
	end     func(t *Task)      // tells the owner
	waiting []*runtime.Promise // callers of settled()
}

// taskClass makes the class behind tasks. Its instances are real promises, so await treats them as such.
func taskClass(rt *runtime.Runtime) *bind.Constructor[*Task] {
	stamp := func(t time.Time) any {
		if t.IsZero() {
			return bind.Null
		}
		return float64(t.UnixMicro()) / 1000
	}
	ctor := bind.Class[*Task]{
		Name: "Task",
		Methods: map[string]func(*Task, *bind.Call) (any, error){
			"cancel": func(t *Task, c *bind.Call) (any, error) {
				t.cancel(cancelled(rt, c.Value(0), t.info.String()))
				return nil, nil
			},
		},
		Async: map[string]func(*Task, *bind.Call) (any, error){
			"settled": func(t *Task, _ *bind.Call) (any, error) {
				if t.done() {
					return t.result(), nil
				}
				p := rt.NewPromise()
				t.waiting = append(t.waiting, p)
				return p.Value, nil
			},
		},
		Getters: map[string]func(*Task) any{
			"id": func(t *Task) any { return float64(t.info.ID) }, "name": func(t *Task) any { return t.info.Name },
			"state":     func(t *Task) any { return t.state },
			"startedAt": func(t *Task) any { return stamp(t.started) }, "settledAt": func(t *Task) any { return stamp(t.settled) },
		},
	}.In(rt)
	promise := rt.VM().Get("Promise").(*goja.Object).Get("prototype").(*goja.Object)
	_ = ctor.Prototype.SetPrototype(promise)
	// With Promise as its constructor a task is awaited directly, without a wrapper and its two extra ticks.
	_ = ctor.Prototype.Delete("constructor")
	return ctor
}

// newTask makes a queued task beneath a scope.
func (e *engine) newTask(name string, parent *runtime.Scope, end func(*Task)) *Task {
	t := &Task{info: e.rt.NewTask(name), rt: e.rt, promise: e.rt.NewPromise(), state: queued, end: end}
	t.scope = e.rt.NewScope(parent)
	_ = t.promise.Value.SetPrototype(e.tasks.Prototype)
	runtime.SetHandle(t.promise.Value, t)
	t.info.Wrapper = t.promise.Value
	e.own(t.promise.Value)
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
	fn.In(&frame).Async(t.finish, args...)
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
		t.promise.Resolve(v)
	case t.scope.Err() != nil && errors.Is(err, t.scope.Err()):
		t.state = stopped
		t.promise.Reject(err)
	default:
		t.state = rejected
		t.promise.Reject(err)
	}
	t.scope.End()
	for _, p := range t.waiting {
		p.Resolve(t.result())
	}
	t.waiting = nil
	if t.end != nil {
		t.end(t)
	}
	if t.unwound != nil {
		t.unwound()
	}
}

// result is the task's PromiseSettledResult.
func (t *Task) result() goja.Value { return settledResult(t.rt, t.value, t.err) }

func settledResult(rt *runtime.Runtime, v goja.Value, err error) goja.Value {
	obj := rt.VM().NewObject()
	if err == nil {
		_ = obj.Set("status", "fulfilled")
		_ = obj.Set("value", v)
	} else {
		_ = obj.Set("status", "rejected")
		_ = obj.Set("reason", rt.ErrorValue(err))
	}
	return obj
}
