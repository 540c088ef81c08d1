package es

import (
	goruntime "runtime"

	"github.com/dop251/goja"
)

// Guards keep one call of a built-in from ending the process. A Go stack that overflows and an allocation
// that fails cannot be recovered from, and goja's built-ins recurse and allocate as the script says. A
// guard looks at the arguments first and throws a RangeError where a built-in would go too far. What
// grows bit by bit, and what operators and syntax do, is not theirs: that takes a limit on memory or time.
const (
	// maxElements bounds the elements that a built-in makes in one call: 2 GiB of them.
	maxElements = 1 << 27
	// maxSteps bounds the indices that a built-in visits in one call, if most of them may be holes.
	maxSteps = 1 << 28
	// maxArguments bounds the arguments that apply takes out of an array-like object.
	maxArguments = 1 << 20
	// maxNesting bounds how deep data may be for a built-in that descends into it, and how many proxies or
	// bound functions may stand one on another.
	maxNesting = 1000
	// maxReentry bounds how often a built-in is within itself that only a script without end brings there: through the
	// comparator of sort, say. To leave such depths takes time that grows with the square of them.
	maxReentry = 250
)

// guard changes a function that goja has just made, in place: it stays the same object to scripts.
type guard func(vm *goja.Runtime, f *goja.Object)

// wrapped is a guard that puts a Go function around that of a built-in.
func wrapped(by func(vm *goja.Runtime, original native) native) guard {
	return func(vm *goja.Runtime, f *goja.Object) { wrap(vm, f, by) }
}

// before has something done before a built-in runs.
func before(do func(r *Realm)) guard {
	return wrapped(func(vm *goja.Runtime, original native) native {
		r := Of(vm)
		return func(c goja.FunctionCall) goja.Value {
			do(r)
			return original(c)
		}
	})
}

func wrap(vm *goja.Runtime, f *goja.Object, by func(vm *goja.Runtime, original native) native) {
	if p := partsOf(f).call(); p != nil && *p != nil {
		*p = by(vm, *p)
	}
}

// wrapNew puts a Go function around what new does.
func wrapNew(vm *goja.Runtime, f *goja.Object, by func(vm *goja.Runtime, original construct) construct) {
	if p := partsOf(f).construct(); p != nil && *p != nil {
		*p = by(vm, *p)
	}
}

// both is a guard that is two.
func both(a, b guard) guard {
	return func(vm *goja.Runtime, f *goja.Object) { a(vm, f); b(vm, f) }
}

// nested counts how often a built-in is within itself.
func nested(vm *goja.Runtime, f *goja.Object) { within(maxNesting, "data is nested too deep")(vm, f) }

// reentered is nested for a built-in that calls what a script says.
func reentered(vm *goja.Runtime, f *goja.Object) {
	within(maxReentry, "a built-in is within itself too often: what it calls calls it again")(vm, f)
}

func within(most int, message string) guard {
	return wrapped(func(vm *goja.Runtime, original native) native {
		depth := 0
		return func(c goja.FunctionCall) goja.Value {
			if depth >= most {
				panic(rangeErrorOf(vm, message))
			}
			depth++
			defer func() { depth-- }()
			return original(c)
		}
	})
}

// rescued makes a TypeError of a Go panic inside goja, which odd iterators and proxies provoke.
func rescued(vm *goja.Runtime, f *goja.Object) {
	wrap(vm, f, func(vm *goja.Runtime, original native) native {
		return func(c goja.FunctionCall) (v goja.Value) {
			rescue(vm, func() { v = original(c) })
			return v
		}
	})
	wrapNew(vm, f, func(vm *goja.Runtime, original construct) construct {
		return func(args []goja.Value, target *goja.Object) (obj *goja.Object) {
			rescue(vm, func() { obj = original(args, target) })
			return obj
		}
	})
}

// rescue calls a built-in of goja that indexes or calls what a script has a say in. It panics anew when the stack is unwound
// and not while it is: where such built-ins are within one another, the time for that would grow with the square of the depth.
func rescue(vm *goja.Runtime, f func()) {
	switch x := panicOf(f).(type) {
	case nil:
	case goruntime.Error:
		panic(vm.NewTypeError("a function that the engine called broke what it relied on"))
	default:
		panic(x)
	}
}

// panicOf calls f and returns what it panics with.
func panicOf(f func()) (x any) {
	defer func() { x = recover() }()
	f()
	return nil
}

// rangeErrorOf makes a RangeError for panic.
func rangeErrorOf(vm *goja.Runtime, text string) goja.Value {
	return linkNewError(vm, linkRangeError(vm), text)
}

// guardGenerator counts generators that run within generators: yield* is no call to goja.
func guardGenerator(original func(*goja.Runtime, goja.FunctionCall) goja.Value) function {
	return func(r *Realm, c goja.FunctionCall) goja.Value { return r.within(original, c) }
}

func (r *Realm) within(original func(*goja.Runtime, goja.FunctionCall) goja.Value, c goja.FunctionCall) goja.Value {
	r.descend()
	defer func() { r.depth-- }()
	return original(r.vm, c)
}
