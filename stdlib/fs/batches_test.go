package fs

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/lariatjs/lariat/runtime/fault"
)

func TestBatchesHoldWhatIsThere(t *testing.T) {
	f := open(t, file(t, strings.Repeat("line\n", 100_000)), "r")
	b := f.Lines(0).Batches(64)
	total, full := 0, 0
	for {
		type answer struct {
			lines []string
			more  bool
		}
		got := make(chan answer, 1)
		b.Next(context.Background(), func(lines []string, more bool, err error) {
			if err != nil {
				t.Error(err)
			}
			got <- answer{lines, more}
		})
		a := <-got
		if !a.more {
			break
		}
		if len(a.lines) == 0 || len(a.lines) > 64 || slices.ContainsFunc(a.lines, func(s string) bool { return s != "line" }) {
			t.Fatal(a.lines)
		}
		total += len(a.lines)
		if len(a.lines) == 64 {
			full++
		}
	}
	if total != 100_000 || full < 1000 {
		t.Fatal(total, full)
	}
}

func TestABatchEndsBeforeAnError(t *testing.T) {
	f := open(t, file(t, "a\nb\n"+strings.Repeat("x", 100)), "r")
	s := f.Lines(10)
	b := s.Batches(10)
	next := func() (lines []string, err error) {
		done := make(chan struct{})
		b.Next(context.Background(), func(l []string, _ bool, e error) { lines, err = l, e; close(done) })
		<-done
		return lines, err
	}
	if lines, err := next(); !slices.Equal(lines, []string{"a", "b"}) || err != nil {
		t.Fatal(lines, err)
	}
	if lines, err := next(); lines != nil || !errors.Is(err, fault.Limit) {
		t.Fatal(lines, err)
	}
	b.Close()
	if _, err := next(); !errors.Is(err, fault.Limit) {
		t.Fatal(err)
	}
}
