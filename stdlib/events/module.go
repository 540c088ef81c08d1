// Package events is the module "node:events": EventEmitter, once and on, as Node v20 has them.
package events

import (
	_ "embed"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
)

//go:embed events.d.ts
var types string

//go:embed events.js
var emitterSource string

//go:embed waits.js
var waitsSource string

var (
	emitterScript = bind.NewScript("node:events", emitterSource)
	waitsScript   = bind.NewScript("node:events/waits", waitsSource)
)

// Module is "node:events". Its exports are the class EventEmitter with the functions as its properties.
var Module = runtime.Module{Name: "node:events", Aliases: []string{"events"}, Types: types, Load: load}

func load(rt *runtime.Runtime) runtime.Exports {
	return runtime.Exports{"default": emitterScript.Run(rt, bind.Host{
		"others": others,
		"tick":   tick,
		"warn":   warn,
	})}
}

// others makes the functions that are called with an emitter.
func others(c *bind.Call) (any, error) {
	return waitsScript.Run(c.Runtime(), bind.Host{
		"EventEmitter":  c.Value(0),
		"asyncIterator": c.Runtime().Realm().AsyncIteratorPrototype(),
		"follow":        bind.Follow,
		"tick":          tick,
	}), nil
}

// tick calls a function as a microtask; what it throws is uncaught.
func tick(c *bind.Call) (any, error) {
	rt, fn := c.Runtime(), c.Function(0, "fn")
	rt.Then(rt.Settled(), func(goja.Value) {
		if _, err := fn.Call(); err != nil {
			rt.ReportUncaught(rt.ErrorValue(err))
		}
	}, nil)
	return nil, nil
}

// warn hands a warning to process.emitWarning, if the runtime has a process.
func warn(c *bind.Call) (any, error) {
	rt := c.Runtime()
	process, err := rt.Exports("node:process")
	if err != nil {
		return nil, nil
	}
	_, err = rt.Call(process.Get("emitWarning"), process, c.Value(0))
	return nil, err
}
