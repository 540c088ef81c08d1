package node

import (
	_ "embed"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
)

//go:embed querystring.js
var queriesSource string

//go:embed diagnostics.js
var diagnosticsSource string

//go:embed punycode.js
var punycodeSource string

var (
	queriesScript     = bind.NewScript("lariat:node/querystring", queriesSource)
	diagnosticsScript = bind.NewScript("lariat:node/diagnostics", diagnosticsSource)
	punycodeScript    = bind.NewScript("node:punycode", punycodeSource)
)

func loadQueries(rt *runtime.Runtime) runtime.Exports {
	return only(queriesScript.Run(rt, bind.Host{"Buffer": bind.Need(rt, "node:buffer").Get("Buffer")}))
}

func loadPunycode(rt *runtime.Runtime) runtime.Exports { return only(punycodeScript.Run(rt, nil)) }

func loadSys(rt *runtime.Runtime) runtime.Exports { return only(bind.Need(rt, "node:util")) }

func loadDiagnostics(rt *runtime.Runtime) runtime.Exports {
	return only(diagnosticsScript.Run(rt, bind.Host{"tick": bind.Need(rt, "node:process").Get("nextTick")}))
}

// loadConstants is node:constants, the old name of what os and fs have.
func loadConstants(rt *runtime.Runtime) runtime.Exports {
	all := rt.VM().NewObject()
	for _, of := range []*goja.Object{bind.Need(rt, "node:fs"), bind.Need(rt, "node:os")} {
		constants, ok := of.Get("constants").(*goja.Object)
		if !ok {
			continue
		}
		if signals, ok := constants.Get("signals").(*goja.Object); ok {
			constants = signals
		}
		for _, name := range constants.Keys() {
			_ = all.Set(name, constants.Get(name))
		}
	}
	return only(all)
}
