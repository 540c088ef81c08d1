package node

import (
	"bytes"
	_ "embed"
	"strconv"

	"github.com/lariatjs/lariat/runtime/lazy"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/clone/slots"
)

//go:embed types.js
var typesSource string

//go:embed compare.js
var compareSource string

//go:embed parseargs.js
var parseArgsSource string

//go:embed mime.js
var mimeSource string

//go:embed systemerrors.js
var systemErrorsSource string

//go:embed texts.js
var textsSource string

//go:embed util.js
var utilSource string

var (
	typesScript     = bind.NewScript("node:util/types", typesSource)
	compareScript   = bind.NewScript("node:util/compare", compareSource)
	parseArgsScript = bind.NewScript("node:util/parseargs", parseArgsSource)
	utilScript      = bind.NewScript("node:util", utilSource)

	mimeScript         = bind.NewScript("node:util/mime", mimeSource)
	systemErrorsScript = bind.NewScript("node:util/errors", systemErrorsSource)
	textsScript        = bind.NewScript("node:util/texts", textsSource)
)

func itoa(i int) string { return strconv.Itoa(i) }

type (
	typesKey   struct{}
	compareKey struct{}
)

// typesOf is util.types in one runtime.
func typesOf(rt *runtime.Runtime) *goja.Object {
	return runtime.Local(rt, typesKey{}, func() *goja.Object {
		return typesScript.Run(rt, bind.Host{"kindOf": kindOf})
	})
}

// comparisonOf is the two functions of compare.js in one runtime.
func comparisonOf(rt *runtime.Runtime) *goja.Object {
	return runtime.Local(rt, compareKey{}, func() *goja.Object {
		return compareScript.Run(rt, bind.Host{"kindOf": kindOf, "sameBytes": sameBytes})
	})
}

func loadTypes(rt *runtime.Runtime) runtime.Exports { return only(typesOf(rt)) }

func loadUtil(rt *runtime.Runtime) runtime.Exports {
	return only(utilScript.Run(rt, bind.Host{
		"inspect": rt.Inspector().Function(),
		"types":   typesOf(rt),
		"isBuffer": func(c *bind.Call) (any, error) {
			obj, ok := c.Value(0).(*goja.Object)
			return ok && rt.VM().InstanceOf(obj, bind.Need(rt, "node:buffer").Get("Buffer").(*goja.Object)), nil
		},
		"comparison": func(*bind.Call) (any, error) {
			return comparisonOf(rt), nil
		},
		"argumentParser": func(*bind.Call) (any, error) {
			return parseArgsScript.Run(rt, bind.Host{"args": func(*bind.Call) (any, error) { return arguments(rt), nil }}), nil
		},
		"mime":  func(*bind.Call) (any, error) { return mimeScript.Run(rt, bind.Host{}), nil },
		"texts": func(*bind.Call) (any, error) { return textsScript.Run(rt, bind.Host{}), nil },
		"systemErrors": func(*bind.Call) (any, error) {
			return systemErrorsScript.Run(rt, bind.Host{"numbers": numbers(rt, errorNumbers(errorNames+moreErrors))}), nil
		},
		"format":            format,
		"formatWithOptions": bind.Func(rt, "formatWithOptions", 1, formatWithOptions),
		"defaultOptions":    defaultOptions,
		"setDefaultOptions": setDefaultOptions,
		"tick":              tick,
		"print":             printError,
	}))
}

// arguments are those of the program.
func arguments(rt *runtime.Runtime) []string {
	if args := rt.Args(); len(args) > 2 {
		return args[2:]
	}
	return []string{}
}

// kindNames are the kinds of objects as types.js and compare.js know them.
var kindNames = lazy.Value[map[slots.Kind]string]{Make: func() map[slots.Kind]string {
	return map[slots.Kind]string{
		slots.Plain: "Plain", slots.Array: "Array", slots.Arguments: "Arguments", slots.Error: "Error", slots.Map: "Map", slots.Set: "Set",
		slots.WeakMap: "WeakMap", slots.WeakSet: "WeakSet", slots.MapIterator: "MapIterator", slots.SetIterator: "SetIterator",
		slots.Generator: "Generator", slots.Date: "Date", slots.RegExp: "RegExp", slots.Boxed: "Boxed", slots.BoxedString: "BoxedString",
		slots.ArrayBuffer: "ArrayBuffer", slots.TypedArray: "TypedArray", slots.DataView: "DataView", slots.Promise: "Promise",
		slots.Proxy: "Proxy", slots.Function: "Function", slots.Class: "Class", slots.AsyncFunction: "AsyncFunction",
		slots.GeneratorFunction: "GeneratorFunction",
	}
}}

// kindOf names what an object is inside; it is undefined for a primitive.
func kindOf(c *bind.Call) (any, error) {
	obj, ok := c.Value(0).(*goja.Object)
	if !ok {
		return nil, nil
	}
	if slots.IsShared(obj) {
		return "SharedArrayBuffer", nil
	}
	kind := slots.Of(obj)
	if name, ok := kindNames.Get()[kind]; ok {
		return name, nil
	}
	if kind == slots.Dynamic || kind == slots.DynamicArray {
		if runtime.ViewOf(obj) != nil {
			return map[bool]string{true: "Array", false: "Plain"}[kind == slots.DynamicArray], nil
		}
	}
	return "Other", nil
}

func sameBytes(c *bind.Call) (any, error) { return bytes.Equal(bytesOf(c, 0), bytesOf(c, 1)), nil }

func format(c *bind.Call) (any, error) {
	inspector := c.Runtime().Inspector()
	return inspector.Format(c.Rest(0), inspector.Defaults)
}

func formatWithOptions(c *bind.Call) (any, error) {
	inspector := c.Runtime().Inspector()
	options, ok := c.Value(0).(*goja.Object)
	if !ok {
		c.InvalidType(0, "inspectOptions", "of type object")
	}
	return inspector.Format(c.Rest(1), inspector.ParseOptions(options, inspector.Defaults))
}

// defaultOptions is util.inspect.defaultOptions as it begins.
func defaultOptions(c *bind.Call) (any, error) {
	o := c.Runtime().Inspector().Defaults
	return object(
		c.Runtime(), "showHidden", o.ShowHidden, "depth", o.Depth, "colors", o.Colors, "customInspect", o.CustomInspect,
		"showProxy", o.ShowProxy, "maxArrayLength", o.MaxArrayLength, "maxStringLength", o.MaxStringLength,
		"breakLength", o.BreakLength, "compact", o.Compact, "sorted", o.Sorted, "getters", false, "numericSeparator", o.NumericSeparator,
	), nil
}

func setDefaultOptions(c *bind.Call) (any, error) {
	inspector := c.Runtime().Inspector()
	inspector.Defaults = inspector.ParseOptions(c.Object(0, "options"), inspector.Defaults)
	return nil, nil
}

// tick calls a function as a microtask; what it throws is uncaught.
func tick(c *bind.Call) (any, error) {
	rt, fn := c.Runtime(), c.Function(0, "fn")
	rt.Then(rt.Settled(), func(goja.Value) {
		if _, err := fn.Call(); err != nil {
			rt.ReportUncaught(rt.ErrorValue(err))
		}
	}, func(goja.Value) {})
	return nil, nil
}

func printError(c *bind.Call) (any, error) {
	_, err := c.Runtime().Stderr().Write([]byte(c.Text(0)))
	return nil, err
}
