// Package http is the module "lariat:http": serve, which answers requests with the web's Request and Response, and
// fetchAll, fetchText and fetchJSON, which send them.
//
// Connections are net/http's. The script of a handler runs on its isolate; everything else, reading, writing and
// passing bodies on, is Go's, on goroutines.
package http

import (
	_ "embed"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
)

//go:embed http.d.ts
var types string

// Module is "lariat:http".
var Module = runtime.Module{Name: "lariat:http", Types: types, Load: load}

func load(rt *runtime.Runtime) runtime.Exports {
	servers := serverClass(rt).In(rt)
	return runtime.Exports{
		"serve": bind.AsyncFunc(rt, "serve", 1, func(c *bind.Call) (any, error) { return serve(c, servers) }),
	}
}
