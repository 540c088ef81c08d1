package worker_test

import (
	"context"
	"errors"
	goruntime "runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/fault"
	"github.com/lariatjs/lariat/runtime/permit"
	"github.com/lariatjs/lariat/stdlib"
)

// script runs a script in real time and returns what it printed. Nothing of it may be left afterwards.
func script(t *testing.T, source string) (string, error) {
	t.Helper()
	before := goruntime.NumGoroutine()
	var out strings.Builder
	rt, err := runtime.New(runtime.WithPermissions(permit.Everything()),
		runtime.WithModules(stdlib.All()...), runtime.WithStdio(strings.NewReader(""), &out, &out))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	err = rt.Eval(ctx, "script.js", source)
	if alive := rt.Loop().Alive(); err == nil && len(alive) > 0 {
		t.Errorf("the script left %v behind", alive)
	}
	if closeErr := rt.Close(); closeErr != nil {
		t.Error(closeErr)
	}
	for deadline := time.Now().Add(10 * time.Second); goruntime.NumGoroutine() > before; goruntime.Gosched() {
		if time.Now().After(deadline) {
			buf := make([]byte, 1<<20)
			t.Fatalf("%d goroutines were left:\n%s", goruntime.NumGoroutine()-before, buf[:goruntime.Stack(buf, true)])
		}
	}
	return out.String(), err
}

