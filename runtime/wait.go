package runtime

import (
	"fmt"
	"strings"
	"time"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/es"
	"github.com/lariatjs/lariat/runtime/fault"
	"github.com/lariatjs/lariat/runtime/loop"
)

// Waited is what a task can wait for, as far as a report needs to know it. Every lock is one.
type Waited interface {
	// Label names the thing: Mutex "account".
	Label() string
}

// Held is a Waited that knows who has it.
type Held interface {
	Waited
	// HeldBy describes the holders: task "main" (#1) at main.ts:12:9.
	HeldBy() []string
}

// Open is a Waited that somebody outside the script, a Go host, may be able to end.
type Open interface {
	Waited
	// Open reports whether that is so now. A wait for it is no deadlock.
	Open() bool
}

// Site is a place in a script's source. Capturing one costs 0.1 µs; it is resolved when it is read.
type Site struct {
	frame goja.StackFrame
	known bool
}

// Known reports whether there is a place.
func (s Site) Known() bool { return s.known }

// String returns "file:line:column", or "" when there is none.
func (s Site) String() string {
	if !s.known {
		return ""
	}
	return s.frame.Position().String()
}

// Running returns the place that the script is at in this moment, if it is busy, from any goroutine. It is a sample, and
// there is none while a long native runs. It takes up to a millisecond.
func (rt *Runtime) Running() Site {
	for range glances {
		if frame, ok := es.Running(rt.vm); ok {
			return Site{frame, true}
		}
		<-time.After(20 * time.Microsecond) // in a native: it may have been stopped there to let us look
	}
	return Site{}
}

// glances is how often Running looks.
const glances = 20

// Site returns the place in the script that called the running native. Loop goroutine only.
func (rt *Runtime) Site() Site {
	if frame, ok := es.Caller(rt.vm); ok && !strings.HasPrefix(frame.SrcName(), "lariat:") {
		return Site{frame, true}
	}
	// The native itself is the first frame, and the script that called it nearly always the second.
	for _, depth := range []int{2, 10} {
		rt.stack = rt.vm.CaptureCallStack(depth, rt.stack[:0])
		for i := range rt.stack {
			if name := rt.stack[i].SrcName(); name != "<native>" && !strings.HasPrefix(name, "lariat:") {
				return Site{rt.stack[i], true}
			}
		}
	}
	return Site{}
}

// Wait is one pending wait in line: for a lock, an event, a channel; something that only other script
// can end. It does not keep the loop alive. When nothing else does, it is a definite deadlock.
type Wait struct {
	rt         *Runtime
	task       *Task
	at         Site
	what       Waited
	since      time.Duration // on the loop's clock
	by         Breaker
	told       bool       // it was rejected as a deadlock, and may not be able to end all the same
	lingers    bool       // it was, and its answer may be on its way from another isolate
	hold       *loop.Hold // keeps the loop alive while somebody else may end the wait
	open       bool       // and that is the world outside
	prev, next *Wait
	on         bool
	ended      []func() // hooks
}

// Breaker is what waits, and ends its wait when it is told that nothing else will. Loop goroutine only.
type Breaker interface{ Break(err error) }

// BeginWait registers a pending wait; w is a part of what waits and has not been used. Loop goroutine only.
func (rt *Runtime) BeginWait(w *Wait, what Waited, at Site, by Breaker) {
	*w = Wait{rt: rt, task: rt.frame.Task, at: at, what: what, since: rt.loop.Elapsed(), by: by, on: true}
	rt.pending.Add(1)
	w.prev = rt.lastWait
	if w.prev != nil {
		w.prev.next = w
	} else {
		rt.firstWait = w
	}
	rt.lastWait = w
	w.begun()
}

// End takes the wait off the list, if it is on it.
func (w *Wait) End() {
	if !w.on {
		return
	}
	w.on = false
	for _, f := range w.ended {
		f()
	}
	if !w.told {
		w.rt.pending.Add(-1)
	}
	w.letGo()
	if w.prev != nil {
		w.prev.next = w.next
	} else {
		w.rt.firstWait = w.next
	}
	if w.next != nil {
		w.next.prev = w.prev
	} else {
		w.rt.lastWait = w.prev
	}
}

// letGo ends what the wait keeps alive.
func (w *Wait) letGo() {
	if w.hold != nil {
		w.hold.Release()
	}
	if w.lingers {
		w.lingers = false
		w.rt.lingering.Add(-1)
	}
}

