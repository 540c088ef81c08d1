package worker

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/lariatjs/lariat/runtime/fault"
)

// TestAffinityKeepsTasksTogether sends tasks of one kind to one worker, until that is gone.
func TestAffinityKeepsTasksTogether(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		shop := &shop{by: map[string]uint64{}}
		b := newBench(t, Config{Max: 3, Idle: time.Minute}, shop)
		at := func(key string) func(*Task) { return func(t *Task) { t.Affinity = key } }
		for _, name := range []string{"sleep 1s a1", "sleep 1s a2", "sleep 1s a3"} {
			b.submit(name, at("a"))
		}
		_, other := b.submit("sleep 1s b1", at("b"))
		if err := other.wait(); err != nil {
			t.Error(err)
		}
		time.Sleep(5 * time.Second)
		synctest.Wait()
		if shop.where("sleep 1s a1") != shop.where("sleep 1s a2") || shop.where("sleep 1s a1") != shop.where("sleep 1s a3") {
			t.Errorf("tasks of one affinity ran on several workers: %v", shop.by)
		}
		if shop.where("sleep 1s b1") == shop.where("sleep 1s a1") {
			t.Errorf("the other affinity waited although there was another worker: %v", shop.by)
		}
		time.Sleep(2 * time.Minute) // all workers have ended
		_, o := b.submit("a4", at("a"))
		if err := o.wait(); err != nil {
			t.Error(err)
		}
		b.close()
	})
}

// TestPause lets nothing begin.
func TestPause(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, Config{Max: 2}, &shop{})
		_, running := b.submit("sleep 1s")
		synctest.Wait()
		b.pool.Pause()
		_, o := b.submit("")
		time.Sleep(time.Minute)
		synctest.Wait()
		if s := b.pool.Stats(); s.Queued != 1 || s.Completed != 1 {
			t.Errorf("the paused pool counts %+v", s)
		}
		b.pool.Resume()
		if err := o.wait(); err != nil || running.wait() != nil {
			t.Error(err)
		}
		b.close()
	})
}

// TestReadyAndDrain waits for room and for the end.
func TestReadyAndDrain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, Config{Max: 1, MaxQueue: 1, WhenFull: Wait}, &shop{})
		ctx, cancel := context.WithCancel(t.Context())
		waited := func(start func(context.Context, func(struct{}, error))) chan error {
			done := make(chan error, 1)
			start(ctx, func(_ struct{}, err error) { done <- err })
			return done
		}
		if err := <-waited(b.pool.Ready); err != nil {
			t.Error(err)
		}
		begun := time.Now()
		for range 3 {
			b.submit("sleep 1s")
		}
		synctest.Wait()
		// One runs, one waits in the queue and one for the queue: after two seconds the queue is empty.
		if err := <-waited(b.pool.Ready); err != nil || time.Since(begun) != 2*time.Second {
			t.Errorf("ready: %v after %s", err, time.Since(begun))
		}
		if err := <-waited(b.pool.Drain); err != nil || time.Since(begun) != 3*time.Second {
			t.Errorf("drained: %v after %s", err, time.Since(begun))
		}
		b.submit("sleep 1s")
		late := waited(b.pool.Drain)
		cancel()
		if err := <-late; !errors.Is(err, context.Canceled) {
			t.Errorf("a wait that is cancelled: %v", err)
		}
		b.close()
	})
}

// TestDrainIsCalledAgain has a task come between the end of the others and the look of who waits for it.
func TestDrainIsCalledAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, Config{Max: 1}, &shop{})
		b.submit("sleep 1s")
		done := make(chan error, 1)
		b.pool.Drain(t.Context(), func(_ struct{}, err error) { done <- err })
		b.pool.mu.Lock()
		b.pool.watched = false // as look leaves it
		b.pool.mu.Unlock()
		b.pool.hush()
		if err := <-done; err != nil {
			t.Error(err)
		}
		b.close()
	})
}

// TestWarmup waits until workers are set up, or hears why they are not.
func TestWarmup(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		noShop := &shop{broken: true}
		shop := &shop{startup: time.Second}
		b := newBench(t, Config{Max: 3}, shop)
		warm := func() Answer {
			done := make(chan Answer, 1)
			b.pool.Warmup(t.Context(), 3, func(a Answer, _ error) { done <- a })
			return <-done
		}
		begun := time.Now()
		if a := warm(); a.Err != nil || made(shop) != 3 || time.Since(begun) != time.Second {
			t.Errorf("got %v, %d workers after %s", a.Err, made(shop), time.Since(begun))
		}
		b.close()
		b = newBench(t, Config{Max: 2}, noShop)
		if a := warm(); !errors.Is(a.Err, fault.Type) {
			t.Errorf("got %v from a setup that fails", a.Err)
		}
		b.close()
	})
}

// TestClose finishes what there is, or drops what waits.
func TestClose(t *testing.T) {
	for _, drop := range []bool{false, true} {
		synctest.Test(t, func(t *testing.T) {
			b := newBench(t, Config{Max: 1}, &shop{})
			_, runs := b.submit("sleep 1s")
			synctest.Wait()
			_, waits := b.submit("sleep 1s")
			begun, closed := time.Now(), make(chan struct{})
			b.pool.Close(drop, func() { close(closed) })
			if _, o := b.submit(""); !errors.Is(o.wait(), fault.Closed) {
				t.Error("a closed pool takes tasks")
			}
			<-closed
			if err := runs.wait(); err != nil {
				t.Error(err)
			}
			if err := waits.wait(); errors.Is(err, fault.Closed) != drop {
				t.Errorf("drop %v: the task that waited: %v", drop, err)
			}
			want := 2 * time.Second
			if drop {
				want = time.Second
			}
			if d := time.Since(begun); d != want {
				t.Errorf("drop %v: it took %s", drop, d)
			}
			b.close()
		})
	}
}

// TestPinnedTasks reach their worker or settle with it.
func TestPinnedTasks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, Config{Min: 2, Max: 2, Idle: -1}, &shop{by: map[string]uint64{}})
		synctest.Wait()
		seats := b.pool.Live()
		if len(seats) != 2 {
			t.Fatalf("%d workers", len(seats))
		}
		pin := func(s *Seat) func(*Task) { return func(t *Task) { t.Pin(s) } }
		_, one := b.submit("one", pin(seats[1]))
		if err := one.wait(); err != nil || b.shop.where("one") != seats[1].ID {
			t.Errorf("got %v on worker %d, want %d", err, b.shop.where("one"), seats[1].ID)
		}
		b.submit("sleep 1s crash", pin(seats[0]))
		_, behind := b.submit("behind", pin(seats[0]))
		if err := behind.wait(); !errors.Is(err, fault.Worker) {
			t.Errorf("behind a crash: %v", err)
		}
		_, gone := b.submit("gone", pin(seats[0]))
		if err := gone.wait(); !errors.Is(err, fault.Worker) {
			t.Errorf("after a crash: %v", err)
		}
		b.close()
	})
}
