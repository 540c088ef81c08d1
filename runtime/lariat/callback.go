package lariat

import (
	"context"
	"reflect"
	"time"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/clone"
	"github.com/lariatjs/lariat/runtime/fault"
)

// callback is a parameter that is a function of the script.
type callback struct {
	typ     reflect.Type
	context bool
	value   reflect.Type // that it returns beside its error, or nil
	decode  decode
}

// callbackOf reads the type of a callback.
func (k *kit) callbackOf(t reflect.Type) (*callback, error) {
	cb := &callback{typ: t, context: t.NumIn() > 0 && t.In(0) == contextType}
	n := t.NumOut()
	if n == 0 || n > 2 || t.Out(n-1) != errorType {
		return nil, wrong("the callback " + t.String() + " must return (error) or (T, error), since a script may throw")
	}
	for i := range t.NumIn() {
		in := t.In(i)
		if i == 0 && cb.context {
			continue
		}
		if i == t.NumIn()-1 && t.IsVariadic() {
			in = in.Elem()
		}
		if _, err := encodeOf(in, k.classes); err != nil {
			return nil, err
		}
	}
	if n == 2 {
		var err error
		cb.value = t.Out(0)
		cb.decode, err = decodeOf(cb.value, k.classes)
		return cb, err
	}
	return cb, nil
}

// function is a function of a script that Go has.
type function struct {
	isolate
	*callback
	label string
	fn    *bind.Function
	life  *life
	home  int64 // the goroutine that it was handed over on
}

// take makes a Go function of a value. Loop goroutine only.
func (cb *callback) take(i isolate, v goja.Value, to reflect.Value, label string) error {
	if bind.Nullish(v) {
		return nil
	}
	fn := bind.FunctionOf(i.core, v)
	if fn == nil {
		return wrong("must be a function")
	}
	i.open().Store(true)
	f := &function{i, cb, label, fn, lifeOf(i.core), goroutine()}
	to.Set(reflect.MakeFunc(cb.typ, f.call))
	return nil
}

// call is the Go function: it waits until the script's has settled. Any goroutine.
func (f *function) call(in []reflect.Value) []reflect.Value {
	ctx := context.Background()
	if f.context {
		if given, ok := in[0].Interface().(context.Context); ok {
			ctx = given
		}
		in = in[1:]
	}
	out := reflect.New(reflect.TypeFor[any]()).Elem()
	if f.value != nil {
		out = reflect.New(f.value).Elem()
	}
	args, err := f.arguments(f.label, spread(in, f.typ.IsVariadic()))
	if err == nil {
		var message *clone.Message
		if goroutine() == f.home {
			message, err = f.here(args)
		} else {
			message, err = f.there(ctx, args)
		}
		if err == nil && f.value != nil {
			err = placed(f.decode(&decoder{classes: f.classes}, message.Root(), out), f.label+": result")
		}
	}
	return results(f.typ, out, err)
}

// here calls the function while the script waits for the one that it was given to.
func (f *function) here(args *arguments) (*clone.Message, error) {
	values, err := args.values(f.isolate)
	if err != nil {
		return nil, err
	}
	v, err := f.fn.Call(values...)
	if err != nil {
		return nil, f.fromEngine(err)
	}
	if settled, ok := runtime.Fulfilled(v); ok {
		v = settled
	}
	return f.answer(v)
}

// answer copies what the function returned, if anybody wants it.
func (f *function) answer(v goja.Value) (*clone.Message, error) {
	if f.value == nil {
		return nil, nil
	}
	message, err := f.message(v)
	return message, f.fromEngine(bind.Caught(f.core, err))
}

// there calls the function on the loop and waits for it.
func (f *function) there(ctx context.Context, args *arguments) (*clone.Message, error) {
	if ctx.Err() != nil {
		return nil, cancelled(ctx, f.label)
	}
	type result struct {
		message *clone.Message
		err     error
	}
	done := make(chan result, 1)
	var scope *runtime.Scope // loop goroutine only
	over := false
	finish := func(m *clone.Message, err error) {
		if !over {
			over = true
			scope.End()
			done <- result{m, err}
		}
	}
	closed := fault.Closed.New("%s: the runtime has ended", f.label)
	if !f.core.Submit(func() {
		frame := *f.fn.Frame()
		scope = f.core.NewScope(frame.Scope)
		frame.Scope = scope
		f.until(ctx, scope)
		values, err := args.values(f.isolate)
		if err != nil {
			finish(nil, err)
			return
		}
		f.fn.AsyncIn(&frame, func(v goja.Value, err error) {
			if err != nil {
				finish(nil, f.fromEngine(err))
				return
			}
			finish(f.answer(v))
		}, values...)
	}) {
		return nil, closed
	}
	late := ctx.Done()
	var given <-chan time.Time
	for {
		select {
		case r := <-done:
			return r.message, r.err
		case <-f.life.ctx.Done():
			return nil, closed
		case <-given:
			return nil, cancelled(ctx, f.label)
		case <-late:
			late = nil
			timer := time.NewTimer(f.core.Grace())
			defer timer.Stop()
			given = timer.C
			err := cancelled(ctx, f.label)
			f.core.Submit(func() {
				scope.Abort(&runtime.CallEnded{Err: err})
				scope.WhenQuiet(func() { finish(nil, err) })
			})
		}
	}
}
