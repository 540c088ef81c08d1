package test_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/lariatjs/lariat/runtime/loop"
	"github.com/lariatjs/lariat/runtime/runtimetest"
	stdtest "github.com/lariatjs/lariat/stdlib/test"
)

// TestFailuresAreFitForReading looks at what is told of values that are long, or differ where one does not see it.
func TestFailuresAreFitForReading(t *testing.T) {
	out, _ := evaluate(t, loop.NewVirtual(runtimetest.Epoch, true), `import { assert, test } from "lariat:test";
const text = "abcdefghij".repeat(500), other = text.slice(0, 3000) + "X" + text.slice(3001);
const lines = Array.from({ length: 300 }, (_, i) => "line " + i).join("\n");
const list = Array.from({ length: 3000 }, (_, i) => i);
test("texts", () => assert.equal(text, other));
test("lines", () => assert.equal(lines, lines.replace("150", "one-fifty")));
test("deep", () => assert.deepEqual({ a: { key: text } }, { a: { key: other } }));
test("map", () => assert.deepEqual(new Map([["a", { b: 1 }]]), new Map([["a", { b: 2 }]])));
test("set", () => assert.deepEqual(new Set([1, 2]), new Set([1, 3])));
test("bytes", () => assert.deepEqual(new Uint8Array(3000), new Uint8Array(3000).fill(7, 2000, 2001)));
test("inserted", () => assert.deepEqual(list, list.toSpliced(1500, 0, -1)));
test("all other", () => assert.deepEqual(list, list.map((i) => -i - 1)));
test("errors", () => assert.deepEqual(new Error("e", { cause: "mine" }), new Error("e", { cause: "yours" })));
test("own words", () => assert.deepEqual([1], [2], "own words"));
test("no error", () => assert.throws(() => {}));
test("no rejection", () => assert.rejects(async () => {}));
test("long", () => { throw new Error("x".repeat(5000) + "\n" + "y\n".repeat(1000)); });
`)
	if n := strings.Count(out, "\nnot ok "); n != 13 || len(out) > 40<<10 {
		t.Errorf("%d tests have failed, %d bytes are told\n%s", n, len(out), out)
	}
	for _, want := range []string{
		"The texts differ from index 3000 on; they are 5000 and 5000 characters long.\n      at some.test.js:5",
		"\n  + 'abcdefghijabcdefgh ... abcdefghijabcdefghij",
		"index 1245 on, in line 151, column 6; they are 2589 and 2595 characters long.",
		"\n  +     key: 'abcdefghi ... ",
		"\n  +     b: 1\n  -     b: 2\n", "\n    Set(2) {\n      1,\n  +   2\n  -   3\n", "\n  +   0,\n  -   7,\n", "\n  -   -1,\n",
		"[cause]: 'mine'", "[cause]: 'yours'", "own words\n  + actual - expected\n", "Missing expected exception.\n      at some.test.js:15",
		"Missing expected rejection.", "x... 4807 more characters\n", "more lines ...\n",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
	if strings.Contains(out, "generatedMessage") {
		t.Error("what only programs want to know is told")
	}
	for _, line := range strings.Split(out, "\n") {
		if len(line) > 260 {
			t.Errorf("a line of %d bytes: %s", len(line), line)
		}
	}
}

func TestAbridgeLeavesWhatIsShort(t *testing.T) {
	for _, text := range []string{"", "a\n\nb", "+ 1\n- 2\n  ^\n  x", "+ 1\n+ 2\n- 3\nz", "- 1", strings.Repeat("ü", 200)} {
		if got := stdtest.Abridge(text); got != text {
			t.Errorf("%q is %q", text, got)
		}
	}
	long := strings.Repeat("ü", 300)
	if got, want := stdtest.Abridge("+ "+long+"a\n- "+long+"b\n  ^\nrest"), fmt.Sprintf("+ %s ... %sa\n- %[1]s ... %[2]sb\n%s^\nrest",
		strings.Repeat("ü", 19), strings.Repeat("ü", 50), strings.Repeat(" ", 76)); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}
