package runtime

import (
	"context"
	"sync"
	"time"

	"github.com/lariatjs/lariat/runtime/clone"
	"github.com/lariatjs/lariat/runtime/fault"
	"github.com/lariatjs/lariat/runtime/loop"
	"github.com/lariatjs/lariat/runtime/permit"
)

// IsolateOptions configure Spawn.
type IsolateOptions struct {
	// Name is shown in reports.
	Name string
	// Env is what the script sees as its environment; nil means the parent's.
	Env map[string]string
	// Args is what the script sees as process.argv; nil means the parent's.
	Args []string
	// Permissions are what the script may do; nil means what the parent may.
	Permissions *permit.Set
	// Data is a value for the script, see Isolate.Data.
	Data *clone.Message
	// Keep makes the isolate stay when it has nothing to do, until Close, Cancel or Kill. Otherwise it ends
	// as a program does.
	Keep bool
	// Stack is the limit of its call stack in frames; zero means the parent's.
	Stack int
	// Start is its first job.
	Start func(rt *Runtime)
	// Stuck is called on its loop goroutine when every isolate of the program sleeps and no wait is left
	// that could be rejected as a deadlock: what its tasks wait for can never come. It is called again only
	// after something was posted.
	Stuck func(rt *Runtime)
	// Ended is called once when the isolate is over and everything that it held was released, on a goroutine
	// of its own. The program does not count as asleep while it runs.
	Ended func(err error)
}

// Isolate is a worker: another runtime with the options of the one that spawned it, on a goroutine of its
// own. Its methods may be called from any goroutine.
type Isolate struct {
	id     uint64
	nth    uint64 // of the isolates of the program
	opts   IsolateOptions
	parent *Runtime
	killed chan struct{}
	done   chan struct{}
	over   sync.Once
	err    error // valid once done is closed

	mu    sync.Mutex
	rt    *Runtime
	early []func() // posted before the runtime was there
	cause error    // that Kill was given
	ended bool     // no job is taken any more
	told  bool     // Stuck was called, and nothing was posted since
	late  *time.Timer
	keep  *loop.Hold // loop goroutine only
}

// Spawn starts an isolate. It returns at once; the VM is made on the new goroutine. The isolate is killed
// when the runtime is closed. Any goroutine.
func (rt *Runtime) Spawn(o IsolateOptions) *Isolate {
	i := &Isolate{
		id: isolateNumbers.Add(1), nth: rt.family.spawned.Add(1), opts: o, parent: rt, killed: make(chan struct{}), done: make(chan struct{}),
	}
	awake := rt.stayAwake()
	refused := rt.family.allowWorker(rt.opts.limits.Workers)
	if refused == nil && !rt.children.add(i) {
		refused = fault.Closed.New("spawn: the runtime is closed")
	}
	if refused != nil {
		i.ended = true
		go func() {
			defer awake()
			i.finish(refused)
		}()
		return i
	}
	go i.live(awake)
	return i
}

// stayAwake keeps virtual time and the watch over the family from taking the program for asleep.
func (rt *Runtime) stayAwake() (done func()) {
	rest := rt.family.loops.Wake()
	clock := rt.VirtualClock()
	if clock == nil {
		return rest
	}
	resume := clock.Pause()
	return func() { // the family first: if all of it sleeps, virtual time must not run on to a timer that keeps nobody alive
		rest()
		resume()
	}
}

// live is the goroutine of the isolate.
func (i *Isolate) live(awake func()) {
	rt, err := newRuntime(i.options(), i.id, i.parent.family, i)
	if err == nil {
		rt.main.settled = true // unless Start has a main module to Follow
		err = i.run(rt, awake)
		awake = rt.stayAwake()
		i.mu.Lock()
		i.ended = true
		i.mu.Unlock()
		_ = rt.Close()
	}
	i.finish(err)
	awake()
}

// run takes the jobs that were posted meanwhile and goes on until the isolate ends.
func (i *Isolate) run(rt *Runtime, awake func()) error {
	if i.opts.Keep {
		i.keep = rt.loop.Hold(keptKind, i.opts.Name).Peer()
	}
	i.mu.Lock()
	i.rt = rt
	if start := i.opts.Start; start != nil {
		rt.loop.Post(func() { start(rt) })
	}
	for _, job := range i.early {
		rt.loop.Post(job)
	}
	i.early = nil
	cause := i.cause
	i.mu.Unlock()
	awake()
	if cause != nil {
		return cause
	}
	err := rt.drive(context.Background(), nil)
	switch {
	case err != nil || rt.failure != nil:
		return err
	case rt.main.cancelled != nil:
		return rt.main.cancelled
	}
	rt.finish(rt.exitCode)
	switch {
	case rt.failure != nil:
		return rt.verdict()
	case !rt.main.settled:
		return rt.unsettled()
	case rt.exitCode != 0:
		return &ExitError{rt.exitCode}
	}
	return nil
}

