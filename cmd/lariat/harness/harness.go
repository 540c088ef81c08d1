// Package harness runs files of tests, each in a runtime of its own, several at a time, and reports how they went.
package harness

import (
	"bytes"
	"context"
	"io"
	goruntime "runtime"
	"sync"
	"time"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/stdlib/test"
)

// Options say what is run, and how.
type Options struct {
	Files []string
	// New makes the runtime of a file.
	New func(file string, stdout, stderr io.Writer) (*runtime.Runtime, error)
	// Describe writes how a file ended that did not end well; "" says that its tests tell that already.
	Describe func(rt *runtime.Runtime, err error) string
	// Seed is that of Math.random where chance has chosen it: who draws from it and fails is told of it. 0 is none.
	Seed uint64
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
	// Seed is the one that the numbers of Math.random have come from, if that may matter and is not known otherwise.
	Seed uint64
	Took time.Duration
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

// NothingRan reports whether all tests of some files that are whole were left out.
func NothingRan(results []Result) bool {
	for i := range results {
		if r := &results[i]; r.Failed() || r.count(Skipped) < len(r.Tests) {
			return false
		}
	}
	return true
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
	test.Listen(rt, func(o test.Outcome) {
		t := Test{Name: o.Name, Detail: o.Failure}
		switch {
		case o.Skipped:
			t.Status = Skipped
		case o.Failure != "":
			t.Status = Failed
		}
		r.Tests = append(r.Tests, t)
	})
	err = rt.Run(ctx, name)
	if closed := rt.Close(); err == nil {
		err = closed
	}
	r.Output = out.String()
	if err != nil {
		r.Failure = o.Describe(rt, err)
	}
	if r.Failure == "" && err != nil && r.count(Failed) == 0 {
		r.Failure = err.Error()
	}
	if r.Failed() && rt.Drawn() {
		r.Seed = o.Seed
	}
	r.Took = time.Since(start)
	return r
}
