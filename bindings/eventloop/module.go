// Package eventloop is the module "lariat:loop": event loops of one's own, each an isolate on a goroutine of its own, and
// what there is to know of the loop that a script runs on.
//
// In Go, EventLoop keeps the tasks of such a loop and Meter measures any loop.Loop. Neither blocks.
package eventloop

import (
	_ "embed"
	"errors"
	"fmt"
	"time"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/bindings/internal/future"
	"github.com/lariatjs/lariat/bindings/internal/transit"
	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/fault"
)

//go:embed eventloop.d.ts
var types string

// Module is "lariat:loop".
var Module = runtime.Module{Name: "lariat:loop", Types: types, Load: load, Wraps: []any{(*EventLoop)(nil)}}

func load(rt *runtime.Runtime) runtime.Exports {
	f := &face{rt: rt}
	f.tasks = future.Class(rt, bind.Class[*loopTask]{Name: "LoopTask"})
	return runtime.Exports{"EventLoop": f.loopClass().Value, "loop": f.current()}
}

// face is the module in one runtime.
type face struct {
	rt    *runtime.Runtime
	tasks *bind.Constructor[*loopTask]
	meter *Meter // once somebody has asked
}

func (f *face) loopClass() *bind.Constructor[*EventLoop] {
	return bind.Class[*EventLoop]{
		Name: "EventLoop", Shared: true, New: f.newLoop,
		Methods: map[string]func(*EventLoop, *bind.Call) (any, error){
			"start": func(e *EventLoop, _ *bind.Call) (any, error) { return nil, e.Start() },
		},
		Async: map[string]func(*EventLoop, *bind.Call) (any, error){
			"addTask":          f.addTask,
			"runUntilComplete": f.runUntilComplete,
			"stop":             func(e *EventLoop, c *bind.Call) (any, error) { return f.stop(c, e, e.Stop), nil },
			"close":            func(e *EventLoop, c *bind.Call) (any, error) { return f.stop(c, e, e.Close), nil },
		},
		Getters: map[string]func(*EventLoop) any{
			"name":    func(e *EventLoop) any { return e.Name() },
			"running": func(e *EventLoop) any { return e.Running() },
		},
		Lengths:      map[string]int{"addTask": 1, "runUntilComplete": 1},
		AsyncDispose: "close",
	}.In(f.rt)
}

// grace is how long the tasks of a stopped loop may take to unwind unless the options say otherwise.
const grace = time.Second

// newLoop is new EventLoop(options).
func (f *face) newLoop(c *bind.Call) (*EventLoop, error) {
	o := struct {
		Name        string        `js:"name"`
		Grace       time.Duration `js:"grace"`
		Permissions goja.Value    `js:"permissions"`
	}{Grace: grace}
	c.Exactly(0, &o)
	set, err := bind.Permissions(c, o.Permissions)
	if err != nil {
		return nil, err
	}
	rt := f.rt
	return New(Config{
		Name: o.Name, Grace: o.Grace, Begin: isolates(rt, o.Name, set), Now: rt.Loop().Now,
		After: func(d time.Duration, f func()) func() { return transit.After(rt, d, f) },
		Lost: func(err error) {
			if !errors.Is(err, fault.Closed) { // else the program has ended
				rt.Loop().Post(func() { fmt.Fprintf(rt.Stderr(), "%s\n", rt.Inspect(rt.ErrorValue(err))) })
			}
		},
	}), nil
}

// addTask is loop.addTask(fn, ...args).
func (f *face) addTask(e *EventLoop, c *bind.Call) (any, error) {
	t, err := f.submit(e, c)
	if err != nil {
		return nil, err
	}
	return t.promise.Value(), nil
}

// runUntilComplete is loop.runUntilComplete(fn, ...args).
func (f *face) runUntilComplete(e *EventLoop, c *bind.Call) (any, error) {
	t, err := f.submit(e, c)
	if err != nil {
		return nil, err
	}
	if err := e.Start(); err != nil {
		return nil, err
	}
	p := f.rt.NewPromise()
	after := func(settle func(goja.Value)) func(goja.Value) {
		return func(v goja.Value) {
			f.end(e, e.Stop, func() { settle(v) })
		}
	}
	f.rt.Then(t.promise.Value(), after(func(v goja.Value) { p.Resolve(v) }), after(p.RejectValue))
	return p.Value, nil
}

// stop is loop.stop() and loop.close(). A caller who is cancelled, as a task of the loop is that stops it, does not wait
// for the end.
func (f *face) stop(c *bind.Call, e *EventLoop, stop func(error, func())) goja.Value {
	p, scope := f.rt.NewPromise(), c.Runtime().Scope()
	leave := func() bool { return true }
	f.end(e, stop, func() {
		leave()
		p.Resolve(nil)
	})
	leave = scope.AfterFunc(func() { p.Reject(scope.Err()) })
	return p.Value
}

// end stops the loop and calls done on the loop goroutine of this runtime, which stays alive until then.
func (f *face) end(e *EventLoop, stop func(error, func()), done func()) {
	hold := f.rt.Loop().Hold("event loop", e.Name()).Peer()
	hold.Mark(f.rt.Site())
	stop(fault.Aborted.New("%s was stopped", e.Label()), func() {
		f.rt.Loop().Post(func() {
			hold.Release()
			done()
		})
	})
}
