package retry

import (
	"context"
	"reflect"
	"time"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/bindings/internal/governor"
	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/fault"
)

// isFailure is the property of a breaker's object with the function of that name, which cannot go to other isolates.
var isFailure = goja.NewSymbol("lariat.isFailure")

func (f *face) breakerClass() *bind.Constructor[*Breaker] {
	// A token of a breaker can also say that the call has failed.
	f.tokens = bind.Class[*Token]{
		Name: "CircuitToken", Light: true, Extends: f.gov.Token.Value,
		Methods: map[string]func(*Token, *bind.Call) (any, error){
			"fail": func(t *Token, _ *bind.Call) (any, error) { return t.Fail(), nil },
		},
	}.In(f.rt)
	f.rt.RegisterClass(reflect.TypeFor[*Token](), func(v any) *goja.Object { return f.gov.Token.Wrap(v.(*Token)) })
	class := bind.Class[*Breaker]{
		Name: "CircuitBreaker", Extends: f.gov.Base, Shared: true, New: f.newBreaker,
		Async: map[string]func(*Breaker, *bind.Call) (any, error){
			"acquire": func(b *Breaker, c *bind.Call) (any, error) {
				scope := c.ContextExactly(0, &governor.WantOptions{})
				defer scope.EndWait()
				if err := scope.Err(); err != nil {
					return nil, err
				}
				return f.admit(b, c)
			},
			"run": f.run, "with": f.run,
		},
		Methods: map[string]func(*Breaker, *bind.Call) (any, error){
			"tryAcquire": func(b *Breaker, c *bind.Call) (any, error) {
				t, err := f.admit(b, c)
				if fault.KindOf(err) == fault.CircuitOpen {
					return bind.Null, nil
				}
				return t, err
			},
			"open":  func(b *Breaker, _ *bind.Call) (any, error) { b.Open(); return nil, nil },
			"close": func(b *Breaker, _ *bind.Call) (any, error) { b.Close(); return nil, nil },
		},
		Getters: map[string]func(*Breaker) any{
			"state": func(b *Breaker) any { return string(b.State()) }, "name": func(b *Breaker) any { return b.Name() },
		},
		Lengths: map[string]int{"run": 1, "with": 1},
	}.In(f.rt)
	f.gov.Native(class.Prototype)
	return class
}

func (f *face) newBreaker(c *bind.Call) (*Breaker, error) {
	o := struct {
		Name          string         `js:"name"`
		FailureRate   goja.Value     `js:"failureRate"`
		Failures      goja.Value     `js:"failures"`
		Window        time.Duration  `js:"window"`
		MinCalls      int            `js:"minCalls"`
		OpenFor       time.Duration  `js:"openFor"`
		HalfOpenCalls int            `js:"halfOpenCalls"`
		IsFailure     *bind.Function `js:"isFailure"`
		OnStateChange *bind.Function `js:"onStateChange"`
		SlowCall      time.Duration  `js:"slowCall"`
	}{Window: 10 * time.Second, MinCalls: 10, OpenFor: 30 * time.Second, HalfOpenCalls: 1, SlowCall: -1}
	c.Exactly(0, &o)
	b := BreakerOptions{
		Name: o.Name, Window: o.Window, MinCalls: o.MinCalls, OpenFor: o.OpenFor, HalfOpenCalls: o.HalfOpenCalls,
		SlowCall: max(o.SlowCall, 0), Clock: clockOf(f.rt),
	}
	if o.FailureRate != nil {
		rate, ok := bind.NumberOf(o.FailureRate)
		if !ok || rate <= 0 || rate > 1 {
			return nil, fault.Range.New("%s: \"failureRate\" must be above 0 and at most 1", c.Name())
		}
		b.FailureRate = rate
	}
	if o.Failures != nil {
		n, ok := bind.NumberOf(o.Failures)
		if !ok || n < 1 || n != float64(int(n)) {
			return nil, fault.Range.New("%s: \"failures\" must be an integer of at least 1", c.Name())
		}
		b.Failures = int(n)
	}
	for name, n := range map[string]int{"minCalls": o.MinCalls, "halfOpenCalls": o.HalfOpenCalls} {
		if n < 1 {
			return nil, fault.Range.New("%s: %q must be at least 1, got %d", c.Name(), name, n)
		}
	}
	if o.Window <= 0 || o.OpenFor <= 0 {
		return nil, fault.Range.New("%s: \"window\" and \"openFor\" must be positive and finite", c.Name())
	}
	if o.IsFailure != nil {
		hidden := goja.FLAG_FALSE
		_ = c.This().(*goja.Object).DefineDataPropertySymbol(isFailure, o.IsFailure.Value, hidden, hidden, hidden)
	}
	if o.OnStateChange != nil {
		b.OnStateChange = f.teller(o.OnStateChange)
	}
	breaker, err := NewBreaker(b)
	if err == nil {
		breaker.Confine()
	}
	return breaker, err
}

