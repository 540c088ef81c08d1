// Package streams is the module "web:streams": ReadableStream, WritableStream and TransformStream as the web has them
// (https://streams.spec.whatwg.org), with their readers, writers, controllers and strategies, and the streams that
// compress, decompress, encode and decode.
//
// The states and their rules are Go; what a script sees of a stream are thin objects around it. Reactions to promises
// that no script can see are Go functions on the microtask queue (see future), so a chunk that goes through a pipe costs
// the calls of the script's own functions and little more.
//
// # For other modules
//
// In(rt).FromReader makes a stream of bytes that Go reads, such as a body that comes from the network, and
// In(rt).ToWriter one that Go writes. Consume is the way back: it gives the bytes of any ReadableStream to Go, and takes
// the reader from beneath a stream that FromReader has made and no script has read yet, so that a copy from Go to Go
// enters no JavaScript. A pipe from such a stream through compression to such a stream does the same by itself.
package streams

import (
	_ "embed"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/fault"
)

//go:embed streams.d.ts
var types string

// Module is "web:streams".
var Module = runtime.Module{
	Name:  "web:streams",
	Types: types,
	Globals: []string{
		"ByteLengthQueuingStrategy", "CompressionStream", "CountQueuingStrategy", "DecompressionStream",
		"ReadableByteStreamController", "ReadableStream", "ReadableStreamBYOBReader", "ReadableStreamBYOBRequest",
		"ReadableStreamDefaultController", "ReadableStreamDefaultReader", "TextDecoderStream", "TextEncoderStream",
		"TransformStream", "TransformStreamDefaultController", "WritableStream", "WritableStreamDefaultController",
		"WritableStreamDefaultWriter",
	},
	Wraps: []any{(*readableTransit)(nil), (*writableTransit)(nil), (*transformTransit)(nil)},
	Load:  load,
}

// Streams is the module in one runtime. Loop goroutine only.
type Streams struct {
	rt      *runtime.Runtime
	classes classes
	views   map[string]*goja.Object
	count   goja.Value // the size functions of the strategies, once made
	length  goja.Value
}

// classes are made when Go or a script needs them first.
type classes struct {
	readable    *bind.Constructor[*Readable]
	reader      *bind.Constructor[*defaultReader]
	byobReader  *bind.Constructor[*byobReader]
	controller  *bind.Constructor[*defaultController]
	bytes       *bind.Constructor[*byteController]
	request     *bind.Constructor[*byobRequest]
	writable    *bind.Constructor[*Writable]
	writer      *bind.Constructor[*writer]
	sink        *bind.Constructor[*writableController]
	transform   *bind.Constructor[transformStream]
	transformer *bind.Constructor[*transformController]
	iterator    *goja.Object
}

type streamsKey struct{}

// In returns the streams of a runtime.
func In(rt *runtime.Runtime) *Streams {
	return runtime.Local(rt, streamsKey{}, func() *Streams {
		s := &Streams{rt: rt, views: map[string]*goja.Object{}}
		s.views["Uint8Array"] = rt.Realm().Builtin("Uint8Array")
		s.readableClasses()
		s.writableClasses()
		return s
	})
}

func load(rt *runtime.Runtime) runtime.Exports {
	s := In(rt)
	c := &s.classes
	s.transformClasses()
	s.arrive()
	compress, decompress := s.compressionClasses()
	encode, decode := s.textClasses()
	count, length := s.strategyClasses()
	return runtime.Exports{
		"ByteLengthQueuingStrategy":        length,
		"CompressionStream":                compress,
		"CountQueuingStrategy":             count,
		"DecompressionStream":              decompress,
		"ReadableByteStreamController":     c.bytes.Value,
		"ReadableStream":                   c.readable.Value,
		"ReadableStreamBYOBReader":         c.byobReader.Value,
		"ReadableStreamBYOBRequest":        c.request.Value,
		"ReadableStreamDefaultController":  c.controller.Value,
		"ReadableStreamDefaultReader":      c.reader.Value,
		"TextDecoderStream":                decode,
		"TextEncoderStream":                encode,
		"TransformStream":                  c.transform.Value,
		"TransformStreamDefaultController": c.transformer.Value,
		"WritableStream":                   c.writable.Value,
		"WritableStreamDefaultController":  c.sink.Value,
		"WritableStreamDefaultWriter":      c.writer.Value,
	}
}

// typeError is the value of a TypeError.
func (s *Streams) typeError(format string, args ...any) goja.Value {
	return s.rt.ErrorValue(fault.Type.New(format, args...))
}

func (s *Streams) rangeError(format string, args ...any) goja.Value {
	return s.rt.ErrorValue(fault.Range.New(format, args...))
}

// throw makes the error of a native of a value that a script is to catch; nil is none.
func (s *Streams) throw(thrown goja.Value) error {
	if thrown == nil {
		return nil
	}
	return s.rt.Thrown(thrown)
}

// try runs f, which may call script, and returns what it throws.
func (s *Streams) try(f func()) (thrown goja.Value) {
	if ex := s.rt.VM().Try(f); ex != nil {
		return ex.Value()
	}
	return nil
}

// call calls a function of a script under the frame in which it was handed over.
func (s *Streams) call(f *bind.Function, this goja.Value, args ...goja.Value) (v, thrown goja.Value) {
	v, err := f.CallOn(this, args...)
	if err != nil {
		return nil, s.rt.ErrorValue(err)
	}
	return v, nil
}

// promising calls a function of a script and makes a future of what comes of it. No function is one that does nothing.
func (s *Streams) promising(f *bind.Function, this goja.Value, args ...goja.Value) *future {
	if f == nil {
		return s.done()
	}
	v, thrown := s.call(f, this, args...)
	if thrown != nil {
		return s.failed(thrown)
	}
	return s.adopt(v)
}

// dictionary reads members of an object that a script has given, in the order of their names, as Web IDL does.
// Undefined and null have none.
type dictionary struct {
	c   *bind.Call
	obj *goja.Object
}

func dictionaryOf(c *bind.Call, v goja.Value, arg string) dictionary {
	if bind.Nullish(v) {
		return dictionary{c, nil}
	}
	obj, ok := v.(*goja.Object)
	if !ok {
		c.Wrong(arg, "an object")
	}
	return dictionary{c, obj}
}

// get returns a member, nil if it is missing or undefined.
func (d dictionary) get(name string) goja.Value {
	if d.obj == nil {
		return nil
	}
	v := d.obj.Get(name)
	if v == nil || goja.IsUndefined(v) {
		return nil
	}
	return v
}

func (d dictionary) function(name string) *bind.Function {
	v := d.get(name)
	if v == nil {
		return nil
	}
	f := bind.FunctionOf(d.c.Runtime(), v)
	if f == nil {
		d.c.Wrong(name, "a function")
	}
	return f
}

func (d dictionary) flag(name string) bool {
	v := d.get(name)
	return v != nil && v.ToBoolean()
}
