package loader

import "github.com/dop251/goja"

// reference is a function as an export of a module.
type reference struct {
	// key and path are those of the module.
	key, path string
	// export is the name, empty for module.exports itself.
	export string
	// raw: the name is one of a property of module.exports, or of the exports of a module of the host.
	raw bool
}

// exportIndex finds the module that exports a function, by the identity of the function.
type exportIndex struct {
	// fresh are modules that were not looked at since they have run.
	fresh []*module
	// changing are those that may export something else later.
	changing []*module
	found    map[*goja.Object]reference
}

// of returns the reference to a function.
func (x *exportIndex) of(l *Loader, fn *goja.Object) (reference, bool) {
	if x.found == nil {
		x.found = map[*goja.Object]reference{}
	}
	waiting := x.fresh[:0]
	var early []*module
	for _, m := range x.fresh {
		switch {
		case m.base != "" || m.failed != nil || l.modules[m.key] != m:
		case m.ran(l):
			if x.add(l, m) {
				x.changing = append(x.changing, m)
			}
		default:
			waiting = append(waiting, m)
			if m.getters != nil || !m.isModule() {
				early = append(early, m)
			}
		}
	}
	clear(x.fresh[len(waiting):])
	x.fresh = waiting
	if ref, ok := x.found[fn]; ok {
		return ref, true
	}
	for _, list := range [][]*module{x.changing, early} {
		for _, m := range list {
			if ref, ok := l.exportNow(m, fn); ok {
				return ref, true
			}
		}
	}
	return reference{}, false
}

// ran says whether a module has run, by import or by require().
func (m *module) ran(l *Loader) bool {
	if m.unit == nil || m.unit.format != formatCommonJS {
		return m.state == evaluated
	}
	loaded := false
	if obj, ok := l.cachedModule(m.path); ok {
		l.try(func() {
			v := obj.Get("loaded")
			loaded = v != nil && v.ToBoolean()
		})
	}
	return loaded
}

func (l *Loader) cachedModule(path string) (obj *goja.Object, ok bool) {
	l.try(func() { obj, ok = l.cache.Get(path).(*goja.Object) })
	return obj, ok
}

// add notes the functions that a module exports for good, and says whether there may be others.
func (x *exportIndex) add(l *Loader, m *module) (changes bool) {
	if !m.isModule() {
		l.try(func() { x.addForeign(l, m) })
		return false
	}
	for _, e := range m.unit.links.local {
		if !e.fixed {
			changes = true
		} else if fn := l.localExport(m, e.name); fn != nil {
			x.note(fn, reference{key: m.key, path: m.path, export: e.name})
		}
	}
	return changes
}

// note keeps the first reference to a function.
func (x *exportIndex) note(fn *goja.Object, ref reference) {
	if _, ok := x.found[fn]; !ok && readFunction(fn).kind != noFunction {
		x.found[fn] = ref
	}
}

// localExport is the object that a binding of a module holds now, if it is one.
func (l *Loader) localExport(m *module, name string) (obj *goja.Object) {
	l.try(func() {
		if get, ok := m.getters.Get(name).(*goja.Object); ok {
			obj, _ = call(rawOf(get), goja.Undefined()).(*goja.Object)
		}
	})
	return obj
}

// exportNow looks whether a module exports a function now.
func (l *Loader) exportNow(m *module, fn *goja.Object) (reference, bool) {
	if !m.isModule() {
		now := exportIndex{found: map[*goja.Object]reference{}}
		now.add(l, m)
		ref, ok := now.found[fn]
		return ref, ok
	}
	for _, e := range m.unit.links.local {
		if l.localExport(m, e.name) == fn {
			return reference{key: m.key, path: m.path, export: e.name}, true
		}
	}
	return reference{}, false
}

// addForeign notes the functions that CommonJS, or a module of the host, exports as plain properties. A getter is left
// alone: it may load something.
func (x *exportIndex) addForeign(l *Loader, m *module) {
	exports, _ := m.foreign.value.(*goja.Object)
	if m.unit != nil {
		if m.unit.format != formatCommonJS {
			return
		}
		if obj, ok := l.cachedModule(m.path); ok {
			exports, _ = obj.Get("exports").(*goja.Object)
		}
	}
	if exports == nil || exports.ClassName() == "Array" {
		return
	}
	ref := reference{key: m.key, path: m.path, raw: true}
	x.note(exports, ref)
	for _, name := range exports.Keys() {
		d, ok := call(l.in.descriptor, goja.Undefined(), exports, l.vm.ToValue(name)).(*goja.Object)
		if !ok {
			continue
		}
		if fn, ok := d.Get("value").(*goja.Object); ok {
			ref.export = name
			x.note(fn, ref)
		}
	}
}
