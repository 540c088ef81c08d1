// Package retry is the module "lariat:retry": calls that are tried again, budgets that keep that in bounds, circuit
// breakers, hedged calls, bulkheads, and policies that combine them.
//
// In Go it has Breaker, Bulkhead and Budget, which no goroutine ever blocks on and which scripts and hosts can share.
package retry

import (
	_ "embed"
	"time"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/bindings/internal/governor"
	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/es"
	"github.com/lariatjs/lariat/runtime/fault"
	"github.com/lariatjs/lariat/runtime/loop"
)

//go:embed retry.d.ts
var types string

//go:embed retry.js
var source string

var script = bind.NewScript("lariat:retry", source)

// Module is "lariat:retry".
var Module = runtime.Module{
	Name: "lariat:retry", Types: types, Load: load,
	Wraps: []any{(*Breaker)(nil), (*Bulkhead)(nil), (*Budget)(nil)},
}

// face is the module in one runtime.
type face struct {
	rt       *runtime.Runtime
	gov      *governor.Classes
	budgets  *bind.Constructor[*Budget]
	attempts *bind.Constructor[attempt]
	read     *bind.Constructor[*options]
	tokens   *bind.Constructor[*Token]
	defaults *options
	sites    map[string]*Latency // of hedge, by the place that calls it

	first []goja.Value                       // the arguments of first attempts
	fully func(goja.FunctionCall) goja.Value // retry with all it can do

	latest *goja.Object // the function that lightly called last
	raw    func(goja.FunctionCall) goja.Value
	try    func() // calls it
	value  goja.Value

	// The parts in JavaScript.
	judge, retryAfter, aggregate *bind.Function
}

func load(rt *runtime.Runtime) runtime.Exports {
	f := &face{rt: rt, gov: governor.ClassesOf(rt), sites: map[string]*Latency{}}
	f.budgets, f.attempts = f.budgetClass(), f.attemptClass()
	f.first, f.fully = []goja.Value{f.attempts.Wrap(1)}, rt.Raw(bind.AsyncFunc(rt, "retry", 1, f.retry))
	f.try = func() { f.value = f.raw(goja.FunctionCall{This: goja.Undefined(), Arguments: f.first}) }
	f.read = bind.Class[*options]{Name: "RetryOptions"}.In(rt)
	retry, bulkhead := es.Function(rt.VM(), "retry", 1, f.lightly), f.bulkheadClass().Value
	made := script.Run(rt, bind.Host{
		"retry": retry, "Bulkhead": bulkhead, "first": f.first[0],
		"hedger": f.hedger, "retryable": f.options, "policy.retry": f.options, "milliseconds": milliseconds, "wrong": wrong,
		"limited": bind.AsyncFunc(rt, "policy.timeout", 2, f.limited), "cancelled": cancelled,
		"DOMException": rt.ErrorClass("DOMException"),
	})
	f.judge, f.retryAfter = bind.FunctionOf(rt, made.Get("judge")), bind.FunctionOf(rt, made.Get("retryAfter"))
	f.aggregate = bind.FunctionOf(rt, made.Get("aggregate"))
	parts := made.Get("exports").(*goja.Object)
	exponential := bind.FunctionOf(rt, parts.Get("backoff").(*goja.Object).Get("exponential"))
	backoff, err := exponential.Call()
	if err != nil {
		bind.Throw(rt, err)
	}
	f.defaults = newOptions(bind.FunctionOf(rt, backoff))
	exports := runtime.Exports{
		"retry": retry, "hedge": bind.AsyncFunc(rt, "hedge", 1, f.hedge), "Bulkhead": bulkhead,
		"CircuitBreaker": f.breakerClass().Value, "RetryBudget": f.budgets.Value,
	}
	for _, name := range parts.Keys() {
		exports[name] = parts.Get(name)
	}
	return exports
}

// clockOf is the time that a runtime lives in, which the isolates around it share.
func clockOf(rt *runtime.Runtime) loop.Clock {
	if virtual := rt.VirtualClock(); virtual != nil {
		return virtual
	}
	return loop.Real()
}

// milliseconds is (duration, what).
func milliseconds(c *bind.Call) (any, error) {
	d, err := bind.DurationOf(c.Value(0))
	switch {
	case err != nil:
		return nil, fault.KindOf(err).New("%s: a duration %s", c.Text(1), err)
	case d < 0:
		return infinity, nil
	}
	return float64(d) / float64(time.Millisecond), nil
}

// wrong makes the TypeError of an argument.
func wrong(c *bind.Call) (any, error) {
	return c.Runtime().ErrorValue(fault.Type.New("%s must be %s", c.Text(0), c.Text(1))), nil
}

// cancelled tells whether the scope of this moment has ended.
func cancelled(c *bind.Call) (any, error) { return c.Runtime().Scope().Err() != nil, nil }

// limited is (timeout, fn): fn in a scope that ends after timeout.
func (f *face) limited(c *bind.Call) (any, error) {
	d, fn := c.Duration(0, "timeout"), c.Function(1, "fn")
	if err := f.rt.Scope().Err(); err != nil {
		return nil, err
	}
	scope, p := f.rt.NewScope(f.rt.Scope()), f.rt.NewPromise()
	if d >= 0 {
		scope.Limit(d, c.Name())
	}
	fn.Within(scope, func(v goja.Value, err error) { end(p, v, err) })
	return p.Value, nil
}

// end settles a promise.
func end(p *runtime.Promise, v goja.Value, err error) {
	if err != nil {
		p.Reject(err)
		return
	}
	p.Resolve(v)
}
