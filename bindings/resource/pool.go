package resource

import (
	"cmp"
	"sync/atomic"
	"time"

	"github.com/lariatjs/lariat/bindings/internal/governor"
	"github.com/lariatjs/lariat/bindings/internal/waitlist"
	"github.com/lariatjs/lariat/runtime/fault"
)

// Party is who calls: the task, and the place in its source. The zero Party is a Go host.
type Party = waitlist.Party

// Step is what a pool does to a resource.
type Step string

// The steps. In each, the pool calls a function of its owner.
const (
	Creating   Step = "create"
	Validating Step = "validate"
	Resetting  Step = "reset"
	Destroying Step = "destroy"
)

// Options configure a pool. All functions but Create may be nil. They are called without a lock, and none may block:
// each calls its done once, at once or later, from any goroutine. Those but Create have five seconds.
type Options[R any] struct {
	// Name appears in errors and reports.
	Name string
	// Create begins to make a resource. What it returns, if that is not nil, is called when the pool will not take the
	// resource any more; one that comes all the same is destroyed. Blocking makes a Create of a function that blocks.
	Create func(done func(R, error)) (cancel func(cause error))
	// Validate says whether an idle resource is still good, before it is handed out.
	Validate func(r R, done func(ok bool, err error))
	// Reset makes a resource ready for the next user when it comes back. One that cannot be reset is destroyed.
	Reset func(r R, done func(error))
	// Destroy ends a resource. Its place is free when it has answered.
	Destroy func(r R, done func(error))

	// Min is how many resources the pool keeps ready, Max how many there are at most; 0 stands for 10.
	Min, Max int
	// IdleTimeout is how long a resource beyond Min may lie idle, MaxLifetime how old one may become before it is
	// replaced, CreateTimeout how long a Create may take. What is not positive has no limit.
	IdleTimeout, MaxLifetime, CreateTimeout time.Duration
	// MaxUses is how often a resource is handed out before it is replaced, if it is positive.
	MaxUses int
	// MaxWaiting is how many callers may wait for a resource that is in use; 0 is any number, negative nobody.
	MaxWaiting int
	// LIFO hands out the resource that came back last, and not the one that has been idle longest: the others become
	// idle for good, and end.
	LIFO bool

	// LeakWarning, if it is positive, makes the pool tell OnLeak of each lease that has been out for so long.
	LeakWarning time.Duration
	OnLeak      func(Holding)
	// OnError is told of the errors that no caller gets: of Validate, Reset and Destroy, and of a Create that nobody
	// waits for.
	OnError func(step Step, err error)

	// Clock is the pool's time; nil is the machine's.
	Clock Clock
}

// defaultMax is how many resources a pool has that does not say so.
const defaultMax = 10

// hookTimeout bounds Validate, Reset and Destroy: a resource that one of them keeps for ever would be a lost place.
const hookTimeout = 5 * time.Second

// Pool lends resources. Callers are served in the order of their calls, higher priorities first; what one of them
// waits for is not bound to it: a resource that is made for somebody who has left is for the next. All methods may be
// called from any goroutine; none blocks but Get.
type Pool[R any] struct {
	governor.Named
	o     Options[R]
	clock Clock

	list     waitlist.List[*Lease[R]]
	idle     chain[R]
	out      chain[R] // oldest lease first
	size     int      // resources there are: idle, out, or in the hands of a hook
	dying    int      // those among them that are being destroyed
	checking int      // those that are being validated for the waiters
	making   map[*making[R]]struct{}
	barren   bool // the last Create for the minimum failed: it is tried again when something happens
	closed   bool
	actions  []func() // to be done after the lock was given back
	sweeping alarm
	watching alarm
	count    counters

	over atomic.Bool // closed, and nothing is left
	gone waitlist.List[struct{}]
}

// counters are the part of Stats that only grows.
type counters struct{ created, destroyed, timeouts int }

// New makes a pool and begins to fill it up to its minimum.
func New[R any](o Options[R]) (*Pool[R], error) {
	o.Max = cmp.Or(o.Max, defaultMax)
	switch {
	case o.Create == nil:
		return nil, fault.Type.New("ResourcePool: there is no function that creates resources")
	case o.Max < 1:
		return nil, fault.Range.New("ResourcePool: \"max\" must be at least 1, got %d", o.Max)
	case o.Min < 0 || o.Min > o.Max:
		return nil, fault.Range.New("ResourcePool: \"min\" must be from 0 to \"max\" (%d), got %d", o.Max, o.Min)
	}
	p := &Pool[R]{Named: governor.NewNamed("ResourcePool", o.Name), o: o, clock: o.Clock, making: map[*making[R]]struct{}{}}
	if p.clock == nil {
		p.clock = realClock{}
	}
	p.sweeping.at, p.watching.at = never, never
	p.list.Init(p)
	p.list.Lock()
	p.serve()
	p.unlock()
	return p, nil
}

// unlock gives the lock back, so that callers who were served hear of it, and calls the functions that are due.
func (p *Pool[R]) unlock() {
	actions := p.actions
	p.actions = nil
	p.list.Unlock()
	for _, f := range actions {
		f()
	}
}

// lend makes a lease of a resource that is in no chain.
func (p *Pool[R]) lend(e *entry[R], by Party) *Lease[R] {
	now := p.clock.Now()
	l := &Lease[R]{pool: p, entry: e, value: e.value, by: by, since: now}
	e.lease = l
	e.uses++
	p.out.add(e)
	if p.o.LeakWarning > 0 {
		p.watching.set(p.clock, now, after(now, p.o.LeakWarning), p.watch)
	}
	return l
}

// serve lends what is idle to those who wait, and begins to make what is missing.
func (p *Pool[R]) serve() {
	if p.closed {
		return
	}
	for {
		waiting := p.list.Len() - p.checking
		var e *entry[R]
		if waiting > 0 {
			e = p.pick()
		}
		switch {
		case e != nil && p.o.Validate == nil:
			p.grant(e)
		case e != nil:
			p.check(e)
		case p.room() > 0 && (waiting > len(p.making) || !p.barren && p.size-p.dying+len(p.making) < p.o.Min):
			p.make()
		default:
			return
		}
	}
}

// grant lends a resource to the first who waits.
func (p *Pool[R]) grant(e *entry[R]) {
	w := p.list.First()
	p.list.Grant(w, p.lend(e, w.By))
}

// arrive takes in a resource that is ready: for the first who waits, or as an idle one.
func (p *Pool[R]) arrive(e *entry[R]) {
	switch {
	case p.closed:
		p.destroy(e, nil)
	case p.list.Len() > 0:
		p.grant(e)
	default:
		p.rest(e)
	}
}

// rest lays a resource among the idle ones.
func (p *Pool[R]) rest(e *entry[R]) {
	now := p.clock.Now()
	e.idle = now
	p.idle.add(e)
	due := after(e.born, p.o.MaxLifetime)
	if p.size-p.dying > p.o.Min {
		due = min(due, after(now, p.o.IdleTimeout))
	}
	p.sweeping.set(p.clock, now, due, p.sweep)
}

// GiveBack is for the waitlist: the caller was cancelled in the instant in which it was served. Nobody used the
// resource.
func (p *Pool[R]) GiveBack(l *Lease[R]) {
	p.list.Lock()
	if e := l.end(); e != nil {
		e.uses--
		p.arrive(e)
	}
	p.finish()
	p.unlock()
}

// Left is for the waitlist: whoever leaves has nothing that others wait for.
func (p *Pool[R]) Left() {}
