package worker

import (
	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/bindings/internal/transit"
	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/clone"
	"github.com/lariatjs/lariat/runtime/fault"
)

// runner calls the functions of tasks in a runtime. Loop goroutine only.
type runner struct {
	rt *runtime.Runtime
	// functions are those that tasks have called before.
	functions map[Portable]function
	loops     *loops
}

type raw = func(goja.FunctionCall) goja.Value

// function is the function of a task in this runtime.
type function struct {
	value goja.Value
	call  raw
}

// maxFunctions bounds the memory of an isolate that is sent ever new functions.
const maxFunctions = 256

// job is a task in the runtime that runs it.
type job struct {
	task   *Task
	hears  hearer
	done   func(*job, Answer) // gets the answer, once, if it was not there at once
	frame  runtime.Frame
	over   bool
	stream *streamRun
	object *goja.Object // what currentWorkerTask gives

	// What the frame refers to has its place here: a no-op costs mostly what is allocated for it.
	scope runtime.Scope
	info  runtime.Task
	vars  runtime.Vars
	self  jobValue
}

// hearer is who hears what a task says before its end: a Seat.
type hearer interface {
	Emit(t *Task, m *clone.Message)
	Yield(t *Task, m *clone.Message)
}

// jobKey is under which variable a task finds its job.
type jobKey struct{}

// jobValue is the value of that variable, which no script sees.
type jobValue struct {
	goja.Value
	job *job
}

// jobOf returns the job that the running code belongs to, nil if it belongs to none or its task is over.
func jobOf(rt *runtime.Runtime) *job {
	v, _ := rt.Frame().Vars.Get(jobKey{})
	if j, ok := v.(*jobValue); ok && !j.job.over {
		return j.job
	}
	return nil
}

// open makes the frame of a task: a scope of its own beneath nobody, its number and name, and the
// variables that came along.
func (r *runner) open(t *Task, to hearer, done func(*job, Answer)) *job {
	j := &job{task: t, hears: to, done: done, info: runtime.Task{ID: t.ID, Name: t.Name}}
	j.scope.Begin(r.rt)
	j.self = jobValue{goja.Undefined(), j}
	vars := transit.Under(r.rt, nil, t.Vars).Above(&j.vars, jobKey{}, &j.self)
	j.frame = runtime.Frame{Scope: &j.scope, Task: &j.info, Vars: vars}
	r.rt.Adopt(&j.info)
	return j
}

// start begins a job. The answer is there at once, or the job's done gets it later.
func (r *runner) start(j *job) (answer Answer, ready bool) {
	fn, pending, err := r.function(j.task)
	switch {
	case err != nil:
		return r.thrown(err), true
	case fn.call != nil:
		return r.call(j, fn)
	}
	return r.settle(j, pending, func(v goja.Value, err error) (Answer, bool) {
		if err != nil {
			return r.thrown(err), true
		}
		fn, err := r.callable(j.task, v)
		if err != nil {
			return r.thrown(err), true
		}
		return r.call(j, fn)
	})
}

// begin is start for those who want all answers in one way.
func (r *runner) begin(j *job) {
	if a, ready := r.start(j); ready {
		j.done(j, a)
	}
}

// end closes what a job has, before its answer goes out.
func (j *job) end(rt *runtime.Runtime) {
	j.over = true
	j.scope.End()
	rt.EndTask(&j.info)
}

// function finds the function of a task: at once, or a promise of it.
func (r *runner) function(t *Task) (fn function, pending goja.Value, err error) {
	if t.Captured == nil {
		if fn, ok := r.functions[t.Fn]; ok {
			return fn, nil, nil
		}
	}
	captured, err := transit.Named(r.rt, t.Captured)
	if err != nil {
		return fn, nil, err
	}
	made, pending := r.rt.Loader().Function(t.Fn, captured)
	if made == nil {
		return fn, pending, nil
	}
	fn, err = r.callable(t, made)
	return fn, nil, err
}

// callable keeps the function of a task for the next one.
func (r *runner) callable(t *Task, v goja.Value) (function, error) {
	fn := function{v, r.rt.Raw(v)}
	if fn.call == nil {
		return fn, fault.Type.New("%s is not a function", t.label())
	}
	if t.Captured == nil {
		if r.functions == nil || len(r.functions) >= maxFunctions {
			r.functions = map[Portable]function{}
		}
		r.functions[t.Fn] = fn
	}
	return fn, nil
}

// call calls the function as the kind of the task wants it.
func (r *runner) call(j *job, fn function) (Answer, bool) {
	if kind := j.task.Kind; kind == Each || kind == Spread {
		return r.chunk(j, fn)
	}
	var args []goja.Value
	if j.task.Args != nil {
		var err error
		if args, err = r.rt.Cloner().DecodeList(j.task.Args); err != nil {
			return r.thrown(err), true
		}
	}
	v, err := transit.Call(r.rt, &j.frame, fn.call, args...)
	switch {
	case err != nil:
		return r.thrown(err), true
	case j.task.Kind == Stream:
		return r.stream(j, v)
	}
	if value, now := settled(v); now {
		return r.answer(value, nil), true
	}
	return r.settle(j, v, func(v goja.Value, err error) (Answer, bool) { return r.answer(v, err), true })
}

// settled returns what an await of v would give if that is known.
func settled(v goja.Value) (value goja.Value, now bool) {
	if _, isObject := v.(*goja.Object); !isObject {
		return v, true
	}
	return runtime.Fulfilled(v)
}

// settle awaits a value under the frame of a job. What then makes of it is the answer, unless that says that it is not
// ready; the answer is there at once, or the job's done gets it later.
func (r *runner) settle(j *job, v goja.Value, then func(goja.Value, error) (Answer, bool)) (answer Answer, ready bool) {
	if value, now := settled(v); now {
		return then(value, nil)
	}
	return r.wait(j, v, then)
}

func (r *runner) wait(j *job, v goja.Value, then func(goja.Value, error) (Answer, bool)) (answer Answer, ready bool) {
	late := false
	r.rt.Under(&j.frame, func() {
		bind.Settle(r.rt, v, func(v goja.Value, err error) {
			if j.over {
				return
			}
			a, now := then(v, err)
			switch {
			case now && late:
				j.done(j, a)
			case now:
				answer, ready = a, true
			}
		})
	})
	late = true
	return answer, ready
}

// undefinedResult is what most functions return that are called for their effect.
var undefinedResult = func() *clone.Message {
	m, _ := (*clone.Realm)(nil).EncodeList([]goja.Value{goja.Undefined()}, clone.Options{})
	return m
}()

// answer makes the answer of the value or the error that a function ended with.
func (r *runner) answer(v goja.Value, err error) Answer {
	if err != nil {
		return r.thrown(err)
	}
	if goja.IsUndefined(v) {
		return Answer{Value: undefinedResult}
	}
	m, err := r.encode([]goja.Value{v})
	if err != nil {
		return r.thrown(transit.Uncloned(err, "value[0]", "result"))
	}
	return Answer{Value: m}
}

// encode encodes results. An interrupt is not a failure of the values: it goes on upwards.
func (r *runner) encode(values []goja.Value) (*clone.Message, error) {
	m, err := r.rt.Cloner().EncodeList(values, clone.Options{Once: true})
	return m, bind.Caught(r.rt, err)
}

// thrown makes the answer of an error: its JavaScript value in transit.
func (r *runner) thrown(err error) Answer {
	m, err := transit.Thrown(r.rt, err)
	return Answer{Thrown: m, Err: err}
}
