package crypto

import (
	"encoding/json"
	"maps"
	"slices"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/fault"
)

// jwkFields are the members of a JSON Web Key that are strings.
var jwkFields = [...]string{"alg", "crv", "d", "dp", "dq", "e", "k", "kty", "n", "p", "q", "qi", "use", "x", "y"}

// jwkOf reads the dictionary JsonWebKey.
func jwkOf(c *bind.Call, obj *goja.Object) JWK {
	j := JWK{Fields: map[string]string{}}
	for _, name := range jwkFields {
		if v := obj.Get(name); v != nil && !goja.IsUndefined(v) {
			j.Fields[name] = v.String()
		}
	}
	if v := obj.Get("ext"); v != nil && !goja.IsUndefined(v) {
		ext := v.ToBoolean()
		j.Ext = &ext
	}
	if v, ok := obj.Get("key_ops").(*goja.Object); ok {
		j.Ops = []string{}
		c.VM().ForOf(v, func(op goja.Value) bool {
			j.Ops = append(j.Ops, op.String())
			return true
		})
	}
	j.Others = !bind.Nullish(obj.Get("oth"))
	return j
}

// object is the JsonWebKey for a script.
func (j JWK) object(rt *runtime.Runtime) *goja.Object {
	obj := rt.VM().NewObject()
	members := j.members()
	for _, name := range slices.Sorted(maps.Keys(members)) {
		_ = obj.Set(name, bind.ToValue(rt, members[name]))
	}
	return obj
}

func (j JWK) members() map[string]any {
	all := map[string]any{"ext": *j.Ext, "key_ops": j.Ops}
	for name, v := range j.Fields {
		all[name] = v
	}
	return all
}

// text is the JSON of the key.
func (j JWK) text() []byte {
	b, err := json.Marshal(j.members())
	if err != nil {
		panic(err) //nolint:forbidigo // strings and a bool can always be written
	}
	return b
}

// parseJWK reads the JSON of a key.
func parseJWK(text []byte) (JWK, error) {
	var all map[string]any
	if err := json.Unmarshal(text, &all); err != nil {
		return JWK{}, fault.Data.New("the unwrapped key is no JSON: %w", err)
	}
	j := JWK{Fields: map[string]string{}, Others: all["oth"] != nil}
	for _, name := range jwkFields {
		if s, ok := all[name].(string); ok {
			j.Fields[name] = s
		}
	}
	if ext, ok := all["ext"].(bool); ok {
		j.Ext = &ext
	}
	if ops, ok := all["key_ops"].([]any); ok {
		j.Ops = []string{}
		for _, op := range ops {
			if s, ok := op.(string); ok {
				j.Ops = append(j.Ops, s)
			}
		}
	}
	return j, nil
}
