package worker

import (
	"errors"

	"github.com/lariatjs/lariat/bindings/internal/transit"
	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/fault"
)

// crash is what the tasks of a worker reject with that has died.
func crash(s *Seat, err error) error {
	if err == nil {
		return fault.Worker.New("worker %d of %s ended in the middle of the task", s.ID, s.pool.label())
	}
	if f, ok := err.(*fault.Error); ok && f.Kind == fault.Worker { //nolint:errorlint // a fault of this kind itself
		return err
	}
	return fault.Worker.New("worker %d of %s died: %w", s.ID, s.pool.label(), transit.Death(err))
}

// stillborn is what the tasks that wait reject with when a worker has ended before it was set up.
func stillborn(s *Seat, err error) error {
	var exit *runtime.ExitError
	switch {
	case err == nil:
		return fault.Worker.New("worker %d of %s ended before it was ready", s.ID, s.pool.label())
	case errors.As(err, &exit): // a call of process.exit
		return fault.Worker.New("worker %d of %s ended before it was ready: %w", s.ID, s.pool.label(), exit)
	}
	return err
}

// crashed takes a worker that has died, or is killed, out of the pool and settles its tasks: those that were
// cancelled with the cause of that, the others with err. The caller holds p.mu.
func (p *Pool) crashed(s *Seat, err error) {
	if s.phase != leaving {
		p.remove(s)
	}
	for _, t := range s.tasks {
		p.running--
		cause := t.cause
		if cause == nil {
			cause = err
		}
		p.end(t, Answer{}, cause)
	}
	s.tasks = nil
	if s.proved {
		p.grow(p.config.Min)
	} else {
		p.grow(0)
	}
}

// kill ends a worker at once. The caller holds p.mu.
func (p *Pool) kill(s *Seat, cause error) {
	w := s.worker
	p.crashed(s, cause)
	p.actions = append(p.actions, func() { w.Kill(cause) })
}
