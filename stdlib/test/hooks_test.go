package test_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/fault"
	"github.com/lariatjs/lariat/runtime/loop"
	"github.com/lariatjs/lariat/runtime/runtimetest"
	"github.com/lariatjs/lariat/stdlib"
)

// TestHooksThatFail looks at what becomes of the tests around which hooks fail, each in its way.
func TestHooksThatFail(t *testing.T) {
	clock := loop.NewVirtual(runtimetest.Epoch, true)
	out, code := evaluate(t, clock, `import { afterAll, afterEach, beforeAll, beforeEach, describe, test } from "lariat:test";
import { sleep } from "lariat:task";
const never = () => console.log("NEVER");
afterEach(() => console.log("outer"));
describe("each", () => {
  beforeEach(() => { throw new Error("early"); });
  beforeEach(never);
  afterEach(() => { throw new Error("late"); });
  test("a", never);
});
describe("all", () => {
  beforeAll(() => { throw new Error("none"); });
  afterAll(async () => { throw new Error("in the end"); });
  test("b", never);
  describe("in it", () => { beforeAll(never); test("c", never); });
});
describe("slow", () => { beforeEach(() => sleep("1h"), { timeout: "1s" }); test("d", never); });
describe("stuck", () => { afterEach(() => new Promise(() => {})); test("e", () => {}); });
describe("left", () => {
  beforeAll(() => { setInterval(() => {}, 1000); });
  test("f", (t) => { t.after(() => { throw new Error("after"); }); });
});
describe("must not", { leaks: "error" }, () => { beforeAll(() => { setInterval(() => {}, 1000); }); test("g", () => {}); });
`)
	if code != 1 || strings.Contains(out, "NEVER") || strings.Count(out, "outer\n") != 5 {
		t.Errorf("ended with %d\n%s", code, out)
	}
	for _, want := range []string{
		"not ok 1 - each > a\n  ---\n  in beforeEach (some.test.js:6:3):\n  Error: early\n      at some.test.js:6:28\n  \n  in afterEach (some.test.js:8:3):\n  Error: late",
		"not ok 2 - all > b\n  ---\n  in beforeAll (some.test.js:12:3):\n  Error: none", "not ok 3 - all > in it > c\n  ---\n  in beforeAll (some.test.js:12:3):",
		"not ok 4 - all afterAll\n  ---\n  in afterAll (some.test.js:13:3):\n  Error: in the end",
		"not ok 5 - slow > d", "the beforeEach hook timed out after 1000 ms", "not ok 6 - stuck > e",
		"the afterEach hook waits for something that can never happen", "not ok 7 - left > f\n  ---\n  in after (some.test.js:21:24):\n  Error: after",
		"# warning: left: the hooks left behind: interval (some.test.js:20:21)", "ok 8 - must not > g\nnot ok 9 - must not afterAll\n",
		"the hooks left behind: interval (some.test.js:23:68)", "1..9\n# tests 9\n# pass 1\n# fail 8\n# skipped 0\n",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
}

// TestWhatIsToldOnceIsNotALeakOfTheGroup has a test leave what is there at the end of its group, too.
func TestWhatIsToldOnceIsNotALeakOfTheGroup(t *testing.T) {
	out, _ := evaluate(t, loop.NewVirtual(runtimetest.Epoch, true), `import { beforeAll, describe, test } from "lariat:test";
		beforeAll(() => {});
		describe("in", () => {
			beforeAll(() => {});
			test("told", () => { setInterval(() => {}, 1000); });
			test("untold", { leaks: "off" }, () => { setInterval(() => {}, 1000); });
		});
	`)
	if strings.Count(out, "left behind") != 1 || !strings.Contains(out, "in > told: the test left behind") {
		t.Error(out)
	}
}

// TestACancelledRunTidiesUp cancels the program in the midst of a test.
func TestACancelledRunTidiesUp(t *testing.T) {
	for name, wait := range map[string]string{"a wait that hears of it": `sleep("1h")`, "a wait that does not": `new Promise((f) => setTimeout(f, 3_600_000))`} {
		t.Run(name, func(t *testing.T) {
			var out runtimetest.Output
			rt := runtimetest.New(t, &out, runtime.WithModules(stdlib.All()...))
			gone := fault.Aborted.New("called off")
			rt.Loop().Post(func() { rt.Loop().SetTimer(time.Second, false, func() { rt.Cancel(gone) }) })
			err := rt.Eval(t.Context(), "some.test.js", `
				import { afterAll, afterEach, describe, test } from "lariat:test";
				import { sleep } from "lariat:task";
				const slowly = (word) => async () => { await sleep(10); console.log(word); };
				afterAll(slowly("file"));
				describe("group", () => {
					afterAll(slowly("group"));
					afterEach(slowly("each"));
					test("runs", (t) => { t.after(slowly("after")); return `+wait+`; });
					test("does not run any more", () => console.log("NEVER"));
				});
			`)
			want := "after\neach\nTAP version 13\nnot ok 1 - group > runs\n"
			end := "group\nfile\nBail out! called off\n# tests 1\n# pass 0\n# fail 1\n# skipped 0\n"
			if got := out.String(); !errors.Is(err, fault.Aborted) || !strings.Contains(got, want) || !strings.HasSuffix(got, end) {
				t.Errorf("%v\n%s", err, got)
			}
		})
	}
}

// TestTopLevelAwaitBetweenTests has a file that is loaded in parts, in the midst of which nothing may begin.
func TestTopLevelAwaitBetweenTests(t *testing.T) {
	clocks(t, func(t *testing.T, clock loop.Clock) {
		out, code := evaluate(t, clock, `import { afterAll, beforeAll, beforeEach, describe, test } from "lariat:test";
const says = (word) => () => console.log(word);
beforeAll(says("first"));
afterAll(says("last"));
test("one", async () => { await 1; });
await new Promise((done) => setTimeout(done, 10));
beforeEach(says("each"));
describe("group", () => {
  beforeAll(says("in"));
  test("two", says("two"));
  afterAll(says("out"));
});
await import("node:path");
console.log("loaded");
setTimeout(() => test("three", says("three")), 0);
test("waits", () => new Promise((done) => setTimeout(done, 20)));
`)
		want := "loaded\nfirst\neach\nTAP version 13\nok 1 - one\nin\neach\ntwo\nok 2 - group > two\nout\neach\nok 3 - waits\neach\nthree\nok 4 - three\nlast\n1..4\n"
		if code != 0 || !strings.HasPrefix(out, want) {
			t.Errorf("ended with %d\n%s", code, out)
		}
	})
}

// TestATopLevelAwaitThatATestEnds looks at the files whose loading does not end before their tests run, or never does.
func TestATopLevelAwaitThatATestEnds(t *testing.T) {
	out, code := evaluate(t, loop.NewVirtual(runtimetest.Epoch, true), `import { test } from "lariat:test";
const { promise, resolve } = Promise.withResolvers();
test("ends it", () => resolve("ended"));
console.log(await promise);
`)
	if code != 0 || !strings.Contains(out, "ok 1 - ends it\n") || !strings.Contains(out, "ended\n") || strings.Count(out, "1..1\n") != 1 {
		t.Errorf("ended with %d\n%s", code, out)
	}
	var lost runtimetest.Output
	rt := runtimetest.New(t, &lost, runtime.WithModules(stdlib.All()...))
	err := rt.Eval(t.Context(), "some.test.js", `import { test } from "lariat:test"; test("runs", () => {}); await new Promise(() => {});`)
	if !errors.Is(err, fault.Unsettled) || !strings.Contains(lost.String(), "ok 1 - runs\n") {
		t.Errorf("%v\n%s", err, lost.String())
	}
	var broken runtimetest.Output
	rt = runtimetest.New(t, &broken, runtime.WithModules(stdlib.All()...))
	err = rt.Eval(t.Context(), "some.test.js", `import { test } from "lariat:test"; test("runs", () => console.log("NEVER")); await 1; throw new Error("broken");`)
	if err == nil || !strings.Contains(err.Error(), "broken") || strings.Contains(broken.String(), "NEVER") {
		t.Errorf("%v\n%s", err, broken.String())
	}
}
