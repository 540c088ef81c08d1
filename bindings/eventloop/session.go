package eventloop

import (
	"github.com/lariatjs/lariat/bindings/internal/transit"
	"github.com/lariatjs/lariat/runtime/fault"
)

// Session is a loop from one Start to the next Stop. Its isolate tells by it what becomes of the tasks.
type Session struct {
	loop    *EventLoop
	isolate Isolate

	// The loop's mutex guards the rest.
	tasks    map[*Task]bool
	stopping bool
	late     func() // stops the timer of the grace
}

// run hands a task to the isolate. The caller holds the loop's mutex.
func (s *Session) run(t *Task) {
	t.state, t.session = running, s
	s.tasks[t] = true
	s.isolate.Run(t)
}

// stop cancels what runs. The caller holds the loop's mutex.
func (s *Session) stop(cause error) {
	s.stopping = true
	if len(s.tasks) == 0 {
		s.isolate.Close()
		return
	}
	for _, t := range inOrder(s.tasks) {
		if t.cause == nil {
			t.cause = cause
			s.isolate.Cancel(t, cause, nil)
		}
	}
	s.late = s.loop.config.After(s.loop.config.Grace, func() { s.isolate.Kill(cause) })
}

// Began says that the isolate has taken a task up.
func (s *Session) Began(t *Task) {
	s.loop.mu.Lock()
	defer s.loop.mu.Unlock()
	t.began = s.loop.config.Now()
}

// Done is the end of a task.
func (s *Session) Done(t *Task, a Answer) {
	e := s.loop
	e.mu.Lock()
	if t.state != running {
		e.mu.Unlock()
		return
	}
	t.over(e.config.Now())
	delete(s.tasks, t)
	if s.stopping && len(s.tasks) == 0 {
		s.isolate.Close()
	}
	e.mu.Unlock()
	t.To.Settled(t, a, t.cause)
}

// Ended says that the isolate is no more. err is nil when it was told to end.
func (s *Session) Ended(err error) {
	e := s.loop
	e.mu.Lock()
	left := inOrder(s.tasks)
	clear(s.tasks)
	now := e.config.Now()
	for _, t := range left {
		t.over(now)
	}
	if s.late != nil {
		s.late()
	}
	lost := !s.stopping && len(left) == 0 && err != nil
	if e.current == s {
		e.current = nil
	}
	delete(e.ending, s)
	var stopped []func()
	if len(e.ending) == 0 {
		stopped, e.waiting = e.waiting, nil
	}
	e.mu.Unlock()
	for _, t := range left {
		cause := t.cause
		if cause == nil {
			cause = e.death(err)
		}
		t.To.Settled(t, Answer{}, cause)
	}
	if lost {
		e.config.Lost(e.death(err))
	}
	for _, done := range stopped {
		done()
	}
}

// death is what tasks reject with whose isolate has ended under them.
func (e *EventLoop) death(err error) error {
	if err == nil {
		return fault.Worker.New("%s ended in the middle of the task", e.Label())
	}
	return fault.Worker.New("%s died: %w", e.Label(), transit.Death(err))
}
