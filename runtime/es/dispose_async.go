package es

import "github.com/dop251/goja"

// none is what the prelude takes for "there was nothing to call". No script sees it.
var none = goja.NewSymbol("none")

// installAsyncDispose makes every async iterator a resource: disposing of it calls its return method.
func (r *Realm) installAsyncDispose(proto *goja.Object) {
	r.defSymbol(proto, SymAsyncDispose, 0, func(c goja.FunctionCall) goja.Value {
		this := orUndefined(c.This)
		end := func(goja.FunctionCall) goja.Value {
			if end := r.method(this, r.vm.ToValue("return")); end != nil {
				return call(end, this, goja.Undefined())
			}
			return none
		}
		return call(r.syntax("awaited"), goja.Undefined(), r.fn("", 0, end), none)
	})
}

// asyncStacks returns the class AsyncDisposableStack, made at first use.
func (r *Realm) asyncStacks() *class[stack] {
	if r.asyncStack != nil {
		return r.asyncStack
	}
	k := &stackKind{name: "AsyncDisposableStack", disposer: r.asyncDisposer, nullable: true}
	r.stackClass(k)
	r.asyncStack = k.class
	run := r.syntax("disposeAll")
	suppress := r.fn("", 2, func(c goja.FunctionCall) goja.Value { return r.suppress(c.Argument(0), c.Argument(1)) })
	r.alias(k.class.proto, SymAsyncDispose, r.def(k.class.proto, "disposeAsync", 0, func(c goja.FunctionCall) goja.Value {
		s := k.class.state(c.This)
		if s == nil {
			return r.rejected(r.vm.NewTypeError("AsyncDisposableStack.prototype.disposeAsync called on an incompatible receiver"))
		}
		resources := s.take()
		start := r.fn("", 1, func(c goja.FunctionCall) goja.Value {
			d := &resources[c.Argument(0).ToInteger()]
			if d.dispose == nil {
				return none
			}
			return d.close()
		})
		return call(run, goja.Undefined(), r.vm.ToValue(len(resources)), start, none, suppress)
	}))
	return r.asyncStack
}

// asyncDisposer finds how to dispose of a value in an asynchronous stack. A synchronous dispose method
// does too: its result is dropped, not awaited, and what it throws is a rejection.
func (r *Realm) asyncDisposer(v goja.Value) native {
	if f := r.method(v, SymAsyncDispose); f != nil {
		return f
	}
	f := r.method(v, SymDispose)
	if f == nil {
		return nil
	}
	return func(c goja.FunctionCall) goja.Value {
		if ex := r.vm.Try(func() { call(f, c.This) }); ex != nil {
			return r.rejected(ex.Value())
		}
		return linkPromiseResolve(r.vm, goja.FunctionCall{This: linkGetPromise(r.vm)})
	}
}

// rejected is a promise that is rejected already.
func (r *Realm) rejected(reason goja.Value) goja.Value {
	p := r.newCapability(linkGetPromise(r.vm))
	r.settle(p.reject, reason)
	return p.promise
}
