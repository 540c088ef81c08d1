package runtime

import (
	"cmp"
	"maps"
	"slices"
	"sync"

	"github.com/lariatjs/lariat/runtime/fault"
	"github.com/lariatjs/lariat/runtime/permit"
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

// options are the parent's with the differences.
func (i *Isolate) options() *options {
	o := *i.parent.opts
	o.stdin = emptyReader{}
	o.limits.Stack = cmp.Or(i.opts.Stack, o.limits.Stack)
	if i.opts.Env != nil {
		o.env, o.given = i.opts.Env, true
	}
	if set := i.opts.Permissions; set != nil && set != o.permits {
		o.permits = set
		if !set.Inherits(permit.Import) {
			o.store = o.newStore()
		}
	}
	if i.opts.Args != nil {
		o.argv = i.opts.Args
	}
	if o.seed != nil {
		seed := seedOf(*o.seed, i.nth)
		o.seed = &seed
	}
	return &o
}
