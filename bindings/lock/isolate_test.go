package lock_test

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/clone"
	"github.com/lariatjs/lariat/runtime/fault"
	"github.com/lariatjs/lariat/runtime/runtimetest"
	"github.com/lariatjs/lariat/stdlib"
)

// crew makes a runtime in which work(code, value) evaluates code in an isolate, where value is a global
// variable and tell(text) answers. The promise takes the first answer, or why the isolate ended.
func crew(t *testing.T) (*runtime.Runtime, *runtimetest.Output) {
	t.Helper()
	var out runtimetest.Output
	module := runtime.Module{Name: "test:crew", Load: func(rt *runtime.Runtime) runtime.Exports {
		return runtime.Exports{
			"log": bind.Func(rt, "log", 1, func(c *bind.Call) (any, error) {
				_, err := fmt.Fprintln(rt.Stdout(), c.Text(0))
				return nil, err
			}),
			"work": bind.AsyncFunc(rt, "work", 2, work),
		}
	}}
	return runtimetest.New(t, &out, runtime.WithModules(append(stdlib.All(), module)...)), &out
}

func work(c *bind.Call) (any, error) {
	rt, code := c.Runtime(), c.Text(0)
	message, err := rt.Cloner().Encode(c.Value(1), clone.Options{})
	if err != nil {
		return nil, err
	}
	p, hold := rt.NewPromise(), rt.Loop().Hold("task", "work").Peer()
	var once sync.Once
	answer := func(text string) {
		once.Do(func() {
			rt.Loop().Post(func() { p.Resolve(rt.VM().ToValue(text)) })
			hold.Release()
		})
	}
	rt.Spawn(runtime.IsolateOptions{
		Name: "w", Keep: true,
		Start: func(rt *runtime.Runtime) {
			value, err := rt.Cloner().Decode(message)
			if err != nil {
				answer(err.Error())
				return
			}
			set := func(name string, v any) { _ = rt.VM().GlobalObject().Set(name, bind.ToValue(rt, v)) }
			set("value", value)
			set("tell", bind.Func(rt, "tell", 1, func(c *bind.Call) (any, error) { answer(c.Text(0)); return nil, nil }))
			set("die", bind.Func(rt, "die", 0, func(*bind.Call) (any, error) {
				rt.Isolate().Kill(fault.Aborted.New("killed"))
				return nil, nil
			}))
			rt.Then(rt.Loader().Eval("worker.js", code), func(goja.Value) {}, func(v goja.Value) { answer(v.String()) })
		},
		Ended: func(err error) { answer(fmt.Sprint("ended: ", err)) },
	})
	return p.Value, nil
}

func run(t *testing.T, source string) (string, error) {
	t.Helper()
	rt, out := crew(t)
	err := rt.Eval(t.Context(), "main.js", source)
	if closing := rt.Close(); closing != nil {
		t.Error(closing)
	}
	return strings.TrimSpace(out.String()), err
}

func TestOneMutexInTwoIsolates(t *testing.T) {
	got, err := run(t, `
		import { Mutex } from "lariat:lock";
		import { work, log } from "test:crew";
		const mutex = new Mutex({ name: "ours" }), token = mutex.tryAcquire();
		const other = work("const t = await value.lock(); tell(value.name + (value.waiting)); t.release()", mutex);
		while (mutex.waiting === 0) await new Promise((resolve) => setTimeout(resolve, 1));
		token.release();
		log(await other);
	`)
	if err != nil || got != "ours0" {
		t.Errorf("got %q, %v", got, err)
	}
}

func TestTheLocksOfAKilledIsolateAreFree(t *testing.T) {
	got, err := run(t, `
		import { Mutex, RWLock, Semaphore, Condition } from "lariat:lock";
		import { work, log } from "test:crew";
		const mutex = new Mutex(), poison = new Mutex({ poison: true }), rw = new RWLock(), permits = new Semaphore(3), condition = new Condition();
		const locks = { mutex, poison, rw, permits, condition };
		const dying = "await value.mutex.lock(); await value.poison.lock(); await value.rw.write(); " +
			"await value.permits.acquire({ weight: 2 }); await value.condition.mutex.lock(); die(); for (;;);";
		log((await work(dying, locks)).includes("killed"));
		using a = await mutex.lock(), b = await rw.read(), c = await permits.acquire({ weight: 3 }), d = await condition.mutex.lock();
		try { await poison.lock(); } catch (e) { log(e.name + ": " + e.message.replace(/#\d+/g, "#")); }
	`)
	want := `true
PoisonedError: acquire: Mutex # was held by task "main" (#) when its isolate died`
	if err != nil || got != want {
		t.Errorf("got %q, %v", got, err)
	}
}

