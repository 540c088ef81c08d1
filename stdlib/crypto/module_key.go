package crypto

import (
	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/fault"
)

// keyClass is CryptoKey. Keys are shared: a copy, in another isolate too, is an object of the same key.
func keyClass(rt *runtime.Runtime) *bind.Constructor[*Key] {
	class := bind.Class[*Key]{
		Name: "CryptoKey", Web: true, Shared: true,
		Getters: map[string]func(*Key) any{
			"type":        func(k *Key) any { return k.Kind },
			"extractable": func(k *Key) any { return k.Extractable },
		},
	}.In(rt)
	cached := func(name string, view func(k *Key) goja.Value) {
		slot := goja.NewSymbol("lariat." + name)
		get := bind.Func(rt, "get "+name, 0, func(c *bind.Call) (any, error) {
			k, ok := class.Of(c.This())
			if !ok {
				return nil, fault.Type.New("%s: \"this\" must be a CryptoKey", c.Name())
			}
			this := c.This().(*goja.Object)
			if v := this.GetSymbol(slot); v != nil {
				return v, nil
			}
			v := view(k)
			return v, this.DefineDataPropertySymbol(slot, v, goja.FLAG_FALSE, goja.FLAG_FALSE, goja.FLAG_FALSE)
		})
		_ = class.Prototype.DefineAccessorProperty(name, get, nil, goja.FLAG_TRUE, goja.FLAG_TRUE)
	}
	cached("algorithm", func(k *Key) goja.Value { return k.Algorithm.object(rt) })
	cached("usages", func(k *Key) goja.Value { return bind.ToValue(rt, append([]string{}, k.Usages...)) })
	bind.Show(rt, class.Prototype, "type", "extractable", "algorithm", "usages")
	return class
}

// object is the KeyAlgorithm for a script.
func (a KeyAlgorithm) object(rt *runtime.Runtime) *goja.Object {
	obj := rt.VM().NewObject()
	set := func(name string, v any) { _ = obj.Set(name, bind.ToValue(rt, v)) }
	set("name", a.Name)
	if a.Modulus > 0 {
		set("modulusLength", a.Modulus)
		set("publicExponent", append([]byte{}, a.Exponent...))
	}
	if a.Hash != "" {
		hash := rt.VM().NewObject()
		_ = hash.Set("name", a.Hash)
		set("hash", hash)
	}
	if a.Length > 0 {
		set("length", a.Length)
	}
	if a.Curve != "" {
		set("namedCurve", a.Curve)
	}
	return obj
}
