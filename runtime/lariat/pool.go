package lariat

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/lariatjs/lariat/runtime/fault"
)

// PoolConfig configures a Pool.
type PoolConfig struct {
	// Max is how many runtimes there are at most at a time; it must be given.
	Max int
	// Fresh gives each use a runtime that nobody has used before, which is so unless MaxUses says otherwise.
	Fresh bool
	// MaxUses lets a runtime be used so many times, one after another: state of its modules goes from one use to the next.
	MaxUses int
	// Ahead is how many runtimes are made before anybody asks for them, at most Max: a goroutine of the pool makes the next when one
	// is taken.
	Ahead int
	// Prepare, if set, readies a runtime before its first use, ahead of time if there is any: it may import what will be called. What
	// it returns is the error of the Do that the runtime was for.
	Prepare func(ctx context.Context, rt *Runtime) error
	// Options are those of each runtime. The grace is a quarter of a second unless they say otherwise.
	Options []Option
}

// Pool runs many scripts at a time, each in a runtime of its own. Its methods may be called from any goroutine.
type Pool struct {
	plan    *blueprint
	uses    int
	ahead   int
	prepare func(ctx context.Context, rt *Runtime) error
	slots   chan struct{}
	open    context.Context // until Close
	shut    context.CancelCauseFunc

	mu     sync.Mutex
	idle   []*pooled
	ready  []*pooled // that nobody has used
	making bool      // a goroutine makes more of them
	used   map[*Runtime]bool
	stats  PoolStats
	closed bool
	ending sync.WaitGroup
}

type pooled struct {
	*Runtime
	uses int
}

// poolGrace is how long a script of a pool may take to unwind.
const poolGrace = 250 * time.Millisecond

// NewPool makes a pool. All mistakes in its options are reported here.
func NewPool(c PoolConfig) (*Pool, error) {
	var mistakes []error
	if c.Max < 1 {
		mistakes = append(mistakes, fault.Range.New("NewPool: Max must be at least 1, got %d", c.Max))
	}
	if c.MaxUses < 0 || c.Fresh && c.MaxUses > 1 {
		mistakes = append(mistakes, fault.Range.New("NewPool: MaxUses must not be negative, nor more than 1 with Fresh, got %d", c.MaxUses))
	}
	if c.Ahead < 0 || c.Ahead > max(c.Max, 0) {
		mistakes = append(mistakes, fault.Range.New("NewPool: Ahead must be from 0 to Max, got %d", c.Ahead))
	}
	plan, err := prepare(append([]Option{WithGrace(poolGrace)}, c.Options...))
	if err = errors.Join(append(mistakes, err)...); err != nil {
		return nil, err
	}
	p := &Pool{
		plan: plan, uses: max(c.MaxUses, 1), ahead: c.Ahead, prepare: c.Prepare, slots: make(chan struct{}, c.Max), used: map[*Runtime]bool{},
	}
	p.open, p.shut = context.WithCancelCause(context.Background())
	p.mu.Lock()
	defer p.mu.Unlock()
	p.fill()
	return p, nil
}

// Do calls f with a runtime that nobody else has meanwhile; it waits for one until ctx ends. f gives ctx to what it calls
// there. A runtime whose script has failed or did not come to an end in time is thrown away.
func (p *Pool) Do(ctx context.Context, f func(rt *Runtime) error) error {
	switch {
	case p == nil || p.plan == nil:
		return fault.Type.New(`Pool.Do: "p" must be a *lariat.Pool that NewPool has made`)
	case ctx == nil:
		return errNil("Pool.Do", "ctx", "a context.Context")
	case f == nil:
		return errNil("Pool.Do", "f", "a func(rt *lariat.Runtime) error")
	}
	if err := p.wait(ctx); err != nil {
		return err
	}
	defer func() { <-p.slots }()
	rt, err := p.take(ctx)
	if err != nil {
		return err
	}
	defer p.put(rt)
	return f(rt.Runtime)
}

// PoolCall is Call in a runtime of the pool.
func PoolCall[T any](ctx context.Context, p *Pool, specifier, export string, args ...any) (result T, err error) {
	err = p.Do(ctx, func(rt *Runtime) (err error) {
		result, err = Call[T](ctx, rt, specifier, export, args...)
		return err
	})
	return result, err
}

// wait waits for a place.
func (p *Pool) wait(ctx context.Context) error {
	if ctx.Err() != nil {
		return cancelled(ctx, "the wait for a runtime")
	}
	p.count(func(s *PoolStats) { s.Waiting++ })
	defer p.count(func(s *PoolStats) { s.Waiting-- })
	select {
	case p.slots <- struct{}{}:
		return nil
	case <-ctx.Done():
		return cancelled(ctx, "the wait for a runtime")
	}
}

func (p *Pool) count(change func(s *PoolStats)) {
	p.mu.Lock()
	defer p.mu.Unlock()
	change(&p.stats)
}

