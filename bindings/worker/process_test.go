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
	"github.com/lariatjs/lariat/runtime/runtimetest"
	"github.com/lariatjs/lariat/stdlib"
)

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
	start, err := worker.Processes(rt, &setup)
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
	err := b.rt.Do(context.Background(), func(vm *goja.Runtime) error {
		v, err := vm.RunString("(" + source + ")")
		if err != nil {
			return err
		}
		p, err = b.rt.Loader().Portable(v.(*goja.Object), nil)
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

func (b *bench) submit(fn worker.Portable, kind worker.Kind, args ...any) *ticket {
	b.t.Helper()
	b.ids++
	k := &ticket{b: b, done: make(chan result, 1), yielded: make(chan *clone.Message, 1000)}
	k.Task = worker.Task{
		Call: worker.Call{ID: b.ids, Name: fmt.Sprint("t", b.ids), Kind: kind, Fn: fn, Args: b.list(args...), Credit: 2},
		To:   k, Grace: 100 * time.Millisecond,
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
	b.expect("function", `async (a) => { await null; return typeof require }`, 1)
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

func TestProcessCrash(t *testing.T) {
	b := newBench(t, worker.Setup{Name: "p"}, 1)
	for source, want := range map[string]string{
		`() => process.exit(3)`: "3",
		`(sig) => process.kill(process.pid, sig)`: "killed",
	} {
		_, err := b.run(source, "SIGKILL")
		if !errors.Is(err, fault.Worker) || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v", source, err)
		}
		t.Log(err)
		b.expect("2", `() => 1 + 1`)
	}
}
