package crypto

import (
	"context"
	_ "embed"
	"encoding/pem"
	"math/big"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/fault"
)

//go:embed keys.js
var keysSource string

var keysScript = bind.NewScript("lariat:crypto/keys", keysSource)

// curveName is that of OpenSSL for a curve of the standard library.
func curveName(name string) string {
	switch name {
	case "P-256":
		return "prime256v1"
	case "P-384":
		return "secp384r1"
	case "P-521":
		return "secp521r1"
	}
	return name
}

// keyExports adds the part of node:crypto that has KeyObjects, and returns their class.
func keyExports(rt *runtime.Runtime, exports runtime.Exports) *bind.Constructor[*NodeKey] {
	keys := keyObjectClass(rt).In(rt)
	of := func(f func(n *NodeKey, c *bind.Call) (any, error)) bind.Fn {
		return func(c *bind.Call) (any, error) {
			n, ok := keys.Of(c.Value(0))
			if !ok {
				c.InvalidType(0, "key", "an instance of KeyObject")
			}
			return f(n, c)
		}
	}
	wrap := func(n *NodeKey, err error) (any, error) {
		if err != nil {
			return nil, err
		}
		return keys.Wrap(n), nil
	}
	buffer := func(b []byte, err error) (any, error) {
		if err != nil {
			return nil, err
		}
		return bind.Buffer(rt, b), nil
	}
	made := keysScript.Run(rt, bind.Host{
		"KeyObject": keys.Value, "Buffer": bind.Need(rt, "node:buffer").Get("Buffer"),
		"streams":  func(*bind.Call) (any, error) { return bind.Need(rt, "node:stream"), nil },
		"isKey":    func(c *bind.Call) (any, error) { _, ok := keys.Of(c.Value(0)); return ok, nil },
		"isWebKey": func(c *bind.Call) (any, error) { _, ok := runtime.HandleOf(c.Value(0)).(*Key); return ok, nil },
		"fromWeb": func(c *bind.Call) (any, error) {
			k, ok := runtime.HandleOf(c.Value(0)).(*Key)
			if !ok {
				c.InvalidType(0, "key", "an instance of CryptoKey")
			}
			return wrap(FromKey(k))
		},
		"secret":  func(c *bind.Call) (any, error) { return keys.Wrap(NewSecret(given(c, 0))), nil },
		"parse":   func(c *bind.Call) (any, error) { return wrap(parsedKey(c)) },
		"fromJWK": func(c *bind.Call) (any, error) { return wrap(nodeKeyOf(jwkOf(c, c.Object(0, "key")), c.Bool(1))) },
		"public":  of(func(n *NodeKey, _ *bind.Call) (any, error) { return keys.Wrap(n.Public()), nil }),
		"sign": of(func(n *NodeKey, c *bind.Call) (any, error) {
			return buffer(n.SignNode(signOptions(c), given(c, 1)))
		}),
		"verify": of(func(n *NodeKey, c *bind.Call) (any, error) {
			return n.VerifyNode(signOptions(c), given(c, 1), given(c, 6))
		}),
		"encrypt": of(func(n *NodeKey, c *bind.Call) (any, error) { return buffer(n.Public().Encrypt(cipherOptions(c))) }),
		"decrypt": of(func(n *NodeKey, c *bind.Call) (any, error) { return buffer(n.Decrypt(cipherOptions(c))) }),
		"agree": of(func(n *NodeKey, c *bind.Call) (any, error) {
			other, _ := keys.Of(c.Value(1))
			return buffer(Agree(n, other))
		}),
		"generate": func(c *bind.Call) (any, error) {
			return generated(c, func(n *NodeKey) goja.Value { return keys.Wrap(n) })
		},
	})
	for _, name := range made.Keys() {
		exports[name] = made.Get(name)
	}
	return keys
}

// parsedKey reads (data, whether it is DER, kind, whether it is private, passphrase).
func parsedKey(c *bind.Call) (*NodeKey, error) {
	var passphrase []byte
	if !goja.IsUndefined(c.Value(4)) {
		passphrase = append([]byte{}, given(c, 4)...)
	}
	return ParseKey(given(c, 0), c.Bool(1), c.Text(2), c.Bool(3), passphrase)
}

