package worker

import (
	"cmp"
	"time"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/bindings/internal/future"
	"github.com/lariatjs/lariat/bindings/internal/transit"
	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/clone"
	"github.com/lariatjs/lariat/runtime/fault"
)

// runOptions are those of one task.
type runOptions struct {
	Signal   *runtime.Signal `js:"signal"`
	Timeout  time.Duration   `js:"timeout"`
	Capture  *goja.Object    `js:"capture"`
	Transfer goja.Value      `js:"transfer"`
	Priority float64         `js:"priority"`
	Name     string          `js:"name"`
	Grace    time.Duration   `js:"grace"`
	Affinity string          `js:"affinity"`
}

// graceOfPool stands for the pool's own grace: no option has this value.
const graceOfPool = time.Duration(-2)

func noOptions() runOptions { return runOptions{Timeout: -1, Grace: graceOfPool} }

// run is pool.run(fn, ...args).
func (p *pool) run(c *bind.Call) (any, error) {
	o := noOptions()
	return p.submit(c, &o, Single, c.Rest(1))
}

// submitArgs is pool.submit(fn, args, options).
func (p *pool) submitArgs(c *bind.Call) (any, error) {
	o := noOptions()
	c.Only(2, &o)
	c.Options(2, &o)
	var args []goja.Value
	if c.Has(1) {
		list, ok := c.Value(1).(*goja.Object)
		if ok {
			iterate, _ := list.GetSymbol(goja.SymIterator).(*goja.Object)
			ok = iterate != nil && c.Runtime().Callable(iterate)
		}
		if !ok {
			c.Wrong("args", "an array: the arguments of the function")
		}
		args = listOf(c, list)
	}
	return p.submit(c, &o, Single, args)
}

// submit makes a task of a call and queues it. What cannot be sent rejects the task before it is queued.
func (p *pool) submit(c *bind.Call, o *runOptions, kind Kind, args []goja.Value) (any, error) {
	t := &workerTask{pool: p, site: *c.Site()}
	err := p.prepare(c, &t.Task, o)
	if err == nil && len(args) > 0 {
		t.Args, err = p.rt.Cloner().EncodeList(args, clone.Options{Transfer: c.TransferList(o.Transfer)})
		err = transit.Uncloned(err, "value[", c.Name()+": args[")
	}
	t.Kind, t.To = kind, t
	p.open(c, t, o)
	if err == nil {
		err = t.scope.Err()
	}
	if err != nil {
		t.refuse(err)
		return t.promise.Value(), nil
	}
	p.queue(t)
	return t.promise.Value(), nil
}

// open makes the promise of a task and the scope that it obeys.
func (p *pool) open(c *bind.Call, t *workerTask, o *runOptions) {
	p.rt.MakeTask(&t.info, t.Name)
	t.ID = t.info.ID
	t.promise.Open(p.rt, &t.info, p.face.tasks.Prototype, t)
	t.scope = c.Narrow(bind.WaitOptions{Signal: o.Signal, Timeout: o.Timeout})
	p.backstop(o.Timeout, c.Name(), t.Cancel)
}

// backstop ends in real time what a timeout should end: a virtual clock stands still while a worker runs a loop without
// end.
func (p *pool) backstop(timeout time.Duration, what string, end func(cause error)) {
	if timeout < 0 || p.rt.VirtualClock() == nil {
		return
	}
	time.AfterFunc(timeout+transit.Reserve(p.rt), func() {
		p.rt.Loop().Post(func() { end(fault.Timeout.New("%s timed out after %s", what, runtime.Milliseconds(timeout))) })
	})
}

// queue hands a task to the pool.
func (p *pool) queue(t *workerTask) {
	if loading := p.rt.Loader().Loading(); len(loading) > 0 || p.loading.Load() != nil {
		list := loading // in a variable of its own, which is all that this costs a task while nothing is being loaded
		p.loading.Store(&list)
	}
	run, err := p.core.Submit(&t.Task)
	switch {
	case err != nil:
		t.refuse(err)
	case run:
		p.work(1)
		t.here = true
		t.watch()
		p.callerRuns(t)
	default:
		p.work(1)
		t.watch()
	}
}

// refuse rejects a task that was not queued.
func (t *workerTask) refuse(err error) {
	t.scope.EndWait()
	t.pool.rt.Patiently(func() { t.promise.Reject(t.pool.rt.ErrorAt(err, t.site), future.Rejected) })
	t.state = over
}

// prepare fills in what a task is to call and how: everything but its arguments.
func (p *pool) prepare(c *bind.Call, t *Task, o *runOptions) (err error) {
	if t.Fn, err = transit.Function(c, c.Value(0), o.Capture); err != nil {
		return err
	}
	t.Name = o.Name
	if t.Name == "" {
		t.Name = cmp.Or(t.Fn.Name, "anonymous")
	}
	if t.Captured, err = transit.Captured(c, o.Capture); err != nil {
		return err
	}
	if t.Vars, err = transit.Variables(p.rt); err != nil {
		return err
	}
	t.Priority, t.Affinity, t.Limit, t.Grace = o.Priority, o.Affinity, p.limit, o.Grace
	if t.Grace == graceOfPool {
		t.Grace = p.grace
	}
	return nil
}

// callerRuns runs a task here, since the queue is full. Its arguments and its result are clones all the same.
func (p *pool) callerRuns(t *workerTask) {
	if p.own == nil {
		p.own = &runner{rt: p.rt}
	}
	t.state, t.startedAt = running, p.owner.Now()
	t.queuedAt = t.startedAt
	t.job = p.own.open(&t.Task, caller{t}, func(j *job, a Answer) {
		j.end(p.rt)
		t.state, t.endedAt = over, p.owner.Now()
		t.Settled(&t.Task, a, t.cause)
	})
	p.own.begin(t.job)
}

// caller hears a task that the caller runs itself.
type caller struct{ t *workerTask }

// Emit is a message of the task.
func (c caller) Emit(t *Task, m *clone.Message) { c.t.Emitted(t, m) }

// Yield is for streams, which no caller runs itself.
func (c caller) Yield(*Task, *clone.Message) {}
