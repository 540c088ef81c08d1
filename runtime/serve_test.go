package runtime_test

import (
	"errors"
	"testing"
	"time"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/fault"
)

func TestServeStaysAndTellsOnceThatNothingComes(t *testing.T) {
	rt, err := runtime.New()
	if err != nil {
		t.Fatal(err)
	}
	stuck, done := make(chan bool, 10), make(chan error)
	go func() { done <- rt.Serve(func() { stuck <- true }) }()
	for range 3 { // each time something was submitted
		ran := make(chan bool)
		rt.Submit(func() { close(ran) })
		<-ran
		<-stuck
	}
	rt.Submit(func() { rt.Loop().Stop() })
	if err := <-done; err != nil {
		t.Error(err)
	}
	go func() { done <- rt.Serve(func() {}) }()
	rt.Submit(func() { rt.Exit(3) })
	var exit *runtime.ExitError
	if err := <-done; !errors.As(err, &exit) || exit.Code != 3 {
		t.Error(err)
	}
	if !errors.As(rt.Failure(), &exit) {
		t.Error(rt.Failure())
	}
	if err := rt.Close(); err != nil {
		t.Error(err)
	}
}

func TestATurnThatTakesTooLongEndsTheRuntime(t *testing.T) {
	plan, err := runtime.NewPlan(runtime.WithTurnLimit(30*time.Millisecond), runtime.WithStack(500))
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		rt, err := plan.New()
		if err != nil {
			t.Fatal(err)
		}
		if err := rt.Eval(t.Context(), "a.js", "for (;;);"); !errors.Is(err, fault.Limit) {
			t.Error(err)
		}
		_ = rt.Close()
	}
}
