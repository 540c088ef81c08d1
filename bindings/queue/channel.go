package queue

import (
	"context"
	"sync/atomic"
	"time"

	"github.com/lariatjs/lariat/bindings/internal/governor"
	"github.com/lariatjs/lariat/bindings/internal/waitlist"
	"github.com/lariatjs/lariat/runtime/fault"
)

// Party is who calls: the task, and the place in its source. The zero Party is a Go host.
type Party = waitlist.Party

// Order says which item goes first.
type Order int

// The orders.
const (
	FIFO Order = iota
	LIFO
	// ByPriority gives out the highest priority first, and equal ones in the order in which they came.
	ByPriority
)

// Overflow says what becomes of an item that comes when a channel is full.
type Overflow int

// The policies.
const (
	// Wait has the sender wait in line.
	Wait Overflow = iota
	// Refuse fails the sender with fault.QueueFull.
	Refuse
	// DropOldest drops the item that has been there for longest.
	DropOldest
	// DropNewest drops the item that comes.
	DropNewest
	// Latest drops all that is there.
	Latest
)

// Unbounded is the capacity without a limit.
const Unbounded = -1

// Options configure a Channel. The zero Options make a rendezvous.
type Options[T any] struct {
	// Kind is the word for it in messages; empty stands for Channel.
	Kind, Name string
	// Capacity is how many items wait in the channel; with 0 a sender hands its item to a receiver.
	Capacity int
	Overflow Overflow
	Order    Order
	// Aging raises the priority of an item by one whenever it has waited for so long; 0 means never.
	Aging time.Duration
	// Now is the clock for that; nil means time.Now.
	Now func() time.Time
	// OnDrop gets the items that the overflow policy drops, on the goroutine that sends. It must not block.
	OnDrop func(T)
	// Account says that join is of interest: items with an isolate that dies count as done. Home is the isolate that makes
	// the channel.
	Account bool
	Home    uint64
	// Tag is for whoever makes the channel.
	Tag any
}

// The sorts of waiters, as priorities of the one list they all stand in.
const (
	receivers = 0
	senders   = 1
	readiers  = 2
	drainers  = 3
	joiners   = 4
)

// Channel passes items from senders to receivers, each to exactly one. Any number of goroutines and isolates may send
// and receive at the same time. Senders and receivers are served in the order of their calls.
type Channel[T any] struct {
	governor.Named
	o          Options[T]
	list       waitlist.List[Received[T]] // its lock guards what follows
	store      store[T]
	seq        int64
	closed     bool
	failure    error
	unfinished int
	held       account // nil until another isolate knows the channel
	flights    flights[T]
	crossed    atomic.Bool
}

// Received is what a receiver gets.
type Received[T any] struct {
	// Value is the item, if OK; otherwise the channel is closed and empty.
	Value T
	OK    bool
	// Err is what Fail said, when not OK.
	Err error

	at     entry[T]
	from   *Channel[T]
	flight *flight[T]
	arm    *arm // of a select, for one who waits
}