// breakOff cancels all that the program does, and then the waits that have not heard of it: the scope of a call of the host
// ends with the call, and what it has begun goes on. What is waited for may be shared, or have a timer, and be there for as
// long as somebody waits.
func (rt *Runtime) breakOff(err error) {
	rt.root.Abort(err)
	rt.root.End()
	var all []Breaker
	for w := rt.firstWait; w != nil; w = w.next {
		if w.by != nil {
			all = append(all, w.by)
		}
	}
	for _, by := range all {
		by.Break(err)
	}
}

// waits describes every pending wait, oldest first.
func (rt *Runtime) waits() []map[string]any {
	var out []map[string]any
	for w := rt.firstWait; w != nil; w = w.next {
		held := ""
		if h, ok := w.what.(Held); ok {
			held = strings.Join(h.HeldBy(), ", ")
		}
		out = append(out, map[string]any{
			"task": w.task.String(), "waitsFor": w.what.Label(), "heldBy": held, "at": w.at.String(),
		})
	}
	return out
}

// String returns the name and the number of the task.
func (t *Task) String() string {
	if t == nil {
		return "host"
	}
	return fmt.Sprintf("task %q (#%d)", t.Name, t.ID)
}

// breakDeadlock rejects every wait when nothing is left that could end one. It reports whether it did, or
// found that the loop has to stay alive for somebody else. Other isolates may end a wait: then the family
// decides, once all of them sleep.
func (rt *Runtime) breakDeadlock() bool {
	if rt.holdOpenWaits() {
		return true
	}
	if rt.pending.Load() == 0 {
		return false
	}
	if !rt.family.alone() {
		for w := rt.firstWait; w != nil; w = w.next {
			if !w.told && w.hold == nil {
				w.hold = rt.loop.Hold("wait", w.what.Label()).Peer()
				w.hold.Mark(w.at)
			}
		}
		return true
	}
	waits := rt.waits()
	err := fault.Deadlock.New("deadlock: %s", describeWaits(waits)).With("waits", waits)
	rt.loop.Post(func() { rt.rejectWaits(err) })
	return true
}

// rejectWaits ends the waits that have not been told yet. One that cannot end all the same, because its
// task must have the lock back first, no longer counts. It still keeps the loop alive if another isolate is about to
// give it what it waits for, which will be given back.
func (rt *Runtime) rejectWaits(err error) {
	var untold []*Wait
	for w := rt.firstWait; w != nil; w = w.next {
		if !w.told {
			untold = append(untold, w)
		}
	}
	for _, w := range untold {
		if w.on {
			w.told = true
			rt.pending.Add(-1)
			w.by.Break(err)
			if w.on && w.hold != nil {
				w.lingers = true
				rt.lingering.Add(1)
			}
		}
	}
}

// endLingering lets go of the waits that were rejected and have not ended: all isolates sleep, so nothing is on its way.
func (rt *Runtime) endLingering() {
	for w := rt.firstWait; w != nil; w = w.next {
		if w.lingers {
			w.letGo()
			w.hold = nil
		}
	}
}

// holdOpenWaits keeps the loop alive for the waits that somebody outside may end, and reports whether there
// are such.
func (rt *Runtime) holdOpenWaits() (found bool) {
	for w := rt.firstWait; w != nil; w = w.next {
		if o, ok := w.what.(Open); ok && !w.open && o.Open() {
			// Time goes on: a host that lives in virtual time as well waits for it perhaps.
			if w.hold != nil {
				w.hold.Release() // it was for the family
			}
			w.open, w.hold = true, rt.loop.Hold("wait", w.what.Label()).Passive()
			w.hold.Mark(w.at)
			found = true
		}
	}
	return found
}

// Reconsider says that what the wait is for has changed: if nobody outside can end it any more, it does not keep the loop
// alive, and may be a deadlock. Loop goroutine only.
func (w *Wait) Reconsider() {
	if o, ok := w.what.(Open); !ok || !w.on || !w.open || o.Open() {
		return
	}
	w.open = false
	w.hold.Release()
	w.hold = nil
}

func describeWaits(waits []map[string]any) string {
	lines := make([]string, len(waits))
	for i, w := range waits {
		line := fmt.Sprintf("%s waits for %s", w["task"], w["waitsFor"])
		if at := w["at"]; at != "" {
			line += fmt.Sprintf(" at %s", at)
		}
		if held := w["heldBy"]; held != "" {
			line += fmt.Sprintf(", held by %s", held)
		}
		lines[i] = line
	}
	if len(lines) == 1 {
		return lines[0]
	}
	return fmt.Sprintf("%d waits that nothing can end\n    %s", len(lines), strings.Join(lines, "\n    "))
}
