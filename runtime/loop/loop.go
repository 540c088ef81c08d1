// Package loop is the event loop beneath every isolate: jobs posted from any goroutine, timers, and
// the account of what keeps a script alive. It knows nothing of JavaScript: the engine gives it a
// Turn that enters the VM once for a batch of jobs and drains the microtasks behind it.
//
// The loop has no goroutine of its own. Whoever calls Run lends it theirs, and it parks only on
// channels, so a whole runtime works inside a testing/synctest bubble and nothing is left behind
// when Run returns.
package loop

import (
	"context"
	"math"
	"sync"
	"sync/atomic"
	"time"

	"github.com/lariatjs/lariat/runtime/fault"
)

// never is the due time of a loop without timers.
const never = math.MaxInt64

// keepCap is the longest job slice kept for the next batch; after a burst the memory goes back.
const keepCap = 1 << 14

// Options configure a Loop. The zero value is a loop in real time that calls its jobs one by one.
type Options struct {
	// Clock is the time the loop lives in; nil means Real().
	Clock Clock
	// Turn runs one batch of jobs in order; nil calls them plainly. It must not keep the slice.
	Turn func(jobs []func())
	// Once says that Close follows the one Run: virtual time stands still between the two, so that what the
	// end sets off happens first.
	Once bool
	// Idle is called when nothing keeps the loop alive any more, before Run returns. True says that
	// it made new work (a last event, a deadlock turned into rejections) and that Run has to go on.
	Idle func() bool
	// Family is what the loop shares with those that its script can hear from; nil means nobody.
	Family *Family
	// Bounds are how much may be outstanding, and Exceeded hears, once, when it is more: what is outstanding stays so. It may
	// be called on any goroutine.
	Bounds   Bounds
	Exceeded func(err error)
}

// Loop runs jobs and timers on the goroutine that calls Run. Its other methods may be called from
// any goroutine, but the functions given to it only ever run inside Run.
type Loop struct {
	turn    func([]func())
	idle    func() bool
	family  *Family
	watcher Observer // or nil; the goroutine in Run sets it, with mu held
	clock   Clock
	virtual *Virtual // the clock, when it is a virtual one
	member  *member  // this loop's place on it
	start   time.Time
	wake    chan struct{} // capacity 1: a token says "look again"
	once    bool
	bounds  *bounds     // or nil
	halt    atomic.Bool // Stop or Close: the running Run returns after this turn

	// The goroutine in Run alone uses these.
	spare   []func()
	one     [1]func()
	goTimer *time.Timer
	armed   int64 // what goTimer is set to, or never
	lapsed  bool  // see Lapse

	mu      sync.Mutex
	queue   []func()
	since   int64 // when the first of them was queued, if there is an observer
	timers  timerHeap
	seq     uint64
	current *Timer // the timer whose turn runs now
	holds   holdList
	refs    int // referenced timers and holds
	peers   int // of these, holds for what others of the family do
	running bool
	parked  bool
	asleep  bool // parked, and only the family can wake it
	napping bool // in the middle of a turn, see Nap
	closed  bool
	trace   func(Alive) // or nil
}

// New makes a loop. Close it to leave its clock and to drop what it still holds.
func New(o Options) *Loop {
	l := &Loop{once: o.Once, turn: o.Turn, idle: o.Idle, family: o.Family, clock: o.Clock, wake: make(chan struct{}, 1), armed: never}
	l.family.join()
	if o.Bounds != (Bounds{}) {
		l.bounds = &bounds{Bounds: o.Bounds, exceeded: o.Exceeded}
	}
	if l.turn == nil {
		l.turn = callAll
	}
	if l.clock == nil {
		l.clock = Real()
	}
	l.start = l.clock.Now()
	if v, ok := l.clock.(*Virtual); ok {
		l.virtual = v
		l.member = v.join(l.wake)
	}
	return l
}

// callAll is the Turn of a loop that was given none.
func callAll(jobs []func()) {
	for _, job := range jobs {
		job()
	}
}

