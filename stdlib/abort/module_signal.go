package abort

import (
	"reflect"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
)

// controller is the Go half of an AbortController.
type controller struct{ signal *runtime.Signal }

// Instead says what to do when another isolate is to abort.
func (*controller) Instead() string { return "post a message to the side that has it, and abort there" }

func (d *dom) controllerClass() bind.Class[*controller] {
	return bind.Class[*controller]{
		Name: "AbortController", Web: true,
		New: func(*bind.Call) (*controller, error) { return &controller{d.rt.NewSignal()}, nil },
		Getters: map[string]func(*controller) any{
			"signal": func(ac *controller) any { return bind.Signal(d.rt, ac.signal) },
		},
		Methods: map[string]func(*controller, *bind.Call) (any, error){
			"abort": func(ac *controller, c *bind.Call) (any, error) {
				d.abort(ac.signal, c.Value(0))
				return nil, nil
			},
		},
	}
}

// abort ends a signal. A missing reason is an AbortError.
func (d *dom) abort(sig *runtime.Signal, reason goja.Value) {
	if sig.Aborted() {
		return
	}
	if goja.IsUndefined(reason) {
		reason = d.exceptionValue("AbortError", "This operation was aborted")
	}
	sig.Reason = reason
	sig.Abort(d.rt.Thrown(reason))
}

func (d *dom) signalClass() {
	d.signal = bind.Class[*runtime.Signal]{
		Name: "AbortSignal", Extends: d.target.Value, Web: true,
		Methods: map[string]func(*runtime.Signal, *bind.Call) (any, error){
			"throwIfAborted": func(sig *runtime.Signal, _ *bind.Call) (any, error) {
				if sig.Aborted() {
					return nil, d.rt.Thrown(bind.Reason(d.rt, sig))
				}
				return nil, nil
			},
		},
		Getters: map[string]func(*runtime.Signal) any{
			"aborted": func(sig *runtime.Signal) any { return sig.Aborted() },
			"reason":  func(sig *runtime.Signal) any { return bind.Reason(d.rt, sig) },
			"onabort": func(sig *runtime.Signal) any { return handler(sig.Wrapper, "abort") },
		},
		Setters: map[string]func(*runtime.Signal, *bind.Call) error{
			"onabort": func(sig *runtime.Signal, c *bind.Call) error { return d.setHandler(sig, "abort", c) },
		},
		Statics: map[string]bind.Fn{"abort": d.newAborted, "timeout": d.newTimeout, "any": d.newAny},
		Lengths: map[string]int{"timeout": 1, "any": 1},
	}.In(d.rt)
	// One signal is one object, also for those who do not ask through bind.Signal.
	d.rt.RegisterClass(reflect.TypeFor[*runtime.Signal](), func(v any) *goja.Object {
		sig := v.(*runtime.Signal)
		if sig.Wrapper == nil {
			sig.Wrapper = d.signal.Wrap(sig)
		}
		return sig.Wrapper
	})
}

// newAborted is AbortSignal.abort(reason).
func (d *dom) newAborted(c *bind.Call) (any, error) {
	sig := d.rt.NewSignal()
	d.abort(sig, c.Value(0))
	return bind.Signal(d.rt, sig), nil
}

// newTimeout is AbortSignal.timeout(delay).
func (d *dom) newTimeout(c *bind.Call) (any, error) {
	delay := c.Duration(0, "delay")
	if delay < 0 {
		return bind.Signal(d.rt, d.rt.NewSignal()), nil // Infinity
	}
	return bind.Signal(d.rt, d.rt.TimeoutSignal(delay, func() error {
		return d.exception("TimeoutError", "The operation was aborted due to timeout")
	})), nil
}

// newAny is AbortSignal.any(signals).
func (d *dom) newAny(c *bind.Call) (any, error) {
	var sources []*runtime.Signal
	c.VM().ForOf(c.Object(0, "signals"), func(v goja.Value) bool {
		sig, ok := bind.SignalOf(v)
		if !ok {
			c.Wrong("signals", "an iterable of AbortSignals")
		}
		sources = append(sources, sig)
		return true
	})
	return bind.Signal(d.rt, d.rt.AnySignal(sources...)), nil
}

// aborted fires the event of a signal that has ended.
func (d *dom) aborted(sig *runtime.Signal) {
	ls := attached(sig.Wrapper)
	if ls == nil || len(ls.of["abort"]) == 0 {
		return
	}
	e := &event{kind: "abort", trusted: true, at: d.rt.Loop().Elapsed()}
	d.dispatch(ls, sig.Wrapper, d.event.Wrap(e), e)
}
