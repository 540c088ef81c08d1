package shared

import (
	"math"
	"math/big"

	"github.com/lariatjs/lariat/runtime/lazy"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/bindings/internal/governor"
	"github.com/lariatjs/lariat/runtime/bind"
)

// typedArrays are the classes of the views.
var typedArrays = lazy.Value[map[Type]string]{Make: func() map[Type]string {
	return map[Type]string{
		Int8: "Int8Array", Uint8: "Uint8Array", Int16: "Int16Array", Uint16: "Uint16Array", Int32: "Int32Array", Uint32: "Uint32Array",
		Float32: "Float32Array", Float64: "Float64Array", BigInt64: "BigInt64Array",
	}
}}

func (f *faces) arrayClass() *bind.Constructor[*Array] {
	type method = func(*Array, *bind.Call) (any, error)
	class := bind.Class[*Array]{
		Name: "SharedArray", Length: 2, Shared: true, Iterate: "values",
		New: f.newArray,
		Methods: map[string]method{
			"get": func(a *Array, c *bind.Call) (any, error) { return f.element(a, index(a, c)) },
			"set": func(a *Array, c *bind.Call) (any, error) {
				i := index(a, c)
				if a.element == BigInt64 {
					return nil, a.SetInt(i, bigInt(c, 1))
				}
				return nil, a.Set(i, c.Number(1, "value"))
			},
			"add": func(a *Array, c *bind.Call) (any, error) {
				i := index(a, c)
				if a.element == BigInt64 {
					n, err := a.AddInt(i, bigInt(c, 1))
					return f.bigInt(n), err
				}
				return result(a.Add(i, c.Number(1, "n")))
			},
			"update": f.updateElement,
			"values": func(a *Array, _ *bind.Call) (any, error) { return f.elements(a) },
		},
		Async: map[string]method{
			"lock": func(a *Array, c *bind.Call) (any, error) { return f.gov.Acquire(c, a, report(a)) },
		},
		Getters: map[string]func(*Array) any{
			"length": func(a *Array) any { return a.Len() },
			"type":   func(a *Array) any { return string(a.Element()) },
			"name":   func(a *Array) any { return a.Name() },
			"view":   func(a *Array) any { return f.viewOf(a) },
			"buffer": func(a *Array) any { return f.viewOf(a).Get("buffer") },
		},
		Lengths: map[string]int{"get": 1, "set": 2, "add": 2, "update": 2},
	}.In(f.rt)
	bind.Show(f.rt, class.Prototype, "view")
	f.quickArray(class.Prototype)
	return class
}

// newArray is new SharedArray(type, length or items, { name }).
func (f *faces) newArray(c *bind.Call) (*Array, error) {
	o := struct {
		Name string `js:"name"`
	}{}
	c.Exactly(2, &o)
	element := Type(c.String(0, "type"))
	items, ok := c.Value(1).(*goja.Object)
	if !ok {
		n := c.Number(1, "length")
		if n != math.Trunc(n) || math.Abs(n) > 1<<53 {
			c.Bad("length", "an integer", n)
		}
		return made(NewArray(element, int(n), o.Name))
	}
	v := items.Get("length")
	if v == nil {
		v = goja.Undefined()
	}
	length, ok := bind.NumberOf(v)
	if !ok || length < 0 || length != math.Trunc(length) || length > maxBytes {
		c.Wrong("length", "a number or like an array")
	}
	a, err := made(NewArray(element, int(length), o.Name))
	if err != nil {
		return nil, err
	}
	for i := range a.Len() {
		if err := a.fill(c, i, items.Get(text(float64(i)))); err != nil {
			return nil, err
		}
	}
	return a, nil
}

// fill sets an element of a new array.
func (a *Array) fill(c *bind.Call, i int, v goja.Value) error {
	if v == nil {
		v = goja.Undefined()
	}
	if a.element == BigInt64 {
		n, ok := int64Of(v)
		if !ok {
			c.Wrong("items["+text(float64(i))+"]", "a bigint")
		}
		return a.SetInt(i, n)
	}
	n, ok := bind.NumberOf(v)
	if !ok {
		c.Wrong("items["+text(float64(i))+"]", "a number")
	}
	return a.Set(i, n)
}

// index is the first argument of most methods.
func index(a *Array, c *bind.Call) int {
	n := c.Number(0, "index")
	if n != math.Trunc(n) || n < 0 || n >= float64(a.length) {
		c.Throw(a.outside(n))
	}
	return int(n)
}

// bigInt is a bigint argument, modulo 2^64.
func bigInt(c *bind.Call, i int) int64 {
	n, ok := int64Of(c.Value(i))
	if !ok {
		c.Wrong("value", "a bigint")
	}
	return n
}

func (f *faces) bigInt(n int64) goja.Value { return bind.ToValue(f.rt, big.NewInt(n)) }

func int64Of(v goja.Value) (int64, bool) {
	if _, isObject := v.(*goja.Object); isObject {
		return 0, false
	}
	n, ok := v.Export().(*big.Int) //nolint:forbidigo // the kit reads no bigints
	if !ok {
		return 0, false
	}
	if n.IsInt64() {
		return n.Int64(), true
	}
	low := new(big.Int).SetUint64(math.MaxUint64)
	return int64(low.And(low, n).Uint64()), true
}

// element reads one as its JavaScript value.
func (f *faces) element(a *Array, i int) (goja.Value, error) {
	if a.element == BigInt64 {
		n, err := a.Int(i)
		return f.bigInt(n), err
	}
	n, err := a.Get(i)
	return bind.ToValue(f.rt, n), err
}

// elements iterates over what the elements are now.
func (f *faces) elements(a *Array) (any, error) {
	list := make([]goja.Value, a.Len())
	for i := range list {
		list[i], _ = f.element(a, i)
	}
	return iterate(f.rt, list)
}

// viewOf is the typed array over the memory; it is always the same.
func (f *faces) viewOf(a *Array) *goja.Object {
	obj, err := f.rt.Wrap(a)
	if err != nil {
		bind.Throw(f.rt, err)
	}
	if view, ok := obj.GetSymbol(f.view).(hiddenView); ok {
		return view.typed
	}
	vm := f.rt.VM()
	typed, err := vm.New(f.rt.Realm().Builtin(typedArrays.Get()[a.element]), f.rt.Realm().SharedBuffer(a.Block()))
	if err != nil {
		bind.Throw(f.rt, err)
	}
	_ = obj.DefineDataPropertySymbol(f.view, hiddenView{goja.Undefined(), typed}, goja.FLAG_FALSE, goja.FLAG_FALSE, goja.FLAG_FALSE)
	return typed
}

// hiddenView is a property value that looks like undefined to a script.
type hiddenView struct {
	goja.Value
	typed *goja.Object
}

// ID is unique in the process; a Governor has one.
func (a *Array) ID() uint64 { return a.permits.ID() }

// TryAcquire takes the mutex if it is free, and is nil if not.
func (a *Array) TryAcquire(by Party) *governor.Token { return a.permits.Try(by, governor.Want{}) }
