package worker

import (
	"slices"
	"time"

	"github.com/lariatjs/lariat/runtime/clone"
	"github.com/lariatjs/lariat/runtime/fault"
)

// phase is how far a worker has come.
type phase uint8

const (
	starting phase = iota
	live
	leaving // told to end, or dead
)

// Seat is the place of a worker in its pool: by it the worker takes its tasks and tells what becomes of them.
// Its methods may be called from any goroutine. Once the worker was killed, nothing that it says is heard, but
// Ended.
type Seat struct {
	// ID is the number of the worker within its pool, from 1 on.
	ID   uint64
	pool *Pool

	// The pool's mutex guards the rest.
	worker  Worker
	wakeUp  func() // the worker's Wake, made once
	phase   phase
	proved  bool // it has run a task: if it dies it may be replaced at once
	retired bool // takes no more tasks and ends after those that it has
	tasks   []*Task
	own     queue // tasks that only this worker may take
	taken   int
	born    time.Duration
	since   time.Duration // when it last ended a task
	awake   bool          // was woken and has not found its queue empty since
}

// Ready says that the worker is set up. Otherwise thrown is what its module or its initializer threw, or err
// says what went wrong; the worker is told to close then.
func (s *Seat) Ready(thrown *clone.Message, err error) {
	p := s.pool
	p.mu.Lock()
	defer p.unlock()
	if s.phase != starting {
		return
	}
	if thrown == nil && err == nil {
		s.phase, s.since, s.awake = live, p.owner.Now(), true
		p.actions = append(p.actions, s.wakeUp, p.warmed)
		if s.retired { // the pool was made smaller meanwhile
			p.retire(s)
		}
		return
	}
	p.remove(s)
	w := s.worker
	p.actions = append(p.actions, w.Close)
	p.unstarted(Answer{Thrown: thrown, Err: err})
}

// Take gives the worker its next task, nil if there is none for it now. A worker calls it when it is woken and
// again after each Done, until it gives nil.
func (s *Seat) Take() *Task {
	p := s.pool
	p.mu.Lock()
	defer p.unlock()
	return p.next(s, p.owner.Now())
}

// Done is the end of a task.
func (s *Seat) Done(t *Task, a Answer) {
	p := s.pool
	p.mu.Lock()
	defer p.unlock()
	p.finish(s, t, a, p.owner.Now())
}

// Next is Done and Take in one, for a worker that has something to do: the owner hears of the end together with
// what follows in the next moment.
func (s *Seat) Next(t *Task, a Answer) (next *Task) {
	p := s.pool
	p.mu.Lock()
	defer func() {
		if next != nil && len(p.actions) == 0 && !p.posted && !p.wanted && next.startedAt-p.since < linger {
			p.mu.Unlock()
			return
		}
		p.unlock()
	}()
	now := p.owner.Now()
	p.finish(s, t, a, now)
	return p.next(s, now)
}

// linger is how long the end of a task may wait for others to be told together with it.
const linger = 50 * time.Microsecond

// Emit is a message of a running task.
func (s *Seat) Emit(t *Task, m *clone.Message) { s.say(event{t, emittedEvent, m, Answer{}, nil}) }

// Yield is the next value of a stream.
func (s *Seat) Yield(t *Task, m *clone.Message) { s.say(event{t, yieldedEvent, m, Answer{}, nil}) }

func (s *Seat) say(e event) {
	p := s.pool
	p.mu.Lock()
	defer p.unlock()
	if e.task.state == running && e.task.seat == s {
		p.tell(p.owner.Now(), e)
	}
}

// Ended says that the worker is no more and has given back what it held. err is nil when it was told to end.
func (s *Seat) Ended(err error) {
	p := s.pool
	p.mu.Lock()
	defer p.unlock()
	switch {
	case s.phase == starting:
		p.remove(s)
		p.unstarted(Answer{Err: stillborn(s, err)})
	case s.phase == live || len(s.tasks) > 0:
		if lost := p.config.Lost; lost != nil && len(s.tasks) == 0 && err != nil {
			p.actions = append(p.actions, func() { lost(crash(s, err)) })
		}
		p.crashed(s, crash(s, err))
	}
	delete(p.leaving, s)
	if p.stage == closed && len(p.leaving) == 0 {
		p.actions = append(p.actions, func() { grantAll(&p.gone, struct{}{}) })
	}
}

