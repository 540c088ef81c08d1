package inspection

import (
	"strings"
	"time"

	"github.com/lariatjs/lariat/bindings/internal/governor"
	"github.com/lariatjs/lariat/runtime"
)

// Warning is a wait that takes long.
type Warning struct {
	Task string
	For  time.Duration
	Wait Wait
	// Cycle are the waits of a circle that this one belongs to, from it on: each waits for what the next one has. They end
	// only if one is cancelled, or if a task among them does something else beside its wait and lets go.
	Cycle []string
}

// String is the warning in words.
func (w Warning) String() string {
	text := w.Task + " has waited " + runtime.Milliseconds(w.For) + " for " + w.Wait.line()
	if len(w.Cycle) > 0 {
		text += "\n    it is part of a circle:\n    " + strings.Join(w.Cycle, "\n    ")
	}
	return text
}

// line is a wait without its duration.
func (w Wait) line() string {
	var out strings.Builder
	out.WriteString(w.Resource)
	place(&out, w.At)
	if len(w.HeldBy) > 0 {
		out.WriteString(", held by " + strings.Join(w.HeldBy, ", "))
	}
	return out.String()
}

// WarnOnLockWait calls warn, once, for each wait in line that begins from now on in any isolate of the program and has not
// ended after some time, until stop is called. warn may be called on any goroutine. Any goroutine.
func WarnOnLockWait(rt *runtime.Runtime, over time.Duration, warn func(Warning)) (stop func()) {
	return rt.OnWait(func(rt *runtime.Runtime, w *runtime.Wait) func() {
		timer := rt.Loop().SetTimer(over, false, func() {
			look := w.Look()
			survey(rt, true, Patience, func(states []State) {
				warn(Warning{Task: taskOf(look), For: over, Wait: waitOf(look), Cycle: cycle(look, states)})
			})
		})
		timer.Unref()
		return func() { timer.Stop() }
	})
}

// cycle looks for a circle of waits that begins with one. A thing that several tasks hold does not belong to a circle: any
// of them may let it go. Nor does a task that waits for itself: it has another branch.
func cycle(first runtime.WaitLook, states []State) []string {
	if first.Task == nil {
		return nil
	}
	byTask := map[uint64][]runtime.WaitLook{}
	for _, s := range states {
		for _, w := range s.Waits {
			if w.Task != nil {
				byTask[w.Task.ID] = append(byTask[w.Task.ID], w)
			}
		}
	}
	seen := map[uint64]bool{}
	var follow func(w runtime.WaitLook) []string
	follow = func(w runtime.WaitLook) []string {
		next, ok := holder(w)
		if !ok {
			return nil
		}
		line := taskOf(w) + " waits for " + waitOf(w).line()
		if next == first.Task.ID && w.Task.ID != next {
			return []string{line}
		}
		if next == w.Task.ID || seen[next] {
			return nil
		}
		seen[next] = true
		for _, w := range byTask[next] {
			if rest := follow(w); rest != nil {
				return append([]string{line}, rest...)
			}
		}
		return nil
	}
	return follow(first)
}

// holder is the one task that has what a wait is for.
func holder(w runtime.WaitLook) (task uint64, ok bool) {
	t, ok := w.What.(governor.Report)
	if !ok {
		return 0, false
	}
	for _, by := range t.Holders() {
		if task != 0 && by.Task != task || by.Task == 0 {
			return 0, false
		}
		task = by.Task
	}
	return task, task != 0
}
