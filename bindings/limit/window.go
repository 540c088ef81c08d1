package limit

import (
	"slices"
	"time"
)

// slidingWindow remembers what passed in the last interval, so that no interval, wherever it begins, sees more than the
// limit. What passed at a time is forgotten an interval later, to the nanosecond.
type slidingWindow struct {
	limit    int
	interval time.Duration

	log  []entry // sorted by time
	used int
	next uint32
}

// entry is what passed at one time. When there are thousands, those of a thousandth of the interval share one, with the
// time of the last.
type entry struct {
	at          time.Duration
	weight      int
	first, last uint32 // tickets
}

// fine is how many entries there are before some are merged.
const fine = 1024

func (s *slidingWindow) forget(now time.Duration) {
	i := 0
	for i < len(s.log) && s.log[i].at+s.interval <= now {
		s.used -= s.log[i].weight
		i++
	}
	s.log = s.log[i:]
}

func (s *slidingWindow) at(now time.Duration, weight int) time.Duration {
	used := s.used
	for _, e := range s.log {
		if used+weight <= s.limit && e.at+s.interval > now {
			break
		}
		used -= e.weight
		now = max(now, e.at+s.interval)
	}
	return now
}

func (s *slidingWindow) behind(now time.Duration, ahead, weight int) time.Duration {
	if ahead == 0 {
		return s.at(now, weight)
	}
	whole, rest := (ahead+weight-1)/s.limit, (ahead+weight-1)%s.limit+1
	return s.at(now, rest) + time.Duration(whole)*s.interval
}

func (s *slidingWindow) take(t time.Duration, weight int) uint32 {
	s.used += weight
	s.next++
	if n := len(s.log); n >= fine && t-s.log[n-1].at < s.interval/fine && t >= s.log[n-1].at {
		s.log[n-1].at = t
		s.log[n-1].weight += weight
		s.log[n-1].last = s.next - 1
		return s.next - 1
	}
	i := len(s.log)
	for i > 0 && s.log[i-1].at > t {
		i--
	}
	s.log = slices.Insert(s.log, i, entry{t, weight, s.next - 1, s.next - 1})
	return s.next - 1
}

func (s *slidingWindow) giveBack(ticket uint32, weight int) {
	found, least := -1, uint32(0)
	for i, e := range s.log {
		// Tickets may wrap around, so their distances are compared. The narrowest entry around it has it.
		if age := ticket - e.first; age <= e.last-e.first && (found < 0 || age < least) {
			found, least = i, age
		}
	}
	if found < 0 || s.log[found].weight < weight {
		return
	}
	s.used -= weight
	if s.log[found].weight -= weight; s.log[found].weight == 0 {
		s.log = slices.Delete(s.log, found, found+1)
	}
}

func (s *slidingWindow) free(now time.Duration) int {
	s.forget(now)
	return max(s.limit-s.used, 0)
}

func (s *slidingWindow) heaviest() int { return s.limit }

func (s *slidingWindow) change(_ time.Duration, o Options) { s.limit, s.interval = o.Limit, o.Interval }

func (s *slidingWindow) fresh(now time.Duration) bool {
	s.forget(now)
	return s.used == 0
}

// fixedWindow counts what passes between two multiples of the interval, as many servers do. What passes just before and
// just after such a border may be twice the limit.
type fixedWindow struct {
	limit    int
	interval time.Duration
	start    time.Duration // of window 0
	windows  []counted     // in which something passes, from the one that is on to the last that is promised
}

// counted is what passes in one window.
type counted struct {
	number time.Duration
	used   int
}

// number is that of the window that is on.
func (f *fixedWindow) number(now time.Duration) time.Duration { return (now - f.start) / f.interval }

func (f *fixedWindow) forget(now time.Duration) {
	i := 0
	for i < len(f.windows) && f.windows[i].number < f.number(now) {
		i++
	}
	f.windows = slices.Delete(f.windows, 0, i)
}

// last is the last window in which something passes, or the one that is on. Nothing passes before it, so that nobody
// comes before one who has come before him.
func (f *fixedWindow) last(now time.Duration) counted {
	if n := len(f.windows); n > 0 && f.windows[n-1].number >= f.number(now) {
		return f.windows[n-1]
	}
	return counted{number: f.number(now)}
}

func (f *fixedWindow) at(now time.Duration, weight int) time.Duration {
	return f.behind(now, 0, weight)
}

func (f *fixedWindow) behind(now time.Duration, ahead, weight int) time.Duration {
	last := f.last(now)
	over := time.Duration((last.used + ahead + weight - 1) / f.limit)
	return max(now, f.start+(last.number+over)*f.interval)
}

func (f *fixedWindow) take(t time.Duration, weight int) uint32 {
	w := f.last(t)
	if n := len(f.windows); n > 0 && f.windows[n-1].number == w.number {
		f.windows[n-1].used += weight
	} else {
		f.windows = append(f.windows, counted{w.number, weight})
	}
	return uint32(w.number)
}

func (f *fixedWindow) giveBack(ticket uint32, weight int) {
	i := slices.IndexFunc(f.windows, func(w counted) bool { return uint32(w.number) == ticket })
	if i < 0 {
		return
	}
	if f.windows[i].used -= weight; f.windows[i].used <= 0 {
		f.windows = slices.Delete(f.windows, i, i+1)
	}
}

func (f *fixedWindow) free(now time.Duration) int {
	last := f.last(now)
	if last.number > f.number(now) {
		return 0
	}
	return max(f.limit-last.used, 0)
}

func (f *fixedWindow) heaviest() int { return f.limit }

// change begins a window, with what was used in the one that it ends and what is promised for later.
func (f *fixedWindow) change(now time.Duration, o Options) {
	next := counted{}
	if f.interval > 0 {
		f.forget(now)
		next.number = f.last(now).number + 1
		for _, w := range f.windows {
			next.used += w.used
		}
	}
	f.limit, f.interval, f.windows = o.Limit, o.Interval, nil
	f.start = now - next.number*f.interval
	if next.used > 0 {
		f.windows = []counted{next}
	}
}

func (f *fixedWindow) fresh(now time.Duration) bool {
	f.forget(now)
	return len(f.windows) == 0
}
