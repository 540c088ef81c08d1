package memory

import (
	"math"
	"sync"
	"testing"
	"testing/synctest"
	"unsafe"
)

func TestBlocksAreAligned(t *testing.T) {
	for n := range 40 {
		b := New(n)
		if len(b) != n || cap(b)%8 != 0 || uintptr(unsafe.Pointer(unsafe.SliceData(b)))%8 != 0 {
			t.Errorf("New(%d): %d bytes, capacity %d", n, len(b), cap(b))
		}
	}
}

func TestNumbersWrapLikeTypedArrays(t *testing.T) {
	for _, c := range []struct {
		kind    Kind
		n, want float64
	}{
		{Int8, 200, -56},
		{Uint8, -1, 255},
		{Uint8, 256.9, 0},
		{Int16, 32768, -32768},
		{Uint16, -1.5, 65535},
		{Int32, 1 << 40, 0},
		{Int32, 1<<31 + 5, -1<<31 + 5},
		{Uint32, -1, 1<<32 - 1},
		{Int32, math.NaN(), 0},
		{Uint32, math.Inf(1), 0},
		{Int64, 1 << 63, -1 << 63},
		{Uint64, -1, 1 << 64},
		{Uint32, 1<<70 + 1<<60, 0},
		{Float32, 0.1, float64(float32(0.1))},
		{Float64, 0.1, 0.1},
		{Float64, math.Inf(-1), math.Inf(-1)},
		{Int32, -(1 << 65), 0},
	} {
		if got := c.kind.Number(c.kind.Bits(c.n)); got != c.want {
			t.Errorf("kind %d: %v becomes %v, want %v", c.kind, c.n, got, c.want)
		}
	}
}

func TestNeighboursAreLeftAlone(t *testing.T) {
	for _, size := range []int{1, 2, 4, 8} {
		for at := 0; at < 16; at += size {
			b := New(16)
			for i := range b {
				b[i] = 0xAA
			}
			c := At(b, at, size)
			c.Store(0x1122334455667788)
			c.Add(1)
			c.CompareAndSwap(c.Load(), 0x77)
			if c.Load() != 0x77 {
				t.Errorf("size %d at %d: %#x", size, at, c.Load())
			}
			for i, x := range b {
				if (i < at || i >= at+size) && x != 0xAA {
					t.Errorf("size %d at %d: byte %d has become %#x", size, at, i, x)
				}
			}
		}
	}
}

func TestOperationsAreAtomic(t *testing.T) {
	const goroutines, rounds = 8, 2000
	for _, size := range []int{1, 2, 4, 8} {
		b := New(16)
		var wg sync.WaitGroup
		for g := range goroutines {
			wg.Go(func() {
				c := At(b, g%2*size, size) // neighbours in one word
				for range rounds {
					c.Add(1)
					c.Update(func(old uint64) uint64 { return old + 1 })
				}
			})
		}
		wg.Wait()
		want := uint64(goroutines * rounds)
		if size == 1 {
			want %= 256
		}
		for i := range 2 {
			if got := At(b, i*size, size).Load(); got != want {
				t.Errorf("size %d: %d, want %d", size, got, want)
			}
		}
	}
}

func TestWaitersAreServedInOrder(t *testing.T) {
	c := At(New(8), 0, 4)
	var order []int
	waiters := make([]*Waiter, 5)
	for i := range waiters {
		waiters[i] = &Waiter{Wake: func() { order = append(order, i) }}
		if !c.Wait(0, waiters[i]) {
			t.Fatal("the value is as expected")
		}
	}
	if c.Wait(1, &Waiter{}) {
		t.Error("the value is not as expected")
	}
	if !waiters[1].Leave() || waiters[1].Leave() {
		t.Error("a waiter leaves once")
	}
	if n := c.Notify(2); n != 2 {
		t.Errorf("woke %d", n)
	}
	if waiters[0].Leave() {
		t.Error("a waiter that was notified leaves no more")
	}
	if n := c.Notify(-1); n != 2 {
		t.Errorf("woke %d", n)
	}
	if n := c.Notify(-1); n != 0 || len(order) != 4 || order[0] != 0 || order[1] != 2 || order[2] != 3 || order[3] != 4 {
		t.Errorf("woke %d more; the order was %v", n, order)
	}
}

func TestLinesAreForgotten(t *testing.T) {
	c := At(New(8), 0, 8)
	w := &Waiter{Wake: func() {}}
	c.Wait(0, w)
	w.Leave()
	if n := len(shardOf(c.at).lines); n != 0 {
		t.Errorf("%d lines are left", n)
	}
}

// Goroutines pass a token round by waiting and notifying: not one wake-up may be missed.
func TestWaitHammer(t *testing.T) {
	synctest.Test(t, func(*testing.T) {
		const goroutines, rounds = 5, 2000
		c := At(New(8), 0, 4)
		for g := range goroutines {
			go func() {
				for i := range rounds {
					mine := uint64(i*goroutines + g)
					for now := c.Load(); now != mine; now = c.Load() {
						woken := make(chan struct{}, 1)
						if c.Wait(now, &Waiter{Wake: func() { woken <- struct{}{} }}) {
							<-woken
						}
					}
					c.Add(1)
					c.Notify(-1)
				}
			}()
		}
		synctest.Wait()
		if got := c.Load(); got != goroutines*rounds {
			t.Errorf("%d rounds of %d", got, goroutines*rounds)
		}
	})
}
