package fetch

import (
	"context"
	"net/http/httptrace"
	"sync"
	"time"

	"github.com/lariatjs/lariat/runtime/lazy"
	"github.com/lariatjs/lariat/stdlib/streams"
)

// life is the context of a request and of the body of its answer. One of package context would do, but a program has one
// for each of its requests, and this one needs no map and no channel that nobody looks at.
type life struct {
	of *lives

	mu    sync.Mutex
	cause error         // nil as long as it lasts
	done  chan struct{} // nil until somebody asks for it
	first *ending
	at    int            // its place in of
	by    streams.Waiter // what waits for the head of the answer, or nil
}

// ending is a function that hears of the end of a life.
type ending struct {
	f    func()
	next *ending
}

// Deadline reports none.
func (l *life) Deadline() (time.Time, bool) { return time.Time{}, false }

// Value reports none.
func (l *life) Value(any) any { return nil }

// Err returns the cause of the end itself, as a runtime.Signal does: context.Cause finds it so.
func (l *life) Err() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.cause
}

// Done returns what is closed at the end.
func (l *life) Done() <-chan struct{} {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.done == nil {
		l.done = make(chan struct{})
		if l.cause != nil {
			close(l.done)
		}
	}
	return l.done
}

// AfterFunc calls f at the end, on the goroutine that ends it. Package context uses this method when it derives a context,
// and holds a mutex meanwhile that f wants: hence the goroutine for one that comes too late.
func (l *life) AfterFunc(f func()) (stop func() bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.cause != nil {
		go f()
		return func() bool { return false }
	}
	e := &ending{f: f, next: l.first}
	l.first = e
	return func() bool {
		l.mu.Lock()
		defer l.mu.Unlock()
		for at := &l.first; *at != nil; at = &(*at).next {
			if *at == e {
				*at = e.next
				return true
			}
		}
		return false
	}
}

// end ends it. Only the first cause counts.
func (l *life) end(cause error) {
	l.mu.Lock()
	if l.cause != nil {
		l.mu.Unlock()
		return
	}
	l.cause = cause
	if l.done != nil {
		close(l.done)
	}
	first := l.first
	l.first = nil
	l.mu.Unlock()
	l.of.remove(l)
	for e := first; e != nil; e = e.next {
		e.f()
	}
}

// lives are those of a runtime, which end with it.
type lives struct {
	mu    sync.Mutex
	all   []*life
	cause error // nil until the end
}

// begin begins a life.
func (s *lives) begin(l *life) {
	s.mu.Lock()
	l.of, l.at = s, -1
	cause := s.cause
	if cause == nil {
		l.at = len(s.all)
		s.all = append(s.all, l)
	}
	s.mu.Unlock()
	if cause != nil {
		l.end(cause)
	}
}

func (s *lives) remove(l *life) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if l.at < 0 {
		return
	}
	last := len(s.all) - 1
	s.all[l.at] = s.all[last]
	s.all[l.at].at = l.at
	s.all[last] = nil
	s.all = s.all[:last]
	l.at = -1
}

// end ends them all, and those that begin from now on.
func (s *lives) end(cause error) {
	s.mu.Lock()
	s.cause = cause
	all := s.all
	s.all = nil
	for _, l := range all {
		l.at = -1
	}
	s.mu.Unlock()
	for _, l := range all {
		l.end(cause)
	}
}

// hop is the context of a request to one server: its life, and what it knows of its connection.
type hop struct {
	*life
	use use
}

// Value gives net/http the trace.
func (h *hop) Value(key any) any {
	if key == traceKey.Get() {
		return &h.use.trace
	}
	return nil
}

// hop makes the context of the next request.
func (l *life) hop() *hop {
	h := &hop{life: l}
	h.use.trace.GotConn, h.use.trace.PutIdleConn = h.use.got, h.use.put
	return h
}

// traceKey is what a context is asked for its trace with.
var traceKey = lazy.Value[any]{Make: func() any {
	asked := probe{Context: context.Background()}
	httptrace.ContextClientTrace(&asked)
	return asked.key
}}

// probe notes what it is asked for.
type probe struct {
	context.Context
	key any
}

// Value has nothing.
func (p *probe) Value(key any) any {
	p.key = key
	return nil
}
