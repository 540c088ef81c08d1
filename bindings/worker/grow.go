package worker

import (
	"context"
	"slices"
	"time"

	"github.com/lariatjs/lariat/bindings/internal/waitlist"
)

// grow starts workers until there are least, and as many as the waiting tasks could use. The caller holds p.mu.
func (p *Pool) grow(least int) {
	if p.stage == closed {
		return
	}
	if p.stage == closing {
		least = 0
	}
	for len(p.seats) < p.config.Max && (len(p.seats) < least || p.short()) {
		p.seat()
	}
}

// short reports whether more tasks wait than the workers there are could take now. The caller holds p.mu.
func (p *Pool) short() bool { return !p.paused && p.queue.len() > p.free }

// seat starts a worker. The caller holds p.mu.
func (p *Pool) seat() {
	p.stats.started++
	s := &Seat{ID: p.stats.started, pool: p}
	p.stats.account(p, p.owner.Now())
	p.seats = append(p.seats, s)
	p.free += p.config.Concurrency
	s.born = p.owner.Now()
	s.worker = p.start(s)
	s.wakeUp = s.worker.Wake
}

// wake lets a worker look for tasks. The caller holds p.mu.
func (p *Pool) wake(s *Seat) {
	if s.phase != live || s.awake || p.paused {
		return
	}
	p.unpark(s)
	s.awake = true
	p.actions = append(p.actions, s.wakeUp)
}

// park notes that a worker has room and found nothing to take. The caller holds p.mu.
func (p *Pool) park(s *Seat) {
	s.awake = false
	if !s.retired && !slices.Contains(p.parked, s) {
		p.parked = append(p.parked, s)
	}
	p.reap()
}

func (p *Pool) unpark(s *Seat) {
	if i := slices.Index(p.parked, s); i >= 0 {
		p.parked = slices.Delete(p.parked, i, i+1)
	}
}

// reap ends the workers beyond the minimum that have had nothing to do for too long, and comes back when the
// next one will have. The caller holds p.mu.
func (p *Pool) reap() {
	if p.reaper != nil || p.config.Idle < 0 || p.stage == closed {
		return
	}
	if len(p.seats) <= p.config.Min {
		return
	}
	now := p.owner.Now()
	next := time.Duration(-1)
	for _, s := range slices.Clone(p.parked) { // those that were used last are at the end
		if len(p.seats) <= p.config.Min {
			return
		}
		if len(s.tasks) > 0 || s.own.len() > 0 {
			continue
		}
		if left := s.since + p.config.Idle - now; left > 0 {
			if next < 0 || left < next {
				next = left
			}
			continue
		}
		p.remove(s)
		p.actions = append(p.actions, s.worker.Close)
	}
	if next >= 0 {
		p.reaper = p.config.Later(next, func() {
			p.mu.Lock()
			defer p.unlock()
			p.reaper = nil
			p.reap()
		})
	}
}

// Resize changes the bounds of the number of workers. Those that are too many end when they have nothing to do.
func (p *Pool) Resize(least, most int) {
	p.mu.Lock()
	defer p.unlock()
	p.stats.account(p, p.owner.Now())
	p.config.Min, p.config.Max = least, most
	for _, s := range slices.Clone(p.seats) {
		if len(p.seats)-p.retiring() <= most {
			break
		}
		switch {
		case s.retired:
		case len(s.tasks) > 0 || s.phase == starting:
			p.expire(s)
		default:
			p.remove(s)
			p.actions = append(p.actions, s.worker.Close)
		}
	}
	p.grow(least)
}

// retiring counts the workers that end after the tasks that they run. The caller holds p.mu.
func (p *Pool) retiring() (n int) {
	for _, s := range p.seats {
		if s.retired {
			n++
		}
	}
	return n
}

// expire lets a worker take no more tasks. The caller holds p.mu.
func (p *Pool) expire(s *Seat) {
	p.free -= s.room()
	s.retired = true
	p.unpark(s)
	p.evict(s)
}

// room is how many tasks the worker could take. The caller holds the pool's mutex.
func (s *Seat) room() int {
	if s.retired || s.phase == leaving {
		return 0
	}
	return s.pool.config.Concurrency - len(s.tasks)
}

// Warmup starts workers until there are n, the maximum at most, and waits until all of them are set up.
func (p *Pool) Warmup(ctx context.Context, n int, done func(Answer, error)) {
	p.mu.Lock()
	p.grow(n)
	p.warm.Lock() // before the new workers can say anything
	w := p.warm.Add(ctx, waitlist.Ask{}, done)
	p.mu.Unlock() // grow leaves nothing to be done
	p.warm.UnlockAndWatch(w)
	p.warmed()
}

// warmed lets the callers of Warmup go on when no worker is starting. The callers are made to go on before another can
// stand in line, and called when both locks are free.
func (p *Pool) warmed() {
	p.mu.Lock()
	p.warm.Lock()
	if p.failing == 0 && !slices.ContainsFunc(p.seats, func(s *Seat) bool { return s.phase == starting }) {
		for w := p.warm.First(); w != nil; w = p.warm.First() {
			p.warm.Grant(w, Answer{})
		}
	}
	p.mu.Unlock()
	p.warm.Unlock()
}

// unstarted settles everything that waits, since a worker could not be set up: the next one could not either.
// It is not tried again before the next task comes. The caller holds p.mu.
func (p *Pool) unstarted(a Answer) {
	for t := p.queue.oldest; t != nil; t = p.queue.oldest {
		p.take(&p.queue, t)
		p.end(t, a, nil)
	}
	for _, s := range p.seats {
		for t := s.own.oldest; t != nil; t = s.own.oldest {
			p.take(&s.own, t)
			p.end(t, a, nil)
		}
	}
	p.failing++
	p.actions = append(p.actions, func() {
		grantAll(&p.warm, a)
		p.mu.Lock()
		p.failing--
		p.mu.Unlock()
		p.warmed()
	})
}

// Live lists the workers that are set up or will be, for a task that goes to each of them.
func (p *Pool) Live() []*Seat {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(p.seats), func(s *Seat) bool { return s.retired })
}

// Pin binds a task to a worker before it is submitted.
func (t *Task) Pin(s *Seat) { t.seat, t.pinned = s, true }
