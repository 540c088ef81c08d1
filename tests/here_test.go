package tests

import (
	"context"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/loop"
	"github.com/lariatjs/lariat/runtime/permit"
	"github.com/lariatjs/lariat/runtime/runtimetest"
	"github.com/lariatjs/lariat/stdlib"
)

// ofTheProcess is what an example has when it is about its process, or about another one that runs the same command: it
// needs one to itself.
var ofTheProcess = regexp.MustCompile(`process\.(exit|exitCode|chdir|kill|execPath|on|once|stdin|memoryUsage|cpuUsage)\b|` +
	`node:child_process|isolation: "process"|loop\.exit`)

// ofTheProcessor is what an example has when it keeps a processor busy until some time has passed, or measures that: virtual
// time stands meanwhile.
var ofTheProcessor = regexp.MustCompile(`for \(.*;\)|eventLoopUtilization`)

// runHere runs a block of a manual as runExample does, but in a program of its own in this process: to start a process takes
// ten times as long, twenty with the race detector, and there are hundreds of them. Its time is virtual, so that which of two
// timers is first does not depend on what else the machine does.
func runHere(t *testing.T, e example) string {
	t.Helper()
	dir := t.TempDir()
	name, clock := "example", loop.Clock(loop.NewVirtual(time.Now(), true))
	if isTest(e) {
		name = "example.test"
	}
	if ofTheProcessor.MatchString(e.source) {
		clock = loop.Real()
	}
	file := filepath.Join(dir, name+e.ext)
	if err := os.WriteFile(file, []byte(e.source), 0o644); err != nil {
		t.Fatal(err)
	}
	env := map[string]string{"NO_COLOR": "1", "TZ": "UTC"}
	for _, pair := range os.Environ() {
		if name, value, ok := strings.Cut(pair, "="); ok && name != "" && env[name] == "" {
			env[name] = value
		}
	}
	var stdout, stderr runtimetest.Output
	rt, err := runtime.New(
		runtime.WithModules(stdlib.All()...), runtime.WithDir(dir), runtime.WithClock(clock), runtime.WithEnv(env),
		runtime.WithStdio(strings.NewReader(""), &stdout, &stderr), runtime.WithArgs("lariat", file),
		runtime.WithCache(filepath.Join(binDir, "cache")),
		runtime.WithPermissions(permit.Everything()), // a manual is about what a module can do
	)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), exampleTime)
	defer cancel()
	stop := context.AfterFunc(ctx, func() { // a script in a loop without end does not hear of its scope
		time.AfterFunc(time.Second, func() { rt.Interrupt(context.Cause(ctx)) })
	})
	err = rt.Run(ctx, file)
	stop()
	if closed := rt.Close(); err == nil {
		err = closed
	}
	switch {
	case ctx.Err() != nil:
		return "it did not end in " + exampleTime.String() + "\n" + stdout.String() + stderr.String()
	case err != nil:
		return runtimetest.Describe(err) + "\n" + stdout.String() + stderr.String()
	case !e.prints(stdout.String()):
		return "it printed\n" + stdout.String() + "instead of\n" + e.output + stderr.String()
	}
	return ""
}

// file is where the example stands.
func (e example) file() string {
	file, _, _ := strings.Cut(e.name, ":")
	return file
}

// isTest reports whether an example is for virtual time.
func isTest(e example) bool { return strings.Contains(e.source, `"lariat:test"`) }
