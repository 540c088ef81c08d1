package bind

import (
	"maps"
	"reflect"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/es"
	"github.com/lariatjs/lariat/runtime/fault"
)

// Class is the table of one JavaScript class whose instances are ordinary objects that carry a Go value
// of type T. It is a proper class: instanceof, extends, fields in subclasses and Symbol.toStringTag work,
// and calling it without new throws.
type Class[T any] struct {
	Name string
	// Extends is the constructor of the base class, or nil.
	Extends *goja.Object
	// Abstract classes can be extended by scripts but not constructed themselves.
	Abstract bool
	// Length is the number of required constructor arguments.
	Length int
	// New makes the Go value of new Name(…); nil means that scripts cannot construct it.
	New func(c *Call) (T, error)
	// Methods may throw; Async ones return promises, which they reject with what they would throw.
	Methods, Async map[string]func(v T, c *Call) (any, error)
	Getters        map[string]func(v T) any
	Setters        map[string]func(v T, c *Call) error
	// Statics and AsyncStatics are functions of the constructor.
	Statics, AsyncStatics map[string]Fn
	// Lengths gives the length of functions that require arguments. ".name" is the static one, if both have the name.
	Lengths map[string]int
	// Dispose and AsyncDispose name the method that using and await using call. The asynchronous one is
	// shielded: a cancelled scope has no power over it for five seconds.
	Dispose, AsyncDispose string
	// Iterate and AsyncIterate name the method behind Symbol.iterator and Symbol.asyncIterator.
	Iterate, AsyncIterate string
	// Shared values are the same Go value in every isolate that they are posted to, and one object in each.
	Shared bool
	// Web classes have enumerable members, as Web IDL wants it.
	Web bool
	// Light instances are made by Go, by the thousand, and cost a third of an ordinary object. A script can
	// give them plain properties only.
	Light bool
}

// Constructor is a class as one runtime has it.
type Constructor[T any] struct {
	Value     *goja.Object
	Prototype *goja.Object
	rt        *runtime.Runtime
	light     bool
}

// template makes the class in JavaScript, because only the language itself makes classes right. init
// receives the new object and the arguments. skip tells a base class that a derived one of ours sets the handle.
var (
	template        = sync.OnceValue(func() *goja.Program { return classProgram("", "") })
	derivedTemplate = sync.OnceValue(func() *goja.Program { return classProgram("extends Base", "super(skip);") })
)

func classProgram(extends, begin string) *goja.Program {
	return es.MustCompile("lariat:class", `(function (name, Base, abstract, init, skip) {
  const C = { [name]: class `+extends+` {
    constructor(...args) {
      `+begin+`
      if (args[0] !== skip) {
        if (abstract && new.target === C) throw new TypeError(name + " is abstract: extend it");
        init(this, args);
      }
    }
  } }[name];
  return C;
})`, true)
}

// skip is the argument that no script can have.
var skip = goja.NewSymbol("lariat.skip")

// In makes the class for a runtime and registers it as the class of T.
func (k Class[T]) In(rt *runtime.Runtime) *Constructor[T] {
	vm := rt.VM()
	base, program := goja.Undefined(), template
	if k.Extends != nil {
		base, program = k.Extends, derivedTemplate
	}
	fn, err := vm.RunProgram(program())
	if err != nil {
		panic(err)
	}
	made, err := rt.Call(fn, goja.Undefined(), vm.ToValue(k.Name), base, vm.ToValue(k.Abstract), k.init(rt), skip)
	if err != nil {
		panic(err)
	}
	ctor := &Constructor[T]{Value: made.(*goja.Object), rt: rt, light: k.Light}
	ctor.Prototype = ctor.Value.Get("prototype").(*goja.Object)
	_ = ctor.Value.DefineDataProperty("length", vm.ToValue(k.Length), goja.FLAG_FALSE, goja.FLAG_TRUE, goja.FLAG_FALSE)
	k.fill(rt, ctor)
	wrap := func(v any) *goja.Object { return ctor.Wrap(v.(T)) }
	if k.Shared {
		wrap = OneEach(rt, wrap)
	}
	if t := reflect.TypeFor[T](); t.Kind() == reflect.Pointer {
		rt.RegisterClass(t, wrap)
	}
	return ctor
}

func (k Class[T]) init(rt *runtime.Runtime) goja.Value {
	body := bodyOf(rt, "new "+k.Name, func(c *Call) (any, error) {
		if k.New == nil {
			if k.Abstract {
				return nil, nil
			}
			return nil, fault.Type.New("%s cannot be constructed by a script", k.Name)
		}
		v, err := k.New(c)
		if err != nil {
			return nil, err
		}
		runtime.SetHandle(c.this.(*goja.Object), v)
		if k.Shared {
			remember(rt, v, c.this.(*goja.Object))
		}
		return nil, nil
	})
	return es.Function(rt.VM(), k.Name, k.Length, func(c goja.FunctionCall) goja.Value {
		return body(goja.FunctionCall{This: c.Arguments[0], Arguments: es.List(rt.VM(), c.Arguments[1])})
	})
}

