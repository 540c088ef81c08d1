package worker

import (
	"errors"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/clone"
	"github.com/lariatjs/lariat/runtime/fault"
)

// broadcast is pool.broadcast(fn, ...args): once on every worker.
func (p *pool) broadcast(c *bind.Call) (any, error) {
	o, args := noOptions(), c.Rest(1)
	var first Task
	if err := p.prepare(c, &first, &o); err != nil {
		return nil, err
	}
	if len(args) > 0 {
		var err error
		if first.Args, err = p.rt.Cloner().EncodeList(args, clone.Options{}); err != nil {
			return nil, err
		}
	}
	b := &cast{promise: p.rt.NewPromise()}
	for i, seat := range p.core.Live() {
		t := &workerTask{pool: p, site: *c.Site(), Task: first}
		t.Exempt = true
		t.Pin(seat)
		t.To = &castTask{t, b, i}
		p.open(c, t, &o)
		t.promise.Own()
		b.values = append(b.values, goja.Undefined())
		b.left++
		p.queue(t)
	}
	b.finish(p)
	return b.promise.Value, nil
}

// cast is one broadcast.
type cast struct {
	promise *runtime.Promise
	values  []goja.Value
	left    int
	failure goja.Value
}

// castTask is the task of a broadcast on one worker.
type castTask struct {
	*workerTask
	cast *cast
	at   int
}

// Settled takes the result of one worker. One that has ended meanwhile is not missed.
func (t *castTask) Settled(task *Task, a Answer, err error) {
	t.workerTask.Settled(task, a, err)
	v, reason := t.promise.Outcome()
	gone := errors.Is(err, fault.Worker) && task.startedAt == 0
	switch {
	case reason == nil:
		t.cast.values[t.at] = v
	case gone:
		t.cast.values[t.at] = nil
	case t.cast.failure == nil:
		t.cast.failure = reason
	}
	t.cast.left--
	t.cast.finish(t.pool)
}

// finish settles the broadcast when all workers have answered.
func (b *cast) finish(p *pool) {
	if b.left > 0 {
		return
	}
	if b.failure != nil {
		b.promise.RejectValue(b.failure)
		return
	}
	var values []goja.Value
	for _, v := range b.values {
		if v != nil {
			values = append(values, v)
		}
	}
	b.promise.Resolve(bind.Array(p.rt, values))
}
