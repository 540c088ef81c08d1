package lock

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	goruntime "runtime"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/lariatjs/lariat/runtime/fault"
)

// work is an execution that the test ends by hand.
type work struct {
	runs int
	ctx  context.Context
	land func(int, error)
}

func (w *work) start(ctx context.Context, land func(int, error)) {
	w.runs++
	w.ctx, w.land = ctx, land
}

func (j *journal) value(name string) func(int, error) {
	return func(v int, err error) { j.note(fmt.Sprint(name, v), err); j.errs[name] = err }
}

func TestSingleFlightSharesOneExecution(t *testing.T) {
	s, j := NewSingleFlight[string, int](Options{}), newJournal(t)
	var w, other work
	s.Do(bg, Party{}, "k", w.start, j.value("a"))
	s.Do(bg, Party{}, "k", w.start, j.value("b"))
	s.Do(bg, Party{}, "other", other.start, j.value("c"))
	if w.runs != 1 || s.Size() != 2 || s.Waiting() != 3 || s.Holders() != nil {
		t.Errorf("%d runs, %d keys, %d callers", w.runs, s.Size(), s.Waiting())
	}
	w.land(7, nil)
	w.land(8, nil)
	j.want("a7", "b7")
	if w.ctx.Err() == nil || other.ctx.Err() != nil {
		t.Error("the context of finished work lives on, or that of other work does not")
	}
	s.Do(bg, Party{}, "k", w.start, j.value("d"))
	why := errors.New("why")
	w.land(0, why)
	if j.want("a7", "b7", "d0!"); w.runs != 2 || !errors.Is(j.errs["d"], why) || s.Size() != 1 {
		t.Errorf("%d runs, error %v", w.runs, j.errs["d"])
	}
}

func TestSingleFlightEndsTheWorkWhenAllHaveLeft(t *testing.T) {
	s, j := NewSingleFlight[string, int](Options{}), newJournal(t)
	var w work
	first, second := newScope(), newScope()
	first.Context = WithParty(bg, task(1))
	s.Do(first, Party{}, "k", w.start, j.value("a"))
	s.Do(second, Party{}, "k", w.start, j.value("b"))
	if PartyOf(w.ctx) != task(1) {
		t.Error("the work does not have the values of the first caller")
	}
	first.end()
	if w.ctx.Err() != nil {
		t.Error("the work ended while somebody waits")
	}
	second.end()
	j.want("a0!", "b0!")
	wantKind(t, context.Cause(w.ctx), fault.Aborted)
	late := w.land
	s.Do(bg, Party{}, "k", w.start, j.value("c"))
	late(1, nil) // the outcome of abandoned work is nobody's
	w.land(2, nil)
	if j.want("a0!", "b0!", "c2"); w.runs != 2 || s.Size() != 0 {
		t.Errorf("%d runs, %d keys", w.runs, s.Size())
	}
}

func TestSingleFlightForget(t *testing.T) {
	s, j := NewSingleFlight[string, int](Options{}), newJournal(t)
	var old, fresh work
	s.Do(bg, Party{}, "k", old.start, j.value("a"))
	s.Forget("k")
	s.Do(bg, Party{}, "k", fresh.start, j.value("b"))
	old.land(1, nil)
	s.Do(bg, Party{}, "k", fresh.start, j.value("c"))
	fresh.land(2, nil)
	j.want("a1", "b2", "c2")
}

func TestSingleFlightThatLandsAtOnce(t *testing.T) {
	s, j := NewSingleFlight[string, int](Options{}), newJournal(t)
	for range 2 {
		s.Do(bg, Party{}, "k", func(_ context.Context, land func(int, error)) { land(5, nil) }, j.value("a"))
	}
	j.want("a5", "a5")
}

func TestSingleFlightCallBlocks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := NewSingleFlight[string, time.Time](Options{})
		var runs atomic.Int64
		var wg sync.WaitGroup
		began := time.Now()
		for range 10 {
			wg.Go(func() {
				at, err := s.Call(bg, "k", func(context.Context) (time.Time, error) {
					runs.Add(1)
					time.Sleep(time.Hour)
					return time.Now(), nil
				})
				if err != nil || at.Sub(began) != time.Hour {
					t.Errorf("Call = %v, %v", at, err)
				}
			})
		}
		wg.Wait()
		if runs.Load() != 1 {
			t.Errorf("%d runs, want 1", runs.Load())
		}
	})
}

func TestSingleFlightHammer(t *testing.T) {
	s := NewSingleFlight[int, int](Options{})
	var shared, cancelled atomic.Int64
	var wg sync.WaitGroup
	for g := range 16 {
		wg.Go(func() {
			rnd := rand.New(rand.NewPCG(uint64(g), 1))
			for range 500 {
				ctx, cancel := context.WithCancel(bg)
				switch rnd.IntN(4) {
				case 0:
					cancel()
				case 1:
					go cancel()
				}
				key := rnd.IntN(3)
				v, err := s.Call(ctx, key, func(ctx context.Context) (int, error) {
					goruntime.Gosched() // so that others come and share
					if ctx.Err() != nil {
						return 0, context.Cause(ctx)
					}
					return key + 1, nil
				})
				switch {
				case err == nil && v == key+1:
					shared.Add(1)
				case errors.Is(err, context.Canceled) && v == 0:
					cancelled.Add(1)
				default:
					t.Errorf("Call = %d, %v for key %d", v, err, key)
				}
				cancel()
			}
		})
	}
	wg.Wait()
	if s.Size() != 0 || s.Waiting() != 0 || shared.Load() < 4000 || cancelled.Load() == 0 {
		t.Fatalf("%d keys, %d waiting, %d shared, %d cancelled", s.Size(), s.Waiting(), shared.Load(), cancelled.Load())
	}
}
