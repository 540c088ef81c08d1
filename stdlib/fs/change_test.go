package fs

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/lariatjs/lariat/runtime/fault"
)

func TestReadWholeFiles(t *testing.T) {
	d := disk(t, Options{})
	for _, size := range []int{0, 1, 511, 512, 513, 1 << 20, 3<<20 + 7} {
		want := strings.Repeat("x", size)
		if s, err := d.ReadFile(t.Context(), file(t, want)); s != want || err != nil {
			t.Fatal(size, len(s), err)
		}
	}
	if s, err := d.ReadFile(t.Context(), file(t, "\ufeffa\xffb\xe2\x82")); s != "\ufeffa\uFFFDb\uFFFD" || err != nil {
		t.Fatalf("%q %v", s, err)
	}
	b, err := d.ReadBytes(t.Context(), file(t, "a\xffb"))
	if string(b) != "a\xffb" || len(b) != cap(b) || err != nil {
		t.Fatal(b, err)
	}
}

func TestReadFilesWithoutASize(t *testing.T) {
	if _, err := os.Stat("/proc/self/status"); err != nil {
		// Not Linux: a file that grows after it was measured is the same case.
		path := file(t, "")
		h, err := os.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = h.Close() }()
		b, err := readAll(t.Context(), strings.NewReader(strings.Repeat("x", 5000)), 0, path, 1<<20)
		if len(b) != 5000 || err != nil {
			t.Fatal(len(b), err)
		}
		return
	}
	s, err := disk(t, Options{}).ReadFile(t.Context(), "/proc/self/status")
	if err != nil || !strings.HasPrefix(s, "Name:") || !strings.HasSuffix(s, "\n") {
		t.Fatal(s, err)
	}
	lines, err := open(t, "/proc/self/status", "r").Lines(0).Collect(t.Context())
	if err != nil || len(lines) < 10 || !strings.HasPrefix(lines[0], "Name:") {
		t.Fatal(lines, err)
	}
}

func TestReadIsBoundedAndCancellable(t *testing.T) {
	d := disk(t, Options{MaxRead: 1000})
	_, err := d.ReadBytes(t.Context(), file(t, strings.Repeat("x", 1001)))
	wantKind(t, err, fault.Limit)
	if b, err := d.ReadBytes(t.Context(), file(t, strings.Repeat("x", 1000))); len(b) != 1000 || err != nil {
		t.Fatal(len(b), err)
	}
	endless := readFunc(func(b []byte) (int, error) { return len(b), nil })
	_, err = readAll(t.Context(), endless, 0, "endless", 1000)
	wantKind(t, err, fault.Limit)
	ctx, cancel := context.WithCancelCause(t.Context())
	reason := errors.New("stop")
	_, err = readAll(ctx, readFunc(func(b []byte) (int, error) {
		cancel(reason)
		return len(b), nil
	}), 0, "endless", 1<<20)
	if !errors.Is(err, reason) {
		t.Fatal(err)
	}
	broken := errors.New("broken")
	_, err = readAll(t.Context(), io.MultiReader(strings.NewReader("x"), readFunc(func([]byte) (int, error) { return 0, broken })), 0, "f", 1000)
	wantCode(t, err, "UNKNOWN")
}

type readFunc func([]byte) (int, error)

func (f readFunc) Read(b []byte) (int, error) { return f(b) }

