package test

import (
	"fmt"
	"io"
	"strings"
	"time"
)

// suite is the account of a test file: what was registered and how it went. It writes the Test Anything
// Protocol, version 13 (https://testanything.org/tap-version-13-specification.html).
type suite struct {
	out     io.Writer
	tests   []*entry
	next    int
	only    bool
	begun   bool
	number  int
	passed  int
	failed  int
	skipped int
}

// entry is one registered test.
type entry struct {
	name    string
	only    bool
	skip    bool
	timeout time.Duration
	repeat  int
	leaks   string
	seed    int  // or unseeded
	explore bool // the seed chooses the schedule too
	group   *group
	run     func(done func(failures))
	note    string // comes before the error
	passed  bool
	counts  map[string]int // of its snapshots, before it
}

// add registers a test.
func (s *suite) add(e *entry) {
	s.tests = append(s.tests, e)
	s.only = s.only || e.only
}

// take returns the next test to run, writing those that are passed over; nil at the end.
func (s *suite) take() *entry {
	for s.next < len(s.tests) {
		e := s.tests[s.next]
		s.next++
		if !e.skip && (!s.only || e.only) {
			return e
		}
		s.skipped++
		s.line(true, e.name, " # SKIP")
	}
	return nil
}

// report writes the result of a test; text describes the error.
func (s *suite) report(e *entry, text string) {
	if text == "" {
		s.passed++
		e.passed = true
		s.line(true, e.name, "")
		return
	}
	s.failed++
	s.line(false, e.name, "")
	fmt.Fprintf(s.out, "  ---\n  %s\n  ---\n", strings.ReplaceAll(strings.TrimRight(text, "\n"), "\n", "\n  "))
}

// warn writes a comment that people should read.
func (s *suite) warn(text string) { s.comment("warning: " + text) }

// comment writes a comment.
func (s *suite) comment(text string) {
	s.begin()
	fmt.Fprintf(s.out, "# %s\n", strings.ReplaceAll(text, "\n", " "))
}

// spared lists the tests that have not come to their end, or were not run.
func (s *suite) spared() (names []string) {
	for _, e := range s.tests {
		if !e.passed {
			names = append(names, e.name)
		}
	}
	return names
}

// begin writes the head, before anything else.
func (s *suite) begin() {
	if !s.begun {
		s.begun = true
		fmt.Fprintln(s.out, "TAP version 13")
	}
}

func (s *suite) line(ok bool, name, note string) {
	s.begin()
	s.number++
	word := "ok"
	if !ok {
		word = "not ok"
	}
	name = strings.ReplaceAll(strings.ReplaceAll(name, "\n", " "), "#", `\#`)
	fmt.Fprintf(s.out, "%s %d - %s%s\n", word, s.number, name, note)
}

// finish writes the plan and the totals. A suite that was cut short has no plan.
func (s *suite) finish(cause error) {
	s.begin()
	if cause != nil {
		fmt.Fprintf(s.out, "Bail out! %s\n", strings.ReplaceAll(cause.Error(), "\n", " "))
	} else {
		fmt.Fprintf(s.out, "1..%d\n", s.number)
	}
	fmt.Fprintf(s.out, "# tests %d\n# pass %d\n# fail %d\n# skipped %d\n", s.number, s.passed, s.failed, s.skipped)
}
