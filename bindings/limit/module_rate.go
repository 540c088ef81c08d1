package limit

import (
	"context"
	"math"
	"net/http"
	"strings"
	"time"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/bindings/internal/governor"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/fault"
)

// settings are the options of new RateLimiter() and of set().
type settings struct {
	Name      string        `js:"name"`
	Limit     int           `js:"limit"`
	Interval  time.Duration `js:"interval"`
	Burst     int           `js:"burst"`
	Algorithm string        `js:"algorithm"`
	MaxQueue  int           `js:"maxQueue"`
	WhenFull  string        `js:"whenFull"`
	Aging     float64       `js:"aging"`
	MaxKeys   int           `js:"maxKeys"`
}

// absent is the value of a number that the options do not have, and missing that of a duration.
const (
	absent  = math.MinInt
	missing = time.Duration(math.MinInt64)
)

// read reads the options at argument i; what they do not have is absent.
func (f *face) read(c *bind.Call, i int) settings {
	s := settings{
		Limit: absent, Interval: missing, Burst: absent, MaxQueue: absent, Aging: math.Inf(-1), MaxKeys: math.MaxInt32,
	}
	c.Object(i, "options")
	c.Exactly(i, &s)
	for name, n := range map[string]int{"limit": s.Limit, "burst": s.Burst, "maxKeys": s.MaxKeys} {
		if n < 1 && n != absent {
			c.Bad(name, "an integer of at least 1", n)
		}
	}
	if s.MaxQueue < 0 && s.MaxQueue != absent {
		c.Bad("maxQueue", "an integer of at least 0", s.MaxQueue)
	}
	if s.Interval <= 0 && s.Interval != missing {
		c.Throw(fault.Range.New("%s: \"interval\" must be positive and finite", c.Name()))
	}
	switch s.WhenFull {
	case "", "wait", "throw":
	default:
		c.Throw(fault.Type.New("%s: \"whenFull\" must be \"wait\" or \"throw\", got %q", c.Name(), s.WhenFull))
	}
	return s
}

// into changes what the script has named.
func (s settings) into(c *bind.Call, o *Options) {
	if s.Limit != absent {
		o.Limit = s.Limit
	}
	if s.Interval != missing {
		o.Interval = s.Interval
	}
	if s.Burst != absent {
		o.Burst = s.Burst
	}
	if !math.IsInf(s.Aging, -1) {
		o.Aging = agingOf(c, s.Aging)
	}
	switch {
	case s.WhenFull == "wait":
		o.MaxQueue = Unbounded
	case s.MaxQueue != absent:
		o.MaxQueue = s.MaxQueue
	case s.WhenFull == "throw":
		o.MaxQueue = 0
	}
}

// options are those of a new limiter.
func (f *face) options(c *bind.Call) (settings, Options) {
	s := f.read(c, 0)
	if s.Limit == absent {
		c.Wrong("limit", "a number")
	}
	o := Options{Name: s.Name, Algorithm: Algorithm(s.Algorithm), MaxQueue: Unbounded, Clock: clockOf(f.rt)}
	s.into(c, &o)
	return s, o
}

