// Package task is the module "lariat:task": structured concurrency. Scopes with deadlines that need no
// signal argument, task groups that never leave a child behind, combinators that cancel and await their
// losers, lazy concurrent maps, and AsyncContext.
package task

import (
	_ "embed"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
)

//go:embed task.d.ts
var types string

// Module is "lariat:task".
var Module = runtime.Module{Name: "lariat:task", Types: types, Load: load}

// AsyncHooks is "node:async_hooks": the classes that Node users bring along, on the same machinery.
var AsyncHooks = runtime.Module{Name: "node:async_hooks", Aliases: []string{"async_hooks"}, Load: loadAsyncHooks}

func load(rt *runtime.Runtime) runtime.Exports {
	e := engineOf(rt)
	exports := runtime.Exports{
		"sleep":            bind.AsyncFunc(rt, "sleep", 1, sleep),
		"withTimeout":      bind.AsyncFunc(rt, "withTimeout", 2, withTimeout),
		"withSignal":       bind.AsyncFunc(rt, "withSignal", 2, withSignal),
		"moveOnAfter":      bind.AsyncFunc(rt, "moveOnAfter", 3, moveOnAfter),
		"shield":           bind.AsyncFunc(rt, "shield", 1, shield),
		"currentSignal":    bind.Func(rt, "currentSignal", 0, currentSignal),
		"currentTask":      bind.Func(rt, "currentTask", 0, currentTask),
		"timeRemaining":    bind.Func(rt, "timeRemaining", 0, timeRemaining),
		"throwIfCancelled": bind.Func(rt, "throwIfCancelled", 0, throwIfCancelled),
		"taskGroup":        bind.AsyncFunc(rt, "taskGroup", 1, e.taskGroup),
		"TaskGroup":        e.groups.Value,
		"all":              bind.AsyncFunc(rt, "all", 1, e.all),
		"race":             bind.AsyncFunc(rt, "race", 1, e.race),
		"any":              bind.AsyncFunc(rt, "any", 1, e.any),
		"map":              bind.AsyncFunc(rt, "map", 2, e.mapItems),
		"forEach":          bind.AsyncFunc(rt, "forEach", 2, e.forEach),
		"imap":             bind.Func(rt, "imap", 2, e.imap),
	}
	for name, value := range contextExports(rt) {
		exports[name] = value
	}
	return exports
}

// engine is what the functions of the module share in one runtime.
type engine struct {
	rt        *runtime.Runtime
	tasks     *bind.Constructor[*Task]
	groups    *bind.Constructor[*group]
	aggregate *goja.Object
}

type engineKey struct{}

func engineOf(rt *runtime.Runtime) *engine {
	return runtime.Local(rt, engineKey{}, func() *engine {
		e := &engine{rt: rt, aggregate: rt.Realm().Builtin("AggregateError")}
		e.tasks = taskClass(rt)
		e.groups = e.groupClass()
		return e
	})
}

// combine makes one error of several: a single one as it is, more as an AggregateError.
func (e *engine) combine(t *tally, message string) error {
	several, one := t.outcome()
	if len(several) == 0 {
		return one
	}
	return e.rt.Thrown(e.aggregateOf(several, message))
}

func (e *engine) aggregateOf(errs []error, message string) goja.Value {
	values := make([]goja.Value, len(errs))
	for i, err := range errs {
		values[i] = e.rt.ErrorValue(err)
	}
	obj, err := e.rt.VM().New(e.aggregate, bind.Array(e.rt, values), bind.ToValue(e.rt, message))
	if err != nil {
		return e.rt.ErrorValue(err)
	}
	return obj
}
