package fs

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/lariatjs/lariat/runtime/fault"
)

type told struct {
	change Change
	more   bool
	err    error
}

func next(ctx context.Context, w *Watch) <-chan told {
	got := make(chan told, 1)
	w.Next(ctx, func(change Change, more bool, err error) { got <- told{change, more, err} })
	return got
}

func watchOf(t *testing.T, path string, recursive bool) *Watch {
	t.Helper()
	d, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	w, err := d.Watch(t.Context(), path, recursive)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(w.Close)
	return w
}

func TestAWatchGivesWhatHappensInAFolder(t *testing.T) {
	dir := t.TempDir()
	w := watchOf(t, dir, false)
	path := filepath.Join(dir, "file")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if got := <-next(t.Context(), w); got.change != (Change{"create", path, "file"}) || !got.more {
		t.Fatal(got)
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	for got := (told{}); got.change.Kind != "remove"; {
		if got = <-next(t.Context(), w); !got.more || got.change.Name != "file" {
			t.Fatal(got)
		}
	}
}

func TestAWaitForAChangeCanBeCalledOff(t *testing.T) {
	w := watchOf(t, t.TempDir(), false)
	ctx, cancel := context.WithCancelCause(t.Context())
	gone, kept := next(ctx, w), next(t.Context(), w)
	reason := errors.New("gone")
	cancel(reason)
	if got := <-gone; !errors.Is(got.err, reason) || got.more {
		t.Fatal(got)
	}
	w.tell("modify", filepath.Join(w.root, "x"))
	if got := <-kept; got.change.Name != "x" {
		t.Fatal(got)
	}
	last := next(t.Context(), w)
	w.Close()
	w.Close()
	for _, got := range []told{<-last, <-next(t.Context(), w)} {
		if got.more || got.err != nil {
			t.Fatal(got)
		}
	}
}

func TestAWatchWhoseConsumerFallsBehindFails(t *testing.T) {
	w := watchOf(t, t.TempDir(), false)
	for i := range maxChanges + 2 {
		w.tell("modify", filepath.Join(w.root, fmt.Sprint(i/2))) // each is told twice and kept once
		w.tell("modify", filepath.Join(w.root, fmt.Sprint(i)))
	}
	for range len(w.changes) {
		if got := <-next(t.Context(), w); !got.more {
			t.Fatal(got)
		}
	}
	if got := <-next(t.Context(), w); !errors.Is(got.err, fault.Limit) {
		t.Fatal(got)
	}
}

func TestAWatchStaysWithinItsGrants(t *testing.T) {
	inside, outside := t.TempDir(), t.TempDir()
	d, err := New(Options{Confined: true, Grants: []Grant{{Path: inside, Read: true}}})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = d.Close() }()
	w, err := d.Watch(t.Context(), inside, true)
	if err != nil {
		t.Fatal(err)
	}
	w.Close()
	if _, err := d.Watch(t.Context(), outside, false); !errors.Is(err, fault.Permission) {
		t.Error(err)
	}
	var e *fault.Error
	if _, err := d.Watch(t.Context(), filepath.Join(inside, "missing"), false); !errors.As(err, &e) || e.Props["syscall"] != "watch" || e.Props["code"] != "ENOENT" {
		t.Error(err)
	}
}

// TestWatchHammer makes and removes files from several goroutines while several take the changes, some of whom give up.
func TestWatchHammer(t *testing.T) {
	dir := t.TempDir()
	w := watchOf(t, dir, true)
	var writers, takers sync.WaitGroup
	for g := range 4 {
		takers.Go(func() {
			for i := 0; ; i++ {
				ctx, cancel := context.WithCancel(t.Context())
				got := next(ctx, w)
				if i%3 == g%3 {
					cancel()
				}
				answer := <-got
				cancel()
				if answer.err == nil && !answer.more {
					return
				}
			}
		})
		writers.Go(func() {
			for i := range 50 {
				folder := filepath.Join(dir, fmt.Sprint(g), fmt.Sprint(i%5))
				if err := os.MkdirAll(folder, 0o700); err != nil {
					t.Error(err)
				}
				if err := os.WriteFile(filepath.Join(folder, "f"), nil, 0o600); err != nil {
					t.Error(err)
				}
				if i%10 == 9 {
					_ = os.RemoveAll(filepath.Join(dir, fmt.Sprint(g)))
				}
			}
		})
	}
	writers.Wait()
	w.Close()
	takers.Wait()
}