func expect(t *testing.T, source, want string) {
	t.Helper()
	got, err := script(t, source)
	if err != nil {
		t.Fatalf("%v\n%s", err, got)
	}
	if strings.TrimSpace(got) != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// TestTasksAreCancelledAtRandomPoints cancels tasks of every kind, some of which hold a lock of all isolates. All
// settle, the counts add up and the lock is free in the end.
func TestTasksAreCancelledAtRandomPoints(t *testing.T) {
	expect(t, `
import { WorkerPool } from "lariat:worker";
import { sleep } from "lariat:task";
import { Mutex } from "lariat:lock";
const pool = new WorkerPool({ max: 3, concurrencyPerWorker: 2, abortGrace: 5 });
const lock = new Mutex();
const kinds = [
  () => 1,
  async () => { await sleep(Math.random() * 4); return 1; },
  async (lock) => { using _ = await lock.lock(); await sleep(Math.random() * 2); },
  async (lock) => { await lock.acquire(); await sleep(1); throw new Error("held"); },
  () => { throw new RangeError("r"); },
  (lock) => { const until = Date.now() + 3; while (Date.now() < until); },
  async (lock) => { await lock.acquire(); for (;;); },
  async () => { await sleep(0); process.exit(1); },
  () => new Promise(() => {}),
];
let settled = 0;
const tasks = [];
for (let i = 0; i < 400; i++) {
  const kind = kinds[i % kinds.length];
  const task = pool.run(kind, lock);
  tasks.push(task.then(() => settled++, () => settled++));
  const endless = i % kinds.length >= 6 || i % kinds.length === 3;
  if (endless || Math.random() < 0.3) setTimeout(() => task.cancel(), Math.random() * 20);
  if (i % 20 === 0) await sleep(1);
}
await Promise.all(tasks);
const { completed, failed, cancelled, queued, running } = pool.stats();
await pool.close();
console.log(settled, completed + failed + cancelled, queued, running);
{ using _ = await lock.lock({ timeout: "5s" }); console.log("free"); }
`, "400 400 0 0\nfree")
}

// TestThousandWorkers starts, asks and ends a thousand of them.
func TestThousandWorkers(t *testing.T) {
	expect(t, `
import { WorkerPool } from "lariat:worker";
const pool = new WorkerPool({ max: 1000 });
await pool.warmup(1000);
const { workers } = pool.stats();
const answers = await pool.broadcast((x) => x + 1, 1);
await pool.close();
console.log(workers, answers.length, answers.every((x) => x === 2), pool.stats().workers);
`, "1000 1000 true 0")
}

// TestHundredThousandTasks queues them all at once.
func TestHundredThousandTasks(t *testing.T) {
	expect(t, `
import { WorkerPool } from "lariat:worker";
await using pool = new WorkerPool({ max: 2 });
const tasks = [];
for (let i = 0; i < 100_000; i++) tasks.push(pool.run((x) => x, i));
let sum = 0;
for (const n of await Promise.all(tasks)) sum += n;
console.log(sum);
const many = Array.from({ length: 100_000 }, (_, i) => pool.run((x) => x, i));
for (const task of many) task.cancel();
const ends = await Promise.allSettled(many);
console.log(ends.length, pool.stats().queued);
`, "4999950000\n100000 0")
}

// TestStuckTask ends tasks that wait for what cannot come, when nothing else is left to do.
func TestStuckTask(t *testing.T) {
	expect(t, `
import { WorkerPool } from "lariat:worker";
await using pool = new WorkerPool({ max: 1 });
await pool.run(() => new Promise(() => {})).catch((error) => console.log(error.code, error.message.slice(0, 35)));
console.log(await pool.run(() => 1));
`, "ERR_UNSETTLED task \"anonymous\" can never settle: \n1")
}

// TestIdlePoolsKeepNothingAlive leaves a pool open.
func TestIdlePoolsKeepNothingAlive(t *testing.T) {
	expect(t, `
import { WorkerPool } from "lariat:worker";
const pool = new WorkerPool({ min: 2, max: 2 });
console.log(await pool.run(() => "done"));
`, "done")
	expect(t, `
import { WorkerPool } from "lariat:worker";
const pool = new WorkerPool({ max: 2 });
pool.run(() => "ran to its end").then(console.log);
`, "ran to its end")
}

// TestForgottenFailures are reported when the program has nothing left to do, those that somebody looked at are not.
func TestForgottenFailures(t *testing.T) {
	out, err := script(t, `
import { WorkerPool } from "lariat:worker";
import { sleep } from "lariat:task";
const pool = new WorkerPool({ max: 2 });
const fail = (what) => { throw new RangeError(what); };
const late = pool.run(fail, "seen late");
pool.run(fail, "forgotten");
pool.run(fail, "cancelled").cancel();
await sleep(50);
await late.catch((error) => console.log(error.message));
`)
	var thrown *runtime.JSError
	if !errors.As(err, &thrown) || thrown.Message != "forgotten" || strings.TrimSpace(out) != "seen late" {
		t.Errorf("got %v and %q", err, out)
	}
}

// notice is an output that tells when something was written.
type notice struct {
	mu   sync.Mutex
	text strings.Builder
	seen chan struct{}
}

// Write keeps p and tells.
func (n *notice) Write(p []byte) (int, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.text.Len() == 0 {
		close(n.seen)
	}
	return n.text.Write(p)
}

// TestDeathOfAnIdleWorkerIsTold lets a task leave something behind that throws when no task is there to reject.
func TestDeathOfAnIdleWorkerIsTold(t *testing.T) {
	out, err := script(t, `
import { WorkerPool } from "lariat:worker";
import { sleep } from "lariat:task";
const pool = new WorkerPool({ max: 1 });
await pool.run(() => { setTimeout(() => { throw new TypeError("left behind"); }, 5); });
await sleep(100);
console.log(await pool.run(() => "well"));
`)
	if err != nil || !strings.Contains(out, "died: TypeError: left behind") || !strings.HasSuffix(out, "well\n") {
		t.Errorf("got %v and %q", err, out)
	}
}

// TestProgramEndCancelsTasks interrupts a program while its pool works: finally blocks run in the workers too.
func TestProgramEndCancelsTasks(t *testing.T) {
	out := &notice{seen: make(chan struct{})}
	rt, err := runtime.New(runtime.WithPermissions(permit.Everything()),
		runtime.WithModules(stdlib.All()...), runtime.WithStdio(strings.NewReader(""), out, out))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancelCause(t.Context())
	go func() {
		<-out.seen
		cancel(fault.Aborted.New("interrupted"))
	}()
	err = rt.Eval(ctx, "script.js", `
import { WorkerPool } from "lariat:worker";
import { sleep } from "lariat:task";
const pool = new WorkerPool({ max: 1 });
try {
  await pool.run(async () => {
    console.log("runs");
    try { await sleep("1h"); } finally { console.log("worker cleaned up"); }
  });
} finally {
  console.log("main cleaned up");
}
`)
	if closeErr := rt.Close(); closeErr != nil {
		t.Error(closeErr)
	}
	if got := out.text.String(); !errors.Is(err, fault.Aborted) || got != "runs\nworker cleaned up\nmain cleaned up\n" {
		t.Errorf("got %v and %q", err, got)
	}
}
