//go:build linux

package fs

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/lariatjs/lariat/runtime/fault"
)

// recordedCalls are the failing calls of testdata/record.mjs, by their names there.
func recordedCalls(ctx context.Context, d *Disk) map[string]func() error {
	return map[string]func() error{
		"open missing":              func() error { return one(d.Open(ctx, "missing", "r", 0)) },
		"open file/below":           func() error { return one(d.Open(ctx, "file/below", "r", 0)) },
		"open loop":                 func() error { return one(d.Open(ctx, "loop", "r", 0)) },
		"open long":                 func() error { return one(d.Open(ctx, strings.Repeat("n", 300), "r", 0)) },
		"open empty":                func() error { return one(d.Open(ctx, "", "r", 0)) },
		"open exclusive":            func() error { return one(d.Open(ctx, "file", "wx", 0)) },
		"open folder for writing":   func() error { return one(d.Open(ctx, "folder", "w", 0)) },
		"rename missing":            func() error { return d.Rename(ctx, "missing", "other") },
		"rename folder over file":   func() error { return d.Rename(ctx, "folder", "file") },
		"link missing":              func() error { return d.Link(ctx, "missing", "other") },
		"symlink over file":         func() error { return d.Symlink(ctx, "target", "file") },
		"readlink file":             func() error { return one(d.Readlink(ctx, "file")) },
		"realpath missing":          func() error { return one(d.Realpath(ctx, "missing")) },
		"realpath loop":             func() error { return one(d.Realpath(ctx, "loop")) },
		"stat missing":              func() error { return one(d.Stat(ctx, "missing")) },
		"stat loop":                 func() error { return one(d.Stat(ctx, "loop")) },
		"lstat missing":             func() error { return one(d.LStat(ctx, "missing")) },
		"mkdir folder":              func() error { return one(d.Mkdir(ctx, "folder", 0, false)) },
		"mkdir below file":          func() error { return one(d.Mkdir(ctx, "file/below", 0, false)) },
		"mkdir missing/below":       func() error { return one(d.Mkdir(ctx, "missing/below", 0, false)) },
		"mkdir recursive over file": func() error { return one(d.Mkdir(ctx, "file", 0, true)) },
		"rmdir full":                func() error { return d.Rmdir(ctx, "folder") },
		"rmdir file":                func() error { return d.Rmdir(ctx, "file") },
		"rmdir missing":             func() error { return d.Rmdir(ctx, "missing") },
		"unlink missing":            func() error { return d.Unlink(ctx, "missing") },
		"unlink folder":             func() error { return d.Unlink(ctx, "folder") },
		"readdir missing":           func() error { return one(d.List(ctx, "missing", false)) },
		"readdir file":              func() error { return one(d.List(ctx, "file", true)) },
		"copy missing":              func() error { return d.Copy(ctx, "missing", "other", CopyOptions{}) },
		"copy exclusive":            func() error { return d.Copy(ctx, "file", "folder/inside", CopyOptions{Exclusive: true}) },
		"access missing":            func() error { return d.Access(ctx, "missing", 0) },
		"truncate missing":          func() error { return d.Truncate(ctx, "missing", 0) },
		"chmod missing":             func() error { return d.Chmod(ctx, "missing", 0) },
		"utimes missing":            func() error { return d.Utimes(ctx, "missing", time.Unix(0, 0), time.Unix(0, 0)) },
	}
}

// TestErrorsAreThoseOfNode makes the failures of testdata/record.mjs.
func TestErrorsAreThoseOfNode(t *testing.T) {
	b, err := os.ReadFile("testdata/node-errors.json")
	if err != nil {
		t.Fatal(err)
	}
	var recorded map[string]map[string]any
	if err := json.Unmarshal(b, &recorded); err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir())
	if err := errors.Join(os.Mkdir("folder", 0o755), os.WriteFile("folder/inside", []byte("x"), 0o644),
		os.WriteFile("file", []byte("x"), 0o644), os.Symlink("loop", "loop")); err != nil {
		t.Fatal(err)
	}
	for name, call := range recordedCalls(t.Context(), disk(t, Options{})) {
		want := recorded[name]
		delete(recorded, name)
		var e *fault.Error
		if err := call(); !errors.As(err, &e) {
			t.Errorf("%s: got %v", name, err)
			continue
		}
		got := fmt.Sprint(e.Message, e.Props["code"], e.Props["errno"], e.Props["syscall"], e.Props["path"], e.Props["dest"])
		node := fmt.Sprint(want["message"], want["code"], want["errno"], want["syscall"], want["path"], want["dest"])
		if got != node {
			t.Errorf("%s:\n  got %s\n Node %s", name, got, node)
		}
	}
	for name := range recorded {
		t.Error("recorded and not tried:", name)
	}
}
