package loader

import (
	"path/filepath"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/fault"
)

// Require loads a module as require() does in a CommonJS file and returns its exports. referrer is as in
// Import.
func (l *Loader) Require(specifier, referrer string) (v goja.Value, err error) {
	if ex := l.vm.Try(func() { v = l.require(specifier, l.referrerOf(referrer), nil) }); ex != nil {
		return nil, ex
	}
	return v, nil
}

// RequireFunction returns a require function for the file, or the folder if it ends in a separator: what
// module.createRequire of Node gives.
func (l *Loader) RequireFunction(referrer string) goja.Value {
	return l.requireAt(l.referrerOf(referrer), nil)
}

// requireFunction is require in the code of m.
func (l *Loader) requireFunction(m *module) goja.Value { return l.requireAt(m.referrer(), nil) }

// requireAt makes a require function. parent is the module object that asks, if there is one.
func (l *Loader) requireAt(referrer string, parent *goja.Object) *goja.Object {
	fn := l.native("require", func(c goja.FunctionCall) goja.Value {
		return l.require(l.specifier(c.Argument(0)), referrer, parent)
	})
	resolve := l.native("resolve", func(c goja.FunctionCall) goja.Value {
		specifier := l.specifier(c.Argument(0))
		if _, ok := l.store.resolver.builtin(specifier); ok {
			return c.Argument(0) // as it is written, with or without "node:"
		}
		return l.vm.ToValue(l.requireResolve(specifier, referrer, c.Argument(1)))
	})
	_ = resolve.Set("paths", l.native("paths", func(c goja.FunctionCall) goja.Value {
		if _, ok := l.store.resolver.builtin(l.specifier(c.Argument(0))); ok {
			return goja.Null()
		}
		if isRelative(c.Argument(0).String()) {
			return l.vm.NewArray(filepath.Dir(referrer))
		}
		return l.modulePaths(filepath.Dir(referrer))
	}))
	_ = fn.Set("resolve", resolve)
	_ = fn.Set("main", l.mainObject())
	_ = fn.Set("cache", l.cache)
	_ = fn.DefineAccessorProperty("extensions", l.native("extensions", func(goja.FunctionCall) goja.Value {
		if m, ok := l.require("node:module", referrer, nil).(*goja.Object); ok {
			return m.Get("_extensions")
		}
		return goja.Undefined()
	}), nil, goja.FLAG_TRUE, goja.FLAG_TRUE)
	return fn
}

// specifier checks the argument of require.
func (l *Loader) specifier(v goja.Value) string {
	if s, ok := v.(goja.String); ok {
		return s.String()
	}
	l.throw(fault.Type.New("require: \"id\" must be a string"))
	return ""
}

// mainObject is require.main: undefined when the entry is an ES module.
func (l *Loader) mainObject() goja.Value {
	if l.main != nil && l.main.path != "" {
		if obj, ok := l.cache.Get(l.main.path).(*goja.Object); ok {
			return obj
		}
	}
	return goja.Undefined()
}

func (l *Loader) requireResolve(specifier, referrer string, options goja.Value) string {
	from := []string{referrer}
	if o, ok := options.(*goja.Object); ok {
		if paths, ok := o.Get("paths").(*goja.Object); ok {
			from = from[:0]
			for _, k := range paths.Keys() {
				from = append(from, l.referrerOf(paths.Get(k).String()+"/"))
			}
		}
	}
	var first error
	for _, f := range from {
		res, err := l.store.resolve(specifier, f, forRequire)
		if err == nil {
			return res.key
		}
		if first == nil {
			first = err
		}
	}
	if first == nil {
		first = (&lookup{resolver: l.store.resolver, specifier: specifier, usage: forRequire}).notFound()
	}
	l.throw(first)
	return ""
}

// modulePaths lists the node_modules folders that are searched from a folder.
func (l *Loader) modulePaths(dir string) *goja.Object {
	var list []any
	for {
		if filepath.Base(dir) != "node_modules" {
			list = append(list, filepath.Join(dir, "node_modules"))
		}
		up := filepath.Dir(dir)
		if up == dir {
			return l.vm.NewArray(list...)
		}
		dir = up
	}
}

// require is require(). It panics with what the module throws.
func (l *Loader) require(specifier, referrer string, parent *goja.Object) goja.Value {
	res, err := l.store.resolve(specifier, referrer, forRequire)
	if err != nil {
		l.throw(err)
	}
	if cached, ok := l.cached(res.path); ok {
		return cached
	}
	m, err := l.instance(res)
	if err != nil {
		l.throw(err)
	}
	switch {
	case m.unit == nil:
		return m.foreign.value
	case m.isModule():
		return l.requireESM(m)
	}
	return l.runCommon(m, parent)
}

