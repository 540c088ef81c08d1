package es

import (
	"maps"
	"reflect"
	"slices"
	"sync"
	"unsafe"

	"github.com/dop251/goja"
	"github.com/dop251/goja/unistring"
)

// goja makes the properties of most built-ins when they are first asked for, by recipes that all virtual machines of
// the process share. What this package adds and changes is made in the same way: an object gets a template of ours in
// the place of goja's before any script sees it, and a runtime that starts makes nothing but a few empty objects.

// recipe makes what is stored for one property of one virtual machine.
type recipe = func(*goja.Runtime) goja.Value

// template has the layout of goja's type of that name; TestTemplateLayout compares them.
type template struct {
	propNames    []unistring.String
	props        map[unistring.String]recipe
	symProps     map[*goja.Symbol]recipe
	symPropNames []*goja.Symbol
	protoFactory func(*goja.Runtime) *goja.Object
}

// home is the template of a global object, by which recipes find the realm that they work for.
type home struct {
	template
	realm *Realm
}

// Of returns what a virtual machine was given; Install has been called for it.
func Of(vm *goja.Runtime) *Realm {
	return (*home)(unsafe.Pointer(*templateSlot(vm.GlobalObject()))).realm
}

// templateSlot is where an object keeps its template.
func templateSlot(obj *goja.Object) **template {
	p := partsOf(obj)
	if p.template < 0 {
		panic("lariat does not know this version of goja: a built-in has no template")
	}
	return (**template)(unsafe.Add(p.at, p.template))
}

// globalFields says where a virtual machine keeps each of its built-in objects.
var globalFields = sync.OnceValue(func() map[string]uintptr {
	outer, _ := reflect.TypeFor[goja.Runtime]().FieldByName("global")
	fields := map[string]uintptr{}
	for f := range outer.Type.Fields() {
		if f.Type == reflect.TypeFor[*goja.Object]() {
			fields[f.Name] = outer.Offset + f.Offset
		}
	}
	return fields
})

// seat puts a new object where goja would put the built-in of that name when it needs it first.
func seat(vm *goja.Runtime, name string) *goja.Object {
	offset, ok := globalFields()[name]
	if !ok {
		panic("lariat does not know this version of goja: there is no " + name)
	}
	at := (**goja.Object)(unsafe.Add(unsafe.Pointer(vm), offset))
	if *at != nil {
		panic("es.Install comes too late: the virtual machine has a " + name + " already")
	}
	*at = newObject(vm)
	return *at
}

var ownerField, _ = reflect.TypeFor[goja.Object]().FieldByName("runtime")

// newObject makes an object that is nothing yet.
func newObject(vm *goja.Runtime) *goja.Object {
	obj := new(goja.Object)
	*(**goja.Runtime)(unsafe.Add(unsafe.Pointer(obj), ownerField.Offset)) = vm
	return obj
}

// record has the layout of what goja stores for a property that is not ordinary.
type record struct {
	value                                        goja.Value
	writable, configurable, enumerable, accessor bool
	get, set                                     *goja.Object
}

var propertyType = reflect.TypeOf(linkValue(goja.Undefined(), false, false, false)).Elem()

// recordType is the type of what goja stores for such a property.
var recordType = reflect.PointerTo(propertyType)

// stored makes what is stored for a property.
func stored(p record) goja.Value {
	v := reflect.New(propertyType)
	*(*record)(v.UnsafePointer()) = p
	return v.Interface().(goja.Value)
}

// accessor makes what is stored for an accessor property, which is configurable and not enumerable.
func accessor(get, set *goja.Object) goja.Value {
	return stored(record{accessor: true, configurable: true, get: get, set: set})
}

// A plan is how a template comes about, once in a process.
type plan struct {
	draw func(t *template)
	once sync.Once
	made *template
}

// over is a guard: it gives an object of goja's a template that differs from its own. The object is as goja made it.
func (p *plan) over(_ *goja.Runtime, obj *goja.Object) {
	slot := templateSlot(obj)
	p.once.Do(func() {
		p.made = (*slot).clone()
		p.draw(p.made)
	})
	*slot = p.made
}

