package worker_test

import (
	"context"
	"errors"
	"fmt"
	goruntime "runtime"
	"strings"
	"testing"
	"time"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/loop"
	"github.com/lariatjs/lariat/runtime/permit"
	"github.com/lariatjs/lariat/runtime/runtimetest"
	"github.com/lariatjs/lariat/stdlib"
)

func TestFiles(t *testing.T) { runtimetest.Files(t, stdlib.All()...) }

func TestAsInNode(t *testing.T) { runtimetest.Recorded(t, stdlib.All()...) }

// prelude is what scripts here begin with: a worker that runs a text.
const prelude = "const run = (source, options) => new Worker(`data:text/javascript,${encodeURIComponent(source)}`, options);\n"

// ends are programs with workers: what they print, and what is in the error that they end with.
var ends = []struct{ name, source, want, err string }{
	{"an error that nobody listens for", `
		run("throw new RangeError('in the worker')");
		setTimeout(() => console.log("never"), 1000);
	`, "", "RangeError: in the worker"},
	{"an error of a thread that nobody listens for", `
		import { Worker } from "node:worker_threads";
		new Worker("throw new RangeError('in the thread')", { eval: true }).on("exit", (code) => console.log("exit", code));
		setTimeout(() => console.log("never"), 1000);
	`, "", "RangeError: in the thread"},
	{"an error that process hears of", `
		process.on("uncaughtException", (error) => console.log(error.message));
		run("throw new RangeError('in the worker')");
	`, "in the worker\n", ""},
	{"an error of an error", `
		run("throw 1").onerror = () => { throw new Error("of the listener"); };
	`, "", "of the listener"},
	{"workers that only listen", `
		run("onmessage = () => {}");
		run("import { parentPort } from 'node:worker_threads'; parentPort.on('message', () => {})");
		setTimeout(() => console.log("last"), 10);
	`, "last\n", ""},
	{"an await of a worker that only listens", `
		await new Promise((resolve) => (run("onmessage = () => {}").onmessage = resolve));
	`, "", "can never settle"},
	{"a worker that works keeps the program", `
		run("setTimeout(() => console.log('worker'), 100)");
	`, "worker\n", ""},
	{"a worker cannot exit the program", `
		run("process.exit(5)");
		setTimeout(() => console.log("main"), 10);
	`, "main\n", ""},
	{"the program ends with its workers", `
		run("postMessage(1); for (;;);").onmessage = () => process.exit(3);
	`, "", "exit status 3"},
	{"a deadlock of a worker", `
		import { Mutex } from "lariat:lock";
		const m = new Mutex({ name: "m" });
		const worker = run("onmessage = async ({ data }) => { await data.lock(); await data.lock(); }");
		worker.postMessage(m);
		worker.onerror = ({ error }) => { console.log(error.name, /Mutex "m"/.test(error.message)); };
	`, "DeadlockError true\n", ""},
}

func TestHowProgramsEnd(t *testing.T) {
	for _, p := range ends {
		t.Run(p.name, func(t *testing.T) {
			var out runtimetest.Output
			rt := runtimetest.New(t, &out, runtime.WithModules(stdlib.All()...))
			err := rt.Eval(t.Context(), "script.js", prelude+p.source)
			switch {
			case out.String() != p.want:
				t.Errorf("it printed %q", out.String())
			case (err != nil) != (p.err != ""), err != nil && !strings.Contains(err.Error(), p.err):
				t.Errorf("it ended with %v", err)
			}
		})
	}
}

// TestAWorkerThatIsNotToKeepTheProgram is in real time: virtual time goes on for the worker when the program has ended
// and is not closed yet.
func TestAWorkerThatIsNotToKeepTheProgram(t *testing.T) {
	var out runtimetest.Output
	rt := runtimetest.New(t, &out, runtime.WithModules(stdlib.All()...), runtime.WithClock(loop.Real()))
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	err := rt.Eval(ctx, "script.js", prelude+`
		run("setTimeout(() => console.log('worker'), 36e5)").unref();
		setTimeout(() => console.log("main"), 10);
	`)
	if out.String() != "main\n" || err != nil {
		t.Errorf("it printed %q and ended with %v", out.String(), err)
	}
}

// TestCancel ends a program whose workers run without end.
func TestCancel(t *testing.T) {
	var out runtimetest.Output
	rt, err := runtime.New(runtime.WithPermissions(permit.Everything()),
		runtime.WithModules(stdlib.All()...), runtime.WithStdio(strings.NewReader(""), &out, &out))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancelCause(t.Context())
	cause := errors.New("Ctrl-C")
	done := make(chan error, 1)
	go func() {
		done <- rt.Eval(ctx, "script.js", prelude+`
			const { port1, port2 } = new MessageChannel();
			run("onmessage = ({ data }) => { data.postMessage('spinning'); for (;;); }").postMessage(port2, [port2]);
			await new Promise((resolve) => (port1.onmessage = resolve));
			console.log("ready");
			import { sleep } from "lariat:task";
			try { await sleep("1h"); } finally { console.log("finally"); }
		`)
		_ = rt.Close()
	}()
	for !strings.Contains(out.String(), "ready") {
		goruntime.Gosched()
	}
	cancel(cause)
	if err := <-done; !errors.Is(err, cause) || out.String() != "ready\nfinally\n" {
		t.Errorf("%v, %q", err, out.String())
	}
}

