package governor

import (
	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/fault"
)

// refund is (token).
func refund(c *bind.Call) (any, error) { return nil, Refund(c.Runtime(), c.Value(0)) }

// Refund gives back a token that was not used, which may be one of a script's own.
func Refund(rt *runtime.Runtime, token goja.Value) error {
	if own, ok := runtime.HandleOf(token).(*Token); ok {
		own.Refund()
		return nil
	}
	release, err := Releaser(rt, token)
	if err == nil {
		err = release(nil)
	}
	return err
}

// with is the method of every Governor, lariat's or a script's own: it needs nothing but the object's acquire.
// The function is called at once when the caller is admitted at once.
func with(c *bind.Call) (any, error) {
	rt, fn := c.Runtime(), c.Function(0, "fn")
	governor, ok := c.This().(*goja.Object)
	if !ok {
		c.Wrong("this", "a Governor")
	}
	acquire := bind.FunctionOf(rt, governor.Get("acquire"))
	if acquire == nil {
		c.Wrong("this", "a Governor")
	}
	admitted, err := acquire.CallOn(governor, c.Value(1))
	if err != nil {
		return nil, err
	}
	p := rt.NewPromise()
	bind.Settle(rt, admitted, func(token goja.Value, err error) {
		if err != nil {
			p.Reject(err)
			return
		}
		hold(rt, token, fn, p)
	})
	return p.Value, nil
}

// hold calls fn, gives the token back when its promise has settled, and settles p then.
func hold(rt *runtime.Runtime, token goja.Value, fn *bind.Function, p *runtime.Promise) {
	release, err := Releaser(rt, token)
	if err != nil {
		p.Reject(err)
		return
	}
	fn.Async(func(v goja.Value, err error) {
		if failed := release(err); failed != nil {
			err = failed
		}
		if err != nil {
			p.Reject(err)
			return
		}
		p.Resolve(v)
	})
}

// Releaser gives back a token, which may be one of a script's own. A native one hears how the work has ended.
func Releaser(rt *runtime.Runtime, token goja.Value) (release func(outcome error) error, err error) {
	var own *Token
	var method *bind.Function
	ex := rt.VM().Try(func() {
		var isOwn bool
		if own, isOwn = runtime.HandleOf(token).(*Token); isOwn {
			return
		}
		if obj, ok := token.(*goja.Object); ok {
			method = bind.FunctionOf(rt, obj.Get("release"))
		}
	})
	switch {
	case ex != nil:
		return nil, rt.Thrown(ex.Value())
	case own != nil:
		return func(outcome error) error {
			own.End(outcome)
			return nil
		}, nil
	case method == nil:
		return nil, fault.Type.New("Governor.with: what acquire gives must be a token with release()")
	}
	return func(error) error {
		_, err := method.CallOn(token)
		return err
	}, nil
}