// finish gives back what the isolate held and tells its owner, once: when its goroutine ends, or when it
// was given up.
func (i *Isolate) finish(err error) {
	i.over.Do(func() {
		i.mu.Lock()
		i.ended, i.early = true, nil
		rt := i.rt
		if i.late != nil {
			i.late.Stop()
		}
		if i.cause != nil {
			err = i.cause
		}
		i.mu.Unlock()
		if rt != nil {
			rt.crossed.die(i.id)
		}
		i.err = err
		if i.opts.Ended != nil {
			i.opts.Ended(err)
		}
		i.parent.family.workers.Add(-1)
		close(i.done)
		i.parent.children.remove(i)
	})
}

// ID returns the number of the isolate, unique in the process.
func (i *Isolate) ID() uint64 { return i.id }

// Name returns the name that was given.
func (i *Isolate) Name() string { return i.opts.Name }

// Data returns the value that was given to the isolate, or nil.
func (i *Isolate) Data() *clone.Message { return i.opts.Data }

// Post runs a job on the loop goroutine of the isolate. False says that the isolate has ended and that the
// job will never run; a job that was taken is dropped if the isolate ends first.
func (i *Isolate) Post(job func(rt *Runtime)) bool {
	return i.Do(func() { job(i.rt) })
}

// Do is Post for a job that does not need the runtime, such as one that was made once and is posted often.
func (i *Isolate) Do(job func()) bool {
	i.mu.Lock()
	i.told = false
	switch {
	case i.ended || i.cause != nil:
		i.mu.Unlock()
		return false
	case i.rt == nil:
		i.early = append(i.early, job)
		i.mu.Unlock()
		return true
	}
	rt := i.rt
	i.mu.Unlock() // the isolate that wakes up wants it for its own posts first thing
	return rt.loop.Post(job)
}

// Close ends the isolate as soon as it has nothing left to do.
func (i *Isolate) Close() {
	i.Post(func(*Runtime) {
		if i.keep != nil {
			i.keep.Release()
		}
	})
}

// Cancel cancels everything that runs in the isolate, so that finally blocks run, and ends it when it has
// unwound, or after the grace period of the program.
func (i *Isolate) Cancel(cause error) { i.Post(func(rt *Runtime) { rt.Cancel(cause) }) }

// giveUp is how long a killed isolate may be inside a built-in that cannot be interrupted. After that it is
// told to have ended; it runs no more script in any case.
const giveUp = time.Second

// Kill stops the script at its next instruction; finally blocks do not run. It returns at once.
func (i *Isolate) Kill(cause error) {
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.ended || i.cause != nil {
		return
	}
	i.cause = cause
	close(i.killed)
	if i.rt == nil {
		return
	}
	i.rt.Interrupt(cause)
	i.late = time.AfterFunc(giveUp, func() { i.finish(cause) })
}

// Killed returns a channel that is closed by Kill, for natives that block the goroutine of the isolate.
func (i *Isolate) Killed() <-chan struct{} { return i.killed }

// Done returns a channel that is closed when the isolate has ended.
func (i *Isolate) Done() <-chan struct{} { return i.done }

// Err returns why the isolate ended: nil by itself or by Close, else the cause of Cancel or Kill, an
// *ExitError or the *JSError that nobody caught. It is valid once Done is closed.
func (i *Isolate) Err() error { return i.err }

// stuck tells the isolate that its tasks wait for what cannot come, and reports whether it has not heard
// that before.
func (i *Isolate) stuck() bool {
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.opts.Stuck == nil || i.told || i.ended || i.rt == nil {
		return false
	}
	i.told = true
	rt := i.rt
	return rt.loop.Post(func() {
		if i.asleep() {
			i.opts.Stuck(rt)
		}
	})
}

// asleep reports whether what stuck found out still holds: somebody outside the program, for whom nothing
// stays awake, may have posted a job meanwhile, which runs already. Loop goroutine only.
func (i *Isolate) asleep() bool {
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.told && i.rt.pending.Load() == 0 && i.rt.loop.Sleepy() {
		return true
	}
	i.told = false
	return false
}

// Isolate returns the worker that the runtime is, or nil for a main program.
func (rt *Runtime) Isolate() *Isolate { return rt.isolate }

// IsolateID returns the number of the isolate, which a main program has as well. It is unique in the process.
func (rt *Runtime) IsolateID() uint64 { return rt.id }
