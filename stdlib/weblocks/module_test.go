package weblocks_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/fault"
	"github.com/lariatjs/lariat/runtime/permit"
	"github.com/lariatjs/lariat/runtime/runtimetest"
	"github.com/lariatjs/lariat/stdlib"
)

func TestFiles(t *testing.T) { runtimetest.Files(t, stdlib.All()...) }

var errKilled = errors.New("killed by the test")

// spawn is the module of a global spawn(source), which returns a function that kills the isolate.
func spawn(t *testing.T) runtime.Module {
	return runtime.Module{Name: "test:spawn", Globals: []string{"spawn"}, Load: func(rt *runtime.Runtime) runtime.Exports {
		return runtime.Exports{"spawn": bind.Func(rt, "spawn", 1, func(c *bind.Call) (any, error) {
			source := c.Text(0)
			isolate := rt.Spawn(runtime.IsolateOptions{Name: "test", Start: func(rt *runtime.Runtime) {
				rt.Then(rt.Loader().Eval("worker.js", source), func(goja.Value) {}, rt.ReportUncaught)
			}, Ended: func(err error) {
				if err != nil && !errors.Is(err, errKilled) && !errors.Is(err, fault.Closed) {
					t.Error(runtimetest.Describe(err))
				}
			}})
			return bind.Func(rt, "kill", 0, func(*bind.Call) (any, error) {
				isolate.Kill(errKilled)
				return nil, nil
			}), nil
		})}
	}}
}

func expect(t *testing.T, source, want string) {
	t.Helper()
	runtimetest.Expect(t, source, want, append(stdlib.All(), spawn(t))...)
}

func TestLocksBetweenIsolates(t *testing.T) {
	expect(t, `
		const done = new BroadcastChannel("done");
		let inside = 0, left = 8;
		await navigator.locks.request("gate", async () => {
			for (let n = 0; n < left; n++) {
				spawn(`+"`"+`
					const done = new BroadcastChannel("done");
					await navigator.locks.request("gate", async (lock) => {
						done.postMessage(1);
						await new Promise((resolve) => setTimeout(resolve, 5));
						done.postMessage(-1);
					});
				`+"`"+`);
			}
			let pending = [];
			while (pending.length < left) ({ pending } = await navigator.locks.query());
			console.log(new Set(pending.map(({ clientId }) => clientId)).size);
			done.onmessage = ({ data }) => {
				inside += data;
				if (inside < 0 || inside > 1) console.log("two at once");
				if (data < 0 && --left === 0) {
					console.log("all done");
					done.close();
				}
			};
		});
	`, "8\nall done")
}

func TestADeadWorkerGivesItsLocksBack(t *testing.T) {
	expect(t, `
		const ready = new BroadcastChannel("ready");
		ready.onmessage = async () => {
			ready.close();
			const waits = navigator.locks.request("a", (lock) => console.log("got", lock.name));
			kill();
			await waits;
			console.log(await navigator.locks.query());
		};
		const kill = spawn(`+"`"+`
			navigator.locks.request("a", () => {
				new BroadcastChannel("ready").postMessage("held");
				for (;;);
			});
			navigator.locks.request("a", () => {});
		`+"`"+`);
	`, "got a\n{ held: [], pending: [] }")
}

func TestADeadlockNamesTheLock(t *testing.T) {
	out, err := runtimetest.Run(t, `
		import { DeadlockError } from "lariat:errors";
		try {
			await navigator.locks.request("accounts", async () => {
				await navigator.locks.request("accounts", () => {});
			});
		} catch (error) {
			console.log(error instanceof DeadlockError);
			throw error;
		}
	`, stdlib.All()...)
	if !errors.Is(err, fault.Deadlock) || out != "true\n" {
		t.Fatal(out, err)
	}
	for _, want := range []string{`waits for lock "accounts" at script.js:5:`, `held by task "main" (#`, `) at script.js:4:`} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%q is not in %q", want, err)
		}
	}
}

