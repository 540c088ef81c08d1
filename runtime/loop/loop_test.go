package loop

import (
	"context"
	"errors"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/lariatjs/lariat/runtime/fault"
)

// runIdle runs l to its end and fails the test if it ends otherwise.
func runIdle(t *testing.T, l *Loop) {
	t.Helper()
	if err := l.Run(t.Context()); err != nil {
		t.Fatalf("Run: %v", err)
	}
}

func wantOrder(t *testing.T, got []int, want ...int) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Fatalf("order %v, want %v", got, want)
	}
}

func TestPostedJobsRunInOrderAndShareATurn(t *testing.T) {
	var got []int
	var turns []int
	l := New(Options{Turn: func(jobs []func()) {
		turns = append(turns, len(jobs))
		callAll(jobs)
	}})
	defer l.Close()
	for i := range 5 {
		l.Post(func() {
			got = append(got, i)
			if i == 1 {
				l.Post(func() { got = append(got, 10) })
			}
		})
	}
	runIdle(t, l)
	wantOrder(t, got, 0, 1, 2, 3, 4, 10)
	wantOrder(t, turns, 5, 1)
}

func TestRunAgainKeepsWhatWasLeft(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := New(Options{})
		defer l.Close()
		var got []int
		l.Post(func() { got = append(got, 1); l.Stop(); l.Post(func() { got = append(got, 2) }) })
		l.SetTimer(time.Hour, false, func() { got = append(got, 3) })
		runIdle(t, l)
		wantOrder(t, got, 1)
		runIdle(t, l)
		wantOrder(t, got, 1, 2, 3)
		runIdle(t, l)
		wantOrder(t, got, 1, 2, 3)
	})
}

func TestRunUntilTellsDoneFromIdle(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := New(Options{})
		defer l.Close()
		n := 0
		done := func() bool { return n == 2 }
		for range 3 {
			l.SetTimer(time.Second, false, func() { n++ })
		}
		if ok, err := l.RunUntil(t.Context(), done); !ok || err != nil || n != 2 {
			t.Fatalf("RunUntil = %v, %v after %d turns, want true after 2", ok, err, n)
		}
		if ok, err := l.RunUntil(t.Context(), func() bool { return false }); ok || err != nil || n != 3 {
			t.Fatalf("RunUntil = %v, %v after %d turns, want false after 3", ok, err, n)
		}
		l.Post(func() { n++ })
		if ok, _ := l.RunUntil(t.Context(), func() bool { return true }); !ok || n != 3 {
			t.Fatalf("RunUntil ran a job although done was true already")
		}
	})
}

func TestIdleMayMakeNewWork(t *testing.T) {
	var l *Loop
	asked, ran := 0, 0
	l = New(Options{Idle: func() bool {
		asked++
		if asked < 3 {
			l.Post(func() { ran++ })
			return true
		}
		return false
	}})
	defer l.Close()
	runIdle(t, l)
	if asked != 3 || ran != 2 {
		t.Fatalf("Idle asked %d times, %d jobs ran; want 3 and 2", asked, ran)
	}
}

func TestJobPostedWhileIdleAnswersNoIsNotLost(t *testing.T) {
	var l *Loop
	ran := false
	l = New(Options{Idle: func() bool {
		if !ran {
			l.Post(func() { ran = true })
		}
		return false
	}})
	defer l.Close()
	runIdle(t, l)
	if !ran {
		t.Fatal("the job was left behind")
	}
}

func TestContextEndsRunWithItsCause(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := New(Options{})
		defer l.Close()
		h := l.Hold("test", "")
		defer h.Release()
		why := fault.Closed.New("enough")
		ctx, cancel := context.WithCancelCause(t.Context())
		time.AfterFunc(time.Minute, func() { cancel(why) })
		if err := l.Run(ctx); err != error(why) {
			t.Fatalf("Run = %v, want the cause", err)
		}
		// A loop that is never idle notices it too.
		ctx, cancel = context.WithCancelCause(t.Context())
		turns := 0
		var again func()
		again = func() {
			if turns++; turns == 100 {
				cancel(why)
			}
			l.Post(again)
		}
		l.Post(again)
		if err := l.Run(ctx); err != error(why) || turns != 100 {
			t.Fatalf("Run = %v after %d turns, want the cause after 100", err, turns)
		}
	})
}

func TestStopFromAnotherGoroutine(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := New(Options{})
		defer l.Close()
		defer l.Hold("server", "x").Release()
		time.AfterFunc(time.Hour, l.Stop)
		began := time.Now()
		runIdle(t, l)
		if took := time.Since(began); took != time.Hour {
			t.Fatalf("Run took %v, want 1h", took)
		}
	})
}

