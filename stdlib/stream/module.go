// Package stream is the module "node:stream" with "node:stream/promises", "node:stream/consumers" and "node:stream/web":
// Readable, Writable, Duplex, Transform and PassThrough as Node v20 has them, with pipeline, finished and the bridges to
// the streams of the web.
//
// They are JavaScript, as in Node: packages extend the classes, replace their methods and look into their states. A wait
// for a chunk, in for await, ends with the scope of whoever waits.
package stream

import (
	"embed"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
)

//go:embed stream.d.ts
var types string

// Modules are "node:stream" and the modules beneath it.
var Modules = []runtime.Module{
	{Name: "node:stream", Aliases: []string{"stream"}, Types: types, Load: load},
	{Name: "node:stream/promises", Aliases: []string{"stream/promises"}, Types: types, Load: loadPromises},
	{Name: "node:stream/consumers", Aliases: []string{"stream/consumers"}, Types: types, Load: loadConsumers},
	{Name: "node:stream/web", Aliases: []string{"stream/web"}, Types: types, Load: loadWeb},
}

//go:embed *.js
var sources embed.FS

var (
	scripts = bind.NewChain(
		sources, "lariat:stream/", "ends", "chunks", "finished", "readable", "reading", "writable", "finishing", "duplex", "iterating",
		"pipelines", "web", "operators", "stream",
	)
	consumersScript = bind.NewChain(sources, "lariat:stream/", "consumers")
)

type streamKey struct{}

// streamOf is the class Stream in one runtime.
func streamOf(rt *runtime.Runtime) *goja.Object {
	return runtime.Local(rt, streamKey{}, func() *goja.Object {
		made := scripts.Run(rt, bind.Host{
			"EventEmitter":  bind.Need(rt, "node:events"),
			"Buffer":        bind.Need(rt, "node:buffer").Get("Buffer"),
			"tick":          bind.Need(rt, "node:process").Get("nextTick"),
			"web":           bind.Need(rt, "web:streams"),
			"asyncIterator": rt.Realm().AsyncIteratorPrototype(),
			"follow":        bind.Follow,
			"webKind":       func(c *bind.Call) (any, error) { return webKind(rt, c.Value(0)), nil },
			"decoder": func(c *bind.Call) (any, error) {
				return rt.VM().New(bind.Need(rt, "node:string_decoder").Get("StringDecoder"), c.Value(0))
			},
		}, func(host *goja.Object) {
			_ = host.Set("duplex", bind.Func(rt, "duplex", 0, func(*bind.Call) (any, error) { return host.Get("Duplex"), nil }))
		})
		return made.Get("Stream").(*goja.Object)
	})
}

// webKind is "readable" or "writable" for such a stream of the web, and undefined for all else.
func webKind(rt *runtime.Runtime, v goja.Value) any {
	web := bind.Need(rt, "web:streams")
	for kind, name := range map[string]string{"readable": "ReadableStream", "writable": "WritableStream"} {
		if class, ok := web.Get(name).(*goja.Object); ok && rt.VM().InstanceOf(v, class) {
			return kind
		}
	}
	return nil
}

func load(rt *runtime.Runtime) runtime.Exports { return runtime.Exports{"default": streamOf(rt)} }

func loadPromises(rt *runtime.Runtime) runtime.Exports {
	return runtime.Exports{"default": streamOf(rt).Get("promises")}
}

func loadConsumers(rt *runtime.Runtime) runtime.Exports {
	return runtime.Exports{"default": consumersScript.Run(rt, bind.Host{"Buffer": bind.Need(rt, "node:buffer").Get("Buffer")}, nil)}
}

// loadWeb has the classes of the streams of the web by the names that are globals too.
func loadWeb(rt *runtime.Runtime) runtime.Exports {
	web, exports := bind.Need(rt, "web:streams"), runtime.Exports{}
	for _, name := range web.Keys() {
		exports[name] = web.Get(name)
	}
	return exports
}
