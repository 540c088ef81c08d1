// Package runtimetest runs scripts inside Go tests. Run evaluates a piece of source in a fresh runtime in
// virtual time and returns what it printed; Files runs the *.test.js files beside a Go test, so that the
// JavaScript face of a module is tested where it stands. Both fail a test that leaves a timer, an
// operation or a goroutine behind.
package runtimetest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	goruntime "runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/loop"
	"github.com/lariatjs/lariat/runtime/permit"
)

// Epoch is when virtual time begins.
var Epoch = time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)

// limit ends a test that hangs in real time; virtual time never comes near it. With the race detector, on a machine that
// has other things to do, a file whose tests take seconds has taken more than a minute.
const limit = 5 * time.Minute

// Output is what a script wrote; it may be read while the script runs.
type Output struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

// Write appends p.
func (o *Output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.buf.Write(p)
}

// String returns everything so far.
func (o *Output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.buf.String()
}

// New makes a runtime in virtual time with the modules; it is closed when the test ends. Its scripts may do everything
// unless an option says otherwise.
func New(t testing.TB, out io.Writer, options ...runtime.Option) *runtime.Runtime {
	t.Helper()
	clock := loop.NewVirtual(Epoch, true)
	all := append([]runtime.Option{
		runtime.WithClock(clock), runtime.WithStdio(strings.NewReader(""), out, out), runtime.WithPermissions(permit.Everything()),
	}, options...)
	rt, err := runtime.New(all...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = rt.Close() })
	return rt
}

// Run evaluates source as an ES module and returns its output and the error that ended it.
func Run(t testing.TB, source string, modules ...runtime.Module) (string, error) {
	t.Helper()
	var out Output
	rt := New(t, &out, runtime.WithModules(modules...))
	ctx, cancel := context.WithTimeout(t.Context(), limit)
	defer cancel()
	err := rt.Eval(ctx, "script.js", source)
	if alive := rt.Loop().Alive(); err == nil && len(alive) > 0 {
		err = fmt.Errorf("the script left %v behind", alive)
	}
	return out.String(), err
}

// Expect is Run for a script that must end well with exactly this output, apart from space around it.
func Expect(t testing.TB, source, want string, modules ...runtime.Module) {
	t.Helper()
	got, err := Run(t, source, modules...)
	if err != nil {
		t.Errorf("%v\noutput:\n%s", Describe(err), got)
		return
	}
	if strings.TrimSpace(got) != strings.TrimSpace(want) {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
}

// Describe returns an error with its stack, if it came out of a script.
func Describe(err error) string {
	var js *runtime.JSError
	if errors.As(err, &js) {
		return js.Text
	}
	return err.Error()
}

// Files runs every *.test.js and *.test.ts of the current folder, each in a runtime of its own. The
// modules must include "lariat:test".
func Files(t *testing.T, modules ...runtime.Module) {
	t.Helper()
	var files []string
	for _, pattern := range []string{"*.test.js", "*.test.ts"} {
		found, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, found...)
	}
	if len(files) == 0 {
		t.Fatal("no *.test.js file here")
	}
	for _, file := range files {
		t.Run(file, func(t *testing.T) { runFile(t, file, modules) })
	}
}

func runFile(t *testing.T, file string, modules []runtime.Module) {
	before := goruntime.NumGoroutine()
	var out Output
	rt := New(t, &out, runtime.WithModules(modules...), runtime.WithEnv(map[string]string{"LARIAT_TEST_LEAKS": "error"}))
	ctx, cancel := context.WithTimeout(t.Context(), limit)
	defer cancel()
	err := rt.Run(ctx, file)
	switch {
	case err != nil:
		t.Errorf("%s\n%s", out.String(), Describe(err))
	case !strings.Contains(out.String(), "\n# pass "):
		t.Errorf("%s ran no test:\n%s", file, out.String())
	default:
		if testing.Verbose() {
			fmt.Fprint(os.Stdout, out.String())
		}
	}
	if err := rt.Close(); err != nil {
		t.Error(err)
	}
	if left := settle(before); left > 0 {
		buf := make([]byte, 1<<20)
		t.Errorf("%d goroutines left:\n%s", left, buf[:goruntime.Stack(buf, true)])
	}
}

// settle gives goroutines that are on their way out the chance to end: on a busy machine that may take
// more than a moment.
func settle(before int) int {
	for late := time.Now().Add(10 * time.Second); time.Now().Before(late); goruntime.Gosched() {
		if left := goruntime.NumGoroutine() - before; left <= 0 {
			return 0
		}
	}
	return goruntime.NumGoroutine() - before
}
