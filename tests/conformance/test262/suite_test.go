// Package test262 runs ECMAScript's own conformance tests against the language that lariat gives to scripts: goja,
// lowered by the loader and completed by package es. test262 is not part of this repository: TEST262 names a work
// tree of it, and without one only the manifest of known failures is checked. LARIAT_TEST262_REPORT names a file
// for all results.
package test262

import (
	"bufio"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	goruntime "runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/dop251/goja"
)

// asyncDirectories are those of async iteration; what fails in them is in the manifest.
var asyncDirectories = []string{
	"test/built-ins/AsyncFromSyncIteratorPrototype", "test/built-ins/AsyncGeneratorFunction",
	"test/built-ins/AsyncGeneratorPrototype", "test/built-ins/AsyncIteratorPrototype",
	"test/language/expressions/async-generator", "test/language/expressions/class", "test/language/expressions/object",
	"test/language/statements/async-generator", "test/language/statements/class", "test/language/statements/for-await-of",
}

// known reads the manifest: a path, a mode and a reason on each line.
func known(t *testing.T) map[string]string {
	t.Helper()
	f, err := os.Open("known.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	list := map[string]string{}
	previous := ""
	for lines := bufio.NewScanner(f); lines.Scan(); {
		line := lines.Text()
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		file, rest, _ := strings.Cut(line, " ")
		mode, reason, _ := strings.Cut(rest, " ")
		key := file + " " + mode
		if !strings.HasSuffix(file, ".js") || mode != "sloppy" && mode != "strict" || reason == "" {
			t.Errorf("known.txt: %q is not a path, a mode and a reason", line)
		}
		if key <= previous {
			t.Errorf("known.txt: %q is out of order", key)
		}
		list[key], previous = reason, key
	}
	return list
}

// sharedDirectories are those of shared memory.
var sharedDirectories = []string{"test/built-ins/Atomics", "test/built-ins/SharedArrayBuffer"}

func TestManifest(t *testing.T) { known(t) }

func TestAsyncIteration(t *testing.T) { conform(t, asyncDirectories) }

func TestSharedMemory(t *testing.T) { conform(t, sharedDirectories) }

// conform runs the tests in some directories: what fails must be in the manifest, and nothing else.
func conform(t *testing.T, dirs []string) {
	t.Helper()
	expected := known(t)
	s := open(t)
	if s == nil {
		return
	}
	for _, o := range s.all(t, dirs) {
		key := o.path + " " + o.mode
		_, listed := expected[key]
		switch {
		case o.failed != "" && !listed:
			t.Errorf("%s: %s", key, o.failed)
		case o.failed == "" && listed:
			t.Errorf("%s passes: take it off the manifest", key)
		}
	}
}

// whole is what TestNoPanic runs; "test" is all that there is.
var whole = flag.String("whole", "test/language", "the folder of test262 that must not make Go panic")

// TestNoPanic runs every test of a folder. Many fail for reasons that are goja's, which nothing here can
// change; none may make Go panic.
func TestNoPanic(t *testing.T) {
	s := open(t)
	if s == nil {
		return
	}
	panics := 0
	list := s.all(t, []string{*whole})
	for _, o := range list {
		if o.panicked || strings.Contains(o.failed, "the compiler failed: ") || strings.Contains(o.failed, "the parser failed: ") {
			t.Errorf("%s %s: %s", o.path, o.mode, o.failed)
			panics++
		}
	}
	t.Logf("%d Go panics in %d runs", panics, len(list))
}

// open returns the suite that TEST262 names, nil if it names none.
func open(t *testing.T) *suite {
	t.Helper()
	dir := os.Getenv("TEST262")
	if dir == "" {
		t.Log("TEST262 names no work tree of test262: only the manifest is checked")
		return nil
	}
	return &suite{dir: dir, harness: map[string]*goja.Program{}}
}

// all runs the tests beneath the given directories and logs how many pass in each.
func (s *suite) all(t *testing.T, dirs []string) []outcome {
	t.Helper()
	var files []string
	for _, d := range dirs {
		err := fs.WalkDir(os.DirFS(s.dir), d, func(p string, e fs.DirEntry, err error) error {
			if err == nil && strings.HasSuffix(p, ".js") && !strings.Contains(p, "_FIXTURE") {
				files = append(files, p)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	results := make([][]outcome, len(files))
	var next sync.WaitGroup
	work := make(chan int)
	for range goruntime.NumCPU() {
		next.Go(func() {
			for i := range work {
				results[i] = s.run(files[i])
			}
		})
	}
	for i := range files {
		work <- i
	}
	close(work)
	next.Wait()
	out := slices.Concat(results...)
	s.report(t, dirs, out)
	return out
}

func (s *suite) report(t *testing.T, dirs []string, list []outcome) {
	t.Helper()
	for _, d := range dirs {
		var pass, fail, skip int
		for _, o := range list {
			switch {
			case !strings.HasPrefix(o.path, d+"/"):
			case o.skipped != "":
				skip++
			case o.failed != "":
				fail++
			default:
				pass++
			}
		}
		t.Logf("%-50s %6d of %6d runs pass, %5.2f %%, %d files skipped", path.Clean(d), pass, pass+fail,
			100*float64(pass)/float64(max(1, pass+fail)), skip)
	}
	name := os.Getenv("LARIAT_TEST262_REPORT")
	if name == "" {
		return
	}
	f, err := os.OpenFile(filepath.Clean(name), os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o644)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for _, o := range list {
		fmt.Fprintf(f, "%s\t%s\t%s\t%s\n", o.path, o.mode, o.skipped, o.failed)
	}
}
