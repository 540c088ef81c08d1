package http

import "sync"

// crew are goroutines that do one job after another. A new one for each job would have to grow its stack first, which costs
// more than many a job. Those that have nothing to do wait until they are dismissed.
type crew[T any] struct {
	// begin starts a goroutine.
	begin func(func())
	// work does a job, and reports whether there may be more.
	work func(T) bool

	mu      sync.Mutex
	hired   bool
	waiting []chan T
}

// do gives a job to one that waits, or to a new one.
func (c *crew[T]) do(job T) {
	c.mu.Lock()
	c.hired = true
	if last := len(c.waiting) - 1; last >= 0 {
		one := c.waiting[last]
		c.waiting[last] = nil
		c.waiting = c.waiting[:last]
		c.mu.Unlock()
		one <- job
		return
	}
	c.mu.Unlock()
	c.begin(func() {
		jobs := make(chan T, 1)
		for more := true; more; job, more = <-jobs {
			if !c.work(job) {
				c.dismiss()
				return
			}
			c.rest(jobs)
		}
	})
}

// rest makes one wait, unless nobody is needed.
func (c *crew[T]) rest(jobs chan T) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.hired {
		close(jobs)
		return
	}
	c.waiting = append(c.waiting, jobs)
}

// dismiss lets all go that have nothing to do, now or later, until there is another job.
func (c *crew[T]) dismiss() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.hired = false
	for _, jobs := range c.waiting {
		close(jobs)
	}
	c.waiting = nil
}
