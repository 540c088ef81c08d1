package retry

import (
	"math"
	"time"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/fault"
)

var infinity = math.Inf(1)

// options are those of retry. A script that uses them many times has them read once: then they are an object of the
// class RetryOptions, which it cannot see.
type options struct {
	Attempts          int             `js:"attempts"`
	Backoff           *bind.Function  `js:"backoff"`
	MaxElapsed        time.Duration   `js:"maxElapsed"`
	AttemptTimeout    time.Duration   `js:"attemptTimeout"`
	RetryIf           *bind.Function  `js:"retryIf"`
	RetryResultIf     *bind.Function  `js:"retryResultIf"`
	OnRetry           *bind.Function  `js:"onRetry"`
	RespectRetryAfter bool            `js:"respectRetryAfter"`
	Budget            goja.Value      `js:"budget"`
	Signal            *runtime.Signal `js:"signal"`

	budget *Budget
}

func newOptions(backoff *bind.Function) *options {
	return &options{Attempts: 3, Backoff: backoff, MaxElapsed: -1, AttemptTimeout: -1, RespectRetryAfter: true}
}

// options reads options for retry to use again and again.
func (f *face) options(c *bind.Call) (any, error) {
	o, err := f.optionsOf(c, 0)
	if err != nil {
		return nil, err
	}
	return f.read.Wrap(o), nil
}

// optionsOf reads the options of retry at argument i.
func (f *face) optionsOf(c *bind.Call, i int) (*options, error) {
	if !c.Has(i) {
		return f.defaults, nil
	}
	if o, ok := f.read.Of(c.Value(i)); ok {
		return o, nil
	}
	o := newOptions(f.defaults.Backoff)
	c.Exactly(i, o)
	if o.Attempts < 1 {
		return nil, fault.Range.New("retry: \"attempts\" must be at least 1, got %d: the first call counts too", o.Attempts)
	}
	var err error
	o.budget, err = f.budgetOf(o.Budget)
	return o, err
}

// budgetOf reads an option that is a RetryBudget, or nothing.
func (f *face) budgetOf(v goja.Value) (*Budget, error) {
	if bind.Nullish(v) {
		return nil, nil
	}
	b, ok := f.budgets.Of(v)
	if !ok {
		return nil, fault.Type.New("retry: \"budget\" must be a RetryBudget")
	}
	return b, nil
}

// attempt is the argument of the function that retry and hedge call: { attempt, signal }. The signal is that of the scope
// which the function runs in.
type attempt int

func (f *face) attemptClass() *bind.Constructor[attempt] {
	return bind.Class[attempt]{
		Name: "Attempt",
		Getters: map[string]func(attempt) any{
			"attempt": func(a attempt) any { return int(a) },
			"signal":  func(attempt) any { return bind.Signal(f.rt, &f.rt.Scope().Signal) },
		},
	}.In(f.rt)
}

// argument is what the function gets for attempt n. The first one is always the same object, because most calls have no
// other: it is frozen.
func (f *face) argument(n int) goja.Value {
	if n == 1 {
		return f.first[0]
	}
	return f.attempts.Wrap(attempt(n))
}

func (f *face) budgetClass() *bind.Constructor[*Budget] {
	return bind.Class[*Budget]{
		Name: "RetryBudget", Shared: true,
		New: func(c *bind.Call) (*Budget, error) {
			o := struct {
				Ratio        float64 `js:"ratio"`
				MinPerSecond float64 `js:"minPerSecond"`
			}{0.1, 10}
			c.Exactly(0, &o)
			return NewBudget(BudgetOptions{Ratio: o.Ratio, MinPerSecond: o.MinPerSecond, Clock: clockOf(f.rt)})
		},
		Getters: map[string]func(*Budget) any{"rate": func(b *Budget) any { return b.Rate() }},
	}.In(f.rt)
}
