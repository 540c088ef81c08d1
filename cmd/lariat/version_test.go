package main

import (
	"runtime/debug"
	"strings"
	"testing"
)

func TestABuildSaysWhatIsKnown(t *testing.T) {
	known := &debug.BuildInfo{
		GoVersion: "go1.26.0", Main: debug.Module{Version: "v1.2.3"},
		Deps:     []*debug.Module{{Path: "other", Version: "v9"}, {Path: engine, Version: "v0.1", Replace: &debug.Module{Path: "fork", Version: "v0.2"}}},
		Settings: []debug.BuildSetting{{Key: "vcs.revision", Value: "0123456789ab"}, {Key: "vcs.time", Value: "2026-01-02T03:04:05Z"}, {Key: "vcs.modified", Value: "true"}},
	}
	b := buildOf(known)
	lines := strings.Split(b.String(), "\n")
	want := []string{"lariat v1.2.3 go1.26.0 " + b.Platform, "commit 0123456789ab of 2026-01-02T03:04:05Z, modified since", "goja v0.2", ""}
	for i := range want {
		if lines[i] != want[i] {
			t.Errorf("line %d is %q, want %q", i, lines[i], want[i])
		}
	}
	if b.short() != "lariat v1.2.3 go1.26.0" {
		t.Error(b.short())
	}
	if got := buildOf(&debug.BuildInfo{GoVersion: "go1.26.0"}).String(); !strings.HasPrefix(got, "lariat (devel) go1.26.0 ") || !strings.HasSuffix(got, "\ncommit unknown\n") {
		t.Error(got)
	}
}
