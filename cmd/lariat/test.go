package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/lariatjs/lariat/cmd/lariat/harness"
	"github.com/lariatjs/lariat/cmd/lariat/project"
	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/fault"
	"github.com/lariatjs/lariat/runtime/loader"
	"github.com/lariatjs/lariat/runtime/loop"
	"github.com/lariatjs/lariat/stdlib"
)

// interrupted is the exit code of what Ctrl-C has ended.
const interrupted = 128 + int(syscall.SIGINT)

// runTests is lariat test.
func runTests(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	f, paths, err := parseTestFlags(args)
	if errors.Is(err, flag.ErrHelp) {
		fmt.Fprint(stdout, testUsage)
		return 0
	}
	if err != nil {
		fmt.Fprintf(stderr, "lariat: test: %s\nTry 'lariat test --help'.\n", err)
		return 2
	}
	if f.program.alone() {
		return f.program.supervise(append([]string{"test"}, args...), stdin, stdout, stderr)
	}
	if len(paths) == 0 {
		paths = []string{"."}
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, func() { time.AfterFunc(echoTime, stop) }) // the next one ends a test that does not listen
	changes := project.Changes(func() []string { return project.Programs(paths) })
	for {
		code := f.once(ctx, paths, stdout, stderr)
		if ctx.Err() != nil {
			return interrupted
		}
		if !f.program.watch {
			return code
		}
		fmt.Fprintf(stderr, "\nwatch: waiting for changes in %s\n", strings.Join(paths, ", "))
		changed := project.Watch(changes, func() []string { return project.Folders(paths) }, ctx.Done())
		if changed == "" {
			return interrupted
		}
		fmt.Fprintf(stderr, "watch: %s changed\n\n", changed)
	}
}

// once runs the tests beneath some paths and returns the exit code.
func (f testFlags) once(ctx context.Context, paths []string, stdout, stderr io.Writer) int {
	files, err := project.Find(paths, project.IsTest)
	if err == nil && len(files) == 0 {
		err = fault.Module.New("there is no file named *.test.js or *.test.ts in %s", strings.Join(paths, ", "))
	}
	if err != nil {
		return fail(stderr, err)
	}
	start, colors := time.Now(), runtime.Colors(environment(), stdout)
	counts, err := f.counter()
	if err != nil {
		return fail(stderr, err)
	}
	results := harness.Run(ctx, f.options(files, counts, stderr), func(r harness.Result) {
		if !f.tap {
			r.Text(stdout, colors)
		}
	})
	if f.tap {
		harness.TAP(stdout, results)
	} else {
		harness.Totals(stdout, results, time.Since(start), colors)
	}
	if f.filter != "" && harness.NothingRan(results) {
		fmt.Fprintf(stderr, "warning: no test has %q in its name, so that none has run\n", f.filter)
	}
	if err := f.writeJUnit(results); err != nil {
		return fail(stderr, err)
	}
	if err := f.writeCoverage(counts, paths, stdout, stderr); err != nil {
		return fail(stderr, err)
	}
	if err := f.orphans(paths, stderr); err != nil {
		return fail(stderr, err)
	}
	for i := range results {
		if results[i].Failed() {
			return 1
		}
	}
	return 0
}

// orphans tells of files of snapshots whose test files are gone, or removes them.
func (f testFlags) orphans(paths []string, stderr io.Writer) error {
	names, err := project.Orphans(paths)
	if err != nil {
		return err
	}
	for _, name := range names {
		if !f.update {
			fmt.Fprintf(stderr, "warning: the test file of %s is gone; lariat test --update removes the snapshots\n", name)
			continue
		}
		if err := os.Remove(name); err != nil {
			return err
		}
		fmt.Fprintf(stderr, "removed %s, whose test file is gone\n", name)
	}
	return nil
}

func (f testFlags) options(files []string, counts *loader.Coverage, stderr io.Writer) harness.Options {
	limits := f.program.bind()
	seed, unknown := f.program.seed, uint64(0)
	if seed == nil {
		unknown = uint64(1 + rand.Uint32N(1e6))
		seed = &unknown
	}
	return harness.Options{
		Files: files, Seed: unknown,
		New: func(file string, stdout, stderr io.Writer) (*runtime.Runtime, error) {
			env := environment()
			env["LARIAT_TEST_FILTER"], env["LARIAT_TEST_REPEAT"] = f.filter, strconv.Itoa(f.repeat)
			env["LARIAT_TEST_SNAPSHOTS"] = f.snapshots()
			set, err := f.permissions(file)
			if err != nil {
				return nil, err
			}
			options := []runtime.Option{
				runtime.WithModules(stdlib.All()...),
				runtime.WithPermissions(set),
				runtime.WithStdio(strings.NewReader(""), stdout, stderr),
				runtime.WithArgs(os.Args[0], file),
				runtime.WithEnv(env),
				runtime.WithCache(cacheDir()),
				runtime.WithClock(loop.NewVirtual(time.Now(), true)),
				runtime.WithCoverage(counts),
				runtime.WithLimits(limits),
				runtime.WithSeed(*seed),
			}
			rt, err := runtime.New(options...)
			if err == nil {
				rt.OnStuck(limitPatience, func(cause error) {
					os.Exit(fail(stderr, fault.Limit.New("test: %s is stuck in a built-in function: %s", file, cause)))
				})
			}
			return rt, err
		},
		Describe: func(rt *runtime.Runtime, err error) string {
			var exit *runtime.ExitError
			if errors.As(err, &exit) && exit.Code == 1 {
				return "" // as tests that fail say
			}
			return newReporter(rt, io.Discard).describe(err)
		},
	}
}

func (f testFlags) writeJUnit(results []harness.Result) error {
	if f.junit == "" {
		return nil
	}
	file, err := os.Create(f.junit)
	if err != nil {
		return err
	}
	err = harness.JUnit(file, results)
	if closed := file.Close(); err == nil {
		err = closed
	}
	return err
}
