package bind

import (
	"context"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/es"
)

// Source is a sequence that is pulled on demand. Next calls done once, at once or later, from any
// goroutine: with a value, with more false at the end, or with an error. The kit never calls Next again
// before done was called. Close is called once, when the consumer leaves early or the sequence ends.
// A Source that is a runtime.Waited waits for other script; any other keeps the loop alive while it is
// being pulled, unless it has a method Unheld: then something of its own does that, such as a timer. One whose
// end takes time or may fail has a method CloseThen, which is called instead of Close: break awaits what it tells with
// done, on the loop goroutine, and throws its error. One that has a method Ready may have a value without a wait: for await
// asks for it, on the loop goroutine, before Next is called, and true says that there was one.
type Source[T any] interface {
	Next(ctx context.Context, done func(v T, more bool, err error))
	Close()
}

// Iterator makes an async iterator of a source: for await pulls it, break closes it. Calls of next()
// stand in line, as those of an async generator do. Each pull obeys the scope of its caller.
func Iterator[T any](rt *runtime.Runtime, label string, src Source[T], convert func(T) (any, error)) *goja.Object {
	what, _ := src.(runtime.Waited)
	if _, ok := src.(interface{ Unheld() }); ok {
		what = unheld{}
	}
	it := &iterator{rt: rt, label: label}
	place := func() *runtime.Site {
		at := rt.Site()
		return &at
	}
	it.pull = func(scope *runtime.Scope, into *runtime.Promise) (any, error) {
		return await(rt, label, place, scope, what, func(ctx context.Context, done func(item[T], error)) {
			src.Next(ctx, func(v T, more bool, err error) { done(item[T]{v, more}, err) })
		}, func(i item[T]) (any, error) {
			if !i.more {
				it.close()
				return iterResult(rt, goja.Undefined(), true), nil
			}
			v, err := convert(i.value)
			if err != nil {
				return nil, err
			}
			return iterResult(rt, ToValue(rt, v), false), nil
		}, late{promise: into, after: it.advance})
	}
	if quick, ok := src.(interface{ Ready() (T, bool) }); ok {
		it.now = func() (any, error, bool) {
			v, ok := quick.Ready()
			if !ok {
				return nil, nil, false
			}
			result, err := convert(v)
			return result, err, true
		}
	}
	it.closeSource = func(done func(error)) {
		if slow, ok := src.(interface{ CloseThen(done func(error)) }); ok {
			slow.CloseThen(done)
			return
		}
		src.Close()
		done(nil)
	}
	obj := rt.VM().CreateObject(prototypeOf(rt).object)
	runtime.SetHandle(obj, it)
	return obj
}

// unheld stands for a wait that is neither one in line nor an operation.
type unheld struct{}

func (unheld) Label() string { return "" }

type item[T any] struct {
	value T
	more  bool
}

// discard gives back an item that arrives when nobody can take it any more.
func (i item[T]) discard() bool { return i.more && discard(i.value) }

// iterator is the state of one async iterator. Loop goroutine only.
type iterator struct {
	rt          *runtime.Runtime
	label       string
	now         func() (v any, err error, ok bool) // of Ready, or nil
	broken      error                              // what next has to say after now
	pull        func(scope *runtime.Scope, into *runtime.Promise) (any, error)
	closeSource func(done func(error))
	closed      bool
	busy        bool
	queue       []request
}

// request is a call of next or return that waits for the ones before it.
type request struct {
	promise *runtime.Promise
	frame   *runtime.Frame
	leave   bool
	value   goja.Value
}

func (it *iterator) close() {
	if !it.closed {
		it.closed = true
		it.closeSource(func(error) {})
	}
}

// next answers at once when the source does, otherwise with a promise: into, if it is there.
func (it *iterator) next(scope *runtime.Scope, into *runtime.Promise) (any, error) {
	if err := it.broken; err != nil {
		it.broken = nil
		it.close()
		return nil, err
	}
	if it.closed {
		return iterResult(it.rt, goja.Undefined(), true), nil
	}
	v, err := it.pull(scope, into)
	if err != nil {
		it.close()
		return nil, err
	}
	if result, ok := v.(goja.Value); ok && es.PromiseOf(result) != nil {
		it.busy = true
	}
	return v, nil
}

