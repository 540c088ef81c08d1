package lariat

import (
	"context"
	"reflect"
	"slices"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/clone"
	"github.com/lariatjs/lariat/runtime/fault"
)

// builder makes the exports of a module.
type builder struct {
	*kit
	module string
	funcs  []built
	raws   []builtRaw
	values []builtValue
	class  []*builtClass
}

type built struct {
	name string
	*binding
}

type builtRaw struct {
	name  string
	f     Raw
	names []string
}

type builtValue struct {
	name  string
	value *clone.Message
}

type builtClass struct {
	name    string
	typ     reflect.Type
	make    *binding // or nil
	methods []built
	closes  bool
}

// add checks an item and returns all that is wrong with it.
func (b *builder) add(it *item) []error {
	what := label(b.module, it.name)
	if c, ok := it.value.(constant); ok {
		n, err := (&encoder{classes: b.classes}).node(c.v)
		if err != nil {
			return []error{placed(err, what)}
		}
		b.values = append(b.values, builtValue{it.name, clone.NewMessage(n)})
		return nil
	}
	if it.class {
		return b.addClass(it, what)
	}
	if f, ok := it.value.(Raw); ok {
		if f == nil {
			return []error{fault.Type.New("%s: must be a function, got a nil function", what)}
		}
		b.raws = append(b.raws, builtRaw{it.name, f, it.params})
		return nil
	}
	f, err := b.bindingOf(what, reflect.ValueOf(it.value), false, it.params)
	if err != nil {
		return []error{placed(err, what)}
	}
	b.funcs = append(b.funcs, built{it.name, f})
	return nil
}

func (b *builder) addClass(it *item, what string) (mistakes []error) {
	k := &builtClass{name: it.name, typ: it.instance()}
	if k.typ == nil {
		return []error{fault.Type.New("%s: a class takes a nil pointer of its type, or a function that returns such a pointer, got %s",
			what, typeName(reflect.ValueOf(it.value)))}
	}
	if v := reflect.ValueOf(it.value); v.Kind() == reflect.Func {
		f, err := b.bindingOf("new "+it.name, v, false, it.params)
		switch {
		case err != nil:
			mistakes = append(mistakes, placed(err, what))
		case f.context:
			mistakes = append(mistakes, fault.Type.New("%s: a constructor cannot wait: its function must not take a context", what))
		}
		k.make = f
	}
	methods := it.methods
	if _, closes := k.typ.MethodByName("Close"); closes && !slices.Contains(methods, "Close") {
		methods = append(slices.Clone(methods), "Close")
	}
	for _, name := range methods {
		method, ok := k.typ.MethodByName(name)
		if !ok {
			mistakes = append(mistakes, fault.Type.New("%s: the Go type %s has no method %s", what, k.typ, name))
			continue
		}
		f, err := b.bindingOf(it.name+"."+camel(name), method.Func, true, it.names[name])
		if err != nil {
			mistakes = append(mistakes, placed(err, what+"."+camel(name)))
			continue
		}
		k.closes = k.closes || name == "Close"
		k.methods = append(k.methods, built{camel(name), f})
	}
	b.class = append(b.class, k)
	return mistakes
}

// load makes the exports for one isolate.
func (b *builder) load(core *runtime.Runtime) runtime.Exports {
	i := isolate{b.kit, core}
	exports := runtime.Exports{}
	for _, k := range b.class {
		exports[k.name] = k.in(i)
	}
	for _, f := range b.funcs {
		exports[f.name] = f.value(i, f.name)
	}
	for _, f := range b.raws {
		exports[f.name] = bind.Func(core, f.name, len(f.names), f.f.native(i, label(b.module, f.name), f.names))
	}
	for _, v := range b.values {
		value, err := core.Cloner().Decode(v.value)
		if err != nil {
			bind.Throw(core, err)
		}
		exports[v.name] = value
	}
	return exports
}

// value makes the function.
func (f built) value(i isolate, name string) goja.Value {
	native := func(c *bind.Call) (any, error) { return f.native(i, c, nil) }
	if f.promises() {
		return bind.AsyncFunc(i.core, name, f.least(), native)
	}
	return bind.Func(i.core, name, f.least(), native)
}

// promises reports whether scripts get a promise.
func (b *binding) promises() bool { return b.context && (b.outcome == plain || b.outcome == reader) }

// least is how many arguments a call must have.
func (b *binding) least() int {
	n := len(b.params)
	for n > 0 {
		p := b.params[n-1]
		if !p.options && !(b.variadic && n == len(b.params)) && (p.class || p.typ.Kind() != reflect.Pointer) {
			break
		}
		n--
	}
	return n
}

// in makes the class.
func (k *builtClass) in(i isolate) goja.Value {
	type method = func(v any, c *bind.Call) (any, error)
	class := bind.Class[any]{
		Name: k.name, Shared: true, Methods: map[string]method{}, Async: map[string]method{}, Lengths: map[string]int{},
	}
	if k.make != nil {
		class.Length = k.make.least()
		class.New = func(c *bind.Call) (any, error) {
			in, err := k.make.arguments(i, c)
			if err != nil {
				return nil, err
			}
			v, err := k.make.call(context.Background(), i, in)
			if err == nil && v.IsNil() {
				err = fault.Internal.New("new %s: the function of the host made nothing", k.name)
			}
			if err != nil {
				return nil, err
			}
			return v.Interface(), nil
		}
	}
	for _, f := range k.methods {
		call := func(v any, c *bind.Call) (any, error) {
			if reflect.TypeOf(v) != k.typ {
				return nil, fault.Type.New("%s: \"this\" must be %s", f.label, article(k.name))
			}
			return f.native(i, c, v)
		}
		class.Lengths[f.name] = f.least()
		switch {
		case f.promises():
			class.Async[f.name] = call
		default:
			class.Methods[f.name] = call
		}
	}
	if k.closes {
		if class.Async["close"] != nil {
			class.AsyncDispose = "close"
		} else {
			class.Dispose = "close"
		}
	}
	made := class.In(i.core)
	i.core.RegisterClass(k.typ, bind.OneEach(i.core, func(v any) *goja.Object { return made.Wrap(v) }))
	return made.Value
}
