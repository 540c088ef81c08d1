package queue

import (
	"context"
	"time"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/bindings/internal/governor"
	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
)

// awaits is a core's wait that has no result.
type awaits = func(ch *scripted, ctx context.Context, by Party, done func(struct{}, error))

// report is what a deadlock report reads of a channel.
func report(t governor.Traced) runtime.Waited { return governor.Report{Traced: t} }

func waitFor(ch *scripted, c *bind.Call, start awaits) (any, error) {
	by := governor.TaskOf(c)
	return bind.Await(c, c.ContextExactly(0), report(ch), func(ctx context.Context, done func(struct{}, error)) {
		start(ch, ctx, by, done)
	}, nil)
}

// send tries first, which costs no more than a call.
func (f *faces) send(ch *scripted, c *bind.Call) (any, error) {
	scope := c.ContextExactly(1, &turnOptions{})
	v := c.Value(0)
	priority, err := f.priority(ch, c.Name(), v, c.Value(1))
	var item any
	if err == nil {
		item, err = f.item(ch, v)
	}
	if err != nil {
		scope.EndWait()
		return nil, err
	}
	if scope.Err() == nil {
		if over, err := ch.SendNow(item, priority); over {
			scope.EndWait()
			return nil, err
		}
	}
	by := governor.TaskOf(c)
	return bind.Await(c, scope, report(ch), func(ctx context.Context, done func(struct{}, error)) {
		ch.Send(ctx, by, item, priority, done)
	}, nil)
}

func (f *faces) trySend(ch *scripted, c *bind.Call) (any, error) {
	priority, err := f.priority(ch, c.Name(), c.Value(0), c.Value(1))
	if err != nil {
		return nil, err
	}
	item, err := f.item(ch, c.Value(0))
	if err != nil {
		return nil, err
	}
	return ch.TrySend(item, priority), nil
}

func (f *faces) receive(ch *scripted, c *bind.Call) (any, error) { return f.await(ch, c, f.got) }

// got takes a received item into the script; undefined is the end.
func (f *faces) got(r Received[any]) (any, error) {
	if !r.OK {
		return nil, f.failed(r.Err)
	}
	r.TakeIn(f.rt.IsolateID())
	return f.value(r.Value)
}

// get is receive for those who count on an item.
func (f *faces) get(ch *scripted, c *bind.Call) (any, error) {
	return f.await(ch, c, func(r Received[any]) (any, error) {
		if !r.OK && r.Err == nil {
			return nil, closed(ch)
		}
		return f.got(r)
	})
}

func (f *faces) await(ch *scripted, c *bind.Call, then func(Received[any]) (any, error)) (any, error) {
	scope := c.ContextExactly(0)
	if scope.Err() == nil {
		if r, now := ch.ReceiveNow(); now {
			scope.EndWait()
			return then(r)
		}
	}
	by := governor.TaskOf(c)
	return bind.Await(c, scope, report(ch), func(ctx context.Context, done func(Received[any], error)) {
		ch.Receive(ctx, by, done)
	}, then)
}

func (f *faces) tryReceive(ch *scripted, _ *bind.Call) (any, error) {
	r, now := ch.ReceiveNow()
	if !now || !r.OK {
		return bind.Null, nil
	}
	v, err := f.got(r)
	if err != nil {
		return nil, err
	}
	obj := f.rt.VM().NewObject()
	return obj, obj.Set("value", v)
}

func (f *faces) receiveMany(ch *scripted, c *bind.Call) (any, error) {
	limit := c.Int(0, "max", 1)
	o := struct {
		MaxWait time.Duration `js:"maxWait"`
	}{}
	c.Options(1, &o)
	var set func(func()) func()
	if o.MaxWait != 0 {
		set = f.clock(o.MaxWait)
	}
	by := governor.TaskOf(c)
	return bind.Await(c, c.ContextExactly(1, &o), report(ch), func(ctx context.Context, done func(Batch[any], error)) {
		ch.ReceiveMany(ctx, by, limit, set, done)
	}, func(b Batch[any]) (any, error) {
		if b.Err != nil {
			return nil, f.failed(b.Err)
		}
		b.TakeIn(f.rt.IsolateID())
		list := make([]goja.Value, len(b.Items))
		for i, r := range b.Items {
			v, err := f.value(r.Value)
			if err != nil {
				return nil, err
			}
			list[i] = v
		}
		return list, nil
	})
}

// clock is a timer of the loop; a negative delay is one that never fires.
func (f *faces) clock(d time.Duration) func(fire func()) (stop func()) {
	return func(fire func()) func() {
		if d < 0 {
			return func() {}
		}
		timer := f.rt.Loop().SetTimer(d, false, fire)
		return func() { timer.Stop() }
	}
}

// values is what for await pulls. Leaving the loop closes nothing.
func (f *faces) values(ch *scripted, c *bind.Call) (any, error) {
	src := &pulling{Report: governor.Report{Traced: ch}, ch: ch, by: governor.TaskOf(c), f: f}
	return bind.Iterator(f.rt, c.Name(), src, f.got), nil
}

// pulling is the source of an iterator.
type pulling struct {
	governor.Report
	ch    *scripted
	by    Party
	f     *faces
	close func()
}

// Next receives.
func (p *pulling) Next(ctx context.Context, done func(v Received[any], more bool, err error)) {
	p.ch.Receive(ctx, p.by, func(r Received[any], err error) { done(r, r.OK || r.Err != nil, err) })
}

// Close ends what the iterator has of its own.
func (p *pulling) Close() {
	if p.close != nil {
		p.close()
	}
}
