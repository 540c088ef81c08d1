package tests

import (
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// faultKinds are the kinds of fault that a program in one process may meet, each with the tests that fail when lariat no longer
// handles it: a file, and the name of a test in it, a function of Go or a text. Those of a cluster of processes are not here.
var faultKinds = [][]string{
	{
		"a script throws", "tests/hostile/scripts_test.go", `"in a timer"`, "stdlib/process/module_test.go", "TestAnErrorThatNobodyCaughtEndsTheProgram",
	},
	{"an unhandled rejection", "tests/hostile/scripts_test.go", `"a rejection"`, "tests/hostile/scripts_test.go", `"many rejections"`},
	{
		"a Go function panics", "runtime/bind/bind_test.go", "TestErrorsCrossAndPanicsAreContained",
		"runtime/loop/loop_test.go", "TestPanicInAJobLeavesTheLoopUsable",
	},
	{"the engine panics", "tests/hostile/scripts_test.go", `"the engine fails"`, "tests/conformance/goja_findings_test.go", "TestGojaFindings"},
	{"the stack of JavaScript overflows", "tests/hostile/scripts_test.go", `"a method that calls itself"`},
	{
		"natives recurse", "tests/hostile/scripts_test.go", `"natives that call each other"`,
		"tests/hostile/scripts_test.go", `"a prototype chain in a circle"`,
	},
	{
		"memory grows beyond its limit", "runtime/limits_test.go", "TestMemoryIsLimitedByProgram",
		"tests/hostile/limited_test.go", "TestLimitsOfTheCommand",
	},
	{"one huge allocation", "tests/hostile/scripts_test.go", `"buffers"`, "tests/hostile/limited_test.go", `"texts that double"`},
	{"a limit of time, in JavaScript", "runtime/limits_test.go", "TestTimeIsLimited", "runtime/lariat/limits_test.go", "TestTimeOfCallsIsLimited"},
	{
		"a limit of time, in a native", "runtime/lariat/limits_test.go", "TestAStuckRuntimeIsLeftBehind",
		"tests/hostile/limited_test.go", `"a regular expression"`,
	},
	{
		"an interrupt at a random point", "tests/soak/soak_test.go", "TestIsolatesEndedAnywhere",
		"tests/interrupt_test.go", "TestInterruptNeverSkipsFinally",
	},
	{"a cancellation of what is awaited", "tests/conformance/cancellation/cancellation_test.go", "TestPrograms"},
	{
		"closed while in use", "runtime/loop/loop_test.go", "TestCloseRacesWithRun",
		"runtime/lariat/hammer_test.go", "TestHammer", "tests/soak/soak_test.go", "TestNothingIsLeft",
	},
	{
		"a queue is full, a consumer slow", "bindings/worker/pool_test.go", "TestFullQueue",
		"stdlib/websocket/raw_test.go", "TestASlowScriptSlowsTheClientDown", "stdlib/http/hostile_test.go", "TestClientsThatAreSlow",
	},
	{
		"the clock jumps, delays are absurd", "runtime/loop/virtual_test.go", "TestVirtualTimeJumpsToTimers",
		"stdlib/timers/timers.test.js", "const delay of [1, 0, -5, NaN",
	},
	{
		"disks that are full, break or give little", "stdlib/fs/atomic_test.go", "TestAtomicWriteFailsAtEachStepWithoutATrace",
		"stdlib/process/module_test.go", "TestAWriteThatFailsTellsTheCode", "stdlib/fs/writer_test.go", "TestWriterFailureIsTold",
	},
	{
		"pipes, devices, files that vanish", "stdlib/fs/unix_test.go", "TestPipesAndDevicesAreRefusedWithoutBlocking",
		"stdlib/fs/change_test.go", "TestReadDirLeavesOutWhatVanishes",
	},
	{
		"connections refused, reset, stalled, half closed", "stdlib/fetch/fetch.test.js", "ECONNREFUSED",
		"stdlib/fetch/hostile_test.go", "TestServersThatReset", "stdlib/fetch/hostile_test.go", "TestServersThatStall",
		"stdlib/http/clients_test.go", "TestClientsThatSendOnlyHalf",
	},
}

// TestFaultKinds looks whether each test that stands for a kind of fault is there.
func TestFaultKinds(t *testing.T) {
	tr := openTree(t, root)
	tests := 0
	for i, kind := range faultKinds {
		if len(kind) < 3 || len(kind)%2 == 0 {
			t.Fatalf("%s: a kind has a file and a test, and perhaps more of both", kind[0])
		}
		for ; len(kind) > 1; kind = append(kind[:1:1], kind[3:]...) {
			tests++
			if file, name := kind[1], kind[2]; !named(tr.text(file), name) {
				t.Errorf("%d, %s: there is no %s in %s", i+1, kind[0], name, file)
			}
		}
	}
	t.Logf("%d kinds of fault, %d tests", len(faultKinds), tests)
}

// named reports whether a text has a test with a name.
func named(text, name string) bool {
	if regexp.MustCompile(`^Test\w+$`).MatchString(name) {
		name = "func " + name + "(t *testing.T)"
	}
	return strings.Contains(text, name)
}

// A table that is never wrong tells nothing.
func TestNamedTestsHaveToBeThere(t *testing.T) {
	for text, want := range map[string]bool{
		"func TestX(t *testing.T) {}": true, "func TestXY(t *testing.T) {}": false, "// TestX": false, "": false,
	} {
		if got := named(text, "TestX"); got != want {
			t.Error(strconv.Quote(text), got)
		}
	}
}
