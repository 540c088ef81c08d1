package runtime

import (
	"reflect"
	"slices"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/es"
)

// light is an instance that costs a third of an ordinary object. Scripts can give it plain properties and
// nothing finer, so it is for short-lived values such as tokens.
type light struct {
	ptr   any
	extra map[string]goja.Value
	order []string
}

var lightType = reflect.TypeFor[*light]()

// NewLight makes a light instance.
func (rt *Runtime) NewLight(proto *goja.Object, ptr any) *goja.Object {
	made := &struct {
		es.DynamicObject
		light
	}{light: light{ptr: ptr}}
	return made.Make(rt.vm, proto, &made.light)
}

// Get returns a property that a script has set.
func (l *light) Get(key string) goja.Value { return l.extra[key] }

// Set keeps a property.
func (l *light) Set(key string, v goja.Value) bool {
	if l.extra == nil {
		l.extra = map[string]goja.Value{}
	}
	if !l.Has(key) {
		l.order = append(l.order, key)
	}
	l.extra[key] = v
	return true
}

// Has reports whether a script has set a property.
func (l *light) Has(key string) bool {
	_, ok := l.extra[key]
	return ok
}

// Delete forgets a property.
func (l *light) Delete(key string) bool {
	if l.Has(key) {
		delete(l.extra, key)
		l.order = slices.DeleteFunc(l.order, func(k string) bool { return k == key })
	}
	return true
}

// Keys lists the properties in the order in which they were set.
func (l *light) Keys() []string { return slices.Clone(l.order) } // a loop over them may delete some
