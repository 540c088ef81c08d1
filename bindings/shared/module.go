// Package shared is the module "lariat:shared": values that several isolates use at the same time. A SharedCounter is
// one number, a SharedArray many, a SharedMap a table of values by key, and share makes a value that nobody can change
// any more and that is there once, however many isolates look at it. All of them are the same Go object in each isolate
// that they are posted to, and in the Go host.
//
// SharedArrayBuffer and Atomics, beneath all of it, are part of the language: see runtime/es and runtime/memory.
package shared

import (
	_ "embed"
	"weak"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/bindings/internal/governor"
	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/es"
)

//go:embed shared.d.ts
var types string

// Module is "lariat:shared".
var Module = runtime.Module{
	Name: "lariat:shared", Types: types, Load: load,
	Wraps: []any{(*Counter)(nil), (*Array)(nil), (*Map)(nil), (*Tree)(nil)},
}

// faces makes the classes of one runtime, and the views of shared values.
type faces struct {
	rt       *runtime.Runtime
	gov      *governor.Classes
	views    map[*Tree]weak.Pointer[goja.Object]
	sweep    int
	fixed    bool // views are known to be frozen
	updating bool // the callback of an update runs
	view     *goja.Symbol
}

func load(rt *runtime.Runtime) runtime.Exports {
	f := &faces{
		rt: rt, gov: governor.ClassesOf(rt), views: map[*Tree]weak.Pointer[goja.Object]{}, sweep: minSweep,
		view: goja.NewSymbol("lariat.view"),
	}
	f.registerViews()
	return runtime.Exports{
		"SharedCounter": f.counterClass().Value,
		"SharedArray":   f.arrayClass().Value,
		"SharedMap":     f.mapClass().Value,
		"share":         bind.Func(rt, "share", 1, func(c *bind.Call) (any, error) { return f.share(c.Value(0)) }),
		"isShared":      bind.Func(rt, "isShared", 1, func(c *bind.Call) (any, error) { return isView(c.Value(0)), nil }),
	}
}

// made notes that a script made a thing, which its options cannot say.
func made[T interface{ Confine() }](v T, err error) (T, error) {
	if err == nil {
		v.Confine()
	}
	return v, err
}

// report is what a deadlock report reads of a thing.
func report(t governor.Traced) runtime.Waited { return governor.Report{Traced: t} }

// quick puts a short cut in front of a method that is called by the million. run answers, or it returns nil and leaves
// the call to the method itself: above all when it is called in the wrong way.
func (f *faces) quick(proto *goja.Object, name string, run func(c goja.FunctionCall) goja.Value) {
	method := proto.Get(name).(*goja.Object)
	whole := f.rt.Raw(method)
	short := es.Function(f.rt.VM(), name, int(method.Get("length").ToInteger()), func(c goja.FunctionCall) goja.Value {
		if v := run(c); v != nil {
			return v
		}
		return whole(c)
	})
	_ = proto.DefineDataProperty(name, short, goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE)
}

// number is argument i if it is a number; NaN is for the method itself.
func number(args []goja.Value, i int) (n float64, ok bool) {
	if i >= len(args) || !goja.IsNumber(args[i]) {
		return 0, false
	}
	n = args[i].ToFloat()
	return n, n == n
}
