package es

import (
	"unsafe" // go:linkname

	"github.com/dop251/goja"
)

// What goja keeps of a generator between two steps, and what a step says. TestBodyConstants compares them.
const (
	bodyExecuting uint8 = 2
	bodySuspended uint8 = 3 // at a yield whose value nobody uses
	bodyListening uint8 = 4 // at a yield that gives a value
	bodyCompleted uint8 = 5

	saidReturn uint8 = 0
	saidYield  uint8 = 1
	saidListen uint8 = 2
)

// linkStep runs a generator up to its next yield. The next of a generator object, which stands above it, makes an
// iterator result of what comes out: six of the two dozen allocations of an item, for an object that nobody sees.
//
//go:linkname linkStep github.com/dop251/goja.(*generator).next
func linkStep(g unsafe.Pointer, v goja.Value) (goja.Value, uint8, *goja.Exception)

// plainBody is the plain generator beneath an async one.
type plainBody struct {
	object    goja.Value
	generator unsafe.Pointer
	state     *uint8
	// returning says that return was called: what a finally block throws after it has waited leaves a frame on goja's call
	// stack, which goja's own next takes off.
	returning bool
	// arg holds the argument of throw or return.
	arg [1]goja.Value
}

func newPlainBody(object goja.Value) *plainBody {
	p := partsOf(object.(*goja.Object))
	if p.generator < 0 || p.layout.state < 0 {
		panic("lariat does not know this version of goja: generators are kept in another way")
	}
	return &plainBody{object: object, generator: unsafe.Add(p.at, p.generator), state: (*uint8)(unsafe.Add(p.at, p.layout.state))}
}

// step resumes the body. done says that it has returned; after that, and after it has thrown, it is not resumed again.
func (b *plainBody) step(r *asyncRealm, how completion, v goja.Value) (out goja.Value, done bool, thrown goja.Value) {
	if how == withNext && !b.returning {
		return b.next(r.realm, v)
	}
	b.returning = b.returning || how == withReturn
	b.arg[0] = v
	result, thrown := r.call(r.body[how], b.object, b.arg[:]...)
	b.arg[0] = nil
	if thrown != nil {
		return nil, false, thrown
	}
	o := result.(*goja.Object)
	return o.Get("value"), o.Get("done").ToBoolean(), nil
}

// next is what goja's generator objects do for next, apart from the result and from yield*, which lowering has made a
// yield of the body.
func (b *plainBody) next(r *Realm, v goja.Value) (out goja.Value, done bool, thrown goja.Value) {
	r.descend()
	defer func() { r.depth-- }()
	if *b.state != bodyListening {
		v = nil
	}
	*b.state = bodyExecuting
	out, said, ex := linkStep(b.generator, v)
	if ex != nil {
		*b.state = bodyCompleted
		return nil, false, ex.Value()
	}
	switch said {
	case saidYield:
		*b.state = bodySuspended
	case saidListen:
		*b.state = bodyListening
	case saidReturn:
		*b.state = bodyCompleted
	default:
		panic("the body of an async generator stands in a yield* of goja")
	}
	return orUndefined(out), said == saidReturn, nil
}
