package flow_test

import (
	"strings"
	"testing"

	"github.com/lariatjs/lariat/bindings/flow"
	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/loop"
	"github.com/lariatjs/lariat/runtime/runtimetest"
	"github.com/lariatjs/lariat/stdlib"
)

func TestFiles(t *testing.T) { runtimetest.Files(t, stdlib.All()...) }

// TestALongStreamGivesTheOthersATurn is in real time: virtual time stands still while anybody works.
func TestALongStreamGivesTheOthersATurn(t *testing.T) {
	var out runtimetest.Output
	rt := runtimetest.New(t, &out, runtime.WithModules(stdlib.All()...), runtime.WithClock(loop.Real()))
	err := rt.Eval(t.Context(), "script.js", `import { Stream } from "lariat:flow";
		import { withTimeout } from "lariat:task";
		let turns = 0;
		const timer = setInterval(() => turns++, 1);
		await Stream.range(0, Infinity).takeWhile(() => turns < 3).forEach(() => {});
		clearInterval(timer);
		const all = Stream.range(0, Infinity);
		for (const s of [all, all.filter(() => false), all.chunk(Infinity), all.flatMap(() => []),
			all.filter(() => false, { concurrency: 2 }), all.map(async () => {}, { concurrency: 2 })]) {
			await s.toArray({ timeout: 5 }).catch((error) => console.log(turns, error.name));
		}
		const loop = async () => { for await (const v of all.map(async (v) => v)) void v; };
		await withTimeout(5, loop).catch((error) => console.log(turns, error.name));
	`)
	if err != nil || out.String() != strings.Repeat("3 TimeoutError\n", 7) {
		t.Errorf("%v, got %s", err, &out)
	}
}

// TestASandboxWithoutTheOthers has lariat:flow and nothing else.
func TestASandboxWithoutTheOthers(t *testing.T) {
	var out runtimetest.Output
	rt := runtimetest.New(t, &out, runtime.WithModules(flow.Module))
	err := rt.Eval(t.Context(), "script.js", `import { stream, Stream } from "lariat:flow";
		const list = await stream(() => [1, 2]).map(async (v) => v, { concurrency: 2 }).batch(2, 5).toArray();
		if (String(list) !== "1,2") throw new Error(String(list));
		for (const f of [() => stream(() => [1]).retry().toArray(), async () => Stream.of(1).toReadableStream()]) {
			const error = await f().then(() => null, (error) => error);
			if (error?.code !== "ERR_MODULE") throw new Error("no ModuleError", { cause: error });
		}
	`)
	if err != nil {
		t.Errorf("%v: %s", runtimetest.Describe(err), &out)
	}
}
