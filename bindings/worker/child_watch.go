package worker

import (
	goruntime "runtime"
	"runtime/debug"
	"sync"
	"time"

	"github.com/lariatjs/lariat/runtime/cputime"
	"github.com/lariatjs/lariat/runtime/fault"
)

// watch holds a child process to its limits. The engine counts neither memory nor time, so a goroutine looks at what
// Go and the system count, every few milliseconds while a task runs: that also sees a built-in that cannot be
// interrupted. What takes it all at once, before anybody looks, meets the limit of the system.
type watch struct {
	memory   uint64
	cpu      time.Duration
	exceeded func(error)
	stop     chan struct{}
	once     sync.Once

	mu      sync.Mutex
	running int
	base    time.Duration // the processor time that was used when the running tasks began
}

const (
	watchBusy = 5 * time.Millisecond
	watchIdle = 100 * time.Millisecond
)

// newWatch begins to watch, if there is a limit. exceeded is called once.
func newWatch(s *Setup, exceeded func(error)) *watch {
	w := &watch{memory: uint64(max(s.Memory, 0)), cpu: s.CPUTime, exceeded: exceeded, stop: make(chan struct{})}
	if w.memory > 0 {
		debug.SetMemoryLimit(s.Memory) // so that garbage does not count against it for long
		limitData(s.Memory)
	}
	if w.memory > 0 || w.cpu > 0 {
		go w.run()
	}
	return w
}

// begin says that a task begins. Tasks that run at the same time share the time of one.
func (w *watch) begin() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.running == 0 && w.cpu > 0 {
		w.base = cputime.Used()
	}
	w.running++
}

func (w *watch) end() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.running--
}

func (w *watch) close() { w.once.Do(func() { close(w.stop) }) }

func (w *watch) run() {
	for {
		pause, err := w.look()
		if err != nil {
			w.exceeded(err)
			return
		}
		select {
		case <-time.After(pause):
		case <-w.stop:
			return
		}
	}
}

// look compares what is used with the limits, and says when to look again.
func (w *watch) look() (next time.Duration, exceeded error) {
	w.mu.Lock()
	running, base := w.running, w.base
	w.mu.Unlock()
	next = watchIdle
	if running > 0 {
		next = watchBusy
		if used := cputime.Used() - base; w.cpu > 0 && used > w.cpu {
			return 0, fault.Limit.New("it used %d ms of processor time for a task, and limits.cpuTime is %d ms",
				used.Milliseconds(), w.cpu.Milliseconds())
		}
	}
	if w.memory == 0 {
		return next, nil
	}
	used := heap()
	if used > w.memory && used <= 2*w.memory { // garbage may be part of it
		goruntime.GC()
		used = heap()
	}
	if used > w.memory {
		return 0, fault.Limit.New("it used %d MB of memory, and limits.memory is %d MB", used>>20, w.memory>>20)
	}
	return next, nil
}

// heap is the memory of all objects, and of those that were not collected yet.
func heap() uint64 {
	var m goruntime.MemStats
	goruntime.ReadMemStats(&m)
	return m.HeapAlloc
}
