package worker

import (
	"context"

	"github.com/lariatjs/lariat/bindings/internal/waitlist"
)

// Pause lets no task begin until Resume.
func (p *Pool) Pause() {
	p.mu.Lock()
	defer p.unlock()
	p.paused = true
}

// Resume ends Pause.
func (p *Pool) Resume() {
	p.mu.Lock()
	defer p.unlock()
	if p.paused {
		p.paused = false
		p.wakeAll()
	}
}

// wakeAll lets every worker look, and starts as many as there is work for. The caller holds p.mu.
func (p *Pool) wakeAll() {
	for _, s := range append([]*Seat(nil), p.parked...) {
		p.wake(s)
	}
	p.grow(0)
}

// Ready waits until a task would not have to wait for room in the queue.
func (p *Pool) Ready(ctx context.Context, done func(struct{}, error)) {
	p.mu.Lock()
	free := !p.full()
	p.mu.Unlock()
	stand(ctx, &p.room, free, done)
	if !free {
		p.admit() // room that came meanwhile
	}
}

// admit lets as many callers of Ready go on as there are places. While there are others unlock calls it again.
func (p *Pool) admit() {
	p.mu.Lock()
	n := p.places()
	p.wanted = true // before the places are counted again
	p.mu.Unlock()
	p.room.Lock()
	w := p.room.First()
	for ; w != nil && n > 0; w = p.room.First() {
		p.room.Grant(w, struct{}{})
		n--
	}
	if w == nil {
		p.mu.Lock()
		p.wanted = false
		p.mu.Unlock()
	}
	p.room.Unlock()
}

// Drain waits until no task waits or runs.
func (p *Pool) Drain(ctx context.Context, done func(struct{}, error)) {
	p.mu.Lock()
	free := p.waiting == 0 && p.running == 0
	p.watched = true
	p.mu.Unlock()
	stand(ctx, &p.quiet, free, done)
	p.hush() // it may have become quiet meanwhile
}

// stand puts a caller in a list, unless what it waits for is there.
func stand[T any](ctx context.Context, l *waitlist.List[T], free bool, done func(T, error)) {
	if free {
		var none T
		done(none, nil)
		return
	}
	l.Lock()
	l.UnlockAndWatch(l.Add(ctx, waitlist.Ask{}, done))
}

// grantAll lets everybody in a list go on.
func grantAll[T any](l *waitlist.List[T], v T) {
	l.Lock()
	for w := l.First(); w != nil; w = l.First() {
		l.Grant(w, v)
	}
	l.Unlock()
}
