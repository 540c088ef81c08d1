package es

import (
	"math"
	"math/big"
	_ "unsafe" // go:linkname

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/memory"
)

// linkToBigInt is goja's ToBigInt, whose result is a big.Int under another name. TestToBigInt compares the signature.
//
//go:linkname linkToBigInt github.com/dop251/goja.toBigInt
func linkToBigInt(v goja.Value) *big.Int

// atomics makes the object Atomics. On memory that is not shared nobody else can come in between, and the same functions
// do without the processor's help: goja's own buffers need not be aligned.
func (r *Realm) atomics() *goja.Object {
	if r.shared.atomics != nil {
		return r.shared.atomics
	}
	o := r.vm.NewObject()
	r.shared.atomics = o
	r.tag(o, "Atomics")
	r.def(o, "add", 3, r.modify(func(old, operand uint64) uint64 { return old + operand }))
	r.def(o, "sub", 3, r.modify(func(old, operand uint64) uint64 { return old - operand }))
	r.def(o, "and", 3, r.modify(func(old, operand uint64) uint64 { return old & operand }))
	r.def(o, "or", 3, r.modify(func(old, operand uint64) uint64 { return old | operand }))
	r.def(o, "xor", 3, r.modify(func(old, operand uint64) uint64 { return old ^ operand }))
	r.def(o, "exchange", 3, r.modify(func(_, operand uint64) uint64 { return operand }))
	r.def(o, "compareExchange", 4, r.compareExchange)
	r.def(o, "load", 2, r.atomicLoad)
	r.def(o, "store", 3, r.atomicStore)
	r.def(o, "isLockFree", 1, func(c goja.FunctionCall) goja.Value {
		n := integer(c.Argument(0).ToNumber())
		return r.vm.ToValue(n == 1 || n == 2 || n == 4 || n == 8)
	})
	r.def(o, "pause", 0, r.atomicPause)
	r.def(o, "wait", 4, r.atomicWait)
	r.def(o, "waitAsync", 4, r.atomicWaitAsync)
	r.def(o, "notify", 3, r.atomicNotify)
	return o
}

// integers is ValidateIntegerTypedArray.
func (r *Realm) integers(v goja.Value) (o *goja.Object, a view) {
	o, ok := v.(*goja.Object)
	if ok {
		a, ok = viewOf(o)
	}
	switch {
	case !ok:
		panic(r.vm.NewTypeError("Atomics: the first argument must be an integer typed array"))
	case a.detached:
		panic(r.vm.NewTypeError("Atomics: the typed array is detached"))
	case a.IsFloat() || a.clamped:
		panic(r.vm.NewTypeError("Atomics: the first argument must be an array of integers"))
	}
	return o, a
}

// place is ValidateAtomicAccess.
func (r *Realm) place(a *view, v goja.Value) int {
	i := r.index(v, "Atomics: index")
	if i >= a.length {
		panic(r.rangeError("Atomics: index is out of range"))
	}
	return i
}

// operand converts a value to the bits of an element, and to what store returns.
func (r *Realm) operand(a *view, v goja.Value) (bits uint64, converted goja.Value) {
	if a.big {
		n := linkToBigInt(v)
		return lowBits(n), r.vm.ToValue(n)
	}
	n := integer(v.ToNumber())
	return a.Trim(memory.Wrap(n)), r.vm.ToValue(n)
}

// lowBits is n modulo 2^64.
func lowBits(n *big.Int) uint64 {
	if n.IsInt64() {
		return uint64(n.Int64())
	}
	if n.IsUint64() {
		return n.Uint64()
	}
	low := new(big.Int).SetUint64(math.MaxUint64)
	return low.And(low, n).Uint64()
}

// number makes the JavaScript value of an element.
func (r *Realm) number(a *view, bits uint64) goja.Value {
	if !a.big {
		return r.vm.ToValue(a.Integer(bits))
	}
	if a.Kind == memory.Uint64 {
		return r.vm.ToValue(new(big.Int).SetUint64(bits))
	}
	return r.vm.ToValue(big.NewInt(int64(bits)))
}

// again looks at the array once more after a script may have run: its buffer may have been detached meanwhile.
func (r *Realm) again(o *goja.Object) view {
	a, _ := viewOf(o)
	if a.detached {
		panic(r.vm.NewTypeError("Atomics: the typed array was detached"))
	}
	return a
}

// modify makes a read-modify-write operation.
func (r *Realm) modify(change func(old, operand uint64) uint64) native {
	return func(c goja.FunctionCall) goja.Value {
		o, a := r.integers(c.Argument(0))
		i := r.place(&a, c.Argument(1))
		operand, _ := r.operand(&a, c.Argument(2))
		a = r.again(o)
		if a.shared {
			return r.number(&a, a.cell(i).Update(func(old uint64) uint64 { return change(old, operand) }))
		}
		old := a.read(i)
		a.write(i, change(old, operand))
		return r.number(&a, old)
	}
}

func (r *Realm) compareExchange(c goja.FunctionCall) goja.Value {
	o, a := r.integers(c.Argument(0))
	i := r.place(&a, c.Argument(1))
	expected, _ := r.operand(&a, c.Argument(2))
	replacement, _ := r.operand(&a, c.Argument(3))
	a = r.again(o)
	if !a.shared {
		old := a.read(i)
		if old == expected {
			a.write(i, replacement)
		}
		return r.number(&a, old)
	}
	cell := a.cell(i)
	for {
		old := cell.Load()
		if old != expected || cell.CompareAndSwap(old, replacement) {
			return r.number(&a, old)
		}
	}
}

func (r *Realm) atomicLoad(c goja.FunctionCall) goja.Value {
	o, a := r.integers(c.Argument(0))
	i := r.place(&a, c.Argument(1))
	a = r.again(o)
	if a.shared {
		return r.number(&a, a.cell(i).Load())
	}
	return r.number(&a, a.read(i))
}

func (r *Realm) atomicStore(c goja.FunctionCall) goja.Value {
	o, a := r.integers(c.Argument(0))
	i := r.place(&a, c.Argument(1))
	bits, v := r.operand(&a, c.Argument(2))
	a = r.again(o)
	if a.shared {
		a.cell(i).Store(bits)
	} else {
		a.write(i, bits)
	}
	return v
}

// atomicPause is a hint that a loop spins; the loop is an interpreter's, so there is nothing to hint at.
func (r *Realm) atomicPause(c goja.FunctionCall) goja.Value {
	v := c.Argument(0)
	if !goja.IsUndefined(v) && !(goja.IsNumber(v) && v.ToFloat() == math.Trunc(v.ToFloat()) && !math.IsInf(v.ToFloat(), 0)) {
		panic(r.vm.NewTypeError("Atomics.pause: the argument must be an integer"))
	}
	return goja.Undefined()
}

// read reads an element of memory that is not shared.
func (v *view) read(index int) (bits uint64) {
	size := v.Size()
	at := (v.offset + index) * size
	for i, b := range v.data[at : at+size] {
		bits |= uint64(b) << place(i, size)
	}
	return bits
}

// write writes an element of memory that is not shared.
func (v *view) write(index int, bits uint64) {
	size := v.Size()
	at := (v.offset + index) * size
	for i := range size {
		v.data[at+i] = byte(bits >> place(i, size))
	}
}

// place is how far the i-th byte of a number is shifted, in the byte order of the machine.
func place(i, size int) int {
	if memory.BigEndian() {
		return 8 * (size - 1 - i)
	}
	return 8 * i
}
