package waitlist

import (
	"cmp"
	"context"
	"fmt"
)

// Party is who calls: the task, and the place in its source where it asked. The zero Party is a Go
// host.
type Party struct {
	Task uint64
	Name string
	At   fmt.Stringer
	// Isolate is the number of the isolate that the task runs in.
	Isolate uint64
}

// Is reports whether both are the same task. Numbers of tasks are unique in a program, those of isolates in the
// process.
func (p Party) Is(q Party) bool { return p.Task == q.Task && p.Isolate == q.Isolate }

// String is for messages and reports: task "fetch" (#7). Names alone do not tell tasks apart.
func (p Party) String() string {
	switch {
	case p.Task == 0:
		return cmp.Or(p.Name, "host")
	case p.Name == "":
		return fmt.Sprintf("task #%d", p.Task)
	}
	return fmt.Sprintf("task %q (#%d)", p.Name, p.Task)
}

// afterFuncer is a context that calls back by itself. The engine's scopes do, on the goroutine of
// their loop and without a goroutine for each waiter; context.AfterFunc would start one.
type afterFuncer interface {
	AfterFunc(f func()) (stop func() bool)
}

// afterFunc calls f once when ctx ends, perhaps before it returns.
func afterFunc(ctx context.Context, f func()) (stop func() bool) {
	if own, ok := ctx.(afterFuncer); ok {
		return own.AfterFunc(f)
	}
	return context.AfterFunc(ctx, f)
}

// partyContext carries a party. It is a type of its own because context.WithValue would hide
// AfterFunc.
type partyContext struct {
	context.Context
	party Party
}

type partyKey struct{}

// WithParty tells the functions that are called with the context who calls.
func WithParty(ctx context.Context, by Party) context.Context {
	return &partyContext{ctx, by}
}

// PartyOf is who calls, or the zero Party.
func PartyOf(ctx context.Context) Party {
	by, _ := ctx.Value(partyKey{}).(Party)
	return by
}

func (c *partyContext) Value(key any) any {
	if key == (partyKey{}) {
		return c.party
	}
	return c.Context.Value(key)
}

func (c *partyContext) AfterFunc(f func()) (stop func() bool) { return afterFunc(c.Context, f) }
