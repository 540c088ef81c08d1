package runtime

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/lariatjs/lariat/runtime/fault"
)

func limitedTo(t *testing.T, l Limits, more ...Option) *Runtime {
	t.Helper()
	rt, err := New(append(more, WithLimits(l))...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = rt.Close() })
	return rt
}

func wantLimit(t *testing.T, err error, name, text string) {
	t.Helper()
	var f *fault.Error
	if !errors.As(err, &f) || !errors.Is(err, fault.Limit) || f.Props["limit"] != name || !strings.Contains(err.Error(), text) {
		t.Errorf("got %v, want the limit %q and %q", err, name, text)
	}
}

func TestWrongLimitsAreReportedAtOnce(t *testing.T) {
	_, err := New(WithLimits(Limits{Time: -1, Stack: 1 << 20, Memory: 5, Workers: -1}))
	for _, want := range []string{"Time must not", "Stack must be", "Memory must be", "Workers must not"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q is not in %v", want, err)
		}
	}
}

func TestTimeIsLimited(t *testing.T) {
	rt := limitedTo(t, Limits{Time: 30 * time.Millisecond, Grace: 10 * time.Millisecond})
	err := rt.Eval(t.Context(), "spin.js", "for (;;);")
	wantLimit(t, err, "time", "the program took more than 30ms, it was at spin.js:1")
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Error("it is no end of a deadline")
	}
	rt = limitedTo(t, Limits{Time: 30 * time.Millisecond, Grace: 10 * time.Millisecond})
	rt.Loop().Hold("test", "")
	wantLimit(t, rt.Eval(t.Context(), "wait.js", "await new Promise(() => {})"), "time", "took more than 30ms")
}

// A script that is busy does not hear that its context has ended.
func TestRunReturnsWhenItsContextEnds(t *testing.T) {
	rt := limitedTo(t, Limits{}, WithGrace(10*time.Millisecond))
	ctx, cancel := context.WithCancelCause(t.Context())
	time.AfterFunc(20*time.Millisecond, func() { cancel(fault.Closed.New("enough")) })
	err := rt.Eval(ctx, "spin.js", "for (;;);")
	wantLimit(t, err, "time", "the script did not let go of its goroutine")
	if !errors.Is(err, fault.Closed) {
		t.Error("the cause of the context is not in", err)
	}
}

func TestOutputIsLimited(t *testing.T) {
	var out bytes.Buffer
	rt := limitedTo(t, Limits{Output: 10}, WithStdio(nil, &out, &out))
	write := func(s string) error { _, err := rt.Stdout().Write([]byte(s)); return err }
	if err := errors.Join(write("12345"), write("67890")); err != nil {
		t.Error(err)
	}
	if err := write("x"); !errors.Is(err, fault.Limit) || out.String() != "1234567890" {
		t.Errorf("%v, %q was written", err, out.String())
	}
	wantLimit(t, rt.Eval(t.Context(), "a.js", "1"), "output", "more than 10 bytes")
}

func TestWorkersAreLimited(t *testing.T) {
	rt := limitedTo(t, Limits{Workers: 2})
	ended := make(chan error, 4)
	spawn := func() *Isolate {
		return rt.Spawn(IsolateOptions{Keep: true, Ended: func(err error) { ended <- err }})
	}
	a, _, c := spawn(), spawn(), spawn()
	<-c.Done()
	wantLimit(t, <-ended, "workers", "more than 2 workers")
	a.Close()
	<-a.Done()
	d := spawn()
	d.Close()
	<-d.Done()
	if err := errors.Join(<-ended, <-ended); err != nil {
		t.Error(err)
	}
}

const (
	grows = "globalThis.all = []; for (;;) all.push({ i: all.length })"
	holds = "globalThis.all = Array.from({ length: 4e4 }, (_, i) => ({ i }))" // 20 MB: what is measured is a few MB off
)

// Each program has its own limit: one that goes beyond it ends, and the others in the process do not.
func TestMemoryIsLimitedByProgram(t *testing.T) {
	hungry, small := limitedTo(t, Limits{Memory: 64 << 20}), limitedTo(t, Limits{Memory: 64 << 20})
	small.Loop().Hold("test", "")
	done := make(chan error, 1)
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		done <- small.Eval(ctx, "small.js", holds+"; await new Promise(() => {})")
	}()
	wantLimit(t, hungry.Eval(t.Context(), "grows.js", grows), "memory", "more than 64 MB of memory")
	cancel()
	if err := <-done; errors.Is(err, fault.Limit) {
		t.Error("the one that did nothing wrong:", err)
	}
	next := limitedTo(t, Limits{Memory: 64 << 20})
	if err := next.Eval(t.Context(), "a.js", holds); err != nil {
		t.Error(err)
	}
}

func TestBytes(t *testing.T) {
	for n, want := range map[int64]string{
		0: "0 bytes", 1023: "1023 bytes", 1 << 10: "1 KB", 256 << 20: "256 MB", 3 << 29: "1.5 GB", 1 << 62: "4 EB",
	} {
		if got := Bytes(n); got != want {
			t.Errorf("%d: %q, want %q", n, got, want)
		}
	}
}
