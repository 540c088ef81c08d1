package worker

import (
	"strconv"
	"sync"
	"time"

	"github.com/lariatjs/lariat/bindings/internal/waitlist"
	"github.com/lariatjs/lariat/runtime/fault"
)

// Owner is the loop that a pool belongs to. All its methods may be called from any goroutine.
type Owner interface {
	// Post runs a job on the owner's goroutine; false says that there is none any more.
	Post(job func()) bool
	// Now is the time, from some beginning on.
	Now() time.Duration
	// After calls f after d, on any goroutine, unless stop is called before; to call it twice does no harm.
	After(d time.Duration, f func()) (stop func())
}

// Full is what becomes of a task that finds the queue full.
type Full string

// The policies for a full queue.
const (
	Wait       Full = "wait"        // it waits too; Ready tells when there is room
	Throw      Full = "throw"       // it is refused with fault.QueueFull
	CallerRuns Full = "caller-runs" // Submit says so, and the caller runs it itself
	DropOldest Full = "drop-oldest" // the task that has waited longest gives way
)

// Config are the rules of a pool.
type Config struct {
	Name string
	// Min and Max bound the number of workers.
	Min, Max int
	// Idle is how long a worker beyond Min may have nothing to do; negative is for ever.
	Idle time.Duration
	// MaxQueue is how many tasks may wait, negative for any number; WhenFull says what becomes of the next.
	MaxQueue int
	WhenFull Full
	// Concurrency is how many tasks a worker runs at once.
	Concurrency int
	// MaxTasks is after how many tasks a worker is replaced; 0 is never.
	MaxTasks int
	// Later is the owner's After for what nothing needs to stay alive for; nil stands for After itself.
	Later func(d time.Duration, f func()) (stop func())
	// Lost hears of the death of a worker that ran no task which could reject with it, on any goroutine; nil for nobody.
	Lost func(err error)
	// Aging is how much priority a waiting task gains in a second.
	Aging float64
}

// Pool hands tasks to workers. Workers take their tasks themselves as soon as they have room, so that none idles
// while the owner is busy, and what they answer comes to the owner in batches. Its methods may be called from
// any goroutine.
type Pool struct {
	owner Owner
	start Start

	mu      sync.Mutex
	config  Config
	queue   queue
	waiting int // tasks that wait, those of a certain worker included
	running int
	free    int // tasks that the workers there are, started or starting, could take besides
	seq     uint64
	paused  bool
	seats   []*Seat        // started or starting
	parked  []*Seat        // those among them that found nothing to take, the latest last
	leaving map[*Seat]bool // those that were told to end and have not yet
	homes   homes
	reaper  func() // stops the timer that looks for idle workers
	stage   stage
	stats   counters
	inbox   []event // what the owner has not heard yet
	spare   []event
	posted  bool
	since   time.Duration // of the first in inbox
	actions []func()      // to be done after the mutex was given back
	doing   []func()      // a list for actions to change places with
	watched bool          // somebody may wait in quiet
	wanted  bool          // somebody may wait in room
	drainer func()        // drain, made once
	room    waitlist.List[struct{}]
	quiet   waitlist.List[struct{}]
	gone    waitlist.List[struct{}]
	warm    waitlist.List[Answer] // callers of Warmup; an Answer with an error says why a worker did not start
	failing int                   // workers that could not be set up, of whom the callers of Warmup have not heard yet
}

// stage is how far a pool is from its end.
type stage uint8

const (
	open    stage = iota
	closing       // takes no more tasks
	closed        // all workers were told to end
)

// New makes a pool and starts its minimum of workers.
func New(config Config, owner Owner, start Start) *Pool {
	p := &Pool{config: config, owner: owner, start: start, leaving: map[*Seat]bool{}}
	if p.config.Later == nil {
		p.config.Later = owner.After
	}
	p.stats.begin, p.drainer = owner.Now(), p.drain
	p.mu.Lock()
	p.grow(p.config.Min)
	p.unlock()
	return p
}

// Submit queues a task. It is not settled in place, except for those that had to give way to it. run says that
// the caller has to run it itself, as the policy for a full queue wants it.
func (p *Pool) Submit(t *Task) (run bool, err error) {
	p.mu.Lock()
	defer p.unlock()
	if p.stage != open {
		return false, fault.Closed.New("%s is closed", p.label())
	}
	if !t.Exempt && p.full() {
		switch p.config.WhenFull {
		case Throw:
			return false, p.refusal()
		case CallerRuns:
			return true, nil
		case DropOldest:
			if !p.drop() {
				return false, fault.QueueFull.New("%s: nothing that waits may be dropped", p.label())
			}
		case Wait:
		}
	}
	p.enqueue(t)
	return false, nil
}

