package runtime

import (
	"cmp"
	"slices"
	"sync/atomic"
	"time"
	"weak"

	"github.com/lariatjs/lariat/runtime/loop"
)

// records are what the isolates of a program note about themselves once somebody inspects it. Until then a task knows
// its name, its number and its parent, a wait everything; the rest would have to be paid for by all.
type records struct {
	on     atomic.Bool
	hooks  atomic.Pointer[[]*waitHook]
	things []func() any // by weak pointers; the family's mutex guards them
	sweep  int
}

// TaskRecord is what is known of a task that has not ended.
type TaskRecord struct {
	ID, Parent uint64
	Name       string
	// At is where it was made, Since when; they are known of tasks that were made after Record.
	At    Site
	Since time.Time
	task  *Task
}

// Mark is the place at which something was begun and the task that did it: what Alive entries are marked with.
type Mark struct {
	Site
	Task *Task
}

// Mark returns the place in the script that called the running native, and its task. Loop goroutine only.
func (rt *Runtime) Mark() Mark { return rt.MarkAt(rt.Site()) }

// MarkAt is Mark for a place that is known.
func (rt *Runtime) MarkAt(at Site) Mark { return Mark{at, rt.frame.Task} }

// Record lets all isolates of the program note the tasks and things that are made from now on, for Look and Things. There
// is no way back. Any goroutine.
func (rt *Runtime) Record() { rt.family.records.on.Store(true) }

// Recording reports whether Record was called.
func (rt *Runtime) Recording() bool { return rt.family.records.on.Load() }

func (rt *Runtime) record(t *Task) {
	if rt.tasks == nil {
		rt.tasks = map[uint64]TaskRecord{}
	}
	rt.tasks[t.ID] = TaskRecord{t.ID, t.Parent, t.Name, rt.Site(), rt.loop.Now(), t}
}

// Adopt is for a task that another isolate has made and this one runs.
func (rt *Runtime) Adopt(t *Task) {
	if rt.Recording() {
		rt.record(t)
	}
	if rt.tracer != nil {
		rt.tracer.Adopted(rt, rt.tasks[t.ID])
	}
}

// EndTask says that a task is over. One of which nobody says so stays on record.
func (rt *Runtime) EndTask(t *Task) {
	if rt.tasks != nil {
		delete(rt.tasks, t.ID)
	}
	if rt.tracer != nil {
		rt.tracer.Ended(rt, t.ID)
	}
}

// Note puts a thing that tasks wait for on record, for as long as it is in memory. Any goroutine.
func Note[T any](rt *Runtime, thing *T) {
	if !rt.Recording() {
		return
	}
	link := weak.Make(thing)
	f := rt.family
	f.mu.Lock()
	defer f.mu.Unlock()
	r := &f.records
	if len(r.things) >= max(r.sweep, minSweep) {
		r.things = slices.DeleteFunc(r.things, func(get func() any) bool { return get() == nil })
		r.sweep = 2 * len(r.things)
	}
	r.things = append(r.things, func() any {
		if v := link.Value(); v != nil {
			return v
		}
		return nil
	})
}

// Things lists the things on record, oldest first. Any goroutine.
func (rt *Runtime) Things() (list []any) {
	f := rt.family
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, get := range f.records.things {
		if v := get(); v != nil {
			list = append(list, v)
		}
	}
	return list
}

// Members lists the isolates of the program, the main program first. Any goroutine.
func (rt *Runtime) Members() []*Runtime { return rt.family.all() }

// Name is that of the isolate, "main" for a main program.
func (rt *Runtime) Name() string {
	if rt.isolate != nil {
		return rt.isolate.opts.Name
	}
	return "main"
}

// keptKind is the kind of the hold of an isolate that stays.
const keptKind = "isolate"

// Kept reports whether the isolate stays although it has nothing to do, which a hold of its loop is there for. Its loop
// goroutine only.
func (i *Isolate) Kept() bool { return i.keep != nil }

// Look is how an isolate stands at one moment.
type Look struct {
	Isolate uint64
	Name    string
	// Main is the task of code that belongs to no other, Current the number of the task that runs.
	Main    TaskRecord
	Current uint64
	Tasks   []TaskRecord
	Waits   []WaitLook
	// Alive is what keeps it alive; that it is kept ready for more is not among it.
	Alive []loop.Alive
	Now   time.Time
}

// WaitLook is a pending wait in line.
type WaitLook struct {
	// Task is nil for a host.
	Task  *Task
	What  Waited
	At    Site
	Since time.Time
}

// Look tells how the isolate stands. Loop goroutine only.
func (rt *Runtime) Look() Look {
	main := rt.base.Task
	l := Look{
		Isolate: rt.id, Name: rt.Name(), Main: TaskRecord{ID: main.ID, Name: main.Name}, Now: rt.loop.Now(),
		Alive: slices.DeleteFunc(rt.loop.Alive(), func(a loop.Alive) bool { return a.Kind == keptKind }),
	}
	if rt.frame.Task != nil {
		l.Current = rt.frame.Task.ID
	}
	for _, t := range rt.tasks {
		l.Tasks = append(l.Tasks, t)
	}
	slices.SortFunc(l.Tasks, func(a, b TaskRecord) int { return cmp.Compare(a.ID, b.ID) })
	for w := rt.firstWait; w != nil; w = w.next {
		l.Waits = append(l.Waits, w.Look())
	}
	return l
}

// Look describes the wait.
func (w *Wait) Look() WaitLook {
	l := w.rt.loop
	return WaitLook{w.task, w.what, w.at, l.Now().Add(w.since - l.Elapsed())}
}

// waitHook is called for each wait that begins.
type waitHook struct {
	f func(rt *Runtime, w *Wait) (ended func())
}

// OnWait calls f for each wait in line that begins in any isolate of the program, on its loop goroutine, and what f returns
// when that wait ends, until stop is called. Any goroutine.
func (rt *Runtime) OnWait(f func(rt *Runtime, w *Wait) (ended func())) (stop func()) {
	hook := &waitHook{f}
	change := func(edit func([]*waitHook) []*waitHook) {
		fam := rt.family
		fam.mu.Lock()
		defer fam.mu.Unlock()
		var list []*waitHook
		if old := fam.records.hooks.Load(); old != nil {
			list = slices.Clone(*old)
		}
		if list = edit(list); len(list) == 0 {
			fam.records.hooks.Store(nil)
			return
		}
		fam.records.hooks.Store(&list)
	}
	change(func(list []*waitHook) []*waitHook { return append(list, hook) })
	return func() {
		change(func(list []*waitHook) []*waitHook {
			return slices.DeleteFunc(list, func(h *waitHook) bool { return h == hook })
		})
	}
}

// begun tells the hooks of a wait.
func (w *Wait) begun() {
	hooks := w.rt.family.records.hooks.Load()
	if hooks == nil {
		return
	}
	for _, h := range *hooks {
		w.ended = append(w.ended, h.f(w.rt, w))
	}
}
