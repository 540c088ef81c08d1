package worker

import (
	"time"

	"github.com/lariatjs/lariat/runtime/clone"
)

// event is something that the owner is to hear.
type event struct {
	task    *Task
	kind    eventKind
	message *clone.Message
	answer  Answer
	err     error
}

type eventKind uint8

const (
	settledEvent eventKind = iota
	yieldedEvent
	emittedEvent
)

// tell puts an event in the inbox; unlock posts it. The caller holds p.mu.
func (p *Pool) tell(now time.Duration, e event) {
	if len(p.inbox) == 0 {
		p.since = now
	}
	p.inbox = append(p.inbox, e)
}

// drain tells the owner everything that has happened, on its goroutine.
func (p *Pool) drain() {
	p.mu.Lock()
	events := p.inbox
	p.inbox, p.spare = p.spare, nil
	p.posted = false
	p.mu.Unlock()
	for i := range events {
		e := &events[i]
		switch e.kind {
		case settledEvent:
			e.task.To.Settled(e.task, e.answer, e.err)
		case yieldedEvent:
			e.task.To.Yielded(e.task, e.message)
		case emittedEvent:
			e.task.To.Emitted(e.task, e.message)
		}
	}
	if cap(events) > keep {
		return
	}
	clear(events)
	p.mu.Lock()
	p.spare = events[:0]
	p.mu.Unlock()
}

// keep is the capacity up to which the inbox's memory is used again.
const keep = 1 << 12
