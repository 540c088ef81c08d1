package resource

import "time"

// Lease is the right to use a resource, until it is given back: once, by whoever has the lease.
type Lease[R any] struct {
	pool   *Pool[R]
	entry  *entry[R] // nil when it was given back; the pool's lock guards it
	value  R
	by     Party
	since  time.Duration
	warned bool
}

// Value is the resource.
func (l *Lease[R]) Value() R { return l.value }

// Held reports whether the lease has not been given back yet.
func (l *Lease[R]) Held() bool {
	l.pool.list.Lock()
	defer l.pool.list.Unlock()
	return l.entry != nil
}

// Release gives the resource back. Only the first call does, and says true.
func (l *Lease[R]) Release() bool { return l.Return(nil) }

// Return is Release, and calls done, which may be nil, when the resource is ready for others, or destroyed. Errors on
// the way there go to OnError. done is also called when there is nothing to give back.
func (l *Lease[R]) Return(done func()) bool {
	return l.give(done, func(p *Pool[R], e *entry[R]) (pending bool) {
		switch {
		case p.closed || p.worn(e):
			p.destroy(e, done)
			return true
		case p.o.Reset != nil:
			p.reset(e, done)
			return true
		case p.list.Len() > 0 && p.o.Validate == nil:
			p.grant(e)
		default:
			p.rest(e)
		}
		return false
	})
}

// Destroy is Return for a resource that is broken: it is destroyed, and not lent again.
func (l *Lease[R]) Destroy(done func()) bool {
	return l.give(done, func(p *Pool[R], e *entry[R]) (pending bool) {
		p.destroy(e, done)
		return true
	})
}

// give ends the lease and hands its resource on; to reports whether it will call done.
func (l *Lease[R]) give(done func(), to func(*Pool[R], *entry[R]) (pending bool)) bool {
	p := l.pool
	p.list.Lock()
	e := l.end()
	pending := false
	if e != nil {
		p.barren = false
		pending = to(p, e)
		if p.list.Len() > 0 || p.o.Min > 0 {
			p.serve()
		}
	}
	p.unlock()
	if !pending && done != nil {
		done()
	}
	return e != nil
}

// end takes the resource from the lease, nil if it has none any more. The caller holds the lock.
func (l *Lease[R]) end() *entry[R] {
	e := l.entry
	if e != nil {
		l.entry, e.lease = nil, nil
		l.pool.out.remove(e)
	}
	return e
}

// worn reports whether a resource that comes back has had its time.
func (p *Pool[R]) worn(e *entry[R]) bool {
	if p.o.MaxUses > 0 && e.uses >= p.o.MaxUses {
		return true
	}
	return p.o.MaxLifetime > 0 && after(e.born, p.o.MaxLifetime) <= p.clock.Now()
}
