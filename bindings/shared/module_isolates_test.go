package shared_test

import (
	"bytes"
	"errors"
	"fmt"
	goruntime "runtime"
	"strings"
	"sync"
	"testing"
	"time"
	"weak"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/bindings/shared"
	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/clone"
	"github.com/lariatjs/lariat/runtime/loop"
	"github.com/lariatjs/lariat/runtime/permit"
	"github.com/lariatjs/lariat/stdlib"
)

// crew is a module with work(code, data, transfer): it evaluates code in a worker, which finds the data there, and gives
// what the code gives. kill(n) kills the n-th worker.
func crew() runtime.Module {
	var mu sync.Mutex
	var all []*runtime.Isolate
	return runtime.Module{Name: "test:crew", Load: func(rt *runtime.Runtime) runtime.Exports {
		work := bind.AsyncFunc(rt, "work", 2, func(c *bind.Call) (any, error) {
			m, err := rt.Cloner().Encode(c.Value(1), clone.Options{Transfer: c.TransferList(c.Value(2))})
			if err != nil {
				return nil, err
			}
			code, p, hold := c.Text(0), rt.NewPromise(), rt.Loop().Hold("task", "work").Peer()
			mu.Lock()
			defer mu.Unlock()
			all = append(all, begin(rt, code, m, func(answer *clone.Message, err error) {
				rt.Loop().Post(func() {
					var v goja.Value
					if err == nil {
						v, err = rt.Cloner().Decode(answer)
					}
					if err != nil {
						p.Reject(err)
						return
					}
					p.Resolve(v)
				})
				hold.Release()
			}))
			return p.Value, nil
		})
		kill := bind.Func(rt, "kill", 1, func(c *bind.Call) (any, error) {
			mu.Lock()
			defer mu.Unlock()
			all[c.Int(0, "n", 0)].Kill(errors.New("killed"))
			return nil, nil
		})
		return runtime.Exports{"work": work, "kill": kill}
	}}
}

// begin starts a worker, and has it settle once.
func begin(rt *runtime.Runtime, code string, data *clone.Message, settle func(*clone.Message, error)) *runtime.Isolate {
	var once sync.Once
	answer := func(m *clone.Message, err error) { once.Do(func() { settle(m, err) }) }
	return rt.Spawn(runtime.IsolateOptions{
		Name: "crew",
		Start: func(rt *runtime.Runtime) {
			v, err := rt.Cloner().Decode(data)
			if err != nil {
				answer(nil, err)
				return
			}
			_ = rt.VM().Set("data", v)
			_ = rt.VM().Set("give", bind.Func(rt, "give", 1, func(c *bind.Call) (any, error) {
				m, err := rt.Cloner().Encode(c.Value(0), clone.Options{})
				answer(m, err)
				return nil, nil
			}))
			rt.Then(rt.Loader().Eval("worker.js", "let result;\n"+code+"\ngive(result);"), func(goja.Value) {}, func(v goja.Value) {
				answer(nil, rt.Thrown(v))
			})
		},
		Ended: func(err error) { answer(nil, fmt.Errorf("the worker has ended: %w", err)) },
	})
}

// crewed runs a main program that has a crew, and sees to it that no goroutine is left.
func crewed(t *testing.T, source string, options ...runtime.Option) string {
	t.Helper()
	before := goruntime.NumGoroutine()
	var out bytes.Buffer
	rt, err := runtime.New(append(options, runtime.WithPermissions(permit.Everything()),
		runtime.WithModules(append(stdlib.All(), crew())...), runtime.WithStdio(strings.NewReader(""), &out, &out))...)
	if err != nil {
		t.Fatal(err)
	}
	err = rt.Eval(t.Context(), "main.js", "import { work, kill } from 'test:crew';\n"+source)
	_ = rt.Close()
	if err != nil {
		t.Errorf("%v\n%s", err, out.String())
	}
	for goruntime.NumGoroutine() > before {
		goruntime.Gosched()
	}
	return strings.TrimSpace(out.String())
}

func expect(t *testing.T, got, want string) {
	t.Helper()
	if got != want {
		t.Errorf("got %s\nwant %s", got, want)
	}
}

