package resource

import (
	"context"
	"sync"

	"github.com/lariatjs/lariat/runtime/fault"
)

// making is one Create under way. The pool's lock guards it.
type making[R any] struct {
	over   bool // the pool does not count on it any more
	called bool
	cancel func(error)
	stop   func()
}

// make begins a Create once the lock is free.
func (p *Pool[R]) make() {
	m := &making[R]{}
	p.making[m] = struct{}{}
	p.actions = append(p.actions, func() { p.begin(m) })
}

// begin calls Create. It is called without the lock.
func (p *Pool[R]) begin(m *making[R]) {
	if p.dropped(m) {
		return
	}
	cancel := p.o.Create(func(r R, err error) { p.made(m, r, err) })
	p.list.Lock()
	m.cancel = cancel
	if !m.over {
		switch {
		case p.closed:
			p.abandon(m)
		case p.o.CreateTimeout > 0:
			m.stop = p.clock.After(p.o.CreateTimeout, func() { p.tooSlow(m) })
		}
	}
	p.unlock()
}

// dropped forgets a Create that has not begun, if the pool was closed meanwhile. It is called without the lock.
func (p *Pool[R]) dropped(m *making[R]) bool {
	p.list.Lock()
	defer p.unlock()
	if p.closed {
		p.forget(m)
		p.finish()
	}
	return p.closed
}

// made takes what Create has made. It is called without the lock, once that counts.
func (p *Pool[R]) made(m *making[R], r R, err error) {
	p.list.Lock()
	defer p.unlock()
	if m.called {
		return
	}
	m.called = true
	late := m.over
	p.forget(m)
	switch {
	case err != nil && !late:
		p.failed(err)
	case err == nil:
		p.count.created++
		p.barren = false
		p.size++
		if e := (&entry[R]{value: r, born: p.clock.Now()}); late {
			p.destroy(e, nil)
		} else {
			p.arrive(e)
		}
	}
	p.serve()
	p.finish()
}

// failed tells the first who waits that there is no resource, or OnError if nobody does.
func (p *Pool[R]) failed(err error) {
	if w := p.list.First(); w != nil {
		p.list.Fail(w, err)
		return
	}
	p.barren = true
	if !p.closed {
		p.report(Creating, err)
	}
}

// forget ends the account of a Create.
func (p *Pool[R]) forget(m *making[R]) {
	m.over = true
	delete(p.making, m)
	if m.stop != nil {
		m.stop()
		m.stop = nil
	}
}

// tooSlow gives a Create up that has taken too long. It is called without the lock.
func (p *Pool[R]) tooSlow(m *making[R]) {
	p.list.Lock()
	defer p.unlock()
	if m.over {
		return
	}
	err := fault.Timeout.New("create: %s got no resource within %s", p.Label(), p.o.CreateTimeout)
	p.forget(m)
	if m.cancel != nil {
		p.actions = append(p.actions, func() { m.cancel(err) })
	}
	p.failed(err)
	p.serve()
	p.finish()
}

// abandon cancels a Create of a pool that closes. It still has the time that a hook has.
func (p *Pool[R]) abandon(m *making[R]) {
	if m.stop != nil {
		m.stop()
	}
	m.stop = p.clock.After(hookTimeout, func() {
		p.list.Lock()
		p.forget(m)
		p.finish()
		p.unlock()
	})
	if m.cancel != nil {
		cause := fault.Closed.New("create: %s was closed", p.Label())
		p.actions = append(p.actions, func() { m.cancel(cause) })
	}
}

// run calls a hook once the lock is free, and then when it has answered, without the lock. One that does not in time
// has failed.
func (p *Pool[R]) run(step Step, hook func(done func(error)), then func(error)) {
	p.actions = append(p.actions, func() {
		var mu sync.Mutex
		var stop func()
		over := false
		finish := func(err error) {
			mu.Lock()
			first, halt := !over, stop
			over = true
			mu.Unlock()
			if !first {
				return
			}
			if halt != nil {
				halt()
			}
			then(err)
		}
		hook(finish)
		mu.Lock()
		defer mu.Unlock()
		if !over {
			stop = p.clock.After(hookTimeout, func() {
				finish(fault.Timeout.New("%s: a resource of %s was not done within %s", step, p.Label(), hookTimeout))
			})
		}
	})
}

// validate asks whether an idle resource, which is in no chain, is still good, and calls taken with the answer, with
// the lock held. A good one that it does not take is there for all.
func (p *Pool[R]) validate(e *entry[R], taken func(ok bool) bool) {
	good := false
	p.run(Validating, func(done func(error)) {
		p.o.Validate(e.value, func(ok bool, err error) {
			good = ok && err == nil
			done(err)
		})
	}, func(err error) {
		p.list.Lock()
		defer p.unlock()
		good = good && err == nil
		took := taken(good)
		switch {
		case took:
		case good:
			p.arrive(e)
		default:
			if err != nil {
				p.report(Validating, err)
			}
			p.destroy(e, nil)
		}
		p.serve()
		p.finish()
	})
}

// check validates a resource for the first who waits.
func (p *Pool[R]) check(e *entry[R]) {
	p.checking++
	p.validate(e, func(bool) bool {
		p.checking--
		return false
	})
}

// reset makes a resource that came back ready for the next.
func (p *Pool[R]) reset(e *entry[R], done func()) {
	p.run(Resetting, func(done func(error)) { p.o.Reset(e.value, done) }, func(err error) {
		p.list.Lock()
		switch {
		case err != nil:
			p.report(Resetting, err)
			p.destroy(e, done)
		case p.closed:
			p.destroy(e, done)
		case p.list.Len() > 0 && p.o.Validate == nil:
			p.grant(e)
		default:
			p.rest(e)
		}
		pending := err != nil || p.closed
		p.serve()
		p.unlock()
		if !pending && done != nil {
			done()
		}
	})
}

// destroy ends a resource, which is in no chain, and calls done, which may be nil.
func (p *Pool[R]) destroy(e *entry[R], done func()) {
	p.dying++
	p.run(Destroying, func(done func(error)) {
		if p.o.Destroy == nil {
			done(nil)
			return
		}
		p.o.Destroy(e.value, done)
	}, func(err error) {
		p.list.Lock()
		p.dying--
		p.size--
		p.count.destroyed++
		if err != nil {
			p.report(Destroying, err)
		}
		p.serve()
		p.finish()
		p.unlock()
		if done != nil {
			done()
		}
	})
}

// report tells OnError of an error.
func (p *Pool[R]) report(step Step, err error) {
	if p.o.OnError != nil {
		p.actions = append(p.actions, func() { p.o.OnError(step, err) })
	}
}

// Blocking makes a Create of a function that blocks: it runs on a goroutine, and its context ends when the pool will
// not take the resource any more.
func Blocking[R any](create func(context.Context) (R, error)) func(done func(R, error)) (cancel func(error)) {
	return func(done func(R, error)) func(error) {
		ctx, cancel := context.WithCancelCause(context.Background())
		go func() {
			r, err := create(ctx)
			cancel(nil)
			done(r, err)
		}()
		return cancel
	}
}
