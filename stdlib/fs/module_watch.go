package fs

import (
	"context"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/loop"
)

// watch is "lariat:fs" watch(path, options): an async iterator. The watch begins with the call, so nothing that happens
// after it is missed.
func (m *face) watch(c *bind.Call) (any, error) {
	path := m.path(c, 0, "path")
	var o struct {
		Recursive bool            `js:"recursive"`
		Signal    *runtime.Signal `js:"signal"`
	}
	c.Exactly(1, &o)
	w, err := m.disk.Watch(context.Background(), path, o.Recursive)
	if err != nil {
		return nil, err
	}
	forget := m.rt.OnClose(w.Close)
	src := &watching{Watch: w, signal: o.Signal, forget: forget}
	return bind.Iterator(m.rt, "watch", src, func(change Change) (any, error) { return m.change(change), nil }), nil
}

// watching is a watch that ends with a signal too.
type watching struct {
	*Watch
	signal *runtime.Signal
	forget func()
}

// Next gives the next change. Aborting the signal ends the wait and the watch.
func (w *watching) Next(ctx context.Context, done func(change Change, more bool, err error)) {
	if w.signal == nil {
		w.Watch.Next(ctx, done)
		return
	}
	if w.signal.Aborted() {
		w.Close()
		done(Change{}, false, w.signal.Err())
		return
	}
	stop := w.signal.AfterFunc(func() { w.end(w.signal.Err()) })
	w.Watch.Next(ctx, func(change Change, more bool, err error) {
		stop()
		done(change, more, err)
	})
}

// Close ends the watch.
func (w *watching) Close() {
	w.forget()
	w.Watch.Close()
}

func (m *face) change(change Change) *goja.Object {
	obj := m.rt.VM().NewObject()
	_ = obj.Set("kind", change.Kind)
	_ = obj.Set("path", change.Path)
	_ = obj.Set("name", change.Name)
	return obj
}

// listener is a watch of "node:fs" that calls a function with each change. It holds the program while it is kept.
type listener struct {
	*Watch
	rt     *runtime.Runtime
	fn     *bind.Function
	hold   *loop.Hold
	forget func()
}

// watchSync is (path, recursive, kept, fn).
func (m *face) watchSync(c *bind.Call) (any, error) {
	w, err := m.disk.Watch(context.Background(), m.path(c, 0, "filename"), c.Bool(1))
	if err != nil {
		return nil, err
	}
	l := &listener{Watch: w, rt: m.rt, fn: c.Function(3, "fn"), forget: m.rt.OnClose(w.Close)}
	l.hold = m.rt.Loop().Hold("watch", "fs.watch")
	l.hold.Mark(m.rt.Mark())
	l.keep(c.Bool(2))
	l.pull()
	return m.watches.Wrap(l), nil
}

func (l *listener) keep(yes bool) {
	if yes {
		l.hold.Ref()
	} else {
		l.hold.Unref()
	}
}

// pull waits for a change, from the loop goroutine to the loop goroutine.
func (l *listener) pull() {
	l.Next(context.Background(), func(change Change, more bool, err error) {
		l.rt.Loop().Post(func() { l.answer(change, more, err) })
	})
}

func (l *listener) answer(change Change, more bool, err error) {
	switch {
	case err != nil:
		_, err = l.fn.Call(l.rt.ErrorValue(err))
	case more:
		obj := l.rt.VM().NewObject()
		_ = obj.Set("kind", change.Kind)
		_ = obj.Set("name", change.Name)
		_, err = l.fn.Call(goja.Null(), obj)
		l.pull()
	}
	if err != nil {
		l.rt.ReportUncaught(l.rt.ErrorValue(err))
	}
}

// unwatch is (watch).
func (m *face) unwatch(c *bind.Call) (any, error) {
	l, ok := m.watches.Of(c.Value(0))
	if !ok {
		c.Wrong("watch", "a watch")
	}
	l.forget()
	l.Close()
	l.hold.Release()
	return nil, nil
}

// keepWatch is (watch, kept).
func (m *face) keepWatch(c *bind.Call) (any, error) {
	if l, ok := m.watches.Of(c.Value(0)); ok {
		l.keep(c.Bool(1))
	}
	return nil, nil
}
