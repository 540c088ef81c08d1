package test

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/lariatjs/lariat/runtime/inspect"
)

// suite is the account of a test file: what was registered and how it went. It writes the Test Anything
// Protocol, version 13 (https://testanything.org/tap-version-13-specification.html).
type suite struct {
	out     io.Writer
	told    func(Outcome) // instead of out, unless nil
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
		s.tell(Outcome{Name: e.name, Skipped: true})
	}
	return nil
}

// report writes the result of a test; text describes the error.
func (s *suite) report(e *entry, text string) {
	if text = strings.TrimRight(text, "\n"); text == "" {
		s.passed++
		e.passed = true
	} else {
		s.failed++
	}
	s.tell(Outcome{Name: e.name, Failure: text})
}

// tell tells how a test went.
func (s *suite) tell(o Outcome) {
	s.number++
	if s.told != nil {
		s.told(o)
		return
	}
	s.begin()
	word, note := "ok", ""
	if o.Failure != "" {
		word = "not ok"
	}
	if o.Skipped {
		note = " # SKIP"
	}
	fmt.Fprintf(s.out, "%s %d - %s%s\n", word, s.number, Escape(o.Name), note)
	if o.Failure != "" {
		fmt.Fprintf(s.out, "  ---\n  %s\n  ---\n", strings.ReplaceAll(o.Failure, "\n", "\n  "))
	}
}

// Escape makes the description of a test point of a name.
func Escape(name string) string {
	return strings.NewReplacer(`\`, `\\`, "#", `\#`).Replace(inspect.Visible(name))
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
	if !s.begun && s.told == nil {
		s.begun = true
		fmt.Fprintln(s.out, "TAP version 13")
	}
}

// finish writes the plan and the totals. A suite that was cut short has no plan.
func (s *suite) finish(cause error) {
	s.begin()
	if cause != nil {
		fmt.Fprintf(s.out, "Bail out! %s\n", strings.ReplaceAll(cause.Error(), "\n", " "))
	}
	if s.told != nil {
		return
	}
	if cause == nil {
		fmt.Fprintf(s.out, "1..%d\n", s.number)
	}
	fmt.Fprintf(s.out, "# tests %d\n# pass %d\n# fail %d\n# skipped %d\n", s.number, s.passed, s.failed, s.skipped)
}
