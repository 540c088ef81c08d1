package limit

import (
	"cmp"
	"context"
	"slices"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/bindings/internal/governor"
	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/fault"
)

// head is the task whose turn is next, or nil.
func (q *queue) head() *task {
	q.line.Lock()
	defer q.line.Unlock()
	if w := q.line.First(); w != nil {
		return w.Value
	}
	return nil
}

// size is the number of tasks that wait.
func (q *queue) size() int {
	q.line.Lock()
	defer q.line.Unlock()
	return q.line.Len()
}

// pump starts what may start. A task that ends at once comes back here from within the loop, which goes on: a recursion
// would be as deep as the line is long.
func (q *queue) pump() {
	if q.pumping {
		return
	}
	q.pumping = true
	for t := q.head(); t != nil && !q.paused && q.asking == nil && t.weight <= q.slots-q.used; t = q.head() {
		if q.gate == nil {
			q.start(t, func(error) {})
			continue
		}
		q.ask(t)
	}
	q.pumping = false
	if q.asking != nil && (q.size() == 0 || q.paused) {
		q.asking.Abort(fault.Aborted.New("no task of %s waits any more", q.Label()))
	}
	q.changed()
}

// ask acquires the governor for the task whose turn is next, and starts the one whose turn it is then: another with a
// higher priority may have come.
func (q *queue) ask(t *task) {
	rt := q.f.rt
	scope := rt.NewScope(nil)
	q.asking = scope
	frame := *t.fn.Frame()
	frame.Scope = scope
	v, err := q.acquire.In(&frame).CallOn(q.gate, q.wants(t))
	if err != nil {
		q.asked(scope, t.weight, nil, err)
		return
	}
	bind.Settle(rt, v, func(token goja.Value, err error) { q.asked(scope, t.weight, token, err) })
}

// wants are the options of the acquire; none where they would say nothing.
func (q *queue) wants(t *task) goja.Value {
	if t.weight == 1 && t.place.Priority == 0 {
		return goja.Undefined()
	}
	o := q.f.rt.VM().NewObject()
	_ = o.Set("weight", t.weight)
	_ = o.Set("priority", t.place.Priority)
	return o
}

// asked takes the answer of the governor.
func (q *queue) asked(scope *runtime.Scope, weight int, token goja.Value, err error) {
	cancelled := scope.Err() != nil
	scope.End()
	q.asking = nil
	t := q.head()
	switch {
	case err == nil && (t == nil || q.paused || t.weight > weight || t.weight > q.slots-q.used):
		if err := governor.Refund(q.f.rt, token); err != nil {
			q.f.rt.ReportUncaught(q.f.rt.ErrorValue(err))
		}
	case err == nil:
		release, err := governor.Releaser(q.f.rt, token)
		if err != nil {
			t.finish(nil, err)
			break
		}
		q.start(t, func(outcome error) {
			if err := release(outcome); err != nil {
				q.f.rt.ReportUncaught(q.f.rt.ErrorValue(err))
			}
		})
	case !cancelled && t != nil:
		t.finish(nil, err)
	}
	q.pump()
}

// start takes a task out of the line and runs it; leave gives back what it was admitted with.
func (q *queue) start(t *task, leave func(error)) {
	q.leaveLine(t)
	t.leave = leave
	q.used += t.weight
	q.running[t] = true
	t.run()
}

func (q *queue) leaveLine(t *task) {
	q.line.Lock()
	q.line.Grant(t.place, t)
	q.line.Unlock()
}

// ended takes the end of a task that ran.
func (q *queue) ended(t *task, err error) {
	q.used -= t.weight
	delete(q.running, t)
	t.leave(err)
	q.pump()
}

// left takes the end of a task that waited.
func (q *queue) left(t *task) {
	if t.place != nil {
		q.leaveLine(t)
	}
	q.pump()
}

// pause starts nothing more.
func (q *queue) pause() {
	q.paused = true
	q.pump()
}

// clear rejects everything that waits and returns how much that was.
func (q *queue) clear(cause error) (n int) {
	q.pumping = true // nothing is started meanwhile
	for t := q.head(); t != nil; t = q.head() {
		t.Cancel(cause)
		n++
	}
	q.pumping = false
	q.pump()
	return n
}

// idle reports whether nothing waits and nothing runs.
func (q *queue) idle() bool { return len(q.running) == 0 && q.size() == 0 }

// ready reports whether a task would be started at once, or could wait where a number may.
func (q *queue) ready() bool {
	if q.o.MaxQueue < 1<<31-1 && q.size() < q.o.MaxQueue {
		return true
	}
	return q.size() == 0 && !q.paused && q.used < q.slots
}

// state is somebody who waits for a state.
type state struct {
	is   func() bool
	then func()
}

// whenever calls then once a state is there that is not there now. The result takes that back.
func (q *queue) whenever(is func() bool, then func()) (forget func()) {
	w := &state{is, then}
	q.waiting = append(q.waiting, w)
	return func() { q.waiting = slices.DeleteFunc(q.waiting, func(x *state) bool { return x == w }) }
}

// changed tells those whose state is there.
func (q *queue) changed() {
	for _, w := range slices.Clone(q.waiting) {
		if w.is() && slices.Contains(q.waiting, w) {
			q.waiting = slices.DeleteFunc(q.waiting, func(x *state) bool { return x == w })
			w.then()
		}
	}
}

// await waits until a state is there.
func (q *queue) await(c *bind.Call, is func() bool) (any, error) {
	return bind.Await(c, c.ContextExactly(0), governor.Report{Traced: q}, func(ctx context.Context, done func(struct{}, error)) {
		scope, ok := ctx.(interface{ AfterFunc(func()) func() bool })
		if is() || !ok {
			done(struct{}{}, nil)
			return
		}
		stop := func() bool { return false }
		forget := q.whenever(is, func() {
			stop()
			done(struct{}{}, nil)
		})
		stop = scope.AfterFunc(func() {
			forget()
			done(struct{}{}, ctx.Err())
		})
	}, nil)
}

// Holders are the tasks that run, the oldest first.
func (q *queue) Holders() []Party {
	list := make([]Party, 0, len(q.running))
	for t := range q.running {
		list = append(list, Party{Task: t.info.ID, Name: t.info.Name})
	}
	slices.SortFunc(list, func(a, b Party) int { return cmp.Compare(a.Task, b.Task) })
	return list
}

// Waiting is the number of tasks that wait.
func (q *queue) Waiting() int { return q.size() }
