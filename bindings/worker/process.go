package worker

import (
	"io"
	"os"
	"os/exec"
	"strconv"
	"sync"
	"time"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/fault"
)

// process is a worker in a process of its own: this program, started again. Two goroutines serve it: one takes tasks
// and writes them, the other starts the process, reads what it answers and sees it off.
type process struct {
	rt    *runtime.Runtime
	seat  *Seat
	setup *Setup
	// loading are the modules that were being loaded for tasks when it was started.
	loading []string
	signal  chan struct{} // capacity 1: the writer has something to do
	forget  func()        // of the runtime's end

	mu       sync.Mutex
	child    *os.Process // nil before it was started and after it was waited for
	running  map[uint64]*sent
	commands []func(out *frameWriter) // frames that are no tasks, in order
	look     bool                     // there may be tasks to take
	taking   bool                     // the writer is looking
	starting bool
	rest     func() // ends StayAwake, which holds while the process has something to do; nil while it has not
	closing  bool
	killed   bool
	ended    bool
}

// sent is a task that the process has. A stream that has no credit waits for the program, not the other way
// round.
type sent struct {
	task      *Task
	credit    int
	cancelled bool
}

func (r *sent) busy() bool { return r.task.Kind != Stream || r.credit > 0 || r.cancelled }

// processes returns what starts the workers of a pool with isolation in processes. loading lists the modules that are
// being loaded for tasks now.
func processes(rt *runtime.Runtime, setup *Setup, loading func() []string) (Start, error) {
	if err := canStartProcesses(); err != nil {
		return nil, err
	}
	return func(seat *Seat) Worker {
		p := &process{
			rt: rt, seat: seat, setup: setup, loading: loading(), signal: make(chan struct{}, 1),
			running: map[uint64]*sent{}, starting: true, rest: rt.StayAwake(),
		}
		p.forget = rt.OnClose(func() { p.Kill(fault.Closed.New("the program that the worker belongs to has ended")) })
		rt.Go(p.live)
		return p
	}, nil
}

// Wake lets the writer take tasks.
func (p *process) Wake() { p.tell(func() { p.look = true }) }

// Cancel sends the reason for which a task is to end.
func (p *process) Cancel(t *Task, cause error, reason *message) {
	send := func(out *frameWriter, reason *message) error {
		e := out.begin(cancelFrame)
		e.uint(t.ID)
		e.fault(cause)
		e.message(reason)
		return out.end(e)
	}
	p.command(func(out *frameWriter) {
		p.about(t, func(r *sent) { r.cancelled = true })
		if send(out, reason) != nil {
			_ = send(out, nil) // the reason cannot leave the process
		}
	})
}

// Credit lets a stream go on.
func (p *process) Credit(t *Task, n int) {
	p.command(func(out *frameWriter) {
		p.about(t, func(r *sent) { r.credit += n })
		e := out.begin(creditFrame)
		e.uint(t.ID)
		e.int(n)
		_ = out.end(e)
	})
}

// Close lets the process end when its tasks are over.
func (p *process) Close() {
	p.tell(func() { p.closing = true })
	p.command(func(out *frameWriter) { _ = out.end(out.begin(closeFrame)) })
}

// Kill ends the process.
func (p *process) Kill(error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.killed = true
	if p.child != nil {
		_ = p.child.Kill()
	}
}

// change changes what the process has to do, and lets the program sleep if that is nothing. A stream without credit
// waits for the program.
func (p *process) change(change func()) {
	p.mu.Lock()
	change()
	busy := !p.ended && (p.starting || p.closing || p.look || p.taking || len(p.commands) > 0)
	for _, r := range p.running {
		if busy {
			break
		}
		busy = r.busy()
	}
	var rest func()
	switch {
	case busy && p.rest == nil:
		p.rest = p.rt.StayAwake()
	case !busy && p.rest != nil:
		rest, p.rest = p.rest, nil
	}
	p.mu.Unlock()
	if rest != nil {
		rest()
	}
}

// tell changes what the process has to do and wakes the writer.
func (p *process) tell(change func()) {
	p.change(change)
	select {
	case p.signal <- struct{}{}:
	default:
	}
}

// about changes what is known of a task, if it runs.
func (p *process) about(t *Task, change func(r *sent)) {
	p.change(func() {
		if r := p.running[t.ID]; r != nil {
			change(r)
		}
	})
}

// command queues frames that are no tasks. The writer sends them after the tasks that it has taken by then.
func (p *process) command(write func(out *frameWriter)) {
	p.tell(func() { p.commands = append(p.commands, write) })
}

// live is the life of the process.
func (p *process) live() {
	err := p.run()
	p.forget()
	p.mu.Lock()
	if p.killed {
		err = nil
	}
	p.mu.Unlock()
	p.seat.Ended(err)
	p.change(func() { p.ended, p.running = true, nil })
}

// stopAfter is how long a process may take to be gone when its pipes are closed.
const stopAfter = 2 * time.Second

// run starts the process and returns why it ended.
func (p *process) run() error {
	fromUs, toChild, err := os.Pipe()
	if err != nil {
		return fault.System.New("%s cannot start: %w", p.label(0), err)
	}
	defer toChild.Close()
	fromChild, toUs, err := os.Pipe()
	if err != nil {
		fromUs.Close()
		return fault.System.New("%s cannot start: %w", p.label(0), err)
	}
	defer fromChild.Close()
	growPipe(toChild)
	growPipe(fromChild)
	last := &stderrHead{}
	cmd := command(last, fromUs, toUs)
	err = p.start(cmd)
	fromUs.Close()
	toUs.Close()
	if err != nil {
		return err
	}
	written := make(chan struct{})
	gone := make(chan struct{})
	p.rt.Go(func() {
		defer close(written)
		p.write(toChild, gone)
	})
	why := p.read(fromChild)
	late := time.AfterFunc(stopAfter, func() { _ = cmd.Process.Kill() })
	p.mu.Lock()
	if why.broken {
		_ = cmd.Process.Kill()
	}
	p.mu.Unlock()
	toChild.Close()
	waited := cmd.Wait()
	late.Stop()
	close(gone)
	<-written
	p.mu.Lock()
	defer p.mu.Unlock()
	p.child = nil
	if p.closing && waited == nil && len(p.running) == 0 {
		return nil
	}
	return why.describe(p.label(cmd.Process.Pid), cmd.ProcessState, last)
}

// start starts the process, unless it was killed before.
func (p *process) start(cmd *exec.Cmd) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.killed {
		return fault.Closed.New("%s was stopped before it began", p.label(0))
	}
	if err := cmd.Start(); err != nil {
		return fault.System.New("%s cannot start: %w", p.label(0), err)
	}
	p.child = cmd.Process
	return nil
}

// command is this program as a child process.
func command(last io.Writer, in, out *os.File) *exec.Cmd {
	cmd := &exec.Cmd{
		Path: executable(), Args: []string{os.Args[0], childVerb}, ExtraFiles: []*os.File{in, out},
		Stderr: last, WaitDelay: stopAfter,
	}
	cmd.Env = os.Environ()
	if os.Getenv("GOTRACEBACK") == "" {
		cmd.Env = append(cmd.Env, "GOTRACEBACK=none") // one line of what the process died of will do
	}
	return cmd
}

// label names the process in messages.
func (p *process) label(pid int) string {
	text := "worker process"
	if pid > 0 {
		text += " " + strconv.Itoa(pid)
	}
	if p.setup.Name != "" {
		text += ` of pool "` + p.setup.Name + `"`
	}
	return text
}
