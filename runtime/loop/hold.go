package loop

import (
	"fmt"
	"time"
)

// Hold is an outstanding operation that keeps its loop alive: a read, a request, a server, a task
// in a worker. On a virtual clock it also stops time, unless it is Passive, because the world
// outside goes by real time. All methods may be called from any goroutine.
type Hold struct {
	loop       *Loop
	kind, name string
	since      time.Duration
	mark       fmt.Stringer
	prev, next *Hold
	unref      bool
	passive    bool
	peer       bool
	released   bool
	counted    bool // stops the virtual clock
}

// holdList is the list of the holds that are not released, oldest first.
type holdList struct {
	first, last *Hold
	n           int
}

// Hold notes an outstanding operation. Whoever ends it posts the outcome first and calls Release
// then, so that the loop is never without both.
func (l *Loop) Hold(kind, name string) *Hold {
	h := &Hold{loop: l, kind: kind, name: name}
	if over := l.hold(h); over != nil {
		over()
	}
	return h
}

func (l *Loop) hold(h *Hold) (over func()) {
	l.mu.Lock()
	defer l.mu.Unlock()
	h.since = l.Elapsed()
	if l.closed {
		h.released = true
		return nil
	}
	l.holds.add(h)
	l.refs++
	h.count()
	return l.bounds.holds(l.holds.n)
}

// Release ends the operation. Only the first call counts.
func (h *Hold) Release() {
	l := h.loop
	l.mu.Lock()
	defer l.mu.Unlock()
	if h.released {
		return
	}
	h.released = true
	if l.trace != nil {
		l.trace(Alive{Kind: h.kind, Name: h.name, Since: l.start.Add(h.since), At: h.mark})
	}
	l.holds.remove(h)
	if !h.unref {
		h.refer(-1)
		l.rouse()
	}
	h.count()
}

// refer changes how many things keep the loop alive. The caller holds l.mu.
func (h *Hold) refer(delta int) {
	h.loop.refs += delta
	if h.peer {
		h.loop.peers += delta
	}
}

// Ref makes the operation keep the loop alive, as it does when it is new.
func (h *Hold) Ref() { h.setRef(true) }

// Unref lets the loop end, and virtual time pass, without waiting for the operation.
func (h *Hold) Unref() { h.setRef(false) }

func (h *Hold) setRef(ref bool) {
	l := h.loop
	l.mu.Lock()
	defer l.mu.Unlock()
	if h.released || h.unref == !ref {
		return
	}
	h.unref = !ref
	if ref {
		h.refer(1)
	} else {
		h.refer(-1)
		l.rouse()
	}
	h.count()
}

// Passive says that virtual time may pass meanwhile, and returns h. It is for what waits to be
// called: a server between requests.
func (h *Hold) Passive() *Hold {
	h.loop.mu.Lock()
	defer h.loop.mu.Unlock()
	h.passive = true
	h.count()
	return h
}

// Peer says that only another loop of the same family can end the operation, and returns h: a task in a
// worker, a port that waits for messages. Virtual time may pass meanwhile, and a loop that waits for
// nothing else counts as asleep.
func (h *Hold) Peer() *Hold {
	h.loop.mu.Lock()
	defer h.loop.mu.Unlock()
	if h.peer || h.released {
		return h
	}
	h.peer, h.passive = true, true
	if !h.unref {
		h.loop.peers++
	}
	h.count()
	return h
}

// Mark notes where in the script the operation began, for Alive. The text is only asked for there.
func (h *Hold) Mark(at fmt.Stringer) {
	h.loop.mu.Lock()
	defer h.loop.mu.Unlock()
	h.mark = at
}

// count tells a virtual clock when h begins or ceases to stop it. The caller holds l.mu.
func (h *Hold) count() {
	stops := !h.released && !h.unref && !h.passive
	if h.loop.virtual == nil || h.counted == stops {
		return
	}
	h.counted = stops
	if stops {
		h.loop.virtual.add(1)
	} else {
		h.loop.virtual.add(-1)
	}
}

func (q *holdList) add(h *Hold) {
	q.n++
	h.prev = q.last
	if q.last == nil {
		q.first = h
	} else {
		q.last.next = h
	}
	q.last = h
}

func (q *holdList) remove(h *Hold) {
	q.n--
	if h.prev == nil {
		q.first = h.next
	} else {
		h.prev.next = h.next
	}
	if h.next == nil {
		q.last = h.prev
	} else {
		h.next.prev = h.prev
	}
	h.prev, h.next = nil, nil
}

func (q *holdList) clear() {
	for h := q.first; h != nil; h = q.first {
		h.released = true
		q.remove(h)
		h.count()
	}
}

// Alive is one reason why a loop still runs.
type Alive struct {
	Kind string // that of the hold, or "timer" or "interval"
	Name string
	// Since is when the operation began or the timer was made.
	Since time.Time
	// Due is when a timer fires next; zero for a hold.
	Due time.Time
	// At is what Mark was given, or nil.
	At fmt.Stringer
}

// Alive lists what keeps the loop alive: holds, oldest first, and then timers in the order of their
// due times.
func (l *Loop) Alive() []Alive {
	l.mu.Lock()
	defer l.mu.Unlock()
	var list []Alive
	for h := l.holds.first; h != nil; h = h.next {
		if !h.unref {
			list = append(list, Alive{Kind: h.kind, Name: h.name, Since: l.start.Add(h.since), At: h.mark})
		}
	}
	if t := l.current; t != nil && t.ref && t.repeat && !t.done && t.index < 0 {
		list = append(list, l.describe(t))
	}
	for _, e := range l.timers.sorted() {
		if e.timer.ref {
			list = append(list, l.describe(e.timer))
		}
	}
	return list
}

func (l *Loop) describe(t *Timer) Alive {
	kind := "timer"
	if t.repeat {
		kind = "interval"
	}
	return Alive{Kind: kind, Since: l.start.Add(time.Duration(t.since)), Due: l.start.Add(time.Duration(t.at)), At: t.mark}
}

// Counts tells how many jobs are queued and how many timers and holds are outstanding, referenced
// or not.
func (l *Loop) Counts() (jobs, timers, holds int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.queue), len(l.timers), l.holds.n
}
