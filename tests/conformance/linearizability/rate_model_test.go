package linearizability

import (
	"math"
	"slices"
	"time"

	"github.com/anishathalye/porcupine"

	"github.com/lariatjs/lariat/bindings/limit"
)

// turn is one who waits for a limiter: at is when its turn comes if a booking behind it has settled that, or else open.
type turn struct {
	ask
	at time.Duration
}

// passage is what has passed, or has been promised, and was not given back.
type passage struct {
	id, weight int
	at         time.Duration
}

const (
	open   = time.Duration(-1)
	noTime = time.Duration(math.MaxInt64)
	// late is how late an alarm may go off for the schedule to be kept all the same.
	late = 10 * time.Millisecond
)

// rate is the state of a rate limiter. It remembers all that has passed, and goes by that alone: each algorithm is
// written down as what it says of times and weights, not as the sums that a limiter keeps.
type rate struct {
	algorithm limit.Algorithm
	limit     int
	burst     int
	interval  time.Duration
	maxQueue  int
	now       time.Duration
	paused    time.Duration
	due       time.Duration // when the alarm is to go off
	line      []turn
	passed    []passage
	held      []int // who has a token
	refused   []int
	booked    []passage // who has a reservation that was not cancelled
}

// The operations of a limiter, beside those that it has in common with a semaphore. The clock moves by an operation of
// its own, and so does its alarm go off: it may be late, and all can happen in between.
type (
	tick   struct{ to time.Duration }
	alarm  struct{}
	refund struct{ id int }
	book   struct{ id, weight int }
	delay  struct{ id int }
	unbook struct{ id int }
	halt   struct{ d time.Duration }
)

// rateModel is that of limiters of any algorithm.
var rateModel = porcupine.Model{
	Step: func(state, in, out any) (bool, any) {
		s := state.(rate)
		ok := s.step(in, out)
		return ok, s
	},
	Equal: func(a, b any) bool {
		s, t := a.(rate), b.(rate)
		return s.now == t.now && s.paused == t.paused && s.due == t.due && slices.Equal(s.line, t.line) &&
			slices.Equal(s.passed, t.passed) && slices.Equal(s.held, t.held) && slices.Equal(s.refused, t.refused) &&
			slices.Equal(s.booked, t.booked)
	},
}

// step does one operation, if out is what it may have led to. The slices of s belong to older states too: they are
// replaced, noTime written to.
func (s *rate) step(in, out any) bool {
	switch in := in.(type) {
	case request:
		s.request(in.ask)
		return true
	case answer:
		return s.answer(in.id, out.(result))
	case try:
		leads := len(s.line) == 0 || in.priority > s.line[0].priority
		passes := leads && s.earliest(s.now, in.weight) <= s.now
		if passes {
			s.grant(in.id, in.weight, s.now)
		}
		return passes == out.(bool)
	case release:
		return s.letGo(in.id) == out.(bool)
	case refund:
		held := s.letGo(in.id)
		if held {
			s.forget(in.id)
		}
		return held == out.(bool)
	case halt:
		s.paused = max(s.paused, s.now+in.d)
		s.serve()
		return true
	case tick:
		s.now = in.to
		return true
	case alarm:
		s.serve()
		return true
	case available:
		return out.(int) == s.available()
	case waiting:
		return out.(int) == len(s.line)
	}
	return s.book(in, out)
}

// book does the operations of reservations.
func (s *rate) book(in, out any) bool {
	switch in := in.(type) {
	case book:
		s.line = slices.Clone(s.line)
		for i, t := range s.line {
			if t.at == open {
				s.line[i].at = s.earliest(s.now, t.weight)
				s.pass(t.id, t.weight, s.line[i].at)
			}
		}
		at := s.earliest(s.now, in.weight)
		s.pass(in.id, in.weight, at)
		s.booked = append(slices.Clip(s.booked), passage{in.id, in.weight, at})
		return true
	case delay:
		i := slices.IndexFunc(s.booked, func(p passage) bool { return p.id == in.id })
		return i >= 0 && out.(time.Duration) == max(s.booked[i].at-s.now, 0)
	case unbook:
		s.booked = slices.DeleteFunc(slices.Clone(s.booked), func(p passage) bool { return p.id == in.id })
		s.forget(in.id)
		return true
	}
	return false
}

// request lets one pass at once, or stands it in line, or refuses it.
func (s *rate) request(a ask) {
	switch {
	case len(s.line) == 0 && s.earliest(s.now, a.weight) <= s.now:
		s.grant(a.id, a.weight, s.now)
	case len(s.line) >= s.maxQueue:
		s.refused = append(slices.Clip(s.refused), a.id)
	default:
		at := 0
		for at < len(s.line) && s.line[at].priority >= a.priority {
			at++
		}
		s.line = slices.Insert(slices.Clone(s.line), at, turn{a, open})
		s.serve()
	}
}

