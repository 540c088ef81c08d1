package runtime

import (
	"reflect"
	goruntime "runtime"
	"slices"
	"strings"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/es"
	"github.com/lariatjs/lariat/runtime/fault"
)

// Module is one importable unit of Go bindings. A value serves a whole family of runtimes and holds no
// goja value; Load makes what belongs to one VM.
type Module struct {
	// Name is the specifier: "lariat:lock", "node:path".
	Name string
	// Aliases are further specifiers of the same module ("path").
	Aliases []string
	// Types is the text of the module's .d.ts.
	Types string
	// Globals names the exports that are global variables too. They are installed lazily: the module is
	// loaded at the first touch of any of them.
	Globals []string
	// Operations, Attributes and Replaceable name those of the Globals that are functions, attributes, and attributes that
	// an assignment replaces. Their properties are as Web IDL has the members of a global object: enumerable, and
	// attributes are accessors. All others are hidden variables, as classes are.
	Operations, Attributes, Replaceable []string
	// Wraps holds a zero value of each Go type that a class of the module wraps, so that a Go value
	// handed to a script finds its class.
	Wraps []any
	// Load makes the exports for one runtime. It runs on the loop goroutine.
	Load func(rt *Runtime) Exports
	// Scheme is that of URLs that name texts which the module keeps, such as "blob:", and Text finds one by its URL, so that it
	// can be imported. It runs on the loop goroutine, and the module may not be loaded.
	Scheme string
	Text   func(rt *Runtime, url string) (kind string, text []byte, found bool)
	// Absent, in place of Load, says why there is no module of a name that others know, and what to do instead.
	Absent string
}

// Exports are the named exports of a module; "default" is the default export, which otherwise is the
// object of all of them.
type Exports map[string]goja.Value

// index checks the modules and builds the table of names. All mistakes are found here, at construction.
func (o *options) index() error {
	o.byName = map[string]*Module{}
	for i := range o.modules {
		m := &o.modules[i]
		if m.Load == nil && m.Absent == "" || m.Name == "" {
			return fault.Module.New("module %q has no name or no Load function", m.Name)
		}
		for _, name := range append([]string{m.Name}, m.Aliases...) {
			if o.byName[name] != nil {
				return fault.Module.New("two modules are named %q", name)
			}
			o.byName[name] = m
		}
	}
	o.globals = o.globalsOf()
	return nil
}

// canonical maps a specifier to the name of a module of the host.
func (o *options) canonical(specifier string) (string, bool) {
	if m := o.byName[specifier]; m != nil {
		return m.Name, true
	}
	return "", false
}

// Modules lists the modules that the runtime was given.
func (rt *Runtime) Modules() []Module { return rt.opts.modules }

// Exports returns the exports object of a module, loading it at first use. Loop goroutine only.
func (rt *Runtime) Exports(name string) (*goja.Object, error) {
	m := rt.opts.byName[name]
	if m == nil {
		return nil, fault.Module.New("module %q is not available here", name)
	}
	if m.Absent != "" {
		return nil, fault.Module.New("module %q is not available: %s", m.Name, m.Absent)
	}
	if obj := rt.loaded[m]; obj != nil {
		return obj, nil
	}
	exports, err := rt.load(m)
	if err != nil {
		return nil, err
	}
	if obj, ok := exports["default"].(*goja.Object); ok && len(exports) == 1 {
		rt.loaded[m] = obj
		return obj, nil
	}
	obj := rt.vm.NewObject()
	for _, key := range sortedKeys(exports) {
		if err := obj.Set(key, exports[key]); err != nil {
			return nil, err
		}
	}
	rt.loaded[m] = obj
	return obj, nil
}

// load calls Load. A module is loaded when it is needed, and by then a script may have taken away what the language has and
// the module relies on.
func (rt *Runtime) load(m *Module) (exports Exports, err error) {
	defer func() {
		switch x := recover().(type) {
		case nil:
		case goruntime.Error:
			err = fault.Module.New("module %q cannot be loaded: the script has changed built-ins of the language that it relies on: %w", m.Name, x)
		default:
			panic(x)
		}
	}()
	return m.Load(rt), nil
}

// Global says whether every isolate of the program has a global variable of this name, besides those of the
// language.
func (h host) Global(name string) bool { return h.rt.HasGlobal(name) }

// Text finds what a URL of a module's scheme names.
func (h host) Text(url string) (kind string, text []byte, found, known bool) {
	for i := range h.rt.opts.modules {
		if m := &h.rt.opts.modules[i]; m.Scheme != "" && strings.HasPrefix(url, m.Scheme) {
			kind, text, found = m.Text(h.rt, url)
			return kind, text, found, true
		}
	}
	return "", nil, false, false
}

// globalsOf lists the globals of the modules. Each is made at its first touch, by loading the module that it is of.
func (o *options) globalsOf() *es.Globals {
	var list []es.Global
	from := map[string]*Module{}
	for i := range o.modules {
		m := &o.modules[i]
		for _, name := range m.Globals {
			list = append(list, es.Global{Name: name, Kind: m.kindOf(name)})
			from[name] = m
		}
	}
	o.givers = from
	return es.NewGlobals(list, func(vm *goja.Runtime, name string) goja.Value { return es.Of(vm).Host().(host).rt.Global(name) })
}

// Global returns what a module gives as the global of a name, whatever a script has done to the variable: undefined if no module of
// this runtime has it. It loads the module, and throws what that throws. Loop goroutine only.
func (rt *Runtime) Global(name string) goja.Value {
	m := rt.opts.givers[name]
	if m == nil {
		return goja.Undefined()
	}
	exports, err := rt.Exports(m.Name)
	if err != nil {
		panic(rt.ErrorValue(err))
	}
	return exports.Get(name)
}

// HasGlobal reports whether Global gives something; it loads nothing.
func (rt *Runtime) HasGlobal(name string) bool { return rt.opts.givers[name] != nil }

func (m *Module) kindOf(global string) es.GlobalKind {
	switch {
	case slices.Contains(m.Operations, global):
		return es.Operation
	case slices.Contains(m.Attributes, global):
		return es.Attribute
	case slices.Contains(m.Replaceable, global):
		return es.Replaceable
	}
	return es.Hidden
}

// Patient says that the loader, and Do, see to literals of regular expressions.
func (h host) Patient() {}

// Globals are the names that the modules add to the global object.
func (h host) Globals() *es.Globals { return h.rt.opts.globals }

// RegisterClass tells the runtime how values of a Go type become JavaScript objects. The kit calls it
// when a class is made.
func (rt *Runtime) RegisterClass(t reflect.Type, wrap func(any) *goja.Object) { rt.classes[t] = wrap }

// Wrap returns the JavaScript object of a Go value whose type a module declared in Wraps.
func (rt *Runtime) Wrap(v any) (*goja.Object, error) {
	t := reflect.TypeOf(v)
	rt.crossed.add(v)
	if wrap := rt.classes[t]; wrap != nil {
		return wrap(v), nil
	}
	for i := range rt.opts.modules {
		m := &rt.opts.modules[i]
		for _, w := range m.Wraps {
			if reflect.TypeOf(w) != t {
				continue
			}
			if _, err := rt.Exports(m.Name); err != nil {
				return nil, err
			}
			if wrap := rt.classes[t]; wrap != nil {
				return wrap(v), nil
			}
		}
	}
	return nil, fault.Module.New("no module of this runtime has a class for the Go type %s", strings.TrimPrefix(t.String(), "*"))
}