// take returns an idle runtime, one that was made ahead, or a new one.
func (p *Pool) take(ctx context.Context) (*pooled, error) {
	p.mu.Lock()
	if p.closed {
		p.mu.Unlock()
		return nil, errPoolClosed()
	}
	if p.stats.Stuck >= cap(p.slots) {
		p.mu.Unlock()
		return nil, fault.Limit.New("the pool has left %d runtimes behind, in functions that cannot be interrupted: it makes no more",
			cap(p.slots))
	}
	p.stats.Uses++
	rt := p.pop(&p.idle)
	if rt == nil {
		rt = p.pop(&p.ready)
	}
	p.fill()
	p.mu.Unlock()
	if rt != nil {
		return rt, nil
	}
	return p.fresh(ctx, func(rt *pooled) { p.used[rt.Runtime] = true })
}

// pop takes a runtime from a list, unless there is none; those whose script has failed meanwhile are thrown away. The caller holds
// p.mu.
func (p *Pool) pop(list *[]*pooled) *pooled {
	for n := len(*list); n > 0; n-- {
		rt := (*list)[n-1]
		*list = (*list)[:n-1]
		p.used[rt.Runtime] = true
		if !rt.failed() {
			return rt
		}
		p.stats.Failed++
		p.end(rt.Runtime)
	}
	return nil
}

// fresh makes a runtime, readies it and gives it to keep, which has p.mu.
func (p *Pool) fresh(ctx context.Context, keep func(rt *pooled)) (*pooled, error) {
	rt, err := p.plan.make()
	if err != nil {
		return nil, err
	}
	if p.prepare != nil {
		ctx, cancel := context.WithCancelCause(ctx)
		stop := context.AfterFunc(p.open, func() { cancel(context.Cause(p.open)) })
		err = p.readied(ctx, rt)
		stop()
		cancel(nil)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.stats.Made++
	p.used[rt] = true
	switch {
	case p.closed:
		p.end(rt)
		return nil, errPoolClosed()
	case err != nil:
		p.stats.Failed++
		p.end(rt)
		return nil, err
	}
	delete(p.used, rt)
	made := &pooled{Runtime: rt}
	keep(made)
	return made, nil
}

// readied calls Prepare, which may be on a goroutine of the pool: a panic is an error.
func (p *Pool) readied(ctx context.Context, rt *Runtime) (err error) {
	defer p.plan.recovered("PoolConfig.Prepare", &err)
	return p.prepare(ctx, rt)
}

func errPoolClosed() error { return fault.Closed.New("the pool was closed") }

// fill sees to it that runtimes are made ahead. The caller holds p.mu.
func (p *Pool) fill() {
	if p.making || p.closed || len(p.ready) >= p.ahead {
		return
	}
	p.making = true
	p.ending.Go(func() {
		for {
			_, err := p.fresh(p.open, func(rt *pooled) { p.ready = append(p.ready, rt) })
			p.mu.Lock()
			p.making = err == nil && !p.closed && len(p.ready) < p.ahead && p.stats.Stuck < cap(p.slots)
			more := p.making
			p.mu.Unlock()
			if err != nil && !errors.Is(err, ErrClosed) {
				p.plan.log.Error("a runtime of a pool could not be readied", "error", err)
			}
			if !more {
				return
			}
		}
	})
}

// put takes a runtime back, or throws it away.
func (p *Pool) put(rt *pooled) {
	rt.uses++
	failed := rt.failed()
	p.mu.Lock()
	defer p.mu.Unlock()
	if failed {
		p.stats.Failed++
	}
	if failed || p.closed || rt.uses >= p.uses {
		p.end(rt.Runtime)
		return
	}
	delete(p.used, rt.Runtime)
	p.idle = append(p.idle, rt)
}

// failed reports whether the runtime cannot be used again: it has ended, or a call in it was given up.
func (rt *Runtime) failed() bool {
	rt.mu.Lock()
	defer rt.mu.Unlock()
	return rt.ended != nil || rt.gaveUp
}

// end closes a runtime on a goroutine of its own, which may take a while if it is in a built-in function. The caller holds
// p.mu.
func (p *Pool) end(rt *Runtime) {
	if !p.used[rt] {
		return
	}
	delete(p.used, rt)
	p.ending.Go(func() {
		if rt.Close() == nil {
			return
		}
		p.count(func(s *PoolStats) { s.Stuck++ })
		go func() {
			<-rt.gone
			p.count(func(s *PoolStats) { s.Stuck-- })
		}()
	})
}

// Close interrupts what runs in the pool, ends all its runtimes and waits for that. Closing again waits too.
func (p *Pool) Close() error {
	p.mu.Lock()
	p.closed = true
	p.shut(errPoolClosed())
	for _, rt := range append(p.idle, p.ready...) {
		p.used[rt.Runtime] = true
	}
	p.idle, p.ready = nil, nil
	for rt := range p.used {
		p.end(rt)
	}
	p.mu.Unlock()
	p.ending.Wait()
	return nil
}
