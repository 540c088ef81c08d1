package es

import "github.com/dop251/goja"

// isCallable is IsCallable(v).
func isCallable(v goja.Value) bool {
	if _, ok := v.(*goja.Object); !ok {
		return false
	}
	_, ok := goja.AssertFunction(v)
	return ok
}

// rawOf returns the Go function beneath a callable value. A goja.Callable is no use in a job: it runs the other
// jobs when the call stack is empty.
func (r *asyncRealm) rawOf(v goja.Value) (native, bool) {
	o, ok := v.(*goja.Object)
	if !ok {
		return nil, false
	}
	if o.ExportType() == nativeType {
		if f, ok := o.Export().(native); ok {
			return f, true
		}
	}
	if !isCallable(o) {
		return nil, false
	}
	return func(c goja.FunctionCall) goja.Value { // a proxy or a class
		args := append([]goja.Value{c.This}, c.Arguments...)
		return linkCall(r.vm, goja.FunctionCall{This: v, Arguments: args})
	}, true
}

// callValue calls f, which is callable.
func (r *asyncRealm) callValue(f, this goja.Value, args ...goja.Value) goja.Value {
	return linkCall(r.vm, goja.FunctionCall{This: f, Arguments: append([]goja.Value{this}, args...)})
}

// attempt is one call or property read whose exception is wanted as a value. It is part of the realm so that the
// closure under Try is made once.
type attempt struct {
	f    native
	this goja.Value
	args []goja.Value
	name string
	out  goja.Value
	run  func()
}

func (a *attempt) do() {
	if f := a.f; f != nil {
		a.out = f(goja.FunctionCall{This: a.this, Arguments: a.args})
		return
	}
	a.out = a.this.(*goja.Object).Get(a.name)
}

// call calls f; what it throws comes back in thrown.
func (r *asyncRealm) call(f native, this goja.Value, args ...goja.Value) (v, thrown goja.Value) {
	a := &r.try
	a.f, a.this, a.args = f, this, args
	return r.attempted()
}

// get reads a property; what that throws comes back in thrown.
func (r *asyncRealm) get(o *goja.Object, name string) (v, thrown goja.Value) {
	a := &r.try
	a.f, a.this, a.name = nil, o, name
	return r.attempted()
}

func (r *asyncRealm) attempted() (v, thrown goja.Value) {
	a := &r.try
	ex := r.vm.Try(a.run)
	v, a.out, a.this, a.args = a.out, nil, nil, nil
	if ex != nil {
		return nil, ex.Value()
	}
	return orUndefined(v), nil
}

// method is GetMethod(o, name): a nil f when there is none.
func (r *asyncRealm) method(o *goja.Object, name string) (f native, thrown goja.Value) {
	m, thrown := r.get(o, name)
	if thrown != nil || nullish(m) {
		return nil, thrown
	}
	f, ok := r.rawOf(m)
	if !ok {
		return nil, r.typeError("the iterator's " + name + " is not a function")
	}
	return f, nil
}

func (r *asyncRealm) typeError(message string) goja.Value {
	return r.vm.NewTypeError("%s", message)
}

// result reads an iterator result.
func (r *asyncRealm) result(v goja.Value) (value goja.Value, done bool, thrown goja.Value) {
	o, ok := v.(*goja.Object)
	if !ok {
		return nil, false, r.typeError("an iterator result is not an object")
	}
	d, thrown := r.get(o, "done")
	if thrown != nil {
		return nil, false, thrown
	}
	value, thrown = r.get(o, "value")
	return value, d.ToBoolean(), thrown
}
