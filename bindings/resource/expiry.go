package resource

import "sync/atomic"

// sweep ends the resources that have been idle for too long or are too old. It is called by the alarm, without the
// lock.
func (p *Pool[R]) sweep() {
	p.list.Lock()
	defer p.unlock()
	p.sweeping.clear()
	now, due := p.clock.Now(), never
	for e := p.idle.first; e != nil; {
		next := e.next
		dies := after(e.born, p.o.MaxLifetime)
		if p.size-p.dying > p.o.Min {
			dies = min(dies, after(e.idle, p.o.IdleTimeout))
		}
		if dies <= now {
			p.idle.remove(e)
			p.destroy(e, nil)
		} else {
			due = min(due, dies)
		}
		e = next
	}
	if due != never {
		p.sweeping.set(p.clock, now, due, p.sweep)
	}
	p.serve()
}

// watch tells of the leases that have been out for long. It is called by the alarm, without the lock.
func (p *Pool[R]) watch() {
	p.list.Lock()
	defer p.unlock()
	p.watching.clear()
	now := p.clock.Now()
	for e := p.out.first; e != nil; e = e.next {
		l := e.lease
		if due := after(l.since, p.o.LeakWarning); due > now {
			p.watching.set(p.clock, now, due, p.watch)
			return
		}
		if !l.warned && p.o.OnLeak != nil {
			held := Holding{By: l.by, For: now - l.since}
			p.actions = append(p.actions, func() { p.o.OnLeak(held) })
		}
		l.warned = true
	}
}

// Evict destroys all resources that are idle and tells done how many there were, when they are gone. Those that are out
// stay.
func (p *Pool[R]) Evict(done func(int)) {
	p.list.Lock()
	n := p.idle.size
	var left atomic.Int64
	left.Store(int64(n) + 1)
	one := func() {
		if left.Add(-1) == 0 {
			done(n)
		}
	}
	p.barren = false
	p.clear(one)
	p.serve()
	p.unlock()
	one()
}

// clear destroys all idle resources.
func (p *Pool[R]) clear(done func()) {
	for p.idle.size > 0 {
		e := p.idle.first
		p.idle.remove(e)
		p.destroy(e, done)
	}
}
