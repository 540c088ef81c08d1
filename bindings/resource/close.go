package resource

import (
	"context"

	"github.com/lariatjs/lariat/bindings/internal/waitlist"
	"github.com/lariatjs/lariat/runtime/fault"
)

// Close is Shut and Wait.
func (p *Pool[R]) Close(ctx context.Context, by Party, drop bool, done func(struct{}, error)) {
	p.Shut(drop)
	p.Wait(ctx, by, done)
}

// Shut refuses everybody who waits or comes, destroys what is idle and cancels what is being made. What is out is
// destroyed when it comes back; with drop it is taken away at once. It may be called again.
func (p *Pool[R]) Shut(drop bool) {
	p.list.Lock()
	if !p.closed {
		p.closed = true
		p.sweeping.clear()
		p.list.FailAll(fault.Closed.New("acquire: %s was closed", p.Label()))
		p.clear(nil)
		for m := range p.making {
			p.abandon(m)
		}
	}
	if drop {
		for p.out.size > 0 {
			p.destroy(p.out.first.lease.end(), nil)
		}
	}
	p.finish()
	p.unlock()
}

// Wait calls done when the pool was shut and its last resource is gone.
func (p *Pool[R]) Wait(ctx context.Context, by Party, done func(struct{}, error)) {
	if ctx.Err() != nil {
		done(struct{}{}, context.Cause(ctx))
		return
	}
	p.gone.Lock()
	if p.over.Load() {
		p.gone.Unlock()
		done(struct{}{}, nil)
		return
	}
	p.gone.UnlockAndWatch(p.gone.Add(ctx, waitlist.Ask{By: by}, done))
}

// finish tells those who wait for the end that it has come, if it has.
func (p *Pool[R]) finish() {
	if !p.closed || p.size > 0 || len(p.making) > 0 || p.over.Swap(true) {
		return
	}
	p.watching.clear()
	p.actions = append(p.actions, func() {
		p.gone.Lock()
		for w := p.gone.First(); w != nil; w = p.gone.First() {
			p.gone.Grant(w, struct{}{})
		}
		p.gone.Unlock()
	})
}
