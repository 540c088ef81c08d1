// Package scheduler is the module "web:scheduler": scheduler.postTask and scheduler.yield with TaskController and
// TaskSignal, tasks of three priorities (https://wicg.github.io/scheduling-apis), and reportError.
package scheduler

import (
	_ "embed"
	"time"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/fault"
	"github.com/lariatjs/lariat/runtime/loop"
	"github.com/lariatjs/lariat/stdlib/abort"
)

//go:embed scheduler.d.ts
var types string

//go:embed scheduler.js
var source string

var script = bind.NewScript("web:scheduler", source)

// Module is "web:scheduler".
var Module = runtime.Module{
	Name: "web:scheduler", Types: types,
	Globals:    []string{"Scheduler", "TaskController", "TaskPriorityChangeEvent", "TaskSignal", "reportError", "scheduler"},
	Operations: []string{"reportError"}, Replaceable: []string{"scheduler"}, Load: load,
}

// delay is the Go half of a task that is to come later.
type delay struct{ timer *loop.Timer }

func load(rt *runtime.Runtime) runtime.Exports {
	delays := bind.Class[delay]{Name: "Delay"}.In(rt)
	host := bind.Host{
		"announce": abort.EventsOf(rt).Announce,
		"check":    func(*bind.Call) (any, error) { return nil, rt.Scope().Err() },
		"keep":     keep,
		"post": func(c *bind.Call) (any, error) {
			job := c.Function(0, "job")
			rt.Loop().Post(func() { run(rt, job) })
			return nil, nil
		},
		"later": func(c *bind.Call) (any, error) {
			job := c.Function(1, "job")
			d := time.Duration(c.Number(0, "ms") * float64(time.Millisecond))
			return delays.Wrap(delay{rt.Loop().SetTimer(d, false, func() { run(rt, job) })}), nil
		},
		"clear": func(c *bind.Call) (any, error) {
			if d, ok := delays.Of(c.Value(0)); ok {
				d.timer.Stop()
			}
			return nil, nil
		},
	}
	events := bind.Need(rt, "web:abort")
	for _, name := range []string{"AbortController", "AbortSignal", "DOMException", "Event"} {
		host[name] = events.Get(name)
	}
	made := script.Run(rt, host)
	exports := runtime.Exports{"reportError": bind.Func(rt, "reportError", 1, reportError)}
	for _, name := range made.Keys() {
		exports[name] = made.Get(name)
	}
	return exports
}

func run(rt *runtime.Runtime, job *bind.Function) {
	if _, err := job.Call(); err != nil {
		rt.ReportUncaught(rt.ErrorValue(err))
	}
}

// keep is (callback): a function that calls it in the scope, the task and the context of this moment.
func keep(c *bind.Call) (any, error) {
	f := c.Function(0, "callback")
	return bind.Func(c.Runtime(), "task", 0, func(*bind.Call) (any, error) { return f.Call() }), nil
}

// reportError is reportError(error): an error that nobody catches.
func reportError(c *bind.Call) (any, error) {
	if c.Len() == 0 {
		return nil, fault.Type.New("%s: 1 argument required, but only 0 present", c.Name())
	}
	rt, v := c.Runtime(), c.Value(0)
	rt.Loop().Post(func() { rt.ReportUncaught(v) })
	return nil, nil
}
