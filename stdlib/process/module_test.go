package process_test

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"syscall"
	"testing"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/fault"
	"github.com/lariatjs/lariat/runtime/runtimetest"
	"github.com/lariatjs/lariat/stdlib"
)

func TestFiles(t *testing.T) { runtimetest.Files(t, stdlib.All()...) }

// program runs a script with an input to its end. It returns what it printed, both streams together.
func program(t *testing.T, input io.Reader, source string) (string, error) {
	t.Helper()
	var out runtimetest.Output
	rt := runtimetest.New(t, &out, runtime.WithModules(stdlib.All()...), runtime.WithStdio(input, &out, &out),
		runtime.WithArgs("/bin/lariat", "/script.js", "-v", "x"), runtime.WithEnv(map[string]string{"HOME": "/home/ada", "EMPTY": ""}))
	err := rt.Eval(t.Context(), "script.js", source)
	return strings.TrimSpace(out.String()), err
}

// ends are programs with what they print and the code that they end with.
var ends = []struct {
	name, source, want string
	code               int
}{
	{"exit", `process.on("exit", (c) => console.log("exit", c, process.exitCode)); process.exit(3); console.log("no");`, "exit 3 3", 3},
	{"exit of nothing", `process.exit()`, "", 0},
	{"exit of text", `process.exit("7")`, "", 7},
	{"exit stops everything", `
		queueMicrotask(() => console.log("no")); setTimeout(() => console.log("no"), 0);
		try { process.exit(1) } finally { console.log("no") }`, "", 1},
	{"exit in a callback", `setTimeout(() => { process.exit(2) }, 5); await new Promise(() => {})`, "", 2},
	{"exitCode", `process.exitCode = 4; process.on("exit", (c) => console.log(c))`, "4", 4},
	{"a listener of exit has the last word", `process.on("exit", () => { process.exitCode = 5 })`, "", 5},
	{"exit within exit", `process.on("exit", (c) => { console.log(c); process.exit(6) }); process.exit(1)`, "1", 6},
	{"exit with zero within exit", `process.on("exit", () => process.exit(0)); process.exitCode = 3`, "", 0},
	{"exit with zero within exit of an error", `process.on("exit", () => process.exit(0)); process.exit(5)`, "", 0},
	{"exit uses exitCode", `process.exitCode = 9; process.exit()`, "", 9},
	{"reallyExit", `process.on("exit", () => console.log("exit")); process.reallyExit(8)`, "exit", 8},
	{"beforeExit", `
		let n = 0;
		process.on("beforeExit", (c) => { console.log("before", c); if (n++ < 2) setTimeout(() => console.log("more"), 10) });
		process.on("exit", () => console.log("exit"));`, "before 0\nmore\nbefore 0\nmore\nbefore 0\nexit", 0},
	{"no beforeExit at exit", `process.on("beforeExit", () => console.log("before")); process.exit(0)`, "", 0},
	{
		"uncaughtException", `
		process.on("uncaughtException", (e, origin) => console.log(e.message, origin));
		setTimeout(() => { throw new Error("one") }, 1); setTimeout(() => console.log("goes on"), 2);`,
		"one uncaughtException\ngoes on", 0,
	},
	{
		"rejections without a listener of their own", `
		process.on("uncaughtException", (e, origin) => console.log(e.code ?? e.message, e.name, origin));
		Promise.reject(new Error("two")); Promise.reject(3);`,
		"two Error unhandledRejection\nERR_UNHANDLED_REJECTION UnhandledPromiseRejection unhandledRejection", 0,
	},
	{"unhandledRejection", `
		process.on("unhandledRejection", (r, p) => { console.log(r, p === promise); setTimeout(() => p.catch(() => {}), 1) });
		process.on("rejectionHandled", (p) => console.log("handled", p === promise));
		const promise = Promise.reject(7);`, "7 true\nhandled true", 0},
	{"a callback for exceptions", `
		process.setUncaughtExceptionCaptureCallback((e) => console.log("captured", e));
		process.on("uncaughtException", () => console.log("no"));
		console.log(process.hasUncaughtExceptionCaptureCallback());
		setTimeout(() => { throw 5 }, 1)`, "true\ncaptured 5", 0},
	{
		"warnings", `
		process.emitWarning("careful"); process.emitWarning("old", "DeprecationWarning", "DEP1");
		process.emitWarning("x", { type: "Custom", code: "C", detail: "more" });
		process.on("warning", (w) => console.log("heard", w.name));
		await null; process.noDeprecation = true; process.emitWarning("no", "DeprecationWarning")`,
		"(lariat:PID) Warning: careful\nheard Warning\n(lariat:PID) [DEP1] DeprecationWarning: old\nheard DeprecationWarning\n" +
			"(lariat:PID) [C] Custom: x\nmore\nheard Custom", 0,
	},
}

