package fs

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/lariatjs/lariat/runtime/fault"
)

func upper(_ context.Context, p Piece, done func([]byte, error)) {
	if p.Text != "" {
		done([]byte(strings.ToUpper(p.Text)), nil)
		return
	}
	done(bytes.ToUpper(p.Bytes), nil)
}

func TestProcessFileTransformsInOrder(t *testing.T) {
	d := disk(t, Options{})
	whole := strings.Repeat("äbc€😀 line\n", 40_000)
	for _, o := range []ProcessOptions{
		{},
		{ChunkSize: 8192},
		{ChunkSize: 100, Text: true},
		{ChunkSize: 1 << 22},
		{ChunkSize: 1000, Concurrency: 16},
		{ChunkSize: 3, Text: true, Concurrency: 3},
	} {
		in := file(t, whole)
		out := filepath.Join(filepath.Dir(in), "out")
		f, want := Transform(upper), strings.ToUpper(whole)
		if !o.Text {
			f = func(_ context.Context, p Piece, done func([]byte, error)) { done(p.Bytes, nil) }
			want = whole
		}
		if o.Concurrency > 1 {
			// Results that come late, in any order, are still written in theirs.
			inner := f
			f = func(ctx context.Context, p Piece, done func([]byte, error)) {
				go inner(ctx, p, func(b []byte, err error) { done(b, err); done(nil, errors.New("twice")) })
			}
		}
		got, err := d.ProcessFile(t.Context(), in, out, o, f)
		if err != nil || got.BytesIn != int64(len(whole)) || got.BytesOut != int64(len(want)) || content(t, out) != want {
			t.Fatalf("%+v: %+v, %v", o, got, err)
		}
	}
}

func TestProcessFileMayReplaceItsInput(t *testing.T) {
	d, path := disk(t, Options{}), file(t, strings.Repeat("abc", 1_000_000))
	got, err := d.ProcessFile(t.Context(), path, path, ProcessOptions{ChunkSize: 1000}, func(_ context.Context, p Piece,
		done func([]byte, error),
	) {
		done(append(p.Bytes, '\n'), nil)
	})
	if err != nil || got.BytesOut != 3_003_000 || len(content(t, path)) != 3_003_000 {
		t.Fatal(got, err)
	}
	if got := names(t, filepath.Dir(path)); !slices.Equal(got, []string{"file"}) {
		t.Fatal(got)
	}
}

func TestProcessFileHoldsBack(t *testing.T) {
	path := file(t, strings.Repeat("x", 4<<20))
	var running, most atomic.Int32
	_, err := disk(t, Options{}).ProcessFile(t.Context(), path, path+".out", ProcessOptions{ChunkSize: 4096, Concurrency: 4},
		func(_ context.Context, p Piece, done func([]byte, error)) {
			if n := running.Add(1); n > most.Load() {
				most.Store(n)
			}
			go func() {
				running.Add(-1)
				done(p.Bytes, nil)
			}()
		})
	if err != nil || most.Load() < 1 || most.Load() > 4 {
		t.Fatal(most.Load(), err)
	}
}

func TestProcessFileLeavesNothingBehindWhenItFails(t *testing.T) {
	d, in := disk(t, Options{}), file(t, strings.Repeat("x", 1<<20))
	out := filepath.Join(filepath.Dir(in), "out")
	if err := os.WriteFile(out, []byte("old"), 0o644); err != nil {
		t.Fatal(err)
	}
	broken := errors.New("broken")
	ctx, cancel := context.WithCancelCause(t.Context())
	count := 0
	for what, f := range map[string]Transform{
		"fails": func(_ context.Context, p Piece, done func([]byte, error)) {
			if count++; count == 5 {
				done(nil, broken)
				return
			}
			done(p.Bytes, nil)
		},
		"never answers and is cancelled": func(inner context.Context, _ Piece, _ func([]byte, error)) {
			context.AfterFunc(inner, func() {})
			cancel(broken)
		},
	} {
		ctx := ctx
		if what == "fails" {
			ctx = t.Context()
		}
		if _, err := d.ProcessFile(ctx, in, out, ProcessOptions{ChunkSize: 4096, Concurrency: 2}, f); !errors.Is(err, broken) {
			t.Fatal(what, err)
		}
		if got := names(t, filepath.Dir(in)); !slices.Equal(got, []string{"file", "out"}) || content(t, out) != "old" {
			t.Fatal(what, got)
		}
	}
	_, err := d.ProcessFile(t.Context(), filepath.Dir(in), out, ProcessOptions{}, upper)
	wantCode(t, err, "EISDIR")
	for _, o := range []ProcessOptions{{Concurrency: -1}, {ChunkSize: -1}} {
		_, err = d.ProcessFile(t.Context(), in, out, o, upper)
		wantKind(t, err, fault.Range)
	}
}
