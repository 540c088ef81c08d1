package queue

import (
	"context"
	"slices"
)

// Batch are several items that were received together, oldest first.
type Batch[T any] struct {
	Items []Received[T]
	// Err is what Fail said, when there are no items because the channel is closed.
	Err error
}

// TakeIn says that the items have arrived, in which isolate; 0 is a Go host.
func (b Batch[T]) TakeIn(isolate uint64) {
	for _, r := range b.Items {
		r.TakeIn(isolate)
	}
}

// Release puts the items back.
func (b Batch[T]) Release() bool {
	for _, r := range slices.Backward(b.Items) {
		r.Release()
	}
	return true
}

// ReceiveMany asks for up to limit items. It waits for the first as Receive does, and for the others until the time is up
// that begins then: set starts the clock. With a nil set it takes what is there. One that is cancelled has taken nothing.
// The batch is empty when the channel is closed and empty.
func (c *Channel[T]) ReceiveMany(
	ctx context.Context, by Party, limit int, set func(fire func()) (stop func()), done func(Batch[T], error),
) {
	g := &gathering[T]{c: c, ctx: ctx, by: by, limit: limit, set: set, done: done}
	c.Receive(ctx, by, g.first)
}

// gathering is one ReceiveMany. Its steps follow one another.
type gathering[T any] struct {
	c     *Channel[T]
	ctx   context.Context
	by    Party
	limit int
	set   func(fire func()) (stop func())
	done  func(Batch[T], error)
	batch Batch[T]
	clock *deadline
}

func (g *gathering[T]) first(r Received[T], err error) {
	switch {
	case err != nil:
		g.done(Batch[T]{}, err)
		return
	case !r.OK:
		g.done(Batch[T]{Err: r.Err}, nil)
		return
	}
	g.batch.Items = append(g.batch.Items, g.c.noted(r, g.by))
	if g.gather() || g.set == nil {
		g.done(g.batch, nil)
		return
	}
	g.clock = newDeadline(g.set)
	g.more()
}

// gather takes what is there, and reports whether that is enough.
func (g *gathering[T]) gather() bool {
	for len(g.batch.Items) < g.limit {
		r, now := g.c.ReceiveNow()
		if !now {
			return false
		}
		if !r.OK {
			return true
		}
		g.batch.Items = append(g.batch.Items, g.c.noted(r, g.by))
	}
	return true
}

func (g *gathering[T]) more() {
	recv := Recv(g.c)
	Select(g.ctx, g.by, []Case{recv, Timer(g.clock.watch)}, func(int) int { return 0 }, func(done Case, err error) {
		if err != nil {
			g.clock.stop()
			g.batch.Release()
			g.done(Batch[T]{}, err)
			return
		}
		over := done != Case(recv) || !recv.Got.OK
		if !over {
			g.batch.Items = append(g.batch.Items, g.c.noted(recv.Got, g.by))
			over = g.gather()
		}
		if over {
			g.clock.stop()
			g.done(g.batch, nil)
			return
		}
		g.more()
	})
}

// noted is fly for an item that was received already. It is called without the lock.
func (c *Channel[T]) noted(r Received[T], by Party) Received[T] {
	if r.flight != nil || !r.OK {
		return r
	}
	c.list.Lock()
	defer c.list.Unlock()
	return c.fly(r, by)
}
