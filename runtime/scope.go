package runtime

import (
	"time"

	"github.com/lariatjs/lariat/runtime/fault"
	"github.com/lariatjs/lariat/runtime/loop"
)

// Scope is a cancellation scope: the ambient answer to "may I go on?". It is carried by the Frame, so
// that a wait needs no signal argument. Scopes form a tree; cancelling one cancels everything beneath.
// Cancellation is level-triggered: a wait that starts in a cancelled scope rejects at once.
//
// All methods but those of context.Context belong to the loop goroutine.
type Scope struct {
	Signal
	parent   *Scope
	up       Hook // on the parent
	deadline time.Time
	timer    *loop.Timer
	stops    []func() bool
	busy     int
	onQuiet  func()
	wait     bool
	expired  bool
}

// NewScope opens a scope beneath parent; a nil parent makes a root, which is how a shield begins.
func (rt *Runtime) NewScope(parent *Scope) *Scope {
	s := &Scope{}
	s.Begin(rt)
	if parent != nil {
		s.Beneath(parent)
	}
	return s
}

// Beneath puts a scope that has just begun beneath parent.
func (s *Scope) Beneath(parent *Scope) {
	s.parent = parent
	s.deadline = parent.deadline
	if !parent.Attach(&s.up, (*child)(s)) {
		s.Abort(parent.Err())
	}
}

// child is a scope as its parent sees it.
type child Scope

// SignalEnded ends the scope with what surrounds it.
func (s *child) SignalEnded() { (*Scope)(s).Abort(s.parent.Err()) }

// Begin makes the zero value a root, for a scope that is a part of something else.
func (s *Scope) Begin(rt *Runtime) { s.rt = rt }

// Limit ends the scope after d with fault.Timeout, unless an enclosing deadline comes first: nested
// deadlines take the minimum.
func (s *Scope) Limit(d time.Duration, what string) {
	at := s.rt.loop.Now().Add(d)
	if !s.deadline.IsZero() && !at.Before(s.deadline) {
		return
	}
	s.deadline = at
	if s.timer != nil {
		s.timer.Stop()
	}
	s.timer = s.rt.loop.SetTimer(max(d, 0), false, func() {
		s.expired = s.Err() == nil
		s.Abort(fault.Timeout.New("%s timed out after %s", what, Milliseconds(d)))
	})
}

// Until tells the scope that somebody else, who has the same clock, will end it at a time.
func (s *Scope) Until(at time.Time) {
	if s.deadline.IsZero() || at.Before(s.deadline) {
		s.deadline = at
	}
}

// Expired reports whether the scope ended by its own deadline and not by another's.
func (s *Scope) Expired() bool { return s.expired }

// Parent returns the enclosing scope, nil for a root.
func (s *Scope) Parent() *Scope { return s.parent }

// Follow ends the scope when the signal does, with the same cause.
func (s *Scope) Follow(sig *Signal) {
	s.stops = append(s.stops, sig.AfterFunc(func() { s.Abort(sig.Err()) }), sig.count())
}

// End closes the scope: its timer and its hooks on others are gone. Children that are still open live on
// beneath nobody.
func (s *Scope) End() {
	if s.timer != nil {
		s.timer.Stop()
		s.timer = nil
	}
	if s.parent != nil {
		s.parent.Detach(&s.up)
	}
	for _, stop := range s.stops {
		stop()
	}
	s.stops = nil
}

// EndWait ends a scope that was made for one wait only; an ambient scope is left alone.
func (s *Scope) EndWait() {
	if s.wait {
		s.End()
	}
}

// ForWait opens a scope for a single wait: the ambient one narrowed by an option signal and a timeout.
func (rt *Runtime) ForWait(sig *Signal, timeout time.Duration, what string) *Scope {
	s := rt.NewScope(rt.Scope())
	s.wait = true
	if sig != nil {
		s.Follow(sig)
	}
	if timeout >= 0 {
		s.Limit(timeout, what)
	}
	return s
}

// Deadline returns the nearest deadline of the scope and those around it.
func (s *Scope) Deadline() (time.Time, bool) { return s.deadline, !s.deadline.IsZero() }

// Busy counts work inside the scope that must end before the scope may be left although it is
// cancelled: shields and whatever they run. The result ends the count.
func (s *Scope) Busy() (done func()) {
	for p := s; p != nil; p = p.parent {
		p.busy++
	}
	ended := false
	return func() {
		if ended {
			return
		}
		ended = true
		for p := s; p != nil; p = p.parent {
			if p.busy--; p.busy == 0 && p.onQuiet != nil {
				p.onQuiet()
			}
		}
	}
}

// WhenQuiet calls f once the cancelled scope has had two turns to unwind and nothing in it is Busy.
// It is how withTimeout leaves a function that waits for something foreign and will never hear of the
// cancellation.
func (s *Scope) WhenQuiet(f func()) {
	last, fired := 0, false
	try := func() {
		last++
		mine := last // work that ended meanwhile has its own two turns to tell of it
		s.rt.loop.Post(func() {
			s.rt.loop.Post(func() {
				if s.busy == 0 && mine == last && !fired {
					fired = true
					s.onQuiet = nil
					f()
				}
			})
		})
	}
	s.onQuiet = try
	try()
}
