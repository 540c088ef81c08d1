package es

import (
	"go/ast"
	"go/build"
	"go/parser"
	"go/printer"
	"go/token"
	"strings"
	"testing"
)

// linked are the methods of goja that async_link.go and guard_link.go call past its exported face, as goja declares them.
var linked = map[string]string{
	"func (r *Runtime) newPromise(proto *Object) *Promise":                                                                       "linkNewPromise",
	"func (p *Promise) fulfill(value Value) Value":                                                                               "linkFulfill",
	"func (p *Promise) reject(reason Value) Value":                                                                               "linkReject",
	"func (p *Promise) createResolvingFunctions() (resolve, reject *Object)":                                                     "linkResolvers",
	"func (r *Runtime) performPromiseThen(p *Promise, onFulfilled, onRejected Value, resultCapability *promiseCapability) Value": "linkThen",
	"func (r *Runtime) createIterResultObject(value Value, done bool) Value":                                                     "linkIterResult",
	"func (r *Runtime) enqueuePromiseJob(job func())":                                                                            "linkEnqueue",
	"func (r *Runtime) checkStdArrayObj(obj *Object) *arrayObject":                                                               "linkStdArray",
	"func (r *Runtime) createListFromArrayLike(a Value) []Value":                                                                 "linkList",
	"func (r *Runtime) getRangeError() *Object":                                                                                  "linkRangeError",
	"func (r *Runtime) newError(typ *Object, msg string) Value":                                                                  "linkNewError",
	"func (r *Runtime) functionproto_call(call FunctionCall) Value":                                                              "linkCall",
}

// TestLinkedSignatures reads goja's source: a method whose parameters changed would still link, and corrupt memory.
func TestLinkedSignatures(t *testing.T) {
	pkg, err := build.Import("github.com/dop251/goja", ".", build.FindOnly)
	if err != nil {
		t.Fatal(err)
	}
	fset := token.NewFileSet()
	found := map[string]bool{}
	for _, file := range []string{"builtin_promise.go", "runtime.go", "builtin_array.go", "builtin_error.go", "builtin_function.go"} {
		f, err := parser.ParseFile(fset, pkg.Dir+"/"+file, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range f.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if !ok || fn.Recv == nil {
				continue
			}
			fn.Body, fn.Doc = nil, nil
			var text strings.Builder
			if err := printer.Fprint(&text, fset, fn); err != nil {
				t.Fatal(err)
			}
			found[text.String()] = true
		}
	}
	for signature, name := range linked {
		if !found[signature] {
			t.Errorf("%s: goja has no %q any more", name, signature)
		}
	}
}
