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

// workerTask is a task as the script that submitted it sees it: a promise. Loop goroutine only, but for the task
// inside.
type workerTask struct {
	Task
	info    runtime.Task
	promise future.Future
	pool    *pool
	site    runtime.Site
	scope   *runtime.Scope // that of the caller, narrowed by options
	stop    func() bool    // detaches from the scope of the caller
	leave   func()         // lets the caller's scope be left, once the cancelled task has ended
	mail    *mailbox
	here    bool // the caller runs it itself
	job     *job // as such
}

// Future returns the promise.
func (t *workerTask) Future() *future.Future { return &t.promise }

// State says whether a worker has the task.
func (t *workerTask) State() string {
	if waiting, _, _, _ := t.pool.core.Look(&t.Task); waiting {
		return future.Queued
	}
	return future.Running
}

// Times says when the task began and settled.
func (t *workerTask) Times() (started, settled time.Time) {
	_, _, _, times := t.pool.core.Look(&t.Task)
	base := t.pool.rt.Loop().Now().Add(-t.pool.rt.Loop().Elapsed())
	if times.Started > 0 {
		started = base.Add(times.Started)
	}
	if t.promise.Over() {
		settled = base.Add(times.Ended)
	}
	return started, settled
}

// workerNumber is the number of the worker that has the task, null before one has.
func (t *workerTask) workerNumber() any {
	if _, _, number, _ := t.pool.core.Look(&t.Task); number > 0 {
		return float64(number)
	}
	return bind.Null
}

// queueTime is how long the task has waited for a worker.
func (t *workerTask) queueTime() time.Duration {
	waiting, ended, _, times := t.pool.core.Look(&t.Task)
	switch {
	case times.Started > 0:
		return times.Started - times.Queued
	case ended:
		return times.Ended - times.Queued
	case waiting && times.Queued > 0:
		return t.pool.owner.Now() - times.Queued
	}
	return 0
}

// runTime is how long the task has run.
func (t *workerTask) runTime() time.Duration {
	_, ended, _, times := t.pool.core.Look(&t.Task)
	switch {
	case times.Started == 0:
		return 0
	case ended:
		return times.Ended - times.Started
	}
	return t.pool.owner.Now() - times.Started
}

// Cancel ends the task. A script or the end of a scope does so.
func (t *workerTask) Cancel(cause error) {
	if t.promise.Over() || t.leave != nil {
		return
	}
	t.leave = t.scope.Busy()
	if t.here {
		t.cause = cause
		t.job.frame.Scope.Abort(cause)
		return
	}
	t.pool.core.Cancel(&t.Task, cause, transit.Reason(t.pool.rt, cause))
}

// watch lets the end of a scope cancel the task.
func (t *workerTask) watch() {
	if t.scope == t.pool.rt.Root() && !t.here { // whose end cancels all tasks of the pool at once
		return
	}
	t.stop = t.scope.AfterFunc(func() { t.Cancel(t.scope.Err()) })
}

// Yielded is for streams.
func (t *workerTask) Yielded(*Task, *clone.Message) {}

// Emitted takes a message of the task.
func (t *workerTask) Emitted(_ *Task, m *clone.Message) { t.mailbox().put(m) }

// Settled settles the promise.
func (t *workerTask) Settled(_ *Task, a Answer, err error) {
	t.pool.work(-1)
	if t.stop != nil {
		t.stop()
	}
	t.scope.EndWait()
	value, failure := t.pool.result(a, err, t.site)
	switch {
	case failure == nil:
		t.promise.Fulfil(value)
	case err != nil && err == t.cause: //nolint:errorlint // the very error
		t.promise.Own()
		t.promise.Reject(failure, future.Cancelled)
	default:
		t.pool.rt.Patiently(func() { t.promise.Reject(failure, future.Rejected) })
	}
	if t.leave != nil {
		t.leave()
	}
	if t.mail != nil {
		t.mail.end()
	}
}

// result decodes the answer of a task: its value or, as failure, what it is rejected with.
func (p *pool) result(a Answer, err error, site runtime.Site) (value, failure goja.Value) {
	if err == nil && a.Thrown == nil && a.Err == nil {
		if a.Value == undefinedResult {
			return goja.Undefined(), nil
		}
		list, bad := p.rt.Cloner().DecodeList(a.Value)
		if bad == nil && len(list) == 1 {
			return list[0], nil
		}
		err = fault.Internal.New("the result of a task cannot be decoded: %w", bad)
	}
	return nil, transit.Failure(p.rt, a.Thrown, cmp.Or(err, a.Err), site)
}