// fill defines the members, in the order of their names.
func (k Class[T]) fill(rt *runtime.Runtime, ctor *Constructor[T]) {
	proto := ctor.Prototype
	for _, name := range slices.Sorted(maps.Keys(k.Methods)) {
		k.member(proto, name, k.method(rt, name, k.Lengths[name], false, k.Methods[name]))
	}
	for _, name := range slices.Sorted(maps.Keys(k.Async)) {
		f := k.Async[name]
		if name == k.AsyncDispose {
			f = shielded(f)
		}
		k.member(proto, name, k.method(rt, name, k.Lengths[name], true, f))
	}
	for _, name := range slices.Sorted(maps.Keys(k.Getters)) {
		k.accessor(rt, proto, name)
	}
	for name, fn := range k.Statics {
		k.member(ctor.Value, name, native(rt, k.Name+"."+name, name, k.staticLength(name), false, fn))
	}
	for name, fn := range k.AsyncStatics {
		k.member(ctor.Value, name, native(rt, k.Name+"."+name, name, k.staticLength(name), true, fn))
	}
	for symbol, name := range map[*goja.Symbol]string{
		es.SymDispose: k.Dispose, es.SymAsyncDispose: k.AsyncDispose,
		goja.SymIterator: k.Iterate, es.SymAsyncIterator: k.AsyncIterate,
	} {
		if name != "" {
			_ = proto.DefineDataPropertySymbol(symbol, proto.Get(name), goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE)
		}
	}
	_ = proto.DefineDataPropertySymbol(goja.SymToStringTag, rt.VM().ToValue(k.Name), goja.FLAG_FALSE, goja.FLAG_TRUE, goja.FLAG_FALSE)
}

func (k Class[T]) staticLength(name string) int {
	if n, ok := k.Lengths["."+name]; ok {
		return n
	}
	return k.Lengths[name]
}

// enumerable is the flag of the class's members.
func (k Class[T]) enumerable() goja.Flag {
	if k.Web {
		return goja.FLAG_TRUE
	}
	return goja.FLAG_FALSE
}

func (k Class[T]) member(obj *goja.Object, name string, v goja.Value) {
	_ = obj.DefineDataProperty(name, v, goja.FLAG_TRUE, goja.FLAG_TRUE, k.enumerable())
}

func (k Class[T]) method(rt *runtime.Runtime, name string, length int, async bool, f func(T, *Call) (any, error)) *goja.Object {
	return native(rt, k.Name+"."+name, name, length, async, func(c *Call) (any, error) {
		v, ok := runtime.HandleOf(c.this).(T)
		if !ok {
			return nil, fault.Type.New("%s: \"this\" must be %s", c.name, article(k.Name))
		}
		return f(v, c)
	})
}

// article is the name of a class with "a" or "an" before it.
func article(name string) string {
	if strings.ContainsAny(name[:min(1, len(name))], "AEIO") {
		return "an " + name
	}
	return "a " + name
}

func (k Class[T]) accessor(rt *runtime.Runtime, proto *goja.Object, name string) {
	get := k.method(rt, "get "+name, 0, false, func(v T, _ *Call) (any, error) { return k.Getters[name](v), nil })
	var set goja.Value
	if f := k.Setters[name]; f != nil {
		set = k.method(rt, "set "+name, 1, false, func(v T, c *Call) (any, error) { return nil, f(v, c) })
	}
	_ = proto.DefineAccessorProperty(name, get, set, goja.FLAG_TRUE, k.enumerable())
}

// disposeTimeout bounds an asynchronous disposer.
const disposeTimeout = 5 * time.Second

// shielded runs a disposer in a scope of its own: what must be given back is given back although the scope
// around it has ended, and nobody leaves that scope before.
func shielded[T any](f func(T, *Call) (any, error)) func(T, *Call) (any, error) {
	return func(v T, c *Call) (any, error) {
		rt := c.rt
		frame := *rt.Frame()
		frame.Scope = rt.NewScope(nil)
		frame.Scope.Limit(disposeTimeout, c.name)
		leave := rt.Scope().Busy()
		pending := false
		done := func() {
			frame.Scope.End()
			leave()
		}
		defer func() {
			if !pending { // also when f throws
				done()
			}
		}()
		var result any
		var err error
		rt.Under(&frame, func() { result, err = f(v, c) })
		if p, ok := result.(goja.Value); ok && err == nil && es.PromiseOf(p) != nil {
			pending = true
			after := rt.NewPromise()
			rt.Then(p, func(v goja.Value) {
				done()
				after.Resolve(v)
			}, func(reason goja.Value) {
				done()
				after.RejectValue(reason)
			})
			return after.Value, nil
		}
		return result, err
	}
}

// Wrap makes an instance for a Go value without running the constructor.
func (k *Constructor[T]) Wrap(v T) *goja.Object {
	if k.light {
		return k.rt.NewLight(k.Prototype, v)
	}
	return k.rt.NewHandle(k.Prototype, v)
}

// Of returns the Go value of an instance.
func (k *Constructor[T]) Of(v goja.Value) (T, bool) {
	t, ok := runtime.HandleOf(v).(T)
	return t, ok
}
