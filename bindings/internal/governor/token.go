package governor

import (
	"fmt"
	"iter"
	"sync/atomic"
	"time"

	"github.com/lariatjs/lariat/bindings/internal/waitlist"
)

// Owner gave a token out.
type Owner interface {
	// Free takes back what the token stands for. It is called once, without any lock, from any
	// goroutine.
	Free(t *Token)
}

// Token is the proof that its holder was admitted. It cannot be forged: only a holder of the
// pointer can give it back, and only once; the zero Token stands for nothing.
type Token struct {
	state   atomic.Uint32
	isolate uint32 // of the Party, whose other parts follow; so the token has 96 bytes and not 112
	owner   Owner
	task    uint64
	name    string
	at      fmt.Stringer
	since   atomic.Int64 // a stamp

	weight     int
	prev, next *Token // guarded by the owner's lock
}

const (
	released uint32 = iota
	held
	suspended // its holder waits for a condition and gets it back
	failed    // released, and what it was for has failed
)

// NewToken makes a token that is held.
func NewToken(owner Owner, by waitlist.Party, weight int) *Token {
	t := &Token{owner: owner, isolate: uint32(by.Isolate), task: by.Task, name: by.Name, at: by.At, weight: weight}
	t.since.Store(stamp())
	t.state.Store(held)
	return t
}

// Release gives back what the token stands for. Only the first call does, and says true.
func (t *Token) Release() bool {
	if t.take() {
		t.owner.Free(t)
		return true
	}
	// A suspended token owns nothing at the moment; its owner finds out when it wants to bring it
	// back.
	return t.state.CompareAndSwap(suspended, released)
}

// take claims the right to free the token.
func (t *Token) take() bool {
	taken := t.state.CompareAndSwap(held, released)
	if taken {
		t.watched()
	}
	return taken
}

// Fail is Release for a holder whose work has failed, for owners that care about that, such as a circuit breaker.
func (t *Token) Fail() bool {
	if t.state.CompareAndSwap(held, failed) {
		t.watched()
		t.owner.Free(t)
		return true
	}
	return false
}

// Refund is Release for a holder who has not used what the token stands for, and will not: owners whose tokens are not
// worth the same when they were used, such as a rate limiter, hear of the difference.
func (t *Token) Refund() bool {
	if !t.take() {
		return t.state.CompareAndSwap(suspended, released)
	}
	if r, ok := t.owner.(Refunder); ok {
		r.Refund(t)
	} else {
		t.owner.Free(t)
	}
	return true
}

// Refunder is an Owner that wants to know when a token was not used.
type Refunder interface {
	Owner
	// Refund is Free for a token that stood for nothing in the end.
	Refund(t *Token)
}

// End gives the token back after the work that it admitted has ended with err, or well if that is nil.
func (t *Token) End(err error) {
	j, ok := t.owner.(Judge)
	switch {
	case err == nil:
		t.Release()
	case ok:
		j.Judge(t, err)
	default:
		t.Fail()
	}
}

// Judge is an Owner that looks at the errors of the work that it admits.
type Judge interface {
	Owner
	// Judge gives back a token whose work has failed: with Fail, with Release or with Refund.
	Judge(t *Token, err error)
}

// Mark is the weight that the token was made with. Owners other than Permits may keep anything there.
func (t *Token) Mark() int { return t.weight }

// Failed reports whether the token was given back with Fail.
func (t *Token) Failed() bool { return t.state.Load() == failed }

// Held reports whether the token still stands for something.
func (t *Token) Held() bool { return t.state.Load() == held }

// Party is who was admitted.
func (t *Token) Party() waitlist.Party {
	return waitlist.Party{Task: t.task, Name: t.name, At: t.at, Isolate: uint64(t.isolate)}
}

// Owner is what gave the token out.
func (t *Token) Owner() Owner { return t.owner }

// Age is how long ago the token was given out.
func (t *Token) Age() time.Duration { return time.Duration(stamp() - t.since.Load()) }

// began is the zero of the stamps: the difference of two monotonic readings is the cheapest time
// there is.
var began = time.Now()

func stamp() int64 { return int64(time.Since(began)) }

// ledger is the list of the tokens that are out, oldest first. The owner's lock guards it.
type ledger struct{ first, last *Token }

func (l *ledger) add(t *Token) {
	if t.prev = l.last; l.last == nil {
		l.first = t
	} else {
		l.last.next = t
	}
	l.last = t
}

// remove takes t out, if it is in.
func (l *ledger) remove(t *Token) {
	if t.prev == nil && l.first != t {
		return
	}
	if t.prev == nil {
		l.first = t.next
	} else {
		t.prev.next = t.next
	}
	if t.next == nil {
		l.last = t.prev
	} else {
		t.next.prev = t.prev
	}
	t.prev, t.next = nil, nil
}

// all goes through the tokens. The loop may remove the one it is at.
func (l *ledger) all() iter.Seq[*Token] {
	return func(yield func(*Token) bool) {
		for t := l.first; t != nil; {
			next := t.next
			if !yield(t) {
				return
			}
			t = next
		}
	}
}
