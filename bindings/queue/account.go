package queue

import "github.com/lariatjs/lariat/runtime/fault"

// account knows which isolate has how many of the items that were received and not reported with TaskDone, once a channel
// is known to more than one. An isolate may report what another has received: then its number is negative, and the sum is
// right. The channel's lock guards it.
type account map[uint64]int

func (a account) add(isolate uint64, n int) {
	if a[isolate] += n; a[isolate] == 0 {
		delete(a, isolate)
	}
}

// lose closes the account of a dead isolate and returns how many items it had. What others have reported beyond their own
// is taken to be its own, so that nothing is ever counted as done twice.
func (a account) lose(isolate uint64) int {
	n := a[isolate]
	if n <= 0 {
		return 0
	}
	delete(a, isolate)
	for other, k := range a {
		if k < 0 && n > 0 {
			both := min(n, -k)
			n -= both
			a.add(other, both)
		}
	}
	return n
}

// arrived notes that an isolate has an item. The caller holds the lock, as for all that follow but where they say
// otherwise.
func (c *Channel[T]) arrived(isolate uint64) {
	if c.held != nil {
		c.held.add(isolate, 1)
	}
}

// open begins the account: all that is unfinished and neither here nor on its way is with the isolate that made the
// channel.
func (c *Channel[T]) open() {
	if !c.o.Account || c.held != nil {
		return
	}
	n := c.unfinished - c.store.size()
	for f := c.flights.first; f != nil; f = f.next {
		n--
	}
	c.held = account{}
	c.held.add(c.o.Home, n)
}

// TaskDone says that the work on an item that was received is done. It is called without the lock, as those below are.
func (c *Channel[T]) TaskDone() error { return c.TaskDoneIn(0) }

// TaskDoneIn is TaskDone of an isolate.
func (c *Channel[T]) TaskDoneIn(isolate uint64) error {
	c.list.Lock()
	defer c.list.Unlock()
	if c.unfinished == 0 {
		return fault.OverRelease.New("taskDone: %s has no unfinished item: it was called more often than there were items", c.Label())
	}
	c.unfinished--
	if c.held != nil {
		c.held.add(isolate, -1)
	}
	c.greet()
	return nil
}

// Unfinished is how many items were sent and not reported with TaskDone.
func (c *Channel[T]) Unfinished() int {
	c.list.Lock()
	defer c.list.Unlock()
	return c.unfinished
}
