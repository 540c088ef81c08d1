package task

import (
	"context"
	"fmt"
	"math"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/bindings/internal/source"
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
	reader  source.Reader

	taken   int // items that the consumer has had or that were skipped
	results map[int]outcome
	order   []int       // ready results in order of completion
	left    func(error) // tells the consumer who has left that all has ended
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
	s.reader.Take = s.ready
	m.end = func(err error) {
		s.reader.End(err)
		if s.left != nil {
			s.left(m.unclosed)
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
	s.reader.Feed()
}

// ready takes the next result that may be given out.
func (s *stream) ready() (goja.Value, bool, error) {
	for {
		i := s.taken
		if !s.ordered {
			if len(s.order) == 0 {
				return nil, false, nil
			}
			i = s.order[0]
		}
		r, ok := s.results[i]
		if !ok {
			return nil, false, nil
		}
		delete(s.results, i)
		if !s.ordered {
			s.order = s.order[1:]
		}
		s.taken++
		if r.kept {
			return r.value, true, nil
		}
	}
}

// Next gives the next result; the first call starts the work.
func (s *stream) Next(ctx context.Context, done func(goja.Value, bool, error)) {
	s.m.begin(s.options)
	s.reader.Read(ctx, done)
	s.m.pump()
}

// Close is CloseThen for who does not wait.
func (s *stream) Close() { s.CloseThen(func(error) {}) }

// CloseThen cancels what runs and closes the iterable. done is called when all of it has unwound, with the error of the
// iterable's return method.
func (s *stream) CloseThen(done func(error)) {
	if s.m.over {
		done(nil)
		return
	}
	s.left = done
	s.m.begin(s.options)
	s.m.fail(fault.Aborted.New("imap was left by its consumer"))
	s.m.settle()
}
