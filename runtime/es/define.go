package es

import (
	_ "unsafe" // go:linkname

	"github.com/dop251/goja"
	"github.com/dop251/goja/unistring"
)

const (
	yes = goja.FLAG_TRUE
	no  = goja.FLAG_FALSE
)

// linkFunction makes a built-in function object as goja makes its own.
//
//go:linkname linkFunction github.com/dop251/goja.(*Runtime).newNativeFunc
func linkFunction(vm *goja.Runtime, f native, name unistring.String, length int) *goja.Object

func (r *Realm) fn(name string, length int, f native) *goja.Object {
	return Function(r.vm, name, length, f)
}

// name makes a function of the prelude look like a built-in one.
func (r *Realm) name(f *goja.Object, name string, length int) {
	_ = f.DefineDataProperty("name", r.vm.ToValue(name), no, yes, no)
	_ = f.DefineDataProperty("length", r.vm.ToValue(length), no, yes, no)
	r.builtin[f] = name
}

// def adds a built-in function to obj with the attributes that the specification gives such properties.
func (r *Realm) def(obj *goja.Object, name string, length int, f native) *goja.Object {
	v := r.fn(name, length, f)
	hidden(obj, name, v)
	return v
}

// defSymbol is def for a property that is named by a symbol.
func (r *Realm) defSymbol(obj *goja.Object, key *goja.Symbol, length int, f native) {
	_ = obj.DefineDataPropertySymbol(key, r.fn(keyName(key), length, f), yes, yes, no)
}

// alias adds a function that obj has already under a symbol.
func (r *Realm) alias(obj *goja.Object, key *goja.Symbol, f *goja.Object) {
	_ = obj.DefineDataPropertySymbol(key, f, yes, yes, no)
}

// getter adds a built-in accessor without a setter.
func (r *Realm) getter(obj *goja.Object, name string, get native) {
	_ = obj.DefineAccessorProperty(name, r.fn("get "+name, 0, get), nil, yes, no)
}

// tag sets the name that Object.prototype.toString shows.
func (r *Realm) tag(obj *goja.Object, name string) {
	_ = obj.DefineDataPropertySymbol(goja.SymToStringTag, r.vm.ToValue(name), no, yes, no)
}

// hidden adds a property that is writable and configurable, not enumerable.
func hidden(obj *goja.Object, name string, v goja.Value) {
	_ = obj.DefineDataProperty(name, v, yes, yes, no)
}

// plain is CreateDataProperty: setters on the prototype are not asked.
func plain(obj *goja.Object, name string, v goja.Value) {
	_ = obj.DefineDataProperty(name, v, yes, yes, yes)
}

// bare takes the prototype off an object that is read by name, so that nothing is found on
// Object.prototype which a script put there.
func bare(v goja.Value) *goja.Object {
	obj := v.(*goja.Object)
	_ = obj.SetPrototype(nil)
	return obj
}

// descriptor is [[GetOwnProperty]] as a property descriptor object, or nil.
func (r *Realm) descriptor(obj *goja.Object, key goja.Value) *goja.Object {
	d := linkOwnProperty(r.vm, goja.FunctionCall{Arguments: []goja.Value{obj, key}})
	if goja.IsUndefined(d) {
		return nil
	}
	return bare(d)
}

// result is CreateIterResultObject.
func (r *Realm) result(v goja.Value, done bool) goja.Value { return linkIterResult(r.vm, v, done) }

// create is CreateDataPropertyOrThrow for a key of any kind.
func (r *Realm) create(obj *goja.Object, key, v goja.Value) {
	descriptor := r.vm.CreateObject(nil)
	plain(descriptor, "value", v)
	for _, name := range []string{"writable", "enumerable", "configurable"} {
		plain(descriptor, name, r.vm.ToValue(true))
	}
	linkDefineProperty(r.vm, goja.FunctionCall{Arguments: []goja.Value{obj, key, descriptor}})
}
