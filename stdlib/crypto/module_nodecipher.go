package crypto

import (
	"context"
	_ "embed"
	"slices"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/lazy"
)

//go:embed node.js
var nodeSource string

var nodeScript = bind.NewScript("lariat:crypto/node", nodeSource)

// scripted adds the part of node:crypto that is JavaScript: derived keys, ciphers, and digests as streams.
func scripted(rt *runtime.Runtime, exports runtime.Exports) {
	ciphers := bind.Class[*NodeCipher]{Name: "Cipher"}.In(rt)
	of := func(f func(n *NodeCipher, c *bind.Call) (any, error)) bind.Fn {
		return func(c *bind.Call) (any, error) {
			n, _ := ciphers.Of(c.Value(0))
			return f(n, c)
		}
	}
	buffer := func(b []byte, err error) (any, error) {
		if err != nil {
			return nil, err
		}
		return bind.Buffer(rt, b), nil
	}
	host := bind.Host{
		"Buffer":  bind.Need(rt, "node:buffer").Get("Buffer"),
		"streams": func(*bind.Call) (any, error) { return bind.Need(rt, "node:stream"), nil },
		"Hash":    exports["Hash"], "Hmac": exports["Hmac"],
		"ciphers": slices.Clone(nodeCiphers),
		"primes":  primes(rt),
		"begin": func(c *bind.Call) (any, error) {
			made, err := NewNodeCipher(c.Text(0), given(c, 1), given(c, 2), c.Bool(3), c.Int(4, "authTagLength", 0))
			if err != nil {
				return nil, err
			}
			return ciphers.Wrap(made), nil
		},
		"update":  of(func(n *NodeCipher, c *bind.Call) (any, error) { return buffer(n.Update(given(c, 1))) }),
		"final":   of(func(n *NodeCipher, _ *bind.Call) (any, error) { return buffer(n.Final()) }),
		"tag":     of(func(n *NodeCipher, _ *bind.Call) (any, error) { return buffer(n.Tag()) }),
		"setTag":  of(func(n *NodeCipher, c *bind.Call) (any, error) { return nil, n.SetTag(given(c, 1)) }),
		"setAAD":  of(func(n *NodeCipher, c *bind.Call) (any, error) { n.SetAAD(given(c, 1)); return nil, nil }),
		"padding": of(func(n *NodeCipher, c *bind.Call) (any, error) { n.SetPadding(c.Bool(1)); return nil, nil }),
	}
	for name, read := range derivations.Get() {
		host[name+"Sync"] = bind.Func(rt, name+"Sync", 0, func(c *bind.Call) (any, error) { return buffer(read(c)()) })
		host[name] = bind.AsyncFunc(rt, name, 0, func(c *bind.Call) (any, error) {
			work := read(c)
			return bind.Go(c, rt.Scope(), func(context.Context) ([]byte, error) { return work() },
				func(b []byte) (any, error) { return bind.Buffer(rt, b), nil })
		})
	}
	made := nodeScript.Run(rt, host)
	for _, name := range made.Keys() {
		exports[name] = made.Get(name)
	}
}

// given is a copy of the bytes of an argument that the script has checked.
func given(c *bind.Call, i int) []byte {
	b, _ := bind.BytesOf(c.Value(i))
	return append([]byte(nil), b...)
}

// derivation reads the arguments of a derived key and returns what makes it.
type derivation = func(c *bind.Call) func() ([]byte, error)

// derivations are those of node:crypto.
var derivations = lazy.Value[map[string]derivation]{Make: func() map[string]derivation {
	return map[string]derivation{
		"pbkdf2": func(c *bind.Call) func() ([]byte, error) {
			digest, password, salt := c.Text(0), given(c, 1), given(c, 2)
			iterations, length := c.Int(3, "iterations", 1), c.Int(4, "keylen", 0)
			return func() ([]byte, error) { return PBKDF2(digest, password, salt, iterations, length) }
		},
		"hkdf": func(c *bind.Call) func() ([]byte, error) {
			digest, key, salt, info, length := c.Text(0), given(c, 1), given(c, 2), given(c, 3), c.Int(4, "keylen", 0)
			return func() ([]byte, error) { return HKDF(digest, key, salt, info, length) }
		},
		"scrypt": func(c *bind.Call) func() ([]byte, error) {
			password, salt, length := given(c, 0), given(c, 1), c.Int(2, "keylen", 0)
			cost, limit := ScryptCost{c.Int(3, "N", 0), c.Int(4, "r", 0), c.Int(5, "p", 0)}, int64(c.Number(6, "maxmem"))
			return func() ([]byte, error) { return Scrypt(password, salt, cost, length, limit) }
		},
	}
}}
