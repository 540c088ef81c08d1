package worker

import (
	"context"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/bindings/internal/source"
	"github.com/lariatjs/lariat/bindings/internal/transit"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/clone"
	"github.com/lariatjs/lariat/runtime/fault"
)

// The worker of a stream may be ahead of the consumer by a window of values. It begins at firstWindow and doubles, up to
// maxWindow, whenever the consumer had to wait although the worker had used it up.
const (
	firstWindow = 2
	maxWindow   = 64
)

// values is the consumer's end of a stream.
type values struct {
	p        *pool
	task     *workerTask
	open     func() error // queues the task, at the first pull
	list     []*clone.Message
	window   int
	granted  int // values that the worker may make or has made
	received int
	taken    int
	reader   source.Reader
	over     bool
	leaving  []func(error)
}

// streamOf is pool.stream(fn, ...args).
func (p *pool) streamOf(c *bind.Call) (any, error) {
	o := noOptions()
	t := &workerTask{pool: p, site: *c.Site()}
	s := &values{p: p, task: t, window: firstWindow, granted: firstWindow}
	s.reader.Take = s.next
	if err := p.prepare(c, &t.Task, &o); err != nil {
		return nil, err
	}
	if args := c.Rest(1); len(args) > 0 {
		var err error
		if t.Args, err = p.rt.Cloner().EncodeList(args, clone.Options{}); err != nil {
			return nil, transit.Uncloned(err, "value[", c.Name()+": args[")
		}
	}
	t.Kind, t.Credit, t.Exempt, t.To = Stream, firstWindow, true, s
	p.open(c, t, &o)
	t.promise.Own()
	s.open = func() error {
		if err := t.scope.Err(); err != nil {
			return err
		}
		p.queue(t)
		if _, reason := t.promise.Outcome(); reason != nil {
			return p.rt.Thrown(reason)
		}
		return nil
	}
	return bind.Iterator(p.rt, "stream", s, func(v goja.Value) (any, error) { return v, nil }), nil
}

// Label is empty: the task is what keeps the program alive.
func (s *values) Label() string { return "" }

// Yielded takes the next value.
func (s *values) Yielded(_ *Task, m *clone.Message) {
	s.received++
	s.list = append(s.list, m)
	s.reader.Feed()
}

// Emitted is a message of the task.
func (s *values) Emitted(_ *Task, m *clone.Message) {}

// Cancel ends the task.
func (s *values) Cancel(cause error) { s.task.Cancel(cause) }

// Settled is the end of the generator.
func (s *values) Settled(t *Task, a Answer, err error) {
	s.task.Settled(t, a, err)
	s.over = true
	var failure error
	if _, reason := s.task.promise.Outcome(); reason != nil && len(s.leaving) == 0 {
		failure = s.p.rt.Thrown(reason)
	}
	s.reader.End(failure)
	for _, done := range s.leaving {
		done(nil)
	}
}

// next takes the next value that has come.
func (s *values) next() (goja.Value, bool, error) {
	if len(s.list) == 0 {
		return nil, false, nil
	}
	m := s.list[0]
	s.list[0] = nil
	s.list = s.list[1:]
	s.taken++
	s.credit()
	list, err := s.p.rt.Cloner().DecodeList(m)
	if err != nil {
		return nil, false, err
	}
	return list[0], true, nil
}

// credit lets the worker go on, when the consumer has used half of the window.
func (s *values) credit() {
	if n := s.taken + s.window - s.granted; n > 0 && 2*n >= s.window {
		s.granted += n
		s.p.core.Credit(&s.task.Task, n)
	}
}

// Next gives the next value; the first call queues the task.
func (s *values) Next(ctx context.Context, done func(goja.Value, bool, error)) {
	if open := s.open; open != nil {
		s.open = nil
		if err := open(); err != nil {
			s.over = true
			done(nil, false, err)
			return
		}
	}
	s.reader.Read(ctx, done)
	if s.reader.Waiting() && s.received == s.granted && s.taken > 0 && s.window < maxWindow {
		s.window *= 2
		s.credit()
	}
}

// Close is CloseThen for those who do not wait.
func (s *values) Close() { s.CloseThen(func(error) {}) }

// CloseThen returns the generator in the worker and calls done when it has ended.
func (s *values) CloseThen(done func(error)) {
	if s.over || s.open != nil {
		s.open = nil
		done(nil)
		return
	}
	s.leaving = append(s.leaving, done)
	s.list = nil
	s.task.Cancel(fault.Aborted.New("the stream was left by its consumer"))
}
