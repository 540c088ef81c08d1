package shared

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/lariatjs/lariat/runtime/fault"
)

func newMap(t *testing.T, o MapOptions) *Map {
	t.Helper()
	m, err := NewMap(o)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func set(t *testing.T, m *Map, key, value any) {
	t.Helper()
	if err := m.Set(t.Context(), key, value); err != nil {
		t.Error(err)
	}
}

func TestMapKeepsItsOrder(t *testing.T) {
	m := newMap(t, MapOptions{})
	for i := range 5 {
		set(t, m, float64(i), i)
	}
	for _, key := range []float64{0, 4, 2} {
		if found, err := m.Delete(t.Context(), key); !found || err != nil {
			t.Errorf("%v is not there: %v", key, err)
		}
	}
	set(t, m, 0.0, "again")
	set(t, m, 3.0, "new")
	want := []Entry{{1.0, 1}, {3.0, "new"}, {0.0, "again"}}
	if got := m.Entries(); !slices.Equal(got, want) || m.Len() != 3 {
		t.Errorf("%v, %d entries", got, m.Len())
	}
	if found, _ := m.Delete(t.Context(), "nothing"); found || len(m.slots) != 3 {
		t.Errorf("%v, %d slots", found, len(m.slots))
	}
}

func TestMapIsFull(t *testing.T) {
	m := newMap(t, MapOptions{MaxEntries: 1})
	set(t, m, "a", 1)
	set(t, m, "a", 2)
	if err := m.Set(t.Context(), "b", 1); !errors.Is(err, fault.Limit) || len(m.slots) != 1 {
		t.Errorf("%v, %d slots", err, len(m.slots))
	}
	_, err := m.Update(t.Context(), "b", func(any, bool) (any, error) { return 1, nil })
	if !errors.Is(err, fault.Limit) || len(m.slots) != 1 {
		t.Errorf("%v, %d slots", err, len(m.slots))
	}
}

// While a key is updated others wait to write it, and see the value that was there before.
func TestMapUpdateKeepsOthersOut(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMap(t, MapOptions{})
		set(t, m, "k", 1)
		inside, leave := make(chan struct{}), make(chan struct{})
		go func() {
			_, _ = m.Update(t.Context(), "k", func(old any, _ bool) (any, error) {
				close(inside)
				<-leave
				return old.(int) + 10, nil
			})
		}()
		<-inside
		var order []string
		go func() {
			set(t, m, "k", 5)
			order = append(order, "set")
		}()
		set(t, m, "other", 1)
		if v, _ := m.Get("k"); v != 1 {
			t.Errorf("k is %v", v)
		}
		synctest.Wait()
		ctx, cancel := context.WithCancelCause(t.Context())
		cancel(fault.Aborted.New("enough"))
		if err := m.Set(ctx, "k", 7); !errors.Is(err, fault.Aborted) {
			t.Error(err)
		}
		order = append(order, "leave")
		close(leave)
		synctest.Wait()
		if v, _ := m.Get("k"); v != 5 || !slices.Equal(order, []string{"leave", "set"}) {
			t.Errorf("k is %v after %v", v, order)
		}
	})
}

func TestMapUpdateChangesNothing(t *testing.T) {
	m := newMap(t, MapOptions{})
	mine := fault.Range.New("mine")
	if _, err := m.Update(t.Context(), "k", func(any, bool) (any, error) { return 1, mine }); !errors.Is(err, mine) {
		t.Error(err)
	}
	func() {
		defer func() { _ = recover() }()
		_, _ = m.Update(t.Context(), "k", func(any, bool) (any, error) { panic(mine) })
	}()
	if m.Len() != 0 || len(m.slots) != 0 {
		t.Errorf("%d entries, %d slots", m.Len(), len(m.slots))
	}
	set(t, m, "k", 1)
}

// What a dead isolate was about to write is not written, also when its callback comes back after all.
func TestMapUpdateOfTheDead(t *testing.T) {
	m := newMap(t, MapOptions{})
	u, _, _, _ := m.TryBegin("k", 7)
	if busy, _ := m.TrySet("k", 1); busy == nil {
		t.Error("the key is free")
	}
	if m.ReleaseDead(8) != 0 || m.ReleaseDead(7) != 1 {
		t.Error("the key died with its holder")
	}
	set(t, m, "k", 2)
	if kept, err := u.Finish("late"); kept || err != nil {
		t.Error("the dead one has written")
	}
	u.Abandon()
	if v, _ := m.Get("k"); v != 2 {
		t.Errorf("k is %v", v)
	}
}

func TestWatchSeesTheNewest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMap(t, MapOptions{})
		w := m.Watch("k")
		var seen []any
		var next func()
		next = func() {
			w.Next(t.Context(), Party{}, func(_ struct{}, err error) {
				if err != nil {
					return
				}
				v, _ := w.Take()
				seen = append(seen, v)
				next()
			})
		}
		next()
		set(t, m, "k", 1)
		set(t, m, "other", 1)
		set(t, m, "k", 2)
		_, _ = m.Delete(t.Context(), "k")
		w.Close()
		set(t, m, "k", 3)
		if want := []any{nil, 1, 2, nil}; !slices.Equal(seen, want) {
			t.Errorf("seen %v, want %v", seen, want)
		}
		if m.Waiting() != 0 {
			t.Errorf("%d watch", m.Waiting())
		}
	})
}

func TestMapHammer(t *testing.T) {
	const goroutines, rounds, keys = 8, 1000, 5
	m := newMap(t, MapOptions{})
	var wg sync.WaitGroup
	for g := range goroutines {
		wg.Go(func() {
			for i := range rounds {
				key := fmt.Sprint((g + i) % keys)
				if i%2 == 0 {
					if _, err := m.Update(t.Context(), key, func(old any, _ bool) (any, error) {
						n, _ := old.(int)
						return n + 1, nil
					}); err != nil {
						t.Error(err)
					}
					continue
				}
				for {
					old, found := m.Get(key)
					n, _ := old.(int)
					written, busy, err := m.TryCompareAndSet(key, func(now any, ok bool) bool { return ok == found && (!ok || now == old) }, n+1)
					if err != nil {
						t.Error(err)
					}
					if busy == nil && written {
						break
					}
				}
			}
		})
	}
	// Those who watch end up with the last value, whatever they have missed.
	for k := range keys {
		wg.Go(func() {
			w := m.Watch(fmt.Sprint(k))
			defer w.Close()
			for last := 0; last < goroutines*rounds/keys; {
				woken := make(chan struct{})
				w.Next(t.Context(), Party{}, func(struct{}, error) { close(woken) })
				<-woken
				v, _ := w.Take()
				n, _ := v.(int)
				if n < last {
					t.Errorf("%d after %d", n, last)
				}
				last = n
			}
		})
	}
	wg.Wait()
	total := 0
	for _, e := range m.Entries() {
		total += e.Value.(int)
	}
	if total != goroutines*rounds || m.Waiting() != 0 || len(m.slots) != keys {
		t.Errorf("%d counted, %d watch, %d slots", total, m.Waiting(), len(m.slots))
	}
}
