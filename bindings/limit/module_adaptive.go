package limit

import (
	"context"
	"reflect"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/bindings/internal/governor"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/fault"
)

// isDrop is the property of a limiter's object with the function of that name, which cannot go to other isolates.
var isDrop = goja.NewSymbol("lariat.isDrop")

func (f *face) adaptiveClass() *bind.Constructor[*AdaptiveLimiter] {
	// A token of an adaptive limiter can also say that there was too much.
	f.samples = bind.Class[*Token]{
		Name: "AdaptiveToken", Light: true, Extends: f.gov.Token.Value,
		Methods: map[string]func(*Token, *bind.Call) (any, error){
			"drop": func(t *Token, _ *bind.Call) (any, error) { Drop(t); return nil, nil },
		},
	}.In(f.rt)
	f.rt.RegisterClass(reflect.TypeFor[*Token](), func(v any) *goja.Object { return f.gov.Token.Wrap(v.(*Token)) })
	class := bind.Class[*AdaptiveLimiter]{
		Name: "AdaptiveLimiter", Extends: f.gov.Base, Shared: true, New: f.newAdaptive,
		Async: map[string]func(*AdaptiveLimiter, *bind.Call) (any, error){
			"acquire": func(l *AdaptiveLimiter, c *bind.Call) (any, error) {
				return f.enter(l, c, 0, func(o governor.Offer) (any, error) { return f.samples.Wrap(o.Token), nil })
			},
			"with": f.adapting,
		},
		Methods: map[string]func(*AdaptiveLimiter, *bind.Call) (any, error){
			"tryAcquire": func(l *AdaptiveLimiter, c *bind.Call) (any, error) {
				want, err := f.gov.Wants(c, 0)
				if err != nil {
					return nil, err
				}
				if t := l.TryAcquireWith(governor.PartyOf(c), want); t != nil {
					return f.samples.Wrap(t), nil
				}
				return bind.Null, nil
			},
		},
		Getters: map[string]func(*AdaptiveLimiter) any{
			"limit": func(l *AdaptiveLimiter) any { return l.Limit() }, "inflight": func(l *AdaptiveLimiter) any { return l.Running() },
			"waiting": func(l *AdaptiveLimiter) any { return l.Waiting() }, "name": func(l *AdaptiveLimiter) any { return l.Name() },
		},
		Lengths: map[string]int{"with": 1},
	}.In(f.rt)
	f.gov.Native(class.Prototype)
	bind.Show(f.rt, class.Prototype, "limit", "inflight", "waiting")
	return class
}

func (f *face) newAdaptive(c *bind.Call) (*AdaptiveLimiter, error) {
	o := struct {
		Name      string         `js:"name"`
		Min       int            `js:"min"`
		Max       int            `js:"max"`
		Initial   int            `js:"initial"`
		Algorithm string         `js:"algorithm"`
		MaxQueue  int            `js:"maxQueue"`
		IsDrop    *bind.Function `js:"isDrop"`
	}{Min: absent, Max: absent, Initial: absent, MaxQueue: Unbounded}
	c.Exactly(0, &o)
	a := AdaptiveOptions{Name: o.Name, Algorithm: Adaption(o.Algorithm), MaxQueue: o.MaxQueue, Clock: clockOf(f.rt)}
	for name, n := range map[string]struct {
		from int
		to   *int
	}{"min": {o.Min, &a.Min}, "max": {o.Max, &a.Max}, "initial": {o.Initial, &a.Initial}} {
		if n.from == absent {
			continue
		}
		if *n.to = n.from; n.from < 1 {
			c.Bad(name, "an integer of at least 1", n.from)
		}
	}
	l, err := NewAdaptiveLimiter(a)
	if err != nil {
		return nil, err
	}
	l.Confine()
	if o.IsDrop != nil {
		hidden := goja.FLAG_FALSE
		_ = c.This().(*goja.Object).DefineDataPropertySymbol(isDrop, o.IsDrop.Value, hidden, hidden, hidden)
	}
	return l, nil
}

// enter waits for a place under the options at argument i.
func (f *face) enter(l *AdaptiveLimiter, c *bind.Call, i int, then func(governor.Offer) (any, error)) (any, error) {
	by := governor.PartyOf(c)
	want, err := f.gov.Wants(c, i)
	if err != nil {
		return nil, err
	}
	scope := c.ContextExactly(i, &governor.WantOptions{})
	return bind.Await(c, scope, governor.Report{Traced: l}, func(ctx context.Context, done func(governor.Offer, error)) {
		l.AcquireWith(ctx, by, want, func(t *Token, err error) { done(governor.Offer{Token: t}, err) })
	}, then)
}

// adapting is with(fn, options): the limiter learns what comes of fn.
func (f *face) adapting(l *AdaptiveLimiter, c *bind.Call) (any, error) {
	fn, this := c.Function(0, "fn"), c.This()
	return f.enter(l, c, 1, func(o governor.Offer) (any, error) {
		p := f.rt.NewPromise()
		fn.Async(func(v goja.Value, err error) {
			if err == nil {
				o.Token.Release()
				p.Resolve(v)
				return
			}
			p.Reject(f.judge(o.Token, fn, this, err))
		})
		return p.Value, nil
	})
}

// judge tells the limiter of an error, and returns the one that the caller gets. A caller who was cancelled says nothing
// about what is called, but a deadline that passes does.
func (f *face) judge(t *Token, fn *bind.Function, this goja.Value, err error) error {
	cause := fn.Frame().Scope.Err()
	verdict := bind.FunctionOf(f.rt, this.(*goja.Object).GetSymbol(isDrop))
	switch {
	case cause != nil && fault.KindOf(cause) != fault.Timeout:
		t.Refund()
	case verdict == nil:
		t.End(err)
	default:
		v, failure := verdict.Call(f.rt.ErrorValue(err))
		if failure != nil || !v.ToBoolean() {
			t.Fail()
		} else {
			Drop(t)
		}
		if failure != nil {
			return failure
		}
	}
	return err
}
