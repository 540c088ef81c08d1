package inspect

import (
	"math"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/clone/slots"
)

// Symbol is Symbol.for("nodejs.util.inspect.custom"): an object's own way of being written.
func (i *Inspector) Symbol() *goja.Symbol {
	if i.custom == nil {
		const name = "nodejs.util.inspect.custom"
		ex := i.VM.Try(func() {
			i.custom, _ = i.Call(slots.SymbolFor, goja.Undefined(), i.VM.ToValue(name)).(*goja.Symbol)
		})
		if ex != nil || i.custom == nil { // the script has removed Symbol.for: nobody can have the symbol
			i.custom = goja.NewSymbol(name)
		}
	}
	return i.custom
}

// byScript calls the custom inspection function of an object. this is the Proxy around it, if there is one.
func (p *printer) byScript(o, this *goja.Object, depth int) (string, bool) {
	f, ok := p.symbolOf(o, p.Symbol()).(*goja.Object)
	if !ok || !slots.Of(f).IsFunction() || f == p.function || p.isPrototype(o) {
		return "", false
	}
	left := goja.PositiveInf()
	if p.o.Depth != Unlimited {
		left = p.VM.ToValue(p.o.Depth - depth)
	}
	ret := p.call(f, this, left, p.optionsObject(), p.Function())
	if ret == goja.Value(this) {
		return "", false
	}
	if s, ok := ret.(goja.String); ok {
		return p.indented(slots.Text(s)), true
	}
	return p.value(ret, depth, false), true
}

// isPrototype reports whether an object is the prototype of its own constructor: that has the function for its
// instances, not for itself.
func (p *printer) isPrototype(o *goja.Object) bool {
	own, _ := p.Own(o, "constructor")
	c, ok := own.Value.(*goja.Object)
	if !ok || slots.Of(c) == slots.Proxy {
		return false
	}
	prototype, _ := p.Own(c, "prototype")
	return prototype.Value == goja.Value(o)
}

// optionsObject is what a custom inspection function gets, to pass it on to inspect.
func (p *printer) optionsObject() *goja.Object {
	limit := func(n int) goja.Value {
		if n == Unlimited {
			return goja.PositiveInf()
		}
		return p.VM.ToValue(n)
	}
	compact := p.VM.ToValue(p.o.Compact)
	if p.o.Compact <= 0 {
		compact = p.VM.ToValue(p.o.Compact == Compact)
	}
	getters := map[Getters]any{NoGetters: false, AllGetters: true, PlainGetters: "get", PairedGetters: "set"}[p.o.Getters]
	o := p.VM.NewObject()
	for _, option := range []struct {
		name  string
		value any
	}{
		{"showHidden", p.o.ShowHidden},
		{"depth", limit(p.o.Depth)},
		{"colors", p.o.Colors},
		{"customInspect", p.o.CustomInspect},
		{"showProxy", p.o.ShowProxy},
		{"maxArrayLength", limit(p.o.MaxArrayLength)},
		{"maxStringLength", limit(p.o.MaxStringLength)},
		{"breakLength", limit(p.o.BreakLength)},
		{"compact", compact},
		{"sorted", p.o.Sorted},
		{"getters", getters},
		{"numericSeparator", p.o.NumericSeparator},
		{"stylize", p.stylize()},
	} {
		if err := o.Set(option.name, option.value); err != nil {
			panic(err)
		}
	}
	return o
}

func (p *printer) stylize() goja.Value {
	colors := p.o.Colors
	return p.VM.ToValue(func(call goja.FunctionCall) goja.Value {
		s, ok := styleNames.Get()[call.Argument(1).String()]
		if !ok || !colors {
			return call.Argument(0)
		}
		painter := printer{o: Options{Colors: true}}
		return p.VM.ToValue(painter.paint(call.Argument(0).String(), s))
	})
}

