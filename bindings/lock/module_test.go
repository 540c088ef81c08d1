package lock_test

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/lariatjs/lariat/bindings/lock"
	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/fault"
	"github.com/lariatjs/lariat/runtime/runtimetest"
	"github.com/lariatjs/lariat/stdlib"
)

func TestFiles(t *testing.T) { runtimetest.Files(t, stdlib.All()...) }

// hosted makes a runtime in which the script finds Go values as the exports of "test:host", and log.
func hosted(t *testing.T, values map[string]any) (*runtime.Runtime, *runtimetest.Output) {
	t.Helper()
	var out runtimetest.Output
	host := runtime.Module{Name: "test:host", Load: func(rt *runtime.Runtime) runtime.Exports {
		exports := runtime.Exports{"log": bind.Func(rt, "log", 1, func(c *bind.Call) (any, error) {
			_, err := fmt.Fprintln(rt.Stdout(), c.Text(0))
			return nil, err
		})}
		for name, v := range values {
			if fn, ok := v.(bind.Fn); ok {
				exports[name] = bind.AsyncFunc(rt, name, 0, fn)
				continue
			}
			obj, err := rt.Wrap(v)
			if err != nil {
				t.Error(err)
			}
			exports[name] = obj
		}
		return exports
	}}
	return runtimetest.New(t, &out, runtime.WithModules(append(stdlib.All(), host)...)), &out
}

func eval(t *testing.T, values map[string]any, source string) (string, error) {
	t.Helper()
	rt, out := hosted(t, values)
	err := rt.Eval(t.Context(), "host.js", source)
	return strings.TrimSpace(out.String()), err
}

func TestLocksAreSharedWithTheHost(t *testing.T) {
	m, e := lock.NewMutex(lock.MutexOptions{Options: lock.Options{Name: "ours"}}), lock.NewEvent(lock.EventOptions{})
	s, err := lock.NewBoundedSemaphore(3, lock.SemaphoreOptions{})
	if err != nil {
		t.Fatal(err)
	}
	token := m.TryAcquire(lock.Party{Name: "the host"})
	got, err := eval(t, map[string]any{"mutex": m, "event": e, "semaphore": s}, `
		import { log, mutex, event, semaphore } from "test:host";
		import { Mutex, BoundedSemaphore, Condition } from "lariat:lock";
		log([mutex instanceof Mutex, semaphore instanceof BoundedSemaphore, mutex.name, mutex.owner, event.isSet]);
		log([new Condition(mutex).mutex === mutex, structuredClone(mutex) === mutex]);
		event.set();
		globalThis.kept = await semaphore.acquire({ weight: 2 });
		try { mutex.release(); } catch (error) { log(error.message); }
	`)
	want := "true,true,ours,the host,false\ntrue,true\nrelease: Mutex \"ours\" is held by the host, not by task \"main\" (#"
	if err != nil || !strings.HasPrefix(got, want) {
		t.Errorf("%v, got %s", err, got)
	}
	if !e.IsSet() || s.Available() != 1 || !token.Release() {
		t.Errorf("the host sees %v, %d permits", e.IsSet(), s.Available())
	}
}

// TestAWaitForTheHostIsNoDeadlock lets the host do what a script waits for, when the script has nothing else
// left to do.
func TestAWaitForTheHostIsNoDeadlock(t *testing.T) {
	for name, script := range map[string]string{
		"a mutex that it holds": `using token = await mutex.lock(); log(mutex.owner);`,
		"an event that it made": `await event.wait(); log(currentTaskName);`,
		"one of several":        `using both = await Governor.all(new Mutex(), mutex).acquire(); log(mutex.owner);`,
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				m, e := lock.NewMutex(lock.MutexOptions{}), lock.NewEvent(lock.EventOptions{})
				token := m.TryAcquire(lock.Party{})
				rt, out := hosted(t, map[string]any{"mutex": m, "event": e})
				ended := make(chan error, 1)
				go func() {
					ended <- rt.Eval(context.Background(), "host.js", `
						import { log, mutex, event } from "test:host";
						import { Governor } from "lariat:errors";
						import { Mutex } from "lariat:lock";
						const currentTaskName = 'task "main"';
					`+script)
				}()
				synctest.Wait()
				if len(ended) > 0 || out.String() != "" {
					t.Fatalf("it did not wait: %s", out.String())
				}
				token.Release()
				e.Set()
				if err := <-ended; err != nil || !strings.HasPrefix(out.String(), `task "main"`) {
					t.Errorf("%v, got %s", err, out.String())
				}
			})
		})
	}
}

func TestAnOperationIsNoDeadlock(t *testing.T) {
	read := func(c *bind.Call) (any, error) {
		return bind.Go(c, c.Context(0), func(context.Context) (string, error) { return "read", nil }, nil)
	}
	got, err := eval(t, map[string]any{"read": read}, `
		import { log, read } from "test:host";
		import { Mutex } from "lariat:lock";
		const mutex = new Mutex(), token = await mutex.lock();
		read().then(() => token.release());
		using second = await mutex.lock();
		log("no deadlock");
	`)
	if err != nil || got != "no deadlock" {
		t.Errorf("%v, got %s", err, got)
	}
}

func TestADeadlockEndsTheProgram(t *testing.T) {
	_, err := eval(t, nil, `import { Mutex } from "lariat:lock";
		const mutex = new Mutex({ name: "account" });
		const token = await mutex.lock();
		await mutex.lock();`)
	want := regexp.MustCompile(`deadlock: task "main" \(#\d+\) waits for Mutex "account" at .*host\.js:4:\d+, ` +
		`held by task "main" \(#\d+\) at .*host\.js:3:\d+$`)
	if !errors.Is(err, fault.Deadlock) || !want.MatchString(err.Error()) {
		t.Errorf("%v, want %s", err, want)
	}
}

// TestAWaitThatCannotEndDoesNotSpin has a wait that a deadlock cannot reject: it has to get its mutex back
// before, and that will never be free.
func TestAWaitThatCannotEndDoesNotSpin(t *testing.T) {
	_, err := eval(t, nil, `import { Condition } from "lariat:lock";
		const condition = new Condition(), token = await condition.mutex.lock();
		const waiting = condition.wait(token);
		globalThis.other = await condition.mutex.lock();
		await waiting;`)
	if !errors.Is(err, fault.Unsettled) || !strings.Contains(err.Error(), "Condition #") || !strings.Contains(err.Error(), "host.js:3") {
		t.Errorf("%v", err)
	}
}

func TestADeadHolderPoisonsTheMutex(t *testing.T) {
	m := lock.NewMutex(lock.MutexOptions{Options: lock.Options{Name: "p"}, Poison: true})
	m.TryAcquire(lock.Party{Task: 1, Isolate: 1 << 30})
	die := func(*bind.Call) (any, error) { m.ReleaseDead(1 << 30); return nil, nil }
	got, err := eval(t, map[string]any{"mutex": m, "die": die}, `
		import { log, mutex, die } from "test:host";
		import { PoisonedError } from "lariat:errors";
		const waiting = mutex.lock();
		await die();
		for (const lock of [() => waiting, () => mutex.lock()]) {
			await lock().catch((error) => log([error instanceof PoisonedError, error.code, error.message.includes('Mutex "p"')]));
		}
		log([mutex.poisoned, mutex.tryLock()]);
		mutex.clearPoison();
		log([mutex.poisoned, mutex.tryLock().held]);
	`)
	if want := "true,ERR_POISONED,true\ntrue,ERR_POISONED,true\ntrue,\nfalse,true"; err != nil || got != want {
		t.Errorf("%v, got %s", err, got)
	}
}