// TestMemoryModel is to run with -race: whatever crosses between isolates is immutable, moved, or synchronised in Go.
func TestMemoryModel(t *testing.T) {
	expect(t, crewed(t, `
		import { SharedArray, SharedCounter, SharedMap, share } from "lariat:shared";
		import { Mutex } from "lariat:lock";
		const data = {
			count: new SharedCounter(), sum: new SharedCounter({ type: "float64" }),
			ints: new SharedArray("int16", 4), floats: new SharedArray("float64", 2), bigs: new SharedArray("bigint64", 1),
			map: new SharedMap(), mutex: new Mutex(), tree: share({ list: Array.from({ length: 50 }, (_, i) => ({ i, name: "n" + i })) }),
			bytes: new SharedArrayBuffer(64), plain: { text: "ü💥".repeat(10), big: 10n ** 30n, when: new Date(0), set: new Set([1]) },
			done: new SharedCounter({ name: "done" }),
		};
		const code = `+"`"+`
			const { count, sum, ints, floats, bigs, map, mutex, tree, bytes, plain, done, id, moved } = data;
			const cells = new Int32Array(bytes), small = new Uint8Array(bytes, 16, 8);
			moved[0] = id;
			let read = 0;
			for (let i = 0; i < 100; i++) {
				count.add(1);
				sum.add(0.5);
				ints.add(id, 1);
				ints.update(0, (n) => n + 1);
				floats.update(1, (n) => n + 0.25);
				bigs.add(0, 1n);
				map.update("k" + i % 3, (n = 0) => n + 1);
				map.getOrInsert("once", { by: "whoever" });
				read += tree.list[i % 50].i + tree.list.length + tree.list[i % 50].name.length;
				Atomics.add(cells, 0, 1);
				Atomics.add(small, id, 1);
				if (i % 10 === 0) {
					using token = await mutex.lock();
					cells[1]++;
					{ using again = await floats.lock(); floats.view[0] += 1; }
				}
			}
			done.increment();
			result = { read, text: plain.text.length, big: plain.big, same: data.tree === tree, moved: moved[0], tree: tree.list[1] };
		`+"`"+`;
		const results = await Promise.all([0, 1, 2, 3].map((id) => {
			const moved = new Uint8Array(8);
			return work(code, { ...data, id, moved }, [moved.buffer]);
		}));
		await data.done.waitFor((n) => n === 4, { timeout: "1m" });
		const { count, sum, ints, floats, bigs, map, bytes } = data;
		console.log(count.value, sum.value, [...ints].join(), [...floats].join(), String(bigs.get(0)));
		console.log(JSON.stringify([...map].sort()), new Int32Array(bytes)[0], new Int32Array(bytes)[1], new Uint8Array(bytes, 16, 4).join());
		console.log(new Set(results.map((r) => r.read)).size, results.map((r) => r.moved).join(), results.every((r) => r.tree === data.tree.list[1]));
	`), `400 200 500,100,100,100 40,100 400
[["k0",136],["k1",132],["k2",132],["once",{"by":"whoever"}]] 400 40 100,100,100,100
1 0,1,2,3 true`)
}

func TestAtomicsWaitInWorkers(t *testing.T) {
	expect(t, crewed(t, `
		const bytes = new SharedArrayBuffer(16), cells = new Int32Array(bytes);
		const workers = [1, 2, 3].map((id) => work(
			"const c = new Int32Array(data.bytes); Atomics.add(c, 1, 1); Atomics.notify(c, 1);" +
			"result = Atomics.wait(c, 0, 0) + data.id + Atomics.wait(c, 0, 5) + Atomics.wait(c, 2, 0, 5)", { bytes, id }));
		for (let n; (n = Atomics.load(cells, 1)) < 3; ) await Atomics.waitAsync(cells, 1, n).value;
		let woken = 0;
		while ((woken += Atomics.notify(cells, 0, 1)) < 3) await new Promise((resolve) => setTimeout(resolve));
		console.log((await Promise.all(workers)).join());
	`), "ok1not-equaltimed-out,ok2not-equaltimed-out,ok3not-equaltimed-out")
}

// The waits of workers take an hour each, and no time at all.
func TestAtomicsWaitInVirtualTime(t *testing.T) {
	clock := loop.NewVirtual(time.Now(), true)
	expect(t, crewed(t, `
		const bytes = new SharedArrayBuffer(8), begin = Date.now();
		const worker = work("const c = new Int32Array(data); Atomics.wait(c, 0, 0, 3600_000); result = Atomics.wait(c, 0, 0)", bytes);
		await new Promise((resolve) => setTimeout(resolve, 2 * 3600_000));
		while (!Atomics.notify(new Int32Array(bytes), 0)) await new Promise((resolve) => setTimeout(resolve));
		console.log(await worker, Math.round((Date.now() - begin) / 3600_000));
		console.log(await Atomics.waitAsync(new Int32Array(bytes), 0, 0, 3600_000).value, Math.round((Date.now() - begin) / 3600_000));
	`, runtime.WithClock(clock)), "ok 2\ntimed-out 3")
}

