// Package worker is the modules "web:worker", with the global Worker, and "node:worker_threads". A worker is
// an isolate of its own, on its own goroutine; the two sides talk through the ends of a channel, which
// stdlib/messaging has.
package worker

import (
	_ "embed"
	"path/filepath"
	"strings"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/fault"
	"github.com/lariatjs/lariat/stdlib/abort"
	"github.com/lariatjs/lariat/stdlib/blob"
	"github.com/lariatjs/lariat/stdlib/messaging"
)

//go:embed worker.d.ts
var types string

// Modules are "web:worker" and "node:worker_threads".
var Modules = []runtime.Module{
	{Name: "web:worker", Types: types, Globals: []string{"Worker"}, Load: load},
	{Name: "node:worker_threads", Aliases: []string{"worker_threads"}, Types: types, Load: loadNode},
}

// web is the Go half of a Worker.
type web struct {
	abort.Target
	object *goja.Object
	*hosted
}

func load(rt *runtime.Runtime) runtime.Exports {
	m, events := messaging.In(rt), abort.EventsOf(rt)
	class := bind.Class[*web]{
		Name: "Worker", Length: 1, Extends: events.TargetClass(), Web: true,
		New: func(c *bind.Call) (*web, error) { return newWeb(c, m, events) },
		Methods: map[string]func(*web, *bind.Call) (any, error){
			"postMessage": func(w *web, c *bind.Call) (any, error) { return nil, w.post(c) },
			"terminate":   func(w *web, _ *bind.Call) (any, error) { w.terminate(); return nil, nil },
			"ref":         func(w *web, _ *bind.Call) (any, error) { w.hold.Ref(); return nil, nil },
			"unref":       func(w *web, _ *bind.Call) (any, error) { w.hold.Unref(); return nil, nil },
		},
		Lengths: map[string]int{"postMessage": 1},
	}
	messaging.Handlers(&class, func(w *web) *abort.Target { return &w.Target }, "message", "messageerror", "error", "close")
	return runtime.Exports{"Worker": class.In(rt).Value}
}

// webOptions are the second argument of the constructor.
type webOptions struct {
	Type        goja.Value   `js:"type"`
	Name        goja.Value   `js:"name"`
	Env         *goja.Object `js:"env"`
	Permissions goja.Value   `js:"permissions"`
}

func newWeb(c *bind.Call, m *messaging.Messages, events *abort.Events) (*web, error) {
	rt := c.Runtime()
	if c.Len() == 0 {
		c.Wrong("url", "given")
	}
	var o webOptions
	c.Options(1, &o)
	p := plan{web: true, env: environ(o.Env)}
	if o.Name != nil {
		p.name = o.Name.String()
	}
	if o.Type != nil {
		switch kind := o.Type.String(); kind {
		case "module":
		case "classic":
			return nil, fault.NotSupported.New(`%s: there are no classic workers; use { type: "module" }, and import for importScripts`, c.Name())
		default:
			c.Wrong("type", `"module"`)
		}
	}
	var err error
	if p.permissions, err = bind.Permissions(c, o.Permissions); err != nil {
		return nil, err
	}
	if p.source, err = sourceOf(rt, c.Name(), c.Text(0), folderOf(c)); err != nil {
		return nil, err
	}
	if p.environment, err = environmentOf(rt).encode(rt); err != nil {
		return nil, err
	}
	w := &web{object: c.This().(*goja.Object)}
	self := messaging.Listener{Target: &w.Target, This: w.object}
	w.hosted = p.spawn(rt, m)
	w.hear = func(it messaging.Item) { m.Deliver(it, self) }
	w.over = func(f *messaging.Failure, _ int) {
		switch {
		case f == nil:
		case w.Listens("error"):
			m.Fail(self, *f)
		default:
			rt.ReportUncaught(f.Error)
		}
		events.Fire(&w.Target, w.object, "close")
	}
	return w, nil
}

// sourceOf finds the program that a URL names.
func sourceOf(rt *runtime.Runtime, label, specifier, folder string) (source, error) {
	if strings.HasPrefix(specifier, "blob:") {
		if b, ok := blob.StoreOf(rt).Resolve(specifier); ok {
			return parseBlob(label, b)
		}
	}
	return parseURL(label, specifier, folder)
}

// folderOf is the folder of the script that makes the call.
func folderOf(c *bind.Call) string {
	file := c.Site().File()
	if file == "" {
		return c.Runtime().Dir()
	}
	if !filepath.IsAbs(file) {
		file = filepath.Join(c.Runtime().Dir(), file)
	}
	return filepath.Dir(file)
}

// environ reads an environment; nil stands for that of the parent.
func environ(obj *goja.Object) map[string]string {
	if obj == nil {
		return nil
	}
	env := map[string]string{}
	for _, name := range obj.Keys() {
		if v := obj.Get(name); !goja.IsUndefined(v) {
			env[name] = v.String()
		}
	}
	return env
}
