package loader

import (
	"strings"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/fault"
)

// foreignExports are the exports of a module that is no ES module: CommonJS, JSON or the host's.
type foreignExports struct {
	value goja.Value
	names []string
	has   map[string]bool
	// babel: the module says that it was compiled from an ES module and has a default export.
	babel bool
}

// loadBuiltin takes the exports of a module of the host. They are known at once, so that a misspelt import
// is found before anything runs.
func (l *Loader) loadBuiltin(m *module) error {
	var obj *goja.Object
	var err error
	if thrown := l.vm.Try(func() { obj, err = l.host.Builtin(m.key) }); thrown != nil {
		return thrown
	}
	switch {
	case err != nil:
		return err
	case obj == nil:
		return fault.Module.New("module %s is not available here", quote(m.key))
	}
	m.state = evaluated
	m.foreign.value = obj
	l.takeNames(m, obj)
	m.foreign.babel = m.foreign.has["default"]
	return nil
}

// evaluateForeign runs a module that is no ES module. What it throws is kept: imports of it fail for ever,
// while require() tries again.
func (l *Loader) evaluateForeign(m *module) {
	if m.failed != nil {
		panic(m.failed)
	}
	if m.state == evaluated || m.state == evaluating {
		return
	}
	m.state = evaluating
	thrown := l.try(func() {
		l.runForeign(m)
		m.state = evaluated
		for i, s := range m.spaces {
			if s != nil {
				l.fillForeign(m, s, interop(i))
			}
		}
	})
	if thrown != nil {
		m.state, m.failed = evaluated, thrown
		m.foreign.value = goja.Undefined()
		panic(thrown)
	}
}

func (l *Loader) runForeign(m *module) {
	if m.path == "" { // a text, which require() does not see
		m.foreign.value = l.parseJSON(m.unit)
		return
	}
	m.foreign.value = l.requireModule(m)
	if obj, ok := m.foreign.value.(*goja.Object); ok && m.unit.format == formatCommonJS {
		l.takeNames(m, obj)
		es := obj.Get("__esModule")
		m.foreign.babel = es != nil && es.ToBoolean() && obj.Get("default") != nil
	}
}

// takeNames lists the own enumerable properties of exports: they can be imported by name.
func (l *Loader) takeNames(m *module, exports *goja.Object) {
	m.foreign.has = map[string]bool{}
	if exports.ClassName() == "Array" {
		return
	}
	for _, name := range exports.Keys() {
		m.foreign.has[name] = true
		m.foreign.names = append(m.foreign.names, name)
	}
}

// fillForeign defines the namespace of a module that has run: the names of its exports, sorted, and default.
// A value is taken as it is now, as Node does; a getter stays one, since it may load something.
func (l *Loader) fillForeign(m *module, s *space, as interop) {
	names := append([]string(nil), m.foreign.names...)
	if !m.foreign.has["default"] {
		names = append(names, "default")
	}
	sortUTF16(names)
	exports, _ := m.foreign.value.(*goja.Object)
	for _, n := range names {
		if n == "default" && !(m.foreign.babel && (as == babelInterop || m.unit == nil)) {
			_ = s.object.DefineDataProperty(n, m.foreign.value, goja.FLAG_FALSE, goja.FLAG_FALSE, goja.FLAG_TRUE)
			continue
		}
		l.copyProperty(s.object, exports, n, goja.ToFlag(m.unit == nil))
	}
	l.close(s)
}

// SyncBuiltins takes the exports of the modules of the host anew: what a script has put into them is imported by name from
// now on, and what it has deleted is undefined.
func (l *Loader) SyncBuiltins() {
	for _, m := range l.modules {
		exports, ok := m.foreign.value.(*goja.Object)
		if !ok || m.unit != nil {
			continue
		}
		for _, s := range m.spaces {
			for _, n := range m.foreign.names {
				if s != nil && n != "default" {
					l.copyProperty(s.object, exports, n, goja.FLAG_TRUE)
				}
			}
		}
	}
}

// copyProperty gives a namespace one property of an exports object. It is configurable where SyncBuiltins may come.
func (l *Loader) copyProperty(to, exports *goja.Object, name string, configurable goja.Flag) {
	d, _ := call(l.in.descriptor, goja.Undefined(), exports, l.vm.ToValue(name)).(*goja.Object)
	if d != nil && d.Get("get") != nil && !goja.IsUndefined(d.Get("get")) {
		get := l.vm.ToValue(func(goja.FunctionCall) goja.Value {
			if v := exports.Get(name); v != nil {
				return v
			}
			return goja.Undefined()
		})
		_ = to.DefineAccessorProperty(name, get, nil, configurable, goja.FLAG_TRUE)
		return
	}
	v := exports.Get(name)
	if v == nil {
		v = goja.Undefined()
	}
	_ = to.DefineDataProperty(name, v, goja.FLAG_FALSE, configurable, goja.FLAG_TRUE)
}

// parseJSON parses a JSON module. The depth is checked first: goja's parser has no limit to its recursion.
func (l *Loader) parseJSON(u *unit) goja.Value {
	text := strings.TrimPrefix(u.source, "\ufeff")
	if err := checkJSON(u.path, text); err != nil {
		l.throw(err)
	}
	return call(l.in.parse, goja.Undefined(), l.vm.ToValue(text))
}
