package runtime

import (
	"context"
	"sync/atomic"
	"time"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/cputime"
	"github.com/lariatjs/lariat/runtime/fault"
	"github.com/lariatjs/lariat/runtime/loader"
	"github.com/lariatjs/lariat/runtime/loop"
)

// Session is a program that comes piece by piece, as a REPL feeds it. What a piece declares at its top level is there for
// the later ones, and may be declared anew. What ends a program ends a piece at most: only the program's own exit goes on.
//
// One goroutine calls the methods, which is the loop goroutine meanwhile; Cancel and Look may be called from any.
type Session struct {
	rt     *Runtime
	failed func(error)
	hold   *loop.Hold            // keeps the loop alive while nothing is evaluated
	now    atomic.Pointer[piece] // what is evaluated, or nil
	busy   atomic.Bool           // script runs
}

// piece is one evaluation.
type piece struct {
	scope  *Scope
	asked  atomic.Bool // to be cancelled
	over   bool
	result Result
	err    error
}

func (p *piece) end(r Result, err error) {
	if !p.over {
		p.over, p.result, p.err = true, r, err
	}
}

// Style says how Eval shows a value.
type Style struct {
	Colors bool
	// Width is that of the lines; 0 is the default of console.log.
	Width int
	// Type describes the type of the value instead.
	Type bool
}

// Result is what a piece came to.
type Result struct {
	// Text shows the value of the last expression.
	Text string
	// Undefined says that there was none, or that it was undefined.
	Undefined bool
}

// Session makes the runtime a session for good: there is no Run or Eval after that. It has a global require, as CommonJS
// has. failed hears of what would have ended a program while there is no piece to blame, exceptions and rejections that
// nobody caught above all. It is called on the loop goroutine.
func (rt *Runtime) Session(failed func(error)) *Session {
	s := &Session{rt: rt, failed: failed, hold: rt.loop.Hold("session", "")}
	rt.session = s
	_ = rt.vm.GlobalObject().DefineDataProperty("require", rt.loader.RequireFunction(""), goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE)
	rt.main = outcome{started: true, settled: true}
	return s
}

// survives takes what would end the runtime. An exception leaves everything else as it was; what else ends a turn ends
// the piece too, since what it awaited may never come.
func (s *Session) survives(err error) bool {
	if _, exit := err.(*ExitError); exit || s.rt.closing.Load() { //nolint:errorlint // the end itself, not a cause
		return false
	}
	s.rt.vm.ClearInterrupt()
	_, exception := err.(*JSError) //nolint:errorlint // as uncaught makes them
	if p := s.now.Load(); p != nil && !p.over && !exception {
		p.end(Result{}, err)
		return true
	}
	s.failed(err)
	return true
}

// Eval evaluates a piece and waits until it has settled, or until nothing is left that could settle it. Its value becomes
// the global variable _, what it throws _error, unless the script has variables of these names. name is shown in stacks,
// and its extension chooses the language. The error is an *ExitError when the program has ended; loader.Unfinished tells
// a piece that needs more lines.
func (s *Session) Eval(name, source string, style Style) (Result, error) {
	rt := s.rt
	p := &piece{}
	rt.loop.Post(func() {
		p.scope = rt.NewScope(rt.root)
		rt.Under(&Frame{Scope: p.scope, Task: rt.base.Task, Vars: rt.base.Vars}, func() {
			rt.Then(rt.loader.Eval(name, source, loader.EvalSession), func(v goja.Value) {
				value := v.(*goja.Object).Get("value")
				s.keep("_", value)
				p.end(s.show(value, style), nil)
			}, func(reason goja.Value) {
				err := rt.Thrown(reason).describe()
				if !p.over && !loader.Unfinished(err, name) {
					s.keep("_error", reason)
				}
				p.end(Result{}, err)
			})
		})
	})
	s.begin(p) // now, that it cannot be cancelled before it has a scope
	err := s.drive(func() bool { return p.over })
	s.now.Store(nil)
	s.hold = rt.loop.Hold("session", "")
	rt.main = outcome{started: true, settled: true}
	rt.vm.ClearInterrupt()
	switch {
	case err != nil:
		return Result{}, err
	case !p.over:
		return Result{}, rt.unsettled()
	}
	return p.result, p.err
}

// begin says that a piece is evaluated. Waits of earlier ones are no deadlock of its own: a later piece may end them.
func (s *Session) begin(p *piece) {
	for w := s.rt.firstWait; w != nil; w = w.next {
		if !w.told {
			w.told = true
			s.rt.pending.Add(-1)
		}
	}
	s.now.Store(p)
	s.rt.main = outcome{started: true}
	s.hold.Release()
}

