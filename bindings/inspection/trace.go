package inspection

import (
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/lariatjs/lariat/bindings/internal/governor"
	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/fault"
	"github.com/lariatjs/lariat/runtime/loop"
)

// The categories of the events of a trace.
const (
	Turns      = "turn"      // of the loop of each isolate
	Tasks      = "task"      // when script ran for which task, and from when to when a task lived
	Waits      = "wait"      // in line: who waited, for what, and who had it
	LockHolds  = "lock"      // who held a lock or a permit
	WorkerRuns = "worker"    // tasks that ran in another isolate
	Timers     = "timer"     // from when a timer was set to when it fired or was stopped
	Operations = "operation" // reads, requests and the like
)

// Categories lists all.
var Categories = []string{Turns, Tasks, Waits, LockHolds, WorkerRuns, Timers, Operations}

// mostEvents bounds what a trace keeps, which is about 100 bytes an event. Those that come after are counted.
const mostEvents = 1 << 20

// Trace notes what the isolates of a program do, as events that chrome://tracing and ui.perfetto.dev show. All methods may
// be called from any goroutine.
type Trace struct {
	rt    *runtime.Runtime
	start time.Time
	wants map[string]bool
	end   func()

	mu      sync.Mutex
	over    bool
	events  []event
	dropped int
	tracks  map[uint64]*track
	open    map[life]event // tasks that have not ended
	waits   map[*runtime.Wait]event
	last    uint64 // number of an event that has none of its own
}

// track is one isolate.
type track struct {
	name  string
	turn  time.Duration // when the one that runs began, or -1
	task  *runtime.Task
	since time.Duration // when the script began to run for it
}

// life names a task where it was made, or where it runs.
type life struct {
	isolate, task uint64
	runs          bool
}

// event is one line of a trace.
type event struct {
	phase     byte // X is complete, b and e are the ends of what may overlap with others
	category  string
	name      string
	at, took  time.Duration
	isolate   uint64
	id        uint64
	arguments []argument
}

// argument is a detail. A place is resolved when it is written.
type argument struct {
	name  string
	value any
}

// StartTrace begins to trace a program, with the events of some categories, or of all if none is named. A program has one
// trace at a time.
func StartTrace(rt *runtime.Runtime, categories ...string) (*Trace, error) {
	if len(categories) == 0 {
		categories = Categories
	}
	t := &Trace{rt: rt, start: rt.Loop().Now(), wants: map[string]bool{}, tracks: map[uint64]*track{}, open: map[life]event{}}
	t.waits = map[*runtime.Wait]event{}
	for _, c := range categories {
		if !slices.Contains(Categories, c) {
			return nil, fault.Type.New(`startTrace: "categories" may have %s, got %q`, strings.Join(Categories, ", "), c)
		}
		t.wants[c] = true
	}
	stop, ok := rt.Trace(t)
	if !ok {
		return nil, fault.Type.New("startTrace: the program is traced already: stop that trace first")
	}
	unwatch := func() {}
	if t.wants[LockHolds] {
		unwatch = governor.Watch(t.released)
	}
	t.end = func() {
		stop()
		unwatch()
	}
	return t, nil
}

// Stop ends the trace and returns it as JSON, however often it is called.
func (t *Trace) Stop() []byte {
	t.mu.Lock()
	over := t.over
	t.over = true
	t.mu.Unlock()
	if !over {
		t.end()
		t.finish()
	}
	return t.json()
}

// now is the time since the trace began, by the clock of the program.
func (t *Trace) now() time.Duration { return t.since(t.rt.Loop().Now()) }

func (t *Trace) since(at time.Time) time.Duration { return max(at.Sub(t.start), 0) }

// add keeps an event. The caller holds t.mu.
func (t *Trace) add(e event) {
	switch {
	case !t.wants[e.category]:
	case len(t.events) >= mostEvents:
		t.dropped++
	default:
		t.events = append(t.events, e)
	}
}

// during adds something that may overlap with others of its kind. The caller holds t.mu.
func (t *Trace) during(e event, end time.Duration) {
	t.last++
	e.phase, e.id = 'b', t.last
	t.add(e)
	e.phase, e.at, e.arguments = 'e', max(end, e.at), nil
	t.add(e)
}

// on runs f, unless the trace is over, with the track of an isolate that takes part.
func (t *Trace) on(isolate uint64, f func(tr *track)) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if tr := t.tracks[isolate]; tr != nil && !t.over {
		f(tr)
	}
}

// Joined is for the engine, as all that follow.
func (t *Trace) Joined(rt *runtime.Runtime) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.tracks[rt.IsolateID()] = &track{name: rt.Name(), turn: -1}
}

