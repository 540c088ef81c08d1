package inspection

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/lariatjs/lariat/runtime"
)

// The states of a task.
const (
	Running   = "running"   // it asks
	Waiting   = "waiting"   // for something that is listed
	Suspended = "suspended" // it awaits a promise of which nothing more is known
	Busy      = "busy"      // of an isolate: its script has been running for a while
)

// Node is a task in the tree of all that have not ended. Each isolate has one for the code that belongs to no other.
type Node struct {
	ID          uint64
	Name, State string
	// Isolate is the number of the isolate that runs it.
	Isolate uint64
	// At is where it was made; of a busy isolate where its script is.
	At string
	// Since is when it was made, if that is on record.
	Since    time.Time
	Waits    []Wait
	Children []*Node

	parent uint64
	now    time.Time
}

// Wait is something that a task waits for.
type Wait struct {
	// Kind is "timer", "operation" and so on, or that of a lock: "Mutex".
	Kind string
	// Resource names it: Mutex "db".
	Resource string
	HeldBy   []string
	At       string
	Since    time.Time
	// Due is when a timer fires.
	Due time.Time
}

// label is the task in texts.
func (n *Node) label() string { return fmt.Sprintf("task %q (#%d)", n.Name, n.ID) }

// Tree arranges the tasks of all isolates by who made whom. The roots are the main program and the isolates that have
// tasks of their own, or are busy.
func Tree(states []State) []*Node {
	b := &builder{nodes: map[uint64]*Node{}}
	for _, s := range states {
		b.root(s)
		for _, t := range s.Tasks {
			b.task(s, t)
		}
	}
	for _, s := range states {
		b.waits(s)
		if n := b.nodes[s.Current]; s.Here && n != nil {
			n.State = Running
		}
	}
	return b.arrange(states)
}

// builder collects nodes by number: the isolate that made a task and the one that runs it both know of it.
type builder struct{ nodes map[uint64]*Node }

func (b *builder) node(id uint64, name string, s State) *Node {
	n := b.nodes[id]
	if n == nil {
		n = &Node{ID: id, Name: name, Isolate: s.Isolate, State: Suspended, now: s.Now}
		b.nodes[id] = n
	}
	return n
}

// root makes the node of an isolate. A busy one has not told the number of its main task.
func (b *builder) root(s State) {
	id := s.Main.ID
	n := b.node(cmp.Or(id, ^s.Isolate), s.Look.Name, s)
	n.ID = id
	if s.Busy {
		n.State, n.At = Busy, s.At.String()
	}
}

func (b *builder) task(s State, t runtime.TaskRecord) {
	n := b.node(t.ID, t.Name, s)
	if t.Parent == 0 { // it was adopted, so it runs here
		n.Isolate = s.Isolate
		return
	}
	n.parent, n.At, n.Since = t.Parent, t.At.String(), t.Since
}

// waits adds what tasks wait for. What belongs to a task that is over is the main task's.
func (b *builder) waits(s State) {
	main := b.nodes[s.Main.ID]
	for _, w := range s.Waits {
		n := main
		if w.Task != nil {
			n = b.node(w.Task.ID, w.Task.Name, s)
			n.parent = cmp.Or(n.parent, w.Task.Parent)
		}
		n.add(waitOf(w))
	}
	for _, a := range s.Alive {
		if mark, ok := a.At.(runtime.Mark); ok && mark.Task != nil {
			n := b.nodes[mark.Task.ID]
			if n == nil {
				n = main
			}
			n.add(Wait{Kind: a.Kind, Resource: cmp.Or(a.Name, a.Kind), At: mark.String(), Since: a.Since, Due: a.Due})
		}
	}
}

func (n *Node) add(w Wait) {
	if n.State == Suspended {
		n.State = Waiting
	}
	n.Waits = append(n.Waits, w)
}

func waitOf(w runtime.WaitLook) Wait {
	out := Wait{Resource: w.What.Label(), At: w.At.String(), Since: w.Since}
	out.Kind, _, _ = strings.Cut(out.Resource, " ")
	if h, ok := w.What.(runtime.Held); ok {
		out.HeldBy = h.HeldBy()
	}
	return out
}

// arrange hangs the nodes beneath their parents, or else beneath the isolate that runs them.
func (b *builder) arrange(states []State) (roots []*Node) {
	all := make([]*Node, 0, len(b.nodes))
	for _, n := range b.nodes {
		all = append(all, n)
	}
	slices.SortFunc(all, func(x, y *Node) int { return cmp.Or(cmp.Compare(x.ID, y.ID), cmp.Compare(x.Isolate, y.Isolate)) })
	home := map[uint64]*Node{}
	for _, s := range states {
		home[s.Isolate] = b.nodes[cmp.Or(s.Main.ID, ^s.Isolate)]
	}
	for _, n := range all {
		slices.SortFunc(n.Waits, func(x, y Wait) int { return x.Since.Compare(y.Since) })
		parent := home[n.Isolate]
		if parent == n {
			continue
		}
		if made := b.nodes[n.parent]; made != nil && made != n {
			parent = made
		}
		parent.Children = append(parent.Children, n)
	}
	for i, s := range states {
		n := home[s.Isolate]
		if i == 0 || n.State == Busy || len(n.Children)+len(n.Waits) > 0 {
			roots = append(roots, n)
		}
	}
	return roots
}
