package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
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
	"github.com/lariatjs/lariat/runtime/permit"
	"github.com/lariatjs/lariat/stdlib"
)

const testUsage = `Usage: lariat test [FLAGS] [FILE|FOLDER...]

Runs the files named *.test.js, *.test.ts and so on, several at a time, each in a runtime of its own and in virtual time.

  --filter TEXT   only tests whose name contains it
  --repeat N      each test N times, until it fails
  --seed N        the same numbers of Math.random, and all that is drawn from it, in each run
  -u, --update    write all snapshots anew, and remove those that no test asks for
  --ci            write no snapshot, as where the variable CI is set: one that is missing fails; --ci=false writes new ones
  --coverage[=DIR]  tell which statements and functions of the programs have run, and write DIR/lcov.info for other tools;
                  the default is the folder coverage
  --watch         run them again whenever a program there changes
  --tap           write the Test Anything Protocol
  --junit FILE    write a report in the form of JUnit, too

Tests may do what whoever runs them may do, unless flags say otherwise: with -R, -W, -N, -E, -X, -I or --allow-… a file may
do only what these grant, beneath what "lariat run" grants it anyway; with --deny-… alone it may do everything else. Nobody
is asked. Snapshots are written with -W only.

Exit status: 0 all tests have passed, or were left out; 1 a test, a hook, a snapshot or a file has failed, or there is no
test file; 2 wrong usage; 130 interrupted: what is running unwinds, with its afterEach and afterAll hooks, and a second
interrupt ends it at once.
`

// testFlags are those of lariat test.
type testFlags struct {
	filter, junit string
	repeat        int
	seed          *uint64
	tap, watch    bool
	update, ci    bool
	grants        grants
	coverage      string // the folder, or empty
}

// runTests is lariat test.
func runTests(args []string, _ io.Reader, stdout, stderr io.Writer) int {
	f, paths, err := parseTestFlags(args)
	if errors.Is(err, flag.ErrHelp) {
		fmt.Fprint(stdout, testUsage)
		return 0
	}
	if err != nil {
		fmt.Fprintf(stderr, "lariat: test: %s\nTry 'lariat test --help'.\n", err)
		return 2
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
			return 128 + int(syscall.SIGINT)
		}
		if !f.watch {
			return code
		}
		fmt.Fprintf(stderr, "\nwatch: waiting for changes in %s\n", strings.Join(paths, ", "))
		changed := project.Watch(changes, func() []string { return project.Folders(paths) }, ctx.Done())
		if changed == "" {
			return code
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
	results := harness.Run(ctx, f.options(files, counts), func(r harness.Result) {
		if !f.tap {
			r.Text(stdout, colors)
		}
	})
	if f.tap {
		harness.TAP(stdout, results)
	} else {
		harness.Totals(stdout, results, time.Since(start), colors)
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

func parseTestFlags(args []string) (f testFlags, paths []string, err error) {
	set := flag.NewFlagSet("test", flag.ContinueOnError)
	set.SetOutput(io.Discard)
	set.StringVar(&f.filter, "filter", "", "")
	set.StringVar(&f.junit, "junit", "", "")
	set.IntVar(&f.repeat, "repeat", 1, "")
	set.BoolVar(&f.tap, "tap", false, "")
	set.BoolVar(&f.watch, "watch", false, "")
	set.BoolVar(&f.update, "update", false, "")
	set.BoolVar(&f.update, "u", false, "")
	ci := os.Getenv("CI")
	set.BoolVar(&f.ci, "ci", ci != "" && ci != "false" && ci != "0", "")
	set.BoolFunc("coverage", "", func(dir string) error {
		if f.coverage = dir; dir == "true" {
			f.coverage = "coverage"
		}
		return nil
	})
	set.Func("seed", "", func(text string) error {
		n, err := strconv.ParseUint(text, 10, 64)
		f.seed = &n
		return err
	})
	if args, err = f.permissionFlags(args); err == nil {
		err = set.Parse(args)
	}
	if err == nil && f.repeat < 1 {
		err = errUsage("--repeat needs a number from 1")
	}
	if err == nil && f.update && f.ci {
		err = errUsage("--update does not go with --ci, nor with the variable CI, unless --ci=false says that somebody keeps what is written")
	}
	return f, set.Args(), err
}

// snapshots is what the tests do with snapshots that are new or other than before.
func (f testFlags) snapshots() string {
	switch {
	case f.update:
		return "all"
	case f.ci:
		return "none"
	}
	return "new"
}

// permissionFlags takes those about permissions off the arguments before the first path. A value of another flag is none.
func (f *testFlags) permissionFlags(args []string) (rest []string, err error) {
	for i := 0; i < len(args); i++ {
		arg := args[i]
		if !strings.HasPrefix(arg, "-") || arg == "--" || arg == "-" {
			return append(rest, args[i:]...), nil
		}
		taken, err := f.grants.flag(arg)
		if err != nil {
			return nil, err
		}
		if taken {
			continue
		}
		rest = append(rest, arg)
		switch strings.TrimLeft(arg, "-") {
		case "filter", "junit", "repeat", "seed":
			if i++; i < len(args) {
				rest = append(rest, args[i])
			}
		}
	}
	return rest, nil
}

// permissions are those of a test file.
func (f testFlags) permissions(file string) (*permit.Set, error) {
	file, err := filepath.Abs(file)
	if err != nil {
		return nil, err
	}
	p := program{file: file, grants: f.grants, trusted: f.grants.options.Allow.Empty()}
	return p.permissions(nil, nil)
}

func (f testFlags) options(files []string, counts *loader.Coverage) harness.Options {
	return harness.Options{
		Files: files,
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
			}
			if f.seed != nil {
				options = append(options, runtime.WithSeed(*f.seed))
			}
			return runtime.New(options...)
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
