package worker_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/bindings/worker"
	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/clone"
	"github.com/lariatjs/lariat/runtime/fault"
	"github.com/lariatjs/lariat/runtime/permit"
	"github.com/lariatjs/lariat/runtime/runtimetest"
	"github.com/lariatjs/lariat/stdlib"
)

func TestProcessHasTheModulesOfItsRuntime(t *testing.T) {
	rt, err := runtime.New(runtime.WithPermissions(permit.Everything()),
		runtime.WithModules(stdlib.All()...), runtime.WithOnly("lariat:worker", "lariat:lock"))
	if err != nil {
		t.Fatal(err)
	}
	defer rt.Close()
	const source = `import { WorkerPool } from "lariat:worker";
		await using pool = new WorkerPool({ isolation: "process", max: 1 });
		const reach = (name) => import(name).then(() => "there", (error) => error.code);
		globalThis.got = [await pool.run(reach, "lariat:fs"), await pool.run(reach, "lariat:lock")].join();`
	if err := rt.Eval(t.Context(), "main.js", source); err != nil {
		t.Fatal(err)
	}
	err = rt.Do(t.Context(), func(vm *goja.Runtime) error {
		if got := vm.Get("got").String(); got != "ERR_MODULE,there" {
			t.Errorf("got %s", got)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// bench is a program with a pool of processes, without the module's face.
type bench struct {
	t     testing.TB
	rt    *runtime.Runtime
	out   runtimetest.Output
	pool  *worker.Pool
	ids   uint64
	jobs  chan func()
	begun time.Time
}

func newBench(t testing.TB, setup worker.Setup, size int) *bench {
	t.Helper()
	b := &bench{t: t, jobs: make(chan func(), 1<<16), begun: time.Now()}
	rt, err := runtime.New(
		runtime.WithModules(stdlib.All()...), runtime.WithStdio(strings.NewReader(""), &b.out, &b.out),
		runtime.WithEnv(map[string]string{"FROM": "parent"}),
	)
	if err != nil {
		t.Fatal(err)
	}
	b.rt = rt
	setup.Concurrency = max(setup.Concurrency, 1)
	start, err := worker.Processes(rt, &setup, rt.Loader().Loading)
	if err != nil {
		t.Fatal(err)
	}
	over := make(chan struct{})
	go func() {
		defer close(over)
		for job := range b.jobs {
			job()
		}
	}()
	config := worker.Config{Name: setup.Name, Max: size, Idle: -1, MaxQueue: -1, Concurrency: setup.Concurrency}
	b.pool = worker.New(config, b, start)
	t.Cleanup(func() {
		if err := rt.Close(); err != nil {
			t.Error(err)
		}
		close(b.jobs)
		<-over
	})
	return b
}

func (b *bench) Post(job func()) bool { b.jobs <- job; return true }

func (b *bench) Now() time.Duration { return time.Since(b.begun) }

func (b *bench) After(d time.Duration, f func()) (stop func()) {
	t := time.AfterFunc(d, f)
	return func() { t.Stop() }
}

// portable makes the function of an expression ready to travel.
func (b *bench) portable(source string) (p worker.Portable) {
	b.t.Helper()
	err := b.rt.Do(context.Background(), func(*goja.Runtime) error {
		b.rt.Loader().Eval("functions.js", "globalThis.made = "+source)
		return nil
	})
	if err != nil {
		b.t.Fatal(err)
	}
	err = b.rt.Do(context.Background(), func(vm *goja.Runtime) (err error) {
		p, err = b.rt.Loader().Portable(vm.Get("made").(*goja.Object), nil)
		return err
	})
	if err != nil {
		b.t.Fatal(err)
	}
	return p
}

// list makes the arguments of a call.
func (b *bench) list(values ...any) (m *clone.Message) {
	b.t.Helper()
	err := b.rt.Do(context.Background(), func(vm *goja.Runtime) error {
		list := make([]goja.Value, len(values))
		for i, v := range values {
			list[i] = vm.ToValue(v)
		}
		var err error
		m, err = b.rt.Cloner().EncodeList(list, clone.Options{})
		return err
	})
	if err != nil {
		b.t.Fatal(err)
	}
	return m
}

// value is what an answer holds, as JavaScript shows it; an error that was thrown comes back as one.
func (b *bench) value(r result) (v goja.Value, err error) {
	if r.err == nil {
		r.err = r.answer.Err
	}
	if r.err != nil {
		return nil, r.err
	}
	err = b.rt.Do(context.Background(), func(*goja.Runtime) error {
		if r.answer.Thrown != nil {
			thrown, err := b.rt.Cloner().Decode(r.answer.Thrown)
			if err != nil {
				return err
			}
			return b.rt.Thrown(thrown)
		}
		values, err := b.rt.Cloner().DecodeList(r.answer.Value)
		if err == nil {
			v = values[0]
		}
		return err
	})
	return v, err
}

type result struct {
	answer worker.Answer
	err    error
}

// ticket is a task and what became of it.
type ticket struct {
	worker.Task
	b    *bench
	done chan result

	mu      sync.Mutex
	emitted []*clone.Message
	yielded chan *clone.Message
}

func (k *ticket) Yielded(_ *worker.Task, v *clone.Message) { k.yielded <- v }

func (k *ticket) Emitted(_ *worker.Task, m *clone.Message) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.emitted = append(k.emitted, m)
}

func (k *ticket) Settled(_ *worker.Task, a worker.Answer, err error) { k.done <- result{a, err} }

// task makes a task without arguments.
func (b *bench) task(id uint64, fn worker.Portable) *ticket {
	k := &ticket{b: b, done: make(chan result, 1), yielded: make(chan *clone.Message, 1000)}
	k.Task = worker.Task{
		Call: worker.Call{ID: id, Name: fmt.Sprint("t", id), Fn: fn, Credit: 2}, To: k, Grace: 100 * time.Millisecond,
	}
	return k
}

// number decodes an answer that is a number, without the runtime of the program.
func (b *bench) number(r result) (int, error) {
	if r.err != nil || r.answer.Value == nil {
		return 0, fault.Worker
	}
	values, err := clone.New(goja.New(), clone.Hooks{}).DecodeList(r.answer.Value)
	if err != nil {
		return 0, err
	}
	return int(values[0].ToInteger()), nil
}

func (b *bench) submit(fn worker.Portable, kind worker.Kind, args ...any) *ticket {
	b.t.Helper()
	b.ids++
	k := b.task(b.ids, fn)
	k.Kind = kind
	if len(args) > 0 {
		k.Args = b.list(args...)
	}
	if _, err := b.pool.Submit(&k.Task); err != nil {
		b.t.Fatal(err)
	}
	return k
}

func (b *bench) run(source string, args ...any) (goja.Value, error) {
	b.t.Helper()
	return b.submit(b.portable(source), worker.Single, args...).wait()
}

func (k *ticket) wait() (goja.Value, error) { return k.b.value(<-k.done) }

func (b *bench) expect(want, source string, args ...any) {
	b.t.Helper()
	v, err := b.run(source, args...)
	if err != nil || v.String() != want {
		b.t.Errorf("%s: got %v, %v, want %s", source, v, err, want)
	}
}

func TestProcessRunsTasks(t *testing.T) {
	b := newBench(t, worker.Setup{Name: "p"}, 1)
	b.expect("3", `(a, b) => a + b`, 1, 2)
	b.expect("function", `async (a) => { await null; return typeof Promise }`, 1)
	b.expect("parent", `() => process.env.FROM`)
	_, err := b.run(`() => { throw Object.assign(new RangeError("far"), {code: 7, cause: new Error("deep")}) }`)
	var js *runtime.JSError
	if !errors.As(err, &js) || js.Name != "RangeError" || js.Message != "far" {
		t.Errorf("got %v", err)
	}
	if _, err = b.run(`() => Symbol()`); err == nil || !strings.Contains(err.Error(), "symbol") {
		t.Errorf("got %v", err)
	}
	if _, err = b.run(`() => console.log("printed", process.pid !== undefined)`); err != nil || b.out.String() != "printed true\n" {
		t.Errorf("printed %q, %v", b.out.String(), err)
	}
	first, _ := b.run(`() => process.pid`)
	second, _ := b.run(`() => process.pid`)
	if first.String() != second.String() {
		t.Error("a process is used for one task only")
	}
}

func TestProcessSetup(t *testing.T) {
	probe := newBench(t, worker.Setup{}, 1)
	b := newBench(t, worker.Setup{
		Name: "p", Env: map[string]string{"A": "b"},
		Initializer: probe.portable(`(n) => { globalThis.n = n }`), InitArgs: probe.list(41),
	}, 1)
	b.expect("42", `() => ++globalThis.n`)
	b.expect("b,", `() => [process.env.A, process.env.FROM].join()`)
	b = newBench(t, worker.Setup{Name: "p", Initializer: probe.portable(`async () => { throw new TypeError("no luck") }`)}, 1)
	if _, err := b.run(`() => 1`); err == nil || !strings.Contains(err.Error(), "no luck") {
		t.Errorf("got %v", err)
	}
}

func TestProcessStreams(t *testing.T) {
	b := newBench(t, worker.Setup{Name: "p"}, 1)
	fn := b.portable(`function* (n) { try { for (let i = 0; i < n; i++) yield i } finally { console.log("returned") } }`)
	k := b.submit(fn, worker.Stream, 5)
	for i := range 5 {
		v, err := b.value(result{answer: worker.Answer{Value: <-k.yielded}})
		if err != nil || v.ToInteger() != int64(i) {
			t.Fatalf("%d: %v, %v", i, v, err)
		}
		b.pool.Credit(&k.Task, 1)
	}
	if r := <-k.done; r.err != nil || r.answer.Err != nil || r.answer.Thrown != nil {
		t.Errorf("got %+v", r)
	}
	k = b.submit(fn, worker.Stream, 1e9)
	<-k.yielded
	<-k.yielded
	reason := fault.Aborted.New("enough")
	b.pool.Cancel(&k.Task, reason, nil)
	if r := <-k.done; !errors.Is(r.err, reason) {
		t.Errorf("got %+v", r)
	}
	if got := len(k.yielded); got > 0 {
		t.Errorf("%d values more than it had credit for", got)
	}
	if got := b.out.String(); got != "returned\nreturned\n" {
		t.Errorf("printed %q", got)
	}
}

func TestProcessCarriesMuch(t *testing.T) {
	b := newBench(t, worker.Setup{Name: "p"}, 1)
	text := strings.Repeat("0123456789abcdef", 1<<20)
	v, err := b.run(`(s) => s + "!"`, text)
	if err != nil || v.String() != text+"!" {
		t.Errorf("%d characters came back, %v", len(v.String()), err)
	}
	v, err = b.run(`(n) => { const a = new Uint8Array(n); a[n - 1] = 7; return a.buffer }`, 16<<20)
	if err != nil {
		t.Fatal(err)
	}
	if data := v.Export().(goja.ArrayBuffer).Bytes(); len(data) != 16<<20 || data[16<<20-1] != 7 {
		t.Errorf("%d bytes came back", len(data))
	}
}

// TestProcessCancel: a task that waits unwinds, one that never waits is killed with its process.
func TestProcessCancel(t *testing.T) {
	b := newBench(t, worker.Setup{Name: "p"}, 1)
	first, _ := b.run(`() => process.pid`)
	k := b.submit(b.portable(`async () => {
		const { sleep } = await import("lariat:task");
		console.log("began");
		try { await sleep(1e6) } finally { console.log("cleaned up") }
	}`), worker.Single)
	b.until("began\n")
	b.pool.Cancel(&k.Task, fault.Aborted.New("enough"), nil)
	if _, err := k.wait(); !errors.Is(err, fault.Aborted) || err.Error() != "enough" {
		t.Errorf("got %v", err)
	}
	b.expect(first.String(), `() => process.pid`)
	k = b.submit(b.portable(`() => { console.log("loops"); for (;;); }`), worker.Single)
	b.until("began\ncleaned up\nloops\n")
	b.pool.Cancel(&k.Task, fault.Aborted.New("enough of that"), nil)
	if _, err := k.wait(); !errors.Is(err, fault.Aborted) || err.Error() != "enough of that" {
		t.Errorf("got %v", err)
	}
	second, err := b.run(`() => process.pid`)
	if err != nil || second.String() == first.String() {
		t.Errorf("the process lives on: %v, %v", second, err)
	}
}

// until waits for the output to be there.
func (b *bench) until(want string) {
	b.t.Helper()
	late := time.After(20 * time.Second)
	for b.out.String() != want {
		select {
		case <-late:
			b.t.Fatalf("printed %q, not %q", b.out.String(), want)
		case <-time.After(time.Millisecond):
		}
	}
}

func TestProcessManyTasks(t *testing.T) {
	for _, concurrency := range []int{1, 8} {
		b := newBench(t, worker.Setup{Name: "p", Concurrency: concurrency}, 2)
		warm := make(chan struct{})
		b.pool.Warmup(t.Context(), 2, func(worker.Answer, error) { close(warm) })
		<-warm
		fn := b.portable(`async (n) => { await new Promise((ok) => setTimeout(ok, 1)); return [process.pid, n * 2] }`)
		var all []*ticket
		for i := range 200 {
			all = append(all, b.submit(fn, worker.Single, i))
		}
		pids := map[string]bool{}
		for i, k := range all {
			v, err := k.wait()
			if err != nil {
				t.Fatal(err)
			}
			pid, n, _ := strings.Cut(v.String(), ",")
			pids[pid] = true
			if n != fmt.Sprint(2*i) {
				t.Errorf("%d: got %s", i, n)
			}
		}
		if len(pids) != 2 {
			t.Errorf("%d processes", len(pids))
		}
	}
}

// TestProcessForgetsFunctions sends more functions than a process remembers.
func TestProcessForgetsFunctions(t *testing.T) {
	b := newBench(t, worker.Setup{Name: "p", Concurrency: 4}, 1)
	b.expect("1", `() => 1`)
	var all []*ticket
	for i := range 300 {
		all = append(all, b.submit(b.portable(fmt.Sprintf(`() => %d`, i)), worker.Single))
	}
	for i, k := range all {
		if v, err := k.wait(); err != nil || v.ToInteger() != int64(i) {
			t.Fatalf("%d: %v, %v", i, v, err)
		}
	}
}

// TestProcessIsNotStuckBetweenTasks has the last task of a process end just when the next one comes.
func TestProcessIsNotStuckBetweenTasks(t *testing.T) {
	b := newBench(t, worker.Setup{Name: "p", Concurrency: 4}, 1)
	same := b.portable(`() => 1`)
	before := b.submit(same, worker.Single)
	for range 2000 {
		next := b.submit(same, worker.Single)
		if _, err := before.wait(); err != nil {
			t.Fatal(err)
		}
		before = next
	}
	if _, err := before.wait(); err != nil {
		t.Fatal(err)
	}
}

func TestProcessRefusesSharedObjects(t *testing.T) {
	b := newBench(t, worker.Setup{Name: "p"}, 1)
	_, err := b.run(`async () => { const { Mutex } = await import("lariat:lock"); return { locks: [new Mutex()] } }`)
	const want = "value[0].locks[0] is a Mutex, which isolates of one process share: it cannot leave the process"
	if !errors.Is(err, fault.Clone) || err.Error() != want {
		t.Errorf("got %v", err)
	}
	b.expect("2", `() => 1 + 1`)
}

func TestProcessErrors(t *testing.T) {
	b := newBench(t, worker.Setup{Name: "p"}, 1)
	_, err := b.run(`() => { throw new DOMException("gone", "AbortError") }`)
	var js *runtime.JSError
	if !errors.Is(err, fault.Aborted) || err.Error() != "gone" {
		t.Errorf("got %v", err)
	}
	_, err = b.run(`async () => { const { Mutex } = await import("lariat:lock"); const m = new Mutex(); await m.lock(); await m.lock() }`)
	if !errors.As(err, &js) || js.Name != "DeadlockError" {
		t.Errorf("got %v", err)
	}
	if _, err = b.run(`() => new Promise(() => {})`); !errors.Is(err, fault.Unsettled) {
		t.Errorf("got %v", err)
	}
}
