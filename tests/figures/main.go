// Command figures takes the figures of reliability that README.md beside it lists, those that are named or all, and prints
// each with the command that it runs for it. It fails if one of them does.
//
//	go run ./tests/figures [-hostile FOLDER] [-fuzz 60s] [-stress 60s] [-test262 FOLDER] [NUMBER...]
package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"regexp"
	"slices"
	"strings"
	"time"
)

// options are what the command line says.
type options struct {
	hostile, test262 string
	fuzz, stress     time.Duration
}

// figure is one of them.
type figure struct {
	numbers string
	what    string
	// run says what to do, one command after another.
	run func(ctx context.Context, o *options) error
}

var figures = []figure{
	{"1-3", "hostile scripts: no crash, no hang, no lost error; in time, within their memory; as programs and in one process", hostileScripts},
	{"4", "fuzzing, each target", fuzzing},
	{"5", "runtimes made, run and closed: nothing is left", goTest("./tests/soak", "-run", "Nothing", "-cycles", "10000")},
	{"6", "the race detector, and every primitive under stress", stress},
	{"7", "isolates ended at random points: nothing is held", goTest("./tests/soak", "-run", "Isolates", "-points", "10000")},
	{"8", "histories, against models", goTest(
		"./tests/conformance/linearizability", "-seeds", "100", "-operations", "1000", "-skip", "Broken",
	)},
	{"8", "long histories, against models", goTest("./tests/conformance/linearizability", "-seeds", "1", "-operations", "100000")},
	{"9", "simulated worlds: the same seed gives the same trace", goTest("./tests/conformance/simulation", "-seeds", "1000", "-hours", "10")},
	{"11", "kinds of fault, and their tests", goTest("./tests", "-run", "TestFaultKinds")},
	{"12", "escapes from permissions", goTest("./tests/hostile", "-run", "TestEscapes$")},
	{"13", "test262: Go panics", conformance},
	{"14", "what limits cost", command("go", "test", "-run", "^$", "-bench", "Guarded", "-benchtime", "1x", "./tests/bench")},
}

func main() {
	o := &options{}
	flag.StringVar(&o.hostile, "hostile", "tests/hostile/run/testdata", "folder of hostile scripts")
	flag.StringVar(&o.test262, "test262", os.Getenv("TEST262"), "work tree of test262")
	flag.DurationVar(&o.fuzz, "fuzz", time.Minute, "for how long each target is fuzzed")
	flag.DurationVar(&o.stress, "stress", time.Minute, "for how long the primitives are under stress")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	failed := o.take(ctx, flag.Args())
	stop()
	if failed {
		os.Exit(1)
	}
}

// take takes the figures with some numbers, all if there are none.
func (o *options) take(ctx context.Context, numbers []string) (failed bool) {
	for _, f := range figures {
		if len(numbers) > 0 && !slices.ContainsFunc(numbers, f.has) {
			continue
		}
		fmt.Fprintf(os.Stdout, "figure %s: %s\n", f.numbers, f.what)
		began := time.Now()
		if err := f.run(ctx, o); err != nil {
			failed = true
			fmt.Fprintf(os.Stdout, "figure %s: FAIL: %v\n", f.numbers, err)
		}
		fmt.Fprintf(os.Stdout, "figure %s: %s\n\n", f.numbers, time.Since(began).Round(time.Second))
	}
	return failed
}

// has reports whether a number is that of the figure.
func (f figure) has(number string) bool {
	from, to, ok := strings.Cut(f.numbers, "-")
	return number == f.numbers || ok && len(number) == 1 && from <= number && number <= to
}

// command is a figure that one command prints.
func command(name string, args ...string) func(context.Context, *options) error {
	return func(ctx context.Context, _ *options) error { return call(ctx, name, args...) }
}

// goTest is a figure that the tests of a package print.
func goTest(pkg string, flags ...string) func(context.Context, *options) error {
	return command("go", append([]string{"test", "-count=1", "-timeout", "2h", "-v", pkg}, flags...)...)
}

// of interest are the lines of a test that tell a figure.
var interesting = regexp.MustCompile(`(?m)^( +\w+_test\.go:\d+: .*|ok .*|FAIL.*|.* rounds were .*|Benchmark.*|panic: .*|WARNING: .*|` +
	`fuzz: elapsed: .*|\w+: \d+ scripts.*|.*FAIL: .*)$`)

// call runs a command, and prints what is of interest of its output; all of it if it fails.
func call(ctx context.Context, name string, args ...string) error {
	fmt.Fprintln(os.Stdout, "$", name, strings.Join(args, " "))
	var out bytes.Buffer
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Stdout, cmd.Stderr = &out, &out
	err := cmd.Run()
	text := out.Bytes()
	if err == nil {
		text = bytes.Join(interesting.FindAll(text, -1), []byte("\n"))
	}
	_, _ = io.Copy(os.Stdout, bytes.NewReader(append(text, '\n')))
	return err
}

func hostileScripts(ctx context.Context, o *options) error {
	return call(ctx, "go", "run", "./tests/hostile/run", "-timeout", "4s", "-memory", "256M", o.hostile)
}

// conformance runs all of test262.
func conformance(ctx context.Context, o *options) error {
	if o.test262 == "" {
		return fmt.Errorf("there is no work tree of test262: -test262 FOLDER")
	}
	if err := os.Setenv("TEST262", o.test262); err != nil {
		return err
	}
	return goTest("./tests/conformance/test262", "-run", "TestNoPanic", "-whole", "test")(ctx, o)
}

// stress runs the tests that hammer primitives, again and again, with the race detector.
func stress(ctx context.Context, o *options) error {
	args := []string{"test", "-race", "-shuffle=on", "-run", "Hammer|Stress|Isolates", "-timeout", "2h"}
	packages := []string{"./bindings/...", "./runtime/...", "./tests/soak", "./tests/conformance/linearizability"}
	for began := time.Now(); ; {
		if err := call(ctx, "go", append(append(args, "-count=1"), packages...)...); err != nil || time.Since(began) > o.stress {
			return err
		}
	}
}

// target is where a package has a fuzz target.
var target = regexp.MustCompile(`(?m)^func (Fuzz\w+)\(`)

// fuzzing fuzzes every target of the module.
func fuzzing(ctx context.Context, o *options) error {
	const files = "{{.Dir}}\t{{.ImportPath}}{{range .TestGoFiles}}\t{{.}}{{end}}{{range .XTestGoFiles}}\t{{.}}{{end}}"
	out, err := exec.CommandContext(ctx, "go", "list", "-f", files, "./...").Output()
	if err != nil {
		return err
	}
	targets, failed := 0, []string(nil)
	for line := range strings.Lines(string(out)) {
		fields := strings.Split(strings.TrimSpace(line), "\t")
		for _, file := range fields[2:] {
			text, err := os.ReadFile(fields[0] + "/" + file)
			if err != nil {
				return err
			}
			for _, m := range target.FindAllSubmatch(text, -1) {
				name := string(m[1])
				targets++
				if err := call(ctx, "go", "test", "-run", "^$", "-fuzz", "^"+name+"$", "-fuzztime", o.fuzz.String(), fields[1]); err != nil {
					failed = append(failed, name)
				}
			}
		}
	}
	fmt.Fprintf(os.Stdout, "%d targets for %s each, %d failed\n", targets, o.fuzz, len(failed))
	if len(failed) > 0 {
		return fmt.Errorf("failed: %s", strings.Join(failed, ", "))
	}
	return nil
}
