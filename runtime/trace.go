package runtime

import "github.com/lariatjs/lariat/runtime/loop"

// Tracer hears what the isolates of a program do. Unless said otherwise its methods are called on the loop goroutine of the
// isolate, and they must not run script. An isolate without one pays a look at a nil.
type Tracer interface {
	// Joined comes first: the isolate takes part from now on.
	Joined(rt *Runtime)
	// Turn comes at the beginning and at the end of a turn of the loop.
	Turn(rt *Runtime, begins bool)
	// Switched says for which task script runs from now on in a turn.
	Switched(rt *Runtime, t *Task)
	// Made and Adopted come with a task that was made here, or elsewhere to run here; Ended when it is over.
	Made(rt *Runtime, t TaskRecord)
	Adopted(rt *Runtime, t TaskRecord)
	Ended(rt *Runtime, task uint64)
	// Waits comes when a wait in line begins; the result is called when it ends.
	Waits(rt *Runtime, w *Wait) (ended func())
	// Over comes, on any goroutine and with the loop locked, when a timer or an operation is.
	Over(rt *Runtime, a loop.Alive)
}

// Trace lets t hear of all isolates of the program, until stop is called. False says that there is a Tracer already. Any
// goroutine; it records as Record does.
func (rt *Runtime) Trace(t Tracer) (stop func(), ok bool) {
	f := rt.family
	f.mu.Lock()
	if ok = f.tracer == nil; ok {
		f.tracer = t
	}
	f.mu.Unlock()
	if !ok {
		return nil, false
	}
	rt.Record()
	forget := rt.OnWait(t.Waits)
	for _, member := range f.all() {
		member.loop.Post(member.JoinTrace)
	}
	return func() {
		forget()
		f.mu.Lock()
		f.tracer = nil
		f.mu.Unlock()
		for _, member := range f.all() {
			member.loop.Post(member.JoinTrace)
		}
	}, true
}

// JoinTrace takes over what Trace has changed, which isolates do by themselves in their next turn. It is called in a turn.
func (rt *Runtime) JoinTrace() { rt.joinTrace(true) }

func (rt *Runtime) joinTrace(turns bool) {
	rt.family.mu.Lock()
	t := rt.family.tracer
	rt.family.mu.Unlock()
	if t == rt.tracer {
		return
	}
	rt.tracer, rt.traced = t, t != nil
	if t == nil {
		rt.loop.Trace(nil)
		return
	}
	t.Joined(rt)
	rt.loop.Trace(func(a loop.Alive) { t.Over(rt, a) })
	if turns {
		t.Turn(rt, true)
		t.Switched(rt, rt.frame.Task)
	}
}
