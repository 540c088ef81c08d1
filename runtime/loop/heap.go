package loop

import (
	"cmp"
	"slices"
)

// entry is a timer in the heap. Its key stands beside the pointer: comparing must not visit the
// timers.
type entry struct {
	at    int64
	seq   uint64
	timer *Timer
}

func (e *entry) before(o *entry) bool {
	return e.at < o.at || e.at == o.at && e.seq < o.seq
}

// timerHeap is a heap of four children a node, ordered by due time and then by creation. It is
// flatter than a binary heap and four entries share two cache lines; each timer knows its index, so
// it leaves in O(log n).
type timerHeap []entry

// due is when the first timer is due, or never.
func (h timerHeap) due() int64 {
	if len(h) == 0 {
		return never
	}
	return h[0].at
}

func (h *timerHeap) push(t *Timer) {
	*h = append(*h, entry{})
	h.up(len(*h)-1, entry{t.at, t.seq, t})
}

func (h *timerHeap) remove(i int) {
	s := *h
	last := len(s) - 1
	s[i].timer.index = -1
	e := s[last]
	s[last] = entry{}
	*h = s[:last]
	switch {
	case last == 0 && cap(s) > keepCap:
		*h = nil
	case i == last:
	case i > 0 && e.before(&s[(i-1)/4]):
		h.up(i, e)
	default:
		h.down(i, e)
	}
}

// up places e at i or above.
func (h *timerHeap) up(i int, e entry) {
	s := *h
	for i > 0 {
		parent := (i - 1) / 4
		if !e.before(&s[parent]) {
			break
		}
		s[i] = s[parent]
		s[i].timer.index = int32(i)
		i = parent
	}
	s[i] = e
	e.timer.index = int32(i)
}

// down places e at i or below.
func (h *timerHeap) down(i int, e entry) {
	s := *h
	for {
		child := 4*i + 1
		if child >= len(s) {
			break
		}
		for c, end := child+1, min(child+4, len(s)); c < end; c++ {
			if s[c].before(&s[child]) {
				child = c
			}
		}
		if !s[child].before(&e) {
			break
		}
		s[i] = s[child]
		s[i].timer.index = int32(i)
		i = child
	}
	s[i] = e
	e.timer.index = int32(i)
}

// clear drops every timer; they are stopped ones from then on.
func (h *timerHeap) clear() {
	for _, e := range *h {
		e.timer.index = -1
		e.timer.done = true
	}
	*h = nil
}

// sorted lists the entries in the order in which they would fire.
func (h timerHeap) sorted() []entry {
	list := slices.Clone(h)
	slices.SortFunc(list, func(a, b entry) int { return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.seq, b.seq)) })
	return list
}
