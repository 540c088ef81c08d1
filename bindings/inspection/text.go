package inspection

import (
	"fmt"
	"strings"
	"time"

	"github.com/lariatjs/lariat/runtime"
)

// Text is the tree for a terminal.
func Text(roots []*Node) string {
	var out strings.Builder
	for i, n := range roots {
		head := n.label()
		if i > 0 || n.ID == 0 {
			head = fmt.Sprintf("isolate %d %q", n.Isolate, n.Name)
		}
		n.write(&out, head, "", "", n.Isolate)
	}
	return out.String()
}

// write writes a node and what is beneath it. first stands before its line, rest before those that follow.
func (n *Node) write(out *strings.Builder, head, first, rest string, isolate uint64) {
	out.WriteString(first + head)
	if n.Isolate != isolate {
		fmt.Fprintf(out, " in isolate %d", n.Isolate)
	}
	switch n.State {
	case Waiting:
	case Busy:
		out.WriteString(", busy")
	default:
		out.WriteString(", " + n.State)
	}
	place(out, n.At)
	out.WriteByte('\n')
	stem := "  "
	if len(n.Children) > 0 {
		stem = "│ "
	}
	for _, w := range n.Waits {
		out.WriteString(rest + stem + "  " + w.describe(n.now) + "\n")
	}
	for i, c := range n.Children {
		branch, below := "├─ ", "│  "
		if i == len(n.Children)-1 {
			branch, below = "└─ ", "   "
		}
		c.write(out, c.label(), rest+branch, rest+below, n.Isolate)
	}
}

func place(out *strings.Builder, at string) {
	if at != "" {
		out.WriteString(" at " + at)
	}
}

// describe is a wait on one line.
func (w Wait) describe(now time.Time) string {
	var out strings.Builder
	out.WriteString("waits for " + w.Resource)
	if !w.Due.IsZero() {
		out.WriteString(" due in " + span(w.Due.Sub(now)))
	}
	place(&out, w.At)
	out.WriteString(", for " + span(now.Sub(w.Since)))
	if len(w.HeldBy) > 0 {
		out.WriteString(", held by " + strings.Join(w.HeldBy, ", "))
	}
	return out.String()
}

// span is a duration as people say it: "250 ms", "1.5 s", "2m3s".
func span(d time.Duration) string {
	switch d = max(d, 0); {
	case d < time.Second:
		return runtime.Milliseconds(d.Round(time.Millisecond))
	case d < time.Minute:
		return fmt.Sprintf("%.3g s", d.Seconds())
	}
	return d.Round(time.Second).String()
}
