package es

import "github.com/dop251/goja"

// What the loader and the runtime call of the built-ins, whatever scripts have done to the globals.

// Host returns what the realm was installed with.
func (r *Realm) Host() Host { return r.host }

// Outside are functions of the loader's for which lowered code has names.
type Outside struct {
	ImportText, CleanStack func(goja.FunctionCall) goja.Value
}

// SetOutside gives the names their meaning. Until then they do nothing.
func (r *Realm) SetOutside(o Outside) { r.outside = o }

func (r *Realm) importText(c goja.FunctionCall) goja.Value { return r.outside.ImportText(c) }

func (r *Realm) cleanStack(c goja.FunctionCall) goja.Value { return r.outside.CleanStack(c) }

// PromiseClass returns %Promise%.
func PromiseClass(vm *goja.Runtime) *goja.Object { return linkGetPromise(vm) }

// PromiseResolve is Promise.resolve.
func PromiseResolve(vm *goja.Runtime, v goja.Value) goja.Value {
	return linkPromiseResolve(vm, goja.FunctionCall{This: linkGetPromise(vm), Arguments: []goja.Value{v}})
}

// PromiseThen is Promise.prototype.then.
func PromiseThen(vm *goja.Runtime, p, fulfilled, rejected goja.Value) goja.Value {
	return linkPromiseThen(vm, goja.FunctionCall{This: p, Arguments: []goja.Value{fulfilled, rejected}})
}

// Call is Function.prototype.call: it calls whatever can be called, a proxy too.
func Call(vm *goja.Runtime, f, this goja.Value, args ...goja.Value) goja.Value {
	return linkCall(vm, goja.FunctionCall{This: f, Arguments: append([]goja.Value{this}, args...)})
}

// OwnProperty is Object.getOwnPropertyDescriptor.
func OwnProperty(vm *goja.Runtime, c goja.FunctionCall) goja.Value { return linkOwnProperty(vm, c) }

// PreventExtensions is Object.preventExtensions.
func PreventExtensions(vm *goja.Runtime, c goja.FunctionCall) goja.Value {
	return linkPreventExtensions(vm, c)
}

// ParseJSON is JSON.parse.
func ParseJSON(vm *goja.Runtime, c goja.FunctionCall) goja.Value {
	return Of(vm).jsonParse(c)
}

// GeneratorNext is next of a generator.
func GeneratorNext(vm *goja.Runtime, c goja.FunctionCall) goja.Value {
	return Of(vm).within(linkGeneratorNext, c)
}

// GeneratorThrow is throw of a generator.
func GeneratorThrow(vm *goja.Runtime, c goja.FunctionCall) goja.Value {
	return Of(vm).within(linkGeneratorThrow, c)
}

// List is CreateListFromArrayLike. The list may be the array itself.
func List(vm *goja.Runtime, v goja.Value) []goja.Value { return linkList(vm, v) }

// DefineProperty is Object.defineProperty.
func DefineProperty(vm *goja.Runtime, c goja.FunctionCall) goja.Value {
	return linkDefineProperty(vm, c)
}
