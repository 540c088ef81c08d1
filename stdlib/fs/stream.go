package fs

import (
	"context"
	"errors"
	"io"
	"slices"
	"sync"

	"github.com/lariatjs/lariat/runtime/fault"
)

// Stream hands out items (chunks, lines, folder entries) that one goroutine produces ahead of the
// consumer, so that most are there when they are asked for. The goroutine ends when enough is there
// and is started anew when half of it is taken: a stream that is left alone holds no goroutine.
//
// After the end or an error the same comes again. A Stream is a source for an async iterator.
type Stream[T any] struct {
	// fill produces the next items; it blocks, and is called by one goroutine at a time. Items and an
	// error may come together: the error then follows the items.
	fill func() (batch[T], error)
	// limit is the weight that is produced ahead.
	limit int
	// begin, if set, is called before the first fill; its error is the stream's. end, if set, is called
	// once when the stream ends, fails or is closed, with the weight of what the consumer took. Both
	// run with s.mu held.
	begin func() error
	end   func(taken int64)

	mu      sync.Mutex
	ahead   batch[T]
	head    int
	weight  int
	taken   int64
	err     error
	begun   bool
	over    bool
	filling bool
	// serving is true while those who wait are being answered: nobody may overtake them.
	serving bool
	waiters []*waiter[T]
}

// batch is a run of items and what each of them weighs, in bytes.
type batch[T any] struct {
	items   []T
	weights []int
}

func (b *batch[T]) add(item T, weight int) {
	b.items = append(b.items, item)
	b.weights = append(b.weights, weight)
}

// waiter is one call of Next that found nothing.
type waiter[T any] struct {
	hook
	done func(item T, more bool, err error)
}

// TryNext takes the next item if it is there. Where it is not, ready is false and producing goes on.
// This path costs no goroutine and no allocation.
func (s *Stream[T]) TryNext() (item T, ready bool, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.serving || len(s.waiters) > 0 {
		return item, false, nil
	}
	return s.take()
}

// take gives the first item, or the error behind the last. The caller holds s.mu.
func (s *Stream[T]) take() (item T, ready bool, err error) {
	var none T
	if s.head == len(s.ahead.items) {
		if s.err == nil {
			s.startFilling()
		}
		if s.err == nil {
			return none, false, nil
		}
		s.finish()
		return none, true, s.err
	}
	item = s.ahead.items[s.head]
	s.ahead.items[s.head] = none
	weight := s.ahead.weights[s.head]
	s.head++
	s.weight -= weight
	s.taken += int64(weight)
	if s.weight <= s.limit/2 {
		s.startFilling()
	}
	return item, true, nil
}

// Next gives the next item, or at the end more false, through done: at once where it is there already,
// otherwise from another goroutine. Calls are answered in their order. A cancelled call takes nothing.
func (s *Stream[T]) Next(ctx context.Context, done func(item T, more bool, err error)) {
	var none T
	if ctx.Err() != nil {
		done(none, false, context.Cause(ctx))
		return
	}
	s.mu.Lock()
	if !s.serving && len(s.waiters) == 0 {
		if item, ready, err := s.take(); ready {
			s.mu.Unlock()
			answer(done, item, err)
			return
		}
	}
	w := &waiter[T]{done: done}
	s.waiters = append(s.waiters, w)
	s.mu.Unlock()
	w.watch(ctx, &s.mu, func() { s.cancel(ctx, w) })
}

// answer tells the end, which is an error inside, in the way of Next.
func answer[T any](done func(T, bool, error), item T, err error) {
	if errors.Is(err, io.EOF) {
		done(item, false, nil)
		return
	}
	done(item, err == nil, err)
}

func (s *Stream[T]) cancel(ctx context.Context, w *waiter[T]) {
	s.mu.Lock()
	i := slices.Index(s.waiters, w)
	if i < 0 {
		s.mu.Unlock()
		return
	}
	s.waiters = slices.Delete(s.waiters, i, i+1)
	w.end()
	s.mu.Unlock()
	var none T
	w.done(none, false, context.Cause(ctx))
}

// startFilling starts the producing goroutine unless it runs or has nothing to do. The caller holds s.mu.
func (s *Stream[T]) startFilling() {
	if s.filling || s.err != nil {
		return
	}
	if !s.begun && s.begin != nil {
		if err := s.begin(); err != nil {
			s.err, s.over = err, true
			return
		}
	}
	s.begun = true
	s.filling = true
	go s.produce()
}

func (s *Stream[T]) produce() {
	for {
		more, err := s.fill()
		s.mu.Lock()
		if s.err == nil {
			s.push(more)
			s.err = err
		}
		s.serve()
		if s.err != nil || s.weight >= s.limit {
			s.filling = false
			s.mu.Unlock()
			return
		}
		s.mu.Unlock()
	}
}

// push appends items. The caller holds s.mu.
func (s *Stream[T]) push(more batch[T]) {
	if s.head == len(s.ahead.items) {
		s.ahead, s.head = more, 0
	} else {
		kept := batch[T]{items: s.ahead.items[s.head:], weights: s.ahead.weights[s.head:]}
		s.ahead = batch[T]{items: append(kept.items, more.items...), weights: append(kept.weights, more.weights...)}
		s.head = 0
	}
	for _, w := range more.weights {
		s.weight += w
	}
}

// serve answers those who wait, in order, as far as there are answers. The caller holds s.mu, which
// is given up around each callback.
func (s *Stream[T]) serve() {
	if s.serving {
		return
	}
	s.serving = true
	for len(s.waiters) > 0 {
		item, ready, err := s.take()
		if !ready {
			break
		}
		w := s.waiters[0]
		s.waiters = s.waiters[1:]
		stop := w.end()
		s.mu.Unlock()
		stop()
		answer(w.done, item, err)
		s.mu.Lock()
	}
	s.serving = false
}

// Close ends the stream: what was produced ahead is dropped, those who wait get fault.Closed.
// Closing again changes nothing.
func (s *Stream[T]) Close() { s.fail(fault.Closed.New("the stream is closed")) }

// fail ends the stream with an error, unless it has ended already.
func (s *Stream[T]) fail(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.over {
		return
	}
	s.ahead, s.head, s.weight = batch[T]{}, 0, 0
	s.err = err
	s.finish()
	s.serve()
}

// finish lets go of what the stream reads from, once. The caller holds s.mu.
func (s *Stream[T]) finish() {
	if !s.over {
		s.over = true
		if s.end != nil && s.begun {
			s.end(s.taken)
		}
	}
}

// Taken tells how many bytes the items taken so far stood for in their source.
func (s *Stream[T]) Taken() int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.taken
}

// failed returns a stream that only ever gives the error.
func failed[T any](err error) *Stream[T] {
	return &Stream[T]{err: err, over: true}
}

// Wait is Next for callers that may block; the end is io.EOF.
func (s *Stream[T]) Wait(ctx context.Context) (T, error) {
	if item, ready, err := s.TryNext(); ready {
		return item, err
	}
	type result struct {
		item T
		err  error
	}
	got := make(chan result, 1)
	s.Next(ctx, func(item T, more bool, err error) {
		if !more && err == nil {
			err = io.EOF
		}
		got <- result{item, err}
	})
	r := <-got
	return r.item, r.err
}

// Collect takes all items that are left. It blocks.
func (s *Stream[T]) Collect(ctx context.Context) ([]T, error) {
	var all []T
	for {
		item, err := s.Wait(ctx)
		if errors.Is(err, io.EOF) {
			return all, nil
		}
		if err != nil {
			s.Close()
			return nil, err
		}
		all = append(all, item)
	}
}
