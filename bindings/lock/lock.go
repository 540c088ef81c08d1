package lock

import (
	"context"

	"github.com/lariatjs/lariat/bindings/internal/governor"
	"github.com/lariatjs/lariat/bindings/internal/waitlist"
)

// Party is who calls: the task, and the place in its source. The zero Party is a Go host.
type Party = waitlist.Party

// Waiting describes a waiter.
type Waiting = waitlist.Waiting

// Token is the proof of a lock. Release gives it back, once; it is unforgeable.
type Token = governor.Token

// Governor is what admits callers.
type Governor = governor.Governor

// Weighted is a Governor that can be asked for more than one place.
type Weighted = governor.Weighted

// Want are the options of an acquire: weight and priority.
type Want = governor.Want

// All makes one Governor of several: acquired together without deadlock and without partial holds.
func All(governors ...Governor) Weighted { return governor.All(governors...) }

// WithParty tells the blocking methods that are called with the context who calls.
func WithParty(ctx context.Context, by Party) context.Context { return waitlist.WithParty(ctx, by) }

// PartyOf is who calls, or the zero Party.
func PartyOf(ctx context.Context) Party { return waitlist.PartyOf(ctx) }

// acquire is the blocking form of an Acquire.
func acquire(ctx context.Context, start func(context.Context, Party, func(*Token, error))) (*Token, error) {
	return governor.Block(func(done func(*Token, error)) { start(ctx, PartyOf(ctx), done) })
}
