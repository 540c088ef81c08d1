package eventloop

import (
	"errors"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/lariatjs/lariat/runtime/clone"
	"github.com/lariatjs/lariat/runtime/fault"
)

// fake is an isolate that does what a test says. Its goroutine ends with it.
type fake struct {
	session *Session
	jobs    chan func()
	tasks   map[*Task]bool
	killed  chan error
	over    bool // its goroutine only
	stubborn,
	dies bool
}

func (f *fake) post(job func()) {
	select {
	case f.jobs <- job:
	default:
		panic("too many jobs")
	}
}

func (f *fake) Run(t *Task) {
	f.post(func() {
		f.tasks[t] = true
		f.session.Began(t)
	})
}

func (f *fake) Cancel(t *Task, _ error, _ *clone.Message) {
	f.post(func() {
		if f.tasks[t] && !f.stubborn {
			f.end(t)
		}
	})
}

func (f *fake) end(t *Task) {
	delete(f.tasks, t)
	f.session.Done(t, Answer{})
}

func (f *fake) Close() { f.post(func() { f.over = true }) }

func (f *fake) Kill(cause error) {
	select {
	case f.killed <- cause:
	default:
	}
}

func (f *fake) live() {
	for !f.over {
		select {
		case job := <-f.jobs:
			job()
		case err := <-f.killed:
			f.session.Ended(err)
			return
		}
		if f.dies && len(f.tasks) > 0 {
			f.session.Ended(errors.New("crash"))
			return
		}
		if !f.stubborn && rand.IntN(2) == 0 {
			for t := range f.tasks {
				f.end(t)
				break
			}
		}
	}
	f.session.Ended(nil)
}

// bench is a loop with fakes, and what became of its tasks.
type bench struct {
	*EventLoop
	fakes atomic.Int64
	lost  atomic.Int64
}

func newBench(stubborn, dies func(n int64) bool) *bench {
	b := &bench{}
	b.EventLoop = New(Config{
		Name: "bench", Grace: time.Second, Now: time.Now,
		Begin: func(s *Session) Isolate {
			n := b.fakes.Add(1)
			f := &fake{session: s, jobs: make(chan func(), 10_000), tasks: map[*Task]bool{}, killed: make(chan error, 1)}
			f.stubborn, f.dies = stubborn(n), dies(n)
			go f.live()
			return f
		},
		After: func(d time.Duration, f func()) func() {
			timer := time.AfterFunc(d, f)
			return func() { timer.Stop() }
		},
		Lost: func(error) { b.lost.Add(1) },
	})
	return b
}

func never(int64) bool  { return false }
func always(int64) bool { return true }

// ear counts what a task says.
type ear struct {
	started, settled atomic.Int64
	err              error
	done             chan struct{}
}

func (e *ear) Started(*Task) { e.started.Add(1) }

func (e *ear) Settled(_ *Task, _ Answer, err error) {
	if e.settled.Add(1) == 1 {
		e.err = err
		close(e.done)
	}
}

var numbers atomic.Uint64

func newTask() (*Task, *ear) {
	e := &ear{done: make(chan struct{})}
	return &Task{ID: numbers.Add(1), To: e}, e
}

func stopped(b *bench) <-chan struct{} {
	done := make(chan struct{})
	b.Stop(fault.Aborted.New("stopped"), func() { close(done) })
	return done
}

// TestStopWaitsForTheGrace has a task that does not hear of its cancellation.
func TestStopWaitsForTheGrace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(always, never)
		if err := b.Start(); err != nil {
			t.Fatal(err)
		}
		task, e := newTask()
		if waits, err := b.Add(task); waits || err != nil {
			t.Error(waits, err)
		}
		synctest.Wait()
		begin := time.Now()
		done := stopped(b)
		if b.Running() {
			t.Error("it runs still")
		}
		<-done
		if took := time.Since(begin); took != time.Second || e.settled.Load() != 1 || !errors.Is(e.err, fault.Aborted) {
			t.Errorf("after %s: settled %d times, %v", took, e.settled.Load(), e.err)
		}
		if runs, began, ended := b.Look(task); !runs || began.After(begin) || ended.Sub(began) < time.Second {
			t.Error(runs, began, ended)
		}
	})
}

// TestTheLoopStartsAgainWhileItStops has two isolates at a time; a stop waits for both.
func TestTheLoopStartsAgainWhileItStops(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(func(n int64) bool { return n == 1 }, never)
		_ = b.Start()
		old, oldEar := newTask()
		_, _ = b.Add(old)
		synctest.Wait()
		first := stopped(b)
		waiting, waitingEar := newTask()
		if waits, _ := b.Add(waiting); !waits {
			t.Error("it runs in the isolate that ends")
		}
		_ = b.Start()
		if !b.Running() || waitingEar.started.Load() != 1 {
			t.Error("not started")
		}
		second := stopped(b)
		<-waitingEar.done
		if oldEar.settled.Load() != 0 {
			t.Error("the old task has settled before its time")
		}
		<-second
		<-first
		if oldEar.settled.Load() != 1 {
			t.Error("stop has not waited for the first isolate")
		}
	})
}

// TestADeadIsolateEndsItsTasks, and is told to somebody when it had none.
func TestADeadIsolateEndsItsTasks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(always, always)
		_ = b.Start()
		task, e := newTask()
		_, _ = b.Add(task)
		<-e.done
		if !errors.Is(e.err, fault.Worker) || b.Running() || b.lost.Load() != 0 {
			t.Error(e.err, b.Running(), b.lost.Load())
		}
		_ = b.Start()
		b.mu.Lock()
		isolate := b.current.isolate
		b.mu.Unlock()
		isolate.Kill(errors.New("crash"))
		synctest.Wait()
		if b.lost.Load() != 1 || b.Running() {
			t.Error(b.lost.Load(), b.Running())
		}
		isolate.Kill(nil)
	})
}

// TestEventLoopHammer has goroutines start, stop, add and cancel at once, with isolates that die and others that hear of
// nothing. Each task settles once.
func TestEventLoopHammer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		some := func(n int) func(int64) bool { return func(int64) bool { return rand.IntN(n) == 0 } }
		b := newBench(some(5), some(4))
		var mu sync.Mutex
		var ears []*ear
		var wg sync.WaitGroup
		for range 8 {
			wg.Go(func() {
				for range 300 {
					switch rand.IntN(8) {
					case 0, 1:
						_ = b.Start()
					case 2:
						done := stopped(b)
						if rand.IntN(2) == 0 {
							<-done
						}
					default:
						task, e := newTask()
						if _, err := b.Add(task); err != nil {
							t.Error(err)
						}
						if rand.IntN(3) == 0 {
							b.Cancel(task, fault.Aborted.New("cancelled"), nil)
							b.Cancel(task, fault.Aborted.New("cancelled"), nil)
						}
						mu.Lock()
						ears = append(ears, e)
						mu.Unlock()
					}
				}
			})
		}
		wg.Wait()
		done := make(chan struct{})
		b.Close(fault.Aborted.New("closed"), func() { close(done) })
		<-done
		for _, e := range ears {
			<-e.done
			if n := e.settled.Load(); n != 1 || e.started.Load() > 1 {
				t.Errorf("settled %d times, started %d times", n, e.started.Load())
			}
		}
		if err := b.Start(); !errors.Is(err, fault.Closed) {
			t.Error(err)
		}
		task, _ := newTask()
		if _, err := b.Add(task); !errors.Is(err, fault.Closed) {
			t.Error(err)
		}
	})
}