func (f *face) limiterClass() *bind.Constructor[*RateLimiter] {
	class := bind.Class[*RateLimiter]{
		Name: "RateLimiter", Length: 1, Extends: f.gov.Base, Shared: true,
		New: func(c *bind.Call) (*RateLimiter, error) {
			_, o := f.options(c)
			l, err := NewRateLimiter(o)
			if err == nil {
				l.Confine()
			}
			return l, err
		},
		Async: map[string]func(*RateLimiter, *bind.Call) (any, error){
			"acquire": func(l *RateLimiter, c *bind.Call) (any, error) {
				return f.gov.Acquire(c, l, governor.Report{Traced: l})
			},
			"run": f.run,
		},
		Methods: map[string]func(*RateLimiter, *bind.Call) (any, error){
			"tryAcquire": func(l *RateLimiter, c *bind.Call) (any, error) { return f.gov.TryAcquire(c, l) },
			"reserve": func(l *RateLimiter, c *bind.Call) (any, error) {
				r, err := l.Reserve(c.IntOr(0, "weight", 1, 1))
				if err != nil {
					return nil, err
				}
				return f.booked.Wrap(r), nil
			},
			"pauseFor": func(l *RateLimiter, c *bind.Call) (any, error) { return nil, l.PauseFor(finite(c, 0, "delay")) },
			"observe":  f.observe,
			"set":      f.set,
		},
		Getters: map[string]func(*RateLimiter) any{
			"available": func(l *RateLimiter) any { return l.Available() }, "waiting": func(l *RateLimiter) any { return l.Waiting() },
			"name": func(l *RateLimiter) any { return l.Name() },
		},
		Lengths: map[string]int{"run": 1, "pauseFor": 1, "observe": 1, "set": 1},
	}.In(f.rt)
	f.gov.Native(class.Prototype)
	bind.Show(f.rt, class.Prototype, "available", "waiting")
	return class
}

func (f *face) reservationClass() *bind.Constructor[*Reservation] {
	return bind.Class[*Reservation]{
		Name: "Reservation", Light: true,
		Methods: map[string]func(*Reservation, *bind.Call) (any, error){
			"cancel": func(r *Reservation, _ *bind.Call) (any, error) { r.Cancel(); return nil, nil },
		},
		Getters: map[string]func(*Reservation) any{"delay": func(r *Reservation) any { return r.Delay() }},
	}.In(f.rt)
}

// run is run(fn, ...args): fn is called when its turn has come, and at once if that is now.
func (f *face) run(l *RateLimiter, c *bind.Call) (any, error) {
	fn, args := c.Function(0, "fn"), c.Rest(1)
	call := func(governor.Offer) (any, error) { return bind.Run(f.rt, fn, func() {}, args...), nil }
	by := governor.PartyOf(c)
	return bind.Await(c, f.rt.Scope(), governor.Report{Traced: l}, func(ctx context.Context, done func(governor.Offer, error)) {
		l.Acquire(ctx, by, func(t *Token, err error) { done(governor.Offer{Token: t}, err) })
	}, call)
}

// set is set(options): those that are not named stay as they are.
func (f *face) set(l *RateLimiter, c *bind.Call) (any, error) {
	s := f.read(c, 0)
	if now := l.Options(); s.Name != "" && s.Name != now.Name || s.Algorithm != "" && Algorithm(s.Algorithm) != now.Algorithm {
		return nil, fault.Range.New("%s: \"name\" and \"algorithm\" cannot be changed: make another limiter", c.Name())
	}
	return nil, l.Set(func(o *Options) { s.into(c, o) })
}

// observe is observe(response): any object with status and headers, which have get() or are properties.
func (f *face) observe(l *RateLimiter, c *bind.Call) (any, error) {
	response := c.Object(0, "response")
	status, ok := bind.NumberOf(orUndefined(response.Get("status")))
	headers, isObject := response.Get("headers").(*goja.Object)
	if !ok || !isObject {
		c.Wrong("response", "a Response, or an object with status and headers")
	}
	get := bind.FunctionOf(f.rt, headers.Get("get"))
	fields := map[string]string{}
	if get == nil {
		for _, key := range headers.Keys() {
			fields[http.CanonicalHeaderKey(key)] = headers.Get(key).String()
		}
	}
	var failed error
	l.Observe(int(status), func(name string) string {
		if get == nil {
			return fields[http.CanonicalHeaderKey(name)]
		}
		v, err := get.CallOn(headers, bind.ToValue(f.rt, name))
		if err != nil && failed == nil {
			failed = err
		}
		if err != nil || bind.Nullish(v) {
			return ""
		}
		return strings.TrimSpace(v.String())
	}, f.rt.Loop().Now())
	return nil, failed
}
