package resource

import "time"

// Holding describes a lease that is out.
type Holding struct {
	// By is who has it, with the place where it was acquired.
	By Party
	// For is how long it has been out.
	For time.Duration
}

// Stats is how a pool stands.
type Stats struct {
	// Size is how many resources there are: Idle ones, Borrowed ones, and those that are being validated, reset or
	// destroyed. Creating are to come.
	Size, Idle, Borrowed, Creating int
	// Waiting is how many callers wait.
	Waiting int
	// Created and Destroyed count resources, Timeouts the callers who waited for too long.
	Created, Destroyed, Timeouts int
	// Leases are what is out, oldest first.
	Leases []Holding
}

// Stats tells how the pool stands.
func (p *Pool[R]) Stats() Stats {
	p.list.Lock()
	defer p.list.Unlock()
	return Stats{
		Size: p.size, Idle: p.idle.size, Borrowed: p.out.size, Creating: len(p.making), Waiting: p.list.Len(),
		Created: p.count.created, Destroyed: p.count.destroyed, Timeouts: p.count.timeouts, Leases: p.holdings(),
	}
}

func (p *Pool[R]) holdings() []Holding {
	now := p.clock.Now()
	list := make([]Holding, 0, p.out.size)
	for e := p.out.first; e != nil; e = e.next {
		list = append(list, Holding{e.lease.by, now - e.lease.since})
	}
	return list
}

// Size is the number of resources there are.
func (p *Pool[R]) Size() int { return p.read(func() int { return p.size }) }

// Idle is the number of resources that can be had at once.
func (p *Pool[R]) Idle() int { return p.read(func() int { return p.idle.size }) }

// Borrowed is the number of leases that are out.
func (p *Pool[R]) Borrowed() int { return p.read(func() int { return p.out.size }) }

// Waiting is the number of callers who wait.
func (p *Pool[R]) Waiting() int { return p.read(p.list.Len) }

func (p *Pool[R]) read(f func() int) int {
	p.list.Lock()
	defer p.list.Unlock()
	return f()
}

// Holders are the parties with leases, oldest first.
func (p *Pool[R]) Holders() []Party {
	p.list.Lock()
	defer p.list.Unlock()
	list := make([]Party, 0, p.out.size)
	for _, h := range p.holdings() {
		list = append(list, h.By)
	}
	return list
}
