package shared

import (
	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/es"
	"github.com/lariatjs/lariat/runtime/fault"
)

// quickArray makes reading and writing elements as fast as goja allows.
func (f *faces) quickArray(proto *goja.Object) {
	// at finds the array of numbers and the index that a call is about.
	at := func(this goja.Value, args []goja.Value) (a *Array, i int, ok bool) {
		n, ok := number(args, 0)
		if i = int(n); !ok || float64(i) != n {
			return nil, 0, false
		}
		a, ok = runtime.HandleOf(this).(*Array)
		return a, i, ok && a.element != BigInt64
	}
	f.quick(proto, "get", func(c goja.FunctionCall) goja.Value {
		if a, i, ok := at(c.This, c.Arguments); ok {
			if n, err := a.Get(i); err == nil {
				return es.Number(n)
			}
		}
		return nil
	})
	f.quick(proto, "set", func(c goja.FunctionCall) goja.Value {
		n, ok := number(c.Arguments, 1)
		if a, i, found := at(c.This, c.Arguments); ok && found && a.Set(i, n) == nil {
			return goja.Undefined()
		}
		return nil
	})
	f.quick(proto, "add", func(c goja.FunctionCall) goja.Value {
		n, ok := number(c.Arguments, 1)
		if a, i, found := at(c.This, c.Arguments); ok && found {
			if sum, err := a.Add(i, n); err == nil {
				return es.Number(sum)
			}
		}
		return nil
	})
}

// updateElement calls the function again if another isolate was faster. Nothing is held meanwhile, so what the function
// throws may pass.
func (f *faces) updateElement(a *Array, c *bind.Call) (any, error) {
	i, fn := index(a, c), f.rt.Raw(c.Value(1))
	if fn == nil {
		c.Wrong("fn", "a function")
	}
	var args [1]goja.Value
	ask := func(old goja.Value) goja.Value {
		args[0] = old
		return fn(goja.FunctionCall{This: goja.Undefined(), Arguments: args[:]})
	}
	if a.element == BigInt64 {
		n, err := a.UpdateInt(i, func(old int64) (int64, error) {
			n, ok := int64Of(ask(f.bigInt(old)))
			if !ok {
				return 0, fault.Type.New(`%s: "fn" must return a bigint`, c.Name())
			}
			return n, nil
		})
		return f.bigInt(n), err
	}
	return result(a.Update(i, func(old float64) (float64, error) {
		n, ok := bind.NumberOf(ask(bind.ToValue(f.rt, old)))
		if !ok {
			return 0, fault.Type.New(`%s: "fn" must return a number`, c.Name())
		}
		return n, nil
	}))
}
