package harness

import (
	"encoding/xml"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/lariatjs/lariat/runtime/inspect"
	"github.com/lariatjs/lariat/stdlib/test"
)

// Text writes how a file went, for people: with colors if they sit at a terminal.
func (r Result) Text(w io.Writer, colors bool) {
	paint, report := inspect.Color.Paint, inspect.PaintReport
	if !colors {
		paint = func(_ inspect.Color, text string) string { return text }
		report = func(text string) string { return text }
	}
	word := paint(inspect.Green, "ok") + "  "
	if r.Failed() {
		word = paint(inspect.Red, "FAIL")
	}
	fmt.Fprintf(w, "%s  %s  (%s, %s)\n", word, r.File, plural(len(r.Tests), "test"), r.Took.Round(time.Millisecond))
	if r.Output != "" {
		fmt.Fprintf(w, "%s\n", indent(r.Output))
	}
	for _, t := range r.Tests {
		if t.Status == Failed {
			fmt.Fprintf(w, "  %s: %s\n%s\n", paint(inspect.Red, "not ok"), inspect.Visible(t.Name), report(indent(indent(t.Detail))))
		}
	}
	if r.Failure != "" {
		fmt.Fprintf(w, "%s\n", report(indent(r.Failure)))
	}
	if r.Seed != 0 {
		fmt.Fprintf(w, "  Math.random has given other numbers than it will the next time; --seed %d gives these\n", r.Seed)
	}
}

func indent(text string) string {
	return "  " + strings.ReplaceAll(strings.TrimRight(text, "\n"), "\n", "\n  ")
}

func plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// Totals writes how all went, on one line.
func Totals(w io.Writer, results []Result, took time.Duration, colors bool) {
	var counts [3]int
	broken := 0
	for i := range results {
		for _, t := range results[i].Tests {
			counts[t.Status]++
		}
		if results[i].Failure != "" {
			broken++
		}
	}
	part := func(n int, what string, c inspect.Color) string {
		text := fmt.Sprintf("%d %s", n, what)
		if colors && n > 0 {
			return c.Paint(text)
		}
		return text
	}
	text := fmt.Sprintf("\n%s in %s: %s, %s", plural(counts[0]+counts[1]+counts[2], "test"), plural(len(results), "file"),
		part(counts[Passed], "passed", inspect.Green), part(counts[Failed], "failed", inspect.Red))
	if counts[Skipped] > 0 {
		text += ", " + part(counts[Skipped], "skipped", inspect.Yellow)
	}
	if broken > 0 {
		text += ", " + part(broken, strings.TrimPrefix(plural(broken, "file"), fmt.Sprint(broken, " "))+" broken", inspect.Red)
	}
	fmt.Fprintf(w, "%s (%s)\n", text, took.Round(time.Millisecond))
}

// TAP writes how all went in the Test Anything Protocol.
func TAP(w io.Writer, results []Result) {
	fmt.Fprintln(w, "TAP version 13")
	n := 0
	point := func(ok bool, name, note, detail string) {
		n++
		word := "ok"
		if !ok {
			word = "not ok"
		}
		fmt.Fprintf(w, "%s %d - %s%s\n", word, n, test.Escape(name), note)
		if detail != "" { // in YAML, as a block whose lines begin at the fifth column
			fmt.Fprintf(w, "  ---\n  message: |2-\n%s\n  ...\n", indent(indent(printable(detail))))
		}
	}
	for _, r := range results {
		for _, t := range r.Tests {
			note := ""
			if t.Status == Skipped {
				note = " # SKIP"
			}
			point(t.Status != Failed, r.File+": "+t.Name, note, t.Detail)
		}
		if r.Failure != "" {
			point(false, r.File, "", r.Failure)
		}
	}
	fmt.Fprintf(w, "1..%d\n", n)
}

// The elements of a report that build servers read.
type (
	junitSuites struct {
		XMLName xml.Name     `xml:"testsuites"`
		Suites  []junitSuite `xml:"testsuite"`
	}
	junitSuite struct {
		Name     string      `xml:"name,attr"`
		Tests    int         `xml:"tests,attr"`
		Failures int         `xml:"failures,attr"`
		Errors   int         `xml:"errors,attr"`
		Skipped  int         `xml:"skipped,attr"`
		Time     string      `xml:"time,attr"`
		Cases    []junitCase `xml:"testcase"`
		Output   string      `xml:"system-out,omitempty"`
	}
	junitCase struct {
		Class   string        `xml:"classname,attr"`
		Name    string        `xml:"name,attr"`
		Failure *junitMessage `xml:"failure"`
		Error   *junitMessage `xml:"error"`
		Skipped *struct{}     `xml:"skipped"`
	}
	junitMessage struct {
		Message string `xml:"message,attr"`
		Text    string `xml:",chardata"`
	}
)

// JUnit writes how all went in the form of JUnit.
func JUnit(w io.Writer, results []Result) error {
	var all junitSuites
	for _, r := range results {
		s := junitSuite{
			Name: r.File, Tests: len(r.Tests), Failures: r.count(Failed), Skipped: r.count(Skipped),
			Time: fmt.Sprintf("%.3f", r.Took.Seconds()), Output: printable(r.Output),
		}
		for _, t := range r.Tests {
			c := junitCase{Class: r.File, Name: inspect.Visible(t.Name)}
			switch t.Status {
			case Failed:
				c.Failure = message(t.Detail)
			case Skipped:
				c.Skipped = &struct{}{}
			}
			s.Cases = append(s.Cases, c)
		}
		if r.Failure != "" {
			s.Tests++
			s.Errors++
			s.Cases = append(s.Cases, junitCase{Class: r.File, Name: "the file", Error: message(r.Failure)})
		}
		all.Suites = append(all.Suites, s)
	}
	text, err := xml.MarshalIndent(all, "", "  ")
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(w, "%s%s\n", xml.Header, text)
	return err
}

func message(text string) *junitMessage {
	first, _, _ := strings.Cut(text, "\n")
	return &junitMessage{inspect.Visible(first), printable(text)}
}

// printable shows the characters that neither XML nor YAML can have in it, but leaves lines what they are.
func printable(text string) string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		parts := strings.Split(line, "\t")
		for j, part := range parts {
			parts[j] = strings.NewReplacer("\ufffe", `\uFFFE`, "\uffff", `\uFFFF`).Replace(inspect.Visible(part))
		}
		lines[i] = strings.Join(parts, "\t")
	}
	return strings.Join(lines, "\n")
}
