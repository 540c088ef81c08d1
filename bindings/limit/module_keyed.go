package limit

import (
	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/bind"
)

// keyed is a KeyedRateLimiter as scripts know it: its keys are values that are the same in every isolate.
type keyed = KeyedRateLimiter[any]

func (f *face) keyedClass() *bind.Constructor[*keyed] {
	class := bind.Class[*keyed]{
		Name: "KeyedRateLimiter", Length: 1, Shared: true,
		New: func(c *bind.Call) (*keyed, error) {
			s, o := f.options(c)
			k, err := NewKeyedRateLimiter[any](o, s.MaxKeys)
			if err == nil {
				k.Confine()
			}
			return k, err
		},
		Methods: map[string]func(*keyed, *bind.Call) (any, error){
			"for": func(k *keyed, c *bind.Call) (any, error) {
				switch c.Value(0).(type) {
				case *goja.Object, *goja.Symbol:
					c.Wrong("key", "a string, a number, a bigint or a boolean")
				}
				key := c.Key(0, "key")
				return f.rt.Wrap(k.For(key))
			},
		},
		Getters: map[string]func(*keyed) any{
			"size": func(k *keyed) any { return k.Size() }, "name": func(k *keyed) any { return k.Name() },
		},
		Lengths: map[string]int{"for": 1},
	}.In(f.rt)
	bind.Show(f.rt, class.Prototype, "size")
	return class
}
