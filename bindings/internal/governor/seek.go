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
	at    atomic.Int32 // the index of the member that it waits for, or stepping
}

// stepping says that a step is due or under way, perhaps on another goroutine.
const stepping = -1

// seekers runs the steps of all callers of All in an isolate one at a time. Two of them that each had what the other
// tries to take would otherwise give up both, and could do so again and again; those of two isolates do so until they
// have lost their patience. It is not for the whole process: a step that is left to the goroutine of another program is
// one that this one does not know to be under way, so its virtual time would run on, or it would take it for a deadlock.
var seekers = crowd{lines: map[uint64]*line{}}

func (s *seek) Acquire(ctx context.Context, by waitlist.Party, done func(*Token, error)) {
	s.AcquireWith(ctx, by, Want{}, done)
}

func (s *seek) AcquireWith(ctx context.Context, by waitlist.Party, want Want, done func(*Token, error)) {
	s.ctx, s.by, s.want, s.done = ctx, by, want, done
	s.at.Store(stepping)
	seekers.do(by.Isolate, func() { s.step(-1, nil) })
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
		s.at.Store(stepping)
		seekers.do(s.by.Isolate, func() { then(t, err) })
	})
	if r, ok := s.ctx.(interface{ Reconsider() }); ok { // it was in a step, or had a turn to come, and did not count as stuck
		r.Reconsider()
	}
}

// Holders are those who hold the member that it waits for.
func (s *seek) Holders() []waitlist.Party {
	at := s.at.Load()
	if at == stepping {
		return nil
	}
	if t, ok := s.members[at].Governor.(Traced); ok {
		return t.Holders()
	}
	return nil
}

// Timed reports whether it waits for a member whose waits end by themselves. One that is in a step, or has one due that
// another goroutine will come to, does not wait for anybody: to take that for a deadlock would be a false alarm.
func (s *seek) Timed() bool {
	at := s.at.Load()
	return at == stepping || timed(s.members[at].Governor)
}

// crowd runs functions one at a time for each isolate, in the order in which they came, on the goroutine of whoever is
// at it. One that comes while another runs, from the same goroutine or a different one, is left to the one who is at it.
type crowd struct {
	mu    sync.Mutex
	lines map[uint64]*line // of the isolates that are at it
}

// line is what one isolate has to run.
type line struct {
	queue []func()
	busy  bool
}

func (c *crowd) do(isolate uint64, f func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	l := c.lines[isolate]
	if l == nil {
		l = &line{}
		c.lines[isolate] = l
	}
	l.queue = append(l.queue, f)
	if l.busy {
		return
	}
	l.busy = true
	defer func() { // also when one of them panics
		if l.busy = false; len(l.queue) == 0 {
			delete(c.lines, isolate)
		}
	}()
	for len(l.queue) > 0 {
		c.run(l)
	}
}

// run calls the first function of the queue. It is entered and left with the lock, however the function ends.
func (c *crowd) run(l *line) {
	f := l.queue[0]
	l.queue[0] = nil
	l.queue = l.queue[1:]
	c.mu.Unlock()
	defer c.mu.Lock()
	f()
}
