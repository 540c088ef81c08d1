package worker

import (
	"fmt"
	"sync/atomic"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/bindings/internal/transit"
	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/clone"
	"github.com/lariatjs/lariat/runtime/fault"
)

// isolate is a Worker that is a runtime of its own on a goroutine of its own.
type isolate struct {
	seat  *Seat
	setup *Setup
	iso   *runtime.Isolate
	// agent is there once the isolate has begun. It belongs to the isolate's loop goroutine.
	agent  *agent
	closed atomic.Bool
	serve  func() // made once
}

// isolates returns a Start that makes isolates of the family of rt.
func isolates(rt *runtime.Runtime, setup *Setup, loading func() []string) Start {
	return func(seat *Seat) Worker {
		w := &isolate{seat: seat, setup: setup}
		w.serve = func() { w.agent.serve(w.seat.Take()) }
		inherit := loading()
		w.iso = rt.Spawn(runtime.IsolateOptions{
			Name: workerName(setup.Name, seat.ID), Env: setup.Env, Keep: true, Stack: setup.Stack, Permissions: setup.Permissions,
			Start: func(rt *runtime.Runtime) { w.begin(rt, inherit) },
			Stuck: func(*runtime.Runtime) { w.agent.stuck() },
			Ended: seat.Ended,
		})
		return w
	}
}

func workerName(pool string, id uint64) string {
	if pool == "" {
		pool = "pool"
	}
	return fmt.Sprintf("%s, worker %d", pool, id)
}

// begin sets the isolate up: the module, then the initializer.
func (w *isolate) begin(rt *runtime.Runtime, inherit []string) {
	w.agent = &agent{runner: runner{rt: rt}, seat: w.seat}
	w.agent.ended = func(j *job, answer Answer) {
		w.agent.close(j)
		w.agent.serve(w.seat.Next(j.task, answer))
	}
	rt.Root().AfterFunc(w.agent.abortAll)
	rt.Loader().Inherit(inherit)
	w.agent.setUp(w.setup, w.seat.Ready)
}

// setUp imports the module and calls the initializer, and says how it went.
func (r *runner) setUp(setup *Setup, ready func(thrown *clone.Message, err error)) {
	fail := func(err error) {
		a := r.thrown(err)
		ready(a.Thrown, a.Err)
	}
	initialize := func(goja.Value, error) {
		if setup.Initializer == nil {
			ready(nil, nil)
			return
		}
		t := &Task{Call: Call{Name: "initializer", Fn: setup.Initializer, Captured: setup.Captured, Args: setup.InitArgs}}
		r.begin(r.open(t, deaf{}, func(j *job, a Answer) {
			j.end(r.rt)
			ready(a.Thrown, a.Err)
		}))
	}
	if setup.Module == "" {
		initialize(nil, nil)
		return
	}
	bind.Settle(r.rt, r.rt.Loader().Import(setup.Module, setup.Referrer), func(v goja.Value, err error) {
		if err != nil {
			fail(err)
			return
		}
		initialize(v, nil)
	})
}

// deaf hears nothing: an initializer is nobody's task.
type deaf struct{}

// Emit says it to nobody.
func (deaf) Emit(*Task, *clone.Message) {}

// Yield says it to nobody.
func (deaf) Yield(*Task, *clone.Message) {}

// Wake lets the isolate take tasks.
func (w *isolate) Wake() { w.iso.Do(w.serve) }

// Cancel ends the scope of a task.
func (w *isolate) Cancel(t *Task, cause error, reason *clone.Message) {
	w.iso.Post(func(*runtime.Runtime) { w.agent.cancel(t, cause, reason) })
}

// Credit lets a stream go on.
func (w *isolate) Credit(t *Task, n int) {
	w.iso.Post(func(*runtime.Runtime) { w.agent.credit(t, n) })
}

// Close ends the isolate: what its tasks have left behind, a timer perhaps, goes with it.
func (w *isolate) Close() {
	if !w.closed.Swap(true) {
		w.iso.Post(func(rt *runtime.Runtime) { rt.Exit(0) })
	}
}

// Kill stops the isolate at its next instruction.
func (w *isolate) Kill(cause error) { w.iso.Kill(cause) }

// agent runs the tasks of one isolate. It belongs to the isolate's loop goroutine.
type agent struct {
	runner
	seat  *Seat
	live  []*job
	ended func(*job, Answer) // made once
}

// burst is how many tasks that end at once run before timers and messages have their turn.
const burst = 64

// serve runs tasks for as long as there are some that end at once.
func (a *agent) serve(t *Task) {
	for n := 0; t != nil; n++ {
		j := a.open(t, a.seat, a.ended)
		a.live = append(a.live, j)
		answer, ready := a.start(j)
		switch {
		case !ready:
			t = a.seat.Take()
		case n < burst:
			a.close(j)
			t = a.seat.Next(t, answer)
		default:
			a.close(j)
			a.seat.Done(t, answer)
			a.rt.Loop().Post(func() { a.serve(a.seat.Take()) })
			return
		}
	}
}

// close ends what a job has.
func (a *agent) close(j *job) {
	j.end(a.rt)
	for i, l := range a.live {
		if l == j {
			last := len(a.live) - 1
			a.live[i], a.live[last] = a.live[last], nil
			a.live = a.live[:last]
			return
		}
	}
}

func (a *agent) find(t *Task) *job {
	for _, j := range a.live {
		if j.task == t {
			return j
		}
	}
	return nil
}

// cancel ends the scope of a task; a stream's generator is returned.
func (a *agent) cancel(t *Task, cause error, reason *clone.Message) {
	j := a.find(t)
	if j == nil {
		return
	}
	j.frame.Scope.Abort(transit.Cause(a.rt, cause, reason))
	if j.stream != nil {
		j.stream.leave()
	}
}

func (a *agent) credit(t *Task, n int) {
	if j := a.find(t); j != nil && j.stream != nil {
		j.stream.more(n)
	}
}

// abortAll cancels the tasks when the isolate itself is cancelled.
func (a *agent) abortAll() {
	for _, j := range append([]*job(nil), a.live...) {
		j.frame.Scope.Abort(a.rt.Root().Err())
	}
}

// stuck ends the tasks that wait for what can never come.
func (a *agent) stuck() {
	for _, j := range append([]*job(nil), a.live...) {
		if j.over {
			continue
		}
		err := fault.Unsettled.New("%s can never settle: nothing is left that could end what it waits for", j.task.label())
		a.close(j)
		a.seat.Done(j.task, Answer{Err: err})
		j.frame.Scope.Abort(err)
	}
	a.serve(a.seat.Take())
}
