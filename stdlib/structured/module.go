// Package structured is the module "web:structured": the global structuredClone. What can be cloned and how
// is runtime/clone, which carries values between isolates too.
package structured

import (
	_ "embed"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/clone"
)

//go:embed structured.d.ts
var types string

// Module is "web:structured".
var Module = runtime.Module{
	Name: "web:structured", Types: types, Globals: []string{"structuredClone"}, Operations: []string{"structuredClone"}, Load: load,
}

func load(rt *runtime.Runtime) runtime.Exports {
	return runtime.Exports{"structuredClone": bind.Func(rt, "structuredClone", 1, structuredClone)}
}

// structuredClone is https://html.spec.whatwg.org/#dom-structuredclone.
func structuredClone(c *bind.Call) (any, error) {
	if c.Len() == 0 {
		c.Wrong("value", "given")
	}
	var o struct {
		Transfer goja.Value `js:"transfer"`
	}
	c.Options(1, &o)
	return c.Runtime().Cloner().Clone(c.Value(0), clone.Options{Transfer: c.TransferList(o.Transfer)})
}
