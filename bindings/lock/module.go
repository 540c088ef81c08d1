// Package lock is the module "lariat:lock": mutual exclusion and coordination between tasks. Every lock is
// fair, obeys the ambient scope, and is the same Go object in each isolate that it is posted to and in the
// Go host.
package lock

import (
	_ "embed"

	"github.com/lariatjs/lariat/bindings/internal/governor"
	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
)

//go:embed lock.d.ts
var types string

// Module is "lariat:lock".
var Module = runtime.Module{
	Name: "lariat:lock", Types: types, Load: load,
	Wraps: []any{(*Mutex)(nil), (*RWLock)(nil), (*Semaphore)(nil), (*Condition)(nil), (*Event)(nil), (*Barrier)(nil), (*Latch)(nil)},
}

// faces makes the classes of one runtime.
type faces struct {
	rt   *runtime.Runtime
	gov  *governor.Classes
	mutx *bind.Constructor[*Mutex]
}

func load(rt *runtime.Runtime) runtime.Exports {
	f := &faces{rt: rt, gov: governor.ClassesOf(rt)}
	f.mutx = f.mutexClass()
	semaphore, bounded := f.semaphoreClasses()
	return runtime.Exports{
		"Mutex": f.mutx.Value, "AsyncLock": f.mutx.Value,
		"RWLock":    f.rwlockClass().Value,
		"Semaphore": semaphore.Value, "BoundedSemaphore": bounded.Value,
		"Condition":    f.conditionClass().Value,
		"AsyncEvent":   f.eventClass().Value,
		"Barrier":      f.barrierClass().Value,
		"Latch":        f.latchClass().Value,
		"SingleFlight": f.singleFlightClass().Value,
		"KeyedMutex":   f.keyedClass().Value,
		"once":         bind.Func(rt, "once", 1, once),
	}
}

// report is what a deadlock report reads of a lock.
func report(t governor.Traced) runtime.Waited { return governor.Report{Traced: t} }

// nameOf reads the option that everything here has.
func nameOf(c *bind.Call, i int) Options {
	o := struct {
		Name string `js:"name"`
	}{}
	c.Options(i, &o)
	return Options{Name: o.Name}
}

func unit(struct{}) (any, error) { return nil, nil }
