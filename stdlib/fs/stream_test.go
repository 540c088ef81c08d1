package fs

import (
	"context"
	"errors"
	"io"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/lariatjs/lariat/runtime/fault"
)

// numbers is a stream of 0..n-1 that takes a millisecond to make each batch of ten.
func numbers(n, limit int) *Stream[int] {
	next := 0
	return &Stream[int]{limit: limit, fill: func() (batch[int], error) {
		<-time.After(time.Millisecond)
		var out batch[int]
		for range 10 {
			if next == n {
				return out, io.EOF
			}
			out.add(next, 1)
			next++
		}
		return out, nil
	}}
}

func TestStreamGivesAllItemsInOrderAndThenTheEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := numbers(95, 30)
		got, err := s.Collect(t.Context())
		if err != nil || len(got) != 95 || !slices.IsSorted(got) {
			t.Fatal(got, err)
		}
		for range 2 {
			if _, ready, err := s.TryNext(); !ready || !errors.Is(err, io.EOF) {
				t.Fatal("the end must stay the end", ready, err)
			}
		}
	})
}

func TestStreamProducesAheadAndNoFurther(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := numbers(1000, 30)
		if _, ready, _ := s.TryNext(); ready {
			t.Fatal("nothing can be there yet")
		}
		<-time.After(time.Second)
		synctest.Wait()
		if got := len(s.ahead.items); got != 30 || s.filling {
			t.Fatalf("%d items ahead, filling %v", got, s.filling)
		}
		for i := range 30 {
			if v, ready, err := s.TryNext(); !ready || v != i || err != nil {
				t.Fatal(i, v, ready, err)
			}
		}
		// Half of it gone, the goroutine was started again.
		<-time.After(time.Second)
		if v, ready, _ := s.TryNext(); !ready || v != 30 {
			t.Fatal(v, ready)
		}
		s.Close()
		<-time.After(time.Second)
	})
}

func TestStreamAnswersCallsInTheirOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := numbers(200, 30)
		var mu sync.Mutex
		var got []int
		for range 200 {
			s.Next(t.Context(), func(v int, _ bool, err error) {
				mu.Lock()
				defer mu.Unlock()
				if err == nil {
					got = append(got, v)
				}
			})
		}
		<-time.After(time.Second)
		synctest.Wait()
		mu.Lock()
		defer mu.Unlock()
		if len(got) != 200 || !slices.IsSorted(got) {
			t.Fatal(got)
		}
	})
}

func TestStreamCancelledCallTakesNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := numbers(20, 30)
		reason := errors.New("enough")
		ctx, cancel := context.WithCancelCause(t.Context())
		gone := make(chan error, 1)
		first := make(chan int, 1)
		s.Next(ctx, func(_ int, _ bool, err error) { gone <- err })
		s.Next(t.Context(), func(v int, _ bool, _ error) { first <- v })
		cancel(reason)
		if err := <-gone; !errors.Is(err, reason) {
			t.Fatal("want the cause, got", err)
		}
		if v := <-first; v != 0 {
			t.Fatal("the cancelled call took an item", v)
		}
		s.Next(ctx, func(_ int, _ bool, err error) { gone <- err })
		if err := <-gone; !errors.Is(err, reason) {
			t.Fatal("a call with a dead context must fail, got", err)
		}
		s.Close()
		<-time.After(time.Second)
	})
}

func TestStreamCloseEndsThoseWhoWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := numbers(20, 30)
		ended := 0
		s.end = func(int64) { ended++ }
		got := make(chan error, 2)
		for range 2 {
			s.Next(t.Context(), func(_ int, _ bool, err error) { got <- err })
		}
		s.Close()
		s.Close()
		wantKind(t, <-got, fault.Closed)
		wantKind(t, <-got, fault.Closed)
		_, _, err := s.TryNext()
		wantKind(t, err, fault.Closed)
		if ended != 1 {
			t.Fatal("the end hook ran", ended, "times")
		}
		<-time.After(time.Second)
	})
}

func TestStreamFailureFollowsTheItems(t *testing.T) {
	broken := errors.New("broken")
	s := &Stream[int]{limit: 10, fill: func() (batch[int], error) {
		return batch[int]{items: []int{1, 2}, weights: []int{1, 1}}, broken
	}}
	for _, want := range []int{1, 2} {
		if v, err := s.Wait(t.Context()); v != want || err != nil {
			t.Fatal(v, err)
		}
	}
	if _, err := s.Wait(t.Context()); !errors.Is(err, broken) {
		t.Fatal(err)
	}
	if _, err := s.Collect(t.Context()); !errors.Is(err, broken) {
		t.Fatal(err)
	}
}

func TestStreamHammer(t *testing.T) {
	next := 0
	s := &Stream[int]{limit: 64, fill: func() (batch[int], error) {
		var out batch[int]
		for range 16 {
			out.add(next, 1)
			next++
		}
		return out, nil
	}}
	const callers, each = 8, 2000
	seen := make(chan int, callers*each)
	var wg sync.WaitGroup
	for c := range callers {
		wg.Go(func() {
			for i := range each {
				ctx, cancel := context.WithCancel(t.Context())
				if (i+c)%3 == 0 {
					go cancel()
				}
				if v, err := s.Wait(ctx); err == nil {
					seen <- v
				}
				cancel()
			}
		})
	}
	wg.Wait()
	close(seen)
	var all []int
	for v := range seen {
		all = append(all, v)
	}
	slices.Sort(all)
	for i, v := range all {
		if v != i {
			t.Fatalf("item %d was lost or given twice: at %d stands %d", i, i, v)
		}
	}
	s.Close()
}

// scope is a context as runtimes have it: it calls back by itself, at once if it has ended.
type scope struct {
	context.Context
	mu    sync.Mutex
	cause error
	calls []func()
	asked bool
}

func (s *scope) Done() <-chan struct{} {
	s.asked = true
	return nil
}

func (s *scope) Err() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.cause
}

func (s *scope) AfterFunc(f func()) func() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.calls = append(s.calls, f)
	return func() bool { return true }
}

func (s *scope) end(err error) {
	s.mu.Lock()
	s.cause = err
	s.mu.Unlock()
	for _, f := range s.calls {
		f()
	}
}

func TestStreamLeavesAScopeInTheSameInstant(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, ctx := numbers(20, 30), &scope{Context: context.Background()}
		var got error
		s.Next(ctx, func(_ int, _ bool, err error) { got = err })
		reason := errors.New("over")
		if ctx.end(reason); !errors.Is(got, reason) || len(s.waiters) != 0 || ctx.asked {
			t.Fatal(got, len(s.waiters), ctx.asked)
		}
		<-time.After(time.Second)
		if v, ready, err := s.TryNext(); v != 0 || !ready || err != nil {
			t.Fatal(v, ready, err)
		}
		s.Close()
	})
}
