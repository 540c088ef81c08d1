package main

import (
	"fmt"
	"os"
	"strings"
	"text/tabwriter"
	"time"
)

// The ways to end. The last two are not in order.
const (
	well    = "ok"
	failed  = "error"
	late    = "time limit"
	beyond  = "limit"
	crashed = "CRASH"
	hung    = "HANG"
)

// end is how a script ended.
type end struct {
	Name   string
	How    string
	Words  string // of the error
	Took   time.Duration
	Memory int64 // at most, in bytes, beyond what a program takes that does nothing
}

const (
	// tardy is how long after the limit of time the host has its answer.
	tardy = time.Second
	// much is how much memory it may take by the limit: in bytes that double, a whole generation is made before it is looked at.
	much, muchDoubling = 1.5, 3.5
)

// problem says what is wrong with an end; empty if nothing is.
func (o *options) problem(s script, e *end) string {
	if e == nil {
		return "it was not run"
	}
	ordered := e.How != crashed && e.How != hung
	bar := much
	if e.doubles(s) {
		bar = muchDoubling
	}
	switch {
	case !ordered:
		return "not in order"
	case s.expect == "ok" && e.How != well:
		return "it should have ended well"
	case (s.expect == "error" || s.expect == "timeout") && e.How == well:
		return "it should not have ended well"
	case e.How != well && e.Words == "":
		return "no word of why"
	case e.Took > o.timeout+tardy:
		return fmt.Sprintf("more than %s", o.timeout+tardy)
	case float64(e.Memory) > bar*float64(o.memory):
		return fmt.Sprintf("more than %.1f of the limit of memory", bar)
	}
	return ""
}

// doubles reports whether a script takes memory in strides as large as what it has.
func (*end) doubles(s script) bool {
	text, _ := os.ReadFile(s.file)
	return strings.Contains(s.name, "double") || strings.Contains(string(text), "doubl")
}

// print writes a table, and returns how many problems there were.
func (o *options) print(profile string, scripts []script, ends map[string]*end) (bad int) {
	var slowest time.Duration
	var largest, beyondGradual int64
	w := tabwriter.NewWriter(os.Stdout, 0, 1, 2, ' ', 0)
	fmt.Fprintf(w, "%s\texpected\tended\ttime\tmemory\t\n", profile)
	for _, s := range scripts {
		e := ends[s.name]
		problem := o.problem(s, e)
		if problem != "" {
			bad++
			problem = "FAIL: " + problem
		}
		if e == nil {
			e = &end{}
		}
		slowest, largest = max(slowest, e.Took), max(largest, e.Memory)
		if float64(e.Memory) > much*float64(o.memory) {
			beyondGradual++
		}
		first, _, _ := strings.Cut(e.Words, "\n")
		fmt.Fprintf(w, "%s\t%s\t%s\t%.2f s\t%d MB\t%s %.100s\n",
			s.name, s.expect, e.How, e.Took.Seconds(), e.Memory>>20, problem, first)
	}
	_ = w.Flush()
	fmt.Fprintf(os.Stdout, "%s: %d scripts, %d not as they have to be; the latest answer after %.2f s; at most %.2f of the limit of memory, "+
		"beyond %.1f of it %d\n\n", profile, len(scripts), bad, slowest.Seconds(), float64(largest)/float64(o.memory), much, beyondGradual)
	return bad
}
