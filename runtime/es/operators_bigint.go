package es

import (
	"math"
	"math/big"
	"unsafe"

	"github.com/dop251/goja"
)

// maxBigInt is the most bits of a BigInt: 2.5 million digits, eight times what Firefox and Safari have. Nothing that is done
// with one can be interrupted, and with this many bits no operator takes much more than 0.1 s.
const maxBigInt = 1 << 23

//go:linkname linkToNumeric github.com/dop251/goja.toNumeric
func linkToNumeric(v goja.Value) goja.Value

// bigInts are the operands, if both are BigInts. What is an object is made a primitive once and for all.
func (o *operatorsOf) bigInts(vm unsafe.Pointer) (x, y *big.Int) {
	two := o.operands(vm, 2)
	for i := range two {
		switch tableOf(&two[i]) {
		case o.bigInt:
		case o.object:
			two[i] = linkToNumeric(two[i])
		default:
			return nil, nil
		}
	}
	if tableOf(&two[0]) != o.bigInt || tableOf(&two[1]) != o.bigInt {
		return nil, nil
	}
	return (*big.Int)((*face)(unsafe.Pointer(&two[0])).value), (*big.Int)((*face)(unsafe.Pointer(&two[1])).value)
}

// tooMany throws if a BigInt would have too many bits.
func tooMany(vm unsafe.Pointer, bits float64) {
	if bits > maxBigInt {
		panic(rangeErrorOf(*(**goja.Runtime)(vm), "Maximum BigInt size exceeded"))
	}
}

// many is how many a BigInt says that there are to be; what is beyond all bounds is as good as infinite.
func many(n *big.Int) float64 {
	if n.BitLen() > 32 {
		return math.Inf(1)
	}
	return float64(n.Uint64())
}

// log2 is that of the absolute value of x, which is not 0.
func log2(x *big.Int) float64 {
	var top big.Float
	exp := top.SetPrec(53).SetInt(x).MantExp(&top)
	mantissa, _ := top.Float64()
	return float64(exp) + math.Log2(math.Abs(mantissa))
}

func execLeft(instruction, vm unsafe.Pointer) {
	o := theOperators
	if x, y := o.bigInts(vm); x != nil && x.Sign() != 0 && y.Sign() > 0 {
		tooMany(vm, float64(x.BitLen())+many(y))
	}
	o.left(instruction, vm)
}

func execRight(instruction, vm unsafe.Pointer) {
	o := theOperators
	if x, y := o.bigInts(vm); x != nil && x.Sign() != 0 && y.Sign() < 0 {
		tooMany(vm, float64(x.BitLen())+many(new(big.Int).Neg(y)))
	}
	o.right(instruction, vm)
}

func execPower(instruction, vm unsafe.Pointer) {
	o := theOperators
	if x, y := o.bigInts(vm); x != nil && x.BitLen() > 1 && y.Sign() > 0 {
		tooMany(vm, log2(x)*many(y))
	}
	o.power(instruction, vm)
}

// execProduct is in the loops of programs that have no BigInts, so it looks at one operand first.
func execProduct(instruction, vm unsafe.Pointer) {
	o := theOperators
	top := unsafe.Add(*(*unsafe.Pointer)(unsafe.Add(vm, o.stack)), (*(*int)(unsafe.Add(vm, o.sp))-1)*int(unsafe.Sizeof(face{})))
	if table := (*face)(top).table; table == o.bigInt || table == o.object {
		if x, y := o.bigInts(vm); x != nil {
			tooMany(vm, float64(x.BitLen()+y.BitLen()-1))
		}
	}
	o.product(instruction, vm)
}
