package http

import (
	goruntime "runtime"
	"slices"
	"sync"
)

// Line hands things to one isolate, such as exchanges. Those that wait together are answered in one job. It lets the
// goroutines of other connections that have something to read go first: to answer ten requests one after another, and to send
// ten answers then, costs less than to go back and forth, for the clients, too, who need not be woken up for each.
type Line[T any] struct {
	// Post gives a job to the loop of the isolate; false says that it has ended.
	Post func(func()) bool
	// Answer begins to answer, on that loop.
	Answer func(T)

	mu      sync.Mutex
	waiting []T  // in the order in which they came
	called  bool // all is on its way
	spare   []T  // room for the next ones
}

// Take lets the isolate answer.
func (l *Line[T]) Take(x T) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.called && !l.Post(l.all) {
		return false
	}
	l.called = true
	l.waiting = append(l.waiting, x)
	return true
}

// all answers what waits.
func (l *Line[T]) all() {
	goruntime.Gosched()
	l.mu.Lock()
	all := l.waiting
	l.waiting, l.spare, l.called = l.spare, nil, false
	l.mu.Unlock()
	l.each(all)
	clear(all)
	l.spare = all[:0]
}

// each goes on in a job of its own if a handler is interrupted and the isolate survives that.
func (l *Line[T]) each(all []T) {
	i := 0
	defer func() {
		if rest := all[i:]; len(rest) > 0 {
			rest = slices.Clone(rest)
			l.Post(func() { l.each(rest) })
		}
	}()
	for i < len(all) {
		x := all[i]
		i++
		l.Answer(x)
	}
}
