package limit

import (
	"slices"
	"time"

	"github.com/lariatjs/lariat/bindings/internal/governor"
	"github.com/lariatjs/lariat/bindings/internal/waitlist"
	"github.com/lariatjs/lariat/runtime/fault"
)

// serve gives the turns that are due by now and sets the alarm for the next. What the alarm is late by does not delay
// the schedule, unless that is much. The caller holds the lock, as for all unexported functions here but fire.
func (l *RateLimiter) serve(now time.Duration) {
	since := now
	if l.due <= now {
		since = max(l.due, now-lateness)
	}
	next := l.serveFixed(now)
	for w := l.head(); w != nil; w = l.head() {
		at := l.when(since, w.Weight)
		if at > now {
			next = min(next, at)
			break
		}
		l.list.Grant(w, l.issue(w.By, at, w.Weight))
	}
	l.arm(now, next)
}

// head is the waiter whose turn comes first among those whose times are not settled.
func (l *RateLimiter) head() *waitlist.Waiter[*Token] {
	if len(l.fixed) == 0 {
		return l.list.First()
	}
	for w := range l.list.All() {
		if l.fixed[w] == nil {
			return w
		}
	}
	return nil
}

// serveFixed gives the settled turns that are due, and returns when the next one is.
func (l *RateLimiter) serveFixed(now time.Duration) (next time.Duration) {
	next = never
	if len(l.fixed) == 0 {
		return next
	}
	for w := range l.list.All() {
		p := l.fixed[w]
		switch {
		case p == nil:
		case p.at <= now:
			delete(l.fixed, w)
			l.list.Grant(w, governor.NewToken(l, w.By, mark(p.ticket, w.Weight)))
		default:
			next = min(next, p.at)
		}
	}
	return next
}

// arm sets the alarm, which belongs to the clock and to no isolate: one that dies takes nobody's turn along.
func (l *RateLimiter) arm(now, due time.Duration) {
	if due == l.due {
		return
	}
	l.due = due
	switch {
	case due == never:
		l.alarm.Stop()
	case l.alarm == nil:
		l.alarm = l.clock.AfterFunc(due-now, l.fire)
	default:
		l.alarm.Reset(due - now)
	}
}

// fire is called by the alarm.
func (l *RateLimiter) fire() {
	l.list.Lock()
	l.serve(l.now())
	l.list.Unlock()
}

// Reservation is a turn at a settled time. Whoever has it acts when the time has come.
type Reservation struct {
	l        *RateLimiter
	promised promised
	weight   int
	over     bool // the limiter's lock guards it
}

// Reserve books a turn for a weight behind everybody who waits, at a time that nothing changes any more. This settles the
// times of those before it as well.
func (l *RateLimiter) Reserve(weight int) (*Reservation, error) {
	l.list.Lock()
	defer l.list.Unlock()
	if err := l.refuse("reserve", weight); err != nil {
		return nil, err
	}
	now := l.now()
	for w := range l.list.All() {
		if l.fixed[w] != nil {
			continue
		}
		if l.fixed == nil {
			l.fixed = map[*waitlist.Waiter[*Token]]*promised{}
		}
		p := l.promise(now, w.Weight)
		l.fixed[w] = &p
	}
	return &Reservation{l: l, promised: l.promise(now, weight), weight: weight}, nil
}

func (l *RateLimiter) promise(now time.Duration, weight int) promised {
	at := l.when(now, weight)
	return promised{at, l.pass(at, weight)}
}

// Delay is how long it is until the time has come.
func (r *Reservation) Delay() time.Duration { return max(r.promised.at-r.l.now(), 0) }

// Cancel gives back a turn that will not be used, once. Those who come later may have it.
func (r *Reservation) Cancel() {
	r.l.list.Lock()
	if !r.over {
		r.over = true
		r.l.giveBack(r.promised.ticket, r.weight)
	}
	r.l.list.Unlock()
}

// PauseFor lets nobody through for a while, say because a server has asked for it. The longest pause counts.
func (l *RateLimiter) PauseFor(d time.Duration) error {
	if d < 0 {
		return fault.Range.New("pauseFor: the delay must be finite and not negative")
	}
	l.list.Lock()
	now := l.now()
	l.paused = max(l.paused, now+min(d, never/2))
	l.serve(now)
	l.list.Unlock()
	return nil
}

// Set changes what change changes, for everybody who waits as well. Nobody is admitted twice for it: what has passed
// counts on. The name, the clock and the algorithm stay.
func (l *RateLimiter) Set(change func(*Options)) error {
	l.list.Lock()
	defer l.list.Unlock()
	o := l.o
	change(&o)
	o.Name, o.Clock, o.Algorithm = l.o.Name, l.o.Clock, l.o.Algorithm
	o, err := o.complete()
	if err != nil {
		return err
	}
	now := l.now()
	l.o = o
	l.list.Age(o.Aging, l.clock.Now)
	l.meter.change(now, o)
	for w := range l.list.All() {
		if l.fixed[w] == nil {
			if err := l.refuse("acquire", w.Weight); err != nil {
				l.list.Fail(w, err)
			}
		}
	}
	l.serve(now)
	return nil
}

// Options are what the limiter works by.
func (l *RateLimiter) Options() Options {
	l.list.Lock()
	defer l.list.Unlock()
	return l.o
}

// Available is the weight that may pass at this moment.
func (l *RateLimiter) Available() int {
	l.list.Lock()
	defer l.list.Unlock()
	now := l.now()
	if l.list.Len() > 0 || now < l.paused {
		return 0
	}
	free := l.meter.free(now)
	for _, q := range l.quotas {
		if now < q.until {
			free = min(free, q.left)
		}
	}
	return max(free, 0)
}

// Waiting is the number of waiters.
func (l *RateLimiter) Waiting() int {
	l.list.Lock()
	defer l.list.Unlock()
	return l.list.Len()
}

// Waiters describes them in the order in which they will be served.
func (l *RateLimiter) Waiters() []waitlist.Waiting {
	l.list.Lock()
	defer l.list.Unlock()
	return l.list.Waiters()
}

// Holders is nobody: a turn is over when it has come.
func (l *RateLimiter) Holders() []Party { return nil }

// Rank says that a turn is to be used when it comes.
func (l *RateLimiter) Rank() int { return governor.Perishable }

// Timed says that every wait ends by itself.
func (l *RateLimiter) Timed() bool { return true }

// idle reports whether the limiter is as good as new, and nobody waits.
func (l *RateLimiter) idle() bool {
	l.list.Lock()
	defer l.list.Unlock()
	now := l.now()
	told := slices.ContainsFunc(l.quotas, func(q quota) bool { return now < q.until })
	return l.list.Len() == 0 && !told && now >= l.paused && l.meter.fresh(now)
}

// ReleaseDead takes the tasks of an isolate, which is dead, out of the line, and returns how many there were.
func (l *RateLimiter) ReleaseDead(isolate uint64) (n int) {
	l.list.Lock()
	for w := range l.list.All() {
		if w.By.Isolate == isolate && l.list.Fail(w, fault.Aborted.New("acquire: the isolate of the caller is dead")) {
			n++
		}
	}
	l.Left()
	l.list.Unlock()
	return n
}
