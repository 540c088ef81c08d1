// Package waitlist is the line in which every lock, limiter, queue and pool stands its callers:
// first come, first served, inside classes of priority. It has no meaning of its own in JavaScript.
//
// A waiter is a callback, not a goroutine: goroutines that wait for a lock are served in any order,
// and callers of a script expect the order of their calls.
package waitlist

import (
	"context"
	"iter"
	"slices"
	"sync"
	"time"
)

// Owner is whose list it is. Either method may have nothing to do.
type Owner[T any] interface {
	// GiveBack takes back a grant that came in the same instant as the cancellation of its waiter.
	// It is called without the lock.
	GiveBack(T)
	// Left says that a waiter gave up, so those behind it may be served now. It is called with the
	// list locked.
	Left()
}

// List is a line of waiters for grants of type T. The list's mutex is the owner's mutex too: it
// guards whatever decides who is served. Use it so:
//
//	l.Lock()
//	if free && l.Quiet() { … l.Unlock(); done(grant, nil); return } // allocates nothing
//	w := l.Add(ctx, ask, done)
//	l.UnlockAndWatch(w)
//
// and, when something is given back: Lock, Grant to First as long as there is enough, Unlock.
//
// Callbacks run one after another, in the order in which their waiters were settled, on whatever
// goroutine unlocks the list, and never under its mutex. A callback that gives something back at
// once therefore makes a loop and not a recursion. The zero List is ready but for Init.
type List[T any] struct {
	mu      sync.Mutex
	owner   Owner[T]
	plain   class[T]    // priority 0, which is all there is for most lists
	classes []*class[T] // the others, highest first
	size    int
	aging   time.Duration
	now     func() time.Time
	settled chain[T] // waiters whose callback is due
	calling bool     // a goroutine makes these calls
}

// Ask is what a waiter wants.
type Ask struct {
	By Party
	// Weight is how much it wants; the list only carries it.
	Weight int
	// Priority is the class: higher ones go first.
	Priority int
}

// Waiter is one place in a list.
type Waiter[T any] struct {
	Ask
	// Value is what the waiter is granted. An owner may put there, after Add, what the waiter
	// brings along.
	Value T
	// Firm says that a grant cannot be given back: a cancellation in the same instant comes too late.
	Firm bool

	list       *List[T]
	class      *class[T]
	prev, next *Waiter[T]
	ctx        context.Context
	done       func(T, error)
	stop       func() bool
	err        error
	since      time.Duration
	waiting    bool
}

// Waits reports whether the waiter has not been settled. The caller holds the lock of the list.
func (w *Waiter[T]) Waits() bool { return w.waiting }

// Init sets the owner, which may be nil. It must come before everything else.
func (l *List[T]) Init(owner Owner[T]) { l.owner = owner }

// Age lets a waiter rise by one class whenever it has waited for every more, so that no class
// starves. Now is the clock for that; nil means time.Now. It must come before the first waiter.
func (l *List[T]) Age(every time.Duration, now func() time.Time) { l.aging, l.now = every, now }

// Lock takes the mutex.
func (l *List[T]) Lock() { l.mu.Lock() }

// Unlock gives the mutex back and makes the calls that became due. When another goroutine is at it,
// or this one is, further up, they are left to that one: only so the order holds.
func (l *List[T]) Unlock() {
	if l.settled.first == nil || l.calling {
		l.mu.Unlock()
		return
	}
	l.calling = true
	for l.settled.first != nil {
		l.call()
	}
	l.calling = false
	l.mu.Unlock()
}

// call makes the calls that are due now. It is entered and left with l.mu held. Should one of them
// panic, l.mu is free and the calls after it stay due.
func (l *List[T]) call() {
	w := l.settled.first
	l.settled = chain[T]{}
	returned := false
	defer func() {
		l.mu.Lock()
		if !returned {
			l.settled.prepend(w)
			l.calling = false
			l.mu.Unlock()
		}
	}()
	l.mu.Unlock()
	for w != nil {
		x := w
		w, x.next = w.next, nil
		x.finish()
	}
	returned = true
}

// finish detaches a settled waiter from its context and calls it.
func (w *Waiter[T]) finish() {
	if w.stop != nil {
		w.stop()
	}
	if w.err == nil && !w.Firm && w.ctx.Err() != nil {
		if w.list.owner != nil {
			w.list.owner.GiveBack(w.Value)
		}
		w.err = context.Cause(w.ctx)
	}
	if w.err != nil {
		var none T
		w.done(none, w.err)
		return
	}
	w.done(w.Value, nil)
}

