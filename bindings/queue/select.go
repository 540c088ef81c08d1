package queue

import (
	"context"
	"sync"

	"github.com/lariatjs/lariat/bindings/internal/waitlist"
	"github.com/lariatjs/lariat/runtime/fault"
)

// Case is one thing that a Select may do. It is good for one Select.
type Case interface {
	// Label says what it waits for.
	Label() string
	// try does it if that needs no waiting and the select has not committed elsewhere.
	try(a *arm) (over bool, err error)
	// wait is try, and else stands in line; end is called once it is over.
	wait(ctx context.Context, by Party, a *arm, end func(error))
	// leave ends a wait for nothing.
	leave()
}

// pick is one Select.
type pick struct {
	winner *arm // guarded by picking
	done   func(Case, error)

	mu      sync.Mutex
	over    bool
	waiting []Case
}

// arm is one case of a Select.
type arm struct {
	pick *pick
	c    Case
}

// picking guards the winners of all selects: two of them that deal with each other commit in one step.
var picking sync.Mutex

// errLost is the end of a wait of a case that was not the one.
var errLost = fault.Aborted.New("another case of the select was chosen")

type outcome int

const (
	committed outcome = iota
	mineGone
	theirsGone
)

// commit makes both arms the winners of their selects, or neither. A nil one is of no select.
func commit(mine, theirs *arm) outcome {
	if mine == nil && theirs == nil {
		return committed
	}
	picking.Lock()
	defer picking.Unlock()
	switch {
	case mine != nil && mine.pick.winner != nil:
		return mineGone
	case theirs != nil && theirs.pick.winner != nil:
		return theirsGone
	}
	for _, a := range []*arm{mine, theirs} {
		if a != nil {
			a.pick.winner = a
		}
	}
	return committed
}

// claim is commit for one.
func claim(a *arm) bool { return commit(a, nil) == committed }

// Select does exactly one of the cases, as soon as one can be done, and calls done with it, or with the error for which
// none was. Of several that can be done at once, random(n) below n chooses. It never blocks. The other cases have no
// effect.
func Select(ctx context.Context, by Party, cases []Case, random func(n int) int, done func(Case, error)) {
	if ctx.Err() != nil {
		done(nil, context.Cause(ctx))
		return
	}
	p := &pick{done: done}
	arms := make([]*arm, len(cases))
	for i, c := range cases {
		j := random(i + 1)
		arms[i] = arms[j]
		arms[j] = &arm{p, c}
	}
	for _, a := range arms {
		if over, err := a.c.try(a); over {
			done(a.c, err)
			return
		}
	}
	for _, a := range arms {
		a.c.wait(ctx, by, a, func(err error) { p.end(a, err) })
		p.mu.Lock()
		over := p.over
		if !over {
			p.waiting = append(p.waiting, a.c)
		}
		p.mu.Unlock()
		if over {
			a.c.leave()
			return
		}
	}
}

// end is called when the wait of a case is over: it was done, or cancelled, or another was done.
func (p *pick) end(a *arm, err error) {
	picking.Lock()
	won := p.winner == a
	picking.Unlock()
	if !won && (err == nil || err == errLost || !claim(a)) { //nolint:errorlint // the very same
		return
	}
	p.mu.Lock()
	p.over = true
	waiting := p.waiting
	p.waiting = nil
	p.mu.Unlock()
	for _, c := range waiting {
		if c != a.c {
			c.leave()
		}
	}
	p.done(a.c, err)
}

// line is the place of a case in a channel's line.
type line[T any] struct {
	ch *Channel[T]
	w  *waitlist.Waiter[Received[T]]
}

// Label is the channel's.
func (l *line[T]) Label() string { return l.ch.Label() }

func (l *line[T]) leave() {
	l.ch.list.Lock()
	if l.w != nil {
		l.ch.list.Fail(l.w, errLost)
		l.ch.greet()
	}
	l.ch.list.Unlock()
}

// RecvCase receives.
type RecvCase[T any] struct {
	line[T]
	// Got is what was received, if it is the case that was done. Take or Release it.
	Got Received[T]
}

// Recv is the case of receiving from a channel. A channel that is closed and empty is always ready.
func Recv[T any](ch *Channel[T]) *RecvCase[T] { return &RecvCase[T]{line: line[T]{ch: ch}} }

func (r *RecvCase[T]) try(a *arm) (over bool, err error) {
	r.ch.list.Lock()
	defer r.ch.list.Unlock()
	r.Got, over = r.ch.take(a)
	return over, nil
}

func (r *RecvCase[T]) wait(ctx context.Context, by Party, a *arm, end func(error)) {
	c := r.ch
	c.list.Lock()
	got, over := c.take(a)
	if over {
		r.Got = c.fly(got, by)
		c.list.Unlock()
		end(nil)
		return
	}
	w := c.list.Add(ctx, waitlist.Ask{By: by, Priority: receivers}, func(got Received[T], err error) {
		if err == nil {
			r.Got = got
		}
		end(err)
	})
	r.w, w.Value.arm = w, a
	c.greet()
	c.list.UnlockAndWatch(w)
}

// Release puts back what was received.
func (r *RecvCase[T]) Release() bool {
	r.Got.Release()
	return true
}

// SendCase sends.
type SendCase[T any] struct {
	line[T]
	item     T
	priority float64
}

// SendTo is the case of sending to a channel.
func SendTo[T any](ch *Channel[T], item T, priority float64) *SendCase[T] {
	return &SendCase[T]{line[T]{ch: ch}, item, priority}
}

func (s *SendCase[T]) try(a *arm) (over bool, err error) {
	c := s.ch
	c.list.Lock()
	o := c.offer(c.entry(s.item, s.priority), a)
	c.finish(o)
	return o.over, o.err
}

func (s *SendCase[T]) wait(ctx context.Context, by Party, a *arm, end func(error)) {
	c := s.ch
	c.list.Lock()
	e := c.entry(s.item, s.priority)
	if o := c.offer(e, a); o.over {
		c.finish(o)
		end(o.err)
		return
	}
	w := c.list.Add(ctx, waitlist.Ask{By: by, Priority: senders}, func(r Received[T], err error) {
		if err == nil {
			err = r.Err
		}
		end(err)
	})
	s.w, w.Firm, w.Value.at, w.Value.arm = w, true, e, a
	c.list.UnlockAndWatch(w)
}

// TimerCase waits for a time.
type TimerCase struct {
	set  func(fire func()) (stop func())
	stop func()
}

// Timer is the case of a time that has passed. set starts the clock.
func Timer(set func(fire func()) (stop func())) *TimerCase { return &TimerCase{set: set} }

// Label says that nobody waits for anybody.
func (t *TimerCase) Label() string { return "a timer" }

func (t *TimerCase) try(*arm) (bool, error) { return false, nil }

func (t *TimerCase) wait(_ context.Context, _ Party, a *arm, end func(error)) {
	t.stop = t.set(func() {
		if claim(a) {
			end(nil)
		}
	})
}

func (t *TimerCase) leave() { t.stop() }
