package streams

import (
	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/fault"
)

// iteration is the Go half of what values() gives (https://webidl.spec.whatwg.org/#js-asynchronous-iterator).
type iteration struct {
	s       *Streams
	reader  *reader
	keep    bool // preventCancel
	ongoing *future
	over    bool
}

// iterate is values({ preventCancel }).
func (s *Streams) iterate(r *Readable, c *bind.Call) (any, error) {
	keep := dictionaryOf(c, c.Value(0), "options").flag("preventCancel")
	rd, thrown := r.lock(false)
	if thrown != nil {
		return nil, s.throw(thrown)
	}
	obj := s.rt.VM().CreateObject(s.classes.iterator)
	runtime.SetHandle(obj, &iteration{s: s, reader: rd, keep: keep})
	return obj, nil
}

func (s *Streams) iteratorPrototype() *goja.Object {
	proto := s.rt.VM().CreateObject(s.rt.Realm().AsyncIteratorPrototype())
	method := func(name string, length int, f func(it *iteration, v goja.Value) *future) {
		fn := bind.AsyncFunc(s.rt, name, length, func(c *bind.Call) (any, error) {
			it, ok := runtime.HandleOf(c.This()).(*iteration)
			if !ok {
				return nil, fault.Type.New("%s: \"this\" must be an iterator of a ReadableStream", c.Name())
			}
			return f(it, c.Value(0)).promise(), nil
		})
		_ = proto.DefineDataProperty(name, fn, goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_TRUE)
	}
	method("next", 0, func(it *iteration, _ goja.Value) *future { return it.inLine(it.next) })
	method("return", 1, func(it *iteration, v goja.Value) *future { return it.leave(v) })
	tag := bind.ToValue(s.rt, "ReadableStream AsyncIterator")
	_ = proto.DefineDataPropertySymbol(goja.SymToStringTag, tag, goja.FLAG_FALSE, goja.FLAG_TRUE, goja.FLAG_FALSE)
	return proto
}

// inLine takes a step after the one before it.
func (it *iteration) inLine(step func() *future) *future {
	before := it.ongoing
	if before == nil || before.state != pending {
		it.ongoing = step()
		return it.ongoing
	}
	f := it.s.pending()
	goOn := func(goja.Value) { f.follow(step()) }
	before.then(goOn, goOn)
	it.ongoing = f
	return f
}

func (it *iteration) result(v goja.Value, done bool) goja.Value {
	return it.s.rt.Realm().IterResult(v, done)
}

func (it *iteration) next() *future {
	f := it.s.pending()
	if it.over {
		f.settle(fulfilled, it.result(goja.Undefined(), true))
		return f
	}
	settle := func(outcome outcome, v func() goja.Value) {
		it.s.soon(func() { f.settle(outcome, v()) })
	}
	it.reader.readWithin(&steps{
		onChunk: func(v goja.Value) {
			settle(fulfilled, func() goja.Value { return it.result(v, false) })
		},
		onEnd: func(goja.Value) {
			it.reader.release()
			settle(fulfilled, func() goja.Value {
				it.over = true
				return it.result(goja.Undefined(), true)
			})
		},
		onFail: func(reason goja.Value) {
			it.reader.release()
			settle(rejected, func() goja.Value {
				it.over = true
				return reason
			})
		},
	})
	return f
}

// leave is return(v).
func (it *iteration) leave(v goja.Value) *future {
	it.inLine(func() *future {
		if it.over {
			return it.s.done()
		}
		it.over = true
		cancelled := it.s.done()
		if !it.keep {
			cancelled = it.reader.stream.cancel(v)
		}
		it.reader.release()
		return cancelled
	})
	f := it.s.pending()
	it.ongoing.then(func(goja.Value) { f.settle(fulfilled, it.result(v, true)) }, f.reject)
	return f
}

// from is ReadableStream.from(iterable).
func (s *Streams) from(c *bind.Call) (any, error) {
	if bind.Nullish(c.Value(0)) {
		c.Wrong("asyncIterable", "iterable")
	}
	it, err := s.open(c)
	if err != nil {
		return nil, err
	}
	var r *Readable
	r = s.newReadable(0, nil, source{
		start:  s.done,
		pull:   func() *future { return it.pull(r.control.(*defaultController)) },
		cancel: it.cancel,
	})
	return r.Value(), nil
}
