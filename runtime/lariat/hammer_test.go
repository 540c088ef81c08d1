package lariat_test

import (
	"context"
	"errors"
	"math/rand/v2"
	goruntime "runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/lariatjs/lariat/runtime/lariat"
)

// TestHammer calls, cancels and closes from a hundred goroutines. Every call ends, with its own result or one of the errors
// that it may end with, and nothing is left behind.
func TestHammer(t *testing.T) {
	before := goruntime.NumGoroutine()
	var inGo atomic.Int64
	m := lariat.NewModule("app:h").
		Func("slow", func(ctx context.Context, n int) (int, error) {
			inGo.Add(1)
			defer inGo.Add(-1)
			select {
			case <-ctx.Done():
				return 0, ctx.Err()
			case <-time.After(time.Duration(n%3) * time.Millisecond):
				return n, nil
			}
		}).
		Func("quick", func(n int) int { return n })
	for range 3 {
		rt := start(t, lariat.WithModules(m), lariat.WithGrace(time.Minute), files("h.js", `
			import { slow, quick } from "app:h";
			import { Mutex } from "lariat:lock";
			const mutex = new Mutex();
			export async function locked(n) { using _ = await mutex.lock(); return await slow(n) }
			export async function plain(n) { return quick(n) }
			export async function* rows(n) { for (let i = 0; i < n % 5; i++) yield slow(i) }
			export async function forever() { await mutex.run?.(() => {}); await new Promise(r => setTimeout(r, 3_600_000)) }`))
		var wg sync.WaitGroup
		var done atomic.Int64
		closing := make(chan struct{})
		for g := range 100 {
			wg.Go(func() {
				r := rand.New(rand.NewPCG(uint64(g), 1))
				for range 30 {
					hammerOnce(t, rt, r)
					if done.Add(1) == 2000 {
						close(closing)
					}
				}
			})
		}
		<-closing
		_ = rt.Close()
		wg.Wait()
	}
	for late := time.Now().Add(10 * time.Second); goruntime.NumGoroutine() > before && time.Now().Before(late); {
		goruntime.Gosched()
	}
	if left := goruntime.NumGoroutine() - before; left > 0 || inGo.Load() != 0 {
		buf := make([]byte, 1<<20)
		t.Errorf("%d goroutines left, %d in Go:\n%s", left, inGo.Load(), buf[:goruntime.Stack(buf, true)])
	}
}

func hammerOnce(t *testing.T, rt *lariat.Runtime, r *rand.Rand) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	if r.IntN(3) == 0 {
		time.AfterFunc(time.Duration(r.IntN(3000))*time.Microsecond, cancel)
	}
	n := r.IntN(1000)
	var got int
	var err error
	switch r.IntN(4) {
	case 0:
		got, err = lariat.Call[int](ctx, rt, "./h.js", "locked", n)
	case 1:
		got, err = lariat.Call[int](ctx, rt, "./h.js", "plain", n)
	case 2:
		time.AfterFunc(time.Duration(r.IntN(3000))*time.Microsecond, cancel)
		_, err = lariat.Call[any](ctx, rt, "./h.js", "forever")
		got = n
	default:
		count := 0
		for i, e := range lariat.Stream[int](ctx, rt, "./h.js", "rows", n) {
			if err = e; err != nil || i != count || r.IntN(10) == 0 {
				break
			}
			count++
		}
		got = n
	}
	switch {
	case err == nil && got != n:
		t.Errorf("got the result %d of another call, want %d", got, n)
	case err != nil && !errors.Is(err, context.Canceled) && !errors.Is(err, lariat.ErrClosed):
		t.Error(err)
	}
}

// TestNothingIsLeftOfRuntimes makes, runs and closes runtimes with all that may be pending when they are closed.
func TestNothingIsLeftOfRuntimes(t *testing.T) {
	before := goruntime.NumGoroutine()
	sources := []string{
		"1 + 1",
		"setInterval(() => {}, 1000); 0",
		"globalThis.p = new Promise(() => {}); setTimeout(() => {}, 1e6); 0",
		`import { Mutex } from "lariat:lock"; const m = new Mutex(); await m.lock(); m.lock(); 0`,
		`throw new Error("x")`,
		"process.exit(1)",
	}
	const cycles = 2000
	work := make(chan int)
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for i := range work {
				rt, err := lariat.New()
				if err != nil {
					t.Error(err)
					continue
				}
				_, _ = rt.Eval(t.Context(), sources[i%len(sources)])
				if err := rt.Close(); err != nil {
					t.Error(err)
				}
			}
		})
	}
	for i := range cycles {
		work <- i
	}
	close(work)
	wg.Wait()
	for late := time.Now().Add(10 * time.Second); goruntime.NumGoroutine() > before && time.Now().Before(late); {
		goruntime.Gosched()
	}
	if left := goruntime.NumGoroutine() - before; left > 0 {
		t.Errorf("%d goroutines left", left)
	}
}
