package queue

import (
	"slices"

	"github.com/lariatjs/lariat/bindings/internal/waitlist"
	"github.com/lariatjs/lariat/runtime/fault"
)

// offered is what became of an item.
type offered[T any] struct {
	over    bool // it need not wait
	err     error
	dropped []T
}

// room reports whether an item fits into the store. The caller holds the lock, as for all that follow but where they
// say otherwise.
func (c *Channel[T]) room() bool { return c.o.Capacity == Unbounded || c.store.size() < c.o.Capacity }

// offer sends an item if that needs no waiting. mine is the case of a select that it is for, or nil; a select that has
// committed elsewhere sends nothing.
func (c *Channel[T]) offer(e entry[T], mine *arm) (o offered[T]) {
	if c.closed {
		return offered[T]{over: claim(mine), err: c.refusal("send")}
	}
	if w := c.counterpart(receivers, mine); w != nil {
		c.unfinished++
		c.grant(w, e)
		return offered[T]{over: true}
	}
	if !c.room() && c.o.Overflow == Wait || !claim(mine) {
		return offered[T]{}
	}
	o.over = true
	if !c.room() {
		switch {
		case c.o.Overflow == Refuse:
			o.err = fault.QueueFull.New("send: %s is full: %d items wait in it", c.Label(), c.store.size())
			return o
		case c.o.Overflow == DropNewest || c.o.Capacity == 0: // at a rendezvous nothing is kept but what came back
			o.dropped = []T{e.item}
			return o
		}
		for !c.room() || c.o.Overflow == Latest && c.store.size() > 0 {
			o.dropped = append(o.dropped, c.store.dropOldest().item)
			c.unfinished = max(c.unfinished-1, 0) // somebody may have said that it is done, though nobody took it
		}
	}
	c.unfinished++
	c.store.push(e)
	return o
}

// finish unlocks the channel and tells of what was dropped.
func (c *Channel[T]) finish(o offered[T]) {
	if o.dropped != nil {
		c.greet() // a dropped item is no longer unfinished
	}
	c.list.Unlock()
	c.drop(o.dropped)
}

// drop is called without the lock.
func (c *Channel[T]) drop(items []T) {
	if c.o.OnDrop != nil {
		for _, item := range items {
			c.o.OnDrop(item)
		}
	}
}

// take receives if that needs no waiting.
func (c *Channel[T]) take(mine *arm) (r Received[T], ok bool) {
	if c.store.size() > 0 {
		if !claim(mine) {
			return r, false
		}
		e := c.store.pop()
		c.promote()
		return c.received(e), true
	}
	if w := c.counterpart(senders, mine); w != nil {
		e := w.Value.at
		c.unfinished++
		c.list.Grant(w, Received[T]{})
		c.greet()
		return c.received(e), true
	}
	return Received[T]{Err: c.failure, from: c}, c.closed && claim(mine)
}

func (c *Channel[T]) received(e entry[T]) Received[T] {
	return Received[T]{Value: e.item, OK: true, at: e, from: c}
}

// counterpart finds a waiter to deal with, and commits both sides: its select, if it is of one, and mine. A select does
// not deal with itself. It is nil when there is nobody, or when mine has committed elsewhere.
func (c *Channel[T]) counterpart(sort int, mine *arm) *waitlist.Waiter[Received[T]] {
	w := c.list.FirstOf(sort)
	for w != nil {
		next, theirs := w.Next(), w.Value.arm
		if mine == nil || theirs == nil || theirs.pick != mine.pick {
			switch commit(mine, theirs) {
			case committed:
				return w
			case mineGone:
				return nil
			case theirsGone:
				c.list.Fail(w, errLost)
			}
		}
		w = next
	}
	return nil
}

// grant hands an item to one who waits for it.
func (c *Channel[T]) grant(w *waitlist.Waiter[Received[T]], e entry[T]) {
	c.list.Grant(w, c.fly(c.received(e), w.By))
}

// promote lets those who wait to send in, as far as there is room, and tells everybody who waits for what has come.
func (c *Channel[T]) promote() {
	for c.room() {
		w := c.counterpart(senders, nil)
		if w == nil {
			break
		}
		c.store.push(w.Value.at)
		c.unfinished++
		c.list.Grant(w, Received[T]{})
	}
	c.greet()
}

