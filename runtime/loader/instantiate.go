package loader

import (
	"errors"

	"github.com/dop251/goja"
)

// linkAhead is link, with other goroutines compiling ahead.
func (l *Loader) linkAhead(m *module) error {
	stop := l.store.prefetch(m.unit, m.referrer())
	defer stop()
	return l.link(m)
}

// link prepares the static graph below m for evaluation: all imports are found and checked before any
// module runs, then every module gets its namespace, and its functions exist.
func (l *Loader) link(m *module) error {
	if !m.isModule() {
		l.spaceOf(m, strictInterop)
		return nil
	}
	if err := l.load(m); err != nil {
		return err
	}
	var fresh []*module
	m.collect(&fresh)
	for _, n := range fresh {
		if err := n.checkImports(false); err != nil {
			for _, f := range fresh {
				f.state = unlinked
			}
			l.forget(fresh)
			return err
		}
	}
	for _, n := range fresh {
		l.spaceOf(n, strictInterop)
	}
	for _, n := range fresh {
		l.instantiate(n)
	}
	for _, n := range fresh {
		l.fill(n)
		n.state = linked
	}
	return nil
}

// collect lists the modules below m that are not linked yet, dependencies first.
func (m *module) collect(list *[]*module) {
	if !m.isModule() || m.state != unlinked {
		return
	}
	m.state = linking
	for _, dep := range m.deps {
		dep.collect(list)
	}
	*list = append(*list, m)
}

// instantiate starts the generator of a module and takes its getters.
func (l *Loader) instantiate(m *module) {
	wrapper := l.wrapperFunction(m.unit)
	args := []goja.Value{l.importFunction(m), goja.Undefined(), goja.Undefined()}
	if m.unit.links.meta {
		args[1] = l.metaOf(m)
	}
	if m.unit.links.requires {
		args[2] = l.requireFunction(m)
	}
	for _, dep := range m.deps {
		args = append(args, l.spaceOf(dep, m.interop()).object)
	}
	m.generator = call(wrapper, goja.Undefined(), args...).(*goja.Object)
	step := call(l.in.next, m.generator).(*goja.Object)
	m.getters = step.Get("value").(*goja.Object)
}

// run evaluates a program, without draining the microtask queue.
func (l *Loader) run(p *goja.Program) goja.Value {
	var v goja.Value
	l.framed(func() {
		var err error
		if v, err = l.vm.RunProgram(p); err != nil {
			l.rethrow(err)
		}
	})
	return v
}

// rethrow throws an error that came out of the VM as what it was: an interrupt goes on upwards.
func (l *Loader) rethrow(err error) {
	var ex *goja.Exception
	if errors.As(err, &ex) {
		panic(ex.Value())
	}
	panic(err)
}
