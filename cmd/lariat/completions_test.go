package main

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/lariatjs/lariat/runtime/permit"
)

// TestRunFlagsComplete holds the flags that shells complete against those that there are.
func TestRunFlagsComplete(t *testing.T) {
	want := []string{"--allow-all", "--no-prompt", "--isolate", "--seed", "--trace", "--watch", "--help"}
	for _, k := range permit.Kinds() {
		want = append(want, "--allow-"+string(k), "--deny-"+string(k))
	}
	want = slices.AppendSeq(want, maps.Keys(new(program).limitFlags()))
	got := strings.Fields(runFlagNames)
	slices.Sort(want)
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("shells complete\n%s\nand there are\n%s", got, want)
	}
}
