package es

import (
	"math"

	"github.com/dop251/goja"
)

// The objects of goja that have templates, and what they get beside.

var objectPlan = plan{draw: func(t *template) {
	t.guards(map[string]guard{
		"setPrototypeOf": acyclic, "fromEntries": rescued, "getOwnPropertyNames": rescued, "getOwnPropertySymbols": rescued,
		"getOwnPropertyDescriptors": rescued, "defineProperty": rescued, "keys": rescued,
		"values": rescued, "entries": rescued, "assign": rescued,
		"freeze": rescued, "seal": rescued, "isFrozen": rescued, "isSealed": rescued, "defineProperties": rescued,
	})
	t.method("groupBy", 2, (*Realm).objectGroupBy)
}}

var objectProtoPlan = plan{draw: func(t *template) {
	t.completes("constructor", "Object")
	t.guards(map[string]guard{"toLocaleString": nested, "__proto__": acyclicSetter, "valueOf": polled})
	t.method("__defineGetter__", 2, func(r *Realm, c goja.FunctionCall) goja.Value { return r.defineAccessor(c, "get") })
	t.method("__defineSetter__", 2, func(r *Realm, c goja.FunctionCall) goja.Value { return r.defineAccessor(c, "set") })
	t.method("__lookupGetter__", 1, func(r *Realm, c goja.FunctionCall) goja.Value { return r.lookUpAccessor(c, "get") })
	t.method("__lookupSetter__", 1, func(r *Realm, c goja.FunctionCall) goja.Value { return r.lookUpAccessor(c, "set") })
}}

var functionProtoPlan = plan{draw: func(t *template) {
	t.value("constructor", false, func(r *Realm) goja.Value { return r.functionClass(plainFunction) })
	t.guards(map[string]guard{"apply": applyGuard(1), "bind": bindGuard, "toString": textGuard})
}}

var arrayProtoPlan = plan{draw: func(t *template) {
	t.completes("constructor", "Array")
	t.guards(arrayGuards())
}}

var stringProtoPlan = plan{draw: func(t *template) {
	t.guards(map[string]guard{
		"replace": replaceGuard(1), "replaceAll": replaceGuard(math.MaxInt), "repeat": repeatGuard,
		"padStart": padGuard("padStart"), "padEnd": padGuard("padEnd"),
		"match": readyRegExp, "matchAll": readyRegExp, "search": readyRegExp,
	})
	t.method("isWellFormed", 0, (*Realm).isWellFormed)
	t.method("toWellFormed", 0, (*Realm).toWellFormed)
	htmlMethods(t)
}}

var datePlan = plan{draw: func(t *template) { t.guards(map[string]guard{"toJSON": nested}) }}

var bigIntPlan = plan{draw: func(t *template) {
	t.guards(map[string]guard{"asIntN": bigIntCut(true), "asUintN": bigIntCut(false)})
}}

var bigIntProtoPlan = plan{draw: func(t *template) {
	t.completes("constructor", "BigInt")
	t.guards(map[string]guard{"toString": bigIntWrite, "toLocaleString": bigIntWrite})
}}

var mathPlan = plan{draw: func(t *template) {
	t.method("sumPrecise", 1, (*Realm).sumPrecise)
	t.method("f16round", 1, func(r *Realm, c goja.FunctionCall) goja.Value {
		return r.vm.ToValue(round16(c.Argument(0).ToNumber().ToFloat()))
	})
}}

// globalPlan is for the global object, which has names of the host's besides.
func globalPlan(list []Global, value func(vm *goja.Runtime, name string) goja.Value) *plan {
	return &plan{draw: func(t *template) {
		for _, name := range amended {
			t.completes(name, name)
		}
		t.value("Function", false, func(r *Realm) goja.Value { return r.functionClass(plainFunction) })
		for _, name := range []string{"encodeURIComponent", "decodeURIComponent"} {
			t.value(name, false, func(r *Realm) goja.Value { return r.component(name) })
		}
		t.value("RegExp", false, func(r *Realm) goja.Value { return r.regexpClass() })
		t.value("eval", false, func(r *Realm) goja.Value { return r.globalEval() })
		t.value("Iterator", false, func(r *Realm) goja.Value { return r.iteratorClass() })
		t.value("SuppressedError", false, func(r *Realm) goja.Value { return r.suppressedError() })
		t.value("DisposableStack", false, func(r *Realm) goja.Value { return r.stacks().ctor })
		t.value("AsyncDisposableStack", false, func(r *Realm) goja.Value { return r.asyncStacks().ctor })
		t.value("WeakRef", false, func(r *Realm) goja.Value { return r.weakRefs().ctor })
		t.value("FinalizationRegistry", false, func(r *Realm) goja.Value { return r.registries().ctor })
		t.value(sharedClass, false, func(r *Realm) goja.Value { return r.sharedBuffers().buffer })
		t.value("Atomics", false, func(r *Realm) goja.Value { return r.atomics() })
		for _, g := range list {
			t.put(g.Name, g.recipe(value))
		}
	}}
}
