package loader

import (
	"slices"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/fault"
)

// madeKey is what a function is made from: an extract or an export.
type madeKey struct {
	extract *extract
	ref     reference
}

// made is a function that this isolate can give again.
type made struct {
	// fn is the function under the name it was last asked for by, when nothing is captured.
	fn   goja.Value
	name string
	// make makes another one, for other captured values.
	make raw
	// own is the name that make gives, once named is set.
	own   string
	named bool
}

// maxMade bounds what an isolate remembers. What is forgotten is made again.
const maxMade = 1024

func (l *Loader) remember(key madeKey, m *made) {
	if l.made == nil {
		l.made = map[madeKey]*made{}
	}
	for k := range l.made {
		if len(l.made) < maxMade {
			break
		}
		delete(l.made, k)
	}
	l.made[key] = m
}

// Function makes the function in this isolate: at once if all that it imports is there, else promise is one of it.
// captured has a value for each name that was given to Portable. What cannot be found, or throws while it is loaded,
// rejects the promise.
func (l *Loader) Function(p *Portable, captured map[string]goja.Value) (fn, promise goja.Value) {
	key := madeKey{p.extract, p.ref}
	thrown := l.try(func() {
		switch m := l.made[key]; {
		case m != nil:
			fn = l.give(p, m, captured)
		case p.extract == nil:
			fn, promise = l.export(key)
		default:
			fn, promise = l.first(p, key, captured)
		}
	})
	if thrown != nil {
		done := l.newCapability()
		done.fail(thrown)
		return nil, done.promise
	}
	return fn, promise
}

// first makes a function from its source for the first time.
func (l *Loader) first(p *Portable, key madeKey, captured map[string]goja.Value) (fn, promise goja.Value) {
	if p.extract.ready(l.store); p.extract.err != nil {
		l.throw(p.extract.err)
	}
	m := l.prepare(p.extract)
	if m.state == evaluated {
		return l.give(p, l.maker(m, key), captured), nil
	}
	return nil, l.loadFor(m, func() goja.Value { return l.give(p, l.maker(m, key), captured) })
}

// prepare makes the module of an extract, and runs it if nothing that it imports has to run first.
func (l *Loader) prepare(e *extract) *module {
	m := &module{key: e.from.path, path: e.from.path, base: e.from.base, unit: e.unit}
	if e.from.loose {
		m.base = l.referrerOf("")
	}
	if m.base != "" {
		m.path = ""
	}
	if err := l.load(m); err != nil {
		l.throw(err)
	}
	if e.waits || slices.ContainsFunc(m.deps, func(dep *module) bool { return dep.state != evaluated || dep.failed != nil }) {
		return m
	}
	if err := l.link(m); err != nil {
		l.throw(err)
	}
	if thrown := l.start(m); thrown != nil {
		panic(thrown)
	}
	return m
}

// maker is the made of a module that has run.
func (l *Loader) maker(m *module, key madeKey) *made {
	f := &made{make: rawOf(m.getters.Get(makeName))}
	l.remember(key, f)
	return f
}

// give returns the function for a task.
func (l *Loader) give(p *Portable, m *made, captured map[string]goja.Value) goja.Value {
	if m.make == nil || m.fn != nil && m.name == p.Name {
		return m.fn
	}
	names := p.extract.captured
	args := make([]goja.Value, len(names))
	for i, name := range names {
		if args[i] = captured[name]; args[i] == nil {
			args[i] = goja.Undefined()
		}
	}
	fn := call(m.make, goja.Undefined(), args...)
	obj, ok := fn.(*goja.Object)
	if !ok {
		return fn
	}
	if !m.named {
		m.own, m.named = l.functionName(obj), true
	}
	if m.own != p.Name {
		_ = obj.DefineDataProperty("name", l.vm.ToValue(p.Name), goja.FLAG_FALSE, goja.FLAG_TRUE, goja.FLAG_FALSE)
	}
	if len(names) == 0 {
		m.fn, m.name = fn, p.Name
	}
	return fn
}

// loadFor loads a module for a task and then, in a microtask, gives what then returns.
func (l *Loader) loadFor(m *module, then func() goja.Value) goja.Value {
	done := l.newCapability()
	l.loading++
	loaded := l.later(babelInterop, func() (*module, error) { return m, nil })
	l.react(loaded, func(goja.Value) {
		l.loading--
		var v goja.Value
		if thrown := l.try(func() { v = then() }); thrown != nil {
			done.fail(thrown)
			return
		}
		done.fulfil(v)
	}, func(reason goja.Value) {
		l.loading--
		done.fail(reason)
	})
	return done.promise
}

// export gives an export of a module.
func (l *Loader) export(key madeKey) (fn, promise goja.Value) {
	m, err := l.instance(resolved{key: key.ref.key, path: key.ref.path})
	if err != nil {
		l.throw(err)
	}
	take := func() goja.Value {
		v, err := l.exportValue(m, key.ref)
		if err != nil {
			l.throw(err)
		}
		l.remember(key, &made{fn: v})
		return v
	}
	if m.state == evaluated && m.failed == nil {
		return take(), nil
	}
	return nil, l.loadFor(m, take)
}

// exportValue reads an export of a module that has run.
func (l *Loader) exportValue(m *module, ref reference) (goja.Value, error) {
	var v goja.Value
	switch space := l.spaceOf(m, babelInterop); {
	case ref.raw && ref.export == "":
		v = m.foreign.value
	case ref.raw:
		if obj, ok := m.foreign.value.(*goja.Object); ok {
			v = obj.Get(ref.export)
		}
	default:
		v = space.object.Get(ref.export)
	}
	if v == nil {
		names, _ := m.exportNames()
		return nil, l.noExport(m, ref.export, names)
	}
	obj, ok := v.(*goja.Object)
	if _, callable := goja.AssertFunction(v); !ok || !callable {
		return nil, fault.Type.New("the export %s of %s is not a function", quote(ref.export), l.store.shown(m.key))
	}
	if readFunction(obj).kind == classFunction {
		return nil, fault.Type.New("the export %s of %s is a class; export a function that makes an instance",
			quote(ref.export), l.store.shown(m.key))
	}
	return v, nil
}