// Post queues a job. Jobs run in the order of the calls, and those that wait together share one
// Turn. A job posted between two Runs waits for the next one. After Close the job is dropped and
// Post says false.
func (l *Loop) Post(job func()) bool {
	l.mu.Lock()
	if l.closed {
		l.mu.Unlock()
		return false
	}
	if l.watcher != nil && len(l.queue) == 0 {
		l.since = int64(l.Elapsed())
	}
	l.queue = append(l.queue, job)
	woken := l.unpark()
	over := l.bounds.jobs(len(l.queue))
	l.mu.Unlock()
	if over != nil {
		over()
	}
	// The token goes out after the unlock: the woken goroutine wants the same mutex first thing.
	if woken {
		l.signal()
	}
	return true
}

// unpark marks the loop as busy, on its clock too, and reports whether it needs a token.
// The caller holds l.mu.
func (l *Loop) unpark() bool {
	if l.virtual != nil && !l.napping {
		l.virtual.enter(l.member)
	}
	woken := l.parked
	l.parked = false
	if l.asleep {
		l.asleep = false
		l.family.rise()
	}
	return woken
}

// rouse makes a parked loop look again. The caller holds l.mu.
func (l *Loop) rouse() {
	if l.parked && l.unpark() {
		l.signal()
	}
}

// signal leaves a token; one that is there already serves as well.
func (l *Loop) signal() {
	select {
	case l.wake <- struct{}{}:
	default:
	}
}

// Run runs jobs and timers until nothing keeps the loop alive, or until Stop or Close (nil), or
// until ctx ends (context.Cause). It may be called again later; jobs and timers that are left wait
// for that.
func (l *Loop) Run(ctx context.Context) error {
	_, err := l.RunUntil(ctx, nil)
	return err
}

// RunUntil is Run with one more end: it returns true as soon as done is true, asked at the start
// and after every turn. False without an error says that the loop went idle, or was stopped, before
// that.
func (l *Loop) RunUntil(ctx context.Context, done func() bool) (bool, error) {
	if err := l.begin(); err != nil {
		return false, err
	}
	defer l.end()
	r := run{loop: l, ctx: ctx, done: done}
	for !r.ended() {
		if r.batch() || r.ripe() {
			break
		}
		if !l.park(ctx) && !l.goOn() {
			break
		}
		l.lapsed = false
	}
	return r.ok, r.err
}

// begin claims the loop for the calling goroutine.
func (l *Loop) begin() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	switch {
	case l.closed:
		return fault.Closed.New("run: the loop is closed")
	case l.running:
		return fault.Internal.New("run: the loop runs already")
	}
	l.running = true
	l.halt.Store(false)
	l.unpark()
	return nil
}

// end gives the loop back, also when a job panicked.
func (l *Loop) end() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.running = false
	l.current = nil
	if l.virtual != nil {
		switch {
		case l.closed:
			l.virtual.quit(l.member)
		case len(l.queue) == 0 && !l.once: // else time waits for the next Run, or for Close
			l.virtual.leave(l.member, never)
		}
	}
	if l.goTimer != nil {
		l.goTimer.Stop()
		l.armed = never
	}
}

// Stop makes the Run in progress return nil after its current turn. It does nothing when there is
// none: to end a loop for good, Close it.
func (l *Loop) Stop() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.halt.Store(true)
	l.rouse()
}

// Close stops the loop for ever: it drops timers, holds and queued jobs, and later Posts are
// refused. It does not wait for a Run in progress, so a job may call it; the jobs of the turn that
// runs meanwhile still run. Calling it again does nothing.
func (l *Loop) Close() {
	l.mu.Lock()
	if l.closed {
		l.mu.Unlock()
		return
	}
	defer l.family.leave() // when the lock is free again: the rest of the family may be asleep
	defer l.mu.Unlock()
	l.closed = true
	l.halt.Store(true)
	l.rouse() // first: from here on a Run in progress counts as busy, so nothing below moves virtual time
	l.queue = nil
	l.timers.clear()
	l.current = nil
	l.holds.clear()
	l.refs, l.peers = 0, 0
	if l.virtual != nil && !l.running {
		l.virtual.quit(l.member)
	}
}

// Now is the time of the loop's clock.
func (l *Loop) Now() time.Time { return l.clock.Now() }

// Elapsed is the time since the loop was made, on a clock that never goes back.
func (l *Loop) Elapsed() time.Duration {
	if l.virtual != nil {
		return l.virtual.since(l.member)
	}
	return time.Since(l.start)
}