func TestAtomicsWaitEndsWithItsIsolate(t *testing.T) {
	expect(t, crewed(t, `
			const bytes = new SharedArrayBuffer(8), cells = new Int32Array(bytes);
			const waiting = work("Atomics.wait(new Int32Array(data), 0, 0); throw new Error('it goes on')", bytes);
			const later = work("Atomics.waitAsync(new Int32Array(data), 1, 0); for (;;);", bytes);
			await new Promise((resolve) => setTimeout(resolve, 20));
			kill(0); kill(1);
			for (const end of await Promise.allSettled([waiting, later])) console.log(end.reason.message);
			console.log(Atomics.notify(cells, 0), Atomics.notify(cells, 1));
		`), "the worker has ended: killed\nthe worker has ended: killed\n0 0")
}

// A program that is over does not wait for workers that wait.
func TestTheEndEndsAtomicsWait(t *testing.T) {
	expect(t, crewed(t, `
		const cells = new Int32Array(new SharedArrayBuffer(8));
		work("Atomics.add(new Int32Array(data), 1, 1); Atomics.notify(new Int32Array(data), 1); Atomics.wait(new Int32Array(data), 0, 0)", cells.buffer);
		while (!Atomics.load(cells, 1)) await Atomics.waitAsync(cells, 1, 0).value;
		console.log("over");
		process.exit(0);
	`), "over")
}

func TestADeadWorkerGivesBackWhatItHeld(t *testing.T) {
	expect(t, crewed(t, `
		import { SharedArray, SharedCounter, SharedMap } from "lariat:shared";
		const map = new SharedMap(), array = new SharedArray("int32", 1), inside = new SharedCounter();
		map.set("k", 1);
		const workers = [
			work("data.map.update('k', () => { data.inside.increment(); for (;;); })", { map, inside }),
			work("await data.array.lock(); data.inside.increment(); for (;;);", { array, inside }),
		];
		await inside.waitFor((n) => n === 2);
		console.log(map.get("k"));
		setTimeout(() => { kill(0); kill(1) });
		const ends = await Promise.allSettled(workers);
		console.log(ends.map((end) => end.status).join());
		console.log(map.update("k", (n) => n + 1), (await array.lock({ timeout: "10s" })).release());
	`), "1\nrejected,rejected\n2 true")
}

// Main waits for a key that a worker updates, and another worker waits for it and is killed.
func TestWhoWaitsForAKeyGoesOn(t *testing.T) {
	expect(t, crewed(t, `
		import { SharedCounter, SharedMap } from "lariat:shared";
		const map = new SharedMap(), inside = new SharedCounter(), cells = new Int32Array(new SharedArrayBuffer(4));
		const slow = work("data.map.update('k', () => { data.inside.increment(); Atomics.wait(data.cells, 0, 0); return 'slow' })", { map, inside, cells });
		await inside.waitFor((n) => n === 1);
		const stuck = work("data.inside.increment(); data.map.set('k', 'stuck')", { map, inside });
		await inside.waitFor((n) => n === 2);
		kill(1);
		await stuck.catch((error) => console.log(error.message));
		const free = work("while (!Atomics.notify(data.cells, 0)); result = 'freed'", { cells });
		map.set("k", "main");
		await slow;
		console.log(map.get("k"), await free);
	`), "the worker has ended: killed\nmain freed")
}

// A wait for another isolate is no deadlock while that one lives, and is one when nobody is left.
func TestDeadlocksOfTheFamily(t *testing.T) {
	expect(t, crewed(t, `
		import { SharedCounter } from "lariat:shared";
		const counter = new SharedCounter({ name: "work" });
		const end = work("for (let i = 0; i < 1000; i++) ; data.add(1); await data.waitFor((n) => n < 0)", counter).catch((error) => error);
		console.log(await counter.waitFor((n) => n === 1));
		await counter.waitFor((n) => n === 2).catch((error) => console.log(error.name));
		console.log((await end).name);
	`), "1\nDeadlockError\nDeadlockError")
}