// answer is what became of a request: one that was given up has taken no turn, even if it came in the same instant.
func (s *rate) answer(id int, r result) bool {
	switch i := slices.IndexFunc(s.line, func(t turn) bool { return t.id == id }); {
	case r == served:
		return slices.Contains(s.held, id)
	case r == refusedAs:
		return slices.Contains(s.refused, id)
	case r != left:
		return false
	case i >= 0:
		s.line = slices.Delete(slices.Clone(s.line), i, i+1)
		s.forget(id)
		return true
	}
	if !s.letGo(id) {
		return false
	}
	s.forget(id)
	return true
}

// serve gives the turns that have come. An alarm that is a little late does not delay the schedule.
func (s *rate) serve() {
	since := s.now
	if s.due <= s.now {
		since = max(s.due, s.now-late)
	}
	s.due = noTime
	var line []turn
	blocked := false
	for _, t := range s.line {
		at := t.at
		if at == open {
			if at = s.earliest(since, t.weight); at <= s.now && !blocked {
				s.grant(t.id, t.weight, at)
				continue
			}
			if blocked {
				at = noTime
			}
			blocked = true
		} else if at <= s.now {
			s.held = append(slices.Clip(s.held), t.id)
			continue
		}
		s.due = min(s.due, at)
		line = append(line, t)
	}
	s.line = line
}

// earliest is when a weight may pass, from a time on.
func (s *rate) earliest(from time.Duration, weight int) time.Duration {
	from = max(from, s.paused)
	switch s.algorithm {
	case limit.SlidingWindow:
		return s.sliding(from, weight)
	case limit.FixedWindow:
		window, used := s.newest()
		if now := from / s.interval; now > window {
			window, used = now, 0
		}
		if used+weight > s.limit {
			window++
		}
		return max(from, window*s.interval)
	}
	return max(from, s.full()-time.Duration(max(s.burst-weight, 0))*s.each())
}

// each is how long it takes until a bucket has one token more.
func (s *rate) each() time.Duration { return s.interval / time.Duration(s.limit) }

// full is when a bucket will be full if nothing more passes.
func (s *rate) full() (full time.Duration) {
	for _, p := range s.passed {
		full = max(full, p.at) + time.Duration(p.weight)*s.each()
	}
	return full
}

// sliding is the first time from which on, looking back over an interval, there is room. What is promised for later
// counts as well.
func (s *rate) sliding(from time.Duration, weight int) time.Duration {
	first := noTime
	for i := -1; i < len(s.passed); i++ {
		at := from
		if i >= 0 {
			at = max(from, s.passed[i].at+s.interval)
		}
		if s.after(at-s.interval)+weight <= s.limit {
			first = min(first, at)
		}
	}
	return first
}

// after is the weight that has passed after a time.
func (s *rate) after(t time.Duration) (used int) {
	for _, p := range s.passed {
		if p.at > t {
			used += p.weight
		}
	}
	return used
}

// newest is the last window in which something passes, and how much.
func (s *rate) newest() (window time.Duration, used int) {
	for _, p := range s.passed {
		window = max(window, p.at/s.interval)
	}
	return window, s.after(window*s.interval - 1)
}

// available is the weight that passes at once.
func (s *rate) available() int {
	if len(s.line) > 0 || s.now < s.paused {
		return 0
	}
	switch s.algorithm {
	case limit.SlidingWindow:
		return max(s.limit-s.after(s.now-s.interval), 0)
	case limit.FixedWindow:
		window, used := s.newest()
		switch now := s.now / s.interval; {
		case window > now:
			return 0
		case window == now:
			return s.limit - used
		}
		return s.limit
	}
	missing := (max(s.full()-s.now, 0) + s.each() - 1) / s.each()
	return max(s.burst-int(missing), 0)
}

// grant lets somebody pass, who has a token then.
func (s *rate) grant(id, weight int, at time.Duration) {
	s.pass(id, weight, at)
	s.held = append(slices.Clip(s.held), id)
}

func (s *rate) pass(id, weight int, at time.Duration) {
	s.passed = append(slices.Clip(s.passed), passage{id, weight, at})
}

// letGo takes the token of somebody.
func (s *rate) letGo(id int) bool {
	i := slices.Index(s.held, id)
	if i >= 0 {
		s.held = slices.Delete(slices.Clone(s.held), i, i+1)
	}
	return i >= 0
}

// forget is as if somebody had noTime passed, and lets others have the turn.
func (s *rate) forget(id int) {
	s.passed = slices.DeleteFunc(slices.Clone(s.passed), func(p passage) bool { return p.id == id })
	s.serve()
}
