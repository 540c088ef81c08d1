package es

import (
	"math"
	"slices"
	"strconv"

	"github.com/dop251/goja"
	"github.com/dop251/goja/unistring"
)

// arrayGuards are for arrays that are long but almost empty and for objects with a length like an
// array's: goja visits every index of them, and makes room for all.
func arrayGuards() map[string]guard {
	return map[string]guard{
		"every": visiting(allOf, up), "some": visiting(allOf, up), "forEach": visiting(allOf, up), "filter": visiting(allOf, up),
		"reduce": visiting(allOf, up), "flatMap": visiting(allOf, up), "shift": visiting(allOf, up),
		"reduceRight": visiting(allOf, down), "reverse": visiting(allOf, down), "unshift": visiting(allIfAny, down),
		"indexOf": visiting(fromSecond, upFromSecond), "includes": visiting(fromSecond, upFromSecond),
		"lastIndexOf": visiting(downFromSecond, down), "slice": visiting(between(0), nowhere), "splice": visiting(fromFirst, nowhere),
		"copyWithin": visiting(copied, nowhere),
		"fill":       making(between(1)), "map": making(allOf), "sort": both(making(allOf), both(sortGuard, reentered)),
		"toSorted": both(making(allOf), both(sortGuard, reentered)), "toReversed": making(allOf), "with": making(allOf),
		"toSpliced": making(spliced),
		"join":      both(making(allOf), both(joinGuard, nested)), "toLocaleString": both(making(allOf), nested),
		"concat": concatGuard, "flat": both(visiting(allOf, up), flatGuard),
	}
}

// visiting keeps a built-in from more than maxSteps steps, unless look finds an element near the place
// where it starts: it may well stop there. An ordinary array without holes has memory for all that it
// says it has, and is let through at once.
func visiting(steps func(args []goja.Value, n float64) float64, look func(obj *goja.Object, args []goja.Value, n float64) bool) guard {
	return wrapped(func(vm *goja.Runtime, original native) native {
		return func(c goja.FunctionCall) goja.Value {
			if obj, ok := c.This.(*goja.Object); ok && linkStdArray(vm, obj) == nil {
				if n := lengthOf(obj); n > maxSteps && steps(c.Arguments, n) > maxSteps && !look(obj, c.Arguments, n) {
					panic(rangeErrorOf(vm, "invalid array length"))
				}
			}
			return original(c)
		}
	})
}

// making keeps a built-in from making more than maxElements elements.
func making(elements func(args []goja.Value, n float64) float64) guard {
	return wrapped(func(vm *goja.Runtime, original native) native {
		return func(c goja.FunctionCall) goja.Value {
			if obj, ok := c.This.(*goja.Object); ok && linkStdArray(vm, obj) == nil {
				if n := lengthOf(obj); n > maxElements && elements(c.Arguments, n) > maxElements {
					panic(rangeErrorOf(vm, "invalid array length"))
				}
			}
			return original(c)
		}
	})
}

// near is how many indices are looked at before a walk that long.
const near = 16

// hasNear says whether one of the indices from k on, in steps of d, is there.
func hasNear(obj *goja.Object, k, d float64) bool {
	values, array := partsOf(obj).values(), obj.ClassName() == "Array"
	for range near {
		key := strconv.FormatFloat(k, 'f', -1, 64)
		if values[unistring.String(key)] != nil || array && k >= 0 && obj.Get(key) != nil {
			return true
		}
		k += d
	}
	return false
}

func nowhere(*goja.Object, []goja.Value, float64) bool { return false }

func up(obj *goja.Object, _ []goja.Value, _ float64) bool { return hasNear(obj, 0, 1) }

func upFromSecond(obj *goja.Object, args []goja.Value, n float64) bool {
	at, _ := relative(args, 1, n, 0)
	return hasNear(obj, at, 1)
}

func down(obj *goja.Object, _ []goja.Value, n float64) bool {
	return hasNear(obj, n-1, -1)
}

// lengthOf is the length of an array or of an object like one, 0 if only running a script could tell.
func lengthOf(obj *goja.Object) float64 {
	if obj.ExportType() == proxyType {
		return 0
	}
	if obj.ClassName() == "Array" {
		return obj.Get("length").ToFloat()
	}
	if v, ok := partsOf(obj).values()["length"]; ok && v != nil && goja.IsNumber(v) {
		return v.ToFloat()
	}
	return 0
}

// relative is an index argument as built-ins read it, without running any script: ok is false if that
// would be needed.
func relative(args []goja.Value, i int, n, absent float64) (at float64, ok bool) {
	if i >= len(args) || goja.IsUndefined(args[i]) {
		return absent, true
	}
	if !goja.IsNumber(args[i]) {
		return 0, false
	}
	f := args[i].ToFloat()
	switch {
	case math.IsNaN(f):
		return 0, true
	case f < 0:
		return math.Max(n+f, 0), true
	}
	return math.Min(f, n), true
}

func allOf(_ []goja.Value, n float64) float64 { return n }

func allIfAny(args []goja.Value, n float64) float64 {
	if len(args) == 0 || n >= maxLength-1 {
		return 0
	}
	return n
}

