package worker

import (
	"context"

	"github.com/lariatjs/lariat/runtime/fault"
)

// Close takes no more tasks, waits until those that there are have ended, ends the workers and calls done when
// all of them are gone. With drop, tasks that wait are settled at once.
func (p *Pool) Close(drop bool, done func()) {
	p.mu.Lock()
	if p.stage == open {
		p.stage = closing
	}
	if p.paused { // what waits must run now
		p.paused = false
		p.wakeAll()
	}
	label := p.label()
	p.look()
	p.unlock()
	if drop {
		p.CancelQueued(fault.Closed.New("%s was closed before the task began", label))
	}
	p.mu.Lock()
	free := p.stage == closed && len(p.leaving) == 0
	p.mu.Unlock()
	stand(context.Background(), &p.gone, free, func(struct{}, error) { done() })
	p.vacate()
}

// vacate calls for those who wait for the end of the workers if they are gone.
func (p *Pool) vacate() {
	p.mu.Lock()
	gone := p.stage == closed && len(p.leaving) == 0
	p.mu.Unlock()
	if gone {
		grantAll(&p.gone, struct{}{})
	}
}

// dismiss tells the workers to end, now that they have nothing to do. The caller holds p.mu.
func (p *Pool) dismiss() {
	p.stage = closed
	if p.reaper != nil {
		p.reaper()
		p.reaper = nil
	}
	for len(p.seats) > 0 {
		s := p.seats[0]
		end := s.worker.Close
		if s.phase == starting { // an initializer that never yields would not hear of it
			end = func() { s.worker.Kill(fault.Closed.New("%s was closed before the worker was ready", s.pool.label())) }
		}
		p.remove(s)
		p.actions = append(p.actions, end)
	}
	p.actions = append(p.actions, p.warmed, p.admit, p.vacate)
}

// Running lists the tasks that run.
func (p *Pool) Running() (list []*Task) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, s := range p.seats {
		list = append(list, s.tasks...)
	}
	return list
}
