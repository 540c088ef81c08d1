package console

import (
	"bytes"
	"io"
	"strings"
)

// Console keeps what the methods of a console remember: the indentation of its groups, its counters and
// its timers. It is for one goroutine; the writers may be shared.
type Console struct {
	out, err io.Writer
	// step is the indentation of one group, indent that of all that are open.
	step   int
	indent []byte
	counts map[string]int
	timers map[string]float64
	line   []byte
}

// New returns a console that prints to out, and what went wrong to err.
func New(out, err io.Writer, groupIndentation int) *Console {
	return &Console{out: out, err: err, step: groupIndentation, counts: map[string]int{}, timers: map[string]float64{}}
}

// Print writes a text and a line break to the output, in one Write. A failure is for the caller to ignore.
func (c *Console) Print(text string) error { return c.write(c.out, text) }

// Complain is Print for what belongs to the error stream.
func (c *Console) Complain(text string) error { return c.write(c.err, text) }

func (c *Console) write(w io.Writer, text string) error {
	line := append(c.line[:0], c.indent...)
	if len(c.indent) > 0 && strings.Contains(text, "\n") {
		text = strings.ReplaceAll(text, "\n", "\n"+string(c.indent))
	}
	line = append(append(line, text...), '\n')
	c.line = nil // a writer may run script that prints
	_, err := w.Write(line)
	if cap(line) <= maxLine {
		c.line = line
	}
	return err
}

// maxLine is the longest buffer that is kept for the next line.
const maxLine = 64 << 10

// Group indents the lines that follow.
func (c *Console) Group() { c.indent = append(c.indent, bytes.Repeat([]byte(" "), c.step)...) }

// GroupEnd takes the indentation of one group back.
func (c *Console) GroupEnd() { c.indent = c.indent[:max(len(c.indent)-c.step, 0)] }

// Count counts one more under a label.
func (c *Console) Count(label string) int {
	c.counts[label]++
	return c.counts[label]
}

// CountReset begins a count anew; false says that there was none.
func (c *Console) CountReset(label string) bool {
	_, ok := c.counts[label]
	delete(c.counts, label)
	return ok
}

// Start begins a timer at a time in milliseconds; false says that it runs already.
func (c *Console) Start(label string, now float64) bool {
	if _, ok := c.timers[label]; ok {
		return false
	}
	c.timers[label] = now
	return true
}

// Since writes how long a timer has run; false says that there is none.
func (c *Console) Since(label string, now float64) (text string, ok bool) {
	start, ok := c.timers[label]
	return duration(now - start), ok
}

// Stop forgets a timer.
func (c *Console) Stop(label string) { delete(c.timers, label) }
