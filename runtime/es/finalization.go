package es

import (
	goruntime "runtime"
	"sync"
	"weak"

	"github.com/dop251/goja"
)

// registry is the state of a FinalizationRegistry. Go's garbage collector finds out that a target is
// gone, on a goroutine of its own; the callback then runs as a job of the host.
type registry struct {
	realm   *Realm
	cleanup native
	// cells are the live registrations. Held values are reached from here only, so a registry that is
	// itself garbage frees them. Loop goroutine only.
	cells map[*cell]struct{}

	mu sync.Mutex
	// dead are the cells whose targets were collected. Guarded by mu.
	dead []*cell
}

// cell is one registration. It must not keep the target alive, nor the registry.
type cell struct {
	held  goja.Value
	token weakTarget
	stop  func()
}

// registries returns the class FinalizationRegistry, made at first use.
func (r *Realm) registries() *class[registry] {
	if r.registryClass != nil {
		return r.registryClass
	}
	c := publicClass(r, "FinalizationRegistry", 1, func(_ *goja.Object, cleanup goja.Value) *registry {
		return &registry{
			realm: r, cleanup: r.function(cleanup, "FinalizationRegistry: cleanup"), cells: map[*cell]struct{}{},
		}
	})
	r.registryClass = c
	r.def(c.proto, "register", 2, func(fc goja.FunctionCall) goja.Value {
		c.this(r, fc.This, "FinalizationRegistry.prototype.register").register(fc)
		return goja.Undefined()
	})
	r.def(c.proto, "unregister", 1, func(fc goja.FunctionCall) goja.Value {
		g := c.this(r, fc.This, "FinalizationRegistry.prototype.unregister")
		return r.vm.ToValue(g.unregister(fc.Argument(0)))
	})
	return c
}

func (g *registry) register(c goja.FunctionCall) {
	r := g.realm
	target, held, token := c.Argument(0), c.Argument(1), c.Argument(2)
	if _, ok := r.weakTo(target); !ok {
		panic(r.vm.NewTypeError("register: target must be an object or an unregistered symbol"))
	}
	if held.SameAs(target) {
		panic(r.vm.NewTypeError("register: target and held value must not be the same"))
	}
	e := &cell{held: held}
	if t, ok := r.weakTo(token); ok {
		e.token = t
	} else if !goja.IsUndefined(token) {
		panic(r.vm.NewTypeError("register: unregister token must be an object or an unregistered symbol"))
	}
	g.cells[e] = struct{}{}
	// Neither closure may reach the target or, strongly, the registry.
	self, entry := weak.Make(g), weak.Make(e)
	gone := func(struct{}) {
		if g, e := self.Value(), entry.Value(); g != nil && e != nil {
			g.report(e)
		}
	}
	switch target := target.(type) {
	case *goja.Object:
		e.stop = goruntime.AddCleanup(target, gone, struct{}{}).Stop
	case *goja.Symbol:
		e.stop = goruntime.AddCleanup(target, gone, struct{}{}).Stop
	}
}

// report is called by Go's cleanup goroutine. The first cell of a batch wakes the host up.
func (g *registry) report(e *cell) {
	g.mu.Lock()
	g.dead = append(g.dead, e)
	first := len(g.dead) == 1
	g.mu.Unlock()
	if first {
		g.realm.host.Post(g.sweep)
	}
}

// sweep calls the callback for one collected target and leaves the next one to a job of its own, so that
// an exception of one callback does not lose the others.
func (g *registry) sweep() {
	g.mu.Lock()
	e := g.dead[0]
	g.dead = g.dead[1:]
	more := len(g.dead) > 0
	g.mu.Unlock()
	if more {
		g.realm.host.Post(g.sweep)
	}
	if _, ok := g.cells[e]; !ok {
		return // unregistered while it waited
	}
	delete(g.cells, e)
	call(g.cleanup, goja.Undefined(), e.held)
}

func (g *registry) unregister(token goja.Value) bool {
	want, ok := g.realm.weakTo(token)
	if !ok {
		panic(g.realm.vm.NewTypeError("unregister: token must be an object or an unregistered symbol"))
	}
	found := false
	for e := range g.cells {
		if e.token == want {
			e.stop()
			delete(g.cells, e)
			found = true
		}
	}
	return found
}
