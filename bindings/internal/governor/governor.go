// Package governor is the protocol behind everything that admits callers: locks, semaphores,
// limiters, breakers, pools. It is what scripts see as Governor and Token in "lariat:errors", and
// the counting core that most of them share.
package governor

import (
	"context"
	"strconv"
	"sync/atomic"

	"github.com/lariatjs/lariat/bindings/internal/waitlist"
)

// Governor admits callers.
type Governor interface {
	// ID is unique in the process.
	ID() uint64
	// Acquire never blocks. It calls done exactly once, at once when there is room and else later,
	// from any goroutine, with a token or with an error; context.Cause(ctx) when ctx ended first.
	Acquire(ctx context.Context, by waitlist.Party, done func(*Token, error))
	// TryAcquire takes a token if there is room and nobody waits for it, and is nil otherwise.
	TryAcquire(by waitlist.Party) *Token
}

// Weighted is a Governor that can be asked for more than one at a time, and for a turn out of line.
type Weighted interface {
	Governor
	AcquireWith(ctx context.Context, by waitlist.Party, want Want, done func(*Token, error))
	TryAcquireWith(by waitlist.Party, want Want) *Token
}

// Want are the options of an acquire. The zero Want is weight 1 in the common class.
type Want struct {
	Weight   int
	Priority int
}

// Traced is what reports of deadlocks and of waits read from anything that can be waited for.
type Traced interface {
	// Label is the kind and the name: Mutex "account", or Mutex #3 when it has none.
	Label() string
	// Holders are the parties that others wait for. It is empty where nobody in particular is (an
	// event).
	Holders() []waitlist.Party
	// Waiting is the number of waiters.
	Waiting() int
}

// Timed is a Traced whose waits end by themselves, as those for a rate limiter do: they are no deadlock.
type Timed interface {
	Traced
	Timed() bool
}

// timed reports whether a wait ends by itself.
func timed(v any) bool {
	t, ok := v.(Timed)
	return ok && t.Timed()
}

// The ranks of governors. All asks in their order.
const (
	// Prompt are those that nobody ever waits for, such as circuit breakers.
	Prompt = -1
	// Lasting are those whose tokens stay good: locks, semaphores, bulkheads.
	Lasting = 0
	// Perishable are those whose tokens are meant to be used at once, such as rate limiters.
	Perishable = 1
)

// Ranked is a Governor that is not Lasting.
type Ranked interface {
	Governor
	Rank() int
}

func rankOf(g Governor) int {
	if r, ok := g.(Ranked); ok {
		return r.Rank()
	}
	return Lasting
}

// Named is the identity of one thing that can be waited for. Embed it by value.
type Named struct {
	id         uint64
	kind, name string
	confined   bool
}

var lastID atomic.Uint64

// NewNamed gives out the next identity. The name may be empty.
func NewNamed(kind, name string) Named { return Named{id: lastID.Add(1), kind: kind, name: name} }

// ID is the unique number.
func (n *Named) ID() uint64 { return n.id }

// Name is the name that was given, or empty.
func (n *Named) Name() string { return n.name }

// Confine says that a script made the thing: no host knows it that the script has not given it to.
func (n *Named) Confine() { n.confined = true }

// Confined reports whether Confine was called.
func (n *Named) Confined() bool { return n.confined }

// confined reports whether a thing is one that a script made, or one that no host can know.
func confined(v any) bool {
	c, ok := v.(interface{ Confined() bool })
	return !ok || c.Confined()
}

// Label is for messages and reports.
func (n *Named) Label() string {
	if n.name == "" {
		return n.kind + " #" + strconv.FormatUint(n.id, 10)
	}
	return n.kind + " " + strconv.Quote(n.name)
}

// Block waits for a callback, for Go hosts that may block. The wait ends when start's context does,
// because every core calls done then.
func Block[T any](start func(done func(T, error))) (T, error) {
	type outcome struct {
		value T
		err   error
	}
	came := make(chan outcome, 1)
	start(func(v T, err error) { came <- outcome{v, err} })
	o := <-came
	return o.value, o.err
}
