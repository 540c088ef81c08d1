// Package slots tells what a JavaScript object is inside, whatever its prototype and properties pretend, and reads
// its internal slots without running script code. The packages clone and inspect stand on it.
//
// goja has no public brand check: ClassName says "Object" for a Map, and ExportType cannot tell an array from a Set.
// But each brand is one Go type behind the object, and reflection can look at that type and at its fields. Where this
// package reads a field it does so as exactly the type that the field has, and it never writes one. The names of those
// types and fields are what a new goja could change; the tests cover every one.
package slots

import (
	"reflect"
	"sync"

	"github.com/lariatjs/lariat/runtime/lazy"

	"github.com/dop251/goja"
)

// Kind is the brand of an object.
type Kind uint8

// The brands. Foreign and ForeignArray are the Go values that goja wraps (maps and structs, slices and arrays): live
// memory of the host.
const (
	Other Kind = iota
	Plain
	Array
	Arguments
	Error
	Map
	Set
	WeakMap
	WeakSet
	MapIterator
	SetIterator
	ArrayIterator
	StringIterator
	RegExpStringIterator
	Generator
	Date
	RegExp
	Boxed
	BoxedString
	ArrayBuffer
	TypedArray
	DataView
	Promise
	Proxy
	Function
	Class
	AsyncFunction
	GeneratorFunction
	Dynamic
	DynamicArray
	Foreign
	ForeignArray
)

// IsFunction reports whether objects of the kind can be called.
func (k Kind) IsFunction() bool { return k >= Function && k <= GeneratorFunction }

// byType maps the Go types behind objects to kinds.
var byType = lazy.Value[map[string]Kind]{Make: func() map[string]Kind {
	return map[string]Kind{
		"baseObject": Plain, "guardedObject": Plain, "templatedObject": Plain,
		"arrayObject": Array, "sparseArrayObject": Array, "templatedArrayObject": Array,
		"argumentsObject": Arguments, "errorObject": Error,
		"mapObject": Map, "setObject": Set, "weakMapObject": WeakMap, "weakSetObject": WeakSet,
		"mapIterObject": MapIterator, "setIterObject": SetIterator, "arrayIterObject": ArrayIterator,
		"stringIterObject": StringIterator, "regExpStringIterObject": RegExpStringIterator,
		"generatorObject": Generator, "dateObject": Date, "regexpObject": RegExp,
		"primitiveValueObject": Boxed, "stringObject": BoxedString,
		"arrayBufferObject": ArrayBuffer, "typedArrayObject": TypedArray, "dataViewObject": DataView,
		"Promise": Promise, "proxyObject": Proxy,
		"funcObject": Function, "methodFuncObject": Function, "arrowFuncObject": Function, "nativeFuncObject": Function,
		"wrappedFuncObject": Function, "boundFuncObject": Function, "templatedFuncObject": Function,
		"classFuncObject": Class, "asyncFuncObject": AsyncFunction, "asyncMethodFuncObject": AsyncFunction,
		"asyncArrowFuncObject": AsyncFunction, "generatorFuncObject": GeneratorFunction,
		"generatorMethodFuncObject": GeneratorFunction,
		"dynamicObject":             Dynamic, "dynamicArray": DynamicArray,
		"objectGoMapSimple": Foreign, "objectGoMapReflect": Foreign, "objectGoReflect": Foreign,
		"objectGoSlice": ForeignArray, "objectGoSliceReflect": ForeignArray, "objectGoArrayReflect": ForeignArray,
	}
}}

// body is the field of goja.Object that holds the representation.
var body = func() int {
	f, _ := reflect.TypeFor[goja.Object]().FieldByName("self")
	return f.Index[0]
}()

// representations are those of goja that matter for speed, and where their parts are.
type representations struct {
	plain, array reflect.Type
	// property is the record of a property that is not simply a writable, enumerable, configurable value.
	property reflect.Type

	arrayNames, arrayItems, arrayLength, arrayProps                                     field
	propertyValue, propertyEnumerable, propertyAccessor, propertyGetter, propertySetter field
}

// common finds them, once, from instances: not when the process starts, since many never ask.
var common = sync.OnceValue(func() *representations {
	vm := goja.New()
	t := &representations{plain: inside(vm.NewObject()).Type(), array: inside(vm.NewArray()).Type()}
	t.arrayNames, t.arrayItems = fieldOf(t.array, "propNames"), fieldOf(t.array, "values")
	t.arrayLength, t.arrayProps = fieldOf(t.array, "length"), fieldOf(t.array, "propValueCount")
	t.property = reflect.PointerTo(t.array.Elem().FieldByIndex(fieldOf(t.array, "lengthProp")).Type)
	t.propertyValue, t.propertyEnumerable = fieldOf(t.property, "value"), fieldOf(t.property, "enumerable")
	t.propertyAccessor = fieldOf(t.property, "accessor")
	t.propertyGetter, t.propertySetter = fieldOf(t.property, "getterFunc"), fieldOf(t.property, "setterFunc")
	return t
})

// kinds caches byType by reflect.Type, so that no name is built twice.
var kinds sync.Map

// inside is the representation of an object: a pointer to one of goja's types.
func inside(o *goja.Object) reflect.Value { return reflect.ValueOf(o).Elem().Field(body).Elem() }

// Of returns the brand of o. It never runs script code and is safe on a revoked Proxy.
func Of(o *goja.Object) Kind {
	t, known := inside(o).Type(), common()
	switch t {
	case known.plain:
		if o.ClassName() == "Arguments" { // of a strict function
			return Arguments
		}
		return Plain
	case known.array:
		return Array
	}
	if k, ok := kinds.Load(t); ok {
		return k.(Kind)
	}
	k := byType.Get()[t.Elem().Name()]
	kinds.Store(t, k)
	return k
}