// Turn notes a turn, and what ran in it last.
func (t *Trace) Turn(rt *runtime.Runtime, begins bool) {
	now := t.now()
	t.on(rt.IsolateID(), func(tr *track) {
		if begins {
			tr.turn = now
			return
		}
		t.slice(rt.IsolateID(), tr, now, nil)
		if tr.turn >= 0 {
			t.add(event{phase: 'X', category: Turns, name: "turn", at: tr.turn, took: now - tr.turn, isolate: rt.IsolateID()})
		}
		tr.turn = -1
	})
}

// Switched ends the slice of one task and begins that of another.
func (t *Trace) Switched(rt *runtime.Runtime, task *runtime.Task) {
	if t.wants[Tasks] {
		now := t.now()
		t.on(rt.IsolateID(), func(tr *track) { t.slice(rt.IsolateID(), tr, now, task) })
	}
}

func (t *Trace) slice(isolate uint64, tr *track, now time.Duration, next *runtime.Task) {
	if was := tr.task; was != nil && now > tr.since {
		t.add(event{
			phase: 'X', category: Tasks, name: was.Name, at: tr.since, took: now - tr.since, isolate: isolate,
			arguments: []argument{{"task", was.ID}},
		})
	}
	tr.task, tr.since = next, now
}

// Made begins the life of a task.
func (t *Trace) Made(rt *runtime.Runtime, r runtime.TaskRecord) { t.begin(rt, r, Tasks, false) }

// Adopted begins the run of a task that another isolate has made.
func (t *Trace) Adopted(rt *runtime.Runtime, r runtime.TaskRecord) { t.begin(rt, r, WorkerRuns, true) }

func (t *Trace) begin(rt *runtime.Runtime, r runtime.TaskRecord, category string, runs bool) {
	isolate := rt.IsolateID()
	e := event{category: category, name: r.Name, at: t.now(), isolate: isolate, arguments: []argument{{"task", r.ID}}}
	if r.Parent != 0 {
		e.arguments = append(e.arguments, argument{"parent", r.Parent})
	}
	if !runs {
		e.arguments = append(e.arguments, argument{"at", r.At})
	}
	t.on(isolate, func(*track) { t.open[life{isolate, r.ID, runs}] = e })
}

// Ended ends the life of a task, or its run.
func (t *Trace) Ended(rt *runtime.Runtime, task uint64) {
	now := t.now()
	t.on(rt.IsolateID(), func(*track) {
		for _, runs := range []bool{false, true} {
			key := life{rt.IsolateID(), task, runs}
			if e, ok := t.open[key]; ok {
				delete(t.open, key)
				t.during(e, now)
			}
		}
	})
}

// Waits notes a wait in line, with those who had it when it began.
func (t *Trace) Waits(rt *runtime.Runtime, w *runtime.Wait) (ended func()) {
	if !t.wants[Waits] {
		return func() {}
	}
	look := waitOf(w.Look())
	e := event{category: Waits, name: look.Resource, at: t.now(), isolate: rt.IsolateID(), arguments: []argument{
		{"task", taskOf(w.Look())}, {"heldBy", strings.Join(look.HeldBy, ", ")}, {"at", look.At},
	}}
	t.on(e.isolate, func(*track) { t.waits[w] = e })
	return func() {
		now := t.now()
		t.on(e.isolate, func(*track) {
			delete(t.waits, w)
			t.during(e, now)
		})
	}
}

// Over notes a timer or an operation.
func (t *Trace) Over(rt *runtime.Runtime, a loop.Alive) {
	category, name := Operations, a.Name
	switch a.Kind {
	case "timer", "interval":
		category, name = Timers, a.Kind
	case "operation":
	default:
		return
	}
	e := event{category: category, name: name, at: t.since(a.Since), isolate: rt.IsolateID()}
	if mark, ok := a.At.(runtime.Mark); ok && mark.Task != nil {
		e.arguments = append(e.arguments, argument{"task", mark.Task.String()})
	}
	e.arguments = append(e.arguments, argument{"at", a.At})
	now := t.now()
	t.on(e.isolate, func(*track) { t.during(e, now) })
}

// released notes for how long somebody held something.
func (t *Trace) released(token *governor.Token) {
	thing, ok := token.Owner().(governor.Traced)
	if _, timed := thing.(governor.Timed); !ok || timed {
		return
	}
	by := token.Party()
	now := t.now()
	e := event{category: LockHolds, name: thing.Label(), at: max(now-token.Age(), 0), isolate: by.Isolate, arguments: []argument{
		{"task", by.String()}, {"at", by.At},
	}}
	t.on(by.Isolate, func(*track) { t.during(e, now) })
}
