// Package inspect writes any JavaScript value as text, exactly as Node's util.inspect does: for console.log, the REPL
// and error reports.
//
// It reads what is inside an object (see slots) and runs script code only where Node does as well: a function under
// Symbol.for("nodejs.util.inspect.custom"), a toStringTag, the name and the cause of an error. Getters are not run, and
// a Proxy is looked through without its traps. The text is bounded in depth, width and size, whatever the value.
package inspect

import (
	"math"
	"strings"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/clone/slots"
)

// Unlimited is no limit, for Depth, MaxArrayLength and MaxStringLength: what null and Infinity are in JavaScript.
const Unlimited = math.MaxInt

// Multiline and Compact are the values of Options.Compact beside the number of inner levels that share a line.
const (
	Multiline = 0  // compact: false
	Compact   = -1 // compact: true
)

// Getters says which getters are run and shown.
type Getters uint8

// The values of Options.Getters: none, all, those without a setter ("get") and those with one ("set").
const (
	NoGetters Getters = iota
	AllGetters
	PlainGetters
	PairedGetters
)

// Options are those of Node's util.inspect under the same names; start from Default.
type Options struct {
	ShowHidden       bool
	Depth            int
	Colors           bool
	CustomInspect    bool
	ShowProxy        bool
	MaxArrayLength   int
	MaxStringLength  int
	BreakLength      int
	Compact          int
	Sorted           bool
	Less             func(a, b string) int
	Getters          Getters
	NumericSeparator bool

	// MaxObjects and MaxBytes bound the text as a whole, which Node does only at about 2^27 characters. Where a text grows
	// too large, what is left is written as briefly as can be.
	MaxObjects, MaxBytes int
	// Host writes an object of the host, whatever its properties are. It is asked about every object that has no internal
	// slots of ECMAScript's and is not directly under Object.prototype.
	Host func(o *goja.Object) (text string, ok bool)
	// Stack rewrites the text of an error's stack, in goja's form; FormatStack is the default.
	Stack func(stack string) string
}

// Default returns Node's defaults, which console.log has as well, be it on a terminal or not.
func Default() Options {
	return Options{
		Depth: 2, CustomInspect: true, MaxArrayLength: 100, MaxStringLength: 10_000, BreakLength: 80, Compact: 3,
		MaxObjects: 1 << 18, MaxBytes: 1 << 24,
	}
}

// Inspector inspects the values of one runtime. Only the goroutine that owns the runtime may use it.
type Inspector struct {
	*slots.Realm
	// Defaults are the options of the functions that scripts call.
	Defaults Options
	// custom is Symbol.for("nodejs.util.inspect.custom"), once it was needed.
	custom   *goja.Symbol
	function *goja.Object
}

// New returns the inspector of a VM; it costs a microsecond.
func New(vm *goja.Runtime, defaults Options) *Inspector {
	return &Inspector{Realm: slots.New(vm), Defaults: defaults}
}

// Inspect writes a value. The error is what a custom inspection function has thrown, or an interrupt or stack overflow,
// which a native function has to panic with.
func (i *Inspector) Inspect(v goja.Value, o Options) (text string, err error) {
	err = i.Run("inspecting", func() { text = clean(i.inspect(v, o)) })
	return text, err
}

// Text is Inspect for those who cannot do with an error: where script code fails, the value is written without its help.
func (i *Inspector) Text(v goja.Value, o Options) string {
	text, err := i.Inspect(v, o)
	if err == nil {
		return text
	}
	o.CustomInspect, o.Getters = false, NoGetters
	if text, err = i.Inspect(v, o); err == nil {
		return text
	}
	return "<the value cannot be shown>"
}

func (i *Inspector) inspect(v goja.Value, o Options) string {
	if v == nil {
		v = goja.Undefined()
	}
	return (&printer{Inspector: i, o: o}).value(v, 0, false)
}

// maxLevels limits the nesting, where Node stops at a stack overflow.
const maxLevels = 500

