package messaging

import (
	goruntime "runtime"
	"sync"
	"sync/atomic"

	"github.com/lariatjs/lariat/runtime"
)

// End is one of the two ends of a channel. What is sent at one comes to the other, in order and exactly
// once, wherever that is: an end may move from isolate to isolate, and takes with it what has come
// meanwhile. Its methods may be called from any goroutine.
type End struct {
	peer *End
	box  mailbox
}

// NewChannel returns the two ends of a new channel. Both belong to no isolate yet.
func NewChannel() (a, b *End) {
	mu := &sync.Mutex{}
	a, b = &End{}, &End{}
	for _, e := range []*End{a, b} {
		e.box.mu, e.box.owner = mu, e
	}
	a.peer, b.peer = b, a
	return a, b
}

// Attach gives the end to an isolate. Nothing is delivered before Listen says so. It is closed if the isolate
// is dead.
func (e *End) Attach(in *Inbox) {
	e.box.mu.Lock()
	alive := !e.box.closed && in.keep(e)
	if alive {
		e.box.inbox = in
	}
	e.box.mu.Unlock()
	if !alive {
		e.Close()
	}
}

// Listen says who hears what comes to the end, on the goroutine of its isolate: messages only if open, and
// the end of the channel once there are no more messages before it. A deliver of nil is nobody.
func (e *End) Listen(deliver func(Item), open bool) {
	e.box.mu.Lock()
	if e.box.told {
		deliver = nil
	}
	before := e.box.due()
	e.box.deliver, e.box.open = deliver, open && deliver != nil
	n := max(e.box.due()-before, 0)
	in := e.box.inbox
	e.box.mu.Unlock()
	in.wake(&e.box, n)
}

// Send sends an item to the other end. False says that nobody will ever get it, because the channel is
// closed, or because the other end travels in that very message and so is lost.
func (e *End) Send(it Item) bool {
	e.box.mu.Lock()
	to := &e.peer.box
	lost := e.box.closed || to.closed
	for _, t := range it.Ports {
		lost = lost || t.end == e.peer
	}
	if lost {
		e.box.mu.Unlock()
		Discard(it)
		return false
	}
	n, in := to.put(it), to.inbox
	e.box.mu.Unlock()
	in.wake(to, n)
	return true
}

// Take removes the first message, if there is one, whether or not anybody listens.
func (e *End) Take() (it Item, ok bool) {
	e.box.mu.Lock()
	defer e.box.mu.Unlock()
	if e.box.closed || len(e.box.items) == 0 {
		return Item{}, false
	}
	it = e.box.pop()
	if len(e.box.items) == 0 && e.box.last {
		defer e.box.inbox.wake(&e.box, e.box.due())
	}
	return it, true
}

// Closed reports whether the end was closed, or has delivered that the other one was.
func (e *End) Closed() bool {
	e.box.mu.Lock()
	defer e.box.mu.Unlock()
	return e.box.closed
}

// Close closes the channel. What has come to this end is dropped; what was sent from it still arrives, and
// then the other end hears that it is closed.
func (e *End) Close() {
	todo := []*End{e}
	for len(todo) > 0 { // ports in messages to ports in messages: no recursion
		last := len(todo) - 1
		e, todo = todo[last], todo[:last]
		for _, it := range e.close() {
			for _, t := range it.Ports {
				todo = append(todo, t.end)
			}
		}
	}
}

// close returns what was dropped.
func (e *End) close() []Item {
	e.box.mu.Lock()
	if e.box.closed {
		e.box.mu.Unlock()
		return nil
	}
	dropped := e.box.empty()
	e.box.closed, e.box.last = true, true
	in, n := e.box.inbox, e.box.due()
	to := &e.peer.box
	before := to.due()
	to.last = true
	wake := max(to.due()-before, 0)
	other := to.inbox
	e.box.mu.Unlock()
	if in != nil && n == 0 { // otherwise it is forgotten when it has been told
		in.forget(e)
	}
	in.wake(&e.box, n)
	other.wake(to, wake)
	return dropped
}

func (e *End) forsake() {
	e.box.mu.Lock()
	defer e.box.mu.Unlock()
	e.box.silence()
}

// Depart takes the end out of its isolate, to be attached in another one. It is nil if it was closed.
func (e *End) Depart() *Transit {
	e.box.mu.Lock()
	if e.box.closed {
		e.box.mu.Unlock()
		return nil
	}
	in := e.box.inbox
	e.box.inbox, e.box.deliver, e.box.open = nil, nil, false
	e.box.mu.Unlock()
	if in != nil {
		in.forget(e)
	}
	t := &Transit{end: e}
	t.lost = runtime.AfterGone(t, (*End).Close, e)
	return t
}

// Transit is an end on its way to an isolate. One that is lost with the message that it was in closes the
// channel.
type Transit struct {
	end     *End
	arrived atomic.Bool
	lost    goruntime.Cleanup
}

// Arrive returns the end. False says that it has arrived already.
func (t *Transit) Arrive() (*End, bool) {
	if t.arrived.Swap(true) {
		return nil, false
	}
	t.lost.Stop()
	goruntime.KeepAlive(t)
	return t.end, true
}

// Discard closes the ports of an item that nobody gets.
func Discard(it Item) {
	for _, t := range it.Ports {
		t.end.Close()
	}
}
