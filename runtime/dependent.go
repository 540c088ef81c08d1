package runtime

import (
	"sync/atomic"
	"time"
	"weak"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/loop"
)

// A signal of AbortSignal.any must not be kept by its sources for nothing: a server that makes one from
// its own long-lived signal for every request would leak all of them. So a source knows its dependents,
// and a timer its signal, by a link that holds weakly until somebody would hear of the end.

// link is how a signal is known to what may end it.
type link struct {
	to   weak.Pointer[Signal]
	keep *Signal // to, while it is pinned; the mutex of to guards it
	over atomic.Bool
}

// ties are what connects a signal to others and to its timer. The signal's mutex guards them.
type ties struct {
	// self and sources are those of a signal that others may end.
	self    *link
	sources []*Signal
	// timer ends the signal; waits counts the scopes that count on it.
	timer *loop.Timer
	waits int
	// pins counts the hooks, the listeners and the channel that would tell of the end.
	pins int
	// dependents are the signals that this one ends, in the order in which they were made.
	dependents []*link
	sweepAt    int
}

// minSweep is the length from which a list of dependents is looked through for dead ones.
const minSweep = 16

// AnySignal returns a signal that ends when the first of sources does, for the same reason. Loop goroutine
// only.
func (rt *Runtime) AnySignal(sources ...*Signal) *Signal {
	s := rt.NewSignal()
	for _, source := range sources {
		if err := source.Err(); err != nil {
			s.mark(err)
			s.Reason = source.reason()
			return s
		}
	}
	t := s.tie()
	seen := map[*Signal]bool{}
	for _, source := range sources {
		for _, origin := range source.origins() {
			if !seen[origin] {
				seen[origin] = true
				t.sources = append(t.sources, origin)
				origin.addDependent(t.self)
			}
		}
	}
	return s
}

// TimeoutSignal returns a signal that ends after d with what cause returns. The timer does not keep the
// loop alive, and not the signal either when nobody would hear of it.
func (rt *Runtime) TimeoutSignal(d time.Duration, cause func() error) *Signal {
	s := rt.NewSignal()
	t := s.tie()
	self := t.self
	t.timer = rt.loop.SetTimer(d, false, func() {
		if s := self.to.Value(); s != nil {
			s.Abort(cause())
		}
	})
	t.timer.Unref()
	AfterGone(s, func(t *loop.Timer) { t.Stop() }, t.timer)
	return s
}

// count makes the timers behind the signal keep the loop alive: somebody counts on them to end a wait, which
// would be taken for a deadlock otherwise. The result takes that back.
func (s *Signal) count() (stop func() bool) {
	var counted []*Signal
	for _, origin := range s.origins() {
		if origin.wait(1) {
			counted = append(counted, origin)
		}
	}
	return func() bool {
		for _, origin := range counted {
			origin.wait(-1)
		}
		return true
	}
}

// wait adds n to the number of those who count on the timer of s, and reports whether there is one.
func (s *Signal) wait(n int) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ties == nil || s.ties.timer == nil {
		return false
	}
	if s.ties.waits += n; s.ties.waits > 0 {
		s.ties.timer.Ref()
	} else {
		s.ties.timer.Unref()
	}
	return true
}

// Listen says whether the JavaScript object has listeners: a signal that has some is not dropped.
func (s *Signal) Listen(on bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if on {
		s.pin(1)
	} else {
		s.pin(-1)
	}
}

// Dependents counts the signals that are still in memory and end with this one.
func (s *Signal) Dependents() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ties == nil {
		return 0
	}
	s.ties.sweep()
	return len(s.ties.dependents)
}

// tie makes the signal one that others end. The signal is new: nobody else knows it.
func (s *Signal) tie() *ties {
	s.ties = &ties{self: &link{to: weak.Make(s)}}
	return s.ties
}

// origins are the signals that stand behind s: its sources, or itself if it depends on none. So a
// dependent never has dependents of its own.
func (s *Signal) origins() []*Signal {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ties == nil || s.ties.sources == nil {
		return []*Signal{s}
	}
	return s.ties.sources
}

func (s *Signal) addDependent(l *link) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ties == nil {
		s.ties = &ties{}
	}
	t := s.ties
	if len(t.dependents) >= max(t.sweepAt, minSweep) {
		t.sweep()
		t.sweepAt = 2 * len(t.dependents)
	}
	t.dependents = append(t.dependents, l)
}

// sweep drops the links to signals that are gone or have ended. The caller holds the signal's mutex. That
// of a dependent must not be taken here: pin takes the two the other way round.
func (t *ties) sweep() {
	live := t.dependents[:0]
	for _, l := range t.dependents {
		if !l.over.Load() && l.to.Value() != nil {
			live = append(live, l)
		}
	}
	clear(t.dependents[len(live):])
	t.dependents = live
}

// pin counts what would hear of the end. The first one makes the links to the signal strong, and those to
// its sources: a timer among them must keep running. The caller holds s.mu.
func (s *Signal) pin(n int) {
	t := s.ties
	if t == nil || t.self == nil {
		return
	}
	before := t.pins
	t.pins += n
	switch {
	case before == 0:
		t.self.keep = s
	case t.pins == 0:
		t.self.keep = nil
	default:
		return
	}
	for _, source := range t.sources {
		source.Listen(t.self.keep != nil)
	}
}

// cut takes the ties of a signal that has ended apart and returns its dependents. The caller holds the
// signal's mutex.
func (t *ties) cut() (dependents []*Signal) {
	if t == nil {
		return nil
	}
	if t.self != nil {
		t.self.keep = nil
		t.self.over.Store(true)
	}
	if t.pins > 0 {
		for _, source := range t.sources {
			source.Listen(false)
		}
	}
	for _, l := range t.dependents {
		if d := l.to.Value(); d != nil {
			dependents = append(dependents, d)
		}
	}
	return dependents
}

// markAll ends the dependents of s for the reason of s, and returns those that had not ended before.
func (s *Signal) markAll(dependents []*Signal) (ended []*Signal) {
	for _, d := range dependents {
		if _, first := d.mark(s.Err()); first {
			ended = append(ended, d)
			if !s.rt.closing.Load() {
				d.Reason = s.reason()
			}
		}
	}
	return ended
}

// reason is the JavaScript reason of an ended signal, the same at every call. Loop goroutine only.
func (s *Signal) reason() goja.Value {
	if s.Reason == nil {
		s.Reason = s.rt.ErrorValue(s.Err())
	}
	return s.Reason
}
