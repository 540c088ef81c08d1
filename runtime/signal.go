package runtime

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"github.com/dop251/goja"
)

// Signal is the Go half of an AbortSignal. It is a context.Context, so that Go code can wait on it, with
// one difference that matters: AfterFunc calls its function synchronously on the loop goroutine. A lock
// whose waiter is cancelled therefore leaves its queue in the same instant, without a goroutine.
//
// Abort must be called on the loop goroutine; everything else may be called from any.
type Signal struct {
	rt *Runtime

	ended atomic.Bool // has a cause: most who ask do so in vain, and need not wait for the mutex
	mu    sync.Mutex
	cause error // nil until aborted
	done  chan struct{}
	first *Hook
	last  *Hook
	ties  *ties // nil for a signal that has to do with no other

	// Wrapper is the JavaScript object, kept so that one signal is one object. Loop goroutine only.
	Wrapper *goja.Object
	// Reason is the JavaScript reason once a script has seen it. Loop goroutine only.
	Reason goja.Value
}

// Hook is what hears of a signal's end. It is a part of what it is for, so that a wait needs no memory to be told.
type Hook struct {
	prev, next *Hook
	to         Ender
	on         bool
}

// Ender hears of the end of the signal that its Hook is on, on the loop goroutine.
type Ender interface{ SignalEnded() }

// ender is an Ender that calls a function.
type ender func()

func (f ender) SignalEnded() { f() }

// NewSignal returns a signal that nobody has aborted.
func (rt *Runtime) NewSignal() *Signal { return &Signal{rt: rt} }

// Abort ends the signal with a cause and, with it, the signals that depend on it. All of them have ended
// before any hook runs. Then each runs its hooks, in the order in which they were added, and fires its
// event. Only the first call counts.
func (s *Signal) Abort(cause error) {
	switch cause.(type) { //nolint:errorlint // what is known to JavaScript already
	case *JSError, *cancellation:
	default:
		cause = &cancellation{error: cause, rt: s.rt}
	}
	dependents, first := s.mark(cause)
	if !first {
		return
	}
	dependents = s.markAll(dependents)
	s.tell()
	for _, d := range dependents {
		d.tell()
	}
}

// mark ends the signal without telling anybody, and returns the signals that depend on it.
func (s *Signal) mark(cause error) (dependents []*Signal, first bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.cause != nil {
		return nil, false
	}
	s.cause = cause
	s.ended.Store(true)
	if s.done != nil {
		close(s.done)
	}
	dependents = s.ties.cut()
	s.ties = nil
	return dependents, true
}

// tell runs the hooks and then fires the event of the JavaScript object, if there is one.
func (s *Signal) tell() {
	for {
		s.mu.Lock()
		h := s.first
		if h == nil {
			s.mu.Unlock()
			break
		}
		s.unlink(h)
		s.mu.Unlock()
		h.to.SignalEnded()
	}
	if f := s.rt.hooks.Aborted; f != nil && s.Wrapper != nil && !s.rt.closing.Load() {
		f(s)
	}
}

// Instead says what to do when a task in another isolate is to be aborted by the signal.
func (s *Signal) Instead() string {
	return "give it to the call as { signal }, and ask currentSignal() of lariat:task in the task"
}

// Aborted reports whether the signal has ended.
func (s *Signal) Aborted() bool { return s.Err() != nil }

// Err returns the cause once the signal has ended. Against the letter of context.Context it is not
// context.Canceled itself but an error that is it in the sense of errors.Is, so that the cause reaches
// code which asks for nothing but Err.
func (s *Signal) Err() error {
	if !s.ended.Load() {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.cause
}

// Done returns a channel that is closed when the signal ends.
func (s *Signal) Done() <-chan struct{} {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.done == nil {
		s.done = make(chan struct{})
		if s.cause != nil {
			close(s.done)
		}
		s.pin(1) // for good: nobody says when they cease to look at the channel
	}
	return s.done
}

// Deadline reports no deadline; a Scope has one.
func (s *Signal) Deadline() (time.Time, bool) { return time.Time{}, false }

// Value reports no values.
func (s *Signal) Value(any) any { return nil }

// AfterFunc calls f on the loop goroutine when the signal ends, at once if it has ended. The result
// detaches f and reports whether it did so in time. Package context uses this method when it derives
// a context from the signal.
func (s *Signal) AfterFunc(f func()) (stop func() bool) {
	h := &Hook{}
	if !s.Attach(h, ender(f)) {
		f()
		return func() bool { return false }
	}
	return func() bool { return s.Detach(h) }
}

// Attach adds a hook that is on no signal, unless the signal has ended.
func (s *Signal) Attach(h *Hook, to Ender) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.cause != nil {
		return false
	}
	if h.prev = s.last; h.prev != nil {
		h.prev.next = h
	} else {
		s.first = h
	}
	s.last, h.to, h.on = h, to, true
	s.pin(1)
	return true
}

// Detach takes a hook away and reports whether it was there.
func (s *Signal) Detach(h *Hook) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.unlink(h)
}

// unlink removes h from the list. The caller holds s.mu.
func (s *Signal) unlink(h *Hook) bool {
	if !h.on {
		return false
	}
	h.on = false
	s.pin(-1)
	if h.prev != nil {
		h.prev.next = h.next
	} else {
		s.first = h.next
	}
	if h.next != nil {
		h.next.prev = h.prev
	} else {
		s.last = h.prev
	}
	h.prev, h.next = nil, nil
	return true
}

var _ context.Context = (*Signal)(nil)
