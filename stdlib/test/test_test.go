package test_test

import (
	"errors"
	"regexp"
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
		`test("a", { seed: "x" }, () => {})`, `explore("a")`, `explore("a", () => {}, { leaks: 1 })`, `explore("a", {}, () => {})`,
		`explore("a", () => {}, { leaks: "maybe" })`,
	} {
		_, err := runtimetest.Run(t, `import { explore, test } from "lariat:test"; `+call, stdlib.All()...)
		if err == nil || !strings.Contains(err.Error(), "TypeError") {
			t.Errorf("%s: %v", call, err)
		}
	}
}

// TestSchedulesAreExplored has programs that are right in the order in which things happen as a rule, and not in others.
func TestSchedulesAreExplored(t *testing.T) {
	text := `
		import { test, explore, assert } from "lariat:test";
		import { sleep } from "lariat:task";
		import { Mutex } from "lariat:lock";
		import { Channel } from "lariat:queue";
		async function hasty() {
			const a = new Mutex(), b = new Mutex();
			let ready = false;
			const first = async () => { using token = await a.lock(); ready = true; };
			const second = async () => { using token = await b.lock(); assert.ok(ready, "not ready"); };
			await Promise.all([first(), second()]);
		}
		test("hasty, as a rule", hasty);
		explore("hasty", hasty);
		async function careful() {
			const channel = new Channel(1), got = [];
			const send = async () => { for (let i = 0; i < 3; i++) await channel.send(i); channel.close(); };
			const receive = async () => { for await (const item of channel) { got.push(item); await sleep(1); } };
			await Promise.all([send(), receive()]);
			assert.deepEqual(got, [0, 1, 2]);
		}
		explore("careful", careful, { schedules: 300 });
		let runs = 0;
		explore("moody", () => { if (++runs === 3) throw new Error("once"); }, { seed: 40 });
		explore("alone", hasty, { seed: SEED, schedules: 1 });
		const orders = new Map();
		for (let i = 0; i < 2; i++) {
			explore("the same again", async () => {
				const m = new Mutex(), key = [i, runs++ % 50].join(), order = [];
				await Promise.all([1, 2, 3].map(async (n) => { await sleep(1); order.push(n); await m.with(() => order.push(-n)); order.push(10 * n); }));
				orders.set(key, order.join() + Math.random());
			}, { schedules: 50, seed: 1 });
		}
		test("all the same", () => {
			const [one, two] = [0, 1].map((i) => [...orders].filter(([key]) => key.startsWith(i + ",")).map(([, order]) => order));
			assert.deepEqual(one, two);
			assert.ok(new Set(one.map((order) => order.split("0.")[0])).size > 10, "all in one order");
		});`
	run := func(seed string) string {
		var out runtimetest.Output
		rt := runtimetest.New(t, &out, runtime.WithModules(stdlib.All()...))
		_ = rt.Eval(t.Context(), "schedules.test.js", strings.Replace(text, "SEED", seed, 1))
		return out.String()
	}
	out := run("0")
	seed := regexp.MustCompile(`not ok 2 - hasty\n  ---\n  schedule \d+ fails; it alone: \{ seed: (\d+), schedules: 1 \}\n`).FindStringSubmatch(out)
	if seed == nil {
		t.Fatalf("no order was found in which it fails\n%s", out)
	}
	out = run(seed[1])
	for _, want := range []string{
		"ok 1 - hasty, as a rule\n", "ok 3 - careful\n", "not ok 4 - moody\n  ---\n  schedule 3 (seed 42) has failed, and not when it was run again",
		"not ok 5 - alone\n  ---\n  schedule 1 fails; it alone: { seed: " + seed[1] + ", schedules: 1 }\n  AssertionError [ERR_ASSERTION]: not ready",
		"\nok 6 - the same again\nok 7 - the same again\nok 8 - all the same\n",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
}