// teller hands changes of state to a callback, in a turn of the loop that the callback belongs to.
func (f *face) teller(fn *bind.Function) func(from, to State) {
	return func(from, to State) {
		f.rt.Loop().Post(func() {
			event := f.rt.VM().NewObject()
			_ = event.Set("from", string(from))
			_ = event.Set("to", string(to))
			if _, err := fn.Call(event); err != nil {
				f.rt.ReportUncaught(f.rt.ErrorValue(err))
			}
		})
	}
}

// admit gives the token of a call, or refuses it. The only weight is 1.
func (f *face) admit(b *Breaker, c *bind.Call) (any, error) {
	o := struct {
		Weight int `js:"weight"`
	}{1}
	c.Exactly(0, &o, &bind.WaitOptions{})
	if o.Weight != 1 {
		return nil, fault.Range.New("%s: \"weight\" must be 1, got %d", c.Name(), o.Weight)
	}
	t, err := b.Admit(governor.PartyOf(c))
	if err != nil {
		return nil, err
	}
	return f.tokens.Wrap(t), nil
}

// run is run(fn), and with(fn): the breaker learns what comes of it.
func (f *face) run(b *Breaker, c *bind.Call) (any, error) {
	fn, scope, this := c.Function(0, "fn"), f.rt.Scope(), c.This()
	if err := scope.Err(); err != nil {
		return nil, err
	}
	t, err := b.Admit(governor.PartyOf(c))
	if err != nil {
		return nil, err
	}
	p := f.rt.NewPromise()
	fn.Async(func(v goja.Value, err error) {
		if err == nil {
			t.Release()
		} else {
			err = f.learn(b, t, this, scope, err)
		}
		end(p, v, err)
	})
	return p.Value, nil
}

// learn tells the breaker of an error, and returns the one that the caller gets. Who cancels a call says nothing about
// what is called, but a deadline that passes does.
func (f *face) learn(b *Breaker, t *Token, this goja.Value, scope *runtime.Scope, err error) error {
	cause := scope.Err()
	switch fn := bind.FunctionOf(f.rt, this.(*goja.Object).GetSymbol(isFailure)); {
	case cause != nil && fault.KindOf(cause) != fault.Timeout:
		b.Void(t)
	case fn != nil:
		verdict, failure := fn.Call(f.rt.ErrorValue(err))
		if failure == nil && !verdict.ToBoolean() {
			t.Release()
			return err
		}
		t.Fail()
		if failure != nil {
			return failure
		}
	case fault.KindOf(err) == fault.Aborted:
		b.Void(t)
	default:
		t.Fail()
	}
	return err
}

func (f *face) bulkheadClass() *bind.Constructor[*Bulkhead] {
	class := bind.Class[*Bulkhead]{
		Name: "Bulkhead", Length: 1, Extends: f.gov.Base, Shared: true,
		New: func(c *bind.Call) (*Bulkhead, error) {
			const unlimited = 1<<31 - 1
			o := struct {
				Name     string        `js:"name"`
				MaxQueue int           `js:"maxQueue"`
				MaxWait  time.Duration `js:"maxWait"`
			}{MaxQueue: unlimited, MaxWait: -1}
			c.Exactly(1, &o)
			if o.MaxQueue < 0 {
				return nil, fault.Range.New("%s: \"maxQueue\" must not be negative, got %d", c.Name(), o.MaxQueue)
			}
			b, err := NewBulkhead(o.Name, c.Int(0, "concurrency", 1), o.MaxQueue, o.MaxWait)
			if err == nil {
				b.Confine()
			}
			return b, err
		},
		Async: map[string]func(*Bulkhead, *bind.Call) (any, error){"acquire": f.enter},
		Methods: map[string]func(*Bulkhead, *bind.Call) (any, error){
			"tryAcquire": func(b *Bulkhead, c *bind.Call) (any, error) { return f.gov.TryAcquire(c, b) },
		},
		Getters: map[string]func(*Bulkhead) any{
			"running": func(b *Bulkhead) any { return b.Running() }, "waiting": func(b *Bulkhead) any { return b.Waiting() },
			"name": func(b *Bulkhead) any { return b.Name() },
		},
	}.In(f.rt)
	f.gov.Native(class.Prototype)
	return class
}

// enter is acquire(options) of a Bulkhead.
func (f *face) enter(b *Bulkhead, c *bind.Call) (any, error) {
	o := struct {
		Signal   *runtime.Signal `js:"signal"`
		Timeout  time.Duration   `js:"timeout"`
		Weight   int             `js:"weight"`
		Priority int             `js:"priority"`
	}{Timeout: b.MaxWait(), Weight: 1}
	c.Exactly(0, &o)
	if o.Weight < 1 {
		return nil, fault.Range.New("%s: \"weight\" must be at least 1, got %d", c.Name(), o.Weight)
	}
	by, want := governor.PartyOf(c), Want{Weight: o.Weight, Priority: o.Priority}
	scope := c.Narrow(bind.WaitOptions{Signal: o.Signal, Timeout: o.Timeout})
	return bind.Await(c, scope, governor.Report{Traced: b}, func(ctx context.Context, done func(*Token, error)) {
		b.AcquireWith(ctx, by, want, done)
	}, f.gov.Give)
}
