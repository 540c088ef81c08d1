package lock

import (
	"context"
	"math"

	"github.com/lariatjs/lariat/bindings/internal/governor"
	"github.com/lariatjs/lariat/runtime/fault"
)

// Prefer says who goes first when readers and writers wait for an RWLock.
type Prefer int

// The preferences.
const (
	PreferWriters Prefer = iota // a waiting writer keeps new readers out
	PreferReaders               // readers come in whenever no writer is in
	PreferFIFO                  // strictly in the order of the calls
)

// everyone is the weight of a writer: all that there is. A reader weighs 1.
const everyone = math.MaxInt32

// RWLockOptions configure an RWLock.
type RWLockOptions struct {
	Options
	Prefer Prefer
}

// RWLock is held by any number of readers or by one writer. It is a semaphore of which a writer
// takes all; the preference is a priority, so readers among themselves and writers among themselves
// keep their order.
type RWLock struct {
	permits     governor.Permits
	read, write Want
}

// NewRWLock makes a free lock.
func NewRWLock(o RWLockOptions) *RWLock {
	l := &RWLock{read: Want{Weight: 1}, write: Want{Weight: everyone}}
	switch o.Prefer {
	case PreferReaders:
		l.write.Priority = -1
	case PreferWriters:
		l.read.Priority = -1
	case PreferFIFO:
	}
	l.permits.Init(governor.Setup{Kind: "RWLock", Name: o.Name, Capacity: everyone})
	return l
}

// AcquireRead asks to read. It never blocks.
func (l *RWLock) AcquireRead(ctx context.Context, by Party, done func(*Token, error)) {
	l.permits.Acquire(ctx, by, l.read, done)
}

// AcquireWrite asks to write. It never blocks.
func (l *RWLock) AcquireWrite(ctx context.Context, by Party, done func(*Token, error)) {
	l.permits.Acquire(ctx, by, l.write, done)
}

// TryRead takes the lock for reading if that needs no waiting, and is nil if not.
func (l *RWLock) TryRead(by Party) *Token { return l.permits.Try(by, l.read) }

// TryWrite takes the lock for writing if that needs no waiting, and is nil if not.
func (l *RWLock) TryWrite(by Party) *Token { return l.permits.Try(by, l.write) }

// RLock blocks until the lock is taken for reading or ctx ends.
func (l *RWLock) RLock(ctx context.Context) (*Token, error) { return acquire(ctx, l.AcquireRead) }

// Lock blocks until the lock is taken for writing or ctx ends.
func (l *RWLock) Lock(ctx context.Context) (*Token, error) { return acquire(ctx, l.AcquireWrite) }

// Downgrade turns a token for writing into one for reading; no writer comes between. The old token
// is void.
func (l *RWLock) Downgrade(t *Token) (*Token, error) {
	lighter := l.permits.Exchange(t, l.read.Weight)
	if lighter == nil {
		return nil, fault.NotOwner.New("downgrade: the token does not hold %s for writing", l.Label())
	}
	return lighter, nil
}

// ReleaseDead releases what the tasks of an isolate hold, which is dead, and returns how many tokens
// that were.
func (l *RWLock) ReleaseDead(isolate uint64) int { return l.permits.ReleaseDead(isolate, nil) }

// Readers is how many read now.
func (l *RWLock) Readers() int {
	if free := l.permits.Available(); free > 0 {
		return everyone - free
	}
	return 0
}

// Writing reports whether a writer is in.
func (l *RWLock) Writing() bool { return l.permits.Available() == 0 }

// ID is unique in the process.
func (l *RWLock) ID() uint64 { return l.permits.ID() }

// Name is the name that was given, or empty.
func (l *RWLock) Name() string { return l.permits.Name() }

// Label is for messages and reports.
func (l *RWLock) Label() string { return l.permits.Label() }

// Confine says that a script made it: no host knows it that the script has not given it to.
func (l *RWLock) Confine() { l.permits.Confine() }

// Confined reports whether Confine was called.
func (l *RWLock) Confined() bool { return l.permits.Confined() }

// Holders are the readers, or the writer.
func (l *RWLock) Holders() []Party { return l.permits.Holders() }

// Waiting is the number of waiters, readers and writers.
func (l *RWLock) Waiting() int { return l.permits.Waiting() }

// Waiters describes them in the order in which they will be served.
func (l *RWLock) Waiters() []Waiting { return l.permits.Waiters() }

// Held describes the tokens that are out, oldest first.
func (l *RWLock) Held() []governor.Holding { return l.permits.Held() }
