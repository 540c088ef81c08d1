package eventloop

import (
	"cmp"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/bindings/internal/transit"
	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/clone"
	"github.com/lariatjs/lariat/runtime/fault"
	"github.com/lariatjs/lariat/runtime/permit"
)

// isolate is an Isolate of the family of a runtime. What stands below the line belongs to its own loop goroutine.
type isolate struct {
	session *Session
	iso     *runtime.Isolate

	rt   *runtime.Runtime
	live map[*Task]*job
}

// job is a task where it runs.
type job struct {
	task  *Task
	frame runtime.Frame
}

// isolates returns a function that makes the isolates of a loop.
func isolates(rt *runtime.Runtime, name string, set *permit.Set) func(*Session) Isolate {
	return func(s *Session) Isolate {
		i := &isolate{session: s, live: map[*Task]*job{}}
		i.iso = rt.Spawn(runtime.IsolateOptions{
			Name: cmp.Or(name, "event loop"), Keep: true, Ended: s.Ended, Permissions: set,
			Start: func(rt *runtime.Runtime) {
				i.rt = rt
				rt.Root().AfterFunc(func() { i.abortAll(rt.Root().Err()) })
			},
			Stuck: func(*runtime.Runtime) { i.stuck() },
		})
		return i
	}
}

// Run begins a task.
func (i *isolate) Run(t *Task) { i.iso.Post(func(*runtime.Runtime) { i.run(t) }) }

// Cancel ends the scope of a task.
func (i *isolate) Cancel(t *Task, cause error, reason *clone.Message) {
	i.iso.Post(func(rt *runtime.Runtime) {
		if j := i.live[t]; j != nil {
			j.frame.Scope.Abort(transit.Cause(rt, cause, reason))
		}
	})
}

// Close ends the isolate.
func (i *isolate) Close() { i.iso.Post(func(rt *runtime.Runtime) { rt.Exit(0) }) }

// Kill ends it at its next instruction.
func (i *isolate) Kill(cause error) { i.iso.Kill(cause) }

// run calls the function of a task, once it is there.
func (i *isolate) run(t *Task) {
	j := &job{task: t}
	j.frame.Scope = i.rt.NewScope(nil)
	j.frame.Task = &runtime.Task{ID: t.ID, Name: t.Name}
	i.rt.Adopt(j.frame.Task)
	j.frame.Vars = transit.Under(i.rt, nil, t.Vars)
	i.live[t] = j
	i.session.Began(t)
	if len(t.Loading) > 0 {
		i.rt.Loader().Inherit(t.Loading)
	}
	fn, pending := i.rt.Loader().Function(t.Fn, nil)
	if fn != nil {
		i.call(j, fn)
		return
	}
	i.settle(j, pending, func(fn goja.Value, err error) {
		if err != nil {
			i.finish(j, nil, err)
			return
		}
		i.call(j, fn)
	})
}

func (i *isolate) call(j *job, fn goja.Value) {
	call := i.rt.Raw(fn)
	if call == nil {
		i.finish(j, nil, fault.Type.New("task %q is not a function", j.task.Name))
		return
	}
	var args []goja.Value
	if j.task.Args != nil {
		var err error
		if args, err = i.rt.Cloner().DecodeList(j.task.Args); err != nil {
			i.finish(j, nil, err)
			return
		}
	}
	v, err := transit.Call(i.rt, &j.frame, call, args...)
	if err != nil {
		i.finish(j, nil, err)
		return
	}
	i.settle(j, v, func(v goja.Value, err error) { i.finish(j, v, err) })
}

// settle awaits a value under the frame of a job.
func (i *isolate) settle(j *job, v goja.Value, then func(goja.Value, error)) {
	i.rt.Under(&j.frame, func() { bind.Settle(i.rt, v, then) })
}

// finish tells the end of a task, unless that was told.
func (i *isolate) finish(j *job, v goja.Value, err error) {
	if i.live[j.task] == nil {
		return
	}
	delete(i.live, j.task)
	j.frame.Scope.End()
	i.rt.EndTask(j.frame.Task)
	i.session.Done(j.task, i.answer(v, err))
}

func (i *isolate) answer(v goja.Value, err error) Answer {
	if err == nil {
		var m *clone.Message
		m, err = i.rt.Cloner().EncodeList([]goja.Value{v}, clone.Options{Once: true})
		if err = bind.Caught(i.rt, err); err == nil {
			return Answer{Value: m}
		}
		err = transit.Uncloned(err, "value[0]", "the result")
	}
	m, err := transit.Thrown(i.rt, err)
	return Answer{Thrown: m, Err: err}
}

// abortAll cancels the tasks when the isolate itself is cancelled.
func (i *isolate) abortAll(cause error) {
	for _, t := range inOrder(i.live) {
		if j := i.live[t]; j != nil { // still
			j.frame.Scope.Abort(cause)
		}
	}
}

// stuck ends the tasks that wait for what can never come.
func (i *isolate) stuck() {
	for _, t := range inOrder(i.live) {
		j := i.live[t]
		if j == nil {
			continue
		}
		err := fault.Unsettled.New("task %q can never settle: nothing is left that could end what it waits for", t.Name)
		i.finish(j, nil, err)
		j.frame.Scope.Abort(err)
	}
}
