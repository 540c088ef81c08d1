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
	at     time.Duration
	weight int
	ticket uint32 // of the first
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
		return s.next - 1
	}
	i := len(s.log)
	for i > 0 && s.log[i-1].at > t {
		i--
	}
	s.log = slices.Insert(s.log, i, entry{t, weight, s.next - 1})
	return s.next - 1
}

func (s *slidingWindow) giveBack(ticket uint32, weight int) {
	found, least := -1, uint32(0)
	for i, e := range s.log {
		// The youngest that is not younger has it: tickets may wrap around, so their distances are compared.
		if age := ticket - e.ticket; age < 1<<31 && (found < 0 || age < least) {
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
	window   time.Duration // the number of the window that is counted
	used     int
}

func (f *fixedWindow) forget(time.Duration) {}

func (f *fixedWindow) at(now time.Duration, weight int) time.Duration {
	return f.behind(now, 0, weight)
}

func (f *fixedWindow) behind(now time.Duration, ahead, weight int) time.Duration {
	window, used := f.window, f.used
	if w := (now - f.start) / f.interval; w > window {
		window, used = w, 0
	}
	over := time.Duration((used + ahead + weight - 1) / f.limit)
	return max(now, f.start+(window+over)*f.interval)
}

func (f *fixedWindow) take(t time.Duration, weight int) uint32 {
	if w := (t - f.start) / f.interval; w > f.window {
		f.window, f.used = w, 0
	}
	f.used += weight
	return uint32(f.window)
}

func (f *fixedWindow) giveBack(ticket uint32, weight int) {
	if ticket == uint32(f.window) {
		f.used = max(f.used-weight, 0)
	}
}

func (f *fixedWindow) free(now time.Duration) int {
	if (now-f.start)/f.interval > f.window {
		return f.limit
	}
	return max(f.limit-f.used, 0)
}

func (f *fixedWindow) heaviest() int { return f.limit }

// change begins a window, with what was used in the one that it ends.
func (f *fixedWindow) change(now time.Duration, o Options) {
	if f.interval > 0 && (now-f.start)/f.interval > f.window {
		f.used = 0
	}
	f.limit, f.interval = o.Limit, o.Interval
	f.window++
	f.start = now - f.window*f.interval
}

func (f *fixedWindow) fresh(now time.Duration) bool {
	return f.used == 0 || (now-f.start)/f.interval > f.window
}