func TestEndsOfAProgram(t *testing.T) {
	for _, e := range ends {
		t.Run(e.name, func(t *testing.T) {
			got, err := program(t, nil, e.source)
			code := 0
			var exit *runtime.ExitError
			if errors.As(err, &exit) {
				code, err = exit.Code, nil
			}
			if err != nil {
				t.Errorf("%s", runtimetest.Describe(err))
			}
			got = strings.ReplaceAll(got, fmt.Sprintf("lariat:%d", pid()), "lariat:PID")
			if got != e.want || code != e.code {
				t.Errorf("got code %d and:\n%s\nwant %d and:\n%s", code, got, e.code, e.want)
			}
		})
	}
}

func TestAnErrorThatNobodyCaughtEndsTheProgram(t *testing.T) {
	got, err := program(t, nil, `
		process.on("uncaughtExceptionMonitor", (e, origin) => console.log("seen", e.message, origin));
		process.on("exit", (c) => console.log("exit", c, process.exitCode));
		setTimeout(() => { throw new RangeError("too far") }, 1)`)
	var js *runtime.JSError
	if !errors.As(err, &js) || js.Name != "RangeError" || got != "seen too far uncaughtException\nexit 1 1" {
		t.Errorf("%q, %v", got, err)
	}
	if got, err = program(t, nil, `process.on("uncaughtException", () => { throw new Error("worse") }); setTimeout(() => { throw 1 }, 1)`); err == nil ||
		!strings.Contains(err.Error(), "worse") {
		t.Errorf("%q, %v", got, err)
	}
}

func TestAProgramThatNeverSettlesEndsWith13(t *testing.T) {
	got, err := program(t, nil, `process.on("beforeExit", () => console.log("no")); process.on("exit", (c) => console.log(c)); await new Promise(() => {})`)
	if !errors.Is(err, fault.Unsettled) || got != "13" {
		t.Errorf("%q, %v", got, err)
	}
}

func TestSignalsBelongToWhoeverListens(t *testing.T) {
	var out runtimetest.Output
	rt := runtimetest.New(t, &out, runtime.WithModules(stdlib.All()...))
	send := func(name string) (taken bool) {
		t.Helper()
		if err := rt.Do(t.Context(), func(*goja.Runtime) error {
			hook := rt.Hooks().Signal
			taken = hook != nil && hook(name)
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		return taken
	}
	if send("SIGINT") {
		t.Error("taken by nobody")
	}
	if err := rt.Eval(t.Context(), "a.js", `process.on("SIGINT", (name, number) => console.log(name, number))`); err != nil {
		t.Fatal(err)
	}
	if !send("SIGINT") || send("SIGTERM") || out.String() != "SIGINT 2\n" {
		t.Errorf("%q", out.String())
	}
}

func TestHooksThatWereThereGoOn(t *testing.T) {
	var out, calls runtimetest.Output
	rt := runtimetest.New(t, &out, runtime.WithModules(stdlib.All()...))
	h := rt.Hooks()
	h.Idle = func() { fmt.Fprint(&calls, "idle ") }
	h.Exit = func(code int) { fmt.Fprint(&calls, "exit ", code, " ") }
	h.Uncaught = func(_ goja.Value, origin string) bool { fmt.Fprint(&calls, origin, " "); return true }
	h.Rejection = func(goja.Value, goja.Value) bool { fmt.Fprint(&calls, "rejection "); return true }
	h.RejectionHandled = func(goja.Value) { fmt.Fprint(&calls, "handled ") }
	h.Signal = func(name string) bool { fmt.Fprint(&calls, name, " "); return true }
	err := rt.Eval(t.Context(), "a.js", `
		process.on("beforeExit", () => console.log("before"));
		setTimeout(() => { throw 1 }, 1);
		const p = Promise.reject(2);
		setTimeout(() => p.catch(() => {}), 2)`)
	if err != nil {
		t.Fatal(err)
	}
	h.Signal("SIGTERM")
	if calls.String() != "rejection uncaughtException handled idle exit 0 SIGTERM " || out.String() != "before\n" {
		t.Errorf("%q, %q", calls.String(), out.String())
	}
}

// fullDisk is a stream that can take no more.
type fullDisk struct{}

func (fullDisk) Write([]byte) (int, error) {
	return 0, &os.PathError{Op: "write", Path: "/dev/stdout", Err: syscall.ENOSPC}
}

func TestAWriteThatFailsTellsTheCode(t *testing.T) {
	var out runtimetest.Output
	rt := runtimetest.New(t, &out, runtime.WithModules(stdlib.All()...), runtime.WithStdio(nil, fullDisk{}, &out))
	err := rt.Eval(t.Context(), "full.js", `
		const tell = (how) => (e) => console.error(how, e.message, e.code, e.syscall, e.errno < 0);
		process.stdout.on("error", tell("event"));
		process.stdout.write("x", tell("callback"));
		console.log("y");`)
	if err != nil {
		t.Fatal(err)
	}
	want := "callback ENOSPC: no space left on device, write ENOSPC write true\n" +
		"event ENOSPC: no space left on device, write ENOSPC write true\n"
	if got := out.String(); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}
