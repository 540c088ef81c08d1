package worker

import (
	"context"
	"math"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/bindings/internal/source"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/fault"
)

// results is the consumer's end of imap: chunks wait here until their results are pulled, and no more is worked on
// ahead than the buffer allows.
type results struct {
	m      *mapper
	reader source.Reader
	ready  map[int][]goja.Value // by index of the first item
	sizes  map[int]int
	order  []int // chunks in the order of their coming, unless they are given out in the order of the items
	at     int   // index of the first item of the next chunk
	taken  int   // items that the consumer has had, or that were skipped
	chunk  []goja.Value
}

// imap is pool.imap(fn, items, options).
func (p *pool) imap(c *bind.Call) (any, error) {
	m, err := p.newMapper(c, Each)
	if err != nil {
		return nil, err
	}
	s := &results{m: m, ready: map[int][]goja.Value{}, sizes: map[int]int{}}
	m.room = s.room
	m.emit = s.emit
	s.reader.Take = s.next
	m.end = s.reader.End
	return bind.Iterator(p.rt, "imap", s, func(v goja.Value) (any, error) { return v, nil }), nil
}

// room is how many items may be pulled: as many as the workers take, and a buffer of results beside; without a buffer of
// its own two chunks for each place in a worker.
func (s *results) room() int {
	if b := s.m.options.Buffer; b >= 0 {
		return int(math.Min(b, math.MaxInt32)) + s.m.pool.width - (s.m.next - s.taken) - len(s.m.pending)
	}
	if len(s.m.flight)+len(s.ready) < s.m.width {
		return math.MaxInt
	}
	return 0
}

// Label is empty: the tasks are what keeps the program alive.
func (s *results) Label() string { return "" }

// emit takes the results of a chunk. One that failed in the middle comes twice.
func (s *results) emit(c *mapChunk, values []goja.Value) {
	if before, twice := s.ready[c.first]; twice {
		s.ready[c.first] = append(before, values[len(before):]...)
		return
	}
	s.ready[c.first], s.sizes[c.first] = values, c.items
	if !s.m.options.Ordered {
		s.order = append(s.order, c.first)
	}
	s.reader.Feed()
}

// next takes the next result that may be given out.
func (s *results) next() (goja.Value, bool, error) {
	for {
		for len(s.chunk) > 0 {
			v := s.chunk[0]
			s.chunk = s.chunk[1:]
			s.taken++
			if v != nil {
				return v, true, nil
			}
		}
		first := s.at
		if !s.m.options.Ordered {
			if len(s.order) == 0 {
				return nil, false, nil
			}
			first, s.order = s.order[0], s.order[1:]
		}
		values, ok := s.ready[first]
		if !ok {
			return nil, false, nil
		}
		s.chunk = values
		s.at = first + s.sizes[first]
		delete(s.ready, first)
		delete(s.sizes, first)
	}
}

// Next gives the next result; the first call starts the work.
func (s *results) Next(ctx context.Context, done func(goja.Value, bool, error)) {
	s.m.begin()
	s.reader.Read(ctx, done)
	s.m.pump()
}

// Close is CloseThen for those who do not wait.
func (s *results) Close() { s.CloseThen(func(error) {}) }

// CloseThen cancels what runs, closes the source and calls done when all of it has ended, with the error of the source's
// return method.
func (s *results) CloseThen(done func(error)) {
	s.m.begin()
	if s.m.over {
		done(nil)
		return
	}
	s.m.leaving = append(s.m.leaving, done)
	s.m.fail(fault.Aborted.New("%s was left by its consumer", s.m.label))
	s.m.settle()
}
