// Package lock is the module "lariat:lock": mutual exclusion and coordination between tasks. Every lock is
// fair, obeys the ambient scope, and is the same Go object in each isolate that it is posted to and in the
// Go host.
//
// In Go, nothing here blocks but the methods that say so. A caller hands over a callback, and callbacks run in
// the order of the calls: at once when there is room, and later on whatever goroutine made room. They must not
// block.
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
	rt    *runtime.Runtime
	gov   *governor.Classes
	mutex *bind.Constructor[*Mutex]
}

func load(rt *runtime.Runtime) runtime.Exports {
	f := &faces{rt: rt, gov: governor.ClassesOf(rt)}
	f.mutex = f.mutexClass()
	semaphore, bounded := f.semaphoreClasses()
	return runtime.Exports{
		"Mutex": f.mutex.Value, "AsyncLock": f.mutex.Value,
		"RWLock":    f.rwlockClass().Value,
		"Semaphore": semaphore.Value, "BoundedSemaphore": bounded.Value,
		"Condition":    f.conditionClass().Value,
		"AsyncEvent":   f.eventClass().Value,
		"Barrier":      f.barrierClass().Value,
		"Latch":        f.latchClass().Value,
		"SingleFlight": f.singleFlightClass().Value,
		"KeyedMutex":   f.keyedClass().Value,
		"once":         bind.Func(rt, "once", 1, f.once),
	}
}

// nameOf reads the option that everything here has; the others are in the structs.
func nameOf(c *bind.Call, i int, others ...any) Options {
	o := struct {
		Name string `js:"name"`
	}{}
	c.Exactly(i, &o, others...)
	return Options{Name: o.Name}
}

// thing is a lock that a script made.
type thing[T any] interface {
	*T
	Confine()
}

// made notes that a script made a thing, which its options cannot say.
func made[T any, P thing[T]](rt *runtime.Runtime, v P, err error) (P, error) {
	if err == nil {
		v.Confine()
		runtime.Note(rt, (*T)(v))
	}
	return v, err
}

// unit is the result of a wait that has none.
func unit(struct{}) (any, error) { return nil, nil }

// token reads a Token argument.
func (f *faces) token(c *bind.Call, i int) *Token {
	t, ok := f.gov.Token.Of(c.Value(i))
	if !ok {
		c.Wrong("token", "a Token")
	}
	return t
}

// taken hands out what a try has taken: a token, or null.
func (f *faces) taken(t *Token) (any, error) {
	if t == nil {
		return bind.Null, nil
	}
	return f.gov.Give(t)
}

// report is what a deadlock report reads of a lock.
func report(t governor.Traced) runtime.Waited { return governor.Report{Traced: t} }