// serve hands out what came back to the store.
func (c *Channel[T]) serve() {
	for c.store.size() > 0 {
		w := c.counterpart(receivers, nil)
		if w == nil {
			break
		}
		c.grant(w, c.store.pop())
	}
	c.promote()
}

// greet wakes those who wait for a state rather than for an item.
func (c *Channel[T]) greet() {
	if c.list.Len() == 0 {
		return
	}
	none := c.list.FirstOf(senders) == nil
	if c.list.FirstOf(readiers) != nil && (c.o.Overflow != Wait || none && c.room() || c.list.FirstOf(receivers) != nil) {
		c.wake(readiers, Received[T]{})
	}
	if c.store.size() == 0 && none && c.flights.first == nil {
		c.wake(drainers, Received[T]{})
	}
	if c.unfinished == 0 {
		c.wake(joiners, Received[T]{})
	}
}

func (c *Channel[T]) wake(sort int, r Received[T]) {
	for w := c.list.FirstOf(sort); w != nil; w = c.list.FirstOf(sort) {
		c.list.Grant(w, r)
	}
}

// GiveBack is for the waitlist: the receiver was cancelled in the instant in which its item came.
func (c *Channel[T]) GiveBack(r Received[T]) { r.Release() }

// Left is for the waitlist.
func (c *Channel[T]) Left() { c.greet() }

// flight is an item on its way to a receiver, who may be cancelled, or dead, when it arrives.
type flight[T any] struct {
	at         entry[T]
	isolate    uint64
	up         bool
	prev, next *flight[T]
}

// flights are all of a channel, in the order in which they began.
type flights[T any] struct{ first, last *flight[T] }

func (l *flights[T]) add(f *flight[T]) {
	if f.up, f.prev = true, l.last; l.last == nil {
		l.first = f
	} else {
		l.last.next = f
	}
	l.last = f
}

func (l *flights[T]) remove(f *flight[T]) {
	if f.prev == nil {
		l.first = f.next
	} else {
		f.prev.next = f.next
	}
	if f.next == nil {
		l.last = f.prev
	} else {
		f.next.prev = f.prev
	}
	f.up, f.prev, f.next = false, nil, nil
}

// fly notes that an item is on its way.
func (c *Channel[T]) fly(r Received[T], by Party) Received[T] {
	if r.OK {
		r.flight = &flight[T]{at: r.at, isolate: by.Isolate}
		c.flights.add(r.flight)
	}
	return r
}

// Take says that the item has arrived. It is called without the lock, as Release is.
func (r Received[T]) Take() { r.TakeIn(0) }

// TakeIn is Take in an isolate.
func (r Received[T]) TakeIn(isolate uint64) {
	c := r.from
	if !r.OK || c == nil || r.flight == nil && !(c.o.Account && c.Crossed()) {
		return
	}
	c.list.Lock()
	switch {
	case r.flight == nil:
		c.arrived(isolate)
	case r.flight.up:
		c.flights.remove(r.flight)
		c.arrived(isolate)
		c.greet()
	}
	c.list.Unlock()
}

// Release puts an item that nobody can take any more back to the front, and reports whether it did.
func (r Received[T]) Release() bool {
	if !r.OK || r.from == nil {
		return false
	}
	c := r.from
	c.list.Lock()
	defer c.list.Unlock()
	if r.flight != nil {
		if !r.flight.up {
			return false
		}
		c.flights.remove(r.flight)
	}
	c.store.unpop(r.at)
	c.serve()
	return true
}

// ReleaseDead takes those who wait in an isolate that is dead out of the lines, and puts what was on its way there back
// to the front. What had arrived there counts as done. It returns how many items that were.
func (c *Channel[T]) ReleaseDead(isolate uint64) int {
	c.list.Lock()
	defer c.list.Unlock()
	for w := range c.list.All() {
		if w.By.Isolate == isolate {
			c.list.Fail(w, fault.Closed.New("%s: the isolate of the waiter is dead", c.Label()))
		}
	}
	var dead []*flight[T]
	for f := c.flights.first; f != nil; f = f.next {
		if f.isolate == isolate {
			dead = append(dead, f)
		}
	}
	for _, f := range slices.Backward(dead) {
		c.flights.remove(f)
		c.store.unpop(f.at)
	}
	lost := c.held.lose(isolate)
	c.unfinished -= lost
	c.serve()
	return len(dead) + lost
}
