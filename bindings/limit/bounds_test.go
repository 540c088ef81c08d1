package limit

import (
	"context"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

var (
	bg     = context.Background()
	nobody Party
)

// admission is what passed at a time.
type admission struct {
	at     time.Duration
	weight int
}

// bound is the most that may pass in a closed window of a length.
func bound(o Options, heaviest int, length time.Duration) float64 {
	windows := float64(length/o.Interval + 1)
	switch o.Algorithm {
	case SlidingWindow:
		return float64(o.Limit) * windows
	case FixedWindow:
		return float64(o.Limit) * (windows + 1)
	}
	return float64(o.Limit)*float64(length)/float64(o.Interval) + float64(max(o.burst(), heaviest)) + 1e-6
}

// checkWindows looks at every window that begins and ends with an admission.
func checkWindows(t *testing.T, o Options, list []admission) {
	t.Helper()
	slices.SortFunc(list, func(a, b admission) int { return int(a.at - b.at) })
	heaviest := 1
	if o.Burst == 0 {
		for _, a := range list {
			heaviest = max(heaviest, a.weight)
		}
	}
	for i, first := range list {
		sum := 0
		for _, last := range list[i:] {
			sum += last.weight
			if length := last.at - first.at; float64(sum) > bound(o, heaviest, length) {
				t.Fatalf("%+v: %d passed in %v from %v on", o, sum, length, first.at)
			}
		}
	}
}

// crowd calls a limiter at random times, in random ways, and notes what passes.
type crowd struct {
	rnd      *rand.Rand
	l        *RateLimiter
	start    time.Time
	mu       sync.Mutex
	admitted []admission
	open     int // calls that have not been answered
	cancels  []context.CancelFunc
	booked   map[*Reservation]admission
}

func (c *crowd) admit(at time.Duration, weight int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.admitted = append(c.admitted, admission{at, weight})
}

// act does one random thing.
func (c *crowd) act(most int) {
	weight := 1 + c.rnd.IntN(most)
	if c.rnd.IntN(3) > 0 {
		weight = 1
	}
	switch n := c.rnd.IntN(20); {
	case n < 10:
		ctx, cancel := context.WithCancel(bg)
		c.cancels = append(c.cancels, cancel)
		c.mu.Lock()
		c.open++
		c.mu.Unlock()
		unused := c.rnd.IntN(8) == 0
		c.l.AcquireWith(ctx, nobody, Want{Weight: weight, Priority: c.rnd.IntN(3) / 2}, func(t *Token, err error) {
			c.mu.Lock()
			c.open--
			c.mu.Unlock()
			switch {
			case err == nil && unused:
				t.Refund()
			case err == nil:
				c.admit(time.Since(c.start), weight)
			}
		})
	case n < 14:
		if t := c.l.TryAcquireWith(nobody, Want{Weight: weight}); t != nil {
			c.admit(time.Since(c.start), weight)
		}
	case n < 16 && len(c.cancels) > 0:
		c.cancels[c.rnd.IntN(len(c.cancels))]()
	case n == 16:
		if r, err := c.l.Reserve(weight); err == nil {
			c.booked[r] = admission{time.Since(c.start) + r.Delay(), weight}
		}
	case n == 17:
		for r := range c.booked {
			if r.Delay() > 0 {
				r.Cancel()
				delete(c.booked, r)
			}
			break
		}
	}
}

// TestNoWindowSeesTooMuch tries every algorithm with a thousand crowds.
func TestNoWindowSeesTooMuch(t *testing.T) {
	for seed := range 1000 {
		synctest.Test(t, func(t *testing.T) {
			rnd := rand.New(rand.NewPCG(uint64(seed), 18))
			o := Options{
				Limit: 1 + rnd.IntN(12), Interval: time.Duration(1+rnd.IntN(3_000_000_000)) * time.Nanosecond,
				Algorithm: Algorithms[seed%len(Algorithms)], MaxQueue: Unbounded, Aging: time.Second,
			}
			if rnd.IntN(2) == 0 && (o.Algorithm == TokenBucket || o.Algorithm == GCRA) {
				o.Burst = 1 + rnd.IntN(15)
			}
			l, err := NewRateLimiter(o)
			if err != nil {
				t.Fatal(err)
			}
			c := &crowd{rnd: rnd, l: l, start: time.Now(), booked: map[*Reservation]admission{}}
			for range 60 + rnd.IntN(100) {
				c.act(o.heaviest())
				if rnd.IntN(3) > 0 {
					time.Sleep(time.Duration(rnd.Int64N(int64(o.Interval) / int64(1+rnd.IntN(2*o.Limit)))))
				}
			}
			time.Sleep(time.Hour)
			synctest.Wait()
			if c.open > 0 || l.Waiting() > 0 || len(l.fixed) > 0 || l.due != never {
				t.Fatalf("%d calls of seed %d have no answer, %d wait", c.open, seed, l.Waiting())
			}
			for r, a := range c.booked {
				_ = r
				c.admitted = append(c.admitted, a)
			}
			checkWindows(t, l.Options(), c.admitted)
			for _, cancel := range c.cancels {
				cancel()
			}
		})
	}
}

// TestAWideWindow has so many pass that their times are merged: no window sees too much for that, and little is lost.
func TestAWideWindow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const n, width = 20_000, 5000
		o := Options{Limit: width, Algorithm: SlidingWindow, MaxQueue: Unbounded, Interval: time.Second}
		l, err := NewRateLimiter(o)
		if err != nil {
			t.Fatal(err)
		}
		rnd, start := rand.New(rand.NewPCG(1, 25)), time.Now()
		var mu sync.Mutex
		var times []time.Duration
		for range n {
			l.Acquire(bg, nobody, func(*Token, error) {
				mu.Lock()
				defer mu.Unlock()
				times = append(times, time.Since(start))
			})
			time.Sleep(time.Duration(rnd.Int64N(int64(time.Second / width))))
		}
		time.Sleep(time.Minute)
		synctest.Wait()
		for i, first := range times {
			if j := i + width; j < n && times[j]-first < time.Second {
				t.Fatalf("%d passed in %v", width+1, times[j]-first)
			}
		}
		if last := times[n-1]; len(times) != n || last > 3520*time.Millisecond || len(l.meter.(*slidingWindow).log) > 2*fine {
			t.Errorf("%d passed in %v, %d entries", len(times), last, len(l.meter.(*slidingWindow).log))
		}
	})
}

