package worker

import (
	"context"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/clone"
)

// mailbox keeps what a task emits until it is read: task.messages.
type mailbox struct {
	wrapper *goja.Object
	list    []*clone.Message
	over    bool
	reader  func(m *clone.Message, more bool, err error)
}

// mailbox returns that of the task, made at first use.
func (t *workerTask) mailbox() *mailbox {
	if t.mail == nil {
		t.mail = &mailbox{over: t.promise.Over()}
	}
	return t.mail
}

// object is the async iterator of the messages, the same each time.
func (b *mailbox) object(rt *runtime.Runtime) *goja.Object {
	if b.wrapper == nil {
		b.wrapper = bind.Iterator(rt, "messages", b, func(m *clone.Message) (any, error) { return rt.Cloner().Decode(m) })
	}
	return b.wrapper
}

// Label is empty: the task is what keeps the program alive.
func (b *mailbox) Label() string { return "" }

func (b *mailbox) put(m *clone.Message) {
	b.list = append(b.list, m)
	b.feed()
}

func (b *mailbox) end() {
	b.over = true
	b.feed()
}

// feed answers a waiting reader.
func (b *mailbox) feed() {
	reader := b.reader
	switch {
	case reader == nil:
	case len(b.list) > 0:
		b.reader = nil
		m := b.list[0]
		b.list[0] = nil
		b.list = b.list[1:]
		reader(m, true, nil)
	case b.over:
		b.reader = nil
		reader(nil, false, nil)
	}
}

// Next gives the next message, or the end when the task has settled.
func (b *mailbox) Next(ctx context.Context, done func(*clone.Message, bool, error)) {
	b.reader = done
	if b.feed(); b.reader == nil {
		return
	}
	if hook, ok := ctx.(interface{ AfterFunc(func()) func() bool }); ok {
		stop := hook.AfterFunc(func() {
			if b.reader != nil {
				b.reader = nil
				done(nil, false, ctx.Err())
			}
		})
		if b.reader != nil {
			b.reader = func(m *clone.Message, more bool, err error) {
				stop()
				done(m, more, err)
			}
		}
	}
}

// Close forgets nothing: a later iteration goes on where this one was left.
func (b *mailbox) Close() {}
