package lariat

import (
	"context"
	"io"
	"reflect"
	"runtime/debug"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/clone"
	"github.com/lariatjs/lariat/runtime/fault"
	"github.com/lariatjs/lariat/stdlib/streams"
)

// native is the function that a script calls. receiver is what it is a method of, if it is one.
func (b *binding) native(i isolate, c *bind.Call, receiver any) (any, error) {
	in, err := b.arguments(i, c)
	if err != nil {
		return nil, err
	}
	if b.receiver {
		in = append([]reflect.Value{reflect.ValueOf(receiver)}, in...)
	}
	switch {
	case b.outcome == sequence || b.outcome == channel:
		return b.iterable(i, in)
	case b.context:
		return b.async(i, c, in)
	}
	v, err := b.call(context.Background(), i, in)
	if err != nil {
		return nil, err
	}
	if b.outcome == reader {
		return i.stream(b.label, v)
	}
	message, err := b.message(i, v)
	if err != nil {
		return nil, err
	}
	return i.decoded(message)
}

// settled is what an asynchronous function has come to.
type settled struct {
	message *clone.Message
	value   reflect.Value
}

// Release closes a result that comes when nobody waits for it any more.
func (s *settled) Release() bool {
	if s.value.IsValid() && s.value.CanInterface() {
		if c, ok := s.value.Interface().(io.Closer); ok && !isNil(s.value) {
			_ = c.Close()
		}
	}
	return true
}

func isNil(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface, reflect.Map, reflect.Slice, reflect.Func, reflect.Chan:
		return v.IsNil()
	}
	return false
}

// async runs the function on a goroutine of its own.
func (b *binding) async(i isolate, c *bind.Call, in []reflect.Value) (any, error) {
	ctx, cancel := i.contextOf(i.core.Scope())
	return bind.Go(c, i.core.Scope(), func(context.Context) (*settled, error) {
		defer cancel(nil)
		v, err := b.call(ctx, i, in)
		if err != nil {
			return nil, err
		}
		s := &settled{value: v}
		if b.outcome != reader {
			if s.message, err = b.message(i, v); err != nil {
				s.Release()
				return nil, err
			}
		}
		return s, nil
	}, func(s *settled) (any, error) {
		if b.outcome == reader {
			return i.stream(b.label, s.value)
		}
		return i.decoded(s.message)
	})
}

// decoded makes a value of a message. Loop goroutine only.
func (i isolate) decoded(m *clone.Message) (any, error) {
	v, err := i.core.Cloner().Decode(m)
	if err = bind.Caught(i.core, err); err != nil {
		return nil, err
	}
	return v, nil
}

// stream makes a ReadableStream of a reader. Loop goroutine only.
func (i isolate) stream(label string, v reflect.Value) (any, error) {
	if isNil(v) {
		return goja.Null(), nil
	}
	reader := guardedReader{i.kit, label, v.Interface().(io.Reader)}
	return streams.In(i.core).FromReader(reader, streams.Options{Label: label, Scope: i.core.Root()}).Value(), nil
}

// guardedReader is a reader of the host, whose panics are errors.
type guardedReader struct {
	*kit
	label string
	r     io.Reader
}

// Read reads.
func (g guardedReader) Read(b []byte) (n int, err error) {
	defer g.recovered(g.label, &err)
	return g.r.Read(b)
}

// Close closes what can be closed.
func (g guardedReader) Close() (err error) {
	defer g.recovered(g.label, &err)
	if c, ok := g.r.(io.Closer); ok {
		return c.Close()
	}
	return nil
}

// arguments makes the Go arguments of a call. Loop goroutine only.
func (b *binding) arguments(i isolate, c *bind.Call) ([]reflect.Value, error) {
	given := c.Rest(0)
	if !b.variadic && len(given) > len(b.params) {
		given = given[:len(b.params)] // what else there is, as map gives it, nobody looks at
	}
	for n, p := range b.params { // functions and signals are not copied
		if (p.callback != nil || p.signal) && n < len(given) {
			given[n] = goja.Undefined()
		}
	}
	message, err := i.core.Cloner().EncodeList(given, clone.Options{MaxNodes: maxValues, MaxBytes: maxBytes})
	if err = bind.Caught(i.core, err); err != nil {
		return nil, err
	}
	d := &decoder{classes: i.classes}
	nodes := message.Nodes()
	var in []reflect.Value
	for n, p := range b.params {
		if b.variadic && n == len(b.params)-1 {
			break
		}
		node := clone.Undefined()
		if n < len(nodes) {
			node = nodes[n]
		}
		v := reflect.New(p.typ).Elem()
		switch {
		case p.callback != nil:
			err = p.callback.take(i, c.Value(n), v, b.label+": "+p.name)
		case p.signal:
			err = i.signal(c.Value(n), v)
		default:
			err = p.read(d, node, v)
		}
		if err != nil {
			return nil, placed(err, b.label+": "+p.name)
		}
		in = append(in, v)
	}
	if !b.variadic {
		return in, nil
	}
	p := b.params[len(b.params)-1]
	for n := len(b.params) - 1; n < len(nodes); n++ {
		v := reflect.New(p.typ).Elem()
		if err := p.read(d, nodes[n], v); err != nil {
			return nil, placed(err, b.label+": "+argumentName(n))
		}
		in = append(in, v)
	}
	return in, nil
}

// read converts an argument.
func (p param) read(d *decoder, n clone.Node, to reflect.Value) error {
	if p.class && nothing(n) {
		return want(article(p.typ.Elem().Name()), n)
	}
	if p.options {
		if nothing(n) {
			return nil
		}
		if err := strict(p.typ, n); err != nil {
			return err
		}
	}
	return p.decode(d, n, to)
}

// recovered makes an error of a panic, and logs it.
func (k *kit) recovered(label string, err *error) {
	x := recover()
	switch x.(type) {
	case nil:
		return
	case *goja.InterruptedError, *goja.StackOverflowError:
		panic(x) // the end of the script, in a callback of it
	}
	stack := string(debug.Stack())
	k.log.Error("a Go function panicked", "function", label, "panic", x, "stack", stack)
	*err = fault.Internal.New("%s panicked: %v", label, x).With("goStack", stack)
}