// label names the pool in messages. The caller holds p.mu.
func (p *Pool) label() string {
	if p.config.Name == "" {
		return "the worker pool"
	}
	return `worker pool "` + p.config.Name + `"`
}

// full reports whether a task would have to stand in a queue that has no room. The caller holds p.mu.
func (p *Pool) full() bool {
	return p.config.MaxQueue >= 0 && p.places() <= 0
}

// refusal is the error of a task that finds the queue full. What a worker is about to take does not wait in the queue. The
// caller holds p.mu.
func (p *Pool) refusal() error {
	state := "every worker has a task, and maxQueue is 0"
	if n := p.config.MaxQueue; n > 0 {
		state = "every worker has a task, and " + strconv.Itoa(n) + " wait, which is maxQueue"
	}
	return fault.QueueFull.New("%s: %s: submit when ready() fulfils, or choose another whenFull", p.label(), state)
}

// places is how many tasks may come before the queue is full. The caller holds p.mu.
func (p *Pool) places() int {
	could := p.free + max(p.config.Max-len(p.seats), 0)*p.config.Concurrency
	return p.config.MaxQueue + could - p.waiting
}

// drop settles the task that has waited longest, among those that may be dropped. The caller holds p.mu.
func (p *Pool) drop() bool {
	for t := p.queue.oldest; t != nil; t = t.next {
		if !t.Exempt {
			p.take(&p.queue, t)
			p.end(t, Answer{}, fault.QueueFull.New("%s: %s was dropped for a newer one", p.label(), t.label()))
			return true
		}
	}
	return false
}

// label names a task in messages.
func (t *Task) label() string {
	return "task " + strconv.Quote(t.Name)
}

// enqueue puts a task where it can be taken, and sees to somebody who takes it. The caller holds p.mu.
func (p *Pool) enqueue(t *Task) {
	now := p.owner.Now()
	t.state, t.queuedAt = queued, now
	p.seq++
	t.seq = p.seq
	t.rank = t.Priority - p.config.Aging*now.Seconds()
	p.waiting++
	if !t.pinned && t.Affinity != "" {
		t.seat = p.homes.of(t.Affinity)
	}
	if t.pinned && t.seat.phase == leaving {
		p.waiting--
		p.end(t, Answer{}, fault.Worker.New("worker %d of %s has ended", t.seat.ID, p.label()))
		return
	}
	if t.seat != nil {
		t.seat.own.push(t)
		p.wake(t.seat)
		return
	}
	p.queue.push(t)
	p.wakeOne()
}

// wakeOne lets the worker that was the last to find nothing look again; if there is none, another may be
// started. The caller holds p.mu.
func (p *Pool) wakeOne() {
	if p.paused {
		return
	}
	if n := len(p.parked); n > 0 {
		p.wake(p.parked[n-1])
		return
	}
	p.grow(0)
}

// take removes a waiting task from its queue. The caller holds p.mu.
func (p *Pool) take(q *queue, t *Task) {
	q.remove(t)
	p.waiting--
}

// end settles a task that does not run any more, if it ever did. The caller holds p.mu.
func (p *Pool) end(t *Task, a Answer, err error) {
	p.endAt(p.owner.Now(), t, a, err)
}

// endAt is end for those who have looked at the clock.
func (p *Pool) endAt(now time.Duration, t *Task, a Answer, err error) {
	t.state, t.endedAt = over, now
	if t.stop != nil {
		t.stop()
		t.stop = nil
	}
	p.stats.settled(t, a, err)
	p.tell(now, event{t, settledEvent, nil, a, err})
	p.look()
}

// look calls for those who wait for the end of all tasks, and goes on with closing. The caller holds p.mu.
func (p *Pool) look() {
	if p.waiting > 0 || p.running > 0 {
		return
	}
	if p.stage == closing {
		p.dismiss()
	}
	if p.watched {
		p.watched = false
		p.actions = append(p.actions, p.hush)
	}
}

// hush lets the callers of Drain go on if it is quiet now, else it will be called again.
func (p *Pool) hush() {
	p.mu.Lock()
	quiet := p.waiting == 0 && p.running == 0
	p.watched = p.watched || !quiet
	p.mu.Unlock()
	if quiet {
		grantAll(&p.quiet, struct{}{})
	}
}

// unlock gives the mutex back and then does what must not be done under it.
func (p *Pool) unlock() {
	if p.wanted && p.places() > 0 {
		p.actions = append(p.actions, p.admit)
	}
	for len(p.actions) > 0 {
		actions := p.actions
		p.actions, p.doing = p.doing, nil
		p.mu.Unlock()
		for i, f := range actions {
			f()
			actions[i] = nil
		}
		p.mu.Lock()
		p.doing = actions[:0]
	}
	post := len(p.inbox) > 0 && !p.posted
	p.posted = p.posted || post
	p.mu.Unlock()
	if post {
		p.owner.Post(p.drainer)
	}
}
