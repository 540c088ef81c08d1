package loader

import (
	"reflect"
	"strings"
	"sync"

	"github.com/lariatjs/lariat/runtime/lazy"

	"github.com/dop251/goja"
	"github.com/dop251/goja/file"
)

// What a function object is and which text it was made from cannot be had from goja's exported face, and what scripts
// can ask of it (toString, name, constructor) they can also forge. Package reflect reads the fields themselves, and
// changes nothing. TestFunctionObjects fails if an upgrade of goja moves them.

// functionKind says what a function object is.
type functionKind uint8

const (
	noFunction functionKind = iota
	scriptFunction
	arrowFunction
	methodFunction
	classFunction
	boundFunction
	nativeFunction
	proxyObject
)

// functionKinds are goja's types of objects that can be called.
var functionKinds = lazy.Value[map[string]functionKind]{Make: func() map[string]functionKind {
	return map[string]functionKind{
		"funcObject": scriptFunction, "asyncFuncObject": scriptFunction, "generatorFuncObject": scriptFunction,
		"arrowFuncObject": arrowFunction, "asyncArrowFuncObject": arrowFunction,
		"methodFuncObject": methodFunction, "asyncMethodFuncObject": methodFunction, "generatorMethodFuncObject": methodFunction,
		"classFuncObject": classFunction, "boundFuncObject": boundFunction, "proxyObject": proxyObject,
		"nativeFuncObject": nativeFunction, "wrappedFuncObject": nativeFunction, "templatedFuncObject": nativeFunction,
	}
}}

// functionObject is what is in a function object.
type functionObject struct {
	kind functionKind
	// text is what the function was made from, a part of the text of file.
	text   string
	file   *file.File
	strict bool
}

// functionFields are where the fields of one of goja's types are.
type functionFields struct {
	kind                 functionKind
	text, strict, source []int
	ok                   bool
}

var fieldsByType sync.Map // of reflect.Type

func fieldsOf(t reflect.Type) functionFields {
	if f, ok := fieldsByType.Load(t); ok {
		return f.(functionFields)
	}
	f := functionFields{kind: functionKinds.Get()[t.Name()]}
	text, ok1 := t.FieldByName("src")
	strict, ok2 := t.FieldByName("strict")
	source, ok3 := t.FieldByName("prg")
	f.ok = ok1 && ok2 && ok3
	f.text, f.strict, f.source = text.Index, strict.Index, source.Index
	fieldsByType.Store(t, f)
	return f
}

// readFunction looks into a function object.
func readFunction(o *goja.Object) functionObject {
	self := reflect.ValueOf(o).Elem().FieldByName("self").Elem()
	if self.Kind() != reflect.Pointer || self.IsNil() {
		return functionObject{}
	}
	v := self.Elem()
	if v.Kind() != reflect.Struct {
		return functionObject{}
	}
	f := fieldsOf(v.Type())
	out := functionObject{kind: f.kind}
	if !f.ok {
		return out
	}
	out.text, out.strict = v.FieldByIndex(f.text).String(), v.FieldByIndex(f.strict).Bool()
	if prg := v.FieldByIndex(f.source); !prg.IsNil() {
		if src := prg.Elem().FieldByName("src"); src.Kind() == reflect.Pointer && !src.IsNil() {
			out.file = (*file.File)(src.UnsafePointer())
		}
	}
	return out
}

// ofHost says that the function is JavaScript of the host.
func (f functionObject) ofHost() bool {
	if f.file == nil {
		return true
	}
	name := f.file.Name()
	for _, prefix := range ownNames {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	return name == "native"
}
