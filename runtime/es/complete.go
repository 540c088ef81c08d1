package es

import "github.com/dop251/goja"

// completions are what becomes of the built-ins that only their name leads to, or a property of an object that has a
// template of ours: goja makes such an object at once with all that it has, and before a script gets it the completion
// adds to it. It happens once in a realm, whichever way leads there first.
var completions map[string]guard

func init() {
	completions = map[string]guard{
		"ArrayBuffer": bufferGuard(1), "Int8Array": typedArray(1), "Uint8Array": typedArray(1), "Uint8ClampedArray": typedArray(1),
		"Int16Array": typedArray(2), "Uint16Array": typedArray(2), "Int32Array": typedArray(4), "Uint32Array": typedArray(4),
		"Float32Array": typedArray(4), "Float64Array": typedArray(8), "BigInt64Array": typedArray(8), "BigUint64Array": typedArray(8),
		"Array": completeArray, "BigInt": both(bigIntText, bigIntPlan.over), "Date": completeDate, "JSON": guardJSON,
		"Map":  both(rescued, completeMap),
		"Math": mathPlan.over, "Object": objectPlan.over, "Promise": completePromise, "Proxy": completeProxy, "Reflect": completeReflect,
		"Set": rescued, "WeakMap": both(rescued, completeWeakMap), "WeakSet": rescued,
	}
}

// complete completes a built-in, once.
func (r *Realm) complete(name string, obj *goja.Object) {
	if obj == nil || r.completed[name] {
		return
	}
	r.completed[name] = true
	completions[name](r.vm, obj)
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

func completeDate(vm *goja.Runtime, f *goja.Object) { datePlan.over(vm, protoOf(f)) }

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

func completeWeakMap(vm *goja.Runtime, f *goja.Object) {
	Of(vm).installGetOrInsert(f, func(key goja.Value) {
		if _, ok := key.(*goja.Object); !ok {
			panic(vm.NewTypeError("invalid value used as a weak map key"))
		}
	})
}

// typedArray completes the constructor of typed arrays with elements of a size, and what all of them are made of.
func typedArray(size float64) guard {
	return both(bufferGuard(size), func(vm *goja.Runtime, f *goja.Object) { Of(vm).repairTypedArrayFrom(f.Prototype()) })
}
