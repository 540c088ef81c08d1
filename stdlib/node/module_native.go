package node

import (
	"github.com/dop251/goja"
	"github.com/dop251/goja_nodejs/require"

	"github.com/lariatjs/lariat/runtime"
)

// Native makes a module of lariat of one that was written for goja_nodejs: load gets a CommonJS module object and
// puts what it exports into module.exports, as it would for require.RegisterNativeModule.
func Native(name string, load require.ModuleLoader) runtime.Module {
	return runtime.Module{Name: name, Load: func(rt *runtime.Runtime) runtime.Exports {
		module := rt.VM().NewObject()
		_ = module.Set("exports", rt.VM().NewObject())
		load(rt.VM(), module)
		exports := module.Get("exports")
		if exports == nil {
			exports = goja.Undefined()
		}
		return runtime.Exports{"default": exports}
	}}
}
