package limit

import (
	"cmp"
	"math"
	"time"

	"github.com/lariatjs/lariat/runtime/fault"
	"github.com/lariatjs/lariat/runtime/loop"
)

// Algorithm says how a limiter spreads what it admits. In any time of length w, with rate = Limit / Interval, at most
// this much weight passes:
//
//	token-bucket, gcra  rate·w + Burst (or the heaviest weight, where no burst is set)
//	leaky-bucket        rate·w + the heaviest weight
//	sliding-window      Limit in any w up to Interval, and so Limit·ceil(w / Interval)
//	fixed-window        Limit·(ceil(w / Interval) + 1): twice the limit around a border of windows, by definition
type Algorithm string

// The algorithms.
const (
	// TokenBucket has a bucket of Burst tokens that fills all the time.
	TokenBucket Algorithm = "token-bucket"
	// GCRA is the same schedule by the name that networks know it by.
	GCRA Algorithm = "gcra"
	// LeakyBucket lets through one after another, evenly, however long there was nothing.
	LeakyBucket Algorithm = "leaky-bucket"
	// SlidingWindow admits Limit at once, and each again an Interval after it was used.
	SlidingWindow Algorithm = "sliding-window"
	// FixedWindow counts anew whenever an Interval is over.
	FixedWindow Algorithm = "fixed-window"
)

// Algorithms lists all.
var Algorithms = []Algorithm{TokenBucket, GCRA, SlidingWindow, FixedWindow, LeakyBucket}

// Unbounded is the MaxQueue of a limiter for which any number may wait.
const Unbounded = math.MaxInt

// Options configure a RateLimiter.
type Options struct {
	Name string
	// Limit is the weight that passes in an Interval; one second if that is zero.
	Limit    int
	Interval time.Duration
	// Burst is the weight that passes at once after a pause, for buckets. Zero is 1, and then a heavier weight passes all
	// the same when its turn comes, and those behind it wait for all of it.
	Burst     int
	Algorithm Algorithm
	// MaxQueue is how many may wait: none if it is zero.
	MaxQueue int
	// Aging lets a waiter rise by one priority whenever it has waited for so long; zero is never.
	Aging time.Duration
	// Clock is the limiter's time; nil is the machine's.
	Clock loop.Clock
}

// complete checks the options and fills in what is missing.
func (o Options) complete() (Options, error) {
	o.Interval = cmp.Or(o.Interval, time.Second)
	o.Algorithm = cmp.Or(o.Algorithm, TokenBucket)
	if o.Clock == nil {
		o.Clock = loop.Real()
	}
	known := false
	for _, a := range Algorithms {
		known = known || a == o.Algorithm
	}
	switch {
	case !known:
		return o, fault.Type.New("RateLimiter: \"algorithm\" must be one of %q, got %q", Algorithms, o.Algorithm)
	case o.Limit < 1 || o.Limit > math.MaxInt32:
		return o, fault.Range.New("RateLimiter: \"limit\" must be a whole number of at least 1, got %d", o.Limit)
	case o.Interval < 0:
		return o, fault.Range.New("RateLimiter: \"interval\" must be positive and finite")
	case o.Burst < 0 || o.Burst > math.MaxInt32:
		return o, fault.Range.New("RateLimiter: \"burst\" must be a whole number of at least 1, got %d", o.Burst)
	case o.Burst > 0 && o.Algorithm != TokenBucket && o.Algorithm != GCRA:
		return o, fault.Range.New("RateLimiter: a %s has no \"burst\": leave it out, or take a token-bucket", o.Algorithm)
	case o.MaxQueue < 0:
		return o, fault.Range.New("RateLimiter: \"maxQueue\" must not be negative, got %d", o.MaxQueue)
	}
	return o, nil
}

// burst is how many tokens a bucket has room for.
func (o Options) burst() int { return max(o.Burst, 1) }

// heaviest is the weight above which nothing passes.
func (o Options) heaviest() int { return cmp.Or(o.Burst, o.Limit) }
