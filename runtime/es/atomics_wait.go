package es

import (
	"math"
	"time"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/memory"
)

// Agent is what a Host is besides if its script is one of several that share memory.
type Agent interface {
	// Nap prepares to stop in the middle of the script. sleep parks the goroutine of the VM until wake is called, on any
	// goroutine, until timeout has passed (never if it is negative), or until the agent is ended. ok is false if the
	// agent must not stop: the main program has others to serve.
	Nap(timeout time.Duration) (sleep, wake func(), ok bool)
	// Await keeps the agent alive for a wait that does not stop it, until end is called. late is called when the timeout
	// has passed, never if it is negative, and gone when the agent is over: nobody will hear of the end of the wait any
	// more. All of it happens on the goroutine of the VM.
	Await(timeout time.Duration, late, gone func()) (end func())
}

// What a wait can come to.
const (
	waitOK       = "ok"
	waitNotEqual = "not-equal"
	waitTimedOut = "timed-out"
)

// waitable is what the two waits read of their arguments: a cell, the value that it must have, and the timeout.
func (r *Realm) waitable(c goja.FunctionCall) (cell memory.Cell, expected uint64, timeout time.Duration) {
	_, a := r.integers(c.Argument(0))
	r.waiting(&a)
	if !a.shared {
		panic(r.vm.NewTypeError("Atomics: only an array over a SharedArrayBuffer can be waited for"))
	}
	i := r.place(&a, c.Argument(1))
	expected, _ = r.operand(&a, c.Argument(2))
	return a.cell(i), expected, waitTime(c.Argument(3))
}

// waiting is the part of ValidateIntegerTypedArray that is for waiting.
func (r *Realm) waiting(a *view) {
	if a.Kind != memory.Int32 && a.Kind != memory.Int64 {
		panic(r.vm.NewTypeError("Atomics: the first argument must be an Int32Array or a BigInt64Array"))
	}
}

// waitTime converts a timeout in milliseconds; negative means for ever.
func waitTime(v goja.Value) time.Duration {
	ms := v.ToNumber().ToFloat()
	switch {
	case math.IsNaN(ms) || ms > float64(math.MaxInt64/int64(time.Millisecond)):
		return -1
	case ms <= 0:
		return 0
	}
	return time.Duration(ms * float64(time.Millisecond))
}

// atomicWait is Atomics.wait.
func (r *Realm) atomicWait(c goja.FunctionCall) goja.Value {
	cell, expected, timeout := r.waitable(c)
	agent, ok := r.host.(Agent)
	var sleep, wake func()
	if ok {
		sleep, wake, ok = agent.Nap(timeout)
	}
	if !ok {
		panic(r.vm.NewTypeError("Atomics.wait: only a worker may stop to wait; use Atomics.waitAsync here"))
	}
	w := &memory.Waiter{Wake: wake}
	if !cell.Wait(expected, w) {
		return r.vm.ToValue(waitNotEqual)
	}
	sleep()
	if w.Leave() {
		return r.vm.ToValue(waitTimedOut)
	}
	return r.vm.ToValue(waitOK)
}

// atomicWaitAsync is Atomics.waitAsync.
func (r *Realm) atomicWaitAsync(c goja.FunctionCall) goja.Value {
	cell, expected, timeout := r.waitable(c)
	if timeout == 0 {
		if cell.Load() != expected {
			return r.waitResult(false, r.vm.ToValue(waitNotEqual))
		}
		return r.waitResult(false, r.vm.ToValue(waitTimedOut))
	}
	p := r.NewPromise()
	end := func() {}
	w := &memory.Waiter{}
	w.Wake = func() {
		r.host.Post(func() {
			end()
			r.Resolve(p, r.vm.ToValue(waitOK))
		})
	}
	if !cell.Wait(expected, w) {
		return r.waitResult(false, r.vm.ToValue(waitNotEqual))
	}
	if agent, ok := r.host.(Agent); ok {
		end = agent.Await(timeout, func() {
			if w.Leave() {
				end()
				r.Resolve(p, r.vm.ToValue(waitTimedOut))
			}
		}, func() {
			w.Leave()
			end()
		})
	}
	return r.waitResult(true, r.vm.ToValue(p))
}

func (r *Realm) waitResult(async bool, value goja.Value) goja.Value {
	o := r.vm.NewObject()
	plain(o, "async", r.vm.ToValue(async))
	plain(o, "value", value)
	return o
}

// atomicNotify is Atomics.notify.
func (r *Realm) atomicNotify(c goja.FunctionCall) goja.Value {
	_, a := r.integers(c.Argument(0))
	r.waiting(&a)
	i := r.place(&a, c.Argument(1))
	n := -1
	if v := c.Argument(2); !goja.IsUndefined(v) {
		n = int(min(max(integer(v.ToNumber()), 0), math.MaxInt32))
	}
	if !a.shared {
		return r.vm.ToValue(0)
	}
	return r.vm.ToValue(a.cell(i).Notify(n))
}
