package fs

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/lariatjs/lariat/runtime/fault"
)

func TestFileOperationsKeepTheOrderOfTheCalls(t *testing.T) {
	f := open(t, filepath.Join(t.TempDir(), "f"), "w+")
	var mu sync.Mutex
	var order []int
	for i := range 300 {
		f.Write(t.Context(), fmt.Appendf(nil, "%03d,", i), func(n int, err error) {
			mu.Lock()
			defer mu.Unlock()
			if n == 4 && err == nil {
				order = append(order, i)
			}
		})
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	if len(order) != 300 || !slices.IsSorted(order) {
		t.Fatal(order)
	}
	if got := content(t, f.Path()); len(got) != 1200 || !strings.HasPrefix(got, "000,001,") || !strings.HasSuffix(got, "298,299,") {
		t.Fatal(got)
	}
}

func TestFileReadsWritesAndSeeksFromOnePosition(t *testing.T) {
	f := open(t, file(t, "hello world"), "r+")
	if s, err := read(f, 5); s != "hello" || err != nil {
		t.Fatal(s, err)
	}
	if err := write(f, "_W"); err != nil {
		t.Fatal(err)
	}
	if s, err := read(f, 1<<30); s != "orld" || err != nil {
		t.Fatal(s, err)
	}
	if _, err := read(f, 1); !errors.Is(err, io.EOF) {
		t.Fatal(err)
	}
	if at, err := await(func(done func(int64, error)) { f.Seek(t.Context(), 4, done) }); at != 4 || err != nil {
		t.Fatal(at, err)
	}
	if s, _ := read(f, 3); s != "o_W" {
		t.Fatal(s)
	}
	if _, err := await(func(done func(struct{}, error)) { f.Truncate(t.Context(), 3, done) }); err != nil {
		t.Fatal(err)
	}
	info, err := await(func(done func(Info, error)) { f.Stat(t.Context(), done) })
	if err != nil || info.Size != 3 || !info.IsFile() || info.IsDirectory() {
		t.Fatal(info, err)
	}
	if _, err := await(func(done func(struct{}, error)) { f.Sync(t.Context(), done) }); err != nil {
		t.Fatal(err)
	}
	for _, n := range []int{0, -1, 1 << 31} {
		_, err := read(f, n)
		wantKind(t, err, fault.Range)
	}
}

func TestFileAppendsAtTheEnd(t *testing.T) {
	path := file(t, "one")
	a, b := open(t, path, "a"), open(t, path, "a")
	for range 3 {
		if err := errors.Join(write(a, "A"), write(b, "B")); err != nil {
			t.Fatal(err)
		}
	}
	if got := content(t, path); got != "oneABABAB" {
		t.Fatal(got)
	}
}

func TestFileCloseIsIdempotentAndFinal(t *testing.T) {
	f := open(t, file(t, "x"), "r")
	order := make(chan string, 4)
	f.Read(t.Context(), 1, func(b []byte, err error) { order <- fmt.Sprint("read ", string(b), err) })
	f.CloseThen(func(err error) { order <- fmt.Sprint("closed ", err) })
	f.CloseThen(func(err error) { order <- fmt.Sprint("closed again ", err) })
	_, err := read(f, 1)
	wantKind(t, err, fault.Closed)
	for _, want := range []string{"read x<nil>", "closed <nil>", "closed again <nil>"} {
		if got := <-order; got != want {
			t.Fatalf("got %q, want %q", got, want)
		}
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := f.Chunks(0).Wait(t.Context()); !errors.Is(err, fault.Closed) {
		t.Fatal(err)
	}
}

// slow is a handle whose reads wait to be let through.
type slow struct {
	handle
	gate chan struct{}
}

func (s slow) Read(b []byte) (int, error) {
	<-s.gate
	return s.handle.Read(b)
}

func TestFileCancelledReadLosesNothing(t *testing.T) {
	f := open(t, file(t, "abcdef"), "r")
	gate := make(chan struct{})
	f.h = slow{f.h, gate}
	ctx, cancel := context.WithCancelCause(t.Context())
	reason := errors.New("no more")
	running, queued := make(chan error, 1), make(chan error, 1)
	f.Read(ctx, 3, func(_ []byte, err error) { running <- err })
	f.Read(ctx, 3, func(_ []byte, err error) { queued <- err })
	cancel(reason)
	if a, b := <-running, <-queued; !errors.Is(a, reason) || !errors.Is(b, reason) {
		t.Fatal("both must answer at once with the cause, got", a, b)
	}
	close(gate)
	if s, err := read(f, 6); s != "abcdef" || err != nil {
		t.Fatalf("the cancelled read moved the position: %q, %v", s, err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestFileFlagsMeanWhatNodeMeans(t *testing.T) {
	d := disk(t, Options{})
	ctx := t.Context()
	dir := t.TempDir()
	there := filepath.Join(dir, "there")
	if err := os.WriteFile(there, []byte("old"), 0o644); err != nil {
		t.Fatal(err)
	}
	for flags, code := range map[string]string{
		"wx": "EEXIST", "wx+": "EEXIST", "ax": "EEXIST", "ax+": "EEXIST", "r": "", "r+": "", "a": "", "a+": "", "": "", "rs+": "",
	} {
		f, err := d.Open(ctx, there, flags, 0)
		if code != "" {
			wantCode(t, err, code)
			continue
		}
		if err != nil {
			t.Fatal(flags, err)
		}
		_ = f.Close()
	}
	if got := content(t, there); got != "old" {
		t.Fatal("opening changed the file:", got)
	}
	for _, flags := range []string{"r", "r+"} {
		_, err := d.Open(ctx, filepath.Join(dir, "missing"), flags, 0)
		wantCode(t, err, "ENOENT")
	}
	_, err := d.Open(ctx, there, "rw", 0)
	wantKind(t, err, fault.Type)
	f := open(t, there, "w")
	if got := content(t, there); got != "" {
		t.Fatal("w must empty the file:", got)
	}
	_, err = read(f, 1)
	wantCode(t, err, "EBADF")
	wantText(t, write(open(t, there, "r"), "x"), "EBADF", ", write '")
}

func TestOpenRefusesFoldersAndCancelledContexts(t *testing.T) {
	d := disk(t, Options{})
	_, err := d.Open(t.Context(), t.TempDir(), "r", 0)
	wantCode(t, err, "EISDIR")
	_, err = d.Open(t.Context(), t.TempDir(), "w", 0)
	wantCode(t, err, "EISDIR")
	ctx, cancel := context.WithCancelCause(t.Context())
	reason := errors.New("stop")
	cancel(reason)
	if _, err := d.Open(ctx, file(t, ""), "r", 0); !errors.Is(err, reason) {
		t.Fatal(err)
	}
	_, err = d.Open(t.Context(), "a\x00b", "r", 0)
	wantKind(t, err, fault.Type)
	_, err = d.Open(t.Context(), "", "r", 0)
	wantText(t, err, "ENOENT", "ENOENT: no such file or directory, open ''")
}
