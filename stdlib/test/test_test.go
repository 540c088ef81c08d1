package test_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/runtimetest"
	"github.com/lariatjs/lariat/stdlib"
)

func TestFiles(t *testing.T) { runtimetest.Files(t, stdlib.All()...) }

// TestFailuresAreReported looks at what a file with every kind of trouble prints.
func TestFailuresAreReported(t *testing.T) {
	var out runtimetest.Output
	rt := runtimetest.New(t, &out, runtime.WithModules(stdlib.All()...))
	err := rt.Eval(t.Context(), "trouble.test.js", `
		import { test, assert } from "lariat:test";
		import { sleep } from "lariat:task";
		import { Mutex } from "lariat:lock";
		test("well", () => {});
		test("throws", () => { throw new RangeError("out") });
		test("rejects in a step", (t) => t.step("second part", async () => { assert.equal(1, 2) }));
		test("too slow", { timeout: "1s" }, () => sleep("1h"));
		test("never settles", () => new Promise(() => {}));
		test("deadlock", async () => { const m = new Mutex({ name: "m" }); await m.lock(); await m.lock(); });
		test("leaves a timer", { leaks: "error" }, () => { setTimeout(() => {}, "1e6") });
		test("leaves a timer, but may", { leaks: "off" }, () => { setTimeout(() => {}, 1) });
		test("not now", { skip: true }, () => { throw 1 });
		let runs = 0;
		test("fails at the third time", { repeat: 5 }, () => assert.ok(++runs < 3));
	`)
	var exit *runtime.ExitError
	if !errors.As(err, &exit) || exit.Code != 1 {
		t.Errorf("ended with %v", err)
	}
	for _, want := range []string{
		"TAP version 13\nok 1 - well\n", "not ok 2 - throws\n  ---\n  RangeError: out", "not ok 3 - rejects in a step", "second part:",
		"not ok 4 - too slow", "the test timed out after 1000 ms", "not ok 5 - never settles", "that can never happen",
		"not ok 6 - deadlock", `waits for Mutex "m"`, "not ok 7 - leaves a timer", "left behind", "ok 8 - leaves a timer, but may",
		"ok 9 - not now # SKIP", "not ok 10 - fails at the third time", "1..10\n# tests 10\n# pass 2\n# fail 7\n# skipped 1\n",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("no %q in\n%s", want, out.String())
		}
	}
}

func TestOnlyLeavesOutTheOthers(t *testing.T) {
	got, err := runtimetest.Run(t, `
		import { test } from "lariat:test";
		test("a", () => { throw 1 });
		test("b", { only: true }, () => {});
	`, stdlib.All()...)
	if err != nil || !strings.Contains(got, "ok 1 - a # SKIP\nok 2 - b\n1..2\n") {
		t.Errorf("%v\n%s", err, got)
	}
}

func TestOptionsAreChecked(t *testing.T) {
	for _, call := range []string{
		`test("a")`, `test("a", 5)`, `test(5, () => {})`, `test("a", { leaks: "maybe" }, () => {})`,
		`test("a", { seed: "x" }, () => {})`,
	} {
		_, err := runtimetest.Run(t, `import { test } from "lariat:test"; `+call, stdlib.All()...)
		if err == nil || !strings.Contains(err.Error(), "TypeError") {
			t.Errorf("%s: %v", call, err)
		}
	}
}