// cached looks into require.cache, which scripts may have edited.
func (l *Loader) cached(path string) (goja.Value, bool) {
	if path == "" {
		return nil, false
	}
	obj, ok := l.cache.Get(path).(*goja.Object)
	if !ok {
		return nil, false
	}
	if v := obj.Get("exports"); v != nil {
		return v, true
	}
	return goja.Undefined(), true
}

// requireModule gives an import of a CommonJS or JSON file the exports that require() would give.
func (l *Loader) requireModule(m *module) goja.Value {
	if v, ok := l.cached(m.path); ok {
		return v
	}
	return l.runCommon(m, nil)
}

// runCommon runs a CommonJS file, or parses a JSON file, in a fresh module object.
func (l *Loader) runCommon(m *module, parent *goja.Object) goja.Value {
	obj := l.moduleObject(m, parent)
	_ = l.cache.Set(m.path, obj)
	thrown := l.try(func() {
		if m.unit.format == formatJSON {
			_ = obj.Set("exports", l.parseJSON(m.unit))
			return
		}
		exports := obj.Get("exports")
		wrapper := l.wrapperFunction(m.unit)
		file, dir := l.vm.ToValue(m.path), l.vm.ToValue(filepath.Dir(m.path))
		call(wrapper, exports, exports, l.requireAt(m.path, obj), obj, file, dir, l.importFunction(m))
	})
	if thrown != nil {
		_ = l.cache.Delete(m.path)
		panic(thrown)
	}
	_ = obj.Set("loaded", true)
	if v := obj.Get("exports"); v != nil {
		return v
	}
	return goja.Undefined()
}

// moduleObject is module in a CommonJS file.
func (l *Loader) moduleObject(m *module, parent *goja.Object) *goja.Object {
	obj := l.vm.NewObject()
	set := func(name string, v any) { _ = obj.Set(name, v) }
	id := m.path
	if m == l.main {
		id = "."
	}
	set("id", id)
	set("path", filepath.Dir(m.path))
	set("exports", l.vm.NewObject())
	set("filename", m.path)
	set("loaded", false)
	set("children", l.vm.NewArray())
	set("paths", l.modulePaths(filepath.Dir(m.path)))
	hidden := func(name string, v goja.Value) {
		_ = obj.DefineDataProperty(name, v, goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE)
	}
	hidden("parent", goja.Undefined())
	if m == l.main {
		hidden("parent", goja.Null())
	}
	if parent != nil {
		hidden("parent", parent)
		if children, ok := parent.Get("children").(*goja.Object); ok {
			_ = children.Set(children.Get("length").String(), obj)
		}
	}
	hidden("require", l.native("require", func(c goja.FunctionCall) goja.Value {
		return l.require(l.specifier(c.Argument(0)), m.path, obj)
	}))
	return obj
}

// requireESM loads an ES module for require(), which cannot wait.
func (l *Loader) requireESM(m *module) goja.Value {
	if m.state == evaluating {
		return l.requiredObject(m) // a cycle: what is there so far
	}
	if err := l.linkAhead(m); err != nil {
		l.throw(err)
	}
	if w := m.waits(map[*module]bool{}); w != nil {
		why := "it has a top-level await"
		if w != m {
			why = "it imports " + w.label() + ", which has a top-level await"
		}
		l.throw(fault.Module.New("cannot require %s: %s; use import() instead", m.key, why).With("code", "ERR_REQUIRE_ASYNC_MODULE"))
	}
	if thrown := l.start(m); thrown != nil {
		panic(thrown)
	}
	return l.requiredObject(m)
}

// requiredObject is what require() gives for an ES module: its export "module.exports" if there is one, an
// object that says __esModule if there is a default export, so that compiled CommonJS finds that, or the
// namespace itself.
func (l *Loader) requiredObject(m *module) goja.Value {
	s := l.spaceOf(m, strictInterop)
	if _, how := m.export("module.exports", strictInterop); how == unique {
		return s.object.Get("module.exports")
	}
	_, hasDefault := m.export("default", strictInterop)
	_, marked := m.export("__esModule", strictInterop)
	if hasDefault != unique || marked == unique {
		return s.object
	}
	if m.required == nil {
		obj := l.vm.CreateObject(nil)
		_ = obj.DefineDataProperty("__esModule", l.vm.ToValue(true), goja.FLAG_FALSE, goja.FLAG_FALSE, goja.FLAG_TRUE)
		for _, n := range s.names {
			get := l.vm.ToValue(func(goja.FunctionCall) goja.Value { return s.object.Get(n) })
			_ = obj.DefineAccessorProperty(n, get, nil, goja.FLAG_FALSE, goja.FLAG_TRUE)
		}
		m.required = obj
	}
	return m.required
}