// printer writes one value.
type printer struct {
	*Inspector
	o Options
	// seen are the objects around the current one.
	seen     []*goja.Object
	circular map[*goja.Object]int
	indent   int
	// deepest is how deep the part that was written last goes.
	deepest int
	// objects and bytes are what was written so far.
	objects, bytes int
}

// spend counts against the limits.
func (p *printer) spend(objects, bytes int) {
	p.objects += objects
	p.bytes += bytes
	if p.objects > p.o.MaxObjects || p.bytes > p.o.MaxBytes {
		p.o.Depth = -1
		p.o.MaxArrayLength, p.o.MaxStringLength = min(p.o.MaxArrayLength, 10), min(p.o.MaxStringLength, 10)
	}
}

// value writes any value. depth is the number of objects around it; bare says that it is the buffer of a typed array,
// whose contents were shown.
func (p *printer) value(v goja.Value, depth int, bare bool) string {
	o, ok := v.(*goja.Object)
	if !ok {
		text := p.primitive(v)
		p.spend(0, len(text))
		return text
	}
	original := o
	kind := slots.Of(o)
	if kind == slots.Proxy {
		target, handler := proxied(o)
		switch {
		case target == nil:
			return p.paint("<Revoked Proxy>", special)
		case p.o.ShowProxy:
			return p.proxy(target, handler, depth)
		}
		if o = unwrap(target); o == nil {
			return p.paint("<Revoked Proxy>", special)
		}
		kind = slots.Of(o)
	}
	if text, ok := p.byHost(o, kind); ok {
		return p.indented(text)
	}
	if p.o.CustomInspect {
		if text, ok := p.byScript(o, original, depth); ok {
			return text
		}
	}
	for _, s := range p.seen {
		if s == o {
			return p.paint("[Circular *"+itoa(p.reference(o))+"]", special)
		}
	}
	if len(p.seen) == maxLevels {
		name := strings.TrimSuffix(prefix(p.constructorName(o, kind, depth, nil), "", kindName(kind), ""), " ")
		return p.paint("["+name+": Inspection interrupted prematurely. Maximum call stack size exceeded.]", special)
	}
	return p.object(o, kind, depth, bare)
}

// reference numbers an object that contains itself.
func (p *printer) reference(o *goja.Object) int {
	n, ok := p.circular[o]
	if !ok {
		if p.circular == nil {
			p.circular = map[*goja.Object]int{}
		}
		n = len(p.circular) + 1
		p.circular[o] = n
	}
	return n
}

func (p *printer) byHost(o *goja.Object, kind slots.Kind) (string, bool) {
	if p.o.Host == nil || kind != slots.Plain && kind < slots.Dynamic && kind != slots.Other ||
		o.Prototype() == p.ObjectPrototype() {
		return "", false
	}
	return p.o.Host(o)
}

// proxied returns the two sides of a Proxy, nil once it is revoked.
func proxied(o *goja.Object) (target, handler *goja.Object) {
	x, ok := o.Export().(goja.Proxy)
	if !ok || x.Target() == nil {
		return nil, nil
	}
	return x.Target(), x.Handler()
}

// unwrap looks through Proxies, without their traps; it is nil where one is revoked.
func unwrap(o *goja.Object) *goja.Object {
	for o != nil && slots.Of(o) == slots.Proxy {
		o, _ = proxied(o)
	}
	return o
}

// throughProxy reports whether the prototypes of o go through a Proxy. Then its properties are not looked up: that would
// run traps, and goja does not survive a chain that such a Proxy makes endless.
func throughProxy(o *goja.Object) bool {
	for o != nil {
		if slots.Of(o) == slots.Proxy {
			return true
		}
		o = o.Prototype()
	}
	return false
}

func (p *printer) proxy(target, handler *goja.Object, depth int) string {
	if depth > p.o.Depth {
		return p.paint("Proxy [Array]", special)
	}
	p.indent += 2
	parts := []string{p.value(target, depth+1, false), p.value(orNull(handler), depth+1, false)}
	p.indent -= 2
	return p.join(&subject{open: "Proxy [", shut: "]", list: true, depth: depth}, parts)
}

func orNull(o *goja.Object) goja.Value {
	if o == nil {
		return goja.Null()
	}
	return o
}
