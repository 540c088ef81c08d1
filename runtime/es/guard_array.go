package es

import (
	"math"

	"github.com/dop251/goja"
)

// arrayProtoGuards are for arrays that are long but almost empty and for objects with a length like an
// array's: goja visits every index of them, and makes room for all.
var arrayProtoGuards = &guardTable{guards: map[string]guard{
	"every": visiting(maxSteps, allOf), "some": visiting(maxSteps, allOf), "forEach": visiting(maxSteps, allOf),
	"filter": visiting(maxSteps, allOf), "reduce": visiting(maxSteps, allOf), "reduceRight": visiting(maxSteps, allOf),
	"flatMap": visiting(maxSteps, allOf), "reverse": visiting(maxSteps, allOf), "shift": visiting(maxSteps, allOf),
	"indexOf": visiting(maxSteps, fromSecond), "includes": visiting(maxSteps, fromSecond), "lastIndexOf": visiting(maxSteps, downFromSecond),
	"slice": visiting(maxSteps, between(0)), "splice": visiting(maxSteps, fromFirst), "unshift": visiting(maxSteps, allIfAny),
	"copyWithin": visiting(maxSteps, copied),
	"fill":       visiting(maxElements, between(1)), "map": visiting(maxElements, allOf), "sort": both(visiting(maxElements, allOf), sortGuard),
	"toSorted": both(visiting(maxElements, allOf), sortGuard), "toReversed": visiting(maxElements, allOf),
	"with": visiting(maxElements, allOf), "toSpliced": visiting(maxElements, allOf),
	"join": both(visiting(maxElements, allOf), both(joinGuard, nested)), "toLocaleString": both(visiting(maxElements, allOf), nested),
	"concat": concatGuard, "flat": both(visiting(maxSteps, allOf), flatGuard),
}}

// visiting keeps a built-in from more than limit steps. An ordinary array without holes has memory for all
// that it says it has, and is let through at once.
func visiting(limit float64, steps func(args []goja.Value, n float64) float64) guard {
	return wrapped(func(vm *goja.Runtime, original native) native {
		return func(c goja.FunctionCall) goja.Value {
			if obj, ok := c.This.(*goja.Object); ok && linkStdArray(vm, obj) == nil {
				if n := lengthOf(obj); n > limit && steps(c.Arguments, n) > limit {
					panic(rangeErrorOf(vm, "invalid array length"))
				}
			}
			return original(c)
		}
	})
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
	if len(args) == 0 {
		return 0
	}
	return n
}

func fromFirst(args []goja.Value, n float64) float64 {
	if at, ok := relative(args, 0, n, 0); ok && len(args) > 0 {
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

// copied is for copyWithin(to, from, end).
func copied(args []goja.Value, n float64) float64 {
	to, ok := relative(args, 0, n, 0)
	if !ok {
		return 0
	}
	return math.Min(between(1)(args, n), n-to)
}

// sortGuard is for a comparator that changes the array that is being sorted.
var sortGuard = wrapped(func(vm *goja.Runtime, original native) native {
	return func(c goja.FunctionCall) goja.Value {
		if len(c.Arguments) > 0 {
			defer rescue(vm)
		}
		return original(c)
	}
})

// joinGuard adds up the separators: a result that is shorter than they are cannot be.
var joinGuard = wrapped(func(vm *goja.Runtime, original native) native {
	return func(c goja.FunctionCall) goja.Value {
		if sep, ok := c.Argument(0).(goja.String); ok && sep.Length() > 4 {
			if obj, ok := c.This.(*goja.Object); ok && (lengthOf(obj)-1)*float64(sep.Length()) > maxString {
				panic(rangeErrorOf(vm, "invalid string length"))
			}
		}
		return original(c)
	}
})

// concatGuard counts what is put together.
var concatGuard = wrapped(func(vm *goja.Runtime, original native) native {
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

// arrayFromGuard is for a length that somebody wrote down.
var arrayFromGuard = wrapped(func(vm *goja.Runtime, original native) native {
	return func(c goja.FunctionCall) goja.Value {
		if obj, ok := c.Argument(0).(*goja.Object); ok && linkStdArray(vm, obj) == nil {
			if lengthOf(obj) > maxElements && nullish(obj.GetSymbol(goja.SymIterator)) {
				panic(rangeErrorOf(vm, "invalid array length"))
			}
		}
		return original(c)
	}
})

// arrayValuesGuard keeps an array of holes from being spread.
var arrayValuesGuard = wrapped(func(vm *goja.Runtime, original native) native {
	return func(c goja.FunctionCall) goja.Value {
		if obj, ok := c.This.(*goja.Object); ok && linkStdArray(vm, obj) == nil && obj.ExportType() != proxyType {
			if obj.ClassName() == "Array" && lengthOf(obj) > maxElements {
				panic(rangeErrorOf(vm, "array is too long to iterate over"))
			}
		}
		return original(c)
	}
})

// flatGuard bounds the depth of flat. goja descends as deep as the arrays do, and for ever if one is within
// itself. Arrays are looked through before: to stop at a depth would not do, since two references to
// itself make an array explode long before.
var flatGuard = wrapped(func(vm *goja.Runtime, original native) native {
	return func(c goja.FunctionCall) goja.Value {
		obj, ok := c.This.(*goja.Object)
		if !ok || len(c.Arguments) == 0 || !goja.IsNumber(c.Arguments[0]) || c.Arguments[0].ToFloat() <= maxNesting {
			return original(c)
		}
		s := &flatSurvey{vm: vm}
		s.array(obj, 0)
		result := original(goja.FunctionCall{This: obj, Arguments: []goja.Value{vm.ToValue(maxNesting)}})
		if s.unknown {
			if flat, ok := result.(*goja.Object); ok && linkStdArray(vm, flat) != nil {
				for _, v := range linkList(vm, flat) {
					if inner, ok := v.(*goja.Object); ok && isArray(inner) {
						s.fail()
					}
				}
			}
		}
		return result
	}
})

// flatSurvey looks for the depth of arrays without running a script.
type flatSurvey struct {
	vm *goja.Runtime
	// unknown is set if there are arrays whose elements only a script can tell.
	unknown bool
}

func (s *flatSurvey) fail() { panic(rangeErrorOf(s.vm, "array is nested too deep")) }

func (s *flatSurvey) array(obj *goja.Object, depth int) {
	if depth > maxNesting {
		s.fail()
	}
	if linkStdArray(s.vm, obj) == nil {
		s.unknown = true
		return
	}
	for _, v := range linkList(s.vm, obj) {
		if inner, ok := v.(*goja.Object); ok && isArray(inner) {
			s.array(inner, depth+1)
		}
	}
}

// isArray is IsArray, but that a revoked proxy is none.
func isArray(obj *goja.Object) bool {
	for obj != nil && obj.ExportType() == proxyType {
		p, _ := obj.Export().(goja.Proxy)
		obj = p.Target()
	}
	return obj != nil && obj.ClassName() == "Array"
}
