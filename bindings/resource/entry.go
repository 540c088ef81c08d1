package resource

import "time"

// entry is one resource of a pool. The pool's lock guards all but value.
type entry[R any] struct {
	value R
	born  time.Duration
	idle  time.Duration // since when it lies idle
	uses  int
	lease *Lease[R] // while it is out

	prev, next *entry[R]
}

// chain is a list of entries, the one that has been in it longest first. An entry is in one chain at most: that of
// the idle ones or that of those that are out. In neither it is in the hands of a hook.
type chain[R any] struct {
	first, last *entry[R]
	size        int
}

func (c *chain[R]) add(e *entry[R]) {
	c.size++
	if e.prev = c.last; c.last == nil {
		c.first = e
	} else {
		c.last.next = e
	}
	c.last = e
}

func (c *chain[R]) remove(e *entry[R]) {
	c.size--
	if e.prev == nil {
		c.first = e.next
	} else {
		e.prev.next = e.next
	}
	if e.next == nil {
		c.last = e.prev
	} else {
		e.next.prev = e.prev
	}
	e.prev, e.next = nil, nil
}
