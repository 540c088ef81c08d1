package runtime_test

import (
	"bytes"
	"context"
	"errors"
	"testing"
	"testing/synctest"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/fault"
	"github.com/lariatjs/lariat/runtime/runtimetest"
	"github.com/lariatjs/lariat/stdlib"
)

func TestInterruptWhileNoScriptRuns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var out bytes.Buffer
		rt := engine(t, &out)
		defer rt.Close()
		ended := make(chan error)
		go func() { ended <- rt.Eval(t.Context(), "wait.js", `keep()`) }()
		synctest.Wait()
		cause := errors.New("enough")
		rt.Interrupt(cause)
		if err := <-ended; !errors.Is(err, cause) {
			t.Errorf("the end is %v", err)
		}
		if err := rt.Eval(t.Context(), "again.js", `log("again")`); !errors.Is(err, cause) || out.Len() > 0 {
			t.Errorf("ran again: %q, %v", out.String(), err)
		}
	})
}

func TestExitWithZeroIsNoError(t *testing.T) {
	var out bytes.Buffer
	rt := engine(t, &out)
	defer rt.Close()
	if err := rt.Eval(t.Context(), "exit.js", `keep(); exit(0)`); err != nil {
		t.Error(err)
	}
	if err := rt.Eval(t.Context(), "again.js", `log("again")`); err == nil || out.Len() > 0 {
		t.Errorf("a runtime that has ended ran again: %q, %v", out.String(), err)
	}
}

func TestCloseEndsARunOnAnotherGoroutine(t *testing.T) {
	for name, source := range map[string]string{
		"parked": `keep(); log("ready"); await block()`,
		"busy":   `log("ready"); for (;;);`,
	} {
		ready := make(chan struct{})
		rt, err := runtime.New(runtime.WithModules(clockwork), runtime.WithStdio(nil, signalWriter(ready), nil))
		if err != nil {
			t.Fatal(err)
		}
		ended := make(chan error)
		go func() { ended <- rt.Eval(t.Context(), "run.js", source) }()
		<-ready
		go func() { _ = rt.Close() }()
		if err := <-ended; !errors.Is(err, fault.Closed) {
			t.Errorf("%s: the end is %v", name, err)
		}
		if err := rt.Close(); err != nil {
			t.Error(err)
		}
	}
}

// signalWriter closes its channel at the first write.
type signalWriter chan struct{}

func (w signalWriter) Write(p []byte) (int, error) {
	close(w)
	return len(p), nil
}

func TestACancelledRuntimeRunsNothingMore(t *testing.T) {
	var out bytes.Buffer
	rt := engine(t, &out)
	defer rt.Close()
	ctx, cancel := context.WithCancelCause(t.Context())
	cause := errors.New("the client went away")
	cancel(cause)
	for range 2 {
		if err := rt.Eval(ctx, "run.js", `await block(); log("never")`); !errors.Is(err, cause) {
			t.Error(err)
		}
		ctx = t.Context()
	}
	if out.Len() > 0 {
		t.Errorf("wrote %q", out.String())
	}
}

// TestAFinallyBlockThatWaitsAndThrowsHarmsNobody leaves a generator early whose cleanup waits and then fails: timers that
// are set afterwards fire all the same.
func TestAFinallyBlockThatWaitsAndThrowsHarmsNobody(t *testing.T) {
	runtimetest.Expect(t, `
		async function* items() { try { yield 1; yield 2; } finally { await null; throw new Error("cannot close"); } }
		try { for await (const item of items()) break; } catch (error) { console.log(error.message); }
		await new Promise((resolve) => setTimeout(resolve, 5));
		console.log("later");
	`, "cannot close\nlater", stdlib.All()...)
}
