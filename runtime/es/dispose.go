package es

import "github.com/dop251/goja"

// What `using` needs: the loader lowers the syntax to calls of these methods.

// disposeIterator is Iterator.prototype[Symbol.dispose].
func (r *Realm) disposeIterator(c goja.FunctionCall) goja.Value {
	if end := r.method(c.This, r.vm.ToValue("return")); end != nil {
		call(end, c.This)
	}
	return goja.Undefined()
}

// suppressedError returns the class SuppressedError: an error that hid another one while resources were
// disposed of.
func (r *Realm) suppressedError() *goja.Object {
	if r.suppressed != nil {
		return r.suppressed
	}
	proto := r.vm.CreateObject(protoOf(r.in.err))
	build := func(c goja.ConstructorCall) *goja.Object {
		err := r.construct(r.in.err)
		p := proto
		if c.NewTarget != nil {
			if own, ok := c.NewTarget.Get("prototype").(*goja.Object); ok {
				p = own
			}
		}
		_ = err.SetPrototype(p)
		if text := c.Argument(2); !goja.IsUndefined(text) {
			hidden(err, "message", r.text(text))
		}
		hidden(err, "error", c.Argument(0))
		hidden(err, "suppressed", c.Argument(1))
		return err
	}
	r.suppressed = r.vm.ToValue(build).(*goja.Object)
	r.name(r.suppressed, "SuppressedError", 3)
	_ = r.suppressed.SetPrototype(r.in.err)
	_ = r.suppressed.DefineDataProperty("prototype", proto, no, no, no)
	hidden(proto, "constructor", r.suppressed)
	hidden(proto, "message", r.vm.ToValue(""))
	hidden(proto, "name", r.vm.ToValue("SuppressedError"))
	return r.suppressed
}

// suppress makes the error for a second exception on the way out of a scope.
func (r *Realm) suppress(err, suppressed goja.Value) goja.Value {
	return r.construct(r.suppressedError(), err, suppressed)
}

// resource is one thing that a stack disposes of. Its value is the receiver of dispose, or the argument
// if it was adopted; dispose is nil for the null that `await using` allows.
type resource struct {
	value   goja.Value
	dispose native
	adopted bool
}

func (d *resource) close() goja.Value {
	if d.adopted {
		return call(d.dispose, goja.Undefined(), d.value)
	}
	return call(d.dispose, d.value)
}

// stack is the state of a DisposableStack or an AsyncDisposableStack.
type stack struct {
	resources []resource
	disposed  bool
}

// take empties the stack for good and returns what was in it.
func (s *stack) take() []resource {
	resources := s.resources
	s.resources, s.disposed = nil, true
	return resources
}

// stackKind is what the two classes differ in.
type stackKind struct {
	class *class[stack]
	name  string
	// disposer is GetDisposeMethod.
	disposer func(v goja.Value) native
	// nullable says that use(null) leaves a trace.
	nullable bool
}

// open is the receiver of a method that needs a stack which is not disposed of.
func (k *stackKind) open(r *Realm, c goja.FunctionCall, method string) *stack {
	s := k.class.this(r, c.This, k.name+".prototype."+method)
	if s.disposed {
		panic(r.referenceError(k.name + " is already disposed"))
	}
	return s
}

// stackClass makes one of the two classes, with the methods that they share.
func (r *Realm) stackClass(k *stackKind) {
	k.class = publicClass(r, k.name, 0, func(*goja.Object, goja.Value) *stack { return &stack{} })
	proto := k.class.proto
	r.def(proto, "use", 1, func(c goja.FunctionCall) goja.Value {
		s, v := k.open(r, c, "use"), c.Argument(0)
		if !nullish(v) {
			r.object(v, "resource")
			dispose := k.disposer(v)
			if dispose == nil {
				panic(r.vm.NewTypeError("resource has no dispose method"))
			}
			s.resources = append(s.resources, resource{v, dispose, false})
		} else if k.nullable {
			s.resources = append(s.resources, resource{})
		}
		return v
	})
	r.def(proto, "adopt", 2, func(c goja.FunctionCall) goja.Value {
		s, v := k.open(r, c, "adopt"), c.Argument(0)
		s.resources = append(s.resources, resource{v, r.function(c.Argument(1), "dispose callback"), true})
		return v
	})
	r.def(proto, "defer", 1, func(c goja.FunctionCall) goja.Value {
		s := k.open(r, c, "defer")
		s.resources = append(s.resources, resource{goja.Undefined(), r.function(c.Argument(0), "dispose callback"), false})
		return goja.Undefined()
	})
	r.def(proto, "move", 0, func(c goja.FunctionCall) goja.Value {
		s := k.open(r, c, "move")
		moved := r.construct(k.class.ctor)
		k.class.state(moved).resources = s.take()
		return moved
	})
	r.getter(proto, "disposed", func(c goja.FunctionCall) goja.Value {
		return r.vm.ToValue(k.class.this(r, c.This, k.name+".prototype.disposed").disposed)
	})
}

// stacks returns the class DisposableStack, made at first use.
func (r *Realm) stacks() *class[stack] {
	if r.syncStack == nil {
		k := &stackKind{name: "DisposableStack", disposer: func(v goja.Value) native { return r.method(v, SymDispose) }}
		r.stackClass(k)
		r.syncStack = k.class
		r.alias(k.class.proto, SymDispose, r.def(k.class.proto, "dispose", 0, func(c goja.FunctionCall) goja.Value {
			r.disposeAll(k.class.this(r, c.This, "DisposableStack.prototype.dispose").take())
			return goja.Undefined()
		}))
	}
	return r.syncStack
}

// disposeAll is DisposeResources without await: from the last to the first, and all of them even if some
// throw.
func (r *Realm) disposeAll(resources []resource) {
	r.descend()
	defer func() { r.depth-- }()
	var failure *goja.Exception
	for i := len(resources) - 1; i >= 0; i-- {
		ex := r.vm.Try(func() { resources[i].close() })
		if ex != nil && failure != nil {
			hiding := failure
			ex = r.vm.Try(func() { panic(r.suppress(ex.Value(), hiding.Value())) })
		}
		if ex != nil {
			failure = ex
		}
	}
	if failure != nil {
		panic(failure)
	}
}
