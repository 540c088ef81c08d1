package worker

import (
	"context"
	"errors"
	"io"
	"os"
	"os/signal"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/fault"
	"github.com/lariatjs/lariat/runtime/loop"
	"github.com/lariatjs/lariat/runtime/permit"
)

// childVerb is the one argument that a child process is started with.
const childVerb = "lariat:child"

// served says that this program calls ServeChild.
var served atomic.Bool

// servesChildren says why this program cannot be started again as a worker, nil if it can.
func servesChildren() error {
	if served.Load() {
		return nil
	}
	return fault.NotSupported.New(`isolation "process" starts this program again, which does not know what to do then: ` +
		`call worker.ServeChild at the beginning of main`)
}

// ServeChild is what a program calls first in main if its scripts may use pools with isolation: "process", whose
// workers are this program, started again. In such a child it serves the pool until that is done and returns true:
// main has to end then, with the exit code. Otherwise it returns false at once. The options are those of the
// program's runtimes; what scripts see of the program (directory, arguments, environment, output) comes from the
// parent, and scripts have no modules but those of the runtime that the pool belongs to.
//
//	func main() {
//		if code, child := worker.ServeChild(runtime.WithModules(stdlib.All()...)); child {
//			os.Exit(code)
//		}
//		…
func ServeChild(options ...runtime.Option) (code int, child bool) {
	served.Store(true)
	if len(os.Args) != 2 || os.Args[1] != childVerb {
		return 0, false
	}
	in, out, ok := childPipes()
	if !ok {
		return misused, true
	}
	signal.Ignore(syscall.SIGINT) // Ctrl-C goes to the whole group: what becomes of the tasks, the parent says
	return serve(in, out, options), true
}

// The exit codes of a child process besides those of scripts.
const (
	misused  = 2 // it was not started by a pool
	orphaned = 1 // its pool is gone, or out of its mind
)

// host is a child process: it has a pool of its own with one worker, to which it hands on what the parent's pool
// sends. That worker is the same as in a pool without processes.
type host struct {
	rt    *runtime.Runtime
	pool  *Pool
	setup Setup
	exit  chan int  // the first one counts
	last  sync.Once // the dying frame, or that there is none

	mu        sync.Mutex
	out       frameWriter
	flushing  bool
	functions map[uint64]Portable // of the reader
	tasks     map[uint64]*guest
	blocked   int        // streams that wait for credit
	beginning bool       // a task is among them that the worker has not been told of
	idle      *loop.Hold // nothing is to happen before the parent says something
	watch     *watch
}

// serve is the life of a child process; it returns the exit code.
func serve(in io.Reader, out io.Writer, options []runtime.Option) int {
	h := &host{
		exit: make(chan int, 1), out: frameWriter{to: out},
		functions: map[uint64]Portable{}, tasks: map[uint64]*guest{},
	}
	frames := newFrameReader(in)
	kind, payload, err := frames.next()
	if err != nil || kind != setupFrame {
		return orphaned
	}
	if err := h.setUp(&decoder{b: payload}, options); err != nil {
		h.ready(nil, err)
		h.end()
		return orphaned
	}
	go h.read(frames)
	go func() {
		_ = h.rt.Eval(context.Background(), "[worker].cjs", "")
		h.die(fault.Unsettled.New("its tasks wait for what can never come"))
	}()
	code := <-h.exit
	h.last.Do(func() {})
	h.end()
	return code
}

// setUp makes the runtime and its pool.
func (h *host) setUp(d *decoder, options []runtime.Option) error {
	g := d.greeting()
	if err := d.end(); err != nil {
		return err
	}
	set, err := permit.Decode(g.permissions)
	if err != nil {
		return err
	}
	all := append([]runtime.Option{}, options...)
	all = append(
		all, runtime.WithOnly(g.modules...), runtime.WithDir(g.dir), runtime.WithArgs(g.args...), runtime.WithEnv(g.env),
		runtime.WithPermissions(set),
		runtime.WithStdio(nothing{}, output{h, false}, output{h, true}),
	)
	if g.virtual != 0 {
		all = append(all, runtime.WithClock(loop.NewVirtual(time.Unix(0, g.virtual), true)))
	}
	rt, err := runtime.New(all...)
	if err != nil {
		return err
	}
	h.rt, h.setup = rt, g.setup
	h.watch = newWatch(&h.setup, h.die)
	rt.Loop().Hold("worker process", h.setup.Name).Peer()
	h.idle = rt.Loop().Hold("worker process", h.setup.Name)
	config := Config{
		Name: h.setup.Name, Min: 1, Max: 1, Idle: -1, MaxQueue: -1, Concurrency: h.setup.Concurrency,
	}
	h.pool = New(config, owner{rt, time.Now()}, isolates(rt, &h.setup, func() []string { return g.loading }))
	h.pool.Warmup(rt.Root(), 1, func(a Answer, err error) {
		if err == nil {
			err = a.Err
		}
		h.ready(a.Thrown, err)
	})
	return nil
}

// leave ends the process.
func (h *host) leave(code int) {
	select {
	case h.exit <- code:
	default:
	}
}

// endAfter is how long the process may take to clean up, such as a file that was being written to the side.
const endAfter = time.Second

func (h *host) end() {
	h.mu.Lock()
	h.out.flush()
	h.mu.Unlock()
	if h.rt == nil {
		return
	}
	if h.watch != nil {
		h.watch.close()
	}
	closed := make(chan struct{})
	go func() {
		_ = h.rt.Close()
		close(closed)
	}()
	select {
	case <-closed:
	case <-time.After(endAfter):
	}
}

// die ends the process, and tells the parent why.
func (h *host) die(cause error) {
	code := orphaned
	var exit *runtime.ExitError
	if errors.As(cause, &exit) {
		code = exit.Code
	}
	h.last.Do(func() {
		_ = h.send(dyingFrame, func(e *encoder) { e.fault(cause) })
		h.leave(code)
	})
}

// owner is the main loop of the child, for its pool.
type owner struct {
	rt    *runtime.Runtime
	since time.Time
}

// Post runs a job on the main loop.
func (o owner) Post(job func()) bool { return o.rt.Loop().Post(job) }

// Now is the age of the process.
func (o owner) Now() time.Duration { return time.Since(o.since) }

// After calls f in real time. The pool of a child has no timers: those of the parent count.
func (o owner) After(d time.Duration, f func()) (stop func()) {
	t := time.AfterFunc(d, f)
	return func() { t.Stop() }
}

// nothing is a standard input that has ended.
type nothing struct{}

// Read ends at once.
func (nothing) Read([]byte) (int, error) { return 0, io.EOF }
