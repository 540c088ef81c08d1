package runtime

import "github.com/dop251/goja"

// Frame is the ambient state under which JavaScript runs: the cancellation scope, the task and the
// AsyncContext variables. Frames are immutable; a new one is made for every change. Await, then, timers
// and every binding that keeps a callback carry the frame from the place where work was handed over to
// the place where it goes on.
type Frame struct {
	Scope *Scope
	Task  *Task
	Vars  *Vars
}

// Vars is an immutable list of AsyncContext variables; the newest value of a key is found first.
type Vars struct {
	key   any
	value goja.Value
	next  *Vars
}

// With returns a list in which key has value.
func (v *Vars) With(key any, value goja.Value) *Vars { return &Vars{key, value, v} }

// Above is With in room that is there already, as a part of what is made along with it.
func (v *Vars) Above(room *Vars, key any, value goja.Value) *Vars {
	*room = Vars{key, value, v}
	return room
}

// Get finds the value of key.
func (v *Vars) Get(key any) (goja.Value, bool) {
	for ; v != nil; v = v.next {
		if v.key == key {
			return v.value, true
		}
	}
	return nil, false
}

// tracker carries frames through goja's promise reactions and async functions.
type tracker struct{ rt *Runtime }

// Grab is called by goja when a reaction is attached: the frame of that moment goes with it.
func (t tracker) Grab() any { return t.rt.frame }

// Resumed is called by goja before such a reaction runs.
func (t tracker) Resumed(frame any) {
	t.rt.microtasks++
	t.Switch(frame)
}

// Switch is Resumed in the midst of a job.
func (t tracker) Switch(frame any) { t.rt.SetFrame(frame.(*Frame)) }

// Exited is called by goja after it ran. The frame stays: what the reaction returned resolves a promise now, and if
// it is a thenable, the call of its then may be the next job. Every other job brings its own frame.
func (t tracker) Exited() {
	if rt := t.rt; rt.traced || rt.thenables.New() {
		rt.leaveFrame(rt.frame)
	}
}

// Frame returns the current ambient state. Loop goroutine only.
func (rt *Runtime) Frame() *Frame { return rt.frame }

// Scope returns the current cancellation scope. Loop goroutine only.
func (rt *Runtime) Scope() *Scope { return rt.frame.Scope }

// Under runs f with frame as the ambient state. Loop goroutine only.
func (rt *Runtime) Under(frame *Frame, f func()) {
	saved := rt.frame
	rt.SetFrame(frame)
	defer rt.SetFrame(saved)
	f()
}

// SetFrame changes the ambient state for the rest of the running job. The thenables that were awaited under the
// old one stay under that. It is called three times for an await, and does little as a rule.
func (rt *Runtime) SetFrame(frame *Frame) {
	if rt.traced || rt.thenables.New() {
		rt.leaveFrame(frame)
	}
	rt.frame = frame
}

// leaveFrame sees to what has happened under the current frame.
func (rt *Runtime) leaveFrame(next *Frame) {
	rt.thenables.Wrap(rt.underFrame)
	if rt.traced && (rt.frame == nil || next.Task != rt.frame.Task) {
		rt.tracer.Switched(rt, next.Task)
	}
}

// underFrame makes a job of the microtask queue run under the current frame.
func (rt *Runtime) underFrame(job func()) func() {
	frame := rt.frame
	return func() {
		rt.microtasks++
		rt.SetFrame(frame)
		job()
	}
}

// Task is one logical thread of script: the main program, a task of a group, a worker's call. Locks know
// their owner by it.
type Task struct {
	ID   uint64
	Name string
	// Parent is the number of the task that made it, 0 when that is not known here.
	Parent uint64
	// Wrapper is the JavaScript object of the task, if it has one. Loop goroutine only.
	Wrapper *goja.Object
}

// NewTask returns a task with a fresh number. Numbers are unique in the program, whose reports are the same
// in each run, and with that of the isolate in the process: a lock can tell its owners apart.
func (rt *Runtime) NewTask(name string) *Task {
	t := &Task{}
	rt.MakeTask(t, name)
	return t
}

// MakeTask is NewTask for those who have a place for it.
func (rt *Runtime) MakeTask(t *Task, name string) {
	t.ID, t.Name = rt.NextTask(), name
	if rt.frame != nil && rt.frame.Task != nil {
		t.Parent = rt.frame.Task.ID
	}
	if rt.Recording() {
		rt.record(t)
		if rt.tracer != nil {
			rt.tracer.Made(rt, rt.tasks[t.ID])
		}
	}
}

// NextTask returns a number for a task that is made as a part of something else. Any goroutine.
func (rt *Runtime) NextTask() uint64 { return rt.family.tasks.Add(1) }
