package waitlist

import (
	"slices"
	"time"
)

// class is a first-in-first-out line of waiters of one priority.
type class[T any] struct {
	priority    int
	first, last *Waiter[T]
}

func (c *class[T]) add(w *Waiter[T]) {
	if w.prev = c.last; c.last == nil {
		c.first = w
	} else {
		c.last.next = w
	}
	c.last = w
}

func (c *class[T]) remove(w *Waiter[T]) {
	if w.prev == nil {
		c.first = w.next
	} else {
		w.prev.next = w.next
	}
	if w.next == nil {
		c.last = w.prev
	} else {
		w.next.prev = w.prev
	}
	w.prev, w.next = nil, nil
}

// classOf finds or makes the line of a priority.
func (l *List[T]) classOf(priority int) *class[T] {
	if priority == 0 {
		return &l.plain
	}
	i, found := slices.BinarySearchFunc(l.classes, priority, func(c *class[T], p int) int {
		switch {
		case c.priority > p:
			return -1
		case c.priority < p:
			return 1
		}
		return 0
	})
	if !found {
		l.classes = slices.Insert(l.classes, i, &class[T]{priority: priority})
	}
	return l.classes[i]
}

// FirstOf is the first waiter of one priority, or nil.
func (l *List[T]) FirstOf(priority int) *Waiter[T] {
	if priority == 0 {
		return l.plain.first
	}
	for _, c := range l.classes {
		if c.priority == priority {
			return c.first
		}
	}
	return nil
}

// Next is the waiter of the same priority behind one that waits, or nil.
func (w *Waiter[T]) Next() *Waiter[T] { return w.next }

// heads are the first waiters of all classes, highest priority first.
func (l *List[T]) heads() []*Waiter[T] {
	heads := make([]*Waiter[T], 0, 1+len(l.classes))
	plain := l.plain.first
	for _, c := range l.classes {
		if c.priority < 0 && plain != nil {
			heads, plain = append(heads, plain), nil
		}
		heads = append(heads, c.first)
	}
	if plain != nil {
		heads = append(heads, plain)
	}
	return heads
}

// next is the index of the head whose turn it is. Without aging the highest class has it. With
// aging, a waiter of priority p that came at time t counts as one of priority 0 that came at t -
// p*aging: the order of two waiters never changes while they wait, so nothing has to be sorted
// again.
func (l *List[T]) next(heads []*Waiter[T]) int {
	if l.aging <= 0 {
		return 0
	}
	best := 0
	for i, w := range heads {
		if l.rank(w) < l.rank(heads[best]) {
			best = i
		}
	}
	return best
}

func (l *List[T]) rank(w *Waiter[T]) float64 {
	return float64(w.since) - float64(w.Priority)*float64(l.aging)
}

// chain is a simple list of settled waiters, linked by next.
type chain[T any] struct{ first, last *Waiter[T] }

func (c *chain[T]) add(w *Waiter[T]) {
	if c.first == nil {
		c.first = w
	} else {
		c.last.next = w
	}
	c.last = w
}

// prepend puts w and what follows it before the others.
func (c *chain[T]) prepend(w *Waiter[T]) {
	if w == nil {
		return
	}
	last := w
	for last.next != nil {
		last = last.next
	}
	if last.next = c.first; c.first == nil {
		c.last = last
	}
	c.first = w
}

// began is the zero of the stamps: the difference of two monotonic readings is the cheapest time
// there is.
var began = time.Now()

// stamp is the time on the list's clock, since some moment.
func (l *List[T]) stamp() time.Duration {
	if l.now != nil {
		return l.now().Sub(began)
	}
	return time.Since(began)
}