// signOptions reads (…, digest, padding, saltLength, plain).
func signOptions(c *bind.Call) SignOptions {
	return SignOptions{Digest: c.Text(2), Padding: int(c.Number(3, "padding")), Salt: int(c.Number(4, "saltLength")), Plain: c.Bool(5)}
}

// cipherOptions reads (…, data, padding, digest, label).
func cipherOptions(c *bind.Call) (padding int, digest string, label, data []byte) {
	return int(c.Number(2, "padding")), c.Text(3), given(c, 4), given(c, 1)
}

// nodeKeyOf makes a key of a JSON Web Key.
func nodeKeyOf(j JWK, private bool) (*NodeKey, error) {
	p := Params{Name: "RSASSA-PKCS1-v1_5", Hash: "SHA-256", Curve: j.Fields["crv"], Length: -1}
	switch {
	case j.Fields["kty"] == "EC":
		p.Name = "ECDSA"
	case j.Fields["kty"] == "OKP" && j.Fields["crv"] == "X25519":
		p.Name = "X25519"
	case j.Fields["kty"] == "OKP":
		p.Name = "Ed25519"
	}
	delete(j.Fields, "alg")
	delete(j.Fields, "use")
	j.Ops, j.Ext = nil, nil
	usages := []string{"sign"}
	switch {
	case j.Fields["d"] == "" && private:
		return nil, unreadable("the JWK has no private part (d)")
	case j.Fields["d"] == "":
		usages = nil
	case p.Name == "X25519":
		usages = []string{"deriveBits"}
	}
	k, err := ImportJWK(j, p, true, usages)
	if err != nil {
		return nil, fault.System.New("invalid JWK: %w", err).With("code", "ERR_CRYPTO_INVALID_JWK")
	}
	n, err := FromKey(k)
	if err == nil && !private {
		n = n.Public()
	}
	return n, err
}

// generated is (type, modulusLength, curve): a promise of both keys, or both at once if the fourth argument is true.
func generated(c *bind.Call, wrap func(*NodeKey) goja.Value) (any, error) {
	p := Params{Name: c.Text(0), Modulus: int(c.Number(1, "modulusLength")), Curve: c.Text(2), Hash: "SHA-256", Exponent: []byte{1, 0, 1}}
	work := func() (*NodeKey, error) {
		k := &Key{Kind: "private", Algorithm: KeyAlgorithm{Name: p.Name, Hash: p.Hash, Curve: p.Curve}}
		if err := fill(k, p); err != nil {
			return nil, fault.System.New("%w", err).With("code", "ERR_CRYPTO_OPERATION_FAILED")
		}
		return FromKey(k)
	}
	both := func(n *NodeKey) (any, error) { return []goja.Value{wrap(n.Public()), wrap(n)}, nil }
	if c.Bool(3) {
		n, err := work()
		if err != nil {
			return nil, err
		}
		return both(n)
	}
	return bind.Go(c, c.Runtime().Scope(), func(context.Context) (*NodeKey, error) { return work() }, both)
}

func keyObjectClass(rt *runtime.Runtime) bind.Class[*NodeKey] {
	return bind.Class[*NodeKey]{
		Name: "KeyObject", Shared: true,
		Getters: map[string]func(*NodeKey) any{
			"type": func(n *NodeKey) any { return n.key.Kind },
			"asymmetricKeyType": func(n *NodeKey) any {
				if n.Type == "" {
					return nil
				}
				return n.Type
			},
			"asymmetricKeyDetails": func(n *NodeKey) any { return n.details(rt) },
			"symmetricKeySize": func(n *NodeKey) any {
				if n.Type != "" {
					return nil
				}
				return len(n.key.secret)
			},
		},
		Methods: map[string]func(*NodeKey, *bind.Call) (any, error){
			"equals": func(n *NodeKey, c *bind.Call) (any, error) {
				other, ok := runtime.HandleOf(c.Value(0)).(*NodeKey)
				if !ok {
					c.InvalidType(0, "otherKeyObject", "an instance of KeyObject")
				}
				return n.Equal(other), nil
			},
			"export": func(n *NodeKey, c *bind.Call) (any, error) { return n.export(c) },
		},
	}
}

