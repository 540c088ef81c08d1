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
var Module = runtime.Module{Name: "web:structured", Types: types, Globals: []string{"structuredClone"}, Load: load}

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
	var list []goja.Value
	if !bind.Nullish(o.Transfer) {
		if _, ok := o.Transfer.(*goja.Object); !ok {
			c.Wrong("transfer", "an iterable of objects")
		}
		c.VM().ForOf(o.Transfer, func(v goja.Value) bool {
			if _, ok := v.(*goja.Object); !ok {
				c.Wrong("transfer", "an iterable of objects")
			}
			list = append(list, v)
			return true
		})
	}
	return c.Runtime().Cloner().Clone(c.Value(0), clone.Options{Transfer: list})
}