// TestNothingIsLost has a line that is never empty: what passes is the rate, to the nanosecond.
func TestNothingIsLost(t *testing.T) {
	const n = 5000
	for _, a := range Algorithms {
		for _, o := range []Options{{Limit: 5}, {Limit: 7}, {Limit: 1000}, {Limit: 3, Interval: time.Minute}, {Limit: 2500, Interval: 7 * time.Second}} {
			synctest.Test(t, func(t *testing.T) {
				o.Algorithm, o.MaxQueue = a, Unbounded
				l, err := NewRateLimiter(o)
				if err != nil {
					t.Fatal(err)
				}
				start, order, last := time.Now(), []int{}, time.Duration(0)
				for i := range n {
					l.Acquire(bg, nobody, func(*Token, error) {
						order = append(order, i)
						last = time.Since(start)
					})
				}
				o = l.Options()
				ahead := n - 1
				if a == SlidingWindow || a == FixedWindow {
					ahead = (n - 1) / o.Limit * o.Limit
				}
				want := time.Duration(float64(ahead) * float64(o.Interval) / float64(o.Limit))
				time.Sleep(2*want + time.Second)
				synctest.Wait()
				if len(order) != n || !slices.IsSorted(order) {
					t.Fatalf("%s: %d of %d were admitted, or not in order", a, len(order), n)
				}
				if last < want || float64(last) > 1.005*float64(want) {
					t.Errorf("%+v: the last was admitted after %v, want %v", o, last, want)
				}
			})
		}
	}
}

