package main

import (
	"strings"
	"testing"
)

func TestLongStacksAreShortened(t *testing.T) {
	call := "    at f (a.js:1:2)\n"
	for _, c := range []struct {
		calls, lines int
		more         bool
	}{{1, 1, false}, {maxCalls, maxCalls, false}, {maxCalls + 1, innerCalls + 1 + outerCalls, true}, {5000, innerCalls + 1 + outerCalls, true}} {
		text := "RangeError: too deep\n" + strings.Repeat(call, c.calls) + "  [cause]: Error: x\n" + call + "end"
		got := fewerCalls(text)
		if n := strings.Count(got, "\n") - 3; n != c.lines || strings.Contains(got, "more calls") != c.more {
			t.Errorf("%d calls are %d lines: %s", c.calls, n, got)
		}
		if !strings.HasPrefix(got, "RangeError: too deep\n"+call) || !strings.HasSuffix(got, call+"  [cause]: Error: x\n"+call+"end") {
			t.Errorf("%d calls: %s", c.calls, got)
		}
	}
}
