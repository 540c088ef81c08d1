package lariat

import (
	"context"
	"reflect"
	"strings"
	"unicode"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/fault"
	"github.com/lariatjs/lariat/runtime/loader"
)

// EvalOption says how a source is evaluated.
type EvalOption func(*evalOptions) error

type evalOptions struct{ name string }

// Filename names a source in stacks and messages; it is "eval.js" otherwise. The extension chooses the language: .ts, .mts,
// .cts and .tsx are TypeScript, .jsx and .tsx have JSX, all others are JavaScript. No file is read, and imports are relative to
// the folder of the runtime.
func Filename(name string) EvalOption {
	return func(o *evalOptions) error {
		if name == "" || strings.ContainsFunc(name, unicode.IsControl) {
			return fault.Type.New("eval: Filename must be a name without control characters, got %q", name)
		}
		o.name = name
		return nil
	}
}

// Eval evaluates a source as a module, with imports and top-level await, and returns the value of its last expression.
func (rt *Runtime) Eval(ctx context.Context, source string, options ...EvalOption) (Value, error) {
	o := evalOptions{name: "eval.js"}
	for i, option := range options {
		if option == nil {
			return Value{}, fault.Type.New("eval: option %d must be an EvalOption, got nil", i+1)
		}
		if err := option(&o); err != nil {
			return Value{}, err
		}
	}
	var result Value
	err := rt.do(ctx, "eval", func(c *call) {
		c.deliver(rt.core.Loader().Eval(o.name, source, loader.EvalValue), &result, true)
	})
	if err != nil {
		return Value{}, err // the script may still be at it: the result is the loop's
	}
	return result, nil
}

// Eval is rt.Eval with the value as a T.
func Eval[T any](ctx context.Context, rt *Runtime, source string, options ...EvalOption) (T, error) {
	var result T
	v, err := rt.Eval(ctx, source, options...)
	if err == nil {
		err = v.into(reflect.ValueOf(&result).Elem(), "")
	}
	return result, err
}

// deliver ends the call with the value of a promise.
func (c *call) deliver(promise goja.Value, to *Value, shown bool) {
	c.await(promise, func(v goja.Value) {
		value, err := c.rt.copied(v, shown)
		if err == nil {
			*to = value
		}
		c.finish(err)
	})
}

// await goes on with the value of a promise; a rejection ends the call. Loop goroutine only.
func (c *call) await(v goja.Value, then func(v goja.Value)) {
	bind.Settle(c.rt.core, v, func(v goja.Value, err error) {
		if err != nil {
			c.finish(c.rt.fromEngine(err))
			return
		}
		c.step(func() { then(v) })
	})
}

// step runs a part of the call: what it throws ends the call.
func (c *call) step(f func()) {
	if c.over {
		return
	}
	if ex := c.rt.core.VM().Try(f); ex != nil {
		c.finish(c.rt.thrown(ex.Value()))
	}
}

// space goes on with the namespace of a module.
func (c *call) space(specifier string, then func(space *goja.Object)) {
	if known := c.rt.spaces[specifier]; known != nil {
		then(known)
		return
	}
	c.await(c.rt.core.Loader().Import(specifier, ""), func(v goja.Value) {
		space := v.(*goja.Object)
		c.rt.spaces[specifier] = space
		then(space)
	})
}

// export goes on with a function that a module exports.
func (c *call) export(specifier, name string, then func(fn *bind.Function)) {
	c.space(specifier, func(space *goja.Object) {
		v := space.Get(name)
		fn := bind.FunctionOf(c.rt.core, v)
		switch {
		case v == nil:
			c.finish(noExport(specifier, name, space))
		case fn == nil:
			c.finish(fault.Type.New("%s: the export %q is not a function but %s", specifier, name, c.rt.core.Inspect(v)))
		default:
			then(fn)
		}
	})
}

// invoke goes on with what the function returns, awaited.
func (c *call) invoke(fn *bind.Function, args *arguments, then func(v goja.Value)) {
	values, err := args.values(c.rt.isolate)
	if err != nil {
		c.finish(c.rt.fromEngine(err))
		return
	}
	fn.AsyncIn(c.frame, func(v goja.Value, err error) {
		if err != nil {
			c.finish(c.rt.fromEngine(err))
			return
		}
		c.step(func() { then(v) })
	}, values...)
}
