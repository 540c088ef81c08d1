package lariat

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/lariatjs/lariat/runtime"
)

// Snapshot is what a runtime is at.
type Snapshot struct {
	// Calls are those of the host, oldest first.
	Calls []CallInfo
	// Tasks are the tasks of the script; those from before the first Snapshot are not known.
	Tasks []TaskInfo
	// Waits are for what other script, or the host, has: locks, channels, permits.
	Waits []WaitInfo
	// Handles are what else keeps the program going: timers, requests, files, servers.
	Handles []HandleInfo
}

// CallInfo is a call of the host.
type CallInfo struct {
	What  string
	Since time.Time
}

// TaskInfo is a task of the script, and where it was made.
type TaskInfo struct {
	ID    uint64
	Name  string
	At    string
	Since time.Time
}

// WaitInfo is a task that waits in line, where, and who has what it waits for.
type WaitInfo struct {
	Task, For, At string
	HeldBy        []string
	Since         time.Time
}

// HandleInfo is an outstanding operation. Due is when a timer fires.
type HandleInfo struct {
	Kind, Name, At string
	Since, Due     time.Time
}

// Snapshot tells what the runtime is at. It waits for a pause of the script until ctx ends.
func (rt *Runtime) Snapshot(ctx context.Context) (Snapshot, error) {
	var s Snapshot
	err := rt.do(ctx, "snapshot", func(c *call) {
		rt.core.Record()
		look := rt.core.Look()
		for _, t := range look.Tasks {
			if t.ID != c.frame.Task.ID {
				s.Tasks = append(s.Tasks, TaskInfo{t.ID, t.Name, t.At.String(), t.Since})
			}
		}
		for _, w := range look.Waits {
			info := WaitInfo{Task: w.Task.String(), For: w.What.Label(), At: w.At.String(), Since: w.Since}
			if held, ok := w.What.(runtime.Held); ok {
				info.HeldBy = held.HeldBy()
			}
			s.Waits = append(s.Waits, info)
		}
		for _, a := range look.Alive {
			info := HandleInfo{Kind: a.Kind, Name: a.Name, Since: a.Since, Due: a.Due}
			if a.At != nil {
				info.At = a.At.String()
			}
			s.Handles = append(s.Handles, info)
		}
		s.Calls = rt.callsNow(c)
		c.finish(nil)
	})
	if err != nil {
		return Snapshot{}, err
	}
	return s, nil
}

// callsNow lists the calls but one.
func (rt *Runtime) callsNow(but *call) (list []CallInfo) {
	rt.mu.Lock()
	defer rt.mu.Unlock()
	for c := range rt.calls {
		if c != but {
			list = append(list, CallInfo{c.what, c.since})
		}
	}
	slices.SortFunc(list, func(a, b CallInfo) int {
		return cmp.Or(a.Since.Compare(b.Since), cmp.Compare(a.What, b.What))
	})
	return list
}
