package http

import (
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
)

func TestACrewWorksAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		began, sum := 0, 0
		c := crew[int]{work: func(n int) bool {
			sum += n
			return n < 100
		}}
		c.begin = func(f func()) {
			began++
			go f()
		}
		for i, step := range []struct {
			dismiss    bool
			job        int
			began, sum int
		}{{false, 1, 1, 1}, {false, 2, 1, 3}, {true, 4, 2, 7}, {false, 100, 2, 107}, {false, 8, 3, 115}} {
			if step.dismiss {
				c.dismiss()
			}
			c.do(step.job)
			synctest.Wait()
			if began != step.began || sum != step.sum {
				t.Errorf("step %d: %d have begun, the sum is %d", i, began, sum)
			}
		}
		c.dismiss() // or the test would not end
		c.dismiss()
	})
}

func TestCrewHammer(t *testing.T) {
	var done atomic.Int64
	var all, running sync.WaitGroup
	c := crew[int]{work: func(n int) bool {
		defer running.Done()
		done.Add(1)
		return n%7 != 0
	}}
	c.begin = func(f func()) { all.Go(f) }
	const jobs = 20_000
	for i := range jobs {
		running.Add(1)
		c.do(i)
		if i%50 == 0 {
			running.Wait()
		}
		if i%500 == 0 {
			c.dismiss()
		}
	}
	running.Wait()
	c.dismiss()
	all.Wait()
	if done.Load() != jobs {
		t.Errorf("%d of %d jobs were done", done.Load(), jobs)
	}
}
