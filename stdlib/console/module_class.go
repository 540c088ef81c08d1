package console

import (
	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/fault"
)

// consoleClass is Console: a console over streams of the script's own.
func consoleClass(rt *runtime.Runtime) (ctor *bind.Constructor[*face]) {
	class := bind.Class[*face]{
		Name: "Console", Length: 1, Methods: map[string]func(*face, *bind.Call) (any, error){},
		New: func(c *bind.Call) (*face, error) {
			f, err := newConsole(c)
			if err == nil {
				bindMethods(rt, c.This().(*goja.Object), f, ctor.Prototype)
			}
			return f, err
		},
	}
	for name, method := range methods.Get() {
		class.Methods[name] = func(f *face, c *bind.Call) (any, error) { return nil, method(f, c) }
	}
	ctor = class.In(rt)
	return ctor
}

// consoleOptions are those of new Console.
type consoleOptions struct {
	Stdout       *goja.Object `js:"stdout"`
	Stderr       *goja.Object `js:"stderr"`
	IgnoreErrors bool         `js:"ignoreErrors"`
	ColorMode    goja.Value   `js:"colorMode"`
	Inspect      *goja.Object `js:"inspectOptions"`
	Indentation  int          `js:"groupIndentation"`
}

// newConsole is new Console(stdout, stderr, ignoreErrors) and new Console(options).
func newConsole(c *bind.Call) (*face, error) {
	o := consoleOptions{IgnoreErrors: true, Indentation: groupIndentation}
	first := c.Object(0, "stdout")
	if writes(c.Runtime(), first) {
		o.Stdout = first
		if c.Has(1) {
			o.Stderr = c.Object(1, "stderr")
		}
		o.IgnoreErrors = c.Len() < 3 || c.Bool(2)
	} else {
		c.Options(0, &o)
	}
	if o.Stderr == nil {
		o.Stderr = o.Stdout
	}
	for i, stream := range []*goja.Object{o.Stdout, o.Stderr} {
		if stream == nil || !writes(c.Runtime(), stream) {
			c.Wrong([]string{"stdout", "stderr"}[i], "a stream with a method write")
		}
	}
	if o.Indentation < 0 || o.Indentation > 1000 {
		c.Bad("groupIndentation", "from 0 to 1000", o.Indentation)
	}
	return o.face(c)
}

func (o *consoleOptions) face(c *bind.Call) (*face, error) {
	rt := c.Runtime()
	out, errs := &stream{rt, o.Stdout}, &stream{rt, o.Stderr}
	f := &face{Console: New(out, errs, o.Indentation), rt: rt, strict: !o.IgnoreErrors}
	f.plain, f.complaint = rt.Inspector().Defaults, rt.Inspector().Defaults
	f.plain.Colors, f.complaint.Colors = rt.Colors(out), rt.Colors(errs)
	switch mode := o.ColorMode; {
	case mode == nil || mode.String() == "auto":
	case mode.String() == "true" || mode.String() == "false":
		f.plain.Colors, f.complaint.Colors = mode.ToBoolean(), mode.ToBoolean()
	default:
		return nil, fault.Type.New(`%s: "colorMode" must be true, false or "auto"`, c.Name())
	}
	if o.Inspect != nil {
		f.plain = rt.Inspector().ParseOptions(o.Inspect, f.plain)
		f.complaint = rt.Inspector().ParseOptions(o.Inspect, f.complaint)
	}
	return f, nil
}

// stream is a writable stream of the script as a Go writer.
type stream struct {
	rt     *runtime.Runtime
	object *goja.Object
}

func writes(rt *runtime.Runtime, obj *goja.Object) bool { return rt.Raw(obj.Get("write")) != nil }

// Write hands a text to the method write of the stream.
func (s *stream) Write(p []byte) (int, error) {
	var method goja.Value
	if ex := s.rt.VM().Try(func() { method = s.object.Get("write") }); ex != nil {
		return 0, s.rt.Thrown(ex.Value())
	}
	if _, err := s.rt.Call(method, s.object, bind.ToValue(s.rt, string(p))); err != nil {
		return 0, err
	}
	return len(p), nil
}

// IsTerminal reports what the stream says of itself.
func (s *stream) IsTerminal() bool {
	terminal := false
	_ = s.rt.VM().Try(func() {
		v := s.object.Get("isTTY")
		terminal = v != nil && v.ToBoolean()
	})
	return terminal
}
