package es

import "github.com/dop251/goja"

// amended are the built-ins that only their name leads to, or a property of an object that has a template of ours:
// goja makes such an object at once with all that it has, and before a script gets it completionOf adds to it. It happens
// once in a realm, whichever way leads there first.
var amended = [...]string{
	"ArrayBuffer", "Int8Array", "Uint8Array", "Uint8ClampedArray", "Int16Array", "Uint16Array", "Int32Array", "Uint32Array",
	"Float32Array", "Float64Array", "BigInt64Array", "BigUint64Array", "Array", "BigInt", "Date", "JSON", "Map", "Math",
	"Object", "Promise", "Proxy", "Reflect", "Set", "WeakMap", "WeakSet", "DataView",
}

// completionOf returns what becomes of one of them.
func completionOf(name string) guard {
	switch name {
	case "ArrayBuffer":
		return bufferGuard(1)
	case "Int8Array", "Uint8Array", "Uint8ClampedArray":
		return typedArray(1)
	case "Int16Array", "Uint16Array":
		return typedArray(2)
	case "Int32Array", "Uint32Array", "Float32Array":
		return typedArray(4)
	case "Float64Array", "BigInt64Array", "BigUint64Array":
		return typedArray(8)
	case "Array":
		return completeArray
	case "BigInt":
		return both(bigIntText, bigIntPlan.over)
	case "Date":
		return completeDate
	case "JSON":
		return guardJSON
	case "Map":
		return both(rescued, completeMap)
	case "Math":
		return mathPlan.over
	case "Object":
		return both(polled, objectPlan.over)
	case "Promise":
		return completePromise
	case "Proxy":
		return completeProxy
	case "Reflect":
		return completeReflect
	case "WeakMap":
		return both(rescued, completeWeakMap)
	case "Set":
		return both(rescued, completeSet)
	case "WeakSet":
		return both(rescued, completeWeakSet)
	case "DataView":
		return completeDataView
	}
	panic("lariat has nothing to add to " + name)
}

// complete completes a built-in, once.
func (r *Realm) complete(name string, obj *goja.Object) {
	if obj == nil || r.completed[name] {
		return
	}
	r.completed[name] = true
	completionOf(name)(r.vm, obj)
}

// guardOf guards one of the functions of an object.
func guardOf(vm *goja.Runtime, obj *goja.Object, name string, g guard) {
	if f, ok := obj.Get(name).(*goja.Object); ok {
		g(vm, f)
	}
}

func completeArray(vm *goja.Runtime, f *goja.Object) {
	guardOf(vm, f, "from", arrayFromGuard)
	Of(vm).installFromAsync(f)
}

// completeSet is for the methods that ask a set of the script's own for an iterator, which may have no next.
func completeSet(vm *goja.Runtime, f *goja.Object) {
	for _, name := range []string{
		"union", "intersection", "difference", "symmetricDifference", "isSubsetOf", "isSupersetOf", "isDisjointFrom",
	} {
		guardOf(vm, protoOf(f), name, rescued)
	}
}

func completeDate(vm *goja.Runtime, f *goja.Object) {
	datePlan.over(vm, protoOf(f))
	Of(vm).yearMethods(protoOf(f))
}

func completeReflect(vm *goja.Runtime, obj *goja.Object) {
	guardOf(vm, obj, "setPrototypeOf", acyclic)
	guardOf(vm, obj, "ownKeys", rescued)
	guardOf(vm, obj, "apply", applyGuard(2))
	guardOf(vm, obj, "construct", applyGuard(1))
}

func completePromise(vm *goja.Runtime, f *goja.Object) {
	for _, name := range []string{"all", "allSettled", "any", "race"} {
		guardOf(vm, f, name, rescued)
	}
	Of(vm).installPromise(f)
}

func completeProxy(vm *goja.Runtime, f *goja.Object) { Of(vm).guardProxy(f) }

func completeMap(vm *goja.Runtime, f *goja.Object) {
	r := Of(vm)
	r.installGetOrInsert(f, nil)
	r.def(f, "groupBy", 2, r.mapGroupBy)
}

// typedArray completes the constructor of typed arrays with elements of a size, and what all of them are made of.
func typedArray(size float64) guard {
	return both(bufferGuard(size), func(vm *goja.Runtime, f *goja.Object) { Of(vm).repairTypedArray(f.Prototype()) })
}
