package runtime

import (
	"fmt"

	"github.com/dop251/goja"
)

// ExitError is how Run reports that the script ended the process, with process.exit or by a
// process.exitCode other than zero.
type ExitError struct{ Code int }

// Error returns "exit status N".
func (e *ExitError) Error() string { return fmt.Sprintf("exit status %d", e.Code) }

// Hooks let a module take part in the end of a program and of its scopes. All run on the loop goroutine.
type Hooks struct {
	// Uncaught sees an exception that nobody caught; true means that it has been dealt with.
	Uncaught func(value goja.Value, origin string) bool
	// Rejection sees a promise that was rejected without a handler; true means dealt with.
	Rejection func(reason, promise goja.Value) bool
	// RejectionHandled sees a promise that got its handler after it was reported.
	RejectionHandled func(promise goja.Value)
	// Idle runs when nothing is left to do, the main module settled or not; new work keeps the program alive.
	Idle func()
	// Aborted sees a signal that has ended and has an object: its event is due. The Go hooks of the signal
	// have run.
	Aborted func(sig *Signal)
	// Signal sees a signal of the operating system by its name, "SIGINT"; true means that the script handles it.
	Signal func(name string) bool
	// Listen tells the host that the script listens to a signal, so that it hears those too that it would leave to the system.
	Listen func(name string, number int)
	// Exit runs once when the program ends, unless it was interrupted.
	Exit func(code int)
}

// Hooks returns the runtime's hooks, for a module to fill in.
func (rt *Runtime) Hooks() *Hooks { return &rt.hooks }

// uncaught deals with an exception that left a job: a hook may take it, otherwise the program ends.
func (rt *Runtime) uncaught(v goja.Value, origin string) {
	if rt.failure != nil {
		return
	}
	taken := false
	if rt.hooks.Uncaught != nil {
		if ex := rt.vm.Try(func() { taken = rt.hooks.Uncaught(v, origin) }); ex != nil {
			v = ex.Value()
		}
	}
	if !taken {
		err := rt.Thrown(v).describe()
		err.Rejection = origin == "unhandledRejection"
		if exit := rt.hooks.Exit; exit != nil && rt.session == nil {
			rt.hooks.Exit = nil
			_ = rt.vm.Try(func() { exit(1) })
		}
		rt.fail(err)
	}
}

// ReportUncaught hands a value to the uncaught-exception path from inside a binding, for callbacks whose
// errors have nowhere else to go.
func (rt *Runtime) ReportUncaught(v goja.Value) { rt.uncaught(v, "uncaughtException") }

// rejections remembers promises that were rejected without a handler, in order, until the microtasks of
// the turn have run: a handler may still come.
type rejections struct {
	order    []*goja.Promise
	waiting  map[*goja.Promise]bool
	reported map[*goja.Promise]bool

	// kept are those that were rejected under Patiently, some of which have a handler by now.
	kept    []*goja.Promise
	patient bool
	sweepAt int
}

func (rt *Runtime) trackRejection(p *goja.Promise, op goja.PromiseRejectionOperation) {
	r := &rt.rejections
	if op == goja.PromiseRejectionReject {
		if r.waiting == nil {
			r.waiting = map[*goja.Promise]bool{}
		}
		r.waiting[p] = true
		if r.patient {
			r.keep(p)
			return
		}
		r.order = append(r.order, p)
		return
	}
	if r.waiting[p] {
		delete(r.waiting, p)
		return
	}
	if r.reported[p] {
		delete(r.reported, p)
		if rt.hooks.RejectionHandled != nil {
			rt.hooks.RejectionHandled(rt.vm.ToValue(p))
		}
	}
}

// checkRejections reports what is still without a handler after the microtasks ran. Handlers run by a
// report may reject again, so it goes on until nothing is left.
func (rt *Runtime) checkRejections() {
	r := &rt.rejections
	for len(r.order) > 0 && rt.failure == nil {
		order := r.order
		r.order = nil
		var jobs []func()
		for _, p := range order {
			if r.waiting[p] {
				delete(r.waiting, p)
				jobs = append(jobs, func() { rt.reportRejection(p) })
			}
		}
		if len(jobs) == 0 {
			return
		}
		rt.enter(jobs)
	}
}

func (rt *Runtime) reportRejection(p *goja.Promise) {
	if rt.cancellation(p.Result()) {
		return
	}
	if rt.hooks.Rejection != nil {
		// Whoever is told may handle it at once, and that is told, too.
		r := &rt.rejections
		if r.reported == nil {
			r.reported = map[*goja.Promise]bool{}
		}
		if len(r.reported) < maxReported {
			r.reported[p] = true
		}
		if rt.hooks.Rejection(p.Result(), rt.vm.ToValue(p)) {
			return
		}
		delete(r.reported, p)
	}
	rt.uncaught(p.Result(), "unhandledRejection")
}

// maxReported bounds how many reported promises are remembered for a late handler.
const maxReported = 1000
