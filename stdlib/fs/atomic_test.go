package fs

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"syscall"
	"testing"
)

var errInjected = syscall.EIO

// faulty is a tree in which the n-th step fails: opening, writing, changing the mode, syncing,
// closing, renaming. With cancel set the step works but the context dies with it.
type faulty struct {
	tree
	failAt int
	steps  *[]string
	cancel func()
}

func (f faulty) step(name string) error {
	*f.steps = append(*f.steps, name)
	if len(*f.steps) != f.failAt {
		return nil
	}
	if f.cancel != nil {
		f.cancel()
		return nil
	}
	return errInjected
}

func (f faulty) open(name string, flag int, perm os.FileMode) (handle, error) {
	if flag&os.O_CREATE == 0 {
		return f.tree.open(name, flag, perm)
	}
	if err := f.step("open"); err != nil {
		return nil, err
	}
	h, err := f.tree.open(name, flag, perm)
	return faultyHandle{h, f}, err
}

func (f faulty) rename(from, to string) error {
	if err := f.step("rename"); err != nil {
		return err
	}
	return f.tree.rename(from, to)
}

type faultyHandle struct {
	handle
	f faulty
}

func (h faultyHandle) Write(b []byte) (int, error) {
	if err := h.f.step("write"); err != nil {
		n, _ := h.handle.Write(b[:len(b)/2])
		return n, err
	}
	return h.handle.Write(b)
}

func (h faultyHandle) Chmod(mode os.FileMode) error {
	return errors.Join(h.f.step("chmod"), h.handle.Chmod(mode))
}

func (h faultyHandle) Sync() error { return errors.Join(h.f.step("sync"), h.handle.Sync()) }

func (h faultyHandle) Close() error {
	if err := h.handle.Close(); err != nil {
		return err
	}
	return h.f.step("close")
}

// parts is a source of three pieces.
func parts() Pull {
	list := []string{"new ", "content ", "here"}
	return func(context.Context) ([]byte, error) {
		if len(list) == 0 {
			return nil, io.EOF
		}
		next := list[0]
		list = list[1:]
		return []byte(next), nil
	}
}

func TestAtomicWriteFailsAtEachStepWithoutATrace(t *testing.T) {
	want := []string{"open", "write", "write", "write", "chmod", "sync", "close", "rename"}
	for _, cancelled := range []bool{false, true} {
		for failAt := 1; failAt <= len(want)+1; failAt++ {
			t.Run(fmt.Sprintf("step %d cancelled %v", failAt, cancelled), func(t *testing.T) {
				path := file(t, "old content")
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				d := disk(t, Options{})
				var steps []string
				f := faulty{tree: host{}, failAt: failAt, steps: &steps}
				if cancelled {
					f.cancel = cancel
				}
				d.tree = f
				_, err := d.WriteFrom(ctx, path, parts(), WriteOptions{Atomic: true})
				if failAt > len(want) || cancelled && failAt == len(want) {
					// Nothing failed, or the cancel came with the rename: too late.
					if err != nil || content(t, path) != "new content here" || !slices.Equal(steps, want) {
						t.Fatal(err, content(t, path), steps)
					}
				} else {
					if cancelled {
						wantKind(t, err, context.Canceled)
					} else {
						wantCode(t, err, "EIO")
					}
					if got := content(t, path); got != "old content" {
						t.Fatal("the target was touched:", got)
					}
				}
				if got := names(t, filepath.Dir(path)); !slices.Equal(got, []string{"file"}) {
					t.Fatal("left behind:", got)
				}
			})
		}
	}
}

