package limit

import (
	"context"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/bindings/internal/source"
	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/fault"
)

// ahead is how many functions addAll takes of its items before the results of the first are asked for, where any number
// may run at once.
const ahead = 64

// batch is the consumer's end of addAll: results wait here until they are pulled, in the order of the items. It takes
// another item only when fewer than a window's worth are under way or wait here. Loop goroutine only.
type batch struct {
	source.Reader
	q       *queue
	items   *source.Source
	frame   runtime.Frame
	window  int
	tasks   []*task // the first is the one whose result is next
	pulling bool
	over    bool  // no more items are taken
	err     error // why, if something failed
}

// addAll is addAll(items).
func (f *face) addAll(q *queue, c *bind.Call) (any, error) {
	items, err := source.Of(c, c.Value(0))
	if err != nil {
		return nil, err
	}
	b := &batch{q: q, items: items, frame: *f.rt.Frame(), window: q.slots}
	if q.slots > 1<<31-1 {
		b.window = ahead
	}
	b.Take = b.take
	return bind.Iterator(f.rt, c.Name(), b, func(v goja.Value) (any, error) { return v, nil }), nil
}

// Next gives the result of the next item.
func (b *batch) Next(ctx context.Context, done func(v goja.Value, more bool, err error)) {
	b.Read(ctx, done)
	b.pull()
}

// take gives the result of the first task, if it has one.
func (b *batch) take() (goja.Value, bool, error) {
	if len(b.tasks) == 0 || !b.tasks[0].promise.Over() {
		return nil, false, nil
	}
	v, reason := b.tasks[0].promise.Outcome()
	b.tasks = b.tasks[1:]
	if reason != nil {
		return nil, false, b.q.f.rt.Thrown(reason)
	}
	b.q.f.rt.Loop().Post(b.pull) // behind the consumer, who may leave
	return v, true, nil
}

// pull takes items for as long as there is room, and ends the batch behind its last result.
func (b *batch) pull() {
	if b.over && len(b.tasks) == 0 {
		b.End(b.err)
	}
	for !b.over && !b.pulling && len(b.tasks) < b.window {
		if q := b.q; q.o.WhenFull != "wait" && q.size() >= q.o.MaxQueue && !q.free(1, 0) {
			q.whenever(func() bool { return b.over || q.size() < q.o.MaxQueue || q.free(1, 0) }, b.pull)
			return
		}
		b.pulling = true
		b.items.Pull(&b.frame, b.pulled)
	}
}

func (b *batch) pulled(v goja.Value, more bool, err error) {
	b.pulling = false
	fn := bind.FunctionOf(b.q.f.rt, orUndefined(v))
	switch {
	case b.over:
	case err != nil || !more:
		b.over, b.err = true, err
	case fn == nil:
		b.fail(fault.Type.New("TaskQueue.addAll: each item must be a function"))
	default:
		t, err := b.q.add("TaskQueue.addAll", fn.In(&b.frame), "", 1, 0)
		if err != nil {
			b.fail(err)
			break
		}
		t.promise.Own() // the iterator tells of it
		t.then = b.Feed
		b.tasks = append(b.tasks, t)
		b.q.enter(t, 0)
	}
	b.pull()
}

// fail takes no more items; the error comes behind the results that are still to come.
func (b *batch) fail(err error) {
	b.over, b.err = true, err
	b.items.Close(func(error) {})
}

// Close is CloseThen for those who do not wait.
func (b *batch) Close() { b.CloseThen(func(error) {}) }

// CloseThen cancels what is under way: nobody takes its results any more.
func (b *batch) CloseThen(done func(error)) {
	closed := b.over
	b.over = true
	tasks := b.tasks
	b.tasks = nil
	for _, t := range tasks {
		t.Cancel(fault.Aborted.New("%s was cancelled because nobody takes the results of addAll any more", t.info))
	}
	if closed {
		done(nil)
		return
	}
	b.items.Close(done)
}
