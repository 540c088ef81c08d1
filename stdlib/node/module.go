// Package node is the modules "node:assert", "node:buffer", "node:module", "node:os", "node:path",
// "node:string_decoder" and "node:util" with what belongs to them, as Node v20 has them, and the globals Buffer and
// global.
package node

import (
	_ "embed"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
)

//go:embed node.d.ts
var types string

// Modules are the modules of the package.
var Modules = []runtime.Module{
	{Name: "node:assert", Aliases: []string{"assert"}, Types: types, Load: loadAssert},
	{Name: "node:assert/strict", Aliases: []string{"assert/strict"}, Types: types, Load: loadStrict},
	{Name: "node:buffer", Aliases: []string{"buffer"}, Types: types, Globals: []string{"Buffer"}, Load: loadBuffer},
	{Name: "node:module", Aliases: []string{"module"}, Types: types, Load: loadModule},
	{Name: "node:os", Aliases: []string{"os"}, Types: types, Load: loadOS},
	{Name: "node:path", Aliases: []string{"path"}, Types: types, Load: loadPath(here)},
	{Name: "node:path/posix", Aliases: []string{"path/posix"}, Types: types, Load: loadPath("posix")},
	{Name: "node:path/win32", Aliases: []string{"path/win32"}, Types: types, Load: loadPath("win32")},
	{Name: "node:string_decoder", Aliases: []string{"string_decoder"}, Types: types, Load: loadDecoder},
	{Name: "node:util", Aliases: []string{"util"}, Types: types, Load: loadUtil},
	{Name: "node:util/types", Aliases: []string{"util/types"}, Types: types, Load: loadTypes},
	{Name: "node:constants", Aliases: []string{"constants"}, Types: types, Load: loadConstants},
	{Name: "node:diagnostics_channel", Aliases: []string{"diagnostics_channel"}, Types: types, Load: loadDiagnostics},
	{Name: "node:punycode", Aliases: []string{"punycode"}, Types: types, Load: loadPunycode},
	{Name: "node:querystring", Aliases: []string{"querystring"}, Types: types, Load: loadQueries},
	{Name: "node:sys", Aliases: []string{"sys"}, Types: types, Load: loadSys},
	{Name: "node:cluster", Aliases: []string{"cluster"}, Types: types, Load: loadPartial("cluster")},
	{Name: "node:dns", Aliases: []string{"dns"}, Types: types, Load: loadDNS},
	{Name: "node:dns/promises", Aliases: []string{"dns/promises"}, Types: types, Load: loadDNSPromises},
	{Name: "node:http2", Aliases: []string{"http2"}, Types: types, Load: loadPartial("http2")},
	{Name: "node:net", Aliases: []string{"net"}, Types: types, Load: loadPartial("net")},
	{Name: "node:tls", Aliases: []string{"tls"}, Types: types, Load: loadPartial("tls")},
	{Name: "node:v8", Aliases: []string{"v8"}, Types: types, Load: loadPartial("v8")},
	{Name: "node:vm", Aliases: []string{"vm"}, Types: types, Load: loadVM},
	{Name: "web:global", Types: types, Globals: []string{"global"}, Operations: []string{"global"}, Load: loadGlobal},
}

// loadGlobal is the global object under the name that it had in Node before all agreed on globalThis.
func loadGlobal(rt *runtime.Runtime) runtime.Exports {
	return runtime.Exports{"global": rt.VM().GlobalObject()}
}

// only makes exports of a value that is the module itself.
func only(v goja.Value) runtime.Exports { return runtime.Exports{"default": v} }

// object makes an object of functions and values, in the order of the list: name, value and so on.
func object(rt *runtime.Runtime, list ...any) *goja.Object {
	obj := rt.VM().NewObject()
	for i := 0; i < len(list); i += 2 {
		name := list[i].(string)
		if fn, ok := list[i+1].(bind.Fn); ok {
			obj.Set(name, bind.Func(rt, name, 0, fn))
			continue
		}
		obj.Set(name, bind.ToValue(rt, list[i+1]))
	}
	return obj
}
