package bind

import (
	"reflect"
	goruntime "runtime"
	"weak"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
)

type objectsKey struct{}

// objects is the weak table from shared Go values to their objects in one runtime.
type objects struct {
	of     map[any]weak.Pointer[goja.Object]
	values map[uint64]any // by the numbers of their objects
	last   uint64
}

func objectsOf(rt *runtime.Runtime) *objects {
	return runtime.Local(rt, objectsKey{}, func() *objects {
		return &objects{of: map[any]weak.Pointer[goja.Object]{}, values: map[uint64]any{}}
	})
}

// remember puts an object into the table until nobody has it. Go keeps what a cleanup refers to for as long as the object is
// there: a runtime that has ended, with the object in a global variable or on its stack, would be there for ever if one
// referred to it, or to the value, which may know the runtime.
func remember(rt *runtime.Runtime, v any, obj *goja.Object) {
	table := objectsOf(rt)
	table.last++
	table.of[v], table.values[table.last] = weak.Make(obj), v
	rt.Share(reflect.TypeOf(v))
	alive := weak.Make(rt)
	goruntime.AddCleanup(obj, func(number uint64) {
		if rt := alive.Value(); rt != nil {
			rt.Loop().Post(func() { objectsOf(rt).forget(number) })
		}
	}, table.last)
}

// forget takes an object that is gone off the table; its value may have got another one.
func (o *objects) forget(number uint64) {
	v := o.values[number]
	delete(o.values, number)
	if o.of[v].Value() == nil {
		delete(o.of, v)
	}
}

// OneEach makes wrap return the same object for the same Go value for as long as a script has it. In uses
// it for Shared classes; a class whose Go type has several JavaScript classes registers its own.
func OneEach(rt *runtime.Runtime, wrap func(any) *goja.Object) func(any) *goja.Object {
	return func(v any) *goja.Object {
		if obj := objectsOf(rt).of[v].Value(); obj != nil {
			return obj
		}
		obj := wrap(v)
		remember(rt, v, obj)
		return obj
	}
}
