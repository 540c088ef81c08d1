package loader

import (
	"sort"

	"github.com/dop251/goja"
)

// The evaluation of a graph is that of https://tc39.es/ecma262/#sec-moduleevaluation: depth first in the
// order of imports; modules below which a top-level await is pending wait, their siblings do not.

// evaluate runs a linked module and everything below it that has not run. The promise is settled when the
// module has.
func (l *Loader) evaluate(m *module) *goja.Object {
	m = m.representative()
	if m.done != nil {
		return m.done.promise
	}
	m.done = l.newCapability()
	if thrown := l.start(m); thrown != nil {
		m.done.fail(thrown)
	} else if m.state == evaluated {
		m.done.fulfil(goja.Undefined())
	}
	return m.done.promise
}

// representative is the module that stands for the cycle of one that has begun to run.
func (m *module) representative() *module {
	if m.root != nil && (m.state == evaluatingAsync || m.state == evaluated) {
		return m.root
	}
	return m
}

// start runs a module as far as it goes without waiting and returns what was thrown.
func (l *Loader) start(m *module) goja.Value {
	var stack []*module
	thrown := l.try(func() { l.evaluateBelow(m, &stack, new(int)) })
	if thrown != nil {
		for _, n := range stack {
			n.state, n.failed, n.root = evaluated, thrown, n
		}
	}
	return thrown
}

// evaluateBelow is InnerModuleEvaluation. It panics with what a module throws.
func (l *Loader) evaluateBelow(m *module, stack *[]*module, index *int) {
	if !m.isModule() {
		l.evaluateForeign(m)
		return
	}
	if m.state == evaluatingAsync || m.state == evaluated {
		if m.failed != nil {
			panic(m.failed)
		}
		return
	}
	if m.state == evaluating {
		return
	}
	m.state = evaluating
	m.index, m.ancestor, m.pending, m.walk = *index, *index, 0, index
	*index++
	*stack = append(*stack, m)
	for _, dep := range m.deps {
		l.evaluateBelow(dep, stack, index)
		if dep.isModule() {
			m.await(dep)
		}
	}
	if m.pending == 0 {
		l.ready(m)
	}
	if m.pending > 0 || m.unit.links.awaits {
		l.asyncOrder++
		m.order = l.asyncOrder
		if m.pending == 0 {
			l.runAsync(m)
		}
	} else {
		l.runSync(m)
	}
	m.leave(stack)
}

// await makes m wait for a dependency that waits itself.
func (m *module) await(dep *module) {
	switch {
	case dep.state == evaluating && dep.walk != m.walk:
		return // it runs already, and loads m by require()
	case dep.state == evaluating:
		m.ancestor = min(m.ancestor, dep.ancestor)
	default:
		dep = dep.root
		if dep.failed != nil {
			panic(dep.failed)
		}
	}
	if dep.order > 0 && !dep.settled {
		m.pending++
		dep.parents = append(dep.parents, m)
	}
}

// leave closes a cycle when m is its first module.
func (m *module) leave(stack *[]*module) {
	if m.ancestor != m.index {
		return
	}
	for {
		last := len(*stack) - 1
		n := (*stack)[last]
		*stack = (*stack)[:last]
		n.root = m
		n.state = evaluated
		if n.order > 0 && !n.settled {
			n.state = evaluatingAsync
		}
		if n == m {
			return
		}
	}
}

// ready is called when everything below m has run or waits: the names of CommonJS modules are known now.
func (l *Loader) ready(m *module) {
	if m.open {
		l.fill(m)
	}
	if err := m.checkImports(true); err != nil {
		l.throw(err)
	}
}

// runSync runs a module without a top-level await.
func (l *Loader) runSync(m *module) {
	m.completion = call(l.in.next, m.generator).(*goja.Object).Get("value")
	l.finish(m)
}

// finish gives up what only the evaluation needs.
func (l *Loader) finish(m *module) {
	m.settled = true
	l.settle(m)
	m.generator = nil
}

// runAsync runs a module with a top-level await.
func (l *Loader) runAsync(m *module) {
	l.step(m, l.in.next, goja.Undefined())
}

// step resumes a module up to its next await. How it ends is told in a microtask of its own, as an async
// function's promise would.
func (l *Loader) step(m *module, resume raw, v goja.Value) {
	var result *goja.Object
	delete(l.waiting, m)
	thrown := l.try(func() { result = call(resume, m.generator, v).(*goja.Object) })
	switch {
	case thrown != nil:
		l.soon(func() { l.asyncFailed(m, thrown) })
	case result.Get("done").ToBoolean():
		m.completion = result.Get("value")
		l.soon(func() { l.asyncDone(m) })
	default:
		l.awaitValue(m, result.Get("value"))
	}
}

// awaitValue waits for what a module awaits; a thenable whose then throws is a rejection.
func (l *Loader) awaitValue(m *module, v goja.Value) {
	l.waiting[m] = true
	thrown := l.try(func() {
		l.react(v,
			func(v goja.Value) { l.step(m, l.in.next, v) },
			func(v goja.Value) { l.step(m, l.in.throw, v) })
	})
	if thrown != nil {
		l.step(m, l.in.throw, thrown)
	}
}

// asyncDone is AsyncModuleExecutionFulfilled: it runs the modules that waited for m alone.
func (l *Loader) asyncDone(m *module) {
	if m.state == evaluated {
		return
	}
	m.state = evaluated
	l.finish(m)
	if m.done != nil {
		m.done.fulfil(goja.Undefined())
	}
	var ready []*module
	m.released(&ready, map[*module]bool{})
	sort.Slice(ready, func(i, j int) bool { return ready[i].order < ready[j].order })
	for _, n := range ready {
		l.runReleased(n)
	}
}

func (l *Loader) runReleased(n *module) {
	if n.state == evaluated {
		return
	}
	thrown := l.try(func() {
		l.ready(n)
		if !n.unit.links.awaits {
			l.runSync(n)
		}
	})
	switch {
	case thrown != nil:
		l.asyncFailed(n, thrown)
	case n.unit.links.awaits:
		l.runAsync(n)
	default:
		n.state = evaluated
		if n.done != nil {
			n.done.fulfil(goja.Undefined())
		}
	}
}

// released is GatherAvailableAncestors.
func (m *module) released(list *[]*module, seen map[*module]bool) {
	for _, p := range m.parents {
		if seen[p] || p.root != nil && p.root.failed != nil {
			continue
		}
		if p.pending--; p.pending > 0 {
			continue
		}
		seen[p] = true
		*list = append(*list, p)
		if !p.unit.links.awaits {
			p.released(list, seen)
		}
	}
}

// asyncFailed is AsyncModuleExecutionRejected.
func (l *Loader) asyncFailed(m *module, thrown goja.Value) {
	if m.state == evaluated {
		return
	}
	m.failed, m.state, m.settled = thrown, evaluated, true
	for _, p := range m.parents {
		l.asyncFailed(p, thrown)
	}
	if m.done != nil {
		m.done.fail(thrown)
	}
}
