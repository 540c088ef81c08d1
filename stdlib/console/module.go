// Package console is the module "node:console" and the global console. What it prints is what Node prints:
// log and its like to the standard output, warn, error, trace and assert to the error stream, one Write a
// call, so that lines of several isolates do not mix. A stream that fails is no error of the script.
package console

import (
	_ "embed"
	"io"
	"maps"
	"slices"

	"github.com/lariatjs/lariat/runtime/lazy"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/inspect"
)

//go:embed console.d.ts
var types string

// Module is "node:console".
var Module = runtime.Module{
	Name: "node:console", Aliases: []string{"console"}, Types: types, Globals: []string{"console"}, Load: load,
}

// face is one console as a script sees it.
type face struct {
	*Console
	rt *runtime.Runtime
	// plain and complaint are how values are shown on the two streams.
	plain, complaint inspect.Options
	// strict consoles pass the errors of their streams on.
	strict bool
}

func load(rt *runtime.Runtime) runtime.Exports {
	f := &face{Console: New(rt.Stdout(), rt.Stderr(), groupIndentation), rt: rt}
	f.plain, f.complaint = rt.Inspector().Defaults, rt.Inspector().Defaults
	f.plain.Colors, f.complaint.Colors = rt.Colors(rt.Stdout()), rt.Colors(rt.Stderr())

	class := consoleClass(rt)
	console := class.Wrap(f)
	bindMethods(rt, console, f, class.Prototype)
	_ = console.Set("Console", class.Value)
	_ = console.DefineDataProperty("console", console, goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE) // the global is an export
	return runtime.Exports{"default": console}
}

const groupIndentation = 2

// methods are those of every console.
var methods = lazy.Value[map[string]func(f *face, c *bind.Call) error]{Make: func() map[string]func(f *face, c *bind.Call) error {
	return map[string]func(f *face, c *bind.Call) error{
		"log":            logs,
		"debug":          logs,
		"info":           logs,
		"dirxml":         logs,
		"warn":           complains,
		"error":          complains,
		"trace":          traces,
		"assert":         asserts,
		"dir":            shows,
		"table":          tabulates,
		"group":          groups,
		"groupCollapsed": groups,
		"groupEnd":       func(f *face, _ *bind.Call) error { f.GroupEnd(); return nil },
		"count":          counts,
		"countReset":     resets,
		"time":           starts,
		"timeLog":        laps,
		"timeEnd":        stops,
		"clear":          clears,
	}
}}

// bindMethods gives a console its methods as own properties that need no this, so that they can be handed
// around. Where a subclass has a method of its own it is that one.
func bindMethods(rt *runtime.Runtime, console *goja.Object, f *face, proto *goja.Object) {
	for _, name := range slices.Sorted(maps.Keys(methods.Get())) {
		own := func(c *bind.Call) (any, error) { return nil, methods.Get()[name](f, c) }
		if override := console.Get(name); override != proto.Get(name) {
			own = func(c *bind.Call) (any, error) { return rt.Call(override, console, c.Rest(0)...) }
		}
		_ = console.Set(name, bind.Func(rt, name, 0, own))
	}
	tag := bind.ToValue(rt, "console")
	_ = console.DefineDataPropertySymbol(goja.SymToStringTag, tag, goja.FLAG_FALSE, goja.FLAG_TRUE, goja.FLAG_FALSE)
}

func logs(f *face, c *bind.Call) error { return f.log(c.Rest(0)...) }

// log prints values as console.log does.
func (f *face) log(values ...goja.Value) error {
	text, err := f.rt.Inspector().Format(values, f.plain)
	if err != nil {
		return err
	}
	return f.say(text)
}

func complains(f *face, c *bind.Call) error { return f.complain(c.Rest(0)...) }

func (f *face) complain(values ...goja.Value) error {
	text, err := f.rt.Inspector().Format(values, f.complaint)
	if err != nil {
		return err
	}
	return f.excuse(f.Complain(text))
}

// say prints a text to the output.
func (f *face) say(text string) error { return f.excuse(f.Print(text)) }

// warn tells of a label that is used wrongly, as process.emitWarning does.
func (f *face) warn(text string) error { return f.excuse(f.Complain("Warning: " + text)) }

// excuse drops the error of a stream, unless the console was made to pass it on.
func (f *face) excuse(err error) error {
	if f.strict {
		return err
	}
	return nil
}

// text makes a value of a text.
func (f *face) text(s string) goja.Value { return bind.ToValue(f.rt, s) }

// traces prints where it was called.
func traces(f *face, c *bind.Call) error {
	message, err := f.rt.Inspector().Format(c.Rest(0), f.complaint)
	if err != nil {
		return err
	}
	obj, err := c.VM().New(c.Runtime().Realm().Builtin("Error"))
	if err != nil {
		return err
	}
	return f.excuse(f.Complain(traceText(message, f.complaint.Stack(obj.Get("stack").String()))))
}

func asserts(f *face, c *bind.Call) error {
	if c.Bool(0) {
		return nil
	}
	values := c.Rest(1)
	if len(values) == 0 {
		return f.complain(f.text("Assertion failed"))
	}
	values[0] = f.text("Assertion failed: " + values[0].String())
	return f.complain(values...)
}

// shows is console.dir.
func shows(f *face, c *bind.Call) error {
	o := f.plain
	o.CustomInspect = false
	if options, ok := c.Value(1).(*goja.Object); ok {
		o = f.rt.Inspector().ParseOptions(options, o)
	}
	text, err := f.rt.Inspector().Inspect(c.Value(0), o)
	if err != nil {
		return err
	}
	return f.say(text)
}

func groups(f *face, c *bind.Call) error {
	if c.Len() > 0 {
		if err := f.log(c.Rest(0)...); err != nil {
			return err
		}
	}
	f.Group()
	return nil
}

func clears(f *face, _ *bind.Call) error {
	if !runtime.Terminal(f.out) || f.rt.HostEnv("TERM") == "dumb" {
		return nil
	}
	_, err := io.WriteString(f.out, "\x1b[1;1H\x1b[0J")
	return f.excuse(err)
}
