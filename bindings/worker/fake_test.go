package worker

import (
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/lariatjs/lariat/runtime/clone"
	"github.com/lariatjs/lariat/runtime/fault"
)

// desk is an owner whose goroutine is the test's: run does what was posted.
type desk struct {
	begin time.Time
	jobs  chan func()
}

func newDesk() *desk { return &desk{time.Now(), make(chan func(), 1<<16)} }

func (d *desk) Post(job func()) bool { d.jobs <- job; return true }

func (d *desk) Now() time.Duration { return time.Since(d.begin) + 1 } // nothing begins at zero

func (d *desk) After(t time.Duration, f func()) (stop func()) {
	timer := time.AfterFunc(t, f)
	return func() { timer.Stop() }
}

// run does what is posted until done is closed, and what is left then.
func (d *desk) run(done <-chan struct{}) {
	for {
		select {
		case job := <-d.jobs:
			job()
		case <-done:
			for {
				select {
				case job := <-d.jobs:
					job()
				default:
					return
				}
			}
		}
	}
}

// shop makes fake workers. What a task does stands in its name, in words: "sleep 5s", "stubborn" (does not hear of a
// cancellation), "fail", "crash".
type shop struct {
	mu      sync.Mutex
	made    int
	alive   int
	broken  bool          // workers cannot be set up
	startup time.Duration // how long that takes
	order   []string      // names of the tasks in the order in which they began
	by      map[string]uint64
}

func (s *shop) start(seat *Seat) Worker {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.made++
	s.alive++
	w := &fake{shop: s, seat: seat, stops: map[*Task]chan struct{}{}, dead: make(chan struct{}), closing: make(chan struct{})}
	broken, startup := s.broken, s.startup
	go func() {
		<-time.After(startup)
		if broken {
			seat.Ready(nil, fault.Type.New("no setup"))
			select {
			case <-w.closing:
			case <-w.dead:
			}
		} else {
			seat.Ready(nil, nil)
			select {
			case <-w.closing:
				w.tasks.Wait()
			case <-w.dead:
			}
		}
		s.mu.Lock()
		s.alive--
		s.mu.Unlock()
		seat.Ended(w.cause)
	}()
	return w
}

// fake is a worker without a VM: each task is a goroutine.
type fake struct {
	shop    *shop
	seat    *Seat
	tasks   sync.WaitGroup
	once    sync.Once
	dead    chan struct{}
	closing chan struct{}
	cause   error

	mu    sync.Mutex
	stops map[*Task]chan struct{}
}

func (w *fake) Wake() {
	for t := w.seat.Take(); t != nil; t = w.seat.Take() {
		w.mu.Lock()
		stop := make(chan struct{})
		w.stops[t] = stop
		w.mu.Unlock()
		w.tasks.Add(1)
		go func() {
			defer w.tasks.Done()
			w.shop.note(t, w.seat.ID)
			a := w.do(t, stop)
			w.mu.Lock()
			delete(w.stops, t)
			w.mu.Unlock()
			select {
			case <-w.dead: // and the task with it
			default:
				w.seat.Done(t, a)
				w.Wake()
			}
		}()
	}
}

// counts says how many workers were made and how many there are.
func (s *shop) counts() (made, alive int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.made, s.alive
}

// began lists the tasks in the order in which they began.
func (s *shop) began() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.order)
}

// where says which worker a task ran on.
func (s *shop) where(name string) uint64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.by[name]
}

func (s *shop) note(t *Task, worker uint64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.order = append(s.order, t.Name)
	if s.by != nil {
		s.by[t.Name] = worker
	}
}

// do does what the name of the task says.
func (w *fake) do(t *Task, stop chan struct{}) Answer {
	words := strings.Fields(t.Name)
	for i, word := range words {
		switch word {
		case "sleep":
			d, err := time.ParseDuration(words[i+1])
			if err != nil {
				return Answer{Err: err}
			}
			select {
			case <-time.After(d):
			case <-stop:
				return Answer{Err: fault.Aborted.New("stopped")}
			case <-w.dead:
				return Answer{}
			}
		case "stubborn":
			<-w.dead
		case "fail":
			return Answer{Err: fault.Type.New("failed")}
		case "crash":
			w.Kill(fault.Limit.New("out of memory"))
			<-w.dead
		}
	}
	return Answer{}
}

func (w *fake) Cancel(t *Task, _ error, _ *clone.Message) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if stop := w.stops[t]; stop != nil {
		delete(w.stops, t)
		close(stop)
	}
}

func (w *fake) Credit(*Task, int) {}

func (w *fake) Close() { w.once.Do(func() { close(w.closing) }) }

func (w *fake) Kill(cause error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	select {
	case <-w.dead:
	default:
		w.cause = cause
		close(w.dead)
	}
}

// outcome is a receiver that keeps what it hears.
type outcome struct {
	done   chan struct{}
	answer Answer
	err    error
	times  int
	// refused says that the task was not queued.
	refused bool
}

func (o *outcome) Yielded(*Task, *clone.Message) {}
func (o *outcome) Emitted(*Task, *clone.Message) {}

func (o *outcome) Settled(_ *Task, a Answer, err error) {
	o.times++
	o.answer, o.err = a, err
	if o.times == 1 {
		close(o.done)
	}
}

// failure is how the task failed, nil if it did not.
func (o *outcome) failure() error {
	if o.err != nil {
		return o.err
	}
	return o.answer.Err
}

// bench is a pool of fake workers and its owner.
type bench struct {
	t    testing.TB
	pool *Pool
	shop *shop
	stop chan struct{}
	over chan struct{}
}

// newBench makes a pool; the test ends it with close.
func newBench(t testing.TB, config Config, shop *shop) *bench {
	if config.Max == 0 {
		config.Max = 1
	}
	if config.Concurrency == 0 {
		config.Concurrency = 1
	}
	if config.WhenFull == "" {
		config.MaxQueue = -1
	}
	b := &bench{t, nil, shop, make(chan struct{}), make(chan struct{})}
	d := newDesk()
	b.pool = New(config, d, shop.start)
	go func() {
		d.run(b.stop)
		close(b.over)
	}()
	return b
}

// close ends the pool and checks that nothing is left.
func (b *bench) close() {
	b.t.Helper()
	closed := make(chan struct{})
	b.pool.Close(false, func() { close(closed) })
	<-closed
	close(b.stop)
	<-b.over
	b.shop.mu.Lock()
	defer b.shop.mu.Unlock()
	if b.shop.alive != 0 {
		b.t.Errorf("%d workers are left", b.shop.alive)
	}
	if s := b.pool.Stats(); s.Workers != 0 || s.Queued != 0 || s.Running != 0 || b.pool.free != 0 {
		b.t.Errorf("the closed pool counts %+v, and %d free places", s, b.pool.free)
	}
}

// submit queues a task by what it does.
func (b *bench) submit(name string, set ...func(*Task)) (*Task, *outcome) {
	b.t.Helper()
	o := &outcome{done: make(chan struct{})}
	t := &Task{Call: Call{Name: name}, To: o, Grace: time.Second}
	for _, f := range set {
		f(t)
	}
	if _, err := b.pool.Submit(t); err != nil {
		o.refused = true
		o.Settled(t, Answer{}, err)
	}
	return t, o
}

// wait returns how a task failed.
func (o *outcome) wait() error {
	<-o.done
	return o.failure()
}
