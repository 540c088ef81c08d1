package es

import "github.com/dop251/goja"

const (
	yes = goja.FLAG_TRUE
	no  = goja.FLAG_FALSE
)

// fn makes a built-in function object: no prototype, no constructor, name and length as given.
func (r *Realm) fn(name string, length int, f native) *goja.Object {
	obj := r.vm.ToValue(f).(*goja.Object)
	_ = obj.DefineDataProperty("name", r.vm.ToValue(name), no, yes, no)
	if length != 0 {
		_ = obj.DefineDataProperty("length", r.vm.ToValue(length), no, yes, no)
	}
	return obj
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

// lazy adds a global that is made when it is first read. Until then it is an accessor; reading it or
// assigning to it leaves the ordinary data property that it should be.
func (r *Realm) lazy(name string, make func() *goja.Object) {
	global := r.vm.GlobalObject()
	get := func(goja.FunctionCall) goja.Value {
		v := make()
		hidden(global, name, v)
		return v
	}
	set := func(c goja.FunctionCall) goja.Value {
		hidden(global, name, c.Argument(0))
		return goja.Undefined()
	}
	_ = global.DefineAccessorProperty(name, r.vm.ToValue(get), r.vm.ToValue(set), yes, no)
}

// result is CreateIterResultObject.
func (r *Realm) result(v goja.Value, done bool) goja.Value {
	obj := r.vm.NewObject()
	plain(obj, "value", v)
	plain(obj, "done", r.vm.ToValue(done))
	return obj
}

// create is CreateDataPropertyOrThrow for a key of any kind.
func (r *Realm) create(obj *goja.Object, key, v goja.Value) {
	descriptor := r.vm.CreateObject(nil)
	plain(descriptor, "value", v)
	for _, name := range []string{"writable", "enumerable", "configurable"} {
		plain(descriptor, name, r.vm.ToValue(true))
	}
	call(r.in.defineProperty, goja.Undefined(), obj, key, descriptor)
}
