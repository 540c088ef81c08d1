package task

import (
	"context"
	"fmt"
	"math"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/fault"
)

// imapConcurrency is how many items imap works on when the caller does not say.
const imapConcurrency = 16

func itemsFailed(n, of int) string { return fmt.Sprintf("%d of %d items failed", n, of) }

// stream is the consumer's end of imap: results wait here until they are pulled, and no more than a
// buffer's worth is worked on ahead.
type stream struct {
	m       *mapper
	options *mapOptions
	ordered bool
	ahead   int

	taken   int // items that the consumer has had or that were skipped
	results map[int]outcome
	order   []int // ready results in order of completion
	reader  func(v goja.Value, more bool, err error)
	ended   bool
	err     error
	left    func() // tells the consumer who has left that all has ended
}

type outcome struct {
	value goja.Value
	kept  bool
}

// imap is map as an async iterator with backpressure.
func (e *engine) imap(c *bind.Call) (any, error) {
	m, o, err := e.newMapper(c, imapConcurrency)
	if err != nil {
		return nil, err
	}
	if o.Buffer < 0 {
		o.Buffer = float64(min(m.limit, imapConcurrency))
	}
	if o.Buffer != math.Trunc(o.Buffer) {
		return nil, fault.Range.New(`imap: "buffer" must be an integer, got %v`, o.Buffer)
	}
	s := &stream{m: m, options: o, ordered: o.Ordered, results: map[int]outcome{}}
	s.ahead = int(math.Min(float64(m.limit)+o.Buffer, math.MaxInt32))
	m.room = func() bool { return m.next-s.taken < s.ahead }
	m.emit = s.emit
	m.end = func(err error) {
		s.ended, s.err = true, err
		s.feed()
		if s.left != nil {
			s.left()
		}
	}
	return bind.Iterator(e.rt, "imap", s, func(v goja.Value) (any, error) { return v, nil }), nil
}

// Label is empty: what the bodies wait for is listed, not the consumer.
func (s *stream) Label() string { return "" }

func (s *stream) emit(i int, v goja.Value, kept bool) {
	s.results[i] = outcome{v, kept}
	if !s.ordered {
		s.order = append(s.order, i)
	}
	s.feed()
}

// ready takes the next result that may be given out.
func (s *stream) ready() (goja.Value, bool) {
	for {
		i := s.taken
		if !s.ordered {
			if len(s.order) == 0 {
				return nil, false
			}
			i = s.order[0]
		}
		r, ok := s.results[i]
		if !ok {
			return nil, false
		}
		delete(s.results, i)
		if !s.ordered {
			s.order = s.order[1:]
		}
		s.taken++
		if r.kept {
			return r.value, true
		}
	}
}

// feed answers a waiting reader.
func (s *stream) feed() {
	reader := s.reader
	if reader == nil {
		return
	}
	v, ok := s.ready()
	switch {
	case ok:
		s.reader = nil
		reader(v, true, nil)
	case s.ended:
		s.reader = nil
		err := s.err
		s.err = nil
		reader(nil, false, err)
	}
}

// Next gives the next result; the first call starts the work.
func (s *stream) Next(ctx context.Context, done func(goja.Value, bool, error)) {
	s.m.begin(s.options)
	s.reader = done
	if hook, ok := ctx.(interface{ AfterFunc(func()) func() bool }); ok {
		stop := hook.AfterFunc(func() {
			if s.reader != nil {
				s.reader = nil
				done(nil, false, ctx.Err())
			}
		})
		if s.reader == nil {
			return
		}
		s.reader = func(v goja.Value, more bool, err error) {
			stop()
			done(v, more, err)
		}
	}
	s.feed()
	s.m.pump()
}

// Close is CloseThen for who does not wait.
func (s *stream) Close() { s.CloseThen(func() {}) }

// CloseThen cancels what runs and closes the iterable. done is called when all of it has unwound.
func (s *stream) CloseThen(done func()) {
	if s.m.over {
		done()
		return
	}
	s.left = done
	s.m.begin(s.options)
	s.m.fail(fault.Aborted.New("imap was left by its consumer"))
	s.m.settle()
}
