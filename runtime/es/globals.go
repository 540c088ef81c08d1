package es

import (
	"sync"

	"github.com/dop251/goja"
)

// GlobalKind is what the property of a global is like.
type GlobalKind int

// The kinds of globals (https://webidl.spec.whatwg.org/#js-global).
const (
	Hidden      GlobalKind = iota // writable and not enumerable: a class, a namespace
	Operation                     // writable and enumerable: a function
	Attribute                     // an accessor without a setter
	Replaceable                   // an accessor that an assignment turns into a variable
)

// Global is a name on the global object beside those of the language.
type Global struct {
	Name string
	Kind GlobalKind
}

// Globals are made when a script comes to them first.
type Globals struct {
	plan *plan
}

// NewGlobals makes a table of names, which any number of virtual machines share.
func NewGlobals(list []Global, value func(vm *goja.Runtime, name string) goja.Value) *Globals {
	return &Globals{globalPlan(list, value)}
}

var noGlobals = sync.OnceValue(func() *Globals { return NewGlobals(nil, nil) })

// recipe makes the property; an accessor asks for its value when it is read.
func (g Global) recipe(value func(vm *goja.Runtime, name string) goja.Value) recipe {
	if g.Kind == Hidden || g.Kind == Operation {
		return func(vm *goja.Runtime) goja.Value {
			return linkValue(value(vm, g.Name), true, g.Kind == Operation, true)
		}
	}
	return func(vm *goja.Runtime) goja.Value {
		var known goja.Value
		get := Function(vm, "get "+g.Name, 0, func(c goja.FunctionCall) goja.Value {
			ofGlobal(vm, c.This, g.Name)
			if known == nil {
				known = value(vm, g.Name)
			}
			return known
		})
		var set *goja.Object
		if g.Kind == Replaceable {
			set = Function(vm, "set "+g.Name, 1, func(c goja.FunctionCall) goja.Value {
				ofGlobal(vm, c.This, g.Name)
				v := c.Argument(0)
				if err := vm.GlobalObject().DefineDataProperty(g.Name, v, goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_TRUE); err != nil {
					panic(err)
				}
				return goja.Undefined()
			})
		}
		return stored(record{accessor: true, configurable: true, enumerable: true, get: get, set: set})
	}
}

// ofGlobal throws unless an accessor was called for the global object, which a name without a receiver stands for.
func ofGlobal(vm *goja.Runtime, this goja.Value, name string) {
	if this != nil && !goja.IsUndefined(this) && !goja.IsNull(this) && this != vm.GlobalObject() {
		panic(vm.NewTypeError("%s: \"this\" must be the global object", name))
	}
}
