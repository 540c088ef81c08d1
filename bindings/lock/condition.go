package lock

import (
	"context"
	"math"

	"github.com/lariatjs/lariat/bindings/internal/governor"
	"github.com/lariatjs/lariat/bindings/internal/waitlist"
	"github.com/lariatjs/lariat/runtime/fault"
)

// Condition lets holders of a mutex wait until another holder notifies them.
type Condition struct {
	governor.Named
	mutex *Mutex
	list  waitlist.List[struct{}]
}

// NewCondition makes a condition of the mutex; nil makes one for it.
func NewCondition(m *Mutex, o Options) *Condition {
	if m == nil {
		m = NewMutex(MutexOptions{Options: o})
	}
	c := &Condition{Named: governor.NewNamed("Condition", o.Name), mutex: m}
	c.list.Init((*conditionList)(c))
	return c
}

// Mutex is the mutex of the condition.
func (c *Condition) Mutex() *Mutex { return c.mutex }

// ReleaseDead is that of the mutex, which whoever has the condition has as well.
func (c *Condition) ReleaseDead(isolate uint64) int { return c.mutex.ReleaseDead(isolate) }

// Await releases the token, waits for a notification, and gets the same token back, in line with
// everybody who wants the mutex, before it calls done. That holds for a cancelled wait too:
// whatever done is told, the token is held again. The exceptions are errors of fault.NotOwner (it
// was not held, or was released meanwhile) and fault.Poisoned. A ctx that has ended already is
// reported at once, with the token still held.
func (c *Condition) Await(ctx context.Context, t *Token, by Party, done func(struct{}, error)) {
	if ctx.Err() != nil {
		done(struct{}{}, context.Cause(ctx))
		return
	}
	permits := &c.mutex.permits
	if !permits.Suspend(t) {
		done(struct{}{}, fault.NotOwner.New("wait: the token does not hold %s", c.mutex.Label()))
		return
	}
	c.list.Lock()
	w := c.list.Add(ctx, waitlist.Ask{By: by}, func(_ struct{}, err error) {
		permits.Resume(t, func(lost error) {
			if lost != nil {
				err = lost
			}
			done(struct{}{}, err)
		})
	})
	c.list.UnlockAndWatch(w)
	permits.Vacate(t)
}

// Wait is Await for Go hosts: it blocks.
func (c *Condition) Wait(ctx context.Context, t *Token) error {
	_, err := governor.Block(func(done func(struct{}, error)) { c.Await(ctx, t, PartyOf(ctx), done) })
	return err
}

// WaitFor blocks until holds is true, which is asked with the mutex held, at first and after every
// notification.
func (c *Condition) WaitFor(ctx context.Context, t *Token, holds func() bool) error {
	for !holds() {
		if err := c.Wait(ctx, t); err != nil {
			return err
		}
	}
	return nil
}

// Notify wakes up to n waiters, those first that came first, and returns how many it woke.
func (c *Condition) Notify(n int) int {
	c.list.Lock()
	defer c.list.Unlock()
	n = max(min(n, c.list.Len()), 0)
	for range n {
		c.list.Grant(c.list.First(), struct{}{})
	}
	return n
}

// NotifyAll wakes all waiters and returns how many there were.
func (c *Condition) NotifyAll() int { return c.Notify(math.MaxInt) }

// Owns reports whether the token holds the mutex of the condition.
func (c *Condition) Owns(t *Token) bool { return c.mutex.permits.Owns(t) }

// Label names the mutex too: who was notified waits for that.
func (c *Condition) Label() string { return c.Named.Label() + " of " + c.mutex.Label() }

// Holders is the holder of the mutex. Anybody may notify.
func (c *Condition) Holders() []Party { return c.mutex.Holders() }

// Waiting is the number of waiters that were not notified yet.
func (c *Condition) Waiting() int {
	c.list.Lock()
	defer c.list.Unlock()
	return c.list.Len()
}

// Waiters describes them in the order in which they will be notified.
func (c *Condition) Waiters() []Waiting {
	c.list.Lock()
	defer c.list.Unlock()
	return c.list.Waiters()
}

// conditionList is the condition as its list sees it.
type conditionList Condition

// GiveBack passes on a notification that came in the same instant as the cancellation of its
// waiter: without that it would be lost, and somebody else would sleep through it.
func (c *conditionList) GiveBack(struct{}) { (*Condition)(c).Notify(1) }

// Left does nothing: the others wait for notifications, not for each other.
func (c *conditionList) Left() {}
