package worker

import (
	"fmt"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/lariatjs/lariat/runtime/fault"
)

// TestPoolHammer submits from many goroutines tasks that end in every way, and cancels some of them at random points.
// Each settles once, what the pool counts adds up, and no worker is left.
func TestPoolHammer(t *testing.T) {
	for _, config := range []Config{
		{Max: 4, Idle: time.Millisecond},
		{Min: 1, Max: 8, Concurrency: 3, MaxTasks: 20, Aging: 1},
		{Max: 2, MaxQueue: 10, WhenFull: DropOldest, Concurrency: 2},
		{Max: 3, MaxQueue: 10, WhenFull: Throw, MaxTasks: 1},
	} {
		t.Run(fmt.Sprintf("%+v", config)[:40], func(t *testing.T) { hammer(t, config) })
	}
}

func hammer(t *testing.T, config Config) {
	const submitters, each = 16, 150
	b := newBench(t, config, &shop{})
	names := []string{"", "", "", "sleep 100us", "sleep 2ms", "fail", "crash", "stubborn", "sleep 50us fail"}
	var refused atomic.Uint64
	var mu sync.Mutex
	var all []*outcome
	var wg sync.WaitGroup
	for range submitters {
		wg.Go(func() {
			for range each {
				name := names[rand.IntN(len(names))]
				task, o := b.submit(name, func(t *Task) {
					t.Priority, t.Grace = float64(rand.IntN(3)), time.Millisecond
					if rand.IntN(2) == 0 {
						t.Affinity = string(rune('a' + rand.IntN(5)))
					}
					if name == "stubborn" || rand.IntN(4) == 0 {
						t.Limit = time.Duration(rand.IntN(1000)+1) * time.Microsecond
					}
				})
				if o.refused {
					refused.Add(1)
				}
				if rand.IntN(4) == 0 {
					wg.Go(func() { b.pool.Cancel(task, fault.Aborted.New("enough"), nil) })
				}
				mu.Lock()
				all = append(all, o)
				mu.Unlock()
				if rand.IntN(10) == 0 {
					<-o.done
				}
			}
		})
	}
	wg.Wait()
	for i, o := range all {
		select {
		case <-o.done:
		case <-time.After(20 * time.Second):
			t.Fatalf("task %d of %d never settles; the pool counts %+v", i, len(all), b.pool.Stats())
		}
	}
	s := b.pool.Stats()
	b.close()
	for _, o := range all {
		if o.times != 1 {
			t.Fatalf("a task settled %d times", o.times)
		}
	}
	if n := s.Completed + s.Failed + s.Cancelled + refused.Load(); n != submitters*each {
		t.Errorf("%d tasks are counted, %d refused, %+v", n, refused.Load(), s)
	}
}

// TestQueueHammer holds the heap against a list that is searched from end to end.
func TestQueueHammer(t *testing.T) {
	var q queue
	var list []*Task
	seq := uint64(0)
	for range 20_000 {
		switch {
		case len(list) == 0 || rand.IntN(5) > 1 && len(list) < 3000:
			seq++
			task := &Task{seq: seq, rank: float64(rand.IntN(10))}
			q.push(task)
			list = append(list, task)
		case rand.IntN(2) == 0:
			i := rand.IntN(len(list))
			q.remove(list[i])
			list = append(list[:i], list[i+1:]...)
		default:
			best := 0
			for i, task := range list {
				if before(task, list[best]) {
					best = i
				}
			}
			if q.first() != list[best] {
				t.Fatalf("of %d tasks the wrong one is first", len(list))
			}
			q.remove(list[best])
			list = append(list[:best], list[best+1:]...)
		}
		if q.len() != len(list) {
			t.Fatalf("%d tasks, want %d", q.len(), len(list))
		}
		if len(list) > 0 && q.oldest != list[0] {
			t.Fatal("the wrong task is the oldest")
		}
	}
}
