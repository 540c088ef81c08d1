package queue

import (
	"cmp"
	"container/heap"
	"slices"
)

// entry is an item with its place in the order. A larger rank goes later, a larger seq of the same rank too.
type entry[T any] struct {
	item T
	rank float64
	seq  int64
}

// store keeps the items of a channel. Whoever calls it holds the channel's lock.
type store[T any] interface {
	size() int
	push(e entry[T])
	// pop takes the item whose turn it is. The store must not be empty, as for dropOldest.
	pop() entry[T]
	// unpop puts an item back whose turn it was.
	unpop(e entry[T])
	// dropOldest takes the item that has been there for longest.
	dropOldest() entry[T]
	each(f func(item T))
}

// ring is first in, first out.
type ring[T any] struct {
	items       []entry[T]
	head, count int
}

func (r *ring[T]) size() int { return r.count }

func (r *ring[T]) at(i int) *entry[T] { return &r.items[(r.head+i)&(len(r.items)-1)] }

func (r *ring[T]) grow() {
	if r.count < len(r.items) {
		return
	}
	items := make([]entry[T], max(8, 2*len(r.items)))
	for i := range r.count {
		items[i] = *r.at(i)
	}
	r.items, r.head = items, 0
}

func (r *ring[T]) push(e entry[T]) {
	r.grow()
	*r.at(r.count) = e
	r.count++
}

func (r *ring[T]) pop() entry[T] {
	first := r.at(0)
	e := *first
	*first = entry[T]{}
	r.head = (r.head + 1) & (len(r.items) - 1)
	if r.count--; r.count == 0 && len(r.items) > 1024 {
		r.items, r.head = nil, 0 // a burst is over
	}
	return e
}

func (r *ring[T]) unpop(e entry[T]) {
	r.grow()
	r.head = (r.head - 1) & (len(r.items) - 1)
	r.count++
	*r.at(0) = e
}

func (r *ring[T]) dropOldest() entry[T] { return r.pop() }

func (r *ring[T]) each(f func(T)) {
	for i := range r.count {
		f(r.at(i).item)
	}
}

// stack is last in, first out. Its oldest item is at the bottom.
type stack[T any] struct{ ring[T] }

func (s *stack[T]) pop() entry[T] {
	last := s.at(s.count - 1)
	e := *last
	*last = entry[T]{}
	s.count--
	return e
}

func (s *stack[T]) unpop(e entry[T]) { s.push(e) }

// rankedHeap is what container/heap works on.
type rankedHeap[T any] []entry[T]

func (h rankedHeap[T]) Len() int { return len(h) }

func (h rankedHeap[T]) Less(i, j int) bool {
	if h[i].rank != h[j].rank {
		return h[i].rank < h[j].rank
	}
	return h[i].seq < h[j].seq
}

func (h rankedHeap[T]) Swap(i, j int) { h[i], h[j] = h[j], h[i] }

// Push is for container/heap.
func (h *rankedHeap[T]) Push(e any) { *h = append(*h, e.(entry[T])) }

// Pop is for container/heap.
func (h *rankedHeap[T]) Pop() any {
	last := len(*h) - 1
	e := (*h)[last]
	(*h)[last] = entry[T]{}
	*h = (*h)[:last]
	return e
}

// ranked gives out the item of the lowest rank, and of those the oldest.
type ranked[T any] struct{ items rankedHeap[T] }

func (r *ranked[T]) size() int { return len(r.items) }

func (r *ranked[T]) push(e entry[T]) { heap.Push(&r.items, e) }

func (r *ranked[T]) pop() entry[T] { return heap.Pop(&r.items).(entry[T]) }

// unpop finds the old place again: rank and seq have not changed.
func (r *ranked[T]) unpop(e entry[T]) { r.push(e) }

func (r *ranked[T]) dropOldest() entry[T] {
	oldest := slices.MinFunc(r.items, func(a, b entry[T]) int { return cmp.Compare(a.seq, b.seq) })
	i := slices.IndexFunc(r.items, func(e entry[T]) bool { return e.seq == oldest.seq })
	return heap.Remove(&r.items, i).(entry[T])
}

func (r *ranked[T]) each(f func(T)) {
	for _, e := range r.items {
		f(e.item)
	}
}
