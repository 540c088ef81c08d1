package worker

import (
	"time"

	"github.com/lariatjs/lariat/bindings/internal/histogram"
)

// counters are what a pool counts. The pool's mutex guards them.
type counters struct {
	started                                             uint64 // workers
	completed, failed, cancelled, interrupted, recycled uint64
	wait, run                                           histogram.Histogram

	begin, last time.Duration
	busy, there time.Duration // summed over tasks and over places for tasks
}

// account adds up what has passed since the last change. The caller is about to change how many tasks run or how
// many workers there are.
func (c *counters) account(p *Pool, now time.Duration) {
	if c.last == 0 {
		c.last = c.begin
	}
	passed := now - c.last
	c.last = now
	c.busy += passed * time.Duration(p.running)
	c.there += passed * time.Duration(len(p.seats)*p.config.Concurrency)
}

// settled counts a task that is over.
func (c *counters) settled(t *Task, a Answer, err error) {
	switch {
	case t.cause != nil:
		c.cancelled++
	case err != nil || a.Thrown != nil || a.Err != nil:
		c.failed++
	default:
		c.completed++
	}
	if t.startedAt > 0 {
		c.wait.Add(t.startedAt - t.queuedAt)
		c.run.Add(t.endedAt - t.startedAt)
	}
}

// Stats is how a pool stands.
type Stats struct {
	Workers, Busy, Idle, Queued, Running                int
	Completed, Failed, Cancelled, Interrupted, Recycled uint64
	// Utilization is the share of the time for which the places for tasks had one.
	Utilization       float64
	WaitTime, RunTime histogram.Histogram
}

// Stats returns how the pool stands.
func (p *Pool) Stats() Stats {
	p.mu.Lock()
	defer p.mu.Unlock()
	c := &p.stats
	c.account(p, p.owner.Now())
	s := Stats{
		Workers: len(p.seats), Queued: p.waiting, Running: p.running,
		Completed: c.completed, Failed: c.failed, Cancelled: c.cancelled, Interrupted: c.interrupted, Recycled: c.recycled,
		WaitTime: c.wait, RunTime: c.run,
	}
	for _, seat := range p.seats {
		if len(seat.tasks) > 0 {
			s.Busy++
		}
	}
	s.Idle = s.Workers - s.Busy
	if c.there > 0 {
		s.Utilization = float64(c.busy) / float64(c.there)
	}
	return s
}
