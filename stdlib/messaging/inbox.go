package messaging

import (
	"maps"
	"slices"
	"sync"

	"github.com/lariatjs/lariat/runtime/clone"
)

// Item is what stands in line at a port.
type Item struct {
	// Message is a value in transit.
	Message *clone.Message
	// Ports travel in it. They are closed if nobody ever gets the message.
	Ports []*Transit
	// Note is what the engine itself has to tell, instead of a message.
	Note any
	// Closed says that nothing comes any more.
	Closed bool
}

// Inbox hands an isolate what has come to its ports: one item a turn of its loop, in the order of arrival,
// so that microtasks run between two of them. Everything but the delivery itself may happen on any goroutine.
type Inbox struct {
	mu     sync.Mutex
	post   func(job func()) bool // nil once the isolate is dead
	ready  []*mailbox            // one entry an item; a stale one does no harm
	posted bool
	dead   bool
	open   map[closer]bool // what closes when the isolate dies
}

// closer is an end of a channel, as far as its isolate cares.
type closer interface {
	Close()
	// forsake is called after Close, when nobody is left who could be told of it.
	forsake()
}

// NewInbox makes the inbox of an isolate; post queues a job of its loop.
func NewInbox(post func(job func()) bool) *Inbox {
	return &Inbox{post: post, open: map[closer]bool{}}
}

// keep closes c when the isolate dies. False says that it is dead.
func (in *Inbox) keep(c closer) bool {
	in.mu.Lock()
	defer in.mu.Unlock()
	if !in.dead {
		in.open[c] = true
	}
	return !in.dead
}

func (in *Inbox) forget(c closer) {
	in.mu.Lock()
	defer in.mu.Unlock()
	delete(in.open, c)
}

// ReleaseDead closes every port that the isolate has, so that the other sides hear of its end.
func (in *Inbox) ReleaseDead(uint64) int {
	in.mu.Lock()
	in.dead, in.ready, in.post = true, nil, nil // what remains of an inbox does not keep its isolate in memory
	open := slices.Collect(maps.Keys(in.open))
	in.mu.Unlock()
	for _, c := range open {
		c.Close()
		c.forsake()
	}
	return len(open)
}

// wake says that there are n more items in a mailbox.
func (in *Inbox) wake(b *mailbox, n int) {
	if in == nil || n == 0 {
		return
	}
	in.mu.Lock()
	if in.dead {
		in.mu.Unlock()
		return
	}
	for range n {
		in.ready = append(in.ready, b)
	}
	post := !in.posted
	in.posted = true
	ask := in.post
	in.mu.Unlock()
	if post {
		ask(in.next)
	}
}

// next delivers one item. The turn of the one after it is asked for before, because a listener may end the
// job with an exception.
func (in *Inbox) next() {
	for {
		in.mu.Lock()
		if len(in.ready) == 0 {
			in.ready, in.posted = nil, false
			in.mu.Unlock()
			return
		}
		b := in.ready[0]
		in.ready[0] = nil
		in.ready = in.ready[1:]
		ask := in.post
		in.mu.Unlock()
		deliver, it, ok := b.take(in)
		if !ok {
			continue
		}
		ask(in.next)
		deliver(it)
		return
	}
}

// mailbox is the line of items at a port (https://html.spec.whatwg.org/#port-message-queue). Its mutex is
// that of the channel.
type mailbox struct {
	mu      *sync.Mutex
	owner   closer
	inbox   *Inbox // nil while it is on its way to another isolate
	items   []Item
	deliver func(Item) // nil while nobody wants to hear anything
	open    bool       // messages are delivered
	last    bool       // nothing comes after the items that are there
	told    bool       // and the port knows
	closed  bool       // it takes nothing and gives nothing
}

// put adds an item and returns for how many the inbox is to be woken. The caller holds b.mu.
func (b *mailbox) put(it Item) int {
	b.items = append(b.items, it)
	if b.inbox == nil || !b.open {
		return 0
	}
	return 1
}

// due is how many items the inbox is to be woken for after a change of what is delivered. The caller holds
// b.mu.
func (b *mailbox) due() int {
	switch {
	case b.inbox == nil || b.deliver == nil:
		return 0
	case b.last && !b.told && (b.open || len(b.items) == 0):
		return len(b.items) + 1
	case b.open:
		return len(b.items)
	}
	return 0
}

// take removes the first item if it is to be delivered to this inbox now.
func (b *mailbox) take(in *Inbox) (deliver func(Item), it Item, ok bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch {
	case b.inbox != in || b.deliver == nil:
		return nil, Item{}, false
	case len(b.items) > 0 && b.open:
		return b.deliver, b.pop(), true
	case len(b.items) == 0 && b.last && !b.told:
		deliver = b.deliver
		b.silence()
		in.forget(b.owner)
		return deliver, Item{Closed: true}, true
	}
	return nil, Item{}, false
}

// silence lets nobody hear anything any more. The caller holds b.mu. Who heard is forgotten: it may know the mailbox
// in turn, and is freed only if the mailbox does not know it.
func (b *mailbox) silence() {
	b.told, b.closed = true, true
	b.deliver, b.open = nil, false
}

// pop removes the first item. The caller holds b.mu.
func (b *mailbox) pop() Item {
	it := b.items[0]
	b.items[0] = Item{}
	if b.items = b.items[1:]; len(b.items) == 0 {
		b.items = nil
	}
	return it
}

// empty takes the items out that nobody will get. The caller holds b.mu, and discards them without it.
func (b *mailbox) empty() []Item {
	items := b.items
	b.items = nil
	return items
}
