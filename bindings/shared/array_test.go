package shared

import (
	"errors"
	"math"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/lariatjs/lariat/runtime/fault"
)

func array(t *testing.T, element Type, length int) *Array {
	t.Helper()
	a, err := NewArray(element, length, "")
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestArrayRefuses(t *testing.T) {
	for _, length := range []int{-1, math.MaxInt32, math.MaxInt} {
		if _, err := NewArray(Float64, length, ""); !errors.Is(err, fault.Range) {
			t.Errorf("length %d: %v", length, err)
		}
	}
	if _, err := NewArray("int7", 1, ""); !errors.Is(err, fault.Type) {
		t.Error(err)
	}
	a := array(t, Int32, 2)
	for _, i := range []int{-1, 2, math.MaxInt} {
		_, e1 := a.Get(i)
		_, e2 := a.Add(i, 1)
		_, e3 := a.Update(i, func(n float64) (float64, error) { return n, nil })
		_, e4 := a.Int(i)
		_, e5 := a.AddInt(i, 1)
		_, e6 := a.UpdateInt(i, func(n int64) (int64, error) { return n, nil })
		for _, err := range []error{e1, e2, e3, e4, e5, e6, a.Set(i, 1), a.SetInt(i, 1)} {
			if !errors.Is(err, fault.Range) {
				t.Errorf("index %d: %v", i, err)
			}
		}
	}
	empty := array(t, Int8, 0)
	if len(empty.Numbers()) != 0 || len(empty.Block()) != 0 {
		t.Error("an empty array is not empty")
	}
}

func TestArrayUpdateFails(t *testing.T) {
	a := array(t, Int16, 1)
	mine := fault.Range.New("mine")
	if _, err := a.Update(0, func(float64) (float64, error) { return 5, mine }); !errors.Is(err, mine) {
		t.Error(err)
	}
	if v, _ := a.Get(0); v != 0 {
		t.Errorf("it has become %v", v)
	}
}

// An update that somebody interferes with is asked again.
func TestArrayUpdateGoesAgain(t *testing.T) {
	a := array(t, Float32, 1)
	asked := 0
	got, err := a.Update(0, func(old float64) (float64, error) {
		if asked++; asked == 1 {
			if _, err := a.Add(0, 10); err != nil {
				t.Error(err)
			}
		}
		return old + 1, nil
	})
	if err != nil || got != 11 || asked != 2 {
		t.Errorf("%v, %v after %d", got, err, asked)
	}
}

func TestArrayLock(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := array(t, Float64, 2)
		first, err := a.Lock(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		var second bool
		go func() {
			token, err := a.Lock(t.Context())
			second = err == nil && token.Release()
		}()
		synctest.Wait()
		if second || a.Waiting() != 1 || a.TryAcquire(Party{}) != nil || len(a.Holders()) != 1 {
			t.Error("two hold the lock")
		}
		first.Release()
		synctest.Wait()
		if !second {
			t.Error("nobody was next")
		}
	})
}

func TestArrayLockOfTheDead(t *testing.T) {
	a := array(t, Int8, 1)
	if a.TryAcquire(Party{Isolate: 7}) == nil {
		t.Fatal("it is not free")
	}
	if a.ReleaseDead(8) != 0 || a.ReleaseDead(7) != 1 || a.TryAcquire(Party{}) == nil {
		t.Error("the lock died with its holder")
	}
}

func TestArrayHammer(t *testing.T) {
	const goroutines, rounds = 6, 1500
	for element := range kinds.Get() {
		a := array(t, element, 3)
		var wg sync.WaitGroup
		for g := range goroutines {
			wg.Go(func() {
				for i := range rounds {
					var err error
					switch (g + i) % 3 {
					case 0:
						_, err = a.Add(1, 1)
					case 1:
						_, err = a.Update(1, func(n float64) (float64, error) { return n + 1, nil })
					default:
						if element == Float32 || element == Float64 {
							_, err = a.Add(1, 1)
						} else {
							_, err = a.UpdateInt(1, func(n int64) (int64, error) { return n + 1, nil })
						}
					}
					_, other := a.Add(g%2*2, 1) // the neighbours share a word
					if err != nil || other != nil {
						t.Error(err, other)
					}
				}
			})
		}
		wg.Wait()
		kind := kinds.Get()[element]
		side := kind.Number(kind.Bits(goroutines / 2 * rounds))
		want := []float64{side, kind.Number(kind.Bits(goroutines * rounds)), side}
		for i, got := range a.Numbers() {
			if got != want[i] {
				t.Errorf("%s[%d] is %v, want %v", element, i, got, want[i])
			}
		}
	}
}
