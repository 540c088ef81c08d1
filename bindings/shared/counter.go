package shared

import (
	"context"
	"math"
	"strconv"
	"sync/atomic"

	"github.com/lariatjs/lariat/bindings/internal/governor"
	"github.com/lariatjs/lariat/bindings/internal/waitlist"
	"github.com/lariatjs/lariat/runtime/fault"
)

// Party is who calls: the task, and the place in its source. The zero Party is a Go host.
type Party = waitlist.Party

// MaxExact is the largest integer that a JavaScript number tells apart from its neighbours. An int64 counter counts
// exactly beyond it; what scripts see of it there is rounded.
const MaxExact = 1 << 53

// CounterOptions configure a Counter.
type CounterOptions struct {
	Name string
	// Float makes it a float64; otherwise it is an int64.
	Float bool
}

// Counter is one number that any number of goroutines and isolates change at the same time, each change as a whole. An
// int64 that exceeds its range wraps around.
type Counter struct {
	governor.Named
	bits  atomic.Uint64
	float bool
	// waiters is the length of the list: a writer looks at it only if there is somebody.
	waiters atomic.Int64
	list    waitlist.List[struct{}]
}

// NewCounter makes a counter. An int64 takes integers only.
func NewCounter(initial float64, o CounterOptions) (*Counter, error) {
	c := &Counter{Named: governor.NewNamed("SharedCounter", o.Name), float: o.Float}
	if err := c.Set(initial); err != nil {
		return nil, err
	}
	return c, nil
}

// Float reports whether it is a float64.
func (c *Counter) Float() bool { return c.float }

// number is the value that some bits stand for.
func (c *Counter) number(bits uint64) float64 {
	if c.float {
		return math.Float64frombits(bits)
	}
	return float64(int64(bits))
}

// encode is the reverse of number.
func (c *Counter) encode(n float64) (uint64, error) {
	if c.float {
		return math.Float64bits(n), nil
	}
	i, ok := exact(n)
	if !ok {
		return 0, fault.Range.New("%s counts integers up to 2^53; for %s make it with { type: \"float64\" }", c.Label(), text(n))
	}
	return uint64(i), nil
}

// exact is n as an integer, if it is one that a JavaScript number can tell from its neighbours.
func exact(n float64) (i int64, ok bool) {
	i = int64(n)
	return i, float64(i) == n && i <= MaxExact && i >= -MaxExact
}

func text(n float64) string { return strconv.FormatFloat(n, 'g', -1, 64) }

// Value is the number as it is now.
func (c *Counter) Value() float64 { return c.number(c.bits.Load()) }

// Int is the exact value of an int64 counter.
func (c *Counter) Int() int64 { return int64(c.bits.Load()) }

// Set writes the number.
func (c *Counter) Set(n float64) error {
	bits, err := c.encode(n)
	if err != nil {
		return err
	}
	c.bits.Store(bits)
	c.wake()
	return nil
}

// Add adds n and returns the new value.
func (c *Counter) Add(n float64) (float64, error) {
	if !c.float {
		bits, err := c.encode(n)
		if err != nil {
			return 0, err
		}
		return float64(c.AddInt(int64(bits))), nil
	}
	for {
		old := c.bits.Load()
		sum := math.Float64frombits(old) + n
		if c.bits.CompareAndSwap(old, math.Float64bits(sum)) {
			c.wake()
			return sum, nil
		}
	}
}

// AddInt adds n to an int64 counter and returns the new value.
func (c *Counter) AddInt(n int64) int64 {
	sum := int64(c.bits.Add(uint64(n)))
	c.wake()
	return sum
}

// CompareExchange writes replacement if the value is expected, and returns the value that it found. Values are compared
// as numbers: 0 is -0, and NaN, which would never be found, is NaN.
func (c *Counter) CompareExchange(expected, replacement float64) (float64, error) {
	bits, err := c.encode(replacement)
	if err != nil {
		return 0, err
	}
	for {
		old := c.bits.Load()
		found := c.number(old)
		if found != expected && !(math.IsNaN(found) && math.IsNaN(expected)) {
			return found, nil
		}
		if c.bits.CompareAndSwap(old, bits) {
			c.wake()
			return found, nil
		}
	}
}

// wake tells those who wait that the value has changed.
func (c *Counter) wake() {
	if c.waiters.Load() == 0 {
		return
	}
	c.list.Lock()
	for w := c.list.First(); w != nil; w = c.list.First() {
		c.list.Grant(w, struct{}{})
	}
	c.list.Unlock()
}

// Changed calls done as soon as the value is another one than seen. It never blocks.
func (c *Counter) Changed(ctx context.Context, by Party, seen float64, done func(struct{}, error)) {
	if ctx.Err() != nil {
		done(struct{}{}, context.Cause(ctx))
		return
	}
	c.list.Lock()
	// Whoever writes from here on sees that somebody waits; whoever wrote before is seen now.
	c.waiters.Add(1)
	leave := func(_ struct{}, err error) {
		c.waiters.Add(-1)
		done(struct{}{}, err)
	}
	if now := c.Value(); now != seen && !(math.IsNaN(now) && math.IsNaN(seen)) {
		c.list.Unlock()
		leave(struct{}{}, nil)
		return
	}
	w := c.list.Add(ctx, waitlist.Ask{By: by}, leave)
	c.list.UnlockAndWatch(w)
}

// Wait blocks until the predicate holds and returns the value that it held for, for Go hosts.
func (c *Counter) Wait(ctx context.Context, predicate func(float64) bool) (float64, error) {
	for {
		v := c.Value()
		if predicate(v) {
			return v, nil
		}
		if _, err := governor.Block(func(done func(struct{}, error)) { c.Changed(ctx, waitlist.PartyOf(ctx), v, done) }); err != nil {
			return 0, err
		}
	}
}

// Holders is nobody: anybody may change it.
func (c *Counter) Holders() []Party { return nil }

// Waiting is the number of those who wait for a change.
func (c *Counter) Waiting() int { return int(c.waiters.Load()) }
