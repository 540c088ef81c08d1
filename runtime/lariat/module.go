package lariat

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/fault"
)

// Module is what a host gives to scripts under one name: functions, values, classes. It is made before New, which reports
// all that is wrong with it, and may be given to many runtimes; it must not be changed afterwards.
type Module struct {
	name, doc string
	items     []*item
}

// item is an export.
type item struct {
	name, doc string
	params    []string
	class     bool
	value     any
	methods   []string
	docs      map[string]string
	method    string // that Doc and Params speak of
	names     map[string][]string
}

// NewModule makes a module. Scripts import it by name: "app:users".
func NewModule(name string) *Module { return &Module{name: name} }

// Func adds a function. Its signature decides what it is in scripts:
//
//   - A first parameter context.Context is not visible: the function runs on a goroutine of its own and scripts get a promise.
//     The context ends with the scope of the calling task: a timeout, a cancellation, the end of the host's own call. Without
//     it the function runs on the goroutine of the script, which waits, and must be quick.
//   - An error as the last result is thrown. Errors keep what they are on their way through the script.
//   - An iter.Seq[T], an iter.Seq2[T, error] or a channel is an async iterable, which goes on when the script asks; break
//     ends it. The function runs when the first item is asked for, on a goroutine of its own, if it has a context.
//   - An io.Reader is a ReadableStream, which closes it if it can be closed.
//   - A parameter func(context.Context, A) (R, error), or without the context or the R, is a callback: it may be called from
//     any goroutine until the runtime ends, then it returns ErrClosed.
//   - A struct as the last parameter is an options object: it may be missing, and what the struct does not have is refused.
//   - Values are copied, see As; a pointer to the type of a class is the object itself.
//
// A panic in it is an InternalError in the script, and is logged with its stack.
func (m *Module) Func(name string, f any) *Module {
	m.items = append(m.items, &item{name: name, value: f})
	return m
}

// Value adds a constant.
func (m *Module) Value(name string, v any) *Module {
	m.items = append(m.items, &item{name: name, value: constant{v}})
	return m
}

type constant struct{ v any }

// Class adds a class. of is a function that makes what its objects stand for, a pointer, when a script says new; or a nil
// pointer of the type, if only Go makes them. Where a function returns such a pointer, scripts have an object of the class,
// and where one takes it they give it back. What has a method Close is disposed of by using. Workers share the Go value.
func (m *Module) Class(name string, of any) *Module {
	m.items = append(m.items, &item{name: name, value: of, class: true, docs: map[string]string{}, names: map[string][]string{}})
	return m
}

// Methods gives scripts methods of the last class, by their Go names: FindAll is findAll. Signatures mean what they mean in
// Func. What is not named is not there, but for Close.
func (m *Module) Methods(names ...string) *Module {
	if it := m.last(); it != nil {
		it.methods = append(it.methods, names...)
		if len(names) > 0 {
			it.method = names[len(names)-1]
		}
	}
	return m
}

// Doc describes what was added last, the module itself before that; after Methods with one name, that method. It is for DTS.
func (m *Module) Doc(text string) *Module {
	switch it := m.last(); {
	case it == nil:
		m.doc = text
	case it.method != "":
		it.docs[it.method] = text
	default:
		it.doc = text
	}
	return m
}

// Params names the parameters of what was added last, for messages and DTS; a context has no name.
func (m *Module) Params(names ...string) *Module {
	switch it := m.last(); {
	case it == nil:
	case it.method != "":
		it.names[it.method] = names
	default:
		it.params = names
	}
	return m
}

func (m *Module) last() *item {
	if len(m.items) == 0 {
		return nil
	}
	return m.items[len(m.items)-1]
}

// WithModules gives scripts modules of the host.
func WithModules(modules ...*Module) Option {
	return func(o *options) {
		for i, m := range modules {
			if m == nil {
				o.mistake = append(o.mistake, fault.Type.New("WithModules: module %d must be a *lariat.Module, got nil", i+1))
				continue
			}
			o.given = append(o.given, m)
		}
	}
}

// wraps are the types of the classes, as nil pointers.
func (m *Module) wraps() (list []any) {
	for _, it := range m.items {
		if t := it.instance(); t != nil {
			list = append(list, reflect.Zero(t).Interface())
		}
	}
	return list
}

// instance is the type of the objects of a class, nil if the item is none.
func (it *item) instance() reflect.Type {
	t := reflect.TypeOf(it.value)
	switch {
	case !it.class || t == nil:
		return nil
	case t.Kind() == reflect.Func && t.NumOut() > 0:
		t = t.Out(0)
	}
	if t.Kind() != reflect.Pointer {
		return nil
	}
	return t
}

// build makes the module of the engine, and reports all that is wrong.
func (m *Module) build(k *kit) (runtime.Module, []error) {
	var mistakes []error
	fail := func(format string, args ...any) { mistakes = append(mistakes, fault.Type.New(format, args...)) }
	if m.name == "" || strings.HasPrefix(m.name, ".") || strings.HasPrefix(m.name, "/") || strings.ContainsAny(m.name, " \n\"'") {
		fail(`NewModule: the name must be like "app:users", got %q`, m.name)
	}
	b := builder{kit: k, module: m.name}
	for i, it := range m.items {
		if slices.ContainsFunc(m.items[:i], func(o *item) bool { return o.name == it.name }) {
			fail("%s: there are two exports %q", m.name, it.name)
		}
		if !identifier(it.name) {
			fail("%s: the name of an export must be an identifier of JavaScript, got %q", m.name, it.name)
		}
		mistakes = append(mistakes, b.add(it)...)
	}
	built := runtime.Module{Name: m.name, Wraps: m.wraps(), Load: b.load}
	return built, mistakes
}

func identifier(name string) bool {
	return name != "" && property(name) == "."+name
}

// hostModules makes the modules of the host, once the types of all classes are known.
func (o *options) hostModules(k *kit) []runtime.Module {
	var list []runtime.Module
	for _, m := range o.given {
		for _, zero := range m.wraps() {
			t := reflect.TypeOf(zero)
			if k.classes.has(t) {
				o.mistake = append(o.mistake, fault.Type.New("%s: there is a class of the Go type %s already", m.name, t))
			}
			k.classes.types[t] = true
		}
	}
	names := map[string]bool{}
	for _, m := range o.given {
		built, mistakes := m.build(k)
		if names[m.name] {
			mistakes = append(mistakes, fault.Module.New("two modules are named %q", m.name))
		}
		names[m.name] = true
		o.mistake = append(o.mistake, mistakes...)
		list = append(list, built)
	}
	return list
}

// label names a function in messages: "find of app:users".
func label(module, name string) string { return fmt.Sprintf("%s of %s", name, module) }