func TestADeadlockBetweenIsolates(t *testing.T) {
	expect(t, `
		import { DeadlockError } from "lariat:errors";
		const ready = new BroadcastChannel("ready");
		const source = `+"`"+`
			import { DeadlockError } from "lariat:errors";
			await navigator.locks.request("b", async () => {
				new BroadcastChannel("ready").postMessage("b is held");
				await navigator.locks.request("a", () => {}).catch((error) => {
					if (!(error instanceof DeadlockError)) throw error;
				});
			});
		`+"`"+`;
		await navigator.locks.request("a", async () => {
			const held = new Promise((resolve) => (ready.onmessage = resolve));
			spawn(source);
			await held;
			ready.close();
			await navigator.locks.request("b", () => {}).catch((error) => {
				console.log(error instanceof DeadlockError, /"a"/.test(error.message), /"b"/.test(error.message));
			});
		});
	`, "true true true")
}

func TestAWaitEndsWithItsScope(t *testing.T) {
	expect(t, `
		import { withTimeout, taskGroup } from "lariat:task";
		await navigator.locks.request("a", async () => {
			await withTimeout(10, () => navigator.locks.request("a", () => console.log("never"))).catch((error) => console.log(error.name));
			await taskGroup(async (group) => {
				group.spawn(() => navigator.locks.request("a", () => console.log("never")));
				group.spawn(() => { throw new Error("first"); });
			}).catch((error) => console.log(error.message));
			console.log((await navigator.locks.query()).pending.length);
		});
	`, "TimeoutError\nfirst\n0")
}

// TestWorkersDieWithLocks has workers take locks in turn, and kills half of them at any moment. The others must all
// come to their end, and nothing may be left.
func TestWorkersDieWithLocks(t *testing.T) {
	var out runtimetest.Output
	rt, err := runtime.New(runtime.WithPermissions(permit.Everything()),
		runtime.WithModules(append(stdlib.All(), spawn(t))...), runtime.WithStdio(strings.NewReader(""), &out, &out))
	if err != nil {
		t.Fatal(err)
	}
	defer rt.Close()
	err = rt.Eval(t.Context(), "script.js", `
		const WORKERS = 40, ROUNDS = 100, NAMES = 3;
		const news = new BroadcastChannel("news");
		const source = `+"`"+`
			const { locks } = navigator;
			const turn = () => new Promise((resolve) => setImmediate(resolve));
			let inside = 0;
			for (let n = 0; n < ${ROUNDS}; n++) {
				const name = String(Math.trunc(Math.random() * ${NAMES}));
				const mode = Math.random() < 0.3 ? "shared" : "exclusive";
				const options = Math.random() < 0.2 ? { mode, ifAvailable: true } : { mode };
				const work = locks.request(name, options, async (lock) => {
					if (lock) await turn();
					const { held } = await locks.query();
					const same = held.filter((info) => info.name === name);
					if (lock && (mode === "exclusive" ? same.length !== 1 : same.some((info) => info.mode !== "shared"))) {
						throw new Error("locks that exclude each other are held: " + JSON.stringify(same));
					}
				});
				if (n === ${ROUNDS / 2}) new BroadcastChannel("news").postMessage("half");
				await work;
			}
			new BroadcastChannel("news").postMessage("done");
		`+"`"+`;
		const kills = [];
		let done = 0;
		const over = new Promise((resolve) => {
			news.onmessage = ({ data }) => {
				if (data === "half") kills.pop()?.();
				if (data === "done" && ++done >= WORKERS / 2) resolve();
			};
		});
		for (let n = 0; n < WORKERS; n++) {
			const kill = spawn(source);
			if (n % 2) kills.push(kill);
		}
		await over;
		for (const kill of kills) kill();
		news.close();
		let left;
		do {
			await new Promise((resolve) => setTimeout(resolve, 1));
			const { held, pending } = await navigator.locks.query();
			left = held.length + pending.length;
		} while (left > 0);
		console.log("nothing is left");
	`)
	if err != nil || out.String() != "nothing is left\n" {
		t.Errorf("%v, %q", err, out.String())
	}
}

func BenchmarkRequest(b *testing.B) {
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
	if err := rt.Eval(b.Context(), "bench.js", `
		const work = () => {};
		for (let n = 0; n < N; n++) await navigator.locks.request("a", work);
	`); err != nil {
		b.Fatal(err)
	}
}