// Len is the number of waiters. The caller holds the lock, as for all methods that follow.
func (l *List[T]) Len() int { return l.size }

// Quiet reports that nobody waits and no callback is due: a caller that is served at once overtakes
// nobody.
func (l *List[T]) Quiet() bool { return l.size == 0 && !l.calling && l.settled.first == nil }

// Settled reports that no callback is due. It is Quiet for lists in which several sorts of waiters stand, where one may
// be served at once although the others wait.
func (l *List[T]) Settled() bool { return !l.calling && l.settled.first == nil }

// Leads reports whether a newcomer of that priority would be the first in line.
func (l *List[T]) Leads(priority int) bool {
	return l.size == 0 || l.aging <= 0 && priority > l.First().Priority
}

// Add puts a waiter at the end of its class. The caller must end with UnlockAndWatch, not with
// Unlock.
func (l *List[T]) Add(ctx context.Context, ask Ask, done func(T, error)) *Waiter[T] {
	w := &Waiter[T]{Ask: ask, list: l, ctx: ctx, done: done, waiting: true, since: l.stamp()}
	w.class = l.classOf(ask.Priority)
	w.class.add(w)
	l.size++
	return w
}

// UnlockAndWatch is Unlock for the caller of Add: if the waiter still waits, it is cancelled from
// here on when its context ends. The context is asked without the lock, because it may answer at
// once.
func (l *List[T]) UnlockAndWatch(w *Waiter[T]) {
	watch := w.waiting && w.ctx.Done() != nil
	l.Unlock()
	if !watch {
		return
	}
	stop := afterFunc(w.ctx, w.cancel)
	l.mu.Lock()
	if w.waiting {
		w.stop = stop
		l.mu.Unlock()
		return
	}
	l.mu.Unlock()
	stop()
}

// cancel takes the waiter out of the list, wherever it stands, unless it was settled before.
func (w *Waiter[T]) cancel() {
	cause := context.Cause(w.ctx)
	l := w.list
	l.Lock()
	if l.Fail(w, cause) && l.owner != nil {
		l.owner.Left()
	}
	l.Unlock()
}

// First is the waiter whose turn it is, or nil.
func (l *List[T]) First() *Waiter[T] {
	switch {
	case len(l.classes) == 0:
		return l.plain.first
	case l.aging > 0:
		heads := l.heads()
		return heads[l.next(heads)]
	case l.classes[0].priority < 0 && l.plain.first != nil:
		return l.plain.first
	}
	return l.classes[0].first
}

// Grant settles a waiter with a value. False says that it was settled before; then the value is
// still the caller's.
func (l *List[T]) Grant(w *Waiter[T], value T) bool {
	if !w.waiting {
		return false
	}
	w.Value = value
	l.settle(w)
	return true
}

// Fail settles a waiter with an error, and reports whether it still waited.
func (l *List[T]) Fail(w *Waiter[T], err error) bool {
	if !w.waiting {
		return false
	}
	w.err = err
	l.settle(w)
	return true
}

// FailAll settles every waiter with an error and returns how many there were.
func (l *List[T]) FailAll(err error) int {
	n := l.size
	for w := l.First(); w != nil; w = l.First() {
		l.Fail(w, err)
	}
	return n
}

func (l *List[T]) settle(w *Waiter[T]) {
	w.waiting = false
	l.size--
	w.class.remove(w)
	if w.class.first == nil && w.class != &l.plain {
		l.classes = slices.DeleteFunc(l.classes, func(c *class[T]) bool { return c == w.class })
	}
	l.settled.add(w)
}

// All goes through the waiters in the order in which they would be served. The loop may settle the
// waiter it is at.
func (l *List[T]) All() iter.Seq[*Waiter[T]] {
	return func(yield func(*Waiter[T]) bool) {
		heads := l.heads()
		for len(heads) > 0 {
			i := l.next(heads)
			w := heads[i]
			if heads[i] = w.next; w.next == nil {
				heads = slices.Delete(heads, i, i+1)
			}
			if !yield(w) {
				return
			}
		}
	}
}

// Waiting describes a waiter, for reports.
type Waiting struct {
	Ask
	// For is how long it has waited.
	For time.Duration
}

// Waiters describes everybody in line, in the order in which they would be served.
func (l *List[T]) Waiters() []Waiting {
	list := make([]Waiting, 0, l.size)
	now := l.stamp()
	for w := range l.All() {
		list = append(list, Waiting{w.Ask, now - w.since})
	}
	return list
}