// maxLength is the longest length of anything: goja refuses by itself to add to it.
const maxLength = 1<<53 - 1

func fromFirst(args []goja.Value, n float64) float64 {
	if at, ok := relative(args, 0, n, 0); ok && len(args) > 0 && n < maxLength {
		return n - at
	}
	return 0
}

func fromSecond(args []goja.Value, n float64) float64 {
	if at, ok := relative(args, 1, n, 0); ok {
		return n - at
	}
	return 0
}

func downFromSecond(args []goja.Value, n float64) float64 {
	at, _ := relative(args, 1, n, n)
	return at
}

// between is for start and end at the arguments i and i+1.
func between(i int) func([]goja.Value, float64) float64 {
	return func(args []goja.Value, n float64) float64 {
		start, ok := relative(args, i, n, 0)
		end, ok2 := relative(args, i+1, n, n)
		if !ok || !ok2 {
			return 0
		}
		return end - start
	}
}

// spliced is the length of the result of toSpliced. One that no array can have goja refuses by itself.
func spliced(args []goja.Value, n float64) float64 {
	at, ok := relative(args, 0, n, 0)
	if len(args) == 1 && ok {
		n = at
	}
	if len(args) > 1 && goja.IsNumber(args[1]) {
		n -= math.Min(math.Max(args[1].ToFloat(), 0), n-at)
	}
	if !ok || n > math.MaxUint32 {
		return 0
	}
	return n
}

// copied is for copyWithin(to, from, end).
func copied(args []goja.Value, n float64) float64 {
	to, ok := relative(args, 0, n, 0)
	if !ok {
		return 0
	}
	return math.Min(between(1)(args, n), n-to)
}

// sortGuard is for a comparator that changes the array that is being sorted.
func sortGuard(vm *goja.Runtime, f *goja.Object) {
	wrap(vm, f, func(vm *goja.Runtime, original native) native {
		return func(c goja.FunctionCall) (v goja.Value) {
			if len(c.Arguments) == 0 {
				return original(c)
			}
			rescue(vm, func() { v = original(c) })
			return v
		}
	})
}

// joinGuard adds up the separators: a result that is shorter than they are cannot be.
func joinGuard(vm *goja.Runtime, f *goja.Object) {
	wrap(vm, f, func(vm *goja.Runtime, original native) native {
		return func(c goja.FunctionCall) goja.Value {
			if sep, ok := c.Argument(0).(goja.String); ok && sep.Length() > 4 {
				if obj, ok := c.This.(*goja.Object); ok && (lengthOf(obj)-1)*float64(sep.Length()) > maxString {
					panic(rangeErrorOf(vm, "invalid string length"))
				}
			}
			return original(c)
		}
	})
}

// concatGuard counts what is put together.
func concatGuard(vm *goja.Runtime, f *goja.Object) {
	wrap(vm, f, func(vm *goja.Runtime, original native) native {
		long := func(v goja.Value) float64 {
			if obj, ok := v.(*goja.Object); ok && linkStdArray(vm, obj) == nil && obj.ExportType() != proxyType && obj.ClassName() == "Array" {
				return lengthOf(obj)
			}
			return 0
		}
		return func(c goja.FunctionCall) goja.Value {
			n := long(c.This)
			for _, arg := range c.Arguments {
				n += long(arg)
			}
			if n > maxSteps {
				panic(rangeErrorOf(vm, "invalid array length"))
			}
			return original(c)
		}
	})
}

// arrayFromGuard is for a length that somebody wrote down, and for elements that are not there: goja calls the function
// with no value at all then, which a built-in does not survive.
func arrayFromGuard(vm *goja.Runtime, f *goja.Object) {
	wrap(vm, f, func(vm *goja.Runtime, original native) native {
		r := Of(vm)
		return func(c goja.FunctionCall) goja.Value {
			obj, ok := c.Argument(0).(*goja.Object)
			if !ok || linkStdArray(vm, obj) != nil {
				return original(c)
			}
			if lengthOf(obj) > maxElements && nullish(obj.GetSymbol(goja.SymIterator)) {
				panic(rangeErrorOf(vm, "invalid array length"))
			}
			if mapping := r.callable(c.Argument(1)); mapping != nil {
				c.Arguments = slices.Clone(c.Arguments)
				c.Arguments[1] = r.fn("", 2, func(c goja.FunctionCall) goja.Value {
					return call(mapping, c.This, orUndefined(c.Argument(0)), c.Argument(1))
				})
			}
			return original(c)
		}
	})
}

// arrayValuesGuard keeps an array of holes from being spread.
func arrayValuesGuard(vm *goja.Runtime, f *goja.Object) {
	wrap(vm, f, func(vm *goja.Runtime, original native) native {
		return func(c goja.FunctionCall) goja.Value {
			if obj, ok := c.This.(*goja.Object); ok && linkStdArray(vm, obj) == nil && obj.ExportType() != proxyType {
				if obj.ClassName() == "Array" && lengthOf(obj) > maxElements {
					panic(rangeErrorOf(vm, "array is too long to iterate over"))
				}
			}
			return original(c)
		}
	})
}
