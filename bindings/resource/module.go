// Package resource is the module "lariat:resource": a pool that lends what is costly to make, such as connections. A
// create that fails, hangs or was asked for by somebody who has left never costs the pool a place.
//
// In Go, nothing here blocks but Get. A caller hands over a callback, and callbacks run in the order of the calls: at
// once when a resource is idle, and later on whatever goroutine brought one.
package resource

import (
	"context"
	_ "embed"
	"fmt"
	"time"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/bindings/internal/governor"
	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/es"
	"github.com/lariatjs/lariat/runtime/fault"
)

//go:embed resource.d.ts
var types string

// Module is "lariat:resource".
var Module = runtime.Module{Name: "lariat:resource", Types: types, Load: load}

// A pool of a script belongs to its isolate: what it lends are JavaScript values, and only its loop touches it.
type (
	pool struct {
		*Pool[goja.Value]
		timeout time.Duration // of an acquire that names none
		plain   bool          // nothing is validated
	}
	lease = Lease[goja.Value]
)

// face makes the classes of one runtime.
type face struct {
	rt     *runtime.Runtime
	leases *bind.Constructor[*lease]
}

func load(rt *runtime.Runtime) runtime.Exports {
	f := &face{rt: rt}
	f.leases = f.leaseClass()
	return runtime.Exports{"ResourcePool": f.poolClass().Value}
}

func (f *face) poolClass() *bind.Constructor[*pool] {
	number := func(read func(*Pool[goja.Value]) int) func(*pool) any {
		return func(p *pool) any { return read(p.Pool) }
	}
	return bind.Class[*pool]{
		Name: "ResourcePool", Length: 1, New: f.newPool,
		Async: map[string]func(*pool, *bind.Call) (any, error){
			"acquire": func(p *pool, c *bind.Call) (any, error) { return f.acquire(p, c, 0, f.give) },
			"use":     f.use,
			"evict": func(p *pool, _ *bind.Call) (any, error) {
				done := f.rt.NewPromise()
				p.Evict(func(n int) { done.Resolve(bind.ToValue(f.rt, n)) })
				return done.Value, nil
			},
			"close":   f.close,
			"dispose": f.close,
		},
		Methods: map[string]func(*pool, *bind.Call) (any, error){
			"tryAcquire": func(p *pool, c *bind.Call) (any, error) {
				if l := p.TryAcquire(governor.PartyOf(c)); l != nil {
					return f.give(l)
				}
				return bind.Null, nil
			},
			"stats": f.stats,
		},
		Getters: map[string]func(*pool) any{
			"name": func(p *pool) any { return p.Name() },
			"size": number((*Pool[goja.Value]).Size), "idle": number((*Pool[goja.Value]).Idle),
			"borrowed": number((*Pool[goja.Value]).Borrowed), "waiting": number((*Pool[goja.Value]).Waiting),
		},
		Lengths:      map[string]int{"use": 1},
		AsyncDispose: "dispose",
	}.In(f.rt)
}

// leaseClass makes Lease. Its disposer is release itself: what a lease waits for obeys no scope, so it needs no shield.
func (f *face) leaseClass() *bind.Constructor[*lease] {
	back := func(give func(*lease, func()) bool) func(*lease, *bind.Call) (any, error) {
		return func(l *lease, _ *bind.Call) (any, error) {
			over, p := false, (*runtime.Promise)(nil)
			f.giveBack(l, give, func() {
				if over = true; p != nil {
					p.Resolve(nil)
				}
			})
			if over {
				return nil, nil
			}
			p = f.rt.NewPromise()
			return p.Value, nil
		}
	}
	class := bind.Class[*lease]{
		Name: "Lease", Light: true,
		Async: map[string]func(*lease, *bind.Call) (any, error){
			"release": back((*lease).Return), "destroy": back((*lease).Destroy),
		},
		Getters: map[string]func(*lease) any{
			"held": func(l *lease) any { return l.Held() },
			"resource": func(l *lease) any {
				if !l.Held() {
					bind.Throw(f.rt, fault.Closed.New("Lease.resource: the lease of %s was given back", l.pool.Label()))
				}
				return l.Value()
			},
		},
	}.In(f.rt)
	release := class.Prototype.Get("release")
	_ = class.Prototype.DefineDataPropertySymbol(es.SymAsyncDispose, release, goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE)
	return class
}