// plant makes a small tree of folders.
func plant(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	err := errors.Join(
		os.MkdirAll(filepath.Join(dir, "b", "deep", "er"), 0o755),
		os.MkdirAll(filepath.Join(dir, "d"), 0o755),
		os.WriteFile(filepath.Join(dir, "a"), []byte("1"), 0o644),
		os.WriteFile(filepath.Join(dir, "b", "z"), []byte("2"), 0o600),
		os.WriteFile(filepath.Join(dir, "b", "deep", "er", "f"), []byte("3"), 0o644),
		os.Symlink("b", filepath.Join(dir, "c")),
		os.Symlink("nowhere", filepath.Join(dir, "e")),
	)
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

func listing(t *testing.T, d *Disk, path string, recursive bool) string {
	t.Helper()
	list, err := d.List(t.Context(), path, recursive)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, e := range list {
		kind := map[bool]string{true: "/"}[e.IsDirectory()] + map[bool]string{true: "@"}[e.IsSymbolicLink()] +
			map[bool]string{true: "."}[e.IsFile()]
		if filepath.Base(e.Path) != e.Name {
			t.Fatal(e)
		}
		out = append(out, filepath.ToSlash(e.Path)+kind)
	}
	return strings.Join(out, " ")
}

func TestReadDirIsSortedAndFollowsNoLinks(t *testing.T) {
	d := disk(t, Options{Folder: plant(t)})
	if got, want := listing(t, d, ".", false), "a. b/ c@ d/ e@"; got != want {
		t.Fatal(got)
	}
	if got, want := listing(t, d, ".", true), "a. b/ b/deep/ b/deep/er/ b/deep/er/f. b/z. c@ d/ e@"; got != want {
		t.Fatal(got)
	}
	if got, want := listing(t, d, "c", true), "c/deep/ c/deep/er/ c/deep/er/f. c/z."; got != want {
		t.Fatal("the folder that was asked for may be a link:", got)
	}
	if got := listing(t, d, "d", true); got != "" {
		t.Fatal(got)
	}
	s := d.ReadDir(".", true)
	if e, err := s.Wait(t.Context()); e.Name != "a" || err != nil {
		t.Fatal(e, err)
	}
	s.Close()
	_, err := s.Wait(t.Context())
	wantKind(t, err, fault.Closed)
}

func TestReadDirLeavesOutWhatVanishes(t *testing.T) {
	dir := plant(t)
	d := disk(t, Options{})
	w := &walk{disk: d, recursive: true, first: true, todo: []Entry{{Path: dir, kind: os.ModeDir}}}
	var got []string
	for {
		out, err := w.fill()
		for _, e := range out.items {
			got = append(got, e.Name)
		}
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		_ = os.RemoveAll(filepath.Join(dir, "b"))
	}
	if !slices.Equal(got, []string{"a", "b", "c", "d", "e"}) && !slices.Equal(got, []string{"a", "b", "deep", "z", "c", "d", "e"}) {
		t.Fatal(got)
	}
}

func TestCopyFilesAndFolders(t *testing.T) {
	dir := plant(t)
	d, ctx := disk(t, Options{Folder: dir}), t.Context()
	if err := d.Copy(ctx, ".", "d/copy", CopyOptions{Recursive: true}); err == nil {
		t.Fatal("a folder was copied into itself")
	}
	if err := d.Copy(ctx, "b", "copy", CopyOptions{Recursive: true}); err != nil {
		t.Fatal(err)
	}
	if got, want := listing(t, d, "copy", true), "copy/deep/ copy/deep/er/ copy/deep/er/f. copy/z."; got != want {
		t.Fatal(got)
	}
	if info, err := d.Stat(ctx, "copy/z"); err != nil || info.Mode&0o777 != 0o600 {
		t.Fatal(info, err)
	}
	for range 2 {
		if err := d.Copy(ctx, "e", "copy/link", CopyOptions{Recursive: true}); err != nil {
			t.Fatal(err)
		}
	}
	if to, err := d.Readlink(ctx, "copy/link"); to != "nowhere" || err != nil {
		t.Fatal(to, err)
	}
	if err := errors.Join(d.Copy(ctx, "a", "b/z", CopyOptions{}), d.Copy(ctx, "a", "a", CopyOptions{}), d.Link(ctx, "a",
		"same"), d.Copy(ctx, "same", "a", CopyOptions{})); err != nil {
		t.Fatal(err)
	}
	if content(t, filepath.Join(dir, "b", "z")) != "1" || content(t, filepath.Join(dir, "a")) != "1" {
		t.Fatal("copying a file onto itself must leave it")
	}
	wantCode(t, d.Copy(ctx, "b", "x", CopyOptions{}), "EISDIR")
	wantCode(t, d.Copy(ctx, "a", "b/z", CopyOptions{Exclusive: true}), "EEXIST")
	wantCode(t, d.Copy(ctx, "a", "d", CopyOptions{}), "EISDIR")
	cancelled, cancel := context.WithCancel(ctx)
	d.check = func(access Access, path string) error {
		if access == Writing {
			cancel()
		}
		return nil
	}
	d.strict = true
	wantKind(t, d.Copy(cancelled, "a", "half", CopyOptions{}), context.Canceled)
	if ok, err := d.Exists(ctx, "half"); ok || err != nil {
		t.Fatal("a cancelled copy left its beginning", err)
	}
}

func TestRemoving(t *testing.T) {
	d, ctx := disk(t, Options{Folder: plant(t)}), t.Context()
	wantCode(t, d.Remove(ctx, "b", RemoveOptions{}), "EISDIR")
	wantCode(t, d.Remove(ctx, "missing", RemoveOptions{}), "ENOENT")
	if err := errors.Join(
		d.Remove(ctx, "missing", RemoveOptions{Force: true}), d.Remove(ctx, "missing", RemoveOptions{Force: true, Recursive: true}),
		d.Remove(ctx, "c", RemoveOptions{Recursive: true}), d.Unlink(ctx, "e"), d.Rmdir(ctx, "d"),
	); err != nil {
		t.Fatal(err)
	}
	if got, want := listing(t, d, ".", true), "a. b/ b/deep/ b/deep/er/ b/deep/er/f. b/z."; got != want {
		t.Fatal("removing a link must leave what it leads to:", got)
	}
	if err := errors.Join(d.Remove(ctx, "b", RemoveOptions{Recursive: true}), d.Remove(ctx, "a", RemoveOptions{})); err != nil {
		t.Fatal(err)
	}
	if got := listing(t, d, ".", true); got != "" {
		t.Fatal(got)
	}
}

func TestFoldersTimesAndPaths(t *testing.T) {
	d, ctx := disk(t, Options{Folder: t.TempDir()}), t.Context()
	for _, want := range []string{"a", ""} {
		if first, err := d.Mkdir(ctx, "a/b/c", 0, true); first != want || err != nil {
			t.Fatal(first, err)
		}
	}
	made, err := d.MkdirTemp(ctx, "tmp-")
	if err != nil || len(made) != len("tmp-")+6 {
		t.Fatal(made, err)
	}
	if info, err := d.Stat(ctx, made); err != nil || !info.IsDirectory() || info.Mode&0o777 != 0o700 {
		t.Fatal(info, err)
	}
	wantCode(t, one(d.MkdirTemp(ctx, "no/where/tmp-")), "ENOENT")
	if err := d.Symlink(ctx, "a/b", "link"); err != nil {
		t.Fatal(err)
	}
	if got, err := d.Realpath(ctx, "link/c"); err != nil || !strings.HasSuffix(filepath.ToSlash(got), "/a/b/c") {
		t.Fatal(got, err)
	}
	at, mt := time.Unix(1_000_000_000, 0), time.Unix(1_100_000_000, 0)
	if err := d.Utimes(ctx, "a", at, mt); err != nil {
		t.Fatal(err)
	}
	if info, err := d.Stat(ctx, "a"); err != nil || !info.Mtime.Equal(mt) || !info.Atime.Equal(at) {
		t.Fatal(info, err)
	}
	for path, want := range map[string]bool{"a": true, "missing": false, "link": true} {
		if ok, err := d.Exists(ctx, path); ok != want || err != nil {
			t.Fatal(path, ok, err)
		}
	}
	if err := d.WriteFile(ctx, "f", []byte("x"), WriteOptions{Mode: 0o600}); err != nil {
		t.Fatal(err)
	}
	if ok, err := d.Exists(ctx, "f/below"); ok || err != nil {
		t.Fatal(ok, err)
	}
	if info, err := d.Stat(ctx, "f"); err != nil || info.Mode != 0o100600 || info.Size != 1 {
		t.Fatal(info, err)
	}
}
