package bind_test

import (
	"testing"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/runtimetest"
)

func TestBufferIsOneWhereThereIsBuffer(t *testing.T) {
	module := runtime.Module{Name: "test:bytes", Globals: []string{"bytes"}, Load: func(rt *runtime.Runtime) runtime.Exports {
		return runtime.Exports{"bytes": bind.Func(rt, "bytes", 0, func(*bind.Call) (any, error) {
			return bind.Buffer(rt, []byte("ab")), nil
		})}
	}}
	class := bind.NewScript("node:buffer", `(function () {
		class Buffer extends Uint8Array { toString() { return String.fromCharCode(...this); } }
		return { Buffer };
	})`)
	node := runtime.Module{Name: "node:buffer", Load: func(rt *runtime.Runtime) runtime.Exports {
		return runtime.Exports{"default": class.Run(rt, nil)}
	}}
	runtimetest.Expect(t, `if (String(bytes()) !== "97,98") throw new Error(bytes())`, "", module)
	runtimetest.Expect(t, `if (bytes() + bytes().length !== "ab2") throw new Error(bytes())`, "", module, node)
}
