package retry

import (
	"context"
	"errors"
	"math/rand/v2"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/lariatjs/lariat/bindings/internal/governor"
	"github.com/lariatjs/lariat/runtime/fault"
)

var (
	bg     = context.Background()
	nobody Party
)

func newBreaker(t *testing.T, o BreakerOptions) *Breaker {
	t.Helper()
	b, err := NewBreaker(o)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// call makes a call that goes well or fails, and reports whether it was admitted.
func call(b *Breaker, fails bool) bool {
	t := b.TryAcquire(nobody)
	switch {
	case t == nil:
		return false
	case fails:
		t.Fail()
	default:
		t.Release()
	}
	return true
}

func TestBreakerOpensAndTriesAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBreaker(t, BreakerOptions{Failures: 2, OpenFor: time.Minute, Name: "b"})
		call(b, true)
		call(b, false)
		call(b, true)
		if b.State() != Closed {
			t.Error("failures that are not in a row opened it")
		}
		call(b, true)
		_, err := b.Admit(nobody)
		var refused *fault.Error
		if b.State() != Open || !errors.As(err, &refused) || refused.Kind != fault.CircuitOpen || refused.Props["retryAfter"] != 60000.0 {
			t.Fatalf("%s, %v", b.State(), err)
		}
		time.Sleep(time.Minute)
		probe := b.TryAcquire(nobody)
		if b.State() != HalfOpen || probe == nil || b.TryAcquire(nobody) != nil {
			t.Error("half-open it does not admit exactly one")
		}
		b.Void(probe)
		if !call(b, true) || b.State() != Open {
			t.Error("a call that was given up has kept its place, or a failure did not open it again")
		}
		time.Sleep(time.Minute)
		if !call(b, false) || b.State() != Closed || !call(b, true) || b.State() != Closed {
			t.Error("a success did not close it, or something is counted still")
		}
	})
}

func TestBreakerIgnoresCallsOfAnotherTime(t *testing.T) {
	b := newBreaker(t, BreakerOptions{Failures: 1})
	old, bad := b.TryAcquire(nobody), b.TryAcquire(nobody)
	bad.Fail()
	b.Close()
	old.Fail()
	if b.State() != Closed {
		t.Error("a call from before opened it")
	}
	b.Open()
	if b.State() != Open || b.TryAcquire(nobody) != nil {
		t.Error("Open did not open it")
	}
}

func TestBreakerRateNeedsEnoughCallsInTheWindow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBreaker(t, BreakerOptions{FailureRate: 0.5, MinCalls: 4, Window: time.Second, SlowCall: time.Second})
		for range 3 {
			call(b, true)
		}
		time.Sleep(2 * time.Second)
		call(b, true)
		call(b, false)
		call(b, false)
		if b.State() != Closed {
			t.Error("old calls count")
		}
		slow := b.TryAcquire(nobody)
		time.Sleep(time.Second + 1)
		slow.Release()
		if calls, failures := b.meter.sum(time.Now()); calls != 1 || failures != 1 {
			t.Errorf("%d calls, %d failures: want the slow one", calls, failures)
		}
	})
}

func TestBreakerRefusesBadOptions(t *testing.T) {
	for _, o := range []BreakerOptions{{FailureRate: 2}, {FailureRate: -1}, {Failures: -1}, {MinCalls: -1}, {HalfOpenCalls: -1}} {
		if _, err := NewBreaker(o); !errors.Is(err, fault.Range) {
			t.Errorf("%+v: %v", o, err)
		}
	}
}

func TestBreakerAsGovernor(t *testing.T) {
	b := newBreaker(t, BreakerOptions{Failures: 1})
	var g governor.Governor = b
	ctx, cancel := context.WithCancel(bg)
	cancel()
	g.Acquire(ctx, nobody, func(_ *Token, err error) {
		if !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
	})
	governor.All(b).TryAcquire(nobody).Fail()
	g.Acquire(bg, nobody, func(_ *Token, err error) {
		if !errors.Is(err, fault.CircuitOpen) {
			t.Error(err)
		}
	})
	if len(b.Holders()) != 0 || b.Waiting() != 0 {
		t.Error("somebody waits for a breaker")
	}
}

func TestBreakerTellsOfItsState(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var b *Breaker
		var heard []State
		b = newBreaker(t, BreakerOptions{Failures: 1, OpenFor: time.Second, OnStateChange: func(from, to State) {
			heard = append(heard, from, to)
			if len(heard) == 6 { // a callback may change the state itself
				b.Open()
			}
		}})
		b.Close() // nothing new
		call(b, true)
		call(b, true) // refused
		time.Sleep(time.Second)
		if b.State() != HalfOpen || len(heard) != 2 {
			t.Errorf("who only asks changes nothing: %v", heard)
		}
		call(b, false)
		want := []State{Closed, Open, Open, HalfOpen, HalfOpen, Closed, Closed, Open}
		if !slices.Equal(heard, want) {
			t.Errorf("heard %v, want %v", heard, want)
		}
	})
}

func TestBreakerHammer(t *testing.T) {
	heard, changes := Closed, 0
	b := newBreaker(t, BreakerOptions{
		Failures: 5, FailureRate: 0.3, MinCalls: 20, OpenFor: 50 * time.Microsecond, HalfOpenCalls: 3,
		OnStateChange: func(from, to State) { // one at a time, so it needs no mutex
			if from != heard || to == from {
				t.Errorf("from %s to %s after %s", from, to, heard)
			}
			heard = to
			changes++
		},
	})
	var admitted, probing atomic.Int64
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 5000 {
				token := b.TryAcquire(nobody)
				if token == nil {
					continue
				}
				admitted.Add(1)
				if b.State() == HalfOpen {
					probing.Add(1)
				}
				switch rand.IntN(4) {
				case 0:
					token.Fail()
				case 1:
					b.Void(token)
				default:
					token.Release()
				}
			}
		})
	}
	wg.Wait()
	b.Close()
	if heard != Closed || changes == 0 {
		t.Errorf("%d changes, the last to %s", changes, heard)
	}
	if admitted.Load() == 0 || !call(b, false) || b.probes > 0 {
		t.Errorf("admitted %d, %d in half-open; %d probes", admitted.Load(), probing.Load(), b.probes)
	}
}
