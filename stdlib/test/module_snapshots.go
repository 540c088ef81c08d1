package test

import (
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strings"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/fault"
	"github.com/lariatjs/lariat/runtime/inspect"
	"github.com/lariatjs/lariat/runtime/permit"
)

// snapshotFolder is where the snapshots lie, beside the test file.
const snapshotFolder = "__snapshots__"

// shelf is the file of the snapshots of the program. Files are reached as scripts reach them, with their permissions.
type shelf struct {
	*snapshots
	test, file string
	files      *goja.Object // node:fs
}

// call calls a function of node:fs.
func (s *shelf) call(r *runner, name string, args ...any) (goja.Value, error) {
	values := make([]goja.Value, len(args))
	for i, arg := range args {
		values[i] = bind.ToValue(r.rt, arg)
	}
	return r.rt.Call(s.files.Get(name), s.files, values...)
}

// snapshotFile is where the snapshots of the program are, "" if it lies in no file.
func (r *runner) snapshotFile() string {
	entry := r.rt.Loader().Entry()
	if entry == "" {
		return ""
	}
	dir, base := filepath.Split(entry)
	return filepath.Join(dir, snapshotFolder, base+".snap")
}

// openShelf reads the snapshots of the program, once.
func (r *runner) openShelf() (*shelf, error) {
	if r.shelf != nil {
		return r.shelf, nil
	}
	file := r.snapshotFile()
	if file == "" {
		return nil, fault.Type.New("TestContext.snapshot: the program lies in no file beside which snapshots could be kept")
	}
	files, err := r.rt.Exports("node:fs")
	if err != nil {
		return nil, err
	}
	s := &shelf{test: strings.TrimSuffix(filepath.Base(file), ".snap"), file: file, files: files}
	there, err := s.call(r, "existsSync", s.file)
	if err != nil {
		return nil, err
	}
	text := ""
	if there.ToBoolean() {
		v, err := s.call(r, "readFileSync", s.file, "utf8")
		if err != nil {
			return nil, err
		}
		text = v.String()
	}
	if s.snapshots, err = parseSnapshots(text); err != nil {
		return nil, fault.Syntax.New("%s: %w", s.file, err)
	}
	r.shelf = s
	return s, nil
}

// snapshot is t.snapshot(value, hint).
func (t *testContext) snapshot(c *bind.Call) (any, error) {
	if t.entry == nil {
		return nil, fault.Type.New("%s: a hook around a whole group has no test whose snapshot it could take", c.Name())
	}
	name := t.entry.name
	if c.Has(1) {
		name += ": " + c.String(1, "hint")
	}
	s, err := t.r.openShelf()
	if err != nil {
		return nil, err
	}
	text := t.r.pictured(c.Value(0))
	key, before, v := s.take(name, text, t.r.mode)
	switch v {
	case different:
		return nil, t.r.mismatch(fmt.Sprintf("%q is not as its snapshot; if it is right, run lariat test --update", key), text, &before)
	case unstable:
		return nil, t.r.mismatch(fmt.Sprintf("%q is not as when this run has taken its snapshot: it must be the same each time", key),
			text, &before)
	case unknown:
		return nil, t.r.mismatch(fmt.Sprintf("%q has no snapshot yet, and none is written in CI: run lariat test and commit %s",
			key, snapshotFolder), text, nil)
	}
	return nil, nil
}

// recount has a test that runs again ask for the same snapshots again.
func (r *runner) recount(e *entry) {
	switch {
	case e.counts != nil:
	case r.shelf == nil:
		e.counts = map[string]int{}
	default:
		e.counts = maps.Clone(r.shelf.counts)
	}
	if r.shelf != nil {
		r.shelf.counts = maps.Clone(e.counts)
	}
}

// pictured writes a value so that it is the same in each run, and can be compared line by line. The stacks of errors are not:
// they change with lines that have nothing to do with it.
func (r *runner) pictured(v goja.Value) string {
	if text, ok := v.(goja.String); ok {
		return `"` + text.String() + `"`
	}
	o := r.rt.Inspector().Defaults
	o.Depth, o.MaxArrayLength, o.MaxStringLength = inspect.Unlimited, inspect.Unlimited, inspect.Unlimited
	o.Compact, o.Sorted = 0, true
	clean := o.Stack
	o.Stack = func(stack string) string {
		head, _, _ := strings.Cut(clean(stack), "\n    at ")
		return head
	}
	return r.rt.Inspector().Text(v, o)
}

// mismatch is the AssertionError of two texts, or of one that has no other.
func (r *runner) mismatch(message, actual string, expected *string) error {
	class, ok := bind.Need(r.rt, "node:assert").Get("AssertionError").(*goja.Object)
	if !ok {
		return fault.Type.New("%s", message)
	}
	o := r.rt.VM().NewObject()
	for name, text := range map[string]string{"message": message, "actual": actual, "operator": "snapshot"} {
		_ = o.Set(name, text)
	}
	if expected != nil {
		_ = o.Set("expected", *expected)
	}
	v, err := r.rt.VM().New(class, o)
	if err != nil {
		return err
	}
	return r.rt.Thrown(v)
}

// keepSnapshots ends the account of the snapshots: obsolete ones are told of, or removed, and what has changed is written.
func (r *runner) keepSnapshots() error {
	if r.shelf == nil {
		file := r.snapshotFile()
		if file == "" || r.rt.Permissions().Read(permit.Quietly(context.Background()), file) != nil {
			return nil
		}
		if _, err := os.Stat(file); err != nil {
			return nil
		}
		if _, err := r.openShelf(); err != nil {
			return err
		}
	}
	s := r.shelf
	keys := s.obsolete(r.suite.spared())
	if r.mode == updateAll {
		s.remove(keys)
		keys = nil
	}
	for _, key := range keys {
		r.suite.warn(fmt.Sprintf("no test asks for the snapshot %q any more; lariat test --update removes it", key))
	}
	if !s.changed() {
		return nil
	}
	if err := r.write(s); err != nil {
		return err
	}
	r.suite.comment(fmt.Sprintf("snapshots: %d written, %d updated, %d removed", s.added, s.updated, s.removed))
	return nil
}

// write puts a new file in the place of the old one, or removes it when nothing is left.
func (r *runner) write(s *shelf) error {
	dir, temp := filepath.Dir(s.file), fmt.Sprintf("%s.%d.tmp", s.file, os.Getpid())
	if len(s.texts) == 0 {
		if _, err := s.call(r, "unlinkSync", s.file); err != nil {
			return err
		}
		_, _ = s.call(r, "rmdirSync", dir) // others may be in it
		return nil
	}
	recursive := r.rt.VM().NewObject()
	_ = recursive.Set("recursive", true)
	if _, err := s.call(r, "mkdirSync", dir, recursive); err != nil {
		return err
	}
	if _, err := s.call(r, "writeFileSync", temp, s.format(s.test)); err != nil {
		return err
	}
	_, err := s.call(r, "renameSync", temp, s.file)
	if err != nil {
		_, _ = s.call(r, "unlinkSync", temp)
	}
	return err
}
