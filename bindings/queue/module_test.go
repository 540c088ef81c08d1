package queue_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/bindings/queue"
	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/runtimetest"
	"github.com/lariatjs/lariat/stdlib"
)

func TestScripts(t *testing.T) { runtimetest.Files(t, stdlib.All()...) }

// TestIsolatesThatWaitForEachOther is a deadlock of a channel and a select, in two isolates.
func TestIsolatesThatWaitForEachOther(t *testing.T) {
	runtimetest.Expect(t, `import { Channel, recv, select } from "lariat:queue";
		import { WorkerPool } from "lariat:worker";
		await using pool = new WorkerPool({ max: 1 });
		const there = new Channel({ name: "there" }), back = new Channel({ name: "back" });
		const task = pool.run(async (there, back) => { await there.receive(); await back.send(1); }, there, back).catch((e) => e);
		const error = await select([recv(back)]).catch((e) => e);
		console.log(error.name);
		console.log(error.waits.map((w) => w.waitsFor).sort().join("; "));
		await task;
	`, "DeadlockError\nChannel \"there\"; select of Channel \"back\"\n", stdlib.All()...)
}

// TestAHostSharesAChannel sends and receives from both sides; a wait for the host is no deadlock.
func TestAHostSharesAChannel(t *testing.T) {
	in, err := queue.NewChannel(queue.Options[any]{Name: "in"})
	if err != nil {
		t.Fatal(err)
	}
	out, err := queue.NewChannel(queue.Options[any]{Name: "out", Capacity: queue.Unbounded})
	if err != nil {
		t.Fatal(err)
	}
	module := runtime.Module{Name: "test:host", Load: func(rt *runtime.Runtime) runtime.Exports {
		wrap := func(v any) goja.Value {
			obj, err := rt.Wrap(v)
			if err != nil {
				t.Error(err)
			}
			return obj
		}
		return runtime.Exports{"input": wrap(in), "output": wrap(out)}
	}}
	var text runtimetest.Output
	rt := runtimetest.New(t, &text, runtime.WithModules(append(stdlib.All(), module)...))
	go func() {
		for _, item := range []any{"text", 1.5, true, nil, []byte{1, 2}} {
			if err := in.Put(t.Context(), item); err != nil {
				t.Error(err)
			}
		}
		in.Close()
	}()
	err = rt.Eval(t.Context(), "main.js", `import { input, output } from "test:host";
		for await (const item of input) await output.send(item);
		await output.send({ an: "object" });
		output.close();`)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for {
		item, ok, err := out.Get(t.Context())
		if err != nil || !ok {
			break
		}
		got = append(got, fmt.Sprintf("%T", item))
	}
	want := "string float64 bool <nil> *clone.Message *clone.Message"
	if s := strings.Join(got, " "); s != want {
		t.Errorf("got %s, want %s", s, want)
	}
	if closing := rt.Close(); closing != nil {
		t.Error(closing)
	}
}
