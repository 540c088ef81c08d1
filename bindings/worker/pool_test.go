package worker

import (
	"errors"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/lariatjs/lariat/runtime/fault"
)

// TestTasksBeginInTheOrderOfTheirRanks queues tasks while the only worker is busy.
func TestTasksBeginInTheOrderOfTheirRanks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, Config{Aging: 1}, &shop{})
		_, first := b.submit("sleep 10s")
		synctest.Wait()
		high := func(t *Task) { t.Priority = 5 }
		var last *outcome
		b.submit("a")
		b.submit("b", high)
		time.Sleep(6 * time.Second) // in which a has risen above what comes now
		b.submit("c", high)
		_, last = b.submit("d")
		if err := first.wait(); err != nil {
			t.Error(err)
		}
		if err := last.wait(); err != nil {
			t.Error(err)
		}
		want := []string{"sleep 10s", "b", "a", "c", "d"}
		if got := b.shop.began(); !slices.Equal(got, want) {
			t.Errorf("got the order %q, want %q", got, want)
		}
		b.close()
	})
}

// TestFullQueue holds the four policies against each other.
func TestFullQueue(t *testing.T) {
	for policy, check := range map[Full]func(t *testing.T, run bool, err error, oldest, newest *outcome){
		Wait: func(t *testing.T, run bool, err error, oldest, newest *outcome) {
			if run || err != nil || oldest.wait() != nil || newest.wait() != nil {
				t.Errorf("got %v %v", run, err)
			}
		},
		Throw: func(t *testing.T, _ bool, err error, oldest, _ *outcome) {
			if !errors.Is(err, fault.QueueFull) || oldest.wait() != nil {
				t.Errorf("got %v", err)
			}
		},
		CallerRuns: func(t *testing.T, run bool, err error, oldest, _ *outcome) {
			if !run || err != nil || oldest.wait() != nil {
				t.Errorf("got %v %v", run, err)
			}
		},
		DropOldest: func(t *testing.T, _ bool, err error, oldest, newest *outcome) {
			if err != nil || !errors.Is(oldest.wait(), fault.QueueFull) || newest.wait() != nil {
				t.Errorf("got %v", err)
			}
		},
	} {
		t.Run(string(policy), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := newBench(t, Config{Max: 1, MaxQueue: 1, WhenFull: policy}, &shop{})
				b.submit("sleep 1s")
				synctest.Wait()
				_, oldest := b.submit("sleep 1s")
				newest := &outcome{done: make(chan struct{})}
				run, err := b.pool.Submit(&Task{Call: Call{Name: "sleep 1s"}, To: newest})
				check(t, run, err, oldest, newest)
				b.close()
			})
		})
	}
}

// TestCancel cancels tasks in every state.
func TestCancel(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, Config{Max: 1, Concurrency: 2}, &shop{})
		cause := fault.Aborted.New("enough")
		polite, one := b.submit("sleep 1h")
		stubborn, two := b.submit("stubborn")
		waiting, three := b.submit("sleep 1h")
		synctest.Wait()
		begun := time.Now()
		b.pool.Cancel(waiting, cause, nil)
		if err := three.wait(); !errors.Is(err, cause) || time.Since(begun) > 0 {
			t.Errorf("a waiting task: %v after %s", err, time.Since(begun))
		}
		b.pool.Cancel(polite, cause, nil)
		if err := one.wait(); !errors.Is(err, cause) || time.Since(begun) > 0 {
			t.Errorf("a running task: %v after %s", err, time.Since(begun))
		}
		_, neighbour := b.submit("sleep 1h")
		synctest.Wait()
		b.pool.Cancel(stubborn, cause, nil)
		if err := two.wait(); !errors.Is(err, cause) || time.Since(begun) != time.Second {
			t.Errorf("a stubborn task: %v after %s", err, time.Since(begun))
		}
		if err := neighbour.wait(); !errors.Is(err, fault.Worker) {
			t.Errorf("its neighbour: %v", err)
		}
		_, next := b.submit("")
		if err := next.wait(); err != nil || made(b.shop) != 2 {
			t.Errorf("the next task: %v, on worker %d", err, made(b.shop))
		}
		if s := b.pool.Stats(); s.Cancelled != 3 || s.Failed != 1 || s.Completed != 1 || s.Interrupted != 1 {
			t.Errorf("the pool counts %+v", s)
		}
		b.close()
	})
}

