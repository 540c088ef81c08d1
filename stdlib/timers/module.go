// Package timers is the modules "node:timers" and "node:timers/promises": setTimeout, setInterval,
// setImmediate and queueMicrotask with the semantics of Node. Callbacks run under the ambient frame in
// which they were handed over. The functions that return promises are waits and obey the cancellation
// scope; a bare setTimeout does not, because nobody waits for it.
package timers

import (
	_ "embed"
	"strconv"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/es"
	"github.com/lariatjs/lariat/runtime/loop"
)

//go:embed timers.d.ts
var types string

// Modules are "node:timers" and "node:timers/promises".
var Modules = []runtime.Module{
	{
		Name:    "node:timers",
		Aliases: []string{"timers"},
		Types:   types,
		Globals: []string{
			"clearImmediate", "clearInterval", "clearTimeout", "queueMicrotask", "setImmediate", "setInterval", "setTimeout",
		},
		Operations: []string{
			"clearImmediate", "clearInterval", "clearTimeout", "queueMicrotask", "setImmediate", "setInterval", "setTimeout",
		},
		Load: load,
	},
	{Name: promisesName, Aliases: []string{"timers/promises"}, Load: loadPromises},
}

const promisesName = "node:timers/promises"

// timers is the module in one runtime.
type timers struct {
	rt         *runtime.Runtime
	timeouts   *bind.Constructor[*timeout]
	immediates *bind.Constructor[*immediate]
	// byID finds the timeouts that a script has asked for their number.
	byID   map[int64]*timeout
	lastID int64
}

func load(rt *runtime.Runtime) runtime.Exports {
	m := &timers{rt: rt, byID: map[int64]*timeout{}}
	m.timeouts = timeoutClass().In(rt)
	m.immediates = immediateClass().In(rt)
	define := func(proto *goja.Object, symbol *goja.Symbol, name string, fn bind.Fn) {
		_ = proto.DefineDataPropertySymbol(symbol, bind.Func(rt, name, 0, fn), goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE)
	}
	define(m.timeouts.Prototype, goja.SymToPrimitive, "[Symbol.toPrimitive]", m.number)
	define(m.immediates.Prototype, es.SymDispose, "[Symbol.dispose]", func(c *bind.Call) (any, error) {
		stopImmediate(c.This())
		return nil, nil
	})
	exports := runtime.Exports{
		"setTimeout":     bind.Func(rt, "setTimeout", 1, m.set(false)),
		"setInterval":    bind.Func(rt, "setInterval", 1, m.set(true)),
		"setImmediate":   bind.Func(rt, "setImmediate", 1, m.setImmediate),
		"clearTimeout":   bind.Func(rt, "clearTimeout", 0, m.clear),
		"clearInterval":  bind.Func(rt, "clearInterval", 0, m.clear),
		"clearImmediate": bind.Func(rt, "clearImmediate", 1, clearImmediate),
		"queueMicrotask": bind.Func(rt, "queueMicrotask", 1, queueMicrotask(rt)),
	}
	if promises, err := rt.Exports(promisesName); err == nil {
		exports["promises"] = promises
		m.promisify(exports, promises)
	}
	return exports
}

// promisify makes util.promisify(setTimeout) the function of the same name that returns a promise.
func (m *timers) promisify(exports runtime.Exports, promises *goja.Object) {
	symbols := m.rt.Realm().Builtin("Symbol")
	custom, err := m.rt.Call(symbols.Get("for"), symbols, bind.ToValue(m.rt, "nodejs.util.promisify.custom"))
	if err != nil {
		return
	}
	for _, name := range []string{"setTimeout", "setImmediate"} {
		_ = exports[name].(*goja.Object).DefineDataPropertySymbol(
			custom.(*goja.Symbol), promises.Get(name), goja.FLAG_FALSE, goja.FLAG_FALSE, goja.FLAG_TRUE)
	}
}

// timeout is the Go half of what setTimeout and setInterval return.
type timeout struct {
	rt     *runtime.Runtime
	object *goja.Object
	timer  *loop.Timer
	fn     *bind.Function
	args   []goja.Value
	forget func() // takes it out of byID; nil if it is not in there
	id     int64
	closed bool
}

func timeoutClass() bind.Class[*timeout] {
	self := func(f func(t *timeout)) func(*timeout, *bind.Call) (any, error) {
		return func(t *timeout, c *bind.Call) (any, error) {
			f(t)
			return c.This(), nil
		}
	}
	return bind.Class[*timeout]{
		Name: "Timeout", Light: true,
		Methods: map[string]func(*timeout, *bind.Call) (any, error){
			"ref":     self(func(t *timeout) { t.timer.Ref() }),
			"unref":   self(func(t *timeout) { t.timer.Unref() }),
			"hasRef":  func(t *timeout, _ *bind.Call) (any, error) { return t.timer.HasRef(), nil },
			"refresh": self((*timeout).refresh),
			"close":   self((*timeout).close),
		},
		Dispose: "close",
	}
}

// callback reads the first argument, which is refused in the words of Node unless it is a function.
func callback(c *bind.Call) *bind.Function {
	fn := bind.FunctionOf(c.Runtime(), c.Value(0))
	if fn == nil {
		c.InvalidType(0, "callback", "of type function")
	}
	return fn
}

// set is setTimeout, or setInterval.
func (m *timers) set(repeat bool) bind.Fn {
	return func(c *bind.Call) (any, error) {
		t := &timeout{rt: m.rt, fn: callback(c), args: c.Rest(2)}
		delay := loop.ClampDelay(c.Value(1).ToFloat())
		t.object = m.timeouts.Wrap(t)
		t.timer = m.rt.Loop().SetTimer(delay, repeat, func() { t.fire(repeat) })
		t.timer.Mark(m.rt.Mark())
		return t.object, nil
	}
}

func (t *timeout) fire(repeat bool) {
	if !repeat && t.forget != nil {
		t.forget()
	}
	run(t.rt, t.fn, t.object, t.args)
}

// run calls a callback; what it throws is an uncaught exception.
func run(rt *runtime.Runtime, fn *bind.Function, this goja.Value, args []goja.Value) {
	if _, err := fn.CallOn(this, args...); err != nil {
		rt.ReportUncaught(rt.ErrorValue(err))
	}
}

func (t *timeout) refresh() {
	if !t.closed {
		t.timer.Refresh()
	}
}

func (t *timeout) close() {
	t.closed = true
	t.timer.Stop()
	if t.forget != nil {
		t.forget()
	}
}

// number gives a timeout its number, so that it can be cleared by that.
func (m *timers) number(c *bind.Call) (any, error) {
	t, ok := m.timeouts.Of(c.This())
	if !ok {
		c.Wrong("this", "a Timeout")
	}
	if t.id == 0 {
		m.lastID++
		t.id = m.lastID
		m.byID[t.id] = t
		t.forget = func() { delete(m.byID, t.id) }
	}
	return t.id, nil
}

// clear is clearTimeout and clearInterval: it takes a Timeout or its number, and ignores everything else.
func (m *timers) clear(c *bind.Call) (any, error) {
	t, ok := m.timeouts.Of(c.Value(0))
	if !ok {
		t = m.byID[idOf(c.Value(0))]
	}
	if t != nil {
		t.close()
	}
	return nil, nil
}

// idOf reads the number of a timeout, as a number or as a string of digits; 0 is none.
func idOf(v goja.Value) int64 {
	_, isString := v.(goja.String)
	if !isString && !goja.IsNumber(v) {
		return 0
	}
	id, err := strconv.ParseInt(v.String(), 10, 64)
	if err != nil {
		return 0
	}
	return id
}
