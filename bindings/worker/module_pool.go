package worker

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/bindings/internal/future"
	"github.com/lariatjs/lariat/bindings/internal/transit"
	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/fault"
	"github.com/lariatjs/lariat/runtime/loop"
)

// pool is a WorkerPool: the JavaScript face of a Pool. Loop goroutine only.
type pool struct {
	rt    *runtime.Runtime
	face  *face
	site  runtime.Site // where it was made
	core  *Pool
	owner *loopOwner
	own   *runner // of tasks that the caller runs itself
	limit time.Duration
	grace time.Duration
	width int // how many tasks can run at once

	// loading are the modules that are being loaded, for workers that start meanwhile.
	loading atomic.Pointer[[]string]
	// hold keeps the program alive while pending tasks, or calls such as close, have not ended.
	hold    *loop.Hold
	pending int
	unhook  func() bool
}

// Instead says what to do when a task needs a pool.
func (p *pool) Instead() string {
	return "a pool stays in the isolate that made it: make another in the module of the function, or send the result that is needed"
}

func (f *face) poolClass() *bind.Constructor[*pool] {
	return bind.Class[*pool]{
		Name: "WorkerPool", New: f.newPool,
		Methods: map[string]func(*pool, *bind.Call) (any, error){
			"imap": (*pool).imap, "stream": (*pool).streamOf,
			"resize": (*pool).resize, "stats": (*pool).stats, "cancelQueued": (*pool).cancelQueued,
			"pause":  func(p *pool, _ *bind.Call) (any, error) { p.core.Pause(); return nil, nil },
			"resume": func(p *pool, _ *bind.Call) (any, error) { p.core.Resume(); return nil, nil },
		},
		Async: map[string]func(*pool, *bind.Call) (any, error){
			"run": (*pool).run, "submit": (*pool).submitArgs, "map": (*pool).mapItems, "starmap": (*pool).starmap,
			"broadcast": (*pool).broadcast, "warmup": (*pool).warmup, "terminate": (*pool).terminate,
			"drain":   func(p *pool, c *bind.Call) (any, error) { return p.wait(c, p.core.Drain) },
			"ready":   func(p *pool, c *bind.Call) (any, error) { return p.wait(c, p.core.Ready) },
			"close":   (*pool).close,
			"dispose": func(p *pool, _ *bind.Call) (any, error) { return p.end(false), nil },
		},
		Getters: map[string]func(*pool) any{"name": func(p *pool) any { return p.core.config.Name }},
		Lengths: map[string]int{
			"run": 1, "submit": 2, "map": 2, "imap": 2, "starmap": 2, "stream": 1, "broadcast": 1, "resize": 1,
		},
		AsyncDispose: "dispose",
	}.In(f.rt)
}

// newPool is new WorkerPool(options).
func (f *face) newPool(c *bind.Call) (*pool, error) {
	o, config, setup, err := readOptions(c)
	if err != nil {
		return nil, err
	}
	p := &pool{rt: f.rt, face: f, site: *c.Site(), owner: &loopOwner{f.rt}, limit: max(o.TaskTimeout, 0), grace: o.AbortGrace}
	p.width = config.Max * config.Concurrency
	start := isolates(f.rt, setup, p.modules)
	if o.Isolation == "process" {
		if start, err = processes(f.rt, setup, p.modules); err != nil {
			return nil, err
		}
	}
	config.Later, config.Lost = p.owner.Later, p.lost
	p.core = New(*config, p.owner, start)
	p.unhook = f.rt.Root().AfterFunc(p.programEnded)
	return p, nil
}

// lost tells of the death of a worker that nobody else hears of: something that a task left behind threw.
func (p *pool) lost(err error) {
	if errors.Is(err, fault.Closed) { // the program has ended
		return
	}
	p.rt.Loop().Post(func() { fmt.Fprintf(p.rt.Stderr(), "%s\n", p.rt.Inspect(p.rt.ErrorValue(err))) })
}

// modules are those that are being loaded now.
func (p *pool) modules() []string {
	if list := p.loading.Load(); list != nil {
		return *list
	}
	return nil
}

// work counts what the pool has to do: it keeps the program alive, but lets virtual time pass.
func (p *pool) work(n int) {
	p.pending += n
	switch {
	case p.pending > 0 && p.hold == nil:
		p.hold = p.rt.Loop().Hold("worker pool", p.core.config.Name).Peer()
		p.hold.Mark(p.site)
	case p.pending == 0:
		p.hold.Unref()
	case p.pending == n: // the first
		p.hold.Ref()
	}
}

