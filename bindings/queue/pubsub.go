package queue

import (
	"context"
	"slices"
	"sync"

	"github.com/lariatjs/lariat/bindings/internal/governor"
	"github.com/lariatjs/lariat/runtime/fault"
)

// PubSubOptions configure a PubSub.
type PubSubOptions struct {
	Name string
	// Buffer is how many items wait for each subscriber, and Overflow what happens when there are more.
	Buffer   int
	Overflow Overflow
	// Replay is how many of the last items a new subscriber gets first.
	Replay int
}

// PubSub passes each item to every subscriber. All of them see the items in the same order.
type PubSub[T any] struct {
	governor.Named
	o PubSubOptions

	mu       sync.Mutex
	subs     []*Subscription[T]
	last     ring[T] // the items to replay
	line     []publication[T]
	busy     bool // somebody is passing on the line
	closed   bool
	crossing bool
}

type publication[T any] struct {
	ctx  context.Context
	by   Party
	item T
	done func(int, error)
}

// Subscription is one subscriber's channel.
type Subscription[T any] struct {
	*Channel[T]
	of      *PubSub[T]
	isolate uint64
}

// NewPubSub makes a PubSub.
func NewPubSub[T any](o PubSubOptions) (*PubSub[T], error) {
	if o.Buffer < Unbounded || o.Replay < 0 {
		return nil, fault.Range.New("PubSub: \"buffer\" and \"replay\" must not be negative, got %d and %d", o.Buffer, o.Replay)
	}
	return &PubSub[T]{Named: governor.NewNamed("PubSub", o.Name), o: o}, nil
}

// Subscribe begins a subscription. It must be closed in the end.
func (p *PubSub[T]) Subscribe(by Party) (*Subscription[T], error) {
	ch, err := NewChannel(Options[T]{Kind: "PubSub", Name: p.Name(), Capacity: p.o.Buffer, Overflow: p.o.Overflow})
	if err != nil {
		return nil, err
	}
	if p.Confined() {
		ch.Confine()
	}
	s := &Subscription[T]{ch, p, by.Isolate}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.last.each(func(item T) { // beyond the buffer too: they are there already
		ch.store.push(ch.entry(item, 0))
		ch.unfinished++
	})
	if p.closed {
		ch.Close()
		return s, nil
	}
	p.subs = append(p.subs, s)
	return s, nil
}

// Close ends the subscription; what was not received is forgotten.
func (s *Subscription[T]) Close() {
	p := s.of
	p.mu.Lock()
	p.subs = slices.DeleteFunc(p.subs, func(x *Subscription[T]) bool { return x == s })
	p.mu.Unlock()
	s.Channel.Close()
}

// Publish passes an item to all who are subscribed when its turn comes. done is called once each has it, or has dropped
// it, with the number of those who were there; a subscriber that leaves meanwhile no longer counts. It never blocks.
func (p *PubSub[T]) Publish(ctx context.Context, by Party, item T, done func(int, error)) {
	if ctx.Err() != nil {
		done(0, context.Cause(ctx))
		return
	}
	p.mu.Lock()
	if p.closed {
		p.mu.Unlock()
		done(0, fault.Closed.New("publish: %s is closed", p.Label()))
		return
	}
	p.line = append(p.line, publication[T]{ctx, by, item, done})
	if p.busy {
		p.mu.Unlock()
		return
	}
	p.busy = true
	for len(p.line) > 0 {
		next := p.line[0]
		p.line = p.line[1:]
		subs := slices.Clone(p.subs)
		p.remember(next.item)
		p.mu.Unlock()
		next.pass(subs)
		p.mu.Lock()
	}
	p.busy = false
	p.mu.Unlock()
}

// remember keeps an item for those who come later. The caller holds p.mu.
func (p *PubSub[T]) remember(item T) {
	if p.o.Replay == 0 {
		return
	}
	if p.last.size() == p.o.Replay {
		p.last.pop()
	}
	p.last.push(entry[T]{item: item})
}

// pass sends an item to the subscribers. The first error that is not the end of a subscription is the publisher's.
func (n publication[T]) pass(subs []*Subscription[T]) {
	var mu sync.Mutex
	left, got := len(subs)+1, 0
	var failed error
	one := func(count int, err error) {
		mu.Lock()
		left--
		switch {
		case err == nil:
			got += count
		case failed == nil && fault.KindOf(err) != fault.Closed:
			failed = err
		}
		over := left == 0
		mu.Unlock()
		if over {
			n.done(got, failed)
		}
	}
	for _, s := range subs {
		s.Send(n.ctx, n.by, n.item, 0, func(_ struct{}, err error) { one(1, err) })
	}
	one(0, nil)
}

// Close ends all subscriptions once their items have been received.
func (p *PubSub[T]) Close() {
	p.mu.Lock()
	subs := p.subs
	p.subs, p.closed = nil, true
	p.mu.Unlock()
	for _, s := range subs {
		s.Channel.Close()
	}
}

// Closed reports whether Close was called.
func (p *PubSub[T]) Closed() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.closed
}

// Subscribers is how many there are.
func (p *PubSub[T]) Subscribers() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.subs)
}

// Holders is nobody: any subscriber may end a wait.
func (p *PubSub[T]) Holders() []Party { return nil }

// Waiting is the number of those who wait, to publish or to receive.
func (p *PubSub[T]) Waiting() int {
	n := 0
	for _, s := range p.all() {
		n += s.Waiting()
	}
	return n
}

func (p *PubSub[T]) all() []*Subscription[T] {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.subs)
}

// ReleaseDead ends the subscriptions of an isolate that is dead, so that nobody waits for them.
func (p *PubSub[T]) ReleaseDead(isolate uint64) int {
	n := 0
	for _, s := range p.all() {
		s.ReleaseDead(isolate)
		if s.isolate == isolate {
			s.Close()
			n++
		}
	}
	return n
}

// Cross is what it is for a channel.
func (p *PubSub[T]) Cross() error {
	p.mu.Lock()
	already := p.crossing
	p.crossing = true
	var items []T
	p.last.each(func(item T) { items = append(items, item) })
	subs := slices.Clone(p.subs)
	p.mu.Unlock()
	if already {
		return nil
	}
	err := func() error {
		for _, item := range items {
			if x, ok := any(item).(Crosser); ok {
				if err := x.Cross(); err != nil {
					return err
				}
			}
		}
		for _, s := range subs {
			if err := s.Cross(); err != nil {
				return err
			}
		}
		return nil
	}()
	if err != nil {
		p.mu.Lock()
		p.crossing = false
		p.mu.Unlock()
	}
	return err
}

// Crossed reports whether another isolate may know it.
func (p *PubSub[T]) Crossed() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.crossing
}