// drive runs the loop until done, or until it is idle.
func (s *Session) drive(done func() bool) error {
	rt := s.rt
	if !rt.driving.TryLock() {
		return fault.Internal.New("the runtime runs already")
	}
	defer rt.driving.Unlock()
	if rt.failure == nil {
		if _, err := rt.loop.RunUntil(context.Background(), done); err != nil {
			return err
		}
	}
	return rt.failure
}

// Wait runs the loop until the channel is closed: timers fire and servers serve meanwhile.
func (s *Session) Wait(until <-chan struct{}) error {
	over := false
	stop := make(chan struct{})
	defer close(stop)
	s.rt.Go(func() {
		select {
		case <-until:
			s.rt.loop.Post(func() { over = true })
		case <-stop:
		}
	})
	return s.drive(func() bool { return over })
}

// Finish runs the loop until nothing is left to do, as a program does at its end, and returns as Run does.
func (s *Session) Finish() error {
	s.hold.Release()
	rt := s.rt
	if err := s.drive(nil); err != nil {
		return rt.verdict()
	}
	rt.finish(rt.exitCode)
	switch {
	case rt.failure != nil:
		return rt.verdict()
	case rt.exitCode != 0:
		return &ExitError{rt.exitCode}
	}
	return nil
}

// Exit ends the program at once, as process.exit does, and returns as Run does.
func (s *Session) Exit() error {
	s.rt.loop.Post(func() { s.rt.Exit(s.rt.exitCode) })
	_ = s.drive(nil)
	return s.rt.verdict()
}

// How long a piece may take to hear that it is cancelled, before its code is interrupted where it is.
const (
	// busyAfter is in time of the clock and of processors: a machine that is busy with something else lets a piece stand.
	busyAfter = 300 * time.Millisecond
	// stuckAfter is for what takes no such time, since it waits in Go.
	stuckAfter = 6 * time.Second
)

// Cancel cancels the scope of the piece that is evaluated: its waits reject, its finally blocks run, and when it has
// unwound it is over, whatever else it waits for. Code that does not come to that, and a piece that is cancelled again, is
// interrupted. It reports whether there is such a piece. Any goroutine.
func (s *Session) Cancel() bool {
	p := s.now.Load()
	if p == nil {
		return false
	}
	cause := fault.Aborted.New("interrupted")
	if p.asked.Swap(true) {
		s.interrupt(p, cause)
		return true
	}
	heard := make(chan struct{})
	s.rt.loop.Post(func() {
		close(heard)
		p.scope.Abort(cause)
		p.scope.WhenQuiet(func() { p.end(Result{}, cause) })
	})
	s.rt.Go(func() {
		if !hears(heard) {
			s.interrupt(p, cause)
		}
	})
	return true
}

// hears waits for code to hear of its cancellation, and reports whether it has.
func hears(heard <-chan struct{}) bool {
	used, since := cputime.Used(), time.Now()
	timer := time.NewTimer(busyAfter)
	defer timer.Stop()
	for {
		select {
		case <-heard:
			return true
		case <-timer.C:
		}
		if cputime.Used()-used >= busyAfter || time.Since(since) >= stuckAfter {
			return false
		}
		timer.Reset(busyAfter / 10)
	}
}

// interrupt ends a piece and stops the code that runs, if any does.
func (s *Session) interrupt(p *piece, cause error) {
	s.rt.loop.Post(func() { p.end(Result{}, cause) })
	if s.busy.Load() && s.now.Load() == p {
		s.rt.vm.Interrupt(cause)
		s.rt.realm.EndMatch()
	}
}

// Look runs f on the loop goroutine between two of its turns and waits for it, but not for long: false says that the loop
// was busy. Any goroutine, while another is in Wait or Eval.
func (s *Session) Look(patience time.Duration, f func()) bool {
	const waiting, running, given = 0, 1, 2
	var state atomic.Int32
	done := make(chan struct{})
	s.rt.loop.Post(func() {
		if state.CompareAndSwap(waiting, running) {
			f()
			close(done)
		}
	})
	timer := time.NewTimer(patience)
	defer timer.Stop()
	select {
	case <-done:
		return true
	case <-timer.C:
	}
	if state.CompareAndSwap(waiting, given) {
		return false
	}
	<-done
	return true
}

// Busy reports whether script runs in this moment. Any goroutine.
func (s *Session) Busy() bool { return s.busy.Load() }
