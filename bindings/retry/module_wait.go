package retry

import (
	"time"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/fault"
)

// plan finds the delay before the next attempt and asks whether there is to be one. value is the error of this one, or
// its result if err is nil.
func (r *retrying) plan(value goja.Value, err error) {
	delay, failure := r.delay(value)
	if failure != nil {
		r.end(nil, failure)
		return
	}
	info := r.info(value, err, delay)
	if err == nil || r.o.RetryIf == nil {
		r.prepare(value, err, delay, info)
		return
	}
	r.ask(r.o.RetryIf, func(again goja.Value) {
		if again.ToBoolean() {
			r.prepare(value, err, delay, info)
		} else {
			r.end(nil, err)
		}
	}, value, info)
}

// delay is what the back-off says, and not less than what the server asks for; negative is for ever.
func (r *retrying) delay(value goja.Value) (time.Duration, error) {
	v, err := r.o.Backoff.In(r.frame).Call(bind.ToValue(r.f.rt, r.attempt), bind.ToValue(r.f.rt, r.previous))
	if err != nil {
		return 0, err
	}
	delay, err := bind.DurationOf(v)
	if err != nil {
		return 0, fault.KindOf(err).New("retry: what \"backoff\" gives %s", err)
	}
	if !r.o.RespectRetryAfter || delay < 0 {
		return delay, nil
	}
	v, err = r.f.retryAfter.Call(value)
	if err != nil {
		return 0, err
	}
	after, err := bind.DurationOf(v)
	if after < 0 {
		return after, err
	}
	return max(delay, after), err
}

// info is what retryIf and onRetry get.
func (r *retrying) info(value goja.Value, err error, delay time.Duration) goja.Value {
	rt := r.f.rt
	if err == nil {
		value = goja.Undefined()
	}
	ms := infinity
	if delay >= 0 {
		ms = float64(delay) / float64(time.Millisecond)
	}
	obj := rt.VM().NewObject()
	_ = obj.Set("attempt", bind.ToValue(rt, r.attempt))
	_ = obj.Set("elapsed", bind.ToValue(rt, r.elapsed()))
	_ = obj.Set("error", value)
	_ = obj.Set("delay", bind.ToValue(rt, ms))
	_ = obj.Set("signal", bind.Signal(rt, &r.scope.Signal))
	return obj
}

func (r *retrying) elapsed() time.Duration { return r.f.rt.Loop().Elapsed() - r.began }

// prepare tells of the next attempt and waits for it, if there can be one.
func (r *retrying) prepare(value goja.Value, err error, delay time.Duration, info goja.Value) {
	if why := r.obstacle(delay); why != "" {
		if err == nil {
			r.end(value, nil)
			return
		}
		r.end(nil, fault.Retries.New("retry gave up after %d of %d attempts, because %s: %w", r.attempt, r.o.Attempts, why, err).
			With("attempts", r.attempt).With("errors", r.errors))
		return
	}
	if r.o.OnRetry == nil {
		r.sleep(delay)
		return
	}
	r.ask(r.o.OnRetry, func(goja.Value) { r.sleep(delay) }, info)
}

// obstacle says why there can be no next attempt after delay.
func (r *retrying) obstacle(delay time.Duration) string {
	rt := r.f.rt
	deadline, limited := r.scope.Deadline()
	switch {
	case delay < 0:
		return "the wait before the next would never end"
	case limited && !rt.Loop().Now().Add(delay).Before(deadline):
		return "the deadline comes before the next"
	case r.o.MaxElapsed >= 0 && r.elapsed()+delay > r.o.MaxElapsed:
		return "the next would come after more than " + runtime.Milliseconds(r.o.MaxElapsed)
	case r.o.budget != nil && !r.o.budget.Retry():
		return "the budget for retries is used up"
	}
	return ""
}

// sleep begins the next attempt after delay.
func (r *retrying) sleep(delay time.Duration) {
	rt := r.f.rt
	r.previous = float64(delay) / float64(time.Millisecond)
	if err := r.scope.Err(); err != nil {
		r.end(nil, err)
		return
	}
	var stop func() bool
	timer := rt.Loop().SetTimer(delay, false, func() {
		stop()
		r.attempt++
		r.call()
	})
	stop = r.scope.AfterFunc(func() {
		timer.Stop()
		r.end(nil, r.scope.Err())
	})
}

// ask calls a function of the options and goes on with what it gives; what it throws ends it all.
func (r *retrying) ask(fn *bind.Function, then func(goja.Value), args ...goja.Value) {
	fn.AsyncIn(r.frame, func(v goja.Value, err error) {
		if err != nil {
			r.end(nil, err)
			return
		}
		then(v)
	}, args...)
}

// end settles the promise.
func (r *retrying) end(v goja.Value, err error) {
	r.scope.EndWait()
	end(r.promise, v, err)
}
