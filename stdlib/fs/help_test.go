package fs

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// await turns a callback operation into a call.
func await[T any](op func(done func(T, error))) (T, error) {
	type answer struct {
		v   T
		err error
	}
	got := make(chan answer, 1)
	op(func(v T, err error) { got <- answer{v, err} })
	a := <-got
	return a.v, a.err
}

func read(f *File, n int) (string, error) {
	b, err := await(func(done func([]byte, error)) { f.Read(context.Background(), n, done) })
	return string(b), err
}

func write(f *File, s string) error {
	_, err := await(func(done func(int, error)) { f.Write(context.Background(), []byte(s), done) })
	return err
}

func disk(t testing.TB, o Options) *Disk {
	t.Helper()
	d, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	return d
}

// file makes a file in a folder of its own.
func file(t testing.TB, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

func open(t testing.TB, path, flags string) *File {
	t.Helper()
	f, err := disk(t, Options{}).Open(context.Background(), path, flags, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	return f
}

func content(t testing.TB, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func names(t testing.TB, dir string) []string {
	t.Helper()
	list, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	out := []string{}
	for _, e := range list {
		out = append(out, e.Name())
	}
	return out
}

func wantCode(t testing.TB, err error, code string) {
	t.Helper()
	if !isCode(err, code) {
		t.Fatalf("got %v (%T), want the system error %s", err, err, code)
	}
}

// wantText checks the message too, or a part of it.
func wantText(t testing.TB, err error, code, text string) {
	t.Helper()
	if wantCode(t, err, code); !strings.Contains(err.Error(), text) {
		t.Fatalf("got %q, want %q in it", err.Error(), text)
	}
}

func wantKind(t testing.TB, err error, kind error) {
	t.Helper()
	if !errors.Is(err, kind) {
		t.Fatalf("got %v (%T), want %v", err, err, kind)
	}
}
