package runtime

import (
	"cmp"
	"maps"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/lariatjs/lariat/runtime/fault"
	"github.com/lariatjs/lariat/runtime/loop"
)

// family is all isolates of one program. They share what a program has once, and only together do they
// know that nothing can happen any more.
type family struct {
	loops   loop.Family
	spawned atomic.Uint64 // isolates, so far
	tasks   atomic.Uint64
	workers atomic.Int64 // isolates, now
	budget  *budget      // or nil

	mu      sync.Mutex
	members map[*Runtime]bool
	values  map[any]any
	records records
	tracer  Tracer // or nil
}

// newFamily makes the family of a main program.
func newFamily() *family {
	f := &family{members: map[*Runtime]bool{}, values: map[any]any{}}
	f.loops.Asleep = f.asleep
	return f
}

// Shared returns the value that the isolates of a program have in common under key, made at first use by
// whoever comes first. It must be safe for use by several goroutines; build must not call Shared. Any
// goroutine.
func Shared[T any](rt *Runtime, key any, build func() T) T {
	f := rt.family
	f.mu.Lock()
	defer f.mu.Unlock()
	if v, ok := f.values[key]; ok {
		return v.(T)
	}
	v := build()
	f.values[key] = v
	return v
}

func (f *family) join(rt *Runtime) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.members[rt] = true
}

func (f *family) leave(rt *Runtime) {
	f.mu.Lock()
	defer f.mu.Unlock()
	delete(f.members, rt)
}

// all lists the members, the main program first.
func (f *family) all() []*Runtime {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.SortedFunc(maps.Keys(f.members), func(a, b *Runtime) int { return cmp.Compare(a.id, b.id) })
}

// alone reports whether the main program has no workers, and none that is over but still holds something.
func (f *family) alone() bool { return f.workers.Load() == 0 }

// asleep is called when every isolate sleeps and only another of them could wake it: nothing can happen
// any more. First the waits for locks and the like end as a deadlock. If there are none, the workers hear
// that what their tasks wait for cannot come. If there is nothing of that kind either, the main program
// is over.
func (f *family) asleep() {
	members := f.all()
	if slices.ContainsFunc(members, func(rt *Runtime) bool { return rt.pending.Load() > 0 }) {
		d := &deadlock{members: members, left: len(members), waits: make([][]map[string]any, len(members))}
		for i, rt := range members {
			// One that is closed at this moment wakes the family, and it will be asked again.
			rt.loop.Post(func() { d.join(i) })
		}
		return
	}
	told := false
	for _, rt := range members {
		if rt.lingering.Load() > 0 {
			rt.loop.Post(rt.endLingering)
			told = true
		}
	}
	if told {
		return
	}
	for _, rt := range members {
		told = rt.isolate != nil && rt.isolate.stuck() || rt.nothingComes() || told
	}
	if told {
		return
	}
	for _, rt := range members {
		if rt.isolate == nil && rt.resident.Load() == nil {
			rt.loop.Post(rt.nothingLeft)
		}
	}
}

// nothingLeft ends the run of a main program that only its sleeping workers keep alive, as if they did not.
func (rt *Runtime) nothingLeft() {
	if rt.loop.Sleepy() {
		rt.loop.Lapse()
	}
}

// deadlock collects the waits of all isolates, since each one's list is its own, and then rejects them.
type deadlock struct {
	members []*Runtime

	mu    sync.Mutex
	left  int
	waits [][]map[string]any // of each member, so that the report does not depend on who answers first
	void  bool               // somebody outside may end a wait
}

// join adds what a member waits for. It runs on that one's loop goroutine.
func (d *deadlock) join(member int) {
	rt := d.members[member]
	open := rt.holdOpenWaits() || !rt.loop.Sleepy() // or somebody outside has posted a job meanwhile
	waits := rt.waits()
	d.mu.Lock()
	defer d.mu.Unlock()
	d.left--
	d.void = d.void || open
	d.waits[member] = waits
	if d.left > 0 || d.void {
		return
	}
	all := slices.Concat(d.waits...)
	err := fault.Deadlock.New("deadlock: %s", describeWaits(all)).With("waits", all)
	for _, rt := range d.members {
		rt.loop.Post(func() { rt.rejectWaits(err) })
	}
}