// TestLimitOfTime ends a task that runs for too long, one that hears of it and one that does not.
func TestLimitOfTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, Config{Max: 2}, &shop{})
		begun := time.Now()
		limit := func(t *Task) { t.Limit = 5 * time.Second }
		_, one := b.submit("sleep 1h", limit)
		_, two := b.submit("stubborn", limit)
		_, three := b.submit("sleep 1s", limit)
		if err := one.wait(); !errors.Is(err, fault.Timeout) || time.Since(begun) != 5*time.Second {
			t.Errorf("got %v after %s", err, time.Since(begun))
		}
		if err := two.wait(); !errors.Is(err, fault.Timeout) || time.Since(begun) != 6*time.Second {
			t.Errorf("got %v after %s", err, time.Since(begun))
		}
		if err := three.wait(); err != nil { // its time does not count while it waits
			t.Error(err)
		}
		b.close()
	})
}

// TestCrash settles the tasks of a worker that dies, and replaces it.
func TestCrash(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, Config{Min: 1, Max: 1, Idle: -1}, &shop{})
		_, one := b.submit("crash")
		_, two := b.submit("")
		if err := one.wait(); !errors.Is(err, fault.Worker) || !errors.Is(err, fault.Limit) {
			t.Errorf("got %v", err)
		}
		if err := two.wait(); err != nil {
			t.Error(err)
		}
		if made(b.shop) != 2 {
			t.Errorf("%d workers were made", made(b.shop))
		}
		b.close()
	})
}

// TestSetUpFails rejects what waits and does not try again by itself.
func TestSetUpFails(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		shop := &shop{broken: true, startup: time.Second}
		b := newBench(t, Config{Min: 2, Max: 2}, shop)
		_, one := b.submit("")
		_, two := b.submit("")
		for _, o := range []*outcome{one, two} {
			if err := o.wait(); !errors.Is(err, fault.Type) {
				t.Errorf("got %v", err)
			}
		}
		time.Sleep(time.Hour)
		if made(shop) != 2 {
			t.Errorf("%d workers were made", made(shop))
		}
		shop.mu.Lock()
		shop.broken = false
		shop.mu.Unlock()
		_, three := b.submit("")
		if err := three.wait(); err != nil {
			t.Error(err)
		}
		b.close()
	})
}

// TestWorkersComeAndGo follows the number of workers.
func TestWorkersComeAndGo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, Config{Min: 1, Max: 4, Idle: 10 * time.Second}, &shop{})
		workers := func(want int, when string) {
			t.Helper()
			synctest.Wait()
			if n := b.pool.Stats().Workers; n != want || alive(b.shop) != want {
				t.Errorf("%s there are %d workers, %d alive, want %d", when, n, alive(b.shop), want)
			}
		}
		workers(1, "at the start")
		for range 3 {
			b.submit("sleep 1s")
		}
		workers(3, "with 3 tasks")
		time.Sleep(9 * time.Second)
		workers(3, "after 8 s of rest")
		time.Sleep(3 * time.Second)
		workers(1, "after 11 s of rest")
		b.pool.Resize(2, 2)
		workers(2, "after growing")
		b.submit("sleep 1s")
		b.submit("sleep 1s")
		synctest.Wait()
		b.pool.Resize(0, 1)
		time.Sleep(2 * time.Second)
		workers(1, "after shrinking")
		time.Sleep(11 * time.Second)
		workers(0, "after 11 s of rest")
		b.close()
	})
}

// TestRecycling replaces workers that have run their number of tasks.
func TestRecycling(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, Config{Max: 1, MaxTasks: 3}, &shop{})
		var all []*outcome
		for range 7 {
			_, o := b.submit("")
			all = append(all, o)
		}
		for _, o := range all {
			if err := o.wait(); err != nil {
				t.Error(err)
			}
		}
		synctest.Wait() // a worker that goes is counted once it has gone
		if made(b.shop) != 3 || b.pool.Stats().Recycled != 2 {
			t.Errorf("%d workers were made for 7 tasks, %d recycled", made(b.shop), b.pool.Stats().Recycled)
		}
		b.close()
	})
}

func made(s *shop) int {
	n, _ := s.counts()
	return n
}

func alive(s *shop) int {
	_, n := s.counts()
	return n
}
