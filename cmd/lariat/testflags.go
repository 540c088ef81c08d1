package main

import (
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/lariatjs/lariat/runtime/permit"
)

const testUsage = `Usage: lariat test [FLAGS] [FILE|FOLDER...]

Runs the files named *.test.js, *.test.ts and so on, several at a time, each in a runtime of its own and in virtual time.

  --filter TEXT   only tests whose name contains it
  --repeat N      each test N times, until it fails
  --seed N        the same numbers of Math.random, and all that is drawn from it, in each run
  -u, --update    write all snapshots anew, and remove those that no test asks for
  --ci            write no snapshot, as where the variable CI is set: one that is missing fails; --ci=false writes new ones
  --coverage[=DIR]  tell which statements, branches and functions of the programs have run, and write DIR/lcov.info for
                  other tools; the default is the folder coverage; what only computes takes two to three times as long
  --watch         run them again whenever a program there changes
  --tap           write the Test Anything Protocol
  --junit FILE    write a report in the form of JUnit, too

The limits of "lariat run" are flags here, too: --timeout TIME, --grace, --turn, --stack, --max-… hold for each file, in real
time; --memory SIZE for all of them together.

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
	tap           bool
	update, ci    bool
	coverage      string  // the folder, or empty
	program       program // what it has in common with lariat run
}

func parseTestFlags(args []string) (f testFlags, paths []string, err error) {
	set := flag.NewFlagSet("test", flag.ContinueOnError)
	set.SetOutput(io.Discard)
	set.StringVar(&f.filter, "filter", "", "")
	set.StringVar(&f.junit, "junit", "", "")
	f.repeat = 1
	set.Func("repeat", "", func(text string) (err error) {
		if f.repeat, err = strconv.Atoi(text); err != nil || f.repeat < 1 {
			return errUsage("needs a number from 1, got " + strconv.Quote(text))
		}
		return nil
	})
	set.BoolVar(&f.tap, "tap", false, "")
	set.BoolVar(&f.program.watch, "watch", false, "")
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
		if f.program.seed = &n; err != nil {
			return errUsage("needs a whole number from 0, got " + strconv.Quote(text))
		}
		return nil
	})
	limits := f.program.limitFlags()
	for name, read := range limits {
		set.Func(strings.TrimPrefix(name, "--"), "", read)
	}
	set.BoolVar(&f.program.isolate, "isolate", false, "")
	if i := slices.Index(args, "--"); i >= 0 {
		args, paths = args[:i], args[i+1:]
	}
	args, err = f.permissionFlags(args, limits)
	for err == nil && len(args) > 0 { // flags may stand behind paths, too
		if err = flagError(set.Parse(args)); err == nil && set.NArg() > 0 {
			paths = append(slices.Clip(paths), set.Arg(0))
		}
		args = set.Args()[min(1, set.NArg()):]
	}
	if err == nil && f.update && f.ci {
		err = errUsage("--update does not go with --ci, nor with the variable CI, unless --ci=false says that somebody keeps what is written")
	}
	return f, paths, err
}

// wrongValue is how package flag tells of a value that is wrong.
var wrongValue = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^invalid (?:boolean )?value (".*") for (?:flag )?-([\w-]+): (.*)$`)
})

// flagError says what package flag says of a command line in the words of the other verbs.
func flagError(err error) error {
	if err == nil || errors.Is(err, flag.ErrHelp) {
		return err
	}
	if name, unknown := strings.CutPrefix(err.Error(), "flag provided but not defined: -"); unknown {
		return unknownOption("--"+name, testFlagNames)
	}
	if name, missing := strings.CutPrefix(err.Error(), "flag needs an argument: -"); missing {
		return errUsage("--" + name + " needs a value")
	}
	m := wrongValue().FindStringSubmatch(err.Error())
	switch {
	case m == nil:
		return err
	case m[3] == "parse error":
		return errUsage("--" + m[2] + " is true or false, got " + m[1])
	}
	return errUsage("--" + m[2] + " " + m[3])
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

// permissionFlags takes those about permissions off the arguments. A value of another flag is none.
func (f *testFlags) permissionFlags(args []string, limits map[string]func(string) error) (rest []string, err error) {
	for i := 0; i < len(args); i++ {
		arg := args[i]
		if !strings.HasPrefix(arg, "-") || arg == "-" {
			rest = append(rest, arg)
			continue
		}
		taken, err := f.program.grants.flag(arg)
		if err != nil {
			return nil, err
		}
		if taken {
			continue
		}
		rest = append(rest, arg)
		name := strings.TrimLeft(arg, "-")
		if valued := slices.Contains([]string{"filter", "junit", "repeat", "seed"}, name) || limits["--"+name] != nil; valued && i+1 < len(args) {
			i++
			rest = append(rest, args[i])
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
	p := program{file: file, grants: f.program.grants, trusted: f.program.grants.options.Allow.Empty()}
	return p.permissions(nil, nil)
}
