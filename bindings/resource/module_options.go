package resource

import (
	"time"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/fault"
)

// idleTimeout is how long a resource beyond the minimum lies idle in a pool that does not say so.
const idleTimeout = 30 * time.Second

// settings are the options of new ResourcePool().
type settings struct {
	Name     string         `js:"name"`
	Create   *bind.Function `js:"create"`
	Destroy  *bind.Function `js:"destroy"`
	Validate *bind.Function `js:"validate"`
	Reset    *bind.Function `js:"reset"`
	OnError  *bind.Function `js:"onError"`
	OnLeak   *bind.Function `js:"onLeak"`

	Min        int  `js:"min"`
	Max        int  `js:"max"`
	MaxUses    int  `js:"maxUses"`
	MaxWaiting int  `js:"maxWaiting"`
	LIFO       bool `js:"lifo"`

	IdleTimeout    time.Duration `js:"idleTimeout"`
	MaxLifetime    time.Duration `js:"maxLifetime"`
	AcquireTimeout time.Duration `js:"acquireTimeout"`
	CreateTimeout  time.Duration `js:"createTimeout"`
	LeakWarning    time.Duration `js:"leakWarning"`
}

// newPool is new ResourcePool(options).
func (f *face) newPool(c *bind.Call) (*pool, error) {
	const unlimited = 1<<31 - 1
	o := settings{
		Max: defaultMax, MaxUses: unlimited, MaxWaiting: unlimited,
		IdleTimeout: idleTimeout, MaxLifetime: -1, AcquireTimeout: -1, CreateTimeout: -1, LeakWarning: -1,
	}
	c.Object(0, "options")
	c.Exactly(0, &o)
	if o.Create == nil {
		c.Wrong("create", "a function")
	}
	for name, n := range map[string]int{"max": o.Max, "maxUses": o.MaxUses} {
		if n < 1 {
			return nil, fault.Range.New("%s: %q must be at least 1, got %d", c.Name(), name, n)
		}
	}
	if o.MaxWaiting < 0 {
		return nil, fault.Range.New("%s: \"maxWaiting\" must not be negative, got %d", c.Name(), o.MaxWaiting)
	}
	if o.MaxWaiting == 0 {
		o.MaxWaiting = -1
	}
	p := &pool{timeout: o.AcquireTimeout, plain: o.Validate == nil}
	opened := false
	core, err := New(Options[goja.Value]{
		Name: o.Name, Create: f.creator(o.Create, &opened), Validate: f.validator(o.Validate),
		Reset: f.step(o.Reset), Destroy: f.step(o.Destroy),
		Min: o.Min, Max: o.Max, MaxUses: o.MaxUses, MaxWaiting: o.MaxWaiting, LIFO: o.LIFO,
		IdleTimeout: limit(o.IdleTimeout), MaxLifetime: limit(o.MaxLifetime), CreateTimeout: limit(o.CreateTimeout),
		LeakWarning: limit(o.LeakWarning),
		OnLeak:      func(h Holding) { f.leaked(p, o.OnLeak, h) },
		OnError:     func(step Step, err error) { f.failed(p, o.OnError, step, err) },
		Clock:       loopClock{f.rt},
	})
	if err != nil {
		return nil, err
	}
	opened = true
	core.Confine()
	p.Pool = core
	return p, nil
}

// limit turns a duration of a script, where a negative one has no end, into one of the core, where 0 has none.
func limit(d time.Duration) time.Duration {
	if d == 0 {
		return 1
	}
	return max(d, 0)
}

// creator calls create({ signal }) in a scope of its own: it is not to end with that of the caller who came first. While
// the pool is being constructed, and the script cannot know it yet, it only plans the call.
func (f *face) creator(fn *bind.Function, opened *bool) func(done func(goja.Value, error)) (cancel func(error)) {
	return func(done func(goja.Value, error)) func(error) {
		scope := f.rt.NewScope(nil)
		begin := func() {
			if err := scope.Err(); err != nil {
				done(nil, err)
				return
			}
			frame := *fn.Frame()
			frame.Scope = scope
			ctx := f.rt.VM().NewObject()
			_ = ctx.Set("signal", bind.Signal(f.rt, &scope.Signal))
			fn.AsyncIn(&frame, func(v goja.Value, err error) {
				scope.End()
				done(v, err)
			}, ctx)
		}
		if *opened {
			begin()
		} else {
			f.rt.Loop().Post(begin)
		}
		return scope.Abort
	}
}

// hook calls a function with a resource, in a scope that ends when the core gives it up.
func (f *face) hook(fn *bind.Function, r goja.Value, done func(goja.Value, error)) {
	scope := f.rt.NewScope(nil)
	scope.Limit(hookTimeout, "ResourcePool")
	frame := *fn.Frame()
	frame.Scope = scope
	fn.AsyncIn(&frame, func(v goja.Value, err error) {
		scope.End()
		done(v, err)
	}, r)
}

// step is the core's form of reset and destroy.
func (f *face) step(fn *bind.Function) func(goja.Value, func(error)) {
	if fn == nil {
		return nil
	}
	return func(r goja.Value, done func(error)) { f.hook(fn, r, func(_ goja.Value, err error) { done(err) }) }
}

func (f *face) validator(fn *bind.Function) func(goja.Value, func(bool, error)) {
	if fn == nil {
		return nil
	}
	return func(r goja.Value, done func(bool, error)) {
		f.hook(fn, r, func(v goja.Value, err error) { done(err == nil && v.ToBoolean(), err) })
	}
}

// leaked tells of a lease that has been out for long.
func (f *face) leaked(p *pool, fn *bind.Function, h Holding) {
	if fn != nil {
		f.call(fn, f.holding(h))
		return
	}
	f.complain("%s: %s has had a resource for %s, acquired at %s", p.Label(), h.By, runtime.Milliseconds(h.For), place(h.By))
}

// failed tells of an error that no caller gets.
func (f *face) failed(p *pool, fn *bind.Function, step Step, err error) {
	if fn != nil {
		f.call(fn, f.rt.ErrorValue(err), bind.ToValue(f.rt, string(step)))
		return
	}
	f.complain("%s: %s failed: %s", p.Label(), step, err)
}

// call calls a callback whose errors have nowhere to go.
func (f *face) call(fn *bind.Function, args ...goja.Value) {
	fn.Async(func(_ goja.Value, err error) {
		if err != nil {
			f.rt.ReportUncaught(f.rt.ErrorValue(err))
		}
	}, args...)
}

// loopClock is the clock of a runtime's loop.
type loopClock struct{ rt *runtime.Runtime }

// Now is the age of the loop.
func (l loopClock) Now() time.Duration { return l.rt.Loop().Elapsed() }

// After sets a timer that keeps the program alive.
func (l loopClock) After(d time.Duration, f func()) (stop func()) {
	timer := l.rt.Loop().SetTimer(d, false, f)
	return func() { timer.Stop() }
}

// Later sets a timer that fires only if the program is still there.
func (l loopClock) Later(d time.Duration, f func()) (stop func()) {
	timer := l.rt.Loop().SetTimer(d, false, f)
	timer.Unref()
	return func() { timer.Stop() }
}