// give hands a lease to the script.
func (f *face) give(l *lease) (any, error) { return f.leases.Wrap(l), nil }

// giveBack ends a lease, and calls then when the resource is ready for others. Nobody leaves the scope before.
func (f *face) giveBack(l *lease, give func(*lease, func()) bool, then func()) {
	over, leave := false, func() {}
	give(l, func() {
		over = true
		then()
		leave()
	})
	if !over {
		leave = f.rt.Scope().Busy()
	}
}

// acquire waits for a lease under the options at argument i.
func (f *face) acquire(p *pool, c *bind.Call, i int, then func(*lease) (any, error)) (any, error) {
	by := governor.PartyOf(c)
	if p.plain && !c.Has(i) && f.rt.Scope().Err() == nil && !f.rt.Exploring() {
		if l := p.TryAcquire(by); l != nil {
			return then(l)
		}
	}
	o := struct {
		Signal   *runtime.Signal `js:"signal"`
		Timeout  time.Duration   `js:"timeout"`
		Priority int             `js:"priority"`
		Weight   int             `js:"weight"` // a Governor is asked with one
	}{Timeout: p.timeout, Weight: 1}
	c.Exactly(i, &o)
	if o.Weight != 1 {
		return nil, fault.Range.New("%s: \"weight\" must be 1, got %d: a lease is one resource", c.Name(), o.Weight)
	}
	scope := c.Narrow(bind.WaitOptions{Signal: o.Signal, Timeout: o.Timeout})
	return bind.Await(c, scope, governor.Report{Traced: p}, func(ctx context.Context, done func(*lease, error)) {
		p.Acquire(ctx, by, o.Priority, done)
	}, then)
}

// use is use(fn, options): what fn gives is there when the resource is back.
func (f *face) use(p *pool, c *bind.Call) (any, error) {
	fn := c.Function(0, "fn")
	return f.acquire(p, c, 1, func(l *lease) (any, error) {
		result := f.rt.NewPromise()
		fn.Async(func(v goja.Value, err error) {
			f.giveBack(l, (*lease).Return, func() {
				if err != nil {
					result.Reject(err)
					return
				}
				result.Resolve(v)
			})
		}, l.Value())
		return result.Value, nil
	})
}

// close shuts the pool whatever the scope says; the wait for its end obeys it.
func (f *face) close(p *pool, c *bind.Call) (any, error) {
	o := struct {
		Drop bool `js:"drop"`
	}{}
	c.Options(0, &o)
	scope, by := c.ContextExactly(0, &o), governor.PartyOf(c)
	p.Shut(o.Drop)
	return bind.Await(c, scope, governor.Report{Traced: p}, func(ctx context.Context, done func(struct{}, error)) {
		p.Wait(ctx, by, done)
	}, nil)
}

func (f *face) stats(p *pool, _ *bind.Call) (any, error) {
	s, obj := p.Stats(), f.rt.VM().NewObject()
	leases := make([]goja.Value, len(s.Leases))
	for i, h := range s.Leases {
		leases[i] = f.holding(h)
	}
	for _, member := range []struct {
		name  string
		value any
	}{
		{"size", s.Size},
		{"idle", s.Idle},
		{"borrowed", s.Borrowed},
		{"waiting", s.Waiting},
		{"creating", s.Creating},
		{"created", s.Created},
		{"destroyed", s.Destroyed},
		{"timeouts", s.Timeouts},
		{"leases", leases},
	} {
		_ = obj.Set(member.name, bind.ToValue(f.rt, member.value))
	}
	return obj, nil
}

// holding is { heldFor, at, task }.
func (f *face) holding(h Holding) goja.Value {
	obj := f.rt.VM().NewObject()
	_ = obj.Set("heldFor", bind.ToValue(f.rt, h.For))
	_ = obj.Set("at", place(h.By))
	_ = obj.Set("task", h.By.String())
	return obj
}

// place is where a lease was acquired, as far as that is known.
func place(by Party) string {
	if by.At == nil {
		return ""
	}
	return by.At.String()
}

// complain writes a warning that no callback of the script takes.
func (f *face) complain(format string, args ...any) {
	_, _ = fmt.Fprintf(f.rt.Stderr(), "Warning: "+format+"\n", args...)
}
