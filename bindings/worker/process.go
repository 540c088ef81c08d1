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
	"github.com/lariatjs/lariat/runtime/loop"
)

// process is a worker in a process of its own: this program, started again. Two goroutines serve it: one takes tasks
// and writes them, the other starts the process, reads what it answers and sees it off.
type process struct {
	rt     *runtime.Runtime
	seat   *Seat
	setup  *Setup
	hold   *loop.Hold    // keeps the program from being taken for asleep while the process has something to do
	signal chan struct{} // capacity 1: the writer has something to do
	forget func()        // of the runtime's end

	mu       sync.Mutex
	child    *os.Process // nil before it was started and after it was waited for
	running  map[uint64]*sent
	commands []func(out *frameWriter) // frames that are no tasks, in order
	look     bool                     // there may be tasks to take
	taking   bool                     // the writer is looking
	starting bool
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

// processes returns what starts the workers of a pool with isolation in processes.
func processes(rt *runtime.Runtime, setup *Setup) (Start, error) {
	if err := canStartProcesses(); err != nil {
		return nil, err
	}
	return func(seat *Seat) Worker {
		p := &process{
			rt: rt, seat: seat, setup: setup, signal: make(chan struct{}, 1), running: map[uint64]*sent{},
			starting: true, hold: rt.Loop().Hold("worker process", setup.Name),
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

// tell changes what the process has to do and wakes the writer.
func (p *process) tell(change func()) {
	p.mu.Lock()
	change()
	p.count()
	p.mu.Unlock()
	select {
	case p.signal <- struct{}{}:
	default:
	}
}

// about changes what is known of a task, if it runs.
func (p *process) about(t *Task, change func(r *sent)) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if r := p.running[t.ID]; r != nil {
		change(r)
		p.count()
	}
}

// command queues frames that are no tasks. The writer sends them after the tasks that it has taken by then.
func (p *process) command(write func(out *frameWriter)) {
	p.tell(func() { p.commands = append(p.commands, write) })
}

// count makes the hold count for as long as the process has something to do. The caller holds p.mu.
func (p *process) count() {
	busy := p.starting || p.closing || p.look || p.taking || len(p.commands) > 0
	for _, r := range p.running {
		busy = busy || r.busy()
	}
	if busy {
		p.hold.Ref()
	} else {
		p.hold.Unref()
	}
}

// live is the life of the process.
func (p *process) live() {
	err := p.run()
	p.forget()
	p.mu.Lock()
	p.ended = true
	if p.killed {
		err = nil
	}
	p.mu.Unlock()
	p.seat.Ended(err)
	p.hold.Release()
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
	last := &lastWords{}
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
