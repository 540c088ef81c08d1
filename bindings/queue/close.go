package queue

import (
	"context"

	"github.com/lariatjs/lariat/bindings/internal/waitlist"
	"github.com/lariatjs/lariat/runtime/fault"
)

// Close ends the channel: senders are refused from now on, those who wait too, and receivers end when they have taken
// what is there. Closing twice is no error.
func (c *Channel[T]) Close() { c.Fail(nil) }

// Fail is Close, but those who receive when nothing is there any more get an error.
func (c *Channel[T]) Fail(err error) {
	c.list.Lock()
	defer c.list.Unlock()
	if c.closed {
		return
	}
	c.closed, c.failure = true, err
	for w := c.counterpart(receivers, nil); w != nil; w = c.counterpart(receivers, nil) {
		c.list.Grant(w, Received[T]{Err: err, from: c})
	}
	refusal := c.refusal("send")
	for w := c.counterpart(senders, nil); w != nil; w = c.counterpart(senders, nil) {
		c.list.Grant(w, Received[T]{Err: refusal})
	}
	c.wake(readiers, Received[T]{Err: refusal})
	c.greet()
}

// refusal is the error of those who come too late.
func (c *Channel[T]) refusal(verb string) error {
	return fault.Closed.New("%s: %s is closed", verb, c.Label())
}

// until stands in line for a state.
func (c *Channel[T]) until(ctx context.Context, by Party, sort int, done func(struct{}, error)) {
	if ctx.Err() != nil {
		done(struct{}{}, context.Cause(ctx))
		return
	}
	c.list.Lock()
	w := c.list.Add(ctx, waitlist.Ask{By: by, Priority: sort}, func(r Received[T], err error) {
		if err == nil {
			err = r.Err
		}
		done(struct{}{}, err)
	})
	w.Firm = true
	if sort == readiers && c.closed {
		c.list.Grant(w, Received[T]{Err: c.refusal("ready")})
	}
	c.greet()
	c.list.UnlockAndWatch(w)
}

// Ready calls done as soon as a Send would not wait: there is room, or somebody who receives.
func (c *Channel[T]) Ready(ctx context.Context, by Party, done func(struct{}, error)) {
	c.until(ctx, by, readiers, done)
}

// Drained calls done as soon as the channel is empty: all that was sent has been received.
func (c *Channel[T]) Drained(ctx context.Context, by Party, done func(struct{}, error)) {
	c.until(ctx, by, drainers, done)
}

// Joined calls done as soon as each item that was sent has been reported with TaskDone.
func (c *Channel[T]) Joined(ctx context.Context, by Party, done func(struct{}, error)) {
	c.until(ctx, by, joiners, done)
}

// Len is how many items wait in the channel. Those of senders who wait for room are not among them.
func (c *Channel[T]) Len() int {
	c.list.Lock()
	defer c.list.Unlock()
	return c.store.size()
}

// Capacity is how many items fit in, or Unbounded.
func (c *Channel[T]) Capacity() int { return c.o.Capacity }

// Tag is that of the options.
func (c *Channel[T]) Tag() any { return c.o.Tag }

// Closed reports whether Close or Fail was called.
func (c *Channel[T]) Closed() bool {
	c.list.Lock()
	defer c.list.Unlock()
	return c.closed
}

// Holders is nobody: any task may end a wait.
func (c *Channel[T]) Holders() []Party { return nil }

// Waiting is how many wait for the channel.
func (c *Channel[T]) Waiting() int {
	c.list.Lock()
	defer c.list.Unlock()
	return c.list.Len()
}

// Crosser is an item that belongs to one isolate until it is told that it goes to another.
type Crosser interface{ Cross() error }

// Cross tells the items that the channel is to be known to another isolate. What is sent afterwards must be ready for
// that by itself. One that refuses keeps the channel where it is.
func (c *Channel[T]) Cross() error {
	if c.crossed.Swap(true) {
		return nil
	}
	c.list.Lock()
	var items []Crosser
	add := func(v any) {
		if x, ok := v.(Crosser); ok {
			items = append(items, x)
		}
	}
	c.store.each(func(item T) { add(item) })
	for w := range c.list.All() {
		if w.Priority == senders {
			add(w.Value.at.item)
		}
	}
	for f := c.flights.first; f != nil; f = f.next {
		add(f.at.item)
	}
	add(c.failure)
	c.open()
	c.list.Unlock()
	for _, x := range items {
		if err := x.Cross(); err != nil {
			c.list.Lock()
			c.held = nil
			c.list.Unlock()
			c.crossed.Store(false)
			return err
		}
	}
	return nil
}

// Crossed reports whether another isolate may know the channel.
func (c *Channel[T]) Crossed() bool { return c.crossed.Load() }
