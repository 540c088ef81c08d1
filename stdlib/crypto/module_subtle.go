package crypto

import (
	"context"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/bind"
)

func subtleClass() bind.Class[subtleCrypto] {
	method := func(f func(c *bind.Call) (any, error)) func(subtleCrypto, *bind.Call) (any, error) {
		return func(_ subtleCrypto, c *bind.Call) (any, error) { return f(c) }
	}
	return bind.Class[subtleCrypto]{
		Name: "SubtleCrypto", Web: true,
		Async: map[string]func(subtleCrypto, *bind.Call) (any, error){
			"digest": method(digest), "generateKey": method(generateKey), "importKey": method(importKey), "exportKey": method(exportKey),
			"sign": method(sign), "verify": method(verify), "encrypt": method(encrypt), "decrypt": method(decrypt),
			"deriveBits": method(deriveBits), "deriveKey": method(deriveKey), "wrapKey": method(wrapKey), "unwrapKey": method(unwrapKey),
		},
		Lengths: map[string]int{
			"digest": 2, "generateKey": 3, "importKey": 5, "exportKey": 2, "sign": 3, "verify": 4, "encrypt": 3, "decrypt": 3,
			"deriveBits": 2, "deriveKey": 5, "wrapKey": 4, "unwrapKey": 7,
		},
	}
}

// quick reports whether an operation takes less time than to hand it to a goroutine and back.
func quick(name string, n int) bool {
	switch name {
	case "HMAC", "AES-GCM", "AES-CBC", "AES-CTR", "AES-KW":
		return n <= digestHere
	}
	return false
}

// work does an operation, in place if that is quick.
func work[T any](c *bind.Call, here bool, do func() (T, error), then func(T) (any, error)) (any, error) {
	if here {
		v, err := do()
		if err != nil {
			return nil, err
		}
		return then(v)
	}
	return bind.Go(c, c.Runtime().Scope(), func(context.Context) (T, error) { return do() }, then)
}

// arrayBuffer gives bytes to the script.
func arrayBuffer(c *bind.Call) func([]byte) (any, error) {
	rt := c.Runtime()
	return func(b []byte) (any, error) { return rt.VM().NewArrayBuffer(b), nil }
}

// keyObject gives a key to the script.
func keyObject(c *bind.Call) func(*Key) (any, error) {
	rt := c.Runtime()
	return func(k *Key) (any, error) { return rt.Wrap(k) }
}

func generateKey(c *bind.Call) (any, error) {
	p, extractable, usages := params(c, 0, "generateKey"), c.Bool(1), usagesAt(c, 2)
	type made struct {
		key  *Key
		pair *Pair
	}
	rt := c.Runtime()
	return work(c, algorithms.Get()[p.Name].public == nil, func() (made, error) {
		k, pair, err := Generate(p, extractable, usages)
		return made{k, pair}, err
	}, func(m made) (any, error) {
		if m.key != nil {
			return rt.Wrap(m.key)
		}
		public, err := rt.Wrap(m.pair.Public)
		if err != nil {
			return nil, err
		}
		private, err := rt.Wrap(m.pair.Private)
		if err != nil {
			return nil, err
		}
		obj := rt.VM().NewObject()
		_ = obj.Set("publicKey", public)
		_ = obj.Set("privateKey", private)
		return obj, nil
	})
}

func importKey(c *bind.Call) (any, error) {
	format, p, extractable, usages := formatAt(c, 0), params(c, 2, "importKey"), c.Bool(3), usagesAt(c, 4)
	_, isBuffer := bind.BytesOf(c.Value(1))
	if format == "jwk" {
		obj, ok := c.Value(1).(*goja.Object)
		if !ok || isBuffer {
			c.Wrong("keyData", "an object: a JSON Web Key")
		}
		j := jwkOf(c, obj)
		return work(c, quick(p.Name, 0), func() (*Key, error) { return ImportJWK(j, p, extractable, usages) }, keyObject(c))
	}
	data := buffer(c, "keyData", c.Value(1))
	return work(c, quick(p.Name, len(data)), func() (*Key, error) { return Import(format, data, p, extractable, usages) }, keyObject(c))
}

