package retry

import (
	"time"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/es"
)

// retrying is one call of retry. Loop goroutine only.
type retrying struct {
	f        *face
	o        *options
	fn       *bind.Function
	frame    *runtime.Frame // what everything runs under
	scope    *runtime.Scope // that of frame
	promise  *runtime.Promise
	began    time.Duration
	attempt  int
	previous float64 // the delay before this attempt, in milliseconds
	errors   []error
}

// kept is how many errors a call remembers for its RetryError: the latest.
const kept = 100

// lightly is retry(fn, options). Without options, and when the first try succeeds at once, there is no more to do than to
// call the function, so it is not even wrapped as natives are; the rest is for fully.
func (f *face) lightly(c goja.FunctionCall) goja.Value {
	if len(c.Arguments) != 1 || f.rt.Scope().Err() != nil {
		return f.fully(c)
	}
	fn, ok := c.Arguments[0].(*goja.Object)
	if !ok {
		return f.fully(c)
	}
	if fn != f.latest { // a loop retries one function
		raw := f.rt.Raw(fn)
		if raw == nil {
			return f.fully(c)
		}
		f.latest, f.raw = fn, raw
	}
	ex := f.rt.VM().Try(f.try)
	v := f.value
	f.value = nil
	if ex == nil {
		if p := es.PromiseOf(v); p != nil && p.State() == goja.PromiseStateFulfilled {
			return v
		}
	}
	r := f.open(f.defaults, bind.FunctionOf(f.rt, fn), f.rt.Frame())
	if ex != nil {
		r.failed(f.rt.Thrown(ex.Value()))
	} else {
		bind.Settle(f.rt, v, r.settled)
	}
	return r.promise.Value
}

// retry is retry(fn, options).
func (f *face) retry(c *bind.Call) (any, error) {
	fn := c.Function(0, "fn")
	o, err := f.optionsOf(c, 1)
	if err != nil {
		return nil, err
	}
	rt := f.rt
	frame := rt.Frame()
	if o.Signal != nil {
		narrowed := *frame
		narrowed.Scope = rt.ForWait(o.Signal, -1, c.Name())
		frame = &narrowed
	}
	if err := frame.Scope.Err(); err != nil {
		frame.Scope.EndWait()
		return nil, err
	}
	if o.budget != nil {
		o.budget.Call()
	}
	r := f.open(o, fn, frame)
	r.call()
	return r.promise.Value, nil
}

func (f *face) open(o *options, fn *bind.Function, frame *runtime.Frame) *retrying {
	return &retrying{
		f: f, o: o, fn: fn.In(frame), frame: frame, scope: frame.Scope, attempt: 1, began: f.rt.Loop().Elapsed(), promise: f.rt.NewPromise(),
	}
}

// call begins the attempt.
func (r *retrying) call() {
	if r.o.AttemptTimeout < 0 {
		r.fn.Async(r.settled, r.f.argument(r.attempt))
		return
	}
	scope := r.f.rt.NewScope(r.scope)
	scope.Limit(r.o.AttemptTimeout, "an attempt of retry")
	r.fn.Within(scope, r.settled, r.f.argument(r.attempt))
}

// settled takes the outcome of an attempt.
func (r *retrying) settled(v goja.Value, err error) {
	switch {
	case err != nil:
		r.failed(err)
	case r.o.RetryResultIf == nil || r.attempt >= r.o.Attempts:
		r.end(v, nil)
	default:
		r.ask(r.o.RetryResultIf, func(bad goja.Value) {
			if bad.ToBoolean() {
				r.plan(v, nil)
			} else {
				r.end(v, nil)
			}
		}, v)
	}
}

// failed decides whether an error ends it all.
func (r *retrying) failed(err error) {
	r.errors = append(r.errors, err)
	if len(r.errors) > kept {
		r.errors = r.errors[1:]
	}
	value := r.f.rt.ErrorValue(err)
	verdict, failure := r.f.judge.Call(value)
	switch {
	case failure != nil:
		r.end(nil, failure)
	case verdict.ToInteger() == stopped:
		r.end(nil, r.f.stopped(value))
	case r.scope.Err() != nil || r.attempt >= r.o.Attempts || verdict.ToInteger() == hopeless && r.o.RetryIf == nil:
		r.end(nil, err)
	default:
		r.plan(value, err)
	}
}

// What judge says.
const (
	hopeless = 1
	stopped  = 2
)

// stopped is the error that a StopRetry carries.
func (f *face) stopped(stop goja.Value) error {
	var cause goja.Value
	if ex := f.rt.VM().Try(func() { cause = stop.(*goja.Object).Get("cause") }); ex != nil {
		return f.rt.Thrown(ex.Value())
	}
	if cause == nil || goja.IsUndefined(cause) {
		return f.rt.Thrown(stop)
	}
	return f.rt.Thrown(cause)
}
