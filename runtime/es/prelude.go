package es

import (
	_ "embed"
	"sync"

	"github.com/dop251/goja"
)

//go:embed prelude.js
var preludeSource string

// preludeProgram is compiled once in a process; its name is what stack traces show, and filter.
var preludeProgram = sync.OnceValue(func() *goja.Program {
	return MustCompile("lariat:es", preludeSource, true)
})

// prelude is what Go needs JavaScript syntax for. See prelude.js.
type prelude struct {
	object, more *goja.Object
	// frame calls its argument.
	frame *goja.Object
	under native
}

// frameProgram is all that every virtual machine runs when it starts.
var frameProgram = sync.OnceValue(func() *goja.Program { return MustCompile("lariat:es", "f => f()", true) })

func (r *Realm) installFrame() {
	v, err := r.vm.RunProgram(frameProgram())
	if err != nil {
		panic(err)
	}
	r.prelude.frame = v.(*goja.Object)
	r.prelude.under = r.prelude.frame.Export().(native)
}

// Frame returns a JavaScript function that calls its argument.
func (r *Realm) Frame() *goja.Object { return r.prelude.frame }

// Within calls f beneath a JavaScript frame. goja takes an empty call stack for the end of all work: to run a program, or
// a goja.Callable, would drain the microtasks.
func (r *Realm) Within(f func() goja.Value) goja.Value {
	run := func(goja.FunctionCall) goja.Value { return f() }
	return r.prelude.under(goja.FunctionCall{Arguments: []goja.Value{linkFunction(r.vm, run, "", 0)}})
}

// syntax returns a function of the prelude, which no script can have had a hand in however late it is made.
func (r *Realm) syntax(name string) native {
	p := &r.prelude
	if p.object == nil {
		p.object = bare(r.Within(func() goja.Value {
			v, err := r.vm.RunProgram(preludeProgram())
			if err != nil {
				panic(err)
			}
			return v
		}))
	}
	if f, ok := p.object.Get(name).(*goja.Object); ok {
		return f.Export().(native)
	}
	if p.more == nil {
		p.more = bare(call(fnOf(p.object, "more"), goja.Undefined()))
	}
	return fnOf(p.more, name)
}

// slot is a Go value in a private field. JavaScript passes it on without looking at it.
type slot struct {
	goja.Value
	state any
}

func newSlot(state any) *slot { return &slot{goja.Undefined(), state} }

// class is a JavaScript class whose instances carry a *T.
type class[T any] struct {
	ctor, proto *goja.Object
	read        native
}

// opaqueClass makes a class that scripts cannot reach: only instance makes its objects.
func opaqueClass[T any](r *Realm, parent *goja.Object) *class[T] {
	c := newClass[T](call(r.syntax("opaque"), goja.Undefined()))
	_ = c.proto.Delete("constructor")
	_ = c.proto.SetPrototype(parent)
	return c
}

// publicClass makes a class for scripts. It must be called with new; start makes the state of an
// instance, which has no slot yet, from the first argument.
func publicClass[T any](r *Realm, name string, length int, start func(instance *goja.Object, argument goja.Value) *T) *class[T] {
	var c *class[T]
	init := func(fc goja.FunctionCall) goja.Value {
		instance := fc.Argument(0).(*goja.Object)
		state := start(instance, fc.Argument(2))
		c.adopt(r, instance, fc.Argument(1).(*goja.Object))
		return newSlot(state)
	}
	c = newClass[T](call(r.syntax("slotted"), goja.Undefined(), r.fn(name, length, init)))
	r.name(c.ctor, name, length)
	r.tag(c.proto, name)
	return c
}

func newClass[T any](ctor goja.Value) *class[T] {
	c := &class[T]{ctor: ctor.(*goja.Object)}
	c.proto = c.ctor.Get("prototype").(*goja.Object)
	c.read = c.ctor.Get("slot").(*goja.Object).Export().(native)
	_ = c.ctor.Delete("slot")
	return c
}

// either makes a constructor that may be called without new; target is undefined then. What build returns
// becomes the result if it is an object.
func (r *Realm) either(name string, length int, proto *goja.Object, build func(target, a, b goja.Value) goja.Value) *goja.Object {
	start := func(c goja.FunctionCall) goja.Value { return build(c.Argument(0), c.Argument(1), c.Argument(2)) }
	ctor := call(r.syntax("either"), goja.Undefined(), r.fn(name, length, start)).(*goja.Object)
	r.name(ctor, name, length)
	_ = ctor.DefineDataProperty("prototype", proto, no, no, no)
	return ctor
}

// adopt gives an instance the intrinsic prototype if new.target has none to offer, where goja takes
// Object.prototype.
func (c *class[T]) adopt(r *Realm, instance, target *goja.Object) {
	if target == c.ctor || instance.Prototype() != r.in.objectProto {
		return
	}
	if _, ok := target.Get("prototype").(*goja.Object); !ok {
		_ = instance.SetPrototype(c.proto)
	}
}

// instance makes an object of an opaque class.
func (c *class[T]) instance(r *Realm, state *T) *goja.Object {
	return r.construct(c.ctor, newSlot(state))
}

// state returns what an object carries, nil if v is not an instance.
func (c *class[T]) state(v goja.Value) *T {
	obj, ok := v.(*goja.Object)
	if !ok {
		return nil
	}
	s, ok := call(c.read, goja.Undefined(), obj).(*slot)
	if !ok {
		return nil
	}
	return s.state.(*T)
}

// this is state for the receiver of a method, which throws a TypeError.
func (c *class[T]) this(r *Realm, v goja.Value, method string) *T {
	state := c.state(v)
	if state == nil {
		panic(r.vm.NewTypeError("%s called on an incompatible receiver", method))
	}
	return state
}
