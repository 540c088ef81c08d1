package lock

import (
	"context"
	"time"

	"github.com/lariatjs/lariat/bindings/internal/governor"
	"github.com/lariatjs/lariat/runtime/fault"
)

// Options are common to everything in this package.
type Options struct {
	// Name appears in errors and reports.
	Name string
}

// MutexOptions configure a Mutex.
type MutexOptions struct {
	Options
	// Poison refuses everybody with fault.Poisoned once a holder has died while it held the mutex,
	// because what the mutex protects may be half changed. ClearPoison ends that.
	Poison bool
}

// Mutex is held by one party at a time and handed on in the order of the calls. It is not
// reentrant: a task that asks again waits in line like any other, since branches of one task may
// well compete.
type Mutex struct {
	permits governor.Permits
	poison  bool
}

// NewMutex makes a free mutex.
func NewMutex(o MutexOptions) *Mutex {
	m := &Mutex{poison: o.Poison}
	m.permits.Init(governor.Setup{Kind: "Mutex", Name: o.Name, Capacity: 1})
	return m
}

// Acquire asks for the mutex. It never blocks.
func (m *Mutex) Acquire(ctx context.Context, by Party, done func(*Token, error)) {
	m.permits.Acquire(ctx, by, Want{}, done)
}

// AcquireWith is Acquire with a priority; the only weight is 1.
func (m *Mutex) AcquireWith(ctx context.Context, by Party, want Want, done func(*Token, error)) {
	m.permits.Acquire(ctx, by, want, done)
}

// TryAcquire takes the mutex if it is free, and is nil if not.
func (m *Mutex) TryAcquire(by Party) *Token { return m.permits.Try(by, Want{}) }

// TryAcquireWith is TryAcquire with options.
func (m *Mutex) TryAcquireWith(by Party, want Want) *Token { return m.permits.Try(by, want) }

// Lock blocks until the mutex is taken or ctx ends.
func (m *Mutex) Lock(ctx context.Context) (*Token, error) { return acquire(ctx, m.Acquire) }

// Release gives the mutex back without its token. Only the task that acquired it may do so.
func (m *Mutex) Release(by Party) error {
	t := m.permits.First()
	switch {
	case t == nil:
		return fault.NotOwner.New("release: %s is not locked", m.Label())
	case !t.Party().Is(by):
		return fault.NotOwner.New("release: %s is held by %s, not by %s", m.Label(), t.Party(), by)
	case !t.Release():
		return fault.NotOwner.New("release: %s was released already", m.Label())
	}
	return nil
}

// ReleaseDead releases the mutex if a task of the isolate, which is dead, holds it. It returns the
// number of tokens that were released.
func (m *Mutex) ReleaseDead(isolate uint64) int {
	var refuse func(Party) error
	if m.poison {
		refuse = func(by Party) error {
			return fault.Poisoned.New("acquire: %s was held by %s when its isolate died", m.Label(), by)
		}
	}
	return m.permits.ReleaseDead(isolate, refuse)
}

// Poisoned reports whether the mutex refuses everybody because a holder died.
func (m *Mutex) Poisoned() bool { return m.permits.Refusal() != nil }

// ClearPoison says that what the mutex protects is in order again.
func (m *Mutex) ClearPoison() { m.permits.Refuse(nil) }

// Locked reports whether somebody holds the mutex.
func (m *Mutex) Locked() bool { return m.permits.Available() == 0 }

// Owner is who holds the mutex and for how long, or false.
func (m *Mutex) Owner() (by Party, held time.Duration, ok bool) {
	t := m.permits.First()
	if t == nil {
		return Party{}, 0, false
	}
	return t.Party(), t.Age(), true
}

// ID is unique in the process.
func (m *Mutex) ID() uint64 { return m.permits.ID() }

// Name is the name that was given, or empty.
func (m *Mutex) Name() string { return m.permits.Name() }

// Label is for messages and reports.
func (m *Mutex) Label() string { return m.permits.Label() }

// Confine says that a script made it: no host knows it that the script has not given it to.
func (m *Mutex) Confine() { m.permits.Confine() }

// Confined reports whether Confine was called.
func (m *Mutex) Confined() bool { return m.permits.Confined() }

// Holders is the owner, if there is one.
func (m *Mutex) Holders() []Party { return m.permits.Holders() }

// Waiting is the number of waiters.
func (m *Mutex) Waiting() int { return m.permits.Waiting() }

// Waiters describes them in the order in which they will be served.
func (m *Mutex) Waiters() []Waiting { return m.permits.Waiters() }

// Held describes the tokens that are out, oldest first.
func (m *Mutex) Held() []governor.Holding { return m.permits.Held() }
