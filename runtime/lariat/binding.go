package lariat

import (
	"context"
	"io"
	"reflect"
	"strconv"

	"github.com/lariatjs/lariat/runtime/clone"
)

// outcome is what a function has in JavaScript.
type outcome uint8

const (
	plain outcome = iota
	sequence
	channel
	reader
)

// binding is a Go function as scripts call it. It is made once, when its signature is checked.
type binding struct {
	label    string
	fn       reflect.Value
	receiver bool // the first parameter is the object
	context  bool
	params   []param
	variadic bool
	outcome  outcome
	fails    bool         // the last result is an error
	value    reflect.Type // of the result, or of the items; nil if there is none
}

// param is a parameter that scripts see.
type param struct {
	name     string
	typ      reflect.Type
	decode   decode
	callback *callback
	signal   bool
	options  bool
	class    bool // an object that must be there
}

var readerType = reflect.TypeFor[io.Reader]()

// bindingOf reads the signature of a function.
func (k *kit) bindingOf(label string, fn reflect.Value, receiver bool, names []string) (*binding, error) {
	if fn.Kind() != reflect.Func || fn.IsNil() {
		return nil, wrong("must be a function, got " + typeName(fn))
	}
	t := fn.Type()
	b := &binding{label: label, fn: fn, receiver: receiver, variadic: t.IsVariadic()}
	first := 0
	if receiver {
		first++
	}
	if t.NumIn() > first && t.In(first) == contextType {
		b.context = true
		first++
	}
	for i := first; i < t.NumIn(); i++ {
		p, err := k.paramOf(t.In(i), i == t.NumIn()-1, b.variadic)
		if err != nil {
			return nil, at(err, ": parameter "+strconv.Itoa(i-first+1))
		}
		if p.name = argumentName(i - first); i-first < len(names) {
			p.name = strconv.Quote(names[i-first])
		}
		b.params = append(b.params, p)
	}
	return b, b.results(k, t)
}

func argumentName(i int) string { return "argument " + strconv.Itoa(i+1) }

func typeName(v reflect.Value) string {
	if !v.IsValid() {
		return "nil"
	}
	if v.Kind() == reflect.Func {
		return "a nil function"
	}
	return article(v.Type().String())
}

// paramOf reads the type of a parameter.
func (k *kit) paramOf(t reflect.Type, last, variadic bool) (p param, err error) {
	if last && variadic {
		t = t.Elem()
	}
	p = param{typ: t, options: last && !variadic && t.Kind() == reflect.Struct && isPlain(t), class: k.classes.has(t)}
	if t.Kind() == reflect.Func {
		p.callback, err = k.callbackOf(t)
		return p, err
	}
	if t == signalType {
		p.signal = true
		return p, nil
	}
	if t == contextType {
		return p, wrong("a context must be the first parameter")
	}
	p.decode, err = decodeOf(t, k.classes)
	return p, err
}

// isPlain reports whether a struct is an object of JavaScript by its fields.
func isPlain(t reflect.Type) bool {
	return t != timeType && t != bigType && t != valueType && !reflect.PointerTo(t).Implements(unmarshaler)
}

// results reads the types of the results.
func (b *binding) results(k *kit, t reflect.Type) error {
	n := t.NumOut()
	if n > 0 && t.Out(n-1) == errorType {
		b.fails = true
		n--
	}
	switch {
	case n == 0:
		return nil
	case n > 1:
		return wrong("must have one result and an error at most, got " + t.String())
	}
	out := t.Out(0)
	b.value = out
	item, isSequence, err := sequenceOf(out)
	switch {
	case err != nil:
		return err
	case isSequence:
		b.outcome, b.value = sequence, item
	case out.Kind() == reflect.Chan:
		if out.ChanDir() == reflect.SendDir {
			return wrong("the channel " + out.String() + " cannot be received from")
		}
		b.outcome, b.value = channel, out.Elem()
	case out.Implements(readerType) && !k.classes.has(out):
		b.outcome = reader
		return nil
	}
	_, err = encodeOf(b.value, k.classes)
	return err
}

// sequenceOf tells the type of the items of an iter.Seq[T] or an iter.Seq2[T, error].
func sequenceOf(t reflect.Type) (item reflect.Type, ok bool, err error) {
	if t.Kind() != reflect.Func || t.NumIn() != 1 || t.NumOut() != 0 {
		return nil, false, nil
	}
	yield := t.In(0)
	if yield.Kind() != reflect.Func || yield.NumOut() != 1 || yield.Out(0).Kind() != reflect.Bool {
		return nil, false, nil
	}
	switch {
	case yield.NumIn() == 1:
		return yield.In(0), true, nil
	case yield.NumIn() == 2 && yield.In(1) == errorType:
		return yield.In(0), true, nil
	}
	return nil, false, wrong("the sequence " + t.String() + " must be an iter.Seq[T] or an iter.Seq2[T, error]")
}

// call calls the function and returns its result, or the error that is thrown. Any goroutine.
func (b *binding) call(ctx context.Context, i isolate, in []reflect.Value) (v reflect.Value, err error) {
	defer i.recovered(b.label, &err)
	out := b.fn.Call(b.args(ctx, in))
	if b.fails {
		err, _ = out[len(out)-1].Interface().(error)
		out = out[:len(out)-1]
	}
	if len(out) > 0 {
		v = out[0]
	}
	return v, err
}

// args puts the context where the function wants it.
func (b *binding) args(ctx context.Context, in []reflect.Value) []reflect.Value {
	if !b.context {
		return in
	}
	at := 0
	if b.receiver {
		at = 1
	}
	args := make([]reflect.Value, 0, len(in)+1)
	args = append(args, in[:at]...)
	args = append(args, reflect.ValueOf(ctx))
	return append(args, in[at:]...)
}

// message copies a result. Any goroutine.
func (b *binding) message(i isolate, v reflect.Value) (*clone.Message, error) {
	if b.value == nil {
		return clone.NewMessage(clone.Undefined()), nil
	}
	return i.encoded(b.label+": result", b.value, v)
}

// encoded copies a Go value.
func (k *kit) encoded(root string, t reflect.Type, v reflect.Value) (*clone.Message, error) {
	f, err := encodeOf(t, k.classes)
	if err != nil {
		return nil, placed(err, root)
	}
	n, err := f(&encoder{classes: k.classes}, v)
	if err != nil {
		return nil, placed(err, root)
	}
	return clone.NewMessage(n), nil
}
