// Package memory is the memory that isolates share: blocks of bytes, atomic operations on the numbers in them, and the
// lines of those who wait at an address until another isolate notifies it. Beneath SharedArrayBuffer, Atomics and
// SharedArray, it is plain Go: a host may work on the same block at the same time, with the same functions.
//
// Numbers are in the byte order of the machine, as those of typed arrays are.
package memory

import (
	"math"
	"sync/atomic"
	"unsafe"
)

// wordBytes is the alignment of a block, that of the largest number.
const wordBytes = 8

// New returns a block of n zero bytes that is aligned for every kind of number. Its capacity is a multiple of eight, so
// that the 32-bit word around any byte belongs to the block.
func New(n int) []byte {
	words := make([]uint64, max(1, (n+wordBytes-1)/wordBytes))
	return unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(words))), len(words)*wordBytes)[:n]
}

// Kind is a kind of number.
type Kind uint8

// The kinds, as the typed arrays of JavaScript have them.
const (
	Int8 Kind = iota + 1
	Uint8
	Int16
	Uint16
	Int32
	Uint32
	Int64
	Uint64
	Float32
	Float64
)

// Size is the number of bytes of one number.
func (k Kind) Size() int {
	switch k {
	case Int8, Uint8:
		return 1
	case Int16, Uint16:
		return 2
	case Int32, Uint32, Float32:
		return 4
	}
	return 8
}

// IsFloat reports whether numbers of the kind have fractions.
func (k Kind) IsFloat() bool { return k >= Float32 }

// Cell is one number in a block: where it is and how many bytes it has. Its value travels as the bits of the number,
// zero-extended. All operations are atomic and sequentially consistent, whoever does them, on blocks that New has made.
type Cell struct {
	at   unsafe.Pointer
	size int
}

// At returns the cell with the given size at an offset that is a multiple of it.
func At(block []byte, offset, size int) Cell {
	_ = block[offset : offset+size : len(block)] // it must be there; and it must not be read
	return Cell{unsafe.Add(unsafe.Pointer(unsafe.SliceData(block)), offset), size}
}

// bigEndian is the byte order of the machine.
var bigEndian = func() bool {
	x := uint16(1)
	return *(*byte)(unsafe.Pointer(&x)) == 0
}()

// word returns the 32-bit word around a cell of one or two bytes, and how far the cell is shifted in it.
func (c Cell) word() (w *uint32, shift uint) {
	into := int(uintptr(c.at) & 3)
	w = (*uint32)(unsafe.Add(c.at, -into))
	if bigEndian {
		into = 4 - c.size - into
	}
	return w, uint(8 * into)
}

// mask has the bits of a number of one or two bytes.
func (c Cell) mask() uint32 { return 1<<(8*c.size) - 1 }

// Load reads the cell.
func (c Cell) Load() uint64 {
	switch c.size {
	case 8:
		return atomic.LoadUint64((*uint64)(c.at))
	case 4:
		return uint64(atomic.LoadUint32((*uint32)(c.at)))
	}
	w, shift := c.word()
	return uint64(atomic.LoadUint32(w) >> shift & c.mask())
}

// Store writes the cell.
func (c Cell) Store(bits uint64) {
	switch c.size {
	case 8:
		atomic.StoreUint64((*uint64)(c.at), bits)
	case 4:
		atomic.StoreUint32((*uint32)(c.at), uint32(bits))
	default:
		c.Update(func(uint64) uint64 { return bits })
	}
}

// CompareAndSwap writes replacement if the cell has the value old, and reports whether it had.
func (c Cell) CompareAndSwap(old, replacement uint64) bool {
	switch c.size {
	case 8:
		return atomic.CompareAndSwapUint64((*uint64)(c.at), old, replacement)
	case 4:
		return atomic.CompareAndSwapUint32((*uint32)(c.at), uint32(old), uint32(replacement))
	}
	w, shift := c.word()
	for {
		whole := atomic.LoadUint32(w)
		if whole>>shift&c.mask() != uint32(old) {
			return false
		}
		if atomic.CompareAndSwapUint32(w, whole, c.put(whole, shift, replacement)) {
			return true
		}
	}
}

// put replaces the cell's part of a word.
func (c Cell) put(whole uint32, shift uint, bits uint64) uint32 {
	return whole&^(c.mask()<<shift) | uint32(bits)&c.mask()<<shift
}

// Update writes what change makes of the value and returns the old one. change may run several times and must do
// nothing else.
func (c Cell) Update(change func(old uint64) uint64) (old uint64) {
	for {
		old = c.Load()
		if c.CompareAndSwap(old, change(old)) {
			return old
		}
	}
}

// Add adds to an integer, modulo its size, and returns the old value.
func (c Cell) Add(n uint64) (old uint64) {
	switch c.size {
	case 8:
		return atomic.AddUint64((*uint64)(c.at), n) - n
	case 4:
		return uint64(atomic.AddUint32((*uint32)(c.at), uint32(n)) - uint32(n))
	}
	return c.Update(func(old uint64) uint64 { return old + n })
}

// Number makes a number of bits. Integers beyond 2^53 lose their last bits.
func (k Kind) Number(bits uint64) float64 {
	switch k {
	case Float32:
		return float64(math.Float32frombits(uint32(bits)))
	case Float64:
		return math.Float64frombits(bits)
	case Uint64:
		return float64(bits)
	}
	return float64(k.Integer(bits))
}

// Integer makes a signed integer of the bits of one; those of Uint64 wrap around.
func (k Kind) Integer(bits uint64) int64 {
	switch k {
	case Int8:
		return int64(int8(bits))
	case Uint8:
		return int64(uint8(bits))
	case Int16:
		return int64(int16(bits))
	case Uint16:
		return int64(uint16(bits))
	case Int32:
		return int64(int32(bits))
	case Uint32:
		return int64(uint32(bits))
	}
	return int64(bits)
}

// Bits makes the bits of a number as a typed array does when it is written to: integers lose their fraction and what
// is beyond their range; what is not finite is 0.
func (k Kind) Bits(n float64) uint64 {
	switch k {
	case Float32:
		return uint64(math.Float32bits(float32(n)))
	case Float64:
		return math.Float64bits(n)
	}
	return k.Trim(Wrap(n))
}

// Trim keeps the bits that a number of the kind has.
func (k Kind) Trim(bits uint64) uint64 {
	if size := k.Size(); size < wordBytes {
		return bits & (1<<(8*size) - 1)
	}
	return bits
}

// Wrap makes an integer of a number modulo 2^64.
func Wrap(n float64) uint64 {
	switch {
	case n > -1<<63 && n < 1<<63:
		return uint64(int64(n))
	case math.IsNaN(n) || math.IsInf(n, 0):
		return 0
	}
	n = math.Mod(math.Trunc(n), 1<<64)
	if n < 0 {
		n += 1 << 64
	}
	return uint64(n)
}

// BigEndian reports whether the first byte of a number is the highest.
func BigEndian() bool { return bigEndian }