// details are the sizes of a key; nil of a secret one.
func (n *NodeKey) details(rt *runtime.Runtime) any {
	if n.Type == "" {
		return nil
	}
	obj := rt.VM().NewObject()
	switch n.Type {
	case "rsa":
		_ = obj.Set("modulusLength", n.key.Algorithm.Modulus)
		_ = obj.Set("publicExponent", bind.ToValue(rt, new(big.Int).SetBytes(n.key.Algorithm.Exponent)))
	case "ec":
		_ = obj.Set("namedCurve", curveName(n.key.Algorithm.Curve))
	}
	return obj
}

// export is export(options).
func (n *NodeKey) export(c *bind.Call) (any, error) {
	o := struct {
		Format     string     `js:"format"`
		Type       string     `js:"type"`
		Cipher     goja.Value `js:"cipher"`
		Passphrase goja.Value `js:"passphrase"`
	}{}
	c.Options(0, &o)
	sealed := n.key.Kind == "private" && (!bind.Nullish(o.Cipher) || !bind.Nullish(o.Passphrase))
	switch {
	case sealed && o.Format == "jwk":
		return nil, sealedNot("jwk")
	case sealed && (o.Format == "der" || o.Format == "pem"):
		return n.exportSealed(c, o.Type, o.Format == "pem", o.Cipher, o.Passphrase)
	case o.Format == "jwk":
		return n.jwk(c.Runtime())
	case n.Type == "":
		return bind.Buffer(c.Runtime(), append([]byte{}, n.key.secret...)), nil
	}
	der, label, err := n.Encode(o.Type)
	switch {
	case err != nil:
		return nil, err
	case o.Format == "der":
		return bind.Buffer(c.Runtime(), der), nil
	case o.Format != "pem":
		return nil, fault.Type.New("The property 'options.format' is invalid. Received %q", o.Format).With("code", "ERR_INVALID_ARG_VALUE")
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: label, Bytes: der})), nil
}

// exportSealed is export(options) with a cipher and a passphrase.
func (n *NodeKey) exportSealed(c *bind.Call, kind string, toPEM bool, cipher, passphrase goja.Value) (any, error) {
	invalid := func(name string, got goja.Value) error {
		if got == nil {
			got = goja.Undefined()
		}
		return fault.Type.New("The property 'options.%s' is invalid. Received %v", name, got).With("code", "ERR_INVALID_ARG_VALUE")
	}
	if cipher == nil || !goja.IsString(cipher) {
		return nil, invalid("cipher", cipher)
	}
	secret, ok := bind.BytesOf(passphrase)
	if passphrase != nil && goja.IsString(passphrase) {
		secret, ok = []byte(passphrase.String()), true
	}
	if !ok {
		return nil, invalid("passphrase", passphrase)
	}
	out, err := n.EncodeSealed(kind, cipher.String(), secret, toPEM)
	if err != nil || toPEM {
		return string(out), err
	}
	return bind.Buffer(c.Runtime(), out), nil
}

// jwk is the key as a JSON Web Key that says nothing of what it is for.
func (n *NodeKey) jwk(rt *runtime.Runtime) (any, error) {
	j, err := n.key.JWK()
	if err != nil {
		return nil, err
	}
	names := []string{"kty", "n", "e", "d", "p", "q", "dp", "dq", "qi", "k"} // in the order of Node
	switch n.Type {
	case "ec":
		names = []string{"kty", "x", "y", "crv", "d"}
	case "ed25519", "x25519":
		names = []string{"crv", "d", "x", "kty"}
	}
	obj := rt.VM().NewObject()
	for _, name := range names {
		if v, ok := j.Fields[name]; ok {
			_ = obj.Set(name, v)
		}
	}
	return obj, nil
}