func TestSharedWithTheHost(t *testing.T) {
	m, err := shared.NewMap(shared.MapOptions{Name: "ours"})
	if err != nil {
		t.Fatal(err)
	}
	tree, err := shared.ShareGo(map[string]any{"list": []any{1, "x", nil, 2.5, true}, "none": shared.Undefined})
	if err != nil {
		t.Fatal(err)
	}
	if err := m.Set(t.Context(), "config", tree); err != nil {
		t.Fatal(err)
	}
	host := runtime.Module{Name: "test:host", Load: func(rt *runtime.Runtime) runtime.Exports {
		obj, err := rt.Wrap(m)
		if err != nil {
			t.Error(err)
		}
		config, err := rt.Wrap(tree)
		if err != nil {
			t.Error(err)
		}
		return runtime.Exports{"map": obj, "config": config}
	}}
	expect(t, crewed(t, `
		import { map, config } from "test:host";
		import { SharedMap, isShared } from "lariat:shared";
		console.log(map instanceof SharedMap, map.name, map.get("config") === config, isShared(config), config.list.join("|"), "none" in config);
		map.set("answer", { n: [1, "ü"], big: 5n });
	`, runtime.WithModules(host)), "true ours true true 1|x||2.5|true true")
	answer, _ := m.Get("answer")
	if got := fmt.Sprint(shared.Export(answer)); got != "map[big:5 n:[1 ü]]" {
		t.Errorf("the host sees %s", got)
	}
}

// What a script has dropped is forgotten, although the table of views knows every part that was looked at.
func TestViewsAreForgotten(t *testing.T) {
	m, err := shared.NewMap(shared.MapOptions{})
	if err != nil {
		t.Fatal(err)
	}
	var trees []weak.Pointer[shared.Tree]
	host := runtime.Module{Name: "test:host", Load: func(rt *runtime.Runtime) runtime.Exports {
		obj, err := rt.Wrap(m)
		if err != nil {
			t.Error(err)
		}
		return runtime.Exports{"map": obj, "dropped": bind.AsyncFunc(rt, "dropped", 0, func(*bind.Call) (any, error) {
			goruntime.GC()
			n := 0
			for _, w := range trees {
				if w.Value() == nil {
					n++
				}
			}
			return n, nil
		}), "keep": bind.Func(rt, "keep", 1, func(c *bind.Call) (any, error) {
			v, _ := m.Get("k")
			tree := v.(*shared.Tree)
			list, _ := tree.Get("list")
			trees = append(trees, weak.Make(tree), weak.Make(list.(*shared.Tree)), weak.Make(list.(*shared.Tree).At(400).(*shared.Tree)))
			return nil, nil
		})}
	}}
	expect(t, crewed(t, `
		import { map, keep, dropped } from "test:host";
		(() => {
			map.set("k", { list: Array.from({ length: 1000 }, (_, i) => ({ i })) });
			const tree = map.get("k");
			let sum = 0;
			for (const item of tree.list) sum += item.i;
			console.log(sum, tree.list[500] === map.get("k").list[500]);
			keep();
			map.set("k", 0);
		})();
		let n;
		for (let i = 0; i < 100 && (n = await dropped()) < 3; i++) await new Promise((resolve) => setTimeout(resolve, 1));
		console.log(n);
	`, runtime.WithModules(host)), "499500 true\n3")
}

// Half of the workers that stop to wait are killed, the others are woken one by one: nobody is woken for a dead one, and
// nobody is forgotten.
func TestAtomicsWaitHammer(t *testing.T) {
	expect(t, crewed(t, `
		const cells = new Int32Array(new SharedArrayBuffer(16)), workers = 60;
		const code = "const c = data; Atomics.add(c, 1, 1); Atomics.notify(c, 1); result = Atomics.wait(c, 0, 0); Atomics.add(c, 2, 1)";
		const ends = Array.from({ length: workers }, () => work(code, cells).catch((error) => error.message));
		for (let n; (n = Atomics.load(cells, 1)) < workers; ) await Atomics.waitAsync(cells, 1, n).value;
		for (let i = 0; i < workers; i += 2) kill(i);
		await Promise.all(ends.filter((_, i) => i % 2 === 0));
		for (let woken = 0; woken < workers / 2; ) {
			woken += Atomics.notify(cells, 0, 1);
			await new Promise((resolve) => setTimeout(resolve));
		}
		const results = await Promise.all(ends);
		console.log(results.filter((end) => end === "ok").length, results.filter((end) => end === "the worker has ended: killed").length);
		console.log(Atomics.load(cells, 2), Atomics.notify(cells, 0));
	`), "30 30\n30 0")
}
