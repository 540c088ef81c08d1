package lariat

import (
	"context"
	"iter"
	"reflect"
	"strconv"
	"strings"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/es"
	"github.com/lariatjs/lariat/runtime/fault"
)

// Stream calls a function that a module exports and goes through what it returns: an async generator, a generator, or any
// other iterable. The script makes an item when the loop asks for it. Leaving the loop closes the generator, whose finally
// blocks have run when the loop is left; so does the end of ctx, which comes as the last error.
func Stream[T any](ctx context.Context, rt *Runtime, specifier, export string, args ...any) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var none T
		what := export + " of " + specifier
		if err := rt.given(ctx, what); err != nil {
			yield(none, err)
			return
		}
		if _, err := decodeOf(reflect.TypeFor[T](), rt.classes); err != nil {
			yield(none, placed(err, what+": item"))
			return
		}
		s := &stream{rt: rt, what: what}
		if err := s.open(ctx, specifier, export, args); err != nil {
			yield(none, err)
			return
		}
		for n := 0; ; n++ {
			v, more, err := s.next(ctx)
			var item T
			if err == nil && more {
				err = v.into(reflect.ValueOf(&item).Elem(), what+": item "+strconv.Itoa(n))
			}
			switch {
			case err != nil:
				s.close(ctx)
				yield(none, err)
				return
			case !more:
				return
			case !yield(item, nil):
				if err := s.close(ctx); err != nil {
					rt.log.WarnContext(ctx, "a generator failed when it was closed", "function", what, "error", err)
				}
				return
			}
		}
	}
}

// stream is an iterator of a script. The loop goroutine alone uses its values.
type stream struct {
	rt       *Runtime
	what     string
	iterator *goja.Object
	ask      goja.Value
	over     bool
}

// open calls the function and gets the iterator of what it returns.
func (s *stream) open(ctx context.Context, specifier, export string, args []any) error {
	arguments, err := s.rt.arguments(s.what, args)
	if err != nil {
		return err
	}
	return s.rt.do(ctx, s.what, func(c *call) {
		c.export(specifier, export, func(fn *bind.Function) {
			c.invoke(fn, arguments, func(v goja.Value) { c.finish(s.take(v)) })
		})
	})
}

func (s *stream) take(v goja.Value) error {
	obj, ok := v.(*goja.Object)
	if !ok {
		return fault.Type.New("%s returned %s, which is no iterable", s.what, s.rt.core.Inspect(v))
	}
	for _, symbol := range []*goja.Symbol{es.SymAsyncIterator, goja.SymIterator} {
		method := obj.GetSymbol(symbol)
		if bind.Nullish(method) {
			continue
		}
		it, err := s.rt.core.Call(method, obj)
		if err != nil {
			return s.rt.fromEngine(err)
		}
		if s.iterator, ok = it.(*goja.Object); ok {
			s.ask = s.iterator.Get("next")
			return nil
		}
	}
	return fault.Type.New("%s returned %s, which is no iterable", s.what, s.rt.core.Inspect(v))
}

// next asks for an item.
func (s *stream) next(ctx context.Context) (Value, bool, error) {
	var v Value
	more := false
	err := s.rt.do(ctx, s.what, func(c *call) {
		s.step(c, s.ask, func(step *goja.Object) {
			if done := step.Get("done"); done != nil && done.ToBoolean() {
				s.over = true
				c.finish(nil)
				return
			}
			c.await(step.Get("value"), func(item goja.Value) {
				var err error
				v, err = s.rt.copied(item, false)
				more = true
				c.finish(err)
			})
		})
	})
	if err != nil {
		return Value{}, false, err // the script may still be at it: the item is the loop's
	}
	return v, more, nil
}

// step calls a method of the iterator and goes on with its result.
func (s *stream) step(c *call, method goja.Value, then func(step *goja.Object)) {
	result, err := s.rt.core.Call(method, s.iterator)
	if err != nil {
		s.over = true
		c.finish(s.rt.fromEngine(err))
		return
	}
	bind.Settle(s.rt.core, result, func(v goja.Value, err error) {
		step, ok := v.(*goja.Object)
		switch {
		case err != nil:
			s.over = true
			c.finish(s.rt.fromEngine(err))
		case !ok:
			c.finish(fault.Type.New("%s: an iterator result is not an object", s.what))
		default:
			c.step(func() { then(step) })
		}
	})
}

// close ends the iterator, whatever has become of ctx.
func (s *stream) close(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), s.rt.core.Grace())
	defer cancel()
	return s.rt.do(ctx, "return of "+s.what, func(c *call) {
		method := s.iterator.Get("return")
		if s.over || bind.Nullish(method) {
			c.finish(nil)
			return
		}
		s.over = true
		s.step(c, method, func(*goja.Object) { c.finish(nil) })
	})
}

// noExport is the error of an export that there is not.
func noExport(specifier, name string, space *goja.Object) error {
	has := strings.Join(space.Keys(), ", ")
	if has == "" {
		has = "none"
	}
	return fault.Type.New("%s has no export %q; its exports: %s", specifier, name, has)
}

// argument names one in a message, counted from 1.
func argument(what string, i int) string { return what + ": argument " + strconv.Itoa(i+1) }
