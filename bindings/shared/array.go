package shared

import (
	"context"

	"github.com/lariatjs/lariat/runtime/lazy"

	"github.com/lariatjs/lariat/bindings/internal/governor"
	"github.com/lariatjs/lariat/runtime/fault"
	"github.com/lariatjs/lariat/runtime/memory"
)

// Type is what the elements of an Array are, by the name that scripts use.
type Type string

// The types.
const (
	Int8     Type = "int8"
	Uint8    Type = "uint8"
	Int16    Type = "int16"
	Uint16   Type = "uint16"
	Int32    Type = "int32"
	Uint32   Type = "uint32"
	Float32  Type = "float32"
	Float64  Type = "float64"
	BigInt64 Type = "bigint64"
)

var kinds = lazy.Value[map[Type]memory.Kind]{Make: func() map[Type]memory.Kind {
	return map[Type]memory.Kind{
		Int8: memory.Int8, Uint8: memory.Uint8, Int16: memory.Int16, Uint16: memory.Uint16, Int32: memory.Int32,
		Uint32: memory.Uint32, Float32: memory.Float32, Float64: memory.Float64, BigInt64: memory.Int64,
	}
}}

// maxBytes is the size of the largest array.
const maxBytes = 1 << 31

// Array is numbers in memory that isolates and the host share. Every method changes an element as a whole; for several
// elements there is a mutex, which everybody has to ask for.
type Array struct {
	permits governor.Permits
	element Type
	kind    memory.Kind
	block   []byte
	length  int
}

// NewArray makes an array of zeros.
func NewArray(element Type, length int, name string) (*Array, error) {
	kind, ok := kinds.Get()[element]
	if !ok {
		return nil, fault.Type.New(`SharedArray: "type" must be one of int8, uint8, int16, uint16, int32, uint32, `+
			`float32, float64 and bigint64, got %q`, element)
	}
	if length < 0 || length > maxBytes/kind.Size() {
		return nil, fault.Range.New(`new SharedArray: "length" must be an integer from 0 to %d for elements of type %s, got %d`,
			maxBytes/kind.Size(), element, length)
	}
	a := &Array{element: element, kind: kind, block: memory.New(length * kind.Size()), length: length}
	a.permits.Init(governor.Setup{Kind: "SharedArray", Name: name, Capacity: 1})
	return a, nil
}

// Element is the type of the elements.
func (a *Array) Element() Type { return a.element }

// Len is the number of elements.
func (a *Array) Len() int { return a.length }

// Block is the memory itself. Whoever reads or writes it plainly needs an order with all others: the mutex, or atomic
// operations on the same block (package memory).
func (a *Array) Block() []byte { return a.block }

// cell finds an element.
func (a *Array) cell(index int) (memory.Cell, error) {
	if index < 0 || index >= a.length {
		return memory.Cell{}, a.outside(float64(index))
	}
	return memory.At(a.block, index*a.kind.Size(), a.kind.Size()), nil
}

// outside is the error of an index that the array does not have.
func (a *Array) outside(index float64) error {
	if a.length == 0 {
		return fault.Range.New(`SharedArray: the array has no elements, so there is no "index" %v`, index)
	}
	return fault.Range.New(`SharedArray: "index" must be an integer from 0 to %d, got %v`, a.length-1, index)
}

// Get reads an element. A bigint64 beyond 2^53 loses its last bits; Int does not.
func (a *Array) Get(index int) (float64, error) {
	c, err := a.cell(index)
	if err != nil {
		return 0, err
	}
	return a.kind.Number(c.Load()), nil
}

// Set writes an element, converted as a typed array does.
func (a *Array) Set(index int, n float64) error {
	c, err := a.cell(index)
	if err == nil {
		c.Store(a.kind.Bits(n))
	}
	return err
}

// Add adds to an element and returns the new value. Integers wrap around.
func (a *Array) Add(index int, n float64) (float64, error) {
	c, err := a.cell(index)
	if err != nil {
		return 0, err
	}
	if !a.kind.IsFloat() {
		bits := a.kind.Bits(n)
		return a.kind.Number(a.kind.Trim(c.Add(bits) + bits)), nil
	}
	var sum float64
	c.Update(func(old uint64) uint64 {
		bits := a.kind.Bits(a.kind.Number(old) + n)
		sum = a.kind.Number(bits)
		return bits
	})
	return sum, nil
}

// Int reads an element of integers exactly.
func (a *Array) Int(index int) (int64, error) {
	c, err := a.cell(index)
	if err != nil {
		return 0, err
	}
	return a.kind.Integer(c.Load()), nil
}

// SetInt writes an element of integers exactly.
func (a *Array) SetInt(index int, n int64) error {
	c, err := a.cell(index)
	if err == nil {
		c.Store(uint64(n))
	}
	return err
}

// AddInt adds to an element of integers and returns the new value.
func (a *Array) AddInt(index int, n int64) (int64, error) {
	c, err := a.cell(index)
	if err != nil {
		return 0, err
	}
	return a.kind.Integer(c.Add(uint64(n)) + uint64(n)), nil
}

// Update writes what change makes of an element, and returns that. If somebody else changes the element meanwhile,
// change is asked again with the new value. Its error leaves the element as it is.
func (a *Array) Update(index int, change func(old float64) (float64, error)) (float64, error) {
	c, err := a.cell(index)
	if err != nil {
		return 0, err
	}
	for {
		old := c.Load()
		n, err := change(a.kind.Number(old))
		if err != nil {
			return 0, err
		}
		bits := a.kind.Bits(n)
		if c.CompareAndSwap(old, bits) {
			return a.kind.Number(bits), nil
		}
	}
}

// UpdateInt is Update for an array of integers.
func (a *Array) UpdateInt(index int, change func(old int64) (int64, error)) (int64, error) {
	c, err := a.cell(index)
	if err != nil {
		return 0, err
	}
	for {
		old := c.Load()
		n, err := change(a.kind.Integer(old))
		if err != nil {
			return 0, err
		}
		if c.CompareAndSwap(old, uint64(n)) {
			return n, nil
		}
	}
}

// Numbers reads all elements, one after the other.
func (a *Array) Numbers() []float64 {
	list := make([]float64, a.length)
	for i := range list {
		list[i], _ = a.Get(i)
	}
	return list
}

// Acquire asks for the mutex of the array. It never blocks.
func (a *Array) Acquire(ctx context.Context, by Party, done func(*governor.Token, error)) {
	a.permits.Acquire(ctx, by, governor.Want{}, done)
}

// Lock blocks until the mutex is taken or ctx ends.
func (a *Array) Lock(ctx context.Context) (*governor.Token, error) {
	return governor.Block(func(done func(*governor.Token, error)) { a.Acquire(ctx, Party{}, done) })
}

// ReleaseDead releases the mutex if a task of the isolate, which is dead, holds it.
func (a *Array) ReleaseDead(isolate uint64) int { return a.permits.ReleaseDead(isolate, nil) }

// Name is the name that was given, or empty.
func (a *Array) Name() string { return a.permits.Name() }

// Label is for messages and reports.
func (a *Array) Label() string { return a.permits.Label() }

// Confine says that a script made it: no host knows it that the script has not given it to.
func (a *Array) Confine() { a.permits.Confine() }

// Confined reports whether Confine was called.
func (a *Array) Confined() bool { return a.permits.Confined() }

// Holders is who has the mutex.
func (a *Array) Holders() []Party { return a.permits.Holders() }

// Waiting is the number of those who wait for the mutex.
func (a *Array) Waiting() int { return a.permits.Waiting() }
