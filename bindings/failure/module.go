// Package failure is the module "lariat:errors": every class of error that lariat throws beyond those of
// JavaScript and the web, and Governor, the class of everything that admits callers.
package failure

import (
	_ "embed"

	"github.com/lariatjs/lariat/bindings/internal/governor"
	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/fault"
)

//go:embed failure.d.ts
var types string

// Module is "lariat:errors".
var Module = runtime.Module{Name: "lariat:errors", Types: types, Load: load}

// load exports the classes of the one table of errors. Those of JavaScript and DOMException are globals.
func load(rt *runtime.Runtime) runtime.Exports {
	exports := runtime.Exports{"Governor": governor.ClassesOf(rt).Base}
	for _, kind := range fault.Kinds() {
		exports[kind.Class] = rt.ErrorClass(kind.Class)
	}
	for _, global := range []string{"DOMException", "Error", "TypeError", "RangeError", "SyntaxError"} {
		delete(exports, global)
	}
	return exports
}
