package memory

import (
	"sync"
	"unsafe"
)

// Waiter is somebody who waits at an address. It is used once.
type Waiter struct {
	// Wake is called by the one who notifies, on its goroutine. It must not block.
	Wake func()

	at         unsafe.Pointer
	prev, next *Waiter
	waiting    bool // the mutex of the shard guards it
}

// line is first come, first served.
type line struct{ first, last *Waiter }

// shard is a part of all the lines of the process: an address has one line, wherever it is looked at from. The
// addresses are real pointers, so a block lives for as long as anybody waits at it.
type shard struct {
	mu    sync.Mutex
	lines map[unsafe.Pointer]*line
}

var shards [64]shard

func shardOf(at unsafe.Pointer) *shard {
	return &shards[(uintptr(at)>>2^uintptr(at)>>9)%uintptr(len(shards))]
}

// Wait puts w in line if the cell has the expected value at that moment, and reports whether it had. Nobody who changes
// the cell first and notifies it then can be missed.
func (c Cell) Wait(expected uint64, w *Waiter) bool {
	s := shardOf(c.at)
	s.mu.Lock()
	defer s.mu.Unlock()
	if c.Load() != expected {
		return false
	}
	if s.lines == nil {
		s.lines = map[unsafe.Pointer]*line{}
	}
	l := s.lines[c.at]
	if l == nil {
		l = &line{}
		s.lines[c.at] = l
	}
	w.at, w.waiting = c.at, true
	if w.prev = l.last; l.last == nil {
		l.first = w
	} else {
		l.last.next = w
	}
	l.last = w
	return true
}

// Leave takes a waiter out of its line. False says that it was notified before.
func (w *Waiter) Leave() bool {
	s := shardOf(w.at)
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.remove(w)
}

// remove takes w out of its line, and forgets the line when it is empty. The caller holds s.mu.
func (s *shard) remove(w *Waiter) bool {
	if !w.waiting {
		return false
	}
	w.waiting = false
	l := s.lines[w.at]
	if w.prev == nil {
		l.first = w.next
	} else {
		w.prev.next = w.next
	}
	if w.next == nil {
		l.last = w.prev
	} else {
		w.next.prev = w.prev
	}
	w.prev, w.next = nil, nil
	if l.first == nil {
		delete(s.lines, w.at)
	}
	return true
}

// Notify wakes the first n who wait at the cell, all of them if n is negative, in the order in which they came, and
// returns how many there were.
func (c Cell) Notify(n int) (woken int) {
	s := shardOf(c.at)
	s.mu.Lock()
	var due []*Waiter
	for n < 0 || len(due) < n {
		l := s.lines[c.at]
		if l == nil {
			break
		}
		w := l.first
		s.remove(w)
		due = append(due, w)
	}
	s.mu.Unlock()
	for _, w := range due {
		w.Wake()
	}
	return len(due)
}