func TestClosedLoopRefusesEverything(t *testing.T) {
	l := New(Options{})
	fired := func() { t.Error("ran after Close") }
	l.Post(fired)
	timer := l.SetTimer(0, true, fired)
	hold := l.Hold("file", "x")
	l.Close()
	l.Close()
	if l.Post(fired) {
		t.Error("Post was accepted")
	}
	late := l.SetTimer(0, false, fired)
	for _, x := range []*Timer{timer, late} {
		if x.Stop() || x.Reset(0) || x.Refresh() {
			t.Error("a timer of a closed loop claims to be pending")
		}
		x.Unref()
	}
	hold.Unref()
	hold.Release()
	l.Hold("late", "").Release()
	if err := l.Run(t.Context()); !errors.Is(err, fault.Closed) {
		t.Errorf("Run = %v, want fault.Closed", err)
	}
	if jobs, timers, holds := l.Counts(); jobs+timers+holds+len(l.Alive()) != 0 || l.refs != 0 {
		t.Errorf("left: %d jobs, %d timers, %d holds, %d refs", jobs, timers, holds, l.refs)
	}
}

func TestCloseInATurnEndsRun(t *testing.T) {
	l := New(Options{})
	ran := 0
	l.SetTimer(0, true, func() { ran++; l.Close() })
	l.SetTimer(0, false, func() { ran++ })
	runIdle(t, l)
	if ran != 1 {
		t.Fatalf("%d timers ran, want 1", ran)
	}
}

func TestRunInsideRunIsRefused(t *testing.T) {
	l := New(Options{})
	defer l.Close()
	var err error
	l.Post(func() { err = l.Run(t.Context()) })
	runIdle(t, l)
	if !errors.Is(err, fault.Internal) {
		t.Fatalf("Run = %v, want fault.Internal", err)
	}
}

func TestPanicInAJobLeavesTheLoopUsable(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := New(Options{})
		defer l.Close()
		ran := 0
		l.SetTimer(time.Second, true, func() { panic("x") })
		l.SetTimer(2*time.Second, false, func() { ran++ })
		func() {
			defer func() { _ = recover() }()
			_ = l.Run(t.Context())
			t.Error("the panic was swallowed")
		}()
		runIdle(t, l)
		if ran != 1 {
			t.Fatalf("ran %d, want 1", ran)
		}
	})
}

func TestPostHammer(t *testing.T) {
	const posters, each = 50, 2000
	l := New(Options{})
	defer l.Close()
	last := [posters]int{}
	total := 0
	var wg sync.WaitGroup
	for p := range posters {
		h := l.Hold("poster", "")
		wg.Go(func() {
			defer h.Release()
			for i := 1; i <= each; i++ {
				l.Post(func() {
					if last[p] != i-1 {
						t.Errorf("poster %d: job %d after %d", p, i, last[p])
					}
					last[p] = i
					total++
				})
			}
		})
	}
	runIdle(t, l)
	wg.Wait()
	if total != posters*each {
		t.Fatalf("%d jobs ran, want %d", total, posters*each)
	}
}

// TestEverythingAtOnceHammer uses every method from many goroutines while the loop runs, is stopped
// and is run again.
func TestEverythingAtOnceHammer(t *testing.T) {
	l := New(Options{})
	var accepted, ran atomic.Int64
	var posters, stoppers sync.WaitGroup
	over := make(chan struct{})
	main := l.Hold("main", "")
	for range 8 {
		posters.Go(func() {
			for i := range 1000 {
				h := l.Hold("op", "x")
				timer := l.SetTimer(time.Duration(i%3)*time.Microsecond, i%2 == 0, func() {})
				if l.Post(func() { ran.Add(1) }) {
					accepted.Add(1)
				}
				timer.Unref()
				timer.Refresh()
				h.Unref()
				h.Ref()
				l.Alive()
				timer.Stop()
				h.Release()
			}
		})
	}
	stoppers.Go(func() {
		for {
			select {
			case <-over:
				return
			default:
				l.Stop()
			}
		}
	})
	go func() {
		posters.Wait()
		close(over)
		stoppers.Wait()
		main.Release()
	}()
	for len(l.Alive()) > 0 {
		runIdle(t, l)
	}
	runIdle(t, l)
	l.Close()
	if accepted.Load() != 8000 || ran.Load() != 8000 || l.refs != 0 {
		t.Fatalf("accepted %d, ran %d, refs %d; want 8000, 8000, 0", accepted.Load(), ran.Load(), l.refs)
	}
}

func TestCloseRacesWithRun(t *testing.T) {
	for range 500 {
		l := New(Options{})
		l.Hold("op", "")
		l.SetTimer(time.Microsecond, true, func() {})
		go l.Close()
		if err := l.Run(t.Context()); err != nil && !errors.Is(err, fault.Closed) {
			t.Fatal(err)
		}
	}
}