// NewChannel makes a channel.
func NewChannel[T any](o Options[T]) (*Channel[T], error) {
	if o.Kind == "" {
		o.Kind = "Channel"
	}
	if o.Capacity < Unbounded {
		return nil, fault.Range.New(`%s: "capacity" must not be negative, got %d`, o.Kind, o.Capacity)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Overflow == Latest {
		o.Capacity = max(o.Capacity, 1)
	}
	c := &Channel[T]{Named: governor.NewNamed(o.Kind, o.Name), o: o}
	c.list.Init(c)
	switch o.Order {
	case FIFO:
		c.store = &ring[T]{}
	case LIFO:
		c.store = &stack[T]{}
	case ByPriority:
		c.store = &ranked[T]{}
	}
	return c, nil
}

// entry gives an item its place. The caller holds the lock, as for all unexported methods but where they say otherwise.
func (c *Channel[T]) entry(item T, priority float64) entry[T] {
	c.seq++
	e := entry[T]{item: item, seq: c.seq}
	if c.o.Order == ByPriority {
		e.rank = -priority
		if c.o.Aging > 0 {
			e.rank = c.o.Now().Sub(began).Seconds() - priority*c.o.Aging.Seconds()
		}
	}
	return e
}

// began is the zero of the ranks.
var began = time.Now()

// Send hands an item over, or puts it in line for a receiver. It never blocks. done is called once the item is in the
// channel, or dropped; or with the error for which it is not. A sender that is cancelled has sent nothing.
func (c *Channel[T]) Send(ctx context.Context, by Party, item T, priority float64, done func(struct{}, error)) {
	if ctx.Err() != nil {
		done(struct{}{}, context.Cause(ctx))
		return
	}
	c.list.Lock()
	e := c.entry(item, priority)
	inPlace := c.list.Settled()
	o := c.offer(e, nil)
	if o.over && inPlace {
		c.finish(o)
		done(struct{}{}, o.err)
		return
	}
	w := c.list.Add(ctx, waitlist.Ask{By: by, Priority: senders}, func(r Received[T], err error) {
		if err == nil {
			err = r.Err
		}
		done(struct{}{}, err)
	})
	w.Firm, w.Value.at = true, e
	if o.over {
		c.list.Grant(w, Received[T]{Err: o.err})
	}
	c.list.UnlockAndWatch(w)
	c.drop(o.dropped)
}

// SendNow is Send if that needs no waiting. It may overtake the answers to those who were served before, but no item.
func (c *Channel[T]) SendNow(item T, priority float64) (over bool, err error) {
	c.list.Lock()
	o := c.offer(c.entry(item, priority), nil)
	c.finish(o)
	return o.over, o.err
}

// TrySend sends an item if that needs no waiting, and reports whether it did. What an overflow policy drops counts as
// sent.
func (c *Channel[T]) TrySend(item T, priority float64) bool {
	over, err := c.SendNow(item, priority)
	return over && err == nil
}

// Put is Send for Go hosts: it blocks.
func (c *Channel[T]) Put(ctx context.Context, item T) error {
	_, err := governor.Block(func(done func(struct{}, error)) { c.Send(ctx, waitlist.PartyOf(ctx), item, 0, done) })
	return err
}

// Receive asks for the next item. It never blocks. A receiver that is cancelled has taken nothing: what came for it in
// the same instant goes back to the front. Whoever gets an item must call Take on it, with which it has left the
// channel, or Release.
func (c *Channel[T]) Receive(ctx context.Context, by Party, done func(Received[T], error)) {
	if ctx.Err() != nil {
		done(Received[T]{}, context.Cause(ctx))
		return
	}
	c.list.Lock()
	inPlace := c.list.Settled()
	r, ok := c.take(nil)
	if ok && inPlace {
		c.list.Unlock()
		done(r, nil)
		return
	}
	w := c.list.Add(ctx, waitlist.Ask{By: by, Priority: receivers}, done)
	if ok {
		c.list.Grant(w, c.fly(r, by))
	}
	c.greet()
	c.list.UnlockAndWatch(w)
}

// ReceiveNow is Receive if that needs no waiting; not OK says that the channel is closed and empty.
func (c *Channel[T]) ReceiveNow() (r Received[T], now bool) {
	c.list.Lock()
	r, now = c.take(nil)
	c.list.Unlock()
	return r, now
}

// Get is Receive for Go hosts: it blocks. ok is false when the channel is closed and empty.
func (c *Channel[T]) Get(ctx context.Context) (item T, ok bool, err error) {
	r, err := governor.Block(func(done func(Received[T], error)) { c.Receive(ctx, waitlist.PartyOf(ctx), done) })
	if err == nil {
		err = r.Err
	}
	r.TakeIn(waitlist.PartyOf(ctx).Isolate)
	return r.Value, r.OK, err
}