// new is the template of an object that goja has no template for.
func (p *plan) new() *template {
	p.once.Do(func() {
		p.made = &template{props: map[unistring.String]recipe{}}
		p.draw(p.made)
	})
	return p.made
}

func (t *template) clone() *template {
	c := *t
	c.propNames, c.symPropNames = slices.Clone(t.propNames), slices.Clone(t.symPropNames)
	c.props, c.symProps = maps.Clone(t.props), maps.Clone(t.symProps)
	return &c
}

// put adds a property, or changes how one is made: it keeps its place then.
func (t *template) put(name string, r recipe) {
	key := unistring.String(name)
	if t.props[key] == nil {
		t.propNames = append(t.propNames, key)
	}
	t.props[key] = r
}

func (t *template) putSymbol(key *goja.Symbol, r recipe) {
	if t.symProps == nil {
		t.symProps = map[*goja.Symbol]recipe{}
	}
	if t.symProps[key] == nil {
		t.symPropNames = append(t.symPropNames, key)
	}
	t.symProps[key] = r
}

// function is the Go side of a built-in.
type function = func(r *Realm, c goja.FunctionCall) goja.Value

// method adds a built-in function with the attributes that the specification gives such properties.
func (t *template) method(name string, length int, f function) {
	t.put(name, func(vm *goja.Runtime) goja.Value {
		return linkValue(Function(vm, name, length, Of(vm).bound(f)), true, false, true)
	})
}

// native is method for a function of goja's own.
func (t *template) native(name string, length int, f func(*goja.Runtime, goja.FunctionCall) goja.Value) {
	t.put(name, func(vm *goja.Runtime) goja.Value {
		return linkValue(Function(vm, name, length, func(c goja.FunctionCall) goja.Value { return f(vm, c) }), true, false, true)
	})
}

// symbolMethod is method for a property that is named by a symbol.
func (t *template) symbolMethod(key *goja.Symbol, length int, f function) {
	name := keyName(key)
	t.putSymbol(key, func(vm *goja.Runtime) goja.Value {
		return linkValue(Function(vm, name, length, Of(vm).bound(f)), true, false, true)
	})
}

// getter adds a built-in accessor without a setter.
func (t *template) getter(name string, f function) {
	t.put(name, func(vm *goja.Runtime) goja.Value {
		r := Of(vm)
		return accessor(r.fn("get "+name, 0, r.bound(f)), nil)
	})
}

// value adds a property that is neither enumerable nor, if fixed, anything else.
func (t *template) value(name string, fixed bool, v func(r *Realm) goja.Value) {
	t.put(name, func(vm *goja.Runtime) goja.Value { return linkValue(v(Of(vm)), !fixed, false, !fixed) })
}

// tag sets the name that Object.prototype.toString shows.
func (t *template) tag(text string) {
	v := goja.StringFromUTF16(ascii(text))
	t.putSymbol(goja.SymToStringTag, func(*goja.Runtime) goja.Value { return linkValue(v, false, false, true) })
}

// completes has the built-in of a name completed when goja gives it out as this property.
func (t *template) completes(property, name string) {
	original := t.props[unistring.String(property)]
	t.put(property, func(vm *goja.Runtime) goja.Value {
		v := original(vm)
		Of(vm).complete(name, objectIn(v))
		return v
	})
}

// guards puts guards around what goja makes.
func (t *template) guards(guards map[string]guard) {
	for name, g := range guards {
		original := t.props[unistring.String(name)]
		t.put(name, func(vm *goja.Runtime) goja.Value {
			v := original(vm)
			guardProperty(vm, v, g)
			return v
		})
	}
}

// bound makes a native of a function.
func (r *Realm) bound(f function) native {
	return func(c goja.FunctionCall) goja.Value { return f(r, c) }
}

func ascii(text string) []uint16 {
	units := make([]uint16, len(text))
	for i := range units {
		units[i] = uint16(text[i])
	}
	return units
}
