// Package future is the promise with a name, a state and a way to cancel it that task groups and worker pools hand
// out. Scripts know it as the interface Task of "lariat:task".
package future

import (
	"maps"
	"time"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/fault"
)

// The states of a task, as scripts see them.
const (
	Queued    = "queued"
	Running   = "running"
	Fulfilled = "fulfilled"
	Rejected  = "rejected"
	Cancelled = "cancelled"
)

// Future is the promise of one task. Loop goroutine only.
type Future struct {
	// Task is its name and number.
	Task    *runtime.Task
	promise runtime.OwnedPromise
	rt      *runtime.Runtime
	end     string // the state it settled in, empty before
	value   goja.Value
	reason  goja.Value
	waiting []*runtime.Promise // callers of settled()
}

// Owner is what has a Future: the Go value of the JavaScript object.
type Owner interface {
	// Future returns the promise itself.
	Future() *Future
	// State is how far a task has come that has not settled: Queued or Running.
	State() string
	// Times says when the task began and settled; zero for what has not been.
	Times() (started, settled time.Time)
	// Cancel ends the task.
	Cancel(cause error)
}

// Class makes the class of a kind of tasks, with the members that all have added to those in k. Its instances are
// real promises, so await treats them as such.
func Class[T Owner](rt *runtime.Runtime, k bind.Class[T]) *bind.Constructor[T] {
	k.Methods = with(k.Methods, map[string]func(T, *bind.Call) (any, error){
		"cancel": func(t T, c *bind.Call) (any, error) {
			t.Cancel(Cause(rt, c.Value(0), t.Future().Task.String()))
			return nil, nil
		},
	})
	k.Async = with(k.Async, map[string]func(T, *bind.Call) (any, error){
		"settled": func(t T, _ *bind.Call) (any, error) { return t.Future().settled(), nil },
	})
	k.Getters = with(k.Getters, map[string]func(T) any{
		"id":        func(t T) any { return float64(t.Future().Task.ID) },
		"name":      func(t T) any { return t.Future().Task.Name },
		"state":     func(t T) any { return State(t) },
		"startedAt": func(t T) any { started, _ := t.Times(); return stamp(started) },
		"settledAt": func(t T) any { _, settled := t.Times(); return stamp(settled) },
	})
	ctor := k.In(rt)
	promise := rt.Realm().Builtin("Promise").Get("prototype").(*goja.Object)
	_ = ctor.Prototype.SetPrototype(promise)
	// With Promise as its constructor a task is awaited directly, without a wrapper and its two extra ticks.
	_ = ctor.Prototype.Delete("constructor")
	return ctor
}

// with returns members with more of them.
func with[F any](members, more map[string]F) map[string]F {
	all := maps.Clone(more)
	maps.Copy(all, members)
	return all
}

func stamp(t time.Time) any {
	if t.IsZero() {
		return bind.Null
	}
	return float64(t.UnixMicro()) / 1000
}

// Cause makes the cause of a cancellation from the reason that a script gave, if it gave one.
func Cause(rt *runtime.Runtime, reason goja.Value, what string) error {
	if goja.IsUndefined(reason) {
		return fault.Aborted.New("%s was cancelled", what)
	}
	return rt.Thrown(reason)
}

// State is the state of a task as scripts see it.
func State(t Owner) string {
	if f := t.Future(); f.end != "" {
		return f.end
	}
	return t.State()
}

// Open makes the promise of a task; owner is the Go value of its object.
func (f *Future) Open(rt *runtime.Runtime, task *runtime.Task, proto *goja.Object, owner any) {
	f.rt, f.Task = rt, task
	f.promise.Open(rt, proto, owner)
}

// Value returns the promise object.
func (f *Future) Value() *goja.Object { return f.promise.Value }

// Over reports whether the task has settled.
func (f *Future) Over() bool { return f.end != "" }

// Own marks the promise as handled: somebody sees its rejection in another way.
func (f *Future) Own() { f.promise.Own() }

// Fulfil settles the task with its value.
func (f *Future) Fulfil(v goja.Value) {
	f.end, f.value = Fulfilled, v
	f.promise.Resolve(v)
	f.tell()
}

// Reject settles the task with a reason, in the state Rejected or Cancelled.
func (f *Future) Reject(reason goja.Value, state string) {
	f.end, f.reason = state, reason
	f.promise.RejectValue(reason)
	f.tell()
}

func (f *Future) tell() {
	f.rt.EndTask(f.Task)
	for _, p := range f.waiting {
		p.Resolve(f.result())
	}
	f.waiting = nil
}

func (f *Future) settled() goja.Value {
	if f.Over() {
		return f.result()
	}
	p := f.rt.NewPromise()
	f.waiting = append(f.waiting, p)
	return p.Value
}

// Outcome returns the value of a task that has settled, or the reason that it was rejected with, nil before.
func (f *Future) Outcome() (value, reason goja.Value) { return f.value, f.reason }

// result is the task's PromiseSettledResult.
func (f *Future) result() goja.Value { return Result(f.rt, f.value, f.reason) }

// Result is a PromiseSettledResult: of a value, or of a reason if that is not nil.
func Result(rt *runtime.Runtime, value, reason goja.Value) goja.Value {
	obj := rt.VM().NewObject()
	if reason == nil {
		_ = obj.Set("status", "fulfilled")
		_ = obj.Set("value", value)
	} else {
		_ = obj.Set("status", "rejected")
		_ = obj.Set("reason", reason)
	}
	return obj
}