// ParseOptions reads the options that a script has given, on top of others. A value of the wrong type is ignored.
func (i *Inspector) ParseOptions(o *goja.Object, on Options) Options {
	flag := func(name string, to *bool) {
		if v := o.Get(name); v != nil && !goja.IsUndefined(v) {
			*to = v.ToBoolean()
		}
	}
	limit := func(name string, to *int) {
		v := o.Get(name)
		switch {
		case v == nil || goja.IsUndefined(v):
		case goja.IsNull(v):
			*to = Unlimited
		case goja.IsNumber(v):
			*to = clamp(v.ToFloat())
		}
	}
	flag("showHidden", &on.ShowHidden)
	flag("colors", &on.Colors)
	flag("customInspect", &on.CustomInspect)
	flag("showProxy", &on.ShowProxy)
	flag("numericSeparator", &on.NumericSeparator)
	limit("depth", &on.Depth)
	limit("maxArrayLength", &on.MaxArrayLength)
	limit("maxStringLength", &on.MaxStringLength)
	limit("breakLength", &on.BreakLength)
	i.parseCompact(o.Get("compact"), &on)
	i.parseSorted(o.Get("sorted"), &on)
	i.parseGetters(o.Get("getters"), &on)
	return on
}

func clamp(f float64) int {
	switch {
	case math.IsNaN(f):
		return 0
	case f >= math.MaxInt32:
		return Unlimited
	case f <= math.MinInt32:
		return math.MinInt32
	}
	return int(f)
}

func (i *Inspector) parseCompact(v goja.Value, on *Options) {
	switch {
	case v == nil || goja.IsUndefined(v):
	case goja.IsNumber(v):
		on.Compact = max(clamp(v.ToFloat()), Multiline)
	case v.ToBoolean():
		on.Compact = Compact
	default:
		on.Compact = Multiline
	}
}

func (i *Inspector) parseSorted(v goja.Value, on *Options) {
	if v == nil || goja.IsUndefined(v) {
		return
	}
	on.Sorted, on.Less = v.ToBoolean(), nil
	if f, ok := v.(*goja.Object); ok && slots.Of(f).IsFunction() {
		on.Less = func(a, b string) int {
			p := printer{Inspector: i}
			order := p.call(f, goja.Undefined(), i.VM.ToValue(a), i.VM.ToValue(b)).ToFloat()
			switch {
			case order < 0:
				return -1
			case order > 0:
				return 1
			}
			return 0
		}
	}
}

func (i *Inspector) parseGetters(v goja.Value, on *Options) {
	if v == nil || goja.IsUndefined(v) {
		return
	}
	switch {
	case goja.IsString(v) && v.String() == "get":
		on.Getters = PlainGetters
	case goja.IsString(v) && v.String() == "set":
		on.Getters = PairedGetters
	case v.ToBoolean():
		on.Getters = AllGetters
	default:
		on.Getters = NoGetters
	}
}

// Function is util.inspect as scripts call it: inspect(value, options), or the old inspect(value, showHidden, depth,
// colors). It has the property custom.
func (i *Inspector) Function() *goja.Object {
	if i.function != nil {
		return i.function
	}
	i.function, _ = i.VM.ToValue(func(call goja.FunctionCall) goja.Value {
		on := i.Defaults
		if o, ok := call.Argument(1).(*goja.Object); ok {
			on = i.ParseOptions(o, on)
		} else if len(call.Arguments) > 1 && !goja.IsUndefined(call.Arguments[1]) {
			on.ShowHidden = call.Arguments[1].ToBoolean()
		}
		if v := call.Argument(2); goja.IsNull(v) {
			on.Depth = Unlimited
		} else if goja.IsNumber(v) {
			on.Depth = clamp(v.ToFloat())
		}
		if v := call.Argument(3); !goja.IsUndefined(v) {
			on.Colors = v.ToBoolean()
		}
		text, err := i.Inspect(call.Argument(0), on)
		if err != nil {
			panic(i.rethrow(err))
		}
		return i.VM.ToValue(text)
	}).(*goja.Object)
	for _, err := range []error{
		i.function.DefineDataProperty("name", i.VM.ToValue("inspect"), goja.FLAG_FALSE, goja.FLAG_TRUE, goja.FLAG_FALSE),
		i.function.Set("custom", i.Symbol()),
	} {
		if err != nil {
			panic(err)
		}
	}
	return i.function
}

// rethrow is what a native function panics with, so that the script sees a JavaScript exception as it was, is stopped by
// an interrupt, and gets any other error as a GoError.
func (i *Inspector) rethrow(err error) any {
	switch err.(type) { //nolint:errorlint // what goja knows how to throw
	case *goja.Exception, *goja.InterruptedError, *goja.StackOverflowError:
		return err
	}
	return i.VM.NewGoError(err)
}
