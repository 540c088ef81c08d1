package node

import (
	_ "embed"
	"net/netip"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
)

//go:embed partial.js
var partialSource string

var partialScript = bind.NewScript("lariat:node/partial", partialSource)

type partialKey struct{}

// loadPartial gives a module of which there is the part that needs no connection and no other engine.
func loadPartial(name string) func(rt *runtime.Runtime) runtime.Exports {
	return func(rt *runtime.Runtime) runtime.Exports {
		all := runtime.Local(rt, partialKey{}, func() *goja.Object {
			return partialScript.Run(rt, bind.Host{"ip": func(c *bind.Call) (any, error) { return FamilyOf(c.Text(0)), nil }})
		})
		made, err := rt.Call(all.Get(name), goja.Undefined())
		if err != nil {
			bind.Throw(rt, err)
		}
		return only(made)
	}
}

// FamilyOf tells what kind of IP address a text is: 4, 6, or 0 for none.
func FamilyOf(text string) int {
	switch address, err := netip.ParseAddr(text); {
	case err != nil:
		return 0
	case address.Is4():
		return 4
	}
	return 6
}
