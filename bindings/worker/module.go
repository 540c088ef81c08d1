// Package worker is the module "lariat:worker": pools of isolates, each on a goroutine of its own, that run the
// functions of a script in parallel. The pool itself, who takes which task and what becomes of it, is plain Go and
// knows only what a worker can do: it may be an isolate or another process.
package worker

import (
	_ "embed"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/bindings/internal/future"
	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/clone"
)

//go:embed worker.d.ts
var types string

// Module is "lariat:worker".
var Module = runtime.Module{Name: "lariat:worker", Types: types, Load: load}

func load(rt *runtime.Runtime) runtime.Exports {
	f := &face{rt: rt}
	f.tasks = f.taskClass()
	f.pools = f.poolClass()
	return runtime.Exports{
		"WorkerPool":        f.pools.Value,
		"remote":            bind.AsyncFunc(rt, "remote", 1, f.remote),
		"currentWorkerTask": bind.Func(rt, "currentWorkerTask", 0, f.currentWorkerTask),
		"isWorker":          bind.ToValue(rt, rt.Isolate() != nil),
		"workerData":        workerData(rt),
	}
}

// face is the module in one runtime.
type face struct {
	rt       *runtime.Runtime
	tasks    *bind.Constructor[*workerTask]
	pools    *bind.Constructor[*pool]
	remoteFn raw // once it was needed
	current  *bind.Constructor[*job]
}

// workerData is the value that the isolate was given.
func workerData(rt *runtime.Runtime) goja.Value {
	i := rt.Isolate()
	if i == nil || i.Data() == nil {
		return goja.Undefined()
	}
	v, err := rt.Cloner().Decode(i.Data())
	if err != nil {
		bind.Throw(rt, err)
	}
	return v
}

// currentWorkerTask is the task that the calling code belongs to, null outside of one.
func (f *face) currentWorkerTask(*bind.Call) (any, error) {
	j := jobOf(f.rt)
	if j == nil {
		return bind.Null, nil
	}
	if f.current == nil {
		f.current = f.currentClass()
	}
	if j.object == nil {
		j.object = f.current.Wrap(j)
	}
	return j.object, nil
}

func (f *face) currentClass() *bind.Constructor[*job] {
	return bind.Class[*job]{
		Name: "CurrentWorkerTask",
		Getters: map[string]func(*job) any{
			"id": func(j *job) any { return float64(j.task.ID) }, "name": func(j *job) any { return j.task.Name },
			"signal": func(j *job) any { return bind.Signal(f.rt, &j.frame.Scope.Signal) },
		},
		Methods: map[string]func(*job, *bind.Call) (any, error){
			"emit": func(j *job, c *bind.Call) (any, error) {
				m, err := f.rt.Cloner().Encode(c.Value(0), clone.Options{Transfer: c.Transfer(1), Once: true})
				if err != nil {
					return nil, err
				}
				if !j.over {
					j.hears.Emit(j.task, m)
				}
				return nil, nil
			},
		},
		Lengths: map[string]int{"emit": 1},
	}.In(f.rt)
}

// taskClass is the class of the tasks that pools hand out.
func (f *face) taskClass() *bind.Constructor[*workerTask] {
	return future.Class(f.rt, bind.Class[*workerTask]{
		Name: "WorkerTask",
		Getters: map[string]func(*workerTask) any{
			"worker":    (*workerTask).workerNumber,
			"queueTime": func(t *workerTask) any { return t.queueTime() },
			"runTime":   func(t *workerTask) any { return t.runTime() },
			"messages":  func(t *workerTask) any { return t.mailbox().object(f.rt) },
		},
	})
}
