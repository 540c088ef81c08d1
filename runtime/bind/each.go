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
type objects map[any]weak.Pointer[goja.Object]

func objectsOf(rt *runtime.Runtime) objects {
	return runtime.Local(rt, objectsKey{}, func() objects { return objects{} })
}

func remember(rt *runtime.Runtime, v any, obj *goja.Object) {
	table := objectsOf(rt)
	table[v] = weak.Make(obj)
	rt.Share(reflect.TypeOf(v))
	goruntime.AddCleanup(obj, func(v any) {
		rt.Loop().Post(func() {
			if table[v].Value() == nil {
				delete(table, v)
			}
		})
	}, v)
}

// OneEach makes wrap return the same object for the same Go value for as long as a script has it. In uses
// it for Shared classes; a class whose Go type has several JavaScript classes registers its own.
func OneEach(rt *runtime.Runtime, wrap func(any) *goja.Object) func(any) *goja.Object {
	return func(v any) *goja.Object {
		if obj := objectsOf(rt)[v].Value(); obj != nil {
			return obj
		}
		obj := wrap(v)
		remember(rt, v, obj)
		return obj
	}
}
