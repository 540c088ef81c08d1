package es

import (
	"sync"
	"sync/atomic"
	"unicode/utf16"

	"github.com/dop251/goja"
	"github.com/dop251/goja/unistring"
)

// Function makes a built-in function object: no prototype, no constructor, name and length as given. Its two properties
// are made when they are asked for, by a template that all functions of that name and length share, so that one costs
// 300 bytes and not 700. Names are those of a program, not of its data: their templates stay.
func Function(vm *goja.Runtime, name string, length int, f func(goja.FunctionCall) goja.Value) *goja.Object {
	key := functionKey{name, length}
	t, ok := functionTemplates.Load(key)
	if !ok {
		if functionCount.Load() >= maxFunctions {
			return linkFunction(vm, f, unistring.NewFromString(name), length)
		}
		functionCount.Add(1)
		t, _ = functionTemplates.LoadOrStore(key, functionTemplate(name, length))
	}
	obj := newObject(vm)
	linkTemplatedFunction(vm, t.(*template), obj, f, nil)
	return obj
}

type functionKey struct {
	name   string
	length int
}

var (
	functionTemplates sync.Map // of functionKey to *template
	functionCount     atomic.Int64
)

// maxFunctions bounds the templates, should somebody name functions after data.
const maxFunctions = 1 << 13

func functionTemplate(name string, length int) *template {
	t := &template{props: map[unistring.String]recipe{}, protoFactory: linkFunctionProto}
	text := goja.StringFromUTF16(utf16.Encode([]rune(name)))
	t.constant("length", func(r *Realm) goja.Value { return r.vm.ToValue(length) })
	t.constant("name", func(*Realm) goja.Value { return text })
	return t
}
