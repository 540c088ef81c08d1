package crypto

import (
	"math"
	"strings"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/fault"
)

// params normalizes the algorithm at argument i for an operation (https://w3c.github.io/webcrypto/#algorithm-normalization).
func params(c *bind.Call, i int, operation string) Params {
	given := c.Value(i)
	obj, _ := given.(*goja.Object)
	if obj != nil {
		if given = obj.Get("name"); bind.Nullish(given) {
			c.Throw(fault.Type.New("%s: \"algorithm\" must have a name", c.Name()))
		}
	} else if bind.Nullish(given) {
		c.Wrong("algorithm", "a name, or an object with one")
	}
	p := Params{Length: -1, TagLength: 128}
	members, ok := []string(nil), false
	for name, a := range algorithms.Get() {
		if strings.EqualFold(name, given.String()) {
			p.Name = name
			members, ok = a.params[operation]
			if !ok && operation == "wrapKey" {
				members, ok = a.params["encrypt"]
			}
			if !ok && operation == "unwrapKey" {
				members, ok = a.params["decrypt"]
			}
		}
	}
	if !ok {
		c.Throw(fault.NotSupported.New("%s: the algorithm %q is not supported for %s", c.Name(), given.String(), operation))
	}
	for _, member := range members {
		name, optional := strings.CutSuffix(member, "?")
		var v goja.Value
		if obj != nil {
			v = obj.Get(name)
		}
		if v != nil && !goja.IsUndefined(v) {
			p.read(c, name, v)
		} else if !optional {
			c.Throw(fault.Type.New("%s: %s needs the member %q", c.Name(), p.Name, name))
		}
	}
	return p
}

// read takes a member.
func (p *Params) read(c *bind.Call, name string, v goja.Value) {
	switch name {
	case "hash":
		p.Hash = hashName(c, v)
	case "namedCurve":
		switch p.Curve = v.String(); p.Curve {
		case "P-256", "P-384", "P-521":
		default:
			c.Throw(fault.NotSupported.New("%s: the curve %q is not supported: there are P-256, P-384 and P-521", c.Name(), p.Curve))
		}
	case "length":
		p.Length = enforce(c, name, v)
	case "modulusLength":
		p.Modulus = enforce(c, name, v)
	case "tagLength":
		p.TagLength = enforce(c, name, v)
	case "saltLength":
		p.SaltLength = enforce(c, name, v)
	case "iterations":
		p.Iterations = enforce(c, name, v)
	case "public":
		key, ok := runtime.HandleOf(v).(*Key)
		if !ok {
			c.Wrong("public", "a CryptoKey")
		}
		p.Public = key
	default:
		into := map[string]*[]byte{
			"iv": &p.IV, "counter": &p.IV, "additionalData": &p.AAD, "salt": &p.Salt, "info": &p.Info, "label": &p.Label,
			"publicExponent": &p.Exponent,
		}[name]
		*into = buffer(c, name, v)
	}
}

func hashName(c *bind.Call, v goja.Value) string {
	if obj, ok := v.(*goja.Object); ok {
		v = obj.Get("name")
	}
	if bind.Nullish(v) {
		c.Throw(fault.Type.New("%s: the hash must have a name", c.Name()))
	}
	name := strings.ToUpper(v.String())
	switch name {
	case "SHA-1", "SHA-256", "SHA-384", "SHA-512":
		return name
	}
	c.Throw(fault.NotSupported.New("%s: the hash %q is not supported: there are SHA-1, SHA-256, SHA-384 and SHA-512", c.Name(), v.String()))
	return ""
}

// enforce reads an unsigned long, [EnforceRange].
func enforce(c *bind.Call, name string, v goja.Value) int {
	n := math.Trunc(v.ToNumber().ToFloat())
	if math.IsNaN(n) || n < 0 || n > math.MaxUint32 {
		c.Throw(fault.Type.New("%s: %q must be an integer from 0 to 4294967295, got %s", c.Name(), name, v))
	}
	return int(n)
}

// buffer reads bytes, which the script may change meanwhile: it gives a copy.
func buffer(c *bind.Call, name string, v goja.Value) []byte {
	b, ok := bind.BytesOf(v)
	if !ok {
		c.Wrong(name, "an ArrayBuffer or a view of one")
	}
	return append([]byte{}, b...)
}

func keyAt(c *bind.Call, i int, arg string) *Key {
	k, ok := runtime.HandleOf(c.Value(i)).(*Key)
	if !ok {
		c.Wrong(arg, "a CryptoKey")
	}
	return k
}

// usagesAt reads a list of usages.
func usagesAt(c *bind.Call, i int) (list []string) {
	obj, ok := c.Value(i).(*goja.Object)
	if !ok {
		c.Wrong("keyUsages", "an array of usages")
	}
	c.VM().ForOf(obj, func(v goja.Value) bool {
		if !contains(usageOrder, v.String()) {
			c.Throw(fault.Type.New("%s: %q is no usage of a key: there are %s", c.Name(), v.String(), join(usageOrder)))
		}
		list = append(list, v.String())
		return true
	})
	return list
}

// formatAt reads the format of a key.
func formatAt(c *bind.Call, i int) string {
	switch format := c.Text(i); format {
	case "raw", "jwk", "pkcs8", "spki":
		return format
	default:
		c.Throw(fault.Type.New("%s: \"format\" must be raw, jwk, pkcs8 or spki, got %q", c.Name(), format))
		return ""
	}
}