// TestTheSeedsLimiterLetsTenThrough shows the fault of the guide's limiter, whose clock stands still while it sleeps,
// and that ours has not got it: of 5 a second it admits 5 in any second.
func TestTheSeedsLimiterLetsTenThrough(t *testing.T) {
	most := func(times []time.Duration) (most int) {
		for i, first := range times {
			n := 0
			for _, at := range times[i:] {
				if at-first < time.Second {
					n++
				}
			}
			most = max(most, n)
		}
		return most
	}
	synctest.Test(t, func(t *testing.T) {
		const rate = 5.0
		var seed []time.Duration
		start, tokens, last := time.Now(), rate, time.Now()
		for range 30 {
			now := time.Now()
			tokens = min(rate, tokens+now.Sub(last).Seconds()*rate)
			if tokens < 1 {
				time.Sleep(time.Duration((1 - tokens) / rate * float64(time.Second)))
				tokens = 1
			}
			tokens--
			last = now
			seed = append(seed, time.Since(start))
		}
		if n := most(seed[5:]); n < 10 {
			t.Errorf("the seed's limiter lets %d through in a second: this test does not show its fault", n)
		}
		for _, a := range []Algorithm{TokenBucket, GCRA, SlidingWindow, LeakyBucket} {
			l, err := NewRateLimiter(Options{Limit: 5, Algorithm: a, MaxQueue: Unbounded})
			if err != nil {
				t.Fatal(err)
			}
			var ours []time.Duration
			start = time.Now()
			for range 30 {
				if _, err := l.Lock(bg, 1); err != nil {
					t.Fatal(err)
				}
				ours = append(ours, time.Since(start))
			}
			if n := most(ours); n != 5 {
				t.Errorf("%s lets %d of 5/s through in a second", a, n)
			}
		}
	})
}

// TestTurnsAreGivenBackInAnyOrder cancels what was booked for later, the first before the last: it is as if they had
// never been.
func TestTurnsAreGivenBackInAnyOrder(t *testing.T) {
	for _, algorithm := range Algorithms {
		synctest.Test(t, func(t *testing.T) {
			l := newLimiter(t, Options{Limit: 2, Algorithm: algorithm})
			all := l.Available()
			var booked []*Reservation
			for _, weight := range []int{2, 2, 1} {
				r, err := l.Reserve(weight)
				if err != nil {
					t.Fatal(err)
				}
				booked = append(booked, r)
				if n := l.Available(); n != 0 {
					t.Errorf("%s: %d may pass at once, when others have to wait", algorithm, n)
				}
			}
			booked[2].Cancel()
			if again, err := l.Reserve(1); err != nil || again.Delay() != booked[2].Delay() {
				t.Errorf("%s: the turn of the last was not given to who came next", algorithm)
			} else {
				again.Cancel()
			}
			booked[0].Cancel()
			booked[1].Cancel()
			if n := l.Available(); n != all {
				t.Errorf("%s: %d of %d may pass", algorithm, n, all)
			}
		})
	}
}

// TestAnOldTurnIsNobodyElses gives back what was used long ago, when somebody has a turn that was booked before.
func TestAnOldTurnIsNobodyElses(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLimiter(t, Options{Limit: 2, Algorithm: SlidingWindow})
		if l.TryAcquireWith(nobody, Want{Weight: 2}) == nil {
			t.Fatal("nothing passes")
		}
		next, err := l.Reserve(2)
		if err != nil {
			t.Fatal(err)
		}
		last, err := l.Reserve(1)
		if err != nil || last.Delay() != 2*time.Second {
			t.Fatal(err, last.Delay())
		}
		next.Cancel()
		time.Sleep(time.Second)
		old := l.TryAcquire(nobody)
		time.Sleep(1500 * time.Millisecond)
		before := l.Available()
		old.Refund()
		if n := l.Available(); n != 1 || before != 1 {
			t.Errorf("%d may pass beside the one that has passed half a second ago", n)
		}
	})
}

// TestAvailableIsWhatPasses asks for what is said to be there, a little before a bucket has it and after.
func TestAvailableIsWhatPasses(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLimiter(t, Options{Limit: 1000, Burst: 4})
		if l.TryAcquireWith(nobody, Want{Weight: 4}) == nil {
			t.Fatal("nothing passes")
		}
		for range 4000 {
			time.Sleep(time.Microsecond)
			if n := l.Available(); n > 0 {
				if token := l.TryAcquireWith(nobody, Want{Weight: n}); token == nil {
					t.Fatalf("%d are available and do not pass", n)
				} else {
					token.Refund()
				}
			}
		}
	})
}
