// Package limit is the module "lariat:limit": rate limiters, limits that adapt themselves, a queue of tasks, and
// functions that are called less often than they are asked for.
//
// A RateLimiter, a KeyedRateLimiter and an AdaptiveLimiter are plain Go: a host makes them, uses them with a context,
// and shares them with scripts. No goroutine ever waits in one but those that call Lock.
package limit

import (
	_ "embed"
	"time"

	"github.com/lariatjs/lariat/bindings/internal/governor"
	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/loop"
)

//go:embed limit.d.ts
var types string

// Module is "lariat:limit".
var Module = runtime.Module{
	Name: "lariat:limit", Types: types, Load: load,
	Wraps: []any{(*RateLimiter)(nil), (*keyed)(nil), (*AdaptiveLimiter)(nil)},
}

// face is the module in one runtime.
type face struct {
	rt       *runtime.Runtime
	gov      *governor.Classes
	limiters *bind.Constructor[*RateLimiter]
	booked   *bind.Constructor[*Reservation]
	samples  *bind.Constructor[*Token] // of an AdaptiveLimiter
	tasks    *bind.Constructor[*task]
}

func load(rt *runtime.Runtime) runtime.Exports {
	f := &face{rt: rt, gov: governor.ClassesOf(rt)}
	f.booked, f.tasks = f.reservationClass(), taskClass(rt)
	f.limiters = f.limiterClass()
	return runtime.Exports{
		"RateLimiter": f.limiters.Value, "KeyedRateLimiter": f.keyedClass().Value,
		"AdaptiveLimiter": f.adaptiveClass().Value, "TaskQueue": f.queueClass().Value,
		"throttle": bind.Func(rt, "throttle", 2, f.throttle), "debounce": bind.Func(rt, "debounce", 2, f.debounce),
	}
}

// clockOf is the time that a runtime lives in, which the isolates around it share.
func clockOf(rt *runtime.Runtime) loop.Clock {
	if virtual := rt.VirtualClock(); virtual != nil {
		return virtual
	}
	return loop.Real()
}

// agingOf turns points of priority per second into the time that a point takes.
func agingOf(c *bind.Call, points float64) time.Duration {
	if points < 0 {
		c.Bad("aging", "a number of at least 0", points)
	}
	if points == 0 {
		return 0
	}
	return max(time.Duration(float64(time.Second)/points), 1)
}
