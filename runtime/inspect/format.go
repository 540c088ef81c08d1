package inspect

import (
	"slices"
	"strings"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/clone/slots"
)

// Format is what console.log prints: printf-like if the first argument is a string with a % in it, then the rest with
// spaces between. It is util.formatWithOptions. The error is what script code has thrown: a custom inspection function,
// or the toString, valueOf or toJSON that %s, %d and %j call.
func (i *Inspector) Format(args []goja.Value, o Options) (text string, err error) {
	args = slices.Clone(args) // they may be a window of the VM's stack
	err = i.Run("formatting", func() {
		f := formatter{Inspector: i, o: o, args: args}
		text = clean(f.format())
	})
	return text, err
}

type formatter struct {
	*Inspector
	o    Options
	args []goja.Value
	// used is the number of arguments that are in the text.
	used int
}

func (f *formatter) format() string {
	var b strings.Builder
	space := ""
	if len(f.args) > 0 {
		if s, ok := f.args[0].(goja.String); ok && (len(f.args) == 1 || strings.Contains(s.String(), "%")) {
			f.used = 1
			b.WriteString(f.directives(slots.Text(s)))
			space = " "
		}
	}
	for _, v := range f.args[f.used:] {
		b.WriteString(space)
		if s, ok := v.(goja.String); ok {
			b.WriteString(slots.Text(s))
		} else {
			b.WriteString(f.inspect(v, f.o))
		}
		space = " "
	}
	return b.String()
}

// directives replaces %s and the like by arguments, as long as there are some. "%%" is a percent sign, unless the string
// is the only argument.
func (f *formatter) directives(s string) string {
	if len(f.args) == 1 {
		return s
	}
	var b strings.Builder
	for {
		before, after, ok := strings.Cut(s, "%")
		b.WriteString(before)
		if !ok {
			return b.String()
		}
		if after == "" {
			b.WriteString("%")
			return b.String()
		}
		letter := after[0]
		switch {
		case letter == '%':
			b.WriteByte('%')
			s = after[1:]
		case f.used < len(f.args) && strings.IndexByte("sjdOoifc", letter) >= 0:
			v := f.args[f.used]
			f.used++
			if v == nil {
				v = goja.Undefined()
			}
			b.WriteString(f.directive(letter, v))
			s = after[1:]
		default: // Node looks for the next % behind the letter
			b.WriteString("%" + after[:1])
			s = after[1:]
		}
	}
}

func (f *formatter) directive(letter byte, v goja.Value) string {
	switch letter {
	case 's':
		return f.str(v)
	case 'j':
		return f.json(v)
	case 'd':
		return f.number(v, func() goja.Value { return v.ToNumber() })
	case 'i':
		return f.number(v, func() goja.Value { return f.Call(slots.ParseInt, goja.Undefined(), v) })
	case 'f':
		if goja.IsBigInt(v) {
			return numberText(f.Call(slots.ParseFloat, goja.Undefined(), v), f.o.NumericSeparator)
		}
		return f.number(v, func() goja.Value { return f.Call(slots.ParseFloat, goja.Undefined(), v) })
	case 'O':
		return f.inspect(v, f.o)
	case 'o':
		o := f.o
		o.ShowHidden, o.ShowProxy, o.Depth = true, true, 4
		return f.inspect(v, o)
	}
	return "" // %c: a style that only browsers can show
}

func (f *formatter) number(v goja.Value, convert func() goja.Value) string {
	if _, ok := v.(*goja.Symbol); ok {
		return "NaN"
	}
	if goja.IsBigInt(v) {
		return bigintText(v, f.o.NumericSeparator)
	}
	n := convert()
	if goja.IsBigInt(n) { // of an object
		n = f.VM.ToValue(n.ToFloat())
	}
	return numberText(n, f.o.NumericSeparator)
}

// str is String(v), but an object that has nothing to say for itself is inspected.
func (f *formatter) str(v goja.Value) string {
	switch x := v.(type) {
	case goja.String:
		return slots.Text(x)
	case *goja.Symbol:
		return symbolText(x)
	case *goja.Object:
		if slots.Of(x).IsFunction() || !f.saysNothing(x) {
			return x.String()
		}
		o := f.o
		o.Compact, o.Colors, o.Depth = 3, false, 0
		return f.inspect(v, o)
	}
	switch {
	case goja.IsNumber(v):
		return numberText(v, f.o.NumericSeparator)
	case goja.IsBigInt(v):
		return bigintText(v, f.o.NumericSeparator)
	}
	return v.String()
}

// saysNothing reports whether String(o) would call what every object of its class has: no toString and no
// Symbol.toPrimitive of the user's.
func (f *formatter) saysNothing(o *goja.Object) bool {
	p := printer{Inspector: f.Inspector}
	if o = unwrap(o); o == nil {
		return true
	}
	isFunction := func(v goja.Value) bool {
		x, ok := v.(*goja.Object)
		return ok && slots.Of(x).IsFunction()
	}
	byName, bySymbol := isFunction(p.get(o, "toString")), isFunction(p.symbolOf(o, goja.SymToPrimitive))
	if !byName && !bySymbol {
		return true
	}
	owns := func(at *goja.Object) bool {
		if _, ok := p.Own(at, "toString"); ok && byName {
			return true
		}
		return bySymbol && slices.ContainsFunc(p.Properties(at, true), func(own slots.Property) bool {
			return own.Symbol == goja.SymToPrimitive
		})
	}
	if owns(o) {
		return false
	}
	at := unwrap(o.Prototype())
	for n := 0; at != nil && !owns(at) && n < maxChain; n++ {
		at = unwrap(at.Prototype())
	}
	return at != nil && slices.Contains(builtIns, p.constructorOf(at))
}

// json is JSON.stringify(v), and "[Circular]" for what contains itself.
func (f *formatter) json(v goja.Value) string {
	var text goja.Value
	f.Native(slots.JSONStringify) // which throws if there is none any more
	ex := f.VM.Try(func() { text = f.Call(slots.JSONStringify, goja.Undefined(), v) })
	if ex == nil {
		return (&printer{Inspector: f.Inspector}).textOf(text)
	}
	p := printer{Inspector: f.Inspector}
	if e, ok := ex.Value().(*goja.Object); ok && p.messageOf(e) == f.circularMessage() {
		return "[Circular]"
	}
	panic(ex)
}

// circularMessage is what JSON.stringify says about an object that contains itself.
func (f *formatter) circularMessage() string {
	o := f.VM.NewObject()
	if err := o.Set("o", o); err != nil {
		return ""
	}
	ex := f.VM.Try(func() { f.Call(slots.JSONStringify, goja.Undefined(), o) })
	if ex == nil {
		return ""
	}
	return (&printer{Inspector: f.Inspector}).messageOf(ex.Value())
}
