package crypto

import (
	"encoding/base64"
	"encoding/hex"
	"strings"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/fault"
)

// keyed is the Go half of an Hmac: its class has to be another one than that of Hash.
type keyed struct{ *Hash }

// hashExports adds the classes of digests and what makes them.
func hashExports(rt *runtime.Runtime, exports runtime.Exports) {
	var plain *bind.Constructor[*Hash]
	plain = bind.Class[*Hash]{
		Name: "Hash", Length: 1, New: newHash,
		Methods: map[string]func(*Hash, *bind.Call) (any, error){
			"update": update,
			"digest": finish,
			"copy": func(h *Hash, _ *bind.Call) (any, error) {
				copied, err := h.Copy()
				if err != nil {
					return nil, err
				}
				return plain.Wrap(copied), nil
			},
		},
		Lengths: map[string]int{"update": 1},
	}.In(rt)
	hmac := bind.Class[keyed]{
		Name: "Hmac", Length: 2, New: newHMAC,
		Methods: map[string]func(keyed, *bind.Call) (any, error){
			"update": func(k keyed, c *bind.Call) (any, error) { return update(k.Hash, c) },
			"digest": func(k keyed, c *bind.Call) (any, error) { return finish(k.Hash, c) },
		},
		Lengths: map[string]int{"update": 1},
	}.In(rt)
	exports["Hash"], exports["Hmac"] = plain.Value, hmac.Value
	exports["createHash"] = bind.Func(rt, "createHash", 1, func(c *bind.Call) (any, error) {
		h, err := newHash(c)
		if err != nil {
			return nil, err
		}
		return plain.Wrap(h), nil
	})
	exports["createHmac"] = bind.Func(rt, "createHmac", 2, func(c *bind.Call) (any, error) {
		k, err := newHMAC(c)
		if err != nil {
			return nil, err
		}
		return hmac.Wrap(k), nil
	})
}

func newHash(c *bind.Call) (*Hash, error) { return NewHash(c.String(0, "algorithm")) }

func newHMAC(c *bind.Call) (keyed, error) {
	name := c.String(0, "hmac")
	key, err := data(c, 1, "key", goja.Undefined())
	if err != nil {
		return keyed{}, err
	}
	h, err := NewHMAC(name, key)
	return keyed{h}, err
}

func update(h *Hash, c *bind.Call) (any, error) {
	b, err := data(c, 0, "data", c.Value(1))
	if err != nil {
		return nil, err
	}
	return c.This(), h.Update(b)
}

func finish(h *Hash, c *bind.Call) (any, error) {
	sum, err := h.Digest()
	if err != nil {
		return nil, err
	}
	return written(c.Runtime(), sum, c.Value(0))
}

// digestNow is hash(algorithm, data, outputEncoding).
func digestNow(c *bind.Call) (any, error) {
	h, err := newHash(c)
	if err != nil {
		return nil, err
	}
	b, err := data(c, 1, "data", goja.Undefined())
	if err != nil {
		return nil, err
	}
	if err := h.Update(b); err != nil {
		return nil, err
	}
	sum, err := h.Digest()
	if err != nil {
		return nil, err
	}
	if goja.IsUndefined(c.Value(2)) {
		return hex.EncodeToString(sum), nil
	}
	return written(c.Runtime(), sum, c.Value(2))
}

// data returns the bytes of an argument: of a view, or of a text in an encoding.
func data(c *bind.Call, i int, name string, encoding goja.Value) ([]byte, error) {
	text, ok := c.Value(i).(goja.String)
	if !ok {
		b, ok := bind.BytesOf(c.Value(i))
		if n, isKey := runtime.HandleOf(c.Value(i)).(*NodeKey); isKey && n.Type == "" && name == "key" {
			return n.key.secret, nil
		}
		if !ok {
			return nil, fault.Type.New("%s: %q must be a string or an instance of Buffer, TypedArray, DataView or ArrayBuffer",
				c.Name(), name).With("code", "ERR_INVALID_ARG_TYPE")
		}
		return b, nil
	}
	switch encodingName(encoding) {
	case "", "utf8", "utf-8", "buffer":
		return []byte(text.String()), nil
	}
	class := bind.Need(c.Runtime(), "node:buffer").Get("Buffer").(*goja.Object)
	v, err := c.Runtime().Call(class.Get("from"), class, text, encoding)
	if err != nil {
		return nil, err
	}
	b, _ := bind.BytesOf(v)
	return b, nil
}

// written returns bytes as a Buffer, or as text in an encoding.
func written(rt *runtime.Runtime, b []byte, encoding goja.Value) (any, error) {
	switch encodingName(encoding) {
	case "", "buffer":
		return bind.Buffer(rt, b), nil
	case "hex":
		return hex.EncodeToString(b), nil
	case "base64":
		return base64.StdEncoding.EncodeToString(b), nil
	case "base64url":
		return base64.RawURLEncoding.EncodeToString(b), nil
	}
	bind.Need(rt, "node:buffer") // which knows all the others
	buffer := bind.Buffer(rt, b)
	return rt.Call(buffer.Get("toString"), buffer, encoding)
}

// encodingName is the name of an encoding in small letters, "" if none is given.
func encodingName(v goja.Value) string {
	if bind.Nullish(v) {
		return ""
	}
	return strings.ToLower(v.String())
}
