package crypto

import (
	"math"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/fault"
)

func loadNode(rt *runtime.Runtime) runtime.Exports {
	exports := runtime.Exports{
		"getHashes":       bind.Func(rt, "getHashes", 0, func(*bind.Call) (any, error) { return Hashes(), nil }),
		"getRandomValues": bind.Func(rt, "getRandomValues", 1, randomValues),
		"hash":            bind.Func(rt, "hash", 3, digestNow),
		"randomBytes":     bind.Func(rt, "randomBytes", 2, randomBytes),
		"randomFill":      bind.Func(rt, "randomFill", 4, randomFill),
		"randomFillSync":  bind.Func(rt, "randomFillSync", 3, randomFillSync),
		"randomInt":       bind.Func(rt, "randomInt", 3, randomInt),
		"randomUUID":      bind.Func(rt, "randomUUID", 1, randomUUID),
		"timingSafeEqual": bind.Func(rt, "timingSafeEqual", 2, timingSafeEqual),
	}
	exports["pseudoRandomBytes"] = exports["randomBytes"]
	hashExports(rt, exports)
	scripted(rt, exports)
	certificateExports(rt, exports, keyExports(rt, exports))
	agreementExports(rt, exports)
	web := bind.Need(rt, webName).Get("crypto").(*goja.Object)
	exports["webcrypto"], exports["subtle"] = web, web.Get("subtle")
	return exports
}

// later calls a callback with what an operation gave, when the script that asked for it has run on. What the
// callback throws is uncaught.
func later(c *bind.Call, i int, v any, err error) (any, error) {
	rt, fn := c.Runtime(), c.Function(i, "callback")
	reason, value := bind.Null, bind.ToValue(rt, v)
	if err != nil {
		reason, value = rt.ErrorValue(err), goja.Undefined()
	}
	rt.Loop().Post(func() {
		if _, err := fn.Call(reason, value); err != nil {
			rt.ReportUncaught(rt.ErrorValue(err))
		}
	})
	return nil, nil
}

// bytesArg returns the bytes of an argument that has to be a buffer or a view of one.
func bytesArg(c *bind.Call, i int, name string) []byte {
	b, ok := bind.BytesOf(c.Value(i))
	if !ok {
		c.Throw(fault.Type.New("%s: %q must be an ArrayBuffer, Buffer, TypedArray or DataView", c.Name(), name).
			With("code", "ERR_INVALID_ARG_TYPE"))
	}
	return b
}

// intArg returns an argument that has to be an integer.
func intArg(c *bind.Call, i int, name string) int64 {
	if !goja.IsNumber(c.Value(i)) {
		c.Throw(fault.Type.New("%s: %q must be a number", c.Name(), name).With("code", "ERR_INVALID_ARG_TYPE"))
	}
	n := c.Value(i).ToFloat()
	if n != math.Trunc(n) || math.Abs(n) > maxSafe {
		c.Throw(outOfRange("%s: %q must be a safe integer, got %v", c.Name(), name, n))
	}
	return int64(n)
}

func randomBytes(c *bind.Call) (any, error) {
	b, err := Random{}.Bytes(int(intArg(c, 0, "size")))
	if err != nil {
		return nil, err
	}
	buffer := bind.Buffer(c.Runtime(), b)
	if goja.IsUndefined(c.Value(1)) {
		return buffer, nil
	}
	return later(c, 1, buffer, nil)
}

// randomInt reads (max), (min, max) and either with a callback.
func randomInt(c *bind.Call) (any, error) {
	low, high, callback := int64(0), intArg(c, 0, "max"), 1
	if goja.IsNumber(c.Value(1)) {
		low, high, callback = high, intArg(c, 1, "max"), 2
	}
	n, err := Random{}.Int(low, high)
	if err != nil || goja.IsUndefined(c.Value(callback)) {
		return n, err
	}
	return later(c, callback, n, nil)
}

func randomUUID(c *bind.Call) (any, error) {
	c.Options(0, &struct{}{})
	return Random{}.UUID()
}

func randomFillSync(c *bind.Call) (any, error) { return fillArg(c, c.Len()) }

// randomFill reads (buffer, offset?, size?, callback).
func randomFill(c *bind.Call) (any, error) {
	last := max(min(c.Len(), 4)-1, 1)
	c.Function(last, "callback")
	v, err := fillArg(c, last)
	if err != nil {
		return nil, err
	}
	return later(c, last, v, nil)
}

// fillArg fills the first of n arguments, from the second on as many elements as the third says.
func fillArg(c *bind.Call, n int) (any, error) {
	b := bytesArg(c, 0, "buffer")
	unit := int64(1)
	if v := c.Object(0, "buffer").Get("BYTES_PER_ELEMENT"); v != nil {
		unit = max(v.ToInteger(), 1)
	}
	length := int64(len(b)) / unit
	offset, size := int64(0), length
	if n > 1 && !goja.IsUndefined(c.Value(1)) {
		offset = intArg(c, 1, "offset")
		size = length - offset
	}
	if n > 2 && !goja.IsUndefined(c.Value(2)) {
		size = intArg(c, 2, "size")
	}
	if offset < 0 || size < 0 || offset > length || size > length-offset {
		return nil, outOfRange("%s: there are no %d elements from %d on: the buffer has %d", c.Name(), size, offset, length)
	}
	return c.Value(0), Random{}.fill(b[offset*unit : (offset+size)*unit])
}

func timingSafeEqual(c *bind.Call) (any, error) {
	return TimingSafeEqual(bytesArg(c, 0, "buf1"), bytesArg(c, 1, "buf2"))
}
