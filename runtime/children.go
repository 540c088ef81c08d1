package runtime

import (
	"maps"
	"slices"
	"sync"

	"github.com/lariatjs/lariat/runtime/fault"
)

// children are the isolates that a runtime has spawned.
type children struct {
	mu     sync.Mutex
	all    map[*Isolate]bool
	closed bool
}

func (c *children) add(i *Isolate) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed {
		return false
	}
	if c.all == nil {
		c.all = map[*Isolate]bool{}
	}
	c.all[i] = true
	return true
}

func (c *children) remove(i *Isolate) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.all, i)
}

// end kills the isolates and waits until they have ended.
func (c *children) end() {
	c.mu.Lock()
	c.closed = true
	all := slices.Collect(maps.Keys(c.all))
	c.mu.Unlock()
	for _, i := range all {
		i.Kill(fault.Closed.New("the program that the worker belongs to has ended"))
	}
	for _, i := range all {
		<-i.done
	}
}