// programEnded cancels all tasks when the scope of the program ends.
func (p *pool) programEnded() { p.abort(p.rt.Root().Err()) }

// abort cancels all tasks, those that wait and those that run.
func (p *pool) abort(cause error) {
	p.core.CancelQueued(cause)
	for _, t := range p.core.Running() {
		if own, ok := t.To.(interface{ Cancel(cause error) }); ok {
			own.Cancel(cause)
			continue
		}
		p.core.Cancel(t, cause, transit.Reason(p.rt, cause))
	}
}

// settling is what calls wait for that are settled by the end of tasks, which are listed themselves.
type settling struct{}

// Label is empty.
func (settling) Label() string { return "" }

// wait waits for the end of tasks. It keeps the program alive itself: the last task, which has done so, may be told of
// before those who wait for it are.
func (p *pool) wait(c *bind.Call, start func(context.Context, func(struct{}, error))) (any, error) {
	at := *c.Site()
	return bind.Await(c, c.Context(0), settling{}, func(ctx context.Context, done func(struct{}, error)) {
		hold := p.rt.Loop().Hold("worker pool", p.core.config.Name).Peer()
		hold.Mark(at)
		start(ctx, func(v struct{}, err error) {
			done(v, err)
			hold.Release()
		})
	}, nil)
}

// resize is pool.resize({ min, max }).
func (p *pool) resize(c *bind.Call) (any, error) {
	o := struct {
		Min float64 `js:"min"`
		Max float64 `js:"max"`
	}{float64(p.core.config.Min), float64(p.core.config.Max)}
	c.Only(0, &o)
	c.Options(0, &o)
	least, most := bounds(c, o.Min, o.Max)
	p.width = most * p.core.config.Concurrency
	p.core.Resize(least, most)
	return nil, nil
}

// cancelQueued is pool.cancelQueued(reason).
func (p *pool) cancelQueued(c *bind.Call) (any, error) {
	return p.core.CancelQueued(future.Cause(p.rt, c.Value(0), "the task")), nil
}

// warmup is pool.warmup(count).
func (p *pool) warmup(c *bind.Call) (any, error) {
	n := c.IntOr(0, "count", 0, p.core.config.Max)
	promise, site := p.rt.NewPromise(), *c.Site()
	scope := p.rt.Scope()
	if err := scope.Err(); err != nil {
		return nil, err
	}
	p.work(1)
	p.core.Warmup(scope, min(n, p.core.config.Max), func(a Answer, err error) {
		p.rt.Loop().Post(func() {
			p.work(-1)
			if err == nil {
				err = a.Err
			}
			if err != nil || a.Thrown != nil {
				promise.RejectValue(transit.Failure(p.rt, a.Thrown, err, site))
				return
			}
			promise.Resolve(nil)
		})
	})
	return promise.Value, nil
}

// close is pool.close({ drop, timeout }).
func (p *pool) close(c *bind.Call) (any, error) {
	o := struct {
		Drop    bool          `js:"drop"`
		Timeout time.Duration `js:"timeout"`
	}{Timeout: -1}
	c.Only(0, &o)
	c.Options(0, &o)
	closed := p.end(o.Drop)
	if o.Timeout >= 0 {
		name := c.Name()
		timer := p.rt.Loop().SetTimer(o.Timeout, false, func() {
			p.abort(fault.Timeout.New("%s timed out after %s: the task was cancelled", name, runtime.Milliseconds(o.Timeout)))
		})
		p.rt.Then(closed, func(goja.Value) { timer.Stop() }, func(goja.Value) { timer.Stop() })
	}
	return closed, nil
}

// end closes the pool and returns a promise of the end of its workers.
func (p *pool) end(drop bool) goja.Value {
	promise := p.rt.NewPromise()
	p.work(1)
	p.core.Close(drop, func() {
		p.rt.Loop().Post(func() {
			p.work(-1)
			p.unhook()
			if p.pending == 0 {
				p.hold.Release()
				p.hold = nil
			}
			promise.Resolve(nil)
		})
	})
	return promise.Value
}

// terminate is pool.terminate(reason).
func (p *pool) terminate(c *bind.Call) (any, error) {
	cause := future.Cause(p.rt, c.Value(0), "the task")
	closed := p.end(false)
	p.abort(cause)
	return closed, nil
}
