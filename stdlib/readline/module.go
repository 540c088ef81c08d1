// Package readline is the modules "node:readline" and "node:readline/promises", as Node v20 has them for streams that give
// whole lines: questions, "line" events and for await. The line that is being typed is edited by the terminal.
package readline

import (
	_ "embed"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
)

//go:embed readline.d.ts
var types string

//go:embed readline.js
var source string

var script = bind.NewScript("lariat:readline", source)

// Modules are "node:readline" and "node:readline/promises".
var Modules = []runtime.Module{
	{Name: "node:readline", Aliases: []string{"readline"}, Types: types, Load: func(rt *runtime.Runtime) runtime.Exports {
		return runtime.Exports{"default": readlineOf(rt)}
	}},
	{Name: "node:readline/promises", Aliases: []string{"readline/promises"}, Types: types, Load: func(rt *runtime.Runtime) runtime.Exports {
		return runtime.Exports{"default": readlineOf(rt).Get("promises")}
	}},
}

type readlineKey struct{}

func readlineOf(rt *runtime.Runtime) *goja.Object {
	return runtime.Local(rt, readlineKey{}, func() *goja.Object {
		return script.Run(rt, bind.Host{
			"EventEmitter":  bind.Need(rt, "node:events"),
			"StringDecoder": bind.Need(rt, "node:string_decoder").Get("StringDecoder"),
			"tick":          bind.Need(rt, "node:process").Get("nextTick"),
		})
	})
}