func exportKey(c *bind.Call) (any, error) {
	format, k := formatAt(c, 0), keyAt(c, 1, "key")
	if format == "jwk" {
		j, err := k.JWK()
		if err != nil {
			return nil, err
		}
		return j.object(c.Runtime()), nil
	}
	b, err := k.Export(format)
	if err != nil {
		return nil, err
	}
	return arrayBuffer(c)(b)
}

func sign(c *bind.Call) (any, error) {
	p, k, data := params(c, 0, "sign"), keyAt(c, 1, "key"), buffer(c, "data", c.Value(2))
	return work(c, quick(p.Name, len(data)), func() ([]byte, error) { return Sign(k, p, data) }, arrayBuffer(c))
}

func verify(c *bind.Call) (any, error) {
	p, k := params(c, 0, "verify"), keyAt(c, 1, "key")
	signature, data := buffer(c, "signature", c.Value(2)), buffer(c, "data", c.Value(3))
	return work(c, quick(p.Name, len(data)), func() (bool, error) { return Verify(k, p, signature, data) },
		func(ok bool) (any, error) { return ok, nil })
}

func encrypt(c *bind.Call) (any, error) {
	p, k, data := params(c, 0, "encrypt"), keyAt(c, 1, "key"), buffer(c, "data", c.Value(2))
	return work(c, quick(p.Name, len(data)), func() ([]byte, error) { return Encrypt(k, p, "encrypt", data) }, arrayBuffer(c))
}

func decrypt(c *bind.Call) (any, error) {
	p, k, data := params(c, 0, "decrypt"), keyAt(c, 1, "key"), buffer(c, "data", c.Value(2))
	return work(c, quick(p.Name, len(data)), func() ([]byte, error) { return Decrypt(k, p, "decrypt", data) }, arrayBuffer(c))
}

func deriveBits(c *bind.Call) (any, error) {
	p, k, length := params(c, 0, "deriveBits"), keyAt(c, 1, "baseKey"), -1
	if c.Has(2) {
		length = enforce(c, "length", c.Value(2))
	}
	return work(c, false, func() ([]byte, error) { return Derive(k, p, "deriveBits", length) }, arrayBuffer(c))
}

func deriveKey(c *bind.Call) (any, error) {
	p, k := params(c, 0, "deriveBits"), keyAt(c, 1, "baseKey")
	target, sized := params(c, 2, "importKey"), params(c, 2, "length")
	extractable, usages := c.Bool(3), usagesAt(c, 4)
	return work(c, false, func() (*Key, error) {
		length := -1
		if target.Name != "HKDF" && target.Name != "PBKDF2" {
			n, err := secretLength(sized)
			if err != nil {
				return nil, err
			}
			length = n
		}
		bits, err := Derive(k, p, "deriveKey", length)
		if err != nil {
			return nil, err
		}
		return Import("raw", bits, target, extractable, usages)
	}, keyObject(c))
}

func wrapKey(c *bind.Call) (any, error) {
	format, k, with, p := formatAt(c, 0), keyAt(c, 1, "key"), keyAt(c, 2, "wrappingKey"), params(c, 3, "wrapKey")
	return work(c, quick(p.Name, 0), func() ([]byte, error) {
		if err := with.may(p.Name, "wrapKey"); err != nil {
			return nil, err
		}
		var data []byte
		if format == "jwk" {
			j, err := k.JWK()
			if err != nil {
				return nil, err
			}
			data = j.text()
		} else {
			var err error
			if data, err = k.Export(format); err != nil {
				return nil, err
			}
		}
		return Encrypt(with, p, "wrapKey", data)
	}, arrayBuffer(c))
}

func unwrapKey(c *bind.Call) (any, error) {
	format, data, with, p := formatAt(c, 0), buffer(c, "wrappedKey", c.Value(1)), keyAt(c, 2, "unwrappingKey"), params(c, 3, "unwrapKey")
	target, extractable, usages := params(c, 4, "importKey"), c.Bool(5), usagesAt(c, 6)
	return work(c, quick(p.Name, len(data)) && quick(target.Name, 0), func() (*Key, error) {
		plain, err := Decrypt(with, p, "unwrapKey", data)
		if err != nil {
			return nil, err
		}
		if format != "jwk" {
			return Import(format, plain, target, extractable, usages)
		}
		j, err := parseJWK(plain)
		if err != nil {
			return nil, err
		}
		return ImportJWK(j, target, extractable, usages)
	}, keyObject(c))
}