// Native is for es.Immediate.
func (it *iterator) Native(next goja.Value) bool {
	return it.now != nil && next == goja.Value(prototypeOf(it.rt).next)
}

// Now gives an item that is there to a for-await, which is spared the call of next.
func (it *iterator) Now() (goja.Value, bool) {
	if it.busy || it.closed || it.broken != nil || it.rt.Scope().Err() != nil || it.rt.Exploring() {
		return nil, false
	}
	defer func() { blame(it.rt, it.label, recover()) }()
	v, err, ok := it.now()
	if err != nil {
		it.broken = err
		return nil, false
	}
	return ToValue(it.rt, v), ok
}

// leave closes the source and gives the last result, or a promise of it.
func (it *iterator) leave(value goja.Value) goja.Value {
	result := iterResult(it.rt, value, true)
	if it.closed {
		return result
	}
	it.closed = true
	promise := it.rt.NewPromise()
	it.closeSource(func(err error) {
		if err != nil {
			promise.Reject(err)
			return
		}
		promise.Resolve(result)
	})
	return promise.Value
}

func (it *iterator) enqueue(leave bool, value goja.Value) goja.Value {
	r := request{it.rt.NewPromise(), it.rt.Frame(), leave, value}
	it.queue = append(it.queue, r)
	return r.promise.Value
}

// advance goes on with the queue after a late answer.
func (it *iterator) advance(err error) {
	it.busy = false
	if err != nil {
		it.close()
	}
	for len(it.queue) > 0 && !it.busy {
		r := it.queue[0]
		it.queue = it.queue[1:]
		if r.leave {
			r.promise.Resolve(it.leave(r.value))
			continue
		}
		it.rt.Under(r.frame, func() {
			switch v, err := it.next(r.frame.Scope, r.promise); {
			case err != nil:
				r.promise.Reject(err)
			case !it.busy:
				r.promise.Resolve(ToValue(it.rt, v))
			}
		})
	}
}

func iterResult(rt *runtime.Runtime, value goja.Value, done bool) goja.Value {
	return rt.Realm().IterResult(value, done)
}

type iteratorKey struct{}

// iteratorPrototype is shared by all iterators of a runtime; it inherits from %AsyncIteratorPrototype%.
type iteratorPrototype struct{ object, next *goja.Object }

func prototypeOf(rt *runtime.Runtime) *iteratorPrototype {
	return runtime.Local(rt, iteratorKey{}, func() *iteratorPrototype {
		proto := rt.VM().CreateObject(rt.Realm().AsyncIteratorPrototype())
		method := func(name string, f func(it *iterator, c *Call) (any, error)) *goja.Object {
			fn := AsyncFunc(rt, name, 0, func(c *Call) (any, error) {
				it, ok := runtime.HandleOf(c.this).(*iterator)
				if !ok {
					return nil, c.wrong("this", "an async iterator")
				}
				return f(it, c)
			})
			_ = proto.DefineDataProperty(name, fn, goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE)
			return fn
		}
		next := method("next", func(it *iterator, c *Call) (any, error) {
			if it.busy {
				return it.enqueue(false, nil), nil
			}
			return it.next(rt.Scope(), nil)
		})
		method("return", func(it *iterator, c *Call) (any, error) {
			if it.busy {
				return it.enqueue(true, c.Value(0)), nil
			}
			return it.leave(c.Value(0)), nil
		})
		tag := rt.VM().ToValue("Async Iterator")
		_ = proto.DefineDataPropertySymbol(goja.SymToStringTag, tag, goja.FLAG_FALSE, goja.FLAG_TRUE, goja.FLAG_FALSE)
		return &iteratorPrototype{proto, next}
	})
}
