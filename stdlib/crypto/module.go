// Package crypto is the modules "web:crypto", with the global crypto (randomUUID, getRandomValues, subtle), and
// "node:crypto", with the hashes and random numbers of Node. All of it stands on the standard library's primitives.
package crypto

import (
	"context"
	_ "embed"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/clone/slots"
	"github.com/lariatjs/lariat/runtime/fault"
)

//go:embed crypto.d.ts
var types string

const webName = "web:crypto"

// Modules are "web:crypto" and "node:crypto".
var Modules = []runtime.Module{
	{
		Name: webName, Types: types, Globals: []string{"crypto", "Crypto", "CryptoKey", "SubtleCrypto"}, Attributes: []string{"crypto"},
		Wraps: []any{(*Key)(nil)},
		Load:  loadWeb,
	},
	{Name: "node:crypto", Aliases: []string{"crypto"}, Load: loadNode},
}

// webCrypto and subtleCrypto are the Go halves of the two objects, which have no state.
type (
	webCrypto    struct{ subtle *goja.Object }
	subtleCrypto struct{}
)

func loadWeb(rt *runtime.Runtime) runtime.Exports {
	keys := keyClass(rt)
	subtle := subtleClass().In(rt)
	class := bind.Class[webCrypto]{
		Name: "Crypto", Web: true,
		Methods: map[string]func(webCrypto, *bind.Call) (any, error){
			"getRandomValues": func(_ webCrypto, c *bind.Call) (any, error) { return randomValues(c) },
			"randomUUID":      func(_ webCrypto, c *bind.Call) (any, error) { return Random{}.UUID() },
		},
		Getters: map[string]func(webCrypto) any{"subtle": func(w webCrypto) any { return w.subtle }},
		Lengths: map[string]int{"getRandomValues": 1},
	}.In(rt)
	return runtime.Exports{
		"crypto":       class.Wrap(webCrypto{subtle.Wrap(subtleCrypto{})}),
		"Crypto":       class.Value,
		"CryptoKey":    keys.Value,
		"SubtleCrypto": subtle.Value,
	}
}

// digestHere is how much is digested in place: less time than to hand it to a goroutine and back.
const digestHere = 16 << 10

func digest(c *bind.Call) (any, error) {
	rt, algorithm := c.Runtime(), c.Value(0)
	if obj, ok := algorithm.(*goja.Object); ok {
		if algorithm = obj.Get("name"); algorithm == nil || goja.IsUndefined(algorithm) {
			return nil, fault.Type.New("%s: the algorithm must have a name", c.Name())
		}
	}
	if c.Len() < 2 {
		c.Wrong("data", "an ArrayBuffer or a view of one")
	}
	shared, ok := bind.BytesOf(c.Value(1))
	if !ok {
		c.Wrong("data", "an ArrayBuffer or a view of one")
	}
	name := algorithm.String()
	give := func(sum []byte) (any, error) { return bind.Bytes(rt, sum).Get("buffer"), nil }
	if len(shared) <= digestHere {
		sum, err := Digest(context.Background(), name, shared)
		if err != nil {
			return nil, err
		}
		return give(sum)
	}
	data := append([]byte(nil), shared...) // the script may change its own meanwhile
	return bind.Go(c, rt.Scope(), func(ctx context.Context) ([]byte, error) { return Digest(ctx, name, data) }, give)
}

func randomValues(c *bind.Call) (any, error) {
	obj, ok := c.Value(0).(*goja.Object)
	kind := slots.Other
	if ok {
		kind = slots.Of(obj)
	}
	switch kind {
	case slots.TypedArray:
	case slots.DataView:
		return nil, fault.Mismatch.New("%s: a DataView is no typed array of integers", c.Name())
	default:
		c.Wrong("array", "a typed array of integers")
	}
	if class := slots.TypedArrayClass(obj); class == "Float32Array" || class == "Float64Array" {
		return nil, fault.Mismatch.New("%s: a %s is no typed array of integers", c.Name(), class)
	}
	bytes, _ := bind.BytesOf(obj)
	return obj, Random{}.Values(bytes)
}
