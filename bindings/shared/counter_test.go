package shared

import (
	"context"
	"errors"
	"math"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/lariatjs/lariat/runtime/fault"
)

func counter(t *testing.T, initial float64, o CounterOptions) *Counter {
	t.Helper()
	c, err := NewCounter(initial, o)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestCounterIsExact(t *testing.T) {
	c := counter(t, MaxExact, CounterOptions{})
	c.AddInt(1)
	if c.Int() != MaxExact+1 || c.Value() != MaxExact {
		t.Errorf("%d, shown as %v", c.Int(), c.Value())
	}
	if got := c.AddInt(math.MaxInt64 - MaxExact); got != math.MinInt64 {
		t.Errorf("beyond its range it is %d", got)
	}
	for _, n := range []float64{0.5, math.NaN(), math.Inf(1), MaxExact + 2} {
		if err := c.Set(n); !errors.Is(err, fault.Range) {
			t.Errorf("Set(%v): %v", n, err)
		}
		if _, err := c.Add(n); !errors.Is(err, fault.Range) {
			t.Errorf("Add(%v): %v", n, err)
		}
	}
	if _, err := NewCounter(0.5, CounterOptions{}); !errors.Is(err, fault.Range) {
		t.Error(err)
	}
}

func TestCounterComparesNumbers(t *testing.T) {
	c := counter(t, 0, CounterOptions{Float: true})
	if found, _ := c.CompareExchange(math.Copysign(0, -1), math.NaN()); found != 0 || !math.IsNaN(c.Value()) {
		t.Errorf("-0 is not taken for 0: %v", c.Value())
	}
	if found, _ := c.CompareExchange(math.NaN(), 1); !math.IsNaN(found) || c.Value() != 1 {
		t.Errorf("NaN is not found: %v", c.Value())
	}
}

func TestCounterWaitsForItsWriters(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := counter(t, 0, CounterOptions{})
		var got float64
		go func() { got, _ = c.Wait(t.Context(), func(v float64) bool { return v >= 2 }) }()
		synctest.Wait()
		if c.Waiting() != 1 {
			t.Errorf("%d wait", c.Waiting())
		}
		c.AddInt(1)
		synctest.Wait()
		if got != 0 || c.Waiting() != 1 {
			t.Errorf("it went on with %v", got)
		}
		c.AddInt(1)
		synctest.Wait()
		if got != 2 || c.Waiting() != 0 {
			t.Errorf("got %v, %d wait", got, c.Waiting())
		}
	})
}

func TestCounterWaitEndsWithItsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := counter(t, 0, CounterOptions{})
		ctx, cancel := context.WithTimeoutCause(t.Context(), time.Second, fault.Timeout.New("late"))
		defer cancel()
		if _, err := c.Wait(ctx, func(float64) bool { return false }); !errors.Is(err, fault.Timeout) {
			t.Error(err)
		}
		if c.Waiting() != 0 {
			t.Errorf("%d wait", c.Waiting())
		}
	})
}

// Every writer wakes those who wait, however the two run into each other.
func TestCounterHammer(t *testing.T) {
	const goroutines, rounds = 8, 2000
	for _, float := range []bool{false, true} {
		c := counter(t, 0, CounterOptions{Float: float})
		var wg sync.WaitGroup
		for range goroutines {
			wg.Go(func() {
				for i := range rounds {
					switch {
					case i%2 == 0:
						_, _ = c.Add(1)
					default:
						for {
							old := c.Value()
							if found, _ := c.CompareExchange(old, old+1); found == old {
								break
							}
						}
					}
				}
			})
		}
		for i := range 4 {
			wg.Go(func() {
				want := float64((i + 1) * goroutines * rounds / 4)
				if _, err := c.Wait(t.Context(), func(v float64) bool { return v >= want }); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if c.Value() != goroutines*rounds || c.Waiting() != 0 {
			t.Errorf("%v counted, %d wait", c.Value(), c.Waiting())
		}
	}
}
