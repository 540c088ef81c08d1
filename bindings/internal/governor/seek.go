package governor

import (
	"context"
	"sync"
	"sync/atomic"

	"github.com/lariatjs/lariat/bindings/internal/waitlist"
)

// patience is how many rounds of All may fail before a caller takes the members one after another.
const patience = 8

// seek is one acquire of All. It goes in rounds: it tries all members, and if one cannot be had at once, gives the
// others back unused, stands in the line of that one, and when its turn has come tries the others again. So it holds
// nothing while it waits, and a rate limiter's turn is never spent on a caller who then has to wait for a lock.
//
// Where every member is busy all the time, such a caller might find one taken in each round. After patience rounds it
// therefore takes the members one after another, in the order in which all such callers do, and holds those that it
// has. Only callers of that kind wait for something while they hold something, and all of them in one order, so no two
// wait for each other.
type seek struct {
	*all
	by    waitlist.Party
	want  Want
	ctx   context.Context
	done  func(*Token, error)
	round int
	at    atomic.Int32 // the index of the member that it waits for
}

// seekers runs the steps of all callers of All in the process one at a time. Two of them that each had what the other
// tries to take would otherwise give up both, and could do so again and again.
var seekers crowd

func (s *seek) Acquire(ctx context.Context, by waitlist.Party, done func(*Token, error)) {
	s.AcquireWith(ctx, by, Want{}, done)
}

func (s *seek) AcquireWith(ctx context.Context, by waitlist.Party, want Want, done func(*Token, error)) {
	s.ctx, s.by, s.want, s.done = ctx, by, want, done
	seekers.do(func() { s.step(-1, nil) })
}

// step goes on with the token of the member at index have, or with none.
func (s *seek) step(have int, token *Token) {
	if s.ctx.Err() != nil {
		if token != nil {
			token.Refund()
		}
		s.done(nil, context.Cause(s.ctx))
		return
	}
	t, lacks := s.try(s.by, s.want, have, token)
	switch s.round++; {
	case t != nil:
		s.done(t, nil)
	case s.round > patience:
		s.climb(make(bundle, 0, len(s.members)))
	default:
		s.wait(lacks, func(t *Token, err error) {
			if err != nil {
				s.done(nil, err)
				return
			}
			s.step(lacks, t)
		})
	}
}

// climb takes the members one after another and holds them.
func (s *seek) climb(held bundle) {
	if len(held) == len(s.members) {
		s.done(NewToken(held, s.by, 1), nil)
		return
	}
	s.wait(len(held), func(t *Token, err error) {
		if err != nil {
			held.Refund(nil)
			s.done(nil, err)
			return
		}
		s.climb(append(held, t))
	})
}

// wait stands in the line of a member. then is a step of its own.
func (s *seek) wait(i int, then func(*Token, error)) {
	s.at.Store(int32(i))
	m := s.members[i]
	Acquire(s.ctx, m.Governor, s.by, m.times(s.want), func(t *Token, err error) {
		seekers.do(func() { then(t, err) })
	})
}

// Holders are those who hold the member that it waits for.
func (s *seek) Holders() []waitlist.Party {
	if t, ok := s.members[s.at.Load()].Governor.(Traced); ok {
		return t.Holders()
	}
	return nil
}

// Timed reports whether it waits for a member whose waits end by themselves.
func (s *seek) Timed() bool { return timed(s.members[s.at.Load()].Governor) }

// crowd runs functions one at a time, in the order in which they came, on the goroutine of whoever is at it. One that
// comes while another runs, from the same goroutine or a different one, is left to the one who is at it.
type crowd struct {
	mu    sync.Mutex
	queue []func()
	busy  bool
}

func (c *crowd) do(f func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.queue = append(c.queue, f)
	if c.busy {
		return
	}
	c.busy = true
	defer func() { c.busy = false }() // also when one of them panics
	for len(c.queue) > 0 {
		c.run(c.queue[0])
	}
	c.queue = nil
}

// run calls the first function of the queue. It is entered and left with the lock, however the function ends.
func (c *crowd) run(f func()) {
	c.queue[0] = nil
	c.queue = c.queue[1:]
	c.mu.Unlock()
	defer c.mu.Lock()
	f()
}
