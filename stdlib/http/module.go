// Package http is the module "lariat:http": serve, which answers requests with the web's Request and Response, and
// fetchAll, fetchText and fetchJSON, which send them.
//
// Connections are net/http's. The script of a handler runs on its isolate; everything else, reading, writing and
// passing bodies on, is Go's, on goroutines.
package http

import (
	_ "embed"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/fault"
	"github.com/lariatjs/lariat/stdlib/fetch"
	"github.com/lariatjs/lariat/stdlib/websocket"
)

//go:embed http.d.ts
var types string

//go:embed http.js
var source string

var script = bind.NewScript("lariat:http", source)

// Module is "lariat:http".
var Module = runtime.Module{Name: "lariat:http", Types: types, Load: load}

func load(rt *runtime.Runtime) runtime.Exports {
	servers := serverClass(rt).In(rt)
	bind.Show(rt, servers.Prototype, "url", "inflight")
	made := script.Run(rt, bind.Host{
		"fetch": bind.Need(rt, "web:fetch").Get("fetch"), "Headers": bind.Need(rt, "web:fetch").Get("Headers"),
		"Response": bind.Need(rt, "web:fetch").Get("Response"), "ReadableStream": bind.Need(rt, "web:streams").Get("ReadableStream"),
		"TransformStream": bind.Need(rt, "web:streams").Get("TransformStream"),
		"TextEncoder":     bind.Need(rt, "web:encoding").Get("TextEncoder"),
		"need":            func(c *bind.Call) (any, error) { return rt.Exports(c.String(0, "name")) },
		"refused":         refused,
	})
	retried := made.Get("retried")
	return runtime.Exports{
		"serve":            bind.AsyncFunc(rt, "serve", 1, func(c *bind.Call) (any, error) { return serve(c, servers) }),
		"fetchAll":         bind.Func(rt, "fetchAll", 1, func(c *bind.Call) (any, error) { return fetchAll(c, retried) }),
		"upgradeWebSocket": websocket.Function(rt),
		"eventStream":      made.Get("eventStream"),
		"fetchText":        made.Get("fetchText"), "fetchJSON": made.Get("fetchJSON"),
	}
}

// refused is (response, method): the error of an answer that is not ok.
func refused(c *bind.Call) (any, error) {
	rt := c.Runtime()
	response, get := c.Object(0, "response"), func(name string) goja.Value { return c.Object(0, "response").Get(name) }
	err := fault.System.New("%s %s: %s %s", c.Text(1), get("url"), get("status"), get("statusText")).
		With("status", get("status").ToInteger()).With("code", "ERR_HTTP_STATUS")
	if after := fetch.In(rt).RetryAfter(response); after >= 0 {
		err = err.With("retryAfter", float64(after.Milliseconds()))
	}
	return rt.ErrorValue(err), nil
}
