package eventloop

import (
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/lariatjs/lariat/runtime/clone"
	"github.com/lariatjs/lariat/runtime/fault"
)

// Isolate is what a loop runs on: a runtime on a goroutine of its own. No method blocks or calls back, all may be called
// from any goroutine, also after the isolate has ended.
type Isolate interface {
	// Run begins a task.
	Run(t *Task)
	// Cancel ends the scope of a task: its waits reject with reason or, if that is nil, with an error for cause; its finally
	// blocks run. It answers as always, with Session.Done. A task that is not there any more is no mistake.
	Cancel(t *Task, cause error, reason *clone.Message)
	// Close ends the isolate, now that its tasks are over: what they have left behind goes with it.
	Close()
	// Kill ends the isolate at its next instruction.
	Kill(cause error)
}

// Config is how an EventLoop is made.
type Config struct {
	Name string
	// Grace is how long the tasks may take to unwind once the loop is stopped.
	Grace time.Duration
	// Begin makes an isolate. It returns at once and calls nothing of the session itself.
	Begin func(s *Session) Isolate
	// After calls f once d has passed.
	After func(d time.Duration, f func()) (stop func())
	// Now is the time.
	Now func() time.Time
	// Lost hears of the death of an isolate that no task hears of.
	Lost func(err error)
}

// EventLoop runs tasks side by side in an isolate of its own, which is there from Start to Stop. It may be started again,
// which makes another isolate. All methods may be called from any goroutine, by the loop's own tasks too.
type EventLoop struct {
	config Config

	mu      sync.Mutex
	closed  bool
	queued  []*Task  // before Start
	current *Session // the one that takes tasks
	ending  map[*Session]bool
	waiting []func() // callers of Stop
}

// New makes a loop that has not been started.
func New(config Config) *EventLoop { return &EventLoop{config: config, ending: map[*Session]bool{}} }

// Name returns the name that was given.
func (e *EventLoop) Name() string { return e.config.Name }

// Label is the loop in messages: EventLoop "render".
func (e *EventLoop) Label() string {
	if e.config.Name == "" {
		return "the event loop"
	}
	return fmt.Sprintf("EventLoop %q", e.config.Name)
}

// Running reports whether the loop has been started, and neither stopped since nor died.
func (e *EventLoop) Running() bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.current != nil
}

// Start begins to run the tasks that were added, and those that will be. A loop that runs is left alone.
func (e *EventLoop) Start() error {
	e.mu.Lock()
	if e.closed {
		e.mu.Unlock()
		return fault.Closed.New("%s is closed", e.Label())
	}
	if e.current != nil {
		e.mu.Unlock()
		return nil
	}
	s := &Session{loop: e, tasks: map[*Task]bool{}}
	s.isolate = e.config.Begin(s)
	e.current = s
	begun := e.queued
	e.queued = nil
	for _, t := range begun {
		s.run(t)
	}
	e.mu.Unlock()
	for _, t := range begun {
		t.To.Started(t)
	}
	return nil
}

// Add gives the loop a task, which is set and then not changed any more. waits says that the loop has not been started.
func (e *EventLoop) Add(t *Task) (waits bool, err error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	switch {
	case e.closed:
		return false, fault.Closed.New("%s is closed", e.Label())
	case e.current != nil:
		e.current.run(t)
		return false, nil
	}
	t.state = waiting
	e.queued = append(e.queued, t)
	return true, nil
}

// Cancel ends a task. One that waits for the start is settled with cause. In one that runs, waits reject with reason, or
// with cause if reason is nil; it settles with cause when it has unwound.
func (e *EventLoop) Cancel(t *Task, cause error, reason *clone.Message) {
	e.mu.Lock()
	switch {
	case t.state == waiting:
		e.queued = slices.DeleteFunc(e.queued, func(o *Task) bool { return o == t })
		t.cause = cause
		t.over(e.config.Now())
		e.mu.Unlock()
		t.To.Settled(t, Answer{}, cause)
		return
	case t.state == running && t.cause == nil:
		t.cause = cause
		t.session.isolate.Cancel(t, cause, reason)
	}
	e.mu.Unlock()
}

// Stop cancels all tasks, gives them the grace to unwind, ends the isolate then, in the middle of a loop without end if need
// be, and calls done when it is gone. Every task is settled by then: with cause, unless it ended before. A loop that does
// not run is left alone, but for the tasks that wait for its start.
func (e *EventLoop) Stop(cause error, done func()) {
	e.mu.Lock()
	e.stop(cause, false, done)
}

// Close is Stop for good.
func (e *EventLoop) Close(cause error, done func()) {
	e.mu.Lock()
	e.stop(cause, true, done)
}

// stop unlocks e.mu, which the caller holds.
func (e *EventLoop) stop(cause error, closed bool, done func()) {
	e.closed = e.closed || closed
	dropped := e.queued
	e.queued = nil
	now := e.config.Now()
	for _, t := range dropped {
		t.cause = cause
		t.over(now)
	}
	if s := e.current; s != nil {
		e.current = nil
		e.ending[s] = true
		s.stop(cause)
	}
	free := len(e.ending) == 0
	if !free {
		e.waiting = append(e.waiting, done)
	}
	e.mu.Unlock()
	for _, t := range dropped {
		t.To.Settled(t, Answer{}, cause)
	}
	if free {
		done()
	}
}

// Look returns how far a task has come: whether it runs, and when it began and ended.
func (e *EventLoop) Look(t *Task) (runs bool, began, ended time.Time) {
	e.mu.Lock()
	defer e.mu.Unlock()
	return !t.began.IsZero(), t.began, t.ended
}