// remove takes a worker out of service: it is not counted any more, and what waited for it alone goes elsewhere. The
// caller holds p.mu.
func (p *Pool) remove(s *Seat) {
	p.stats.account(p, p.owner.Now())
	p.free -= s.room()
	s.phase = leaving
	p.leaving[s] = true
	p.seats = slices.DeleteFunc(p.seats, func(o *Seat) bool { return o == s })
	p.unpark(s)
	p.evict(s)
	for t := s.own.oldest; t != nil; t = s.own.oldest {
		s.own.remove(t)
		p.waiting--
		p.end(t, Answer{}, fault.Worker.New("worker %d of %s ended before %s began", s.ID, p.label(), t.label()))
	}
}

// evict lets what waits for a worker that takes no more tasks wait for any, unless it is pinned. The caller holds
// p.mu.
func (p *Pool) evict(s *Seat) {
	p.homes.forget(s)
	for t := s.own.oldest; t != nil; {
		next := t.next
		if !t.pinned {
			s.own.remove(t)
			t.seat = nil
			p.queue.push(t)
			p.wakeOne()
		}
		t = next
	}
}

// next finds the task that a worker runs next. The caller holds p.mu.
func (p *Pool) next(s *Seat, now time.Duration) *Task {
	if s.phase != live || len(s.tasks) >= p.config.Concurrency {
		s.awake = false
		return nil
	}
	for !p.paused && !s.retired {
		t, q := s.own.first(), &s.own
		if shared := p.queue.first(); shared != nil && (t == nil || before(shared, t)) {
			t, q = shared, &p.queue
		}
		if t == nil {
			break
		}
		if t.Affinity != "" && q == &p.queue {
			if home := p.homes.give(t.Affinity, s); home != s {
				q.remove(t)
				t.seat = home
				home.own.push(t)
				p.wake(home)
				continue
			}
		}
		p.begin(s, t, q, now)
		return t
	}
	p.park(s)
	return nil
}

// begin counts a task as running. The caller holds p.mu.
func (p *Pool) begin(s *Seat, t *Task, q *queue, now time.Duration) {
	p.take(q, t)
	p.stats.account(p, now)
	t.state, t.seat, t.startedAt = running, s, now
	p.running++
	p.free--
	s.tasks = append(s.tasks, t)
	s.proved = true
	if s.taken++; p.config.MaxTasks > 0 && s.taken >= p.config.MaxTasks {
		p.expire(s)
	}
	if t.Limit > 0 {
		t.stop = p.owner.After(t.Limit, func() { p.late(t) })
	}
}

// late cancels a task that has run for longer than it may.
func (p *Pool) late(t *Task) {
	p.Cancel(t, fault.Timeout.New("%s timed out after %s", t.label(), t.Limit), nil)
}

// finish takes the answer of a worker. The caller holds p.mu.
func (p *Pool) finish(s *Seat, t *Task, a Answer, now time.Duration) {
	if t.state != running || t.seat != s {
		return
	}
	p.stats.account(p, now)
	i := slices.Index(s.tasks, t)
	last := len(s.tasks) - 1
	s.tasks[i], s.tasks[last] = s.tasks[last], nil
	s.tasks = s.tasks[:last]
	p.running--
	if s.phase != leaving && !s.retired {
		p.free++
	}
	s.since = now
	p.endAt(now, t, a, t.cause)
	if s.retired && last == 0 && s.phase == live {
		p.retire(s)
	}
}

// retire ends a worker that takes no more tasks; another takes its place if it is needed. The caller holds p.mu.
func (p *Pool) retire(s *Seat) {
	if p.config.MaxTasks > 0 && s.taken >= p.config.MaxTasks {
		p.stats.recycled++
	}
	p.remove(s)
	p.actions = append(p.actions, s.worker.Close)
	p.grow(p.config.Min)
}
