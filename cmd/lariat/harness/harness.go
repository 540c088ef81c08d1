// Package harness runs files of tests, each in a runtime of its own, several at a time, and reports how they went.
package harness

import (
	"bytes"
	"context"
	"io"
	goruntime "runtime"
	"strings"
	"sync"
	"time"

	"github.com/lariatjs/lariat/runtime"
)

// Options say what is run, and how.
type Options struct {
	Files []string
	// New makes the runtime of a file.
	New func(file string, stdout, stderr io.Writer) (*runtime.Runtime, error)
	// Describe writes how a file ended that did not end well; "" says that its tests tell that already.
	Describe func(rt *runtime.Runtime, err error) string
}

// Status is how a test went.
type Status int

// The ways for a test to go.
const (
	Passed Status = iota
	Failed
	Skipped
)

// Test is one test of a file.
type Test struct {
	Name   string
	Status Status
	// Detail is what a failed test tells.
	Detail string
}

// Result is how a file went.
type Result struct {
	File  string
	Tests []Test
	// Output is what the file printed besides.
	Output string
	// Failure is set when the file itself failed: it could not be loaded, or threw outside of its tests.
	Failure string
	Took    time.Duration
}

// Failed reports whether the file or one of its tests has failed.
func (r *Result) Failed() bool { return r.Failure != "" || r.count(Failed) > 0 }

func (r *Result) count(s Status) (n int) {
	for _, t := range r.Tests {
		if t.Status == s {
			n++
		}
	}
	return n
}

// Run runs the files, as many at a time as there are processors, and calls each for each of them, in their order.
func Run(ctx context.Context, o Options, each func(Result)) []Result {
	results := make([]Result, len(o.Files))
	ready := make([]chan struct{}, len(o.Files))
	for i := range ready {
		ready[i] = make(chan struct{})
	}
	next := make(chan int)
	var workers sync.WaitGroup
	for range min(goruntime.GOMAXPROCS(0), len(o.Files)) {
		workers.Go(func() {
			for i := range next {
				results[i] = o.file(ctx, o.Files[i])
				close(ready[i])
			}
		})
	}
	workers.Go(func() {
		defer close(next)
		for i := range o.Files {
			next <- i
		}
	})
	for i := range results {
		<-ready[i]
		each(results[i])
	}
	workers.Wait()
	return results
}

// file runs one file.
func (o Options) file(ctx context.Context, name string) Result {
	start := time.Now()
	r := Result{File: name}
	defer func() { r.Took = time.Since(start) }()
	if ctx.Err() != nil {
		r.Failure = "not run: interrupted"
		return r
	}
	var out bytes.Buffer
	rt, err := o.New(name, &out, &out)
	if err != nil {
		r.Failure = err.Error()
		return r
	}
	err = rt.Run(ctx, name)
	if closed := rt.Close(); err == nil {
		err = closed
	}
	r.Tests, r.Output = parse(out.String())
	if err != nil {
		r.Failure = o.Describe(rt, err)
	}
	if r.Failure == "" && err != nil && r.count(Failed) == 0 {
		r.Failure = err.Error()
	}
	r.Took = time.Since(start)
	return r
}

// parse takes the lines of the Test Anything Protocol, which lariat:test writes, out of what a file printed.
func parse(out string) (tests []Test, rest string) {
	var others strings.Builder
	lines := strings.SplitAfter(out, "\n")
	for i := 0; i < len(lines); i++ {
		line := strings.TrimRight(lines[i], "\n")
		t, ok := testOf(line)
		switch {
		case ok:
			if t.Status == Failed && i+1 < len(lines) && lines[i+1] == "  ---\n" {
				var detail strings.Builder
				for i += 2; i < len(lines) && lines[i] != "  ---\n"; i++ {
					detail.WriteString(strings.TrimPrefix(lines[i], "  "))
				}
				t.Detail = strings.TrimRight(detail.String(), "\n")
			}
			tests = append(tests, t)
		case isFrame(line):
		default:
			others.WriteString(lines[i])
		}
	}
	return tests, others.String()
}

// testOf reads "ok 1 - name" and "not ok 1 - name".
func testOf(line string) (t Test, ok bool) {
	rest, failed := strings.CutPrefix(line, "not ok ")
	if failed {
		t.Status = Failed
	} else if rest, ok = strings.CutPrefix(line, "ok "); !ok {
		return t, false
	}
	number, name, ok := strings.Cut(rest, " - ")
	if !ok || strings.Trim(number, "0123456789") != "" {
		return t, false
	}
	if plain, skipped := strings.CutSuffix(name, " # SKIP"); skipped {
		name, t.Status = plain, Skipped
	}
	t.Name = strings.ReplaceAll(name, `\#`, "#")
	return t, true
}

// isFrame finds the head, the plan and the totals.
func isFrame(line string) bool {
	if line == "TAP version 13" || strings.HasPrefix(line, "1..") && strings.Trim(line, "0123456789.") == "" {
		return true
	}
	word, number, ok := strings.Cut(strings.TrimPrefix(line, "# "), " ")
	switch word {
	case "tests", "pass", "fail", "skipped":
		return ok && strings.HasPrefix(line, "# ") && strings.Trim(number, "0123456789") == ""
	}
	return false
}
