package runtime_test

import (
	"context"
	"errors"
	"fmt"
	goruntime "runtime"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/fault"
	"github.com/lariatjs/lariat/runtime/loop"
)

func newRuntime(t *testing.T, opts ...runtime.Option) *runtime.Runtime {
	t.Helper()
	rt, err := runtime.New(opts...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = rt.Close() })
	return rt
}

func TestAnySignalEndsBeforeAnybodyHears(t *testing.T) {
	rt := newRuntime(t)
	a, b := rt.NewSignal(), rt.NewSignal()
	one := rt.AnySignal(a, b)
	two := rt.AnySignal(one, b) // follows a and b, not one
	var heard []string
	hear := func(name string, s *runtime.Signal) {
		s.AfterFunc(func() {
			heard = append(heard, fmt.Sprint(name, a.Aborted(), b.Aborted(), one.Aborted(), two.Aborted()))
		})
	}
	hear("two", two)
	hear("one", one)
	hear("b", b)
	hear("a", a)
	cause := fault.Closed.New("gone")
	b.Abort(cause)
	if want := []string{"bfalse true true true", "onefalse true true true", "twofalse true true true"}; !slices.Equal(heard, want) {
		t.Errorf("heard %q, want %q", heard, want)
	}
	a.Abort(fault.Aborted)
	if !errors.Is(one.Err(), cause) || !errors.Is(two.Err(), cause) || len(heard) != 4 {
		t.Errorf("the second source changed something: %v, %v, %q", one.Err(), two.Err(), heard)
	}
	if s := rt.AnySignal(rt.NewSignal(), two); !errors.Is(s.Err(), cause) {
		t.Errorf("a source that had ended: %v", s.Err())
	}
}

// TestDependentsAreKeptWhileSomebodyListens lets go of dependents in each way in which they can be held.
func TestDependentsAreKeptWhileSomebodyListens(t *testing.T) {
	rt := newRuntime(t)
	source := rt.NewSignal()
	stop := rt.AnySignal(source).AfterFunc(func() {})
	heard := make(chan string, 2)
	rt.AnySignal(source).AfterFunc(func() { heard <- "hook" })
	done := rt.AnySignal(source).Done()
	listening := rt.AnySignal(source)
	listening.Listen(true)
	for range 1000 {
		rt.AnySignal(source).AfterFunc(func() {})()
	}
	want := func(n int) {
		t.Helper()
		goruntime.GC()
		if got := source.Dependents(); got != n {
			t.Fatalf("%d dependents, want %d", got, n)
		}
	}
	want(4)
	listening.Listen(false)
	listening = nil
	want(3)
	stop()
	want(2)
	source.Abort(fault.Aborted)
	<-done
	if got := <-heard; got != "hook" {
		t.Error(got)
	}
	want(0)
}

func TestTimeoutSignalIsDroppedWithItsTimer(t *testing.T) {
	clock := loop.NewVirtual(time.Unix(0, 0), true)
	rt := newRuntime(t, runtime.WithClock(clock))
	late := func() error { return fault.Timeout.New("too late") }
	for range 1000 {
		rt.TimeoutSignal(time.Hour, late)
	}
	var heard error
	either := rt.AnySignal(rt.TimeoutSignal(time.Minute, late), rt.NewSignal())
	either.AfterFunc(func() { heard = context.DeadlineExceeded })
	either = nil
	timers := func() int {
		goruntime.GC()
		_, timers, _ := rt.Loop().Counts()
		return timers
	}
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	for timers() > 1 {
		if ctx.Err() != nil {
			t.Fatalf("%d timers are left", timers())
		}
		goruntime.Gosched()
	}
	keep := rt.Loop().SetTimer(2*time.Minute, false, func() {})
	if err := rt.Loop().Run(ctx); err != nil || heard == nil {
		t.Errorf("the timeout that somebody waits for: %v, %v", err, heard)
	}
	keep.Stop()
}

// TestDependentHammer hooks and unhooks from many goroutines while the list is swept and the source ends.
func TestDependentHammer(t *testing.T) {
	rt := newRuntime(t)
	source := rt.NewSignal()
	var work sync.WaitGroup
	for range 8 {
		shared := rt.AnySignal(source, rt.NewSignal())
		for range 2 {
			work.Go(func() {
				for i := range 500 {
					stop := shared.AfterFunc(func() {})
					if i%3 == 0 {
						shared.Listen(true)
						shared.Listen(false)
					}
					stop()
				}
				shared.Done()
			})
		}
	}
	for range 2000 {
		rt.AnySignal(source)
	}
	source.Dependents()
	source.Abort(fault.Aborted)
	work.Wait()
	if n := source.Dependents(); n != 0 {
		t.Errorf("%d dependents of an ended signal", n)
	}
}

func TestThrownDOMExceptionIsAFault(t *testing.T) {
	rt := newRuntime(t)
	err := rt.Do(t.Context(), func(vm *goja.Runtime) error {
		plain := rt.Thrown(vm.ToValue("AbortError"))
		class := rt.ErrorClass("DOMException")
		for name, want := range map[string]error{
			"AbortError": context.Canceled, "TimeoutError": context.DeadlineExceeded, "DataCloneError": fault.Clone, "NotFoundError": nil,
		} {
			obj, err := vm.New(class, vm.ToValue("why"), vm.ToValue(name))
			if err != nil {
				return err
			}
			thrown := rt.Thrown(obj)
			for _, kind := range []error{context.Canceled, context.DeadlineExceeded, fault.Clone} {
				if errors.Is(thrown, kind) != errors.Is(want, kind) || errors.Is(plain, kind) {
					t.Errorf("%s: errors.Is(…, %v) is %v", name, kind, errors.Is(thrown, kind))
				}
			}
			if rt.ErrorValue(thrown) != goja.Value(obj) {
				t.Errorf("%s: another value comes back", name)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestAWaitCountsOnTheTimersOfItsSignal(t *testing.T) {
	rt := newRuntime(t)
	timeout := rt.TimeoutSignal(time.Hour, func() error { return fault.Timeout })
	either := rt.AnySignal(rt.NewSignal(), timeout)
	alive := func(want int) {
		t.Helper()
		if got := len(rt.Loop().Alive()); got != want {
			t.Errorf("%d things keep the loop alive, want %d", got, want)
		}
	}
	alive(0)
	one, two := rt.NewScope(nil), rt.NewScope(nil)
	one.Follow(either)
	two.Follow(timeout)
	alive(1)
	one.End()
	alive(1)
	two.End()
	two.End()
	alive(0)
	timeout.Abort(fault.Timeout)
	rt.NewScope(nil).Follow(either)
	alive(0)
}