func TestAtomicWriteCleansUpAfterItsSource(t *testing.T) {
	d := disk(t, Options{})
	path := file(t, "old")
	broken := errors.New("broken")
	_, err := d.WriteFrom(t.Context(), path, func(context.Context) ([]byte, error) { return nil, broken }, WriteOptions{Atomic: true})
	if !errors.Is(err, broken) {
		t.Fatal(err)
	}
	func() {
		defer func() {
			if recover() == nil {
				t.Error("the panic must go on to whoever runs the call")
			}
		}()
		_, _ = d.WriteFrom(t.Context(), path, func(context.Context) ([]byte, error) { panic("source") }, WriteOptions{Atomic: true})
	}()
	if got := names(t, filepath.Dir(path)); !slices.Equal(got, []string{"file"}) || content(t, path) != "old" {
		t.Fatal(got, content(t, path))
	}
}

func TestAtomicWriteKeepsModeAndLinks(t *testing.T) {
	d := disk(t, Options{})
	dir := t.TempDir()
	target := filepath.Join(dir, "sub", "real")
	if err := errors.Join(os.Mkdir(filepath.Dir(target), 0o755), os.WriteFile(target, []byte("old"), 0o600), os.Chmod(target,
		0o640)); err != nil {
		t.Fatal(err)
	}
	for link, to := range map[string]string{"link": "sub/real", "chain": "link", "dangling": "sub/new"} {
		if err := os.Symlink(to, filepath.Join(dir, link)); err != nil {
			t.Fatal(err)
		}
	}
	for _, link := range []string{"chain", "dangling"} {
		if err := d.WriteFile(t.Context(), filepath.Join(dir, link), []byte("via "+link), WriteOptions{Atomic: true}); err != nil {
			t.Fatal(err)
		}
	}
	if content(t, target) != "via chain" || content(t, filepath.Join(dir, "sub", "new")) != "via dangling" {
		t.Fatal(content(t, target))
	}
	info, err := os.Lstat(target)
	if err != nil || info.Mode() != 0o640 {
		t.Fatal(info.Mode(), err)
	}
	if got := names(t, dir); !slices.Equal(got, []string{"chain", "dangling", "link", "sub"}) {
		t.Fatal(got)
	}
	if got := names(t, filepath.Join(dir, "sub")); !slices.Equal(got, []string{"new", "real"}) {
		t.Fatal(got)
	}
	if err := os.Symlink("loop", filepath.Join(dir, "loop")); err != nil {
		t.Fatal(err)
	}
	err = d.WriteFile(t.Context(), filepath.Join(dir, "loop"), nil, WriteOptions{Atomic: true})
	wantCode(t, err, "ELOOP")
	err = d.WriteFile(t.Context(), dir, nil, WriteOptions{Atomic: true})
	wantCode(t, err, "EISDIR")
	err = d.WriteFile(t.Context(), filepath.Join(dir, "no", "where"), nil, WriteOptions{Atomic: true})
	wantText(t, err, "ENOENT", "where'")
}

func TestWriteFileInPlace(t *testing.T) {
	d := disk(t, Options{Folder: t.TempDir()})
	ctx := t.Context()
	steps := []struct {
		do   func() error
		want string
	}{
		{func() error { return d.WriteFile(ctx, "f", []byte("one"), WriteOptions{Sync: true}) }, "one"},
		{func() error { return d.AppendFile(ctx, "f", []byte("+two"), WriteOptions{}) }, "one+two"},
		{func() error { return d.WriteFile(ctx, "f", []byte("3"), WriteOptions{}) }, "3"},
		{func() error { _, err := d.WriteFrom(ctx, "f", parts(), WriteOptions{Flags: "a"}); return err }, "3new content here"},
		{func() error { return d.Truncate(ctx, "f", 4) }, "3new"},
		{func() error { return d.WriteFile(ctx, "f", nil, WriteOptions{}) }, ""},
	}
	for i, s := range steps {
		if err := s.do(); err != nil {
			t.Fatal(i, err)
		}
		if got, err := d.ReadFile(ctx, "f"); got != s.want || err != nil {
			t.Fatal(i, got, err)
		}
	}
	err := d.WriteFile(ctx, "f", nil, WriteOptions{Flags: "wx"})
	wantCode(t, err, "EEXIST")
	err = d.AppendFile(ctx, "no/where", nil, WriteOptions{})
	wantCode(t, err, "ENOENT")
}
