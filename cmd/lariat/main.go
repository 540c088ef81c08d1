// Command lariat runs JavaScript and TypeScript files with the modules of lariat.
package main

import (
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/fault"
)

const usage = `lariat runs JavaScript and TypeScript on an event loop backed by goroutines.

Usage:
  lariat [run] [FLAGS] FILE [ARGS...]   run a .js, .mjs, .cjs, .ts, .mts or .tsx file
  lariat [run] [FLAGS] - [ARGS...]      run a program from standard input
  lariat eval [FLAGS] CODE [ARGS...]    run a piece of TypeScript or JavaScript; it may do everything
  lariat [repl]                         evaluate what is typed, or comes through a pipe
  lariat test [FLAGS] [FILE|FOLDER...]  run the files named *.test.js and so on; lariat test --help tells the flags
  lariat check [FILE|FOLDER...]         find all mistakes of syntax, imports and require("…"), without running anything
  lariat trace FILE [-o PAGE]           make a page for the browser of what --trace FILE has written
  lariat init [FOLDER]                  begin a project: a program, its test, types for the editor
  lariat types [FOLDER]                 write the types of all modules, and a tsconfig.json, for editors and tsc
  lariat help NAME                      what the manual says: lariat help Mutex.lock
  lariat completions SHELL              completions for bash, zsh or fish
  lariat --version                      print the version, the commit and the engine; lariat version --json for programs
  lariat --help                         print this text

Flags:
  --seed N       the same numbers of Math.random, and all that is drawn from it, in each run; N is a whole number from 0
  --watch        run it anew whenever a file changes that it has loaded
  --trace FILE   write what ran, and who waited for whom, for lariat trace FILE or ui.perfetto.dev

ARGS are in process.argv from index 2 on.

A file named *.test.js or *.test.ts runs in virtual time, for "lariat:test".
` + permissionUsage + limitUsage + `
Environment:
  LARIAT_CACHE   folder for transformed sources, or "off"; the default is the user's cache folder
  LARIAT_DEBUG   print the Go stack of a bug in lariat
  GOGC           garbage collection target of Go; the default is 400

Exit status: 0 well, 1 an error nobody caught, 2 wrong usage, 3 permission, 4 a limit of time, 5 another limit,
13 a top-level await that can never settle, 70 a bug in lariat, 130 interrupted, or what process.exit says.
`

// errUsage marks mistakes in the command line.
type errUsage string

func (e errUsage) Error() string { return string(e) }

func main() {
	beIsolated()
	tune()
	log.SetOutput(io.Discard) //nolint:forbidigo // Go's packages complain there of servers that talk nonsense; scripts get errors
	if code, child := serveChild(); child {
		os.Exit(code)
	}
	time.AfterFunc(settleAfter, layFloor)
	os.Exit(command(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// command carries out one command line and returns the exit code.
func command(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	if carry, rest := verbOf(args); carry != nil {
		return carry(rest, stdin, stdout, stderr)
	}
	p, err := parse(args, stdin)
	if err != nil {
		var wrong errUsage
		if errors.As(err, &wrong) {
			fmt.Fprintf(stderr, "lariat: %s\nTry 'lariat --help'.\n", wrong)
			return 2
		}
		return fail(stderr, err)
	}
	if p.text != "" {
		fmt.Fprint(stdout, p.text)
		return 0
	}
	if p.alone() {
		return p.supervise(args, stdin, stdout, stderr)
	}
	if p.watch {
		return p.runWatched(stdin, stdout, stderr)
	}
	return p.run(stdin, stdout, stderr)
}

// fail reports what went wrong before the program began.
func fail(stderr io.Writer, err error) int {
	fmt.Fprintf(stderr, "lariat: %s\n", err)
	return exitCode(err)
}

// program is what the command line asks for.
type program struct {
	text   string // print this and end
	file   string // run this file, or
	source *string
	name   string // what stacks call the source
	args   []string
	seed   *uint64 // of chance, or nil
	trace  string  // the file for a trace, or empty
	watch  bool    // run it anew when a file changes
	grants grants
	limits runtime.Limits
	// isolate says that it is to run in a process of its own.
	isolate bool
	// trusted says that the code stood on the command line.
	trusted bool
}

func parse(args []string, stdin io.Reader) (*program, error) {
	p := &program{}
	var err error
	switch args[0] {
	case "-h", "--help", "help":
		return &program{text: usage}, nil
	case "eval", "-e", "--eval":
		if args, err = p.flags(args[1:]); err != nil {
			return nil, err
		}
		if len(args) == 0 {
			return nil, errUsage("eval needs a piece of code")
		}
		if p.alone() {
			return p, nil
		}
		p.source, p.name, p.args, p.trusted = &args[0], "[eval].ts", args[1:], true
		return p, nil
	case "run":
		if args = args[1:]; len(args) == 0 {
			return nil, errUsage("run needs a file")
		}
	}
	if args, err = p.flags(args); err != nil {
		return nil, err
	}
	if len(args) == 0 {
		return nil, errUsage("no file given after the flags")
	}
	if p.alone() { // who reads what there is to read
		return p, nil
	}
	if args[0] == "-" {
		return p.pipe(stdin, "[stdin].ts", args[1:])
	}
	if args[0] == "--" {
		if args = args[1:]; len(args) == 0 {
			return nil, errUsage("no file given after --")
		}
	} else if strings.HasPrefix(args[0], "-") {
		return nil, unknownOption(args[0], runFlagNames)
	}
	if args[0] == "" {
		return nil, errUsage("the name of the file is empty")
	}
	file, err := filepath.Abs(args[0])
	if err != nil {
		return nil, err
	}
	if info, err := os.Stat(file); err == nil && !info.IsDir() && !info.Mode().IsRegular() {
		f, err := os.Open(file) // what a shell makes of <(command), for one
		if err != nil {
			return nil, err
		}
		defer f.Close()
		return p.pipe(f, "["+filepath.Base(file)+"].ts", args[1:])
	}
	p.file, p.args = file, args[1:]
	return p, nil
}

// maxPiped bounds a program that comes through a pipe or from a device, which may never end.
const maxPiped = 64 << 20

// pipe reads a program that lies in no file.
func (p *program) pipe(r io.Reader, name string, args []string) (*program, error) {
	b, err := io.ReadAll(io.LimitReader(r, maxPiped+1))
	if err != nil {
		return nil, err
	}
	if len(b) > maxPiped {
		return nil, fault.Limit.New("%s is longer than %d MiB", name, maxPiped>>20)
	}
	source := string(b)
	p.source, p.name, p.args = &source, name, args
	return p, nil
}
