package streams

import "slices"

// line is a queue of what waits its turn. The zero value is empty.
type line[T any] struct {
	items []T
	head  int
}

func (l *line[T]) len() int { return len(l.items) - l.head }

func (l *line[T]) push(v T) { l.items = append(l.items, v) }

// first returns the oldest item in place.
func (l *line[T]) first() *T { return &l.items[l.head] }

func (l *line[T]) pop() T {
	v := l.items[l.head]
	var none T
	l.items[l.head] = none
	l.head++
	switch {
	case l.head == len(l.items):
		l.items, l.head = l.items[:0], 0
	case l.head >= 32 && 2*l.head >= len(l.items):
		n := copy(l.items, l.items[l.head:])
		clear(l.items[n:])
		l.items, l.head = l.items[:n], 0
	}
	return v
}

// remove takes the items out for which match says so.
func (l *line[T]) remove(match func(T) bool) {
	l.items = l.items[:l.head+len(slices.DeleteFunc(l.items[l.head:], match))]
}

// take empties the queue and returns what was in it.
func (l *line[T]) take() []T {
	items := l.items[l.head:]
	l.items, l.head = nil, 0
	return items
}
