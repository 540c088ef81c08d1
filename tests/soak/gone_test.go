package soak

import (
	"errors"
	goruntime "runtime"
	"testing"
	"time"

	"github.com/lariatjs/lariat/runtime/lariat"
)

// kept are programs that have in global variables what the Go runtime knows of: it has cleanups, timers, goroutines, or it
// is shared with other isolates.
var kept = map[string]string{
	"nothing": "0",
	"shared things": `import { Mutex } from "lariat:lock"; import { share, SharedMap } from "lariat:shared";
		import { Channel } from "lariat:queue"; import { WorkerPool } from "lariat:worker";
		globalThis.all = [new Mutex(), new Channel(), share({ a: { b: 1 } }), new SharedMap()];
		await using pool = new WorkerPool({ max: 1 }); all.push(await pool.run((x) => [x, { x }], all)); all[0].lock(); all[1].receive(); 0`,
	"ports":                     `globalThis.c = new MessageChannel(); c.port1.onmessage = () => {}; c.port2.postMessage(1); 0`,
	"a port in a message":       `globalThis.c = new MessageChannel(); const d = new MessageChannel(); globalThis.e = d.port1; c.port1.postMessage(d.port2, [d.port2]); 0`,
	"a broadcast":               `globalThis.c = new BroadcastChannel("x"); c.onmessage = () => {}; 0`,
	"a response":                `globalThis.r = new Response("text"); globalThis.b = r.body; globalThis.g = b.getReader(); g.read(); 0`,
	"a blob":                    `globalThis.b = new Blob(["text"]).stream(); 0`,
	"a compression":             `globalThis.s = new CompressionStream("gzip"); globalThis.w = s.writable.getWriter(); w.write(new Uint8Array(9)); 0`,
	"streams":                   `globalThis.s = new ReadableStream({ pull() {} }); globalThis.t = s.tee(); t[0].pipeThrough(new TransformStream()).getReader().read(); 0`,
	"a timeout":                 `globalThis.s = AbortSignal.timeout(1e8); s.onabort = () => {}; 0`,
	"signals":                   `globalThis.c = new AbortController(); globalThis.s = AbortSignal.any([c.signal, AbortSignal.timeout(1e8)]); s.addEventListener("abort", () => {}); 0`,
	"timers":                    `globalThis.t = [setTimeout(() => {}, 1e8), setInterval(() => {}, 1e8)]; 0`,
	"weak things":               `globalThis.w = new WeakRef({}); globalThis.f = new FinalizationRegistry(() => {}); f.register(globalThis, 1); globalThis.m = new WeakMap([[globalThis, 1]]); 0`,
	"a keyed limiter":           `import { KeyedRateLimiter } from "lariat:limit"; globalThis.k = new KeyedRateLimiter({ limit: 1, interval: 1 }); globalThis.a = k.for("a"); a.tryAcquire(); 0`,
	"a limiter":                 `import { RateLimiter } from "lariat:limit"; globalThis.r = new RateLimiter({ limit: 1, interval: 1e6 }); r.acquire(); r.acquire(); 0`,
	"limiters that others know": `import { KeyedRateLimiter } from "lariat:limit"; globalThis.k = new KeyedRateLimiter({ limit: 1, interval: 1 }, { maxKeys: 1 }); globalThis.a = k.for("a"); k.for("b"); 0`,
	"subscriptions":             `import { PubSub } from "lariat:queue"; globalThis.p = new PubSub(); globalThis.s = p.subscribe(); s.next(); 0`,
	"a pool":                    `import { WorkerPool } from "lariat:worker"; globalThis.p = new WorkerPool({ max: 1 }); globalThis.t = p.run(() => new Promise(() => {})); 0`,
	"a file":                    `import { open } from "node:fs/promises"; import { createReadStream } from "node:fs"; globalThis.f = await open(process.argv[1]); globalThis.s = createReadStream(process.argv[1]); s.on("data", () => {}); 0`,
	"a web stream of a file":    `import { open } from "node:fs/promises"; globalThis.f = await open(process.argv[1]); globalThis.s = f.readableWebStream(); 0`,
	"a server":                  `import http from "node:http"; globalThis.s = http.createServer(() => {}).listen(0, "127.0.0.1"); 0`,
	"an answer":                 `import http from "node:http"; globalThis.s = http.createServer((q, r) => { r.write("x") }); await new Promise((f) => s.listen(0, "127.0.0.1", f)); globalThis.r = await fetch("http://127.0.0.1:" + s.address().port); globalThis.b = r.body; 0`,
	"events":                    `import { EventEmitter, on } from "node:events"; globalThis.e = new EventEmitter(); globalThis.i = on(e, "x"); i.next(); 0`,
	"storage":                   `import { AsyncLocalStorage } from "node:async_hooks"; globalThis.a = new AsyncLocalStorage(); a.run(1, () => setTimeout(() => {}, 1e8)); 0`,
	"tasks":                     `import { sleep, taskGroup } from "lariat:task"; globalThis.t = taskGroup((g) => { g.spawn(() => sleep("1h")) }); 0`,
	"resources":                 `import { ResourcePool } from "lariat:resource"; globalThis.p = new ResourcePool({ create: () => ({}), max: 1 }); globalThis.l = await p.acquire(); p.acquire(); 0`,
	"a child":                   `import { spawn } from "node:child_process"; globalThis.c = spawn("sleep", ["100"]); c.stdout.on("data", () => {}); 0`,
	"keys":                      `globalThis.k = await crypto.subtle.generateKey({ name: "AES-GCM", length: 128 }, true, ["encrypt"]); 0`,
}

// gone makes a runtime, has use use it, closes it, and waits until it is gone.
func gone(t *testing.T, use func(rt *lariat.Runtime) error, options ...lariat.Option) {
	gone := make(chan bool, 1)
	func() {
		rt, err := lariat.New(append(options, lariat.WithPermissions(lariat.Permissions{Everything: true}))...)
		if err != nil {
			t.Fatal(err)
		}
		if err := use(rt); err != nil {
			t.Fatal(err)
		}
		goruntime.AddCleanup(rt, func(gone chan<- bool) { gone <- true }, gone)
		if err := rt.Close(); err != nil {
			t.Fatal(err)
		}
	}()
	for late := time.After(20 * time.Second); ; {
		goruntime.GC()
		select {
		case <-gone:
			return
		case <-late:
			t.Fatal("it is not")
		default:
			goruntime.Gosched()
		}
	}
}

// TestARuntimeThatIsClosedIsGone has things in global variables when it closes the runtime.
func TestARuntimeThatIsClosedIsGone(t *testing.T) {
	file := newFile(t)
	for name, source := range kept {
		t.Run(name, func(t *testing.T) {
			gone(t, func(rt *lariat.Runtime) error {
				_, err := rt.Eval(t.Context(), source)
				return err
			}, lariat.WithArgs("lariat", file))
		})
	}
}

// TestAHostThatKeepsASignalKeepsNoRuntime has the signal of a script outlive it.
func TestAHostThatKeepsASignalKeepsNoRuntime(t *testing.T) {
	var kept *lariat.Signal
	m := lariat.NewModule("app:keep").Func("keep", func(s *lariat.Signal) { kept = s })
	gone(t, func(rt *lariat.Runtime) error {
		_, err := rt.Eval(t.Context(), `import { keep } from "app:keep"; globalThis.c = new AbortController(); keep(c.signal); 0`)
		return err
	}, lariat.WithModules(m))
	if !errors.Is(kept.Reason(), lariat.ErrClosed) {
		t.Error(kept.Reason())
	}
}