// hammer makes workers that talk to each other through ports, by thousands of messages, and end in every
// way: by themselves, with an error, killed in the middle of everything.
const hammer = prelude + `
	const WORKERS = 60, MESSAGES = 200;
	const source = ` + "`" + `
		let ring, next = 0;
		onmessage = ({ data }) => {
			if (data.ring) {
				ring = data.ring;
				ring.in.onmessage = ({ data }) => ring.out.postMessage(data);
				ring.in.onclose = () => ring.out.close();
			} else if (data.end) {
				if (data.end === "close") close();
				if (data.end === "exit") process.exit(1);
				if (data.end === "throw") throw new Error("as asked");
				if (data.end === "spin") for (;;);
			} else {
				if (data.n !== next++) throw new Error("got " + data.n + " for " + (next - 1));
				postMessage({ n: data.n, port: data.port }, [data.port]);
			}
		};
	` + "`" + `;
	const counts = { ring: 0, echo: 0, closed: 0, errors: 0, ports: 0 };
	const workers = Array.from({ length: WORKERS }, () => run(source));
	// A ring: what is posted at its begin has gone through all workers at its end.
	const channels = Array.from({ length: WORKERS + 1 }, () => new MessageChannel());
	workers.forEach((worker, n) => {
		const ring = { in: channels[n].port2, out: channels[n + 1].port1 };
		worker.postMessage({ ring }, [ring.in, ring.out]);
	});
	const begin = channels[0].port1, end = channels[WORKERS].port2;
	const around = new Promise((resolve) => {
		end.onmessage = ({ data }) => {
			if (data !== counts.ring++) throw new Error("out of order");
			if (counts.ring === MESSAGES) resolve();
		};
	});
	for (let n = 0; n < MESSAGES; n++) begin.postMessage(n);
	// Meanwhile ports go to each worker and come back, and are answered through.
	const echoed = workers.map((worker) => new Promise((resolve) => {
		worker.onmessage = ({ data: { n, port } }) => {
			port.postMessage(n);
			counts.echo++;
			if (n === MESSAGES - 1) resolve();
		};
		for (let n = 0; n < MESSAGES; n++) {
			const { port1, port2 } = new MessageChannel();
			port1.onmessage = ({ data }) => {
				if (data !== n) throw new Error("a port came back as another");
				counts.ports++;
				port1.close();
			};
			worker.postMessage({ n, port: port2 }, [port2]);
		}
	}));
	await Promise.all([around, ...echoed]);
	while (counts.ports < WORKERS * MESSAGES) await new Promise((resolve) => setTimeout(resolve, 1));
	const gone = new Promise((resolve) => (end.onclose = resolve));
	const closed = workers.map((worker, n) => new Promise((resolve) => {
		worker.onmessage = () => {};
		worker.onerror = ({ error }) => {
			if (error.message !== "as asked") throw error;
			counts.errors++;
		};
		worker.onclose = () => (counts.closed++, resolve());
		const how = ["close", "exit", "throw", "spin", "kill"][n % 5];
		worker.postMessage({ end: how });
		if (how === "spin") setTimeout(() => worker.terminate(), Math.random() * 20);
		if (how === "kill") {
			for (let n = 0; n < 50; n++) worker.postMessage({ n: MESSAGES + n, port: new MessageChannel().port1 }.n);
			worker.terminate();
		}
	}));
	await Promise.all([gone, ...closed]);
	console.log(JSON.stringify(counts));
`

func TestHammer(t *testing.T) {
	before := goruntime.NumGoroutine()
	var out runtimetest.Output
	rt, err := runtime.New(runtime.WithPermissions(permit.Everything()),
		runtime.WithModules(stdlib.All()...), runtime.WithStdio(strings.NewReader(""), &out, &out))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	if err := rt.Eval(ctx, "script.js", hammer); err != nil {
		t.Error(runtimetest.Describe(err))
	}
	want := fmt.Sprintf(`{"ring":%d,"echo":%d,"closed":60,"errors":12,"ports":%d}`, 200, 60*200, 60*200)
	if got := strings.TrimSpace(out.String()); got != want {
		t.Errorf("got %s\nwant %s", got, want)
	}
	if err := rt.Close(); err != nil {
		t.Error(err)
	}
	for late := time.Now().Add(10 * time.Second); goruntime.NumGoroutine() > before && time.Now().Before(late); {
		goruntime.Gosched()
	}
	if n := goruntime.NumGoroutine(); n > before {
		t.Errorf("%d goroutines are left", n-before)
	}
}

func BenchmarkWorker(b *testing.B) {
	for name, source := range map[string]string{
		"start": `
			for (let n = 0; n < N; n++) {
				const worker = new Worker("./testdata/brief.js");
				await new Promise((resolve) => (worker.onclose = resolve));
			}`,
		"roundtrip": `
			const worker = run("onmessage = ({ data }) => postMessage(data)");
			let n = 0;
			await new Promise((resolve) => {
				worker.onmessage = () => (++n < N ? worker.postMessage(n) : resolve());
				worker.postMessage(0);
			});
			worker.terminate();`,
	} {
		b.Run(name, func(b *testing.B) {
			var out runtimetest.Output
			rt, err := runtime.New(runtime.WithPermissions(permit.Everything()),
				runtime.WithModules(stdlib.All()...), runtime.WithStdio(strings.NewReader(""), &out, &out))
			if err != nil {
				b.Fatal(err)
			}
			defer rt.Close()
			if err := rt.Do(b.Context(), func(vm *goja.Runtime) error { return vm.Set("N", b.N) }); err != nil {
				b.Fatal(err)
			}
			b.ReportAllocs()
			b.ResetTimer()
			if err := rt.Eval(b.Context(), "bench.js", prelude+source); err != nil {
				b.Fatal(err)
			}
		})
	}
}
