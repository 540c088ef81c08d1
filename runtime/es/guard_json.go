package es

import (
	"encoding/json"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/clone/slots"
)

const (
	// maxJSONDepth bounds the depth of what is read, and of what is written.
	maxJSONDepth = 5000
	// maxJSONValues bounds the values that are written.
	maxJSONValues = 1 << 24
)

// guardJSON guards the object JSON.
func guardJSON(vm *goja.Runtime, obj *goja.Object) {
	for name, g := range map[string]guard{"parse": wrapped(ownParse), "stringify": both(wrapped(guardStringify), reentered)} {
		if f, ok := obj.Get(name).(*goja.Object); ok {
			g(vm, f)
		}
	}
}

func ownParse(vm *goja.Runtime, _ native) native { return Of(vm).jsonParse }

// guardStringify writes a value itself, unless there is something in it that only goja can: then it does, under the eyes of
// a replacer, which sees every value.
func guardStringify(vm *goja.Runtime, original native) native {
	return func(c goja.FunctionCall) goja.Value {
		if v, ok := Of(vm).stringify(c); ok {
			return v
		}
		w := &jsonWatch{vm: vm, left: maxJSONValues}
		if replacer, ok := c.Argument(1).(*goja.Object); ok {
			if isCallable(replacer) {
				w.replacer = replacer
			} else if linkIsArray(replacer) {
				w.list = jsonNames(replacer)
			}
		}
		watch := linkFunction(vm, w.see, "", 2)
		return original(goja.FunctionCall{This: c.This, Arguments: []goja.Value{c.Argument(0), watch, c.Argument(2)}})
	}
}

// jsonWatch is a replacer that counts.
type jsonWatch struct {
	vm       *goja.Runtime
	replacer *goja.Object
	list     []string // the names that are written, if they were given
	holders  []*goja.Object
	left     int
}

// see is called for every value, in depth-first order, with the object that holds it as this: whatever was
// entered after that object has been left.
func (w *jsonWatch) see(c goja.FunctionCall) goja.Value {
	v := c.Argument(1)
	if w.replacer != nil {
		v = linkCall(w.vm, goja.FunctionCall{This: w.replacer, Arguments: []goja.Value{c.This, c.Argument(0), v}})
	}
	if w.left--; w.left < 0 {
		panic(rangeErrorOf(w.vm, "too much data for JSON"))
	}
	for n := len(w.holders); n > 0 && goja.Value(w.holders[n-1]) != c.This; n-- {
		w.holders = w.holders[:n-1]
	}
	if obj, ok := v.(*goja.Object); ok {
		if len(w.holders) > maxJSONDepth {
			panic(rangeErrorOf(w.vm, "data is nested too deep for JSON"))
		}
		if w.list != nil {
			obj = w.listed(obj)
			v = obj
		}
		w.holders = append(w.holders, obj)
	}
	return v
}

// listed is an object with the names in the list alone, in that order. An array, and what stands for no object, is as it is.
func (w *jsonWatch) listed(obj *goja.Object) *goja.Object {
	if kind := slots.Of(obj); linkIsArray(obj) || kind.IsFunction() || kind == slots.Boxed || kind == slots.BoxedString || marshals(obj) {
		return obj
	}
	only := w.vm.NewObject()
	for _, name := range w.list {
		if v := obj.Get(name); v != nil {
			plain(only, name, v)
		}
	}
	return only
}

// marshals tells of the object of a Go value whether that knows how it is written, or is a number, a string or a boolean.
func marshals(obj *goja.Object) bool {
	if slots.Of(obj) != slots.Foreign {
		return false
	}
	if obj.ClassName() != "Object" {
		return true
	}
	switch obj.Export().(type) {
	case json.Marshaler, goja.JsonEncodable:
		return true
	}
	return false
}