func TestTwoIsolatesDeadlock(t *testing.T) {
	got, err := run(t, `
		import { Mutex } from "lariat:lock";
		import { work, log } from "test:crew";
		const a = new Mutex({ name: "a" }), b = new Mutex({ name: "b" });
		const held = await a.lock();
		const other = work("await value.b.lock(); tell('has b'); await value.a.lock();", { a, b });
		log(await other);
		try { await b.lock(); } catch (e) {
			for (const w of e.waits) log(w.waitsFor + " at " + w.at + " " + w.heldBy.replace(/#\d+/g, "#"));
		}
	`)
	want := `has b
Mutex "b" at main.js:8:17 task "main" (#) at worker.js:1:15
Mutex "a" at worker.js:1:52 task "main" (#) at main.js:5:24`
	if err != nil || got != want {
		t.Errorf("got %q, %v", got, err)
	}
}

func TestAWaitForABusyIsolateIsNoDeadlock(t *testing.T) {
	got, err := run(t, `
		import { Mutex } from "lariat:lock";
		import { work, log } from "test:crew";
		const mutex = new Mutex();
		log(await work("await value.lock(); tell('locked'); setTimeout(() => value.release(), 36e5)", mutex));
		using token = await mutex.lock();
		log("free");
	`)
	if !errors.Is(err, nil) || got != "locked\nfree" {
		t.Errorf("got %q, %v", got, err)
	}
}

// TestNoFalseAlarmHammer has isolates take several mutexes each, in the same order everywhere, and wait in
// between: nothing can be a deadlock, and in the end all is free.
func TestNoFalseAlarmHammer(t *testing.T) {
	got, err := run(t, `
		import { Mutex } from "lariat:lock";
		import { work, log } from "test:crew";
		const locks = Array.from({ length: 5 }, (_, i) => new Mutex({ name: "m" + i }));
		const code = (seed) => "let x = " + seed + "; const random = (n) => (x = (x * 1103515245 + 12345) % 2147483648) % n;" +
			"for (let round = 0; round < 40; round++) {" +
			"  const held = [];" +
			"  for (const m of value) if (random(2)) held.push(await m.lock());" +
			"  if (random(3)) await new Promise((resolve) => setTimeout(resolve, random(5)));" +
			"  for (const token of held) token.release();" +
			"} tell('fine')";
		const results = await Promise.all(Array.from({ length: 12 }, (_, i) => work(code(i + 1), locks)));
		log(results.every((r) => r === "fine") ? "fine" : results.join());
		log(locks.some((m) => m.locked || m.waiting > 0));
	`)
	if err != nil || got != "fine\nfalse" {
		t.Errorf("got %q, %v", got, err)
	}
}

func TestLockSync(t *testing.T) {
	got, err := run(t, `
		import { Mutex } from "lariat:lock";
		import { work, log } from "test:crew";
		const mutex = new Mutex({ name: "m" });
		try { mutex.lockSync(); } catch (e) { log(e.name + ": " + e.message); }
		const token = mutex.tryLock();
		const short = "try { value.lockSync({ timeout: 50 }) } catch (e) { tell(e.name + ': ' + e.message) }";
		log(await work(short, mutex));
		const patient = work("const t = value.lockSync(); const seen = value.locked; t.release(); tell('locked: ' + seen)", mutex);
		while (mutex.waiting === 0) await new Promise((resolve) => setTimeout(resolve, 1));
		token.release();
		log(await patient);
		const twice = "using t = value.lockSync(); try { value.lockSync() } catch (e) { tell(e.name) }";
		log(await work(twice, mutex));
		const held = await mutex.lock();
		const stuck = work("setTimeout(die, 5); value.lockSync()", mutex);
		while (mutex.waiting === 0) await new Promise((resolve) => setTimeout(resolve, 1));
		held.release();
		log(String(await stuck).includes("killed") + ", free: " + !mutex.locked);
	`)
	want := `TypeError: Mutex.lockSync: the main program must not block: await lock() instead
TimeoutError: Mutex.lockSync timed out after 50 ms
locked: true
DeadlockError
true, free: true`
	if err != nil || got != want {
		t.Errorf("got %q, %v", got, err)
	}
}
