// Package soak makes runtimes and ends them, over and over, with all that can be under way in them, and ends isolates at
// random points of what they do: nothing may be left behind, and nothing that others use may be broken. The flags make as
// many of it as there is time for.
package soak

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"math"
	"os"
	"path/filepath"
	goruntime "runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/lariatjs/lariat/runtime/lariat"
)

var (
	cycles = flag.Int("cycles", 76, "how many runtimes are made, run and closed")
	points = flag.Int("points", 16, "at how many points isolates are ended")
	first  = flag.Int("first", 1, "the seed of the first point")
)

// lives are programs, each with something that is under way when its runtime is closed.
var lives = map[string]string{
	"nothing":        "1 + 1",
	"an interval":    "setInterval(() => {}, 1); 0",
	"timers":         "for (let i = 0; i < 9; i++) setTimeout(() => {}, i * 1e5); 0",
	"promises":       "globalThis.p = new Promise(() => {}); (async () => { await p })(); 0",
	"a lock":         `import { Mutex } from "lariat:lock"; const m = new Mutex(); await m.lock(); m.lock(); 0`,
	"channels":       `import { Channel } from "lariat:queue"; const c = new Channel(); c.receive(); c.send(1); c.receive(); 0`,
	"a pool":         `import { WorkerPool } from "lariat:worker"; new WorkerPool({ max: 1 }).run(() => new Promise(() => {})); 0`,
	"a busy pool":    `import { WorkerPool } from "lariat:worker"; const p = new WorkerPool({ max: 1 }); await p.run(() => 1); p.run(() => { for (;;); }); 0`,
	"tasks":          `import { sleep, taskGroup } from "lariat:task"; taskGroup((g) => { g.spawn(() => sleep("1h")) }); 0`,
	"a file":         `import { open } from "node:fs/promises"; globalThis.f = await open(process.argv[1]); f.read(); 0`,
	"a server":       `import http from "node:http"; http.createServer(() => {}).listen(0, "127.0.0.1"); 0`,
	"a request":      `import net from "node:net"; const s = net.createServer(() => {}).listen(0, "127.0.0.1", () => fetch("http://127.0.0.1:" + s.address().port).catch(() => {})); 0`,
	"an error":       `throw new Error("x")`,
	"a rejection":    `Promise.reject(new Error("x")); 0`,
	"an exit":        "process.exit(1)",
	"an interrupt":   "for (;;);",
	"a broken one":   "({ ...new Proxy({}, { ownKeys: () => [,] }) })",
	"a deep stack":   "(function f() { f() })()",
	"a late trouble": "setTimeout(() => { throw new Error('late') }, 0); await new Promise((f) => setTimeout(f, 1)); 0",
}

// live makes a runtime, runs a program and closes it.
func live(t *testing.T, name, source, file string) {
	limits := lariat.Limits{}
	if name == "an interrupt" || name == "a busy pool" {
		limits.Turn = 20 * time.Millisecond
	}
	rt, err := lariat.New(lariat.WithArgs("lariat", file), lariat.WithLimits(limits), lariat.WithPermissions(lariat.Permissions{Everything: true}))
	if err != nil {
		t.Error(err)
		return
	}
	_, err = rt.Eval(t.Context(), source)
	if ends := strings.HasPrefix(name, "an e") || strings.HasPrefix(name, "an interrupt") || name == "a broken one" || name == "a deep stack"; ends && err == nil {
		t.Errorf("%s: it ended well", name)
	} else if !ends && err != nil && !errors.As(err, new(*lariat.JSError)) && !errors.Is(err, lariat.ErrLimit) {
		t.Errorf("%s: %v", name, err)
	}
	if err := rt.Close(); err != nil && !errors.Is(err, lariat.ErrLimit) { // left behind on a busy machine, to come out by and by
		t.Errorf("%s: %v", name, err)
	}
}

// newFile is a file for programs to read.
func newFile(t *testing.T) string {
	file := filepath.Join(t.TempDir(), "file.txt")
	if err := os.WriteFile(file, []byte("text"), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// count is what a process has.
type count struct {
	goroutines, files int
	heap, objects     int64
}

func (c count) String() string {
	return fmt.Sprintf("%d goroutines, %d file descriptors, %d KB of heap in %d objects", c.goroutines, c.files, c.heap>>10, c.objects)
}

func now() count {
	for range 3 { // what is released by a cleanup is garbage to the next collection
		goruntime.GC()
	}
	var m goruntime.MemStats
	goruntime.ReadMemStats(&m)
	files, _ := os.ReadDir("/proc/self/fd") // where there is such a thing
	return count{goruntime.NumGoroutine(), len(files), int64(m.HeapAlloc), int64(m.HeapObjects)}
}

func TestNothingIsLeft(t *testing.T) {
	file := newFile(t)
	names := make([]string, 0, len(lives))
	for name := range lives {
		names = append(names, name)
	}
	run := func(n int) {
		work := make(chan string)
		var wg sync.WaitGroup
		for range 4 {
			wg.Go(func() {
				for name := range work {
					live(t, name, lives[name], file)
				}
			})
		}
		for i := range n {
			work <- names[i%len(names)]
		}
		close(work)
		wg.Wait()
	}
	run(2 * len(names)) // what the process makes once
	for tries := 1; ; tries++ {
		before := now()
		run(*cycles)
		left, ok := settled(before)
		if ok {
			t.Logf("left of %d runtimes: %s", *cycles, left)
			return
		}
		if tries == 3 { // what leaks does so each time; a cache may grow once
			buf := make([]byte, 1<<20)
			t.Fatalf("left of %d runtimes: %s\n%s", *cycles, left, buf[:goruntime.Stack(buf, true)])
		}
	}
}

// settled waits until the process has hardly more than before, an object for each runtime and a MB for all, and no longer
// gets rid of anything.
func settled(before count) (left count, ok bool) {
	last := count{heap: math.MaxInt64}
	for late := time.Now().Add(20 * time.Second); ; {
		after := now()
		left = count{after.goroutines - before.goroutines, after.files - before.files, after.heap - before.heap, after.objects - before.objects}
		few := left.goroutines <= 0 && left.files <= 0 && left.heap <= 1<<20 && left.objects <= int64(*cycles)
		if few && after.heap >= last.heap {
			return left, true
		}
		last = after
		if time.Now().After(late) {
			return left, false
		}
	}
}

// TestIsolatesEndedAnywhere ends those that use what is shared, at random points.
func TestIsolatesEndedAnywhere(t *testing.T) {
	before := goruntime.NumGoroutine()
	var out strings.Builder
	rt, err := lariat.New(lariat.WithStdio(nil, &out, &out))
	if err != nil {
		t.Fatal(err)
	}
	err = rt.Run(context.Background(), "interrupted.js", fmt.Sprint(*points), fmt.Sprint(*first))
	var js *lariat.JSError
	if errors.As(err, &js) {
		t.Errorf("%s\n%s", js.Text, &out)
	} else if err != nil {
		t.Errorf("%v\n%s", err, &out)
	}
	if err := rt.Close(); err != nil {
		t.Error(err)
	}
	for late := time.Now().Add(20 * time.Second); goruntime.NumGoroutine() > before; goruntime.Gosched() {
		if time.Now().After(late) {
			t.Fatalf("%d goroutines left", goruntime.NumGoroutine()-before)
		}
	}
	t.Logf("seeds from %d: %s", *first, strings.TrimSpace(out.String()))
}
