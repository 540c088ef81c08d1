package shared_test

import (
	"testing"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/runtimetest"
	"github.com/lariatjs/lariat/stdlib"
)

// benchmark calls f(n) of a script, a function that loops n times.
func benchmark(b *testing.B, source string) {
	b.Helper()
	var out runtimetest.Output
	var loop *bind.Function
	host := runtime.Module{Name: "test:bench", Load: func(rt *runtime.Runtime) runtime.Exports {
		return runtime.Exports{
			"bench": bind.Func(rt, "bench", 1, func(c *bind.Call) (any, error) {
				loop = c.Function(0, "loop")
				return nil, nil
			}),
			// An empty native method is the limit of what goja can do.
			"empty": rt.VM().ToValue(func(goja.FunctionCall) goja.Value { return goja.Undefined() }),
		}
	}}
	rt := runtimetest.New(b, &out, runtime.WithModules(append(stdlib.All(), host)...))
	source = "import { bench, empty } from 'test:bench';\n" + source
	if err := rt.Eval(b.Context(), "bench.js", source); err != nil {
		b.Fatal(err)
	}
	b.ResetTimer()
	if err := rt.Do(b.Context(), func(vm *goja.Runtime) error {
		_, err := loop.Call(vm.ToValue(b.N))
		return err
	}); err != nil {
		b.Fatal(err)
	}
}

// The limit of the rows 13 and 14: a native that does nothing, as a method of an object.
func BenchmarkEmptyCall(b *testing.B) {
	benchmark(b, `const o = { empty }; bench((n) => { for (let i = 0; i < n; i++) o.empty(1) });`)
}

func BenchmarkCounterAdd(b *testing.B) {
	benchmark(b, `import { SharedCounter } from "lariat:shared";
		const o = new SharedCounter(); bench((n) => { for (let i = 0; i < n; i++) o.add(1) });`)
}

func BenchmarkCounterIncrement(b *testing.B) {
	benchmark(b, `import { SharedCounter } from "lariat:shared";
		const o = new SharedCounter(); bench((n) => { for (let i = 0; i < n; i++) o.increment() });`)
}

func BenchmarkArrayAdd(b *testing.B) {
	benchmark(b, `import { SharedArray } from "lariat:shared";
		const o = new SharedArray("int32", 8); bench((n) => { for (let i = 0; i < n; i++) o.add(3, 1) });`)
}

func BenchmarkArrayUpdate(b *testing.B) {
	benchmark(b, `import { SharedArray } from "lariat:shared";
		const o = new SharedArray("float64", 8); bench((n) => { for (let i = 0; i < n; i++) o.update(3, (x) => x + 1) });`)
}

func BenchmarkAtomicsAdd(b *testing.B) {
	benchmark(b, `const o = new Int32Array(new SharedArrayBuffer(8)); bench((n) => { for (let i = 0; i < n; i++) Atomics.add(o, 1, 1) });`)
}

func BenchmarkMapUpdate(b *testing.B) {
	benchmark(b, `import { SharedMap } from "lariat:shared";
		const o = new SharedMap(); bench((n) => { for (let i = 0; i < n; i++) o.update("key", (x = 0) => x + 1) });`)
}

func BenchmarkMapGet(b *testing.B) {
	benchmark(b, `import { SharedMap } from "lariat:shared";
		const o = new SharedMap().set("key", 1); bench((n) => { for (let i = 0; i < n; i++) o.get("key") });`)
}

func BenchmarkShareRead(b *testing.B) {
	benchmark(b, `import { share } from "lariat:shared";
		const o = share({ list: [{ id: 1, name: "x" }] }); bench((n) => { for (let i = 0; i < n; i++) o.list[0].id });`)
}

func BenchmarkPlainRead(b *testing.B) {
	benchmark(b, `const o = { list: [{ id: 1, name: "x" }] }; bench((n) => { for (let i = 0; i < n; i++) o.list[0].id });`)
}

func BenchmarkShareMake(b *testing.B) {
	benchmark(b, `import { share } from "lariat:shared";
		const o = Array.from({ length: 1000 }, (_, i) => ({ id: i, name: "user " + i, tags: ["a", "b"] }));
		bench((n) => { for (let i = 0; i < n; i++) share(o) });`)
}

// BenchmarkShareFirst reads a thousand objects for the first time, BenchmarkShareAgain once more.
func BenchmarkShareFirst(b *testing.B) {
	benchmark(b, `import { share } from "lariat:shared";
		const o = Array.from({ length: 1000 }, (_, i) => ({ id: i, name: "user " + i, tags: ["a", "b"] }));
		bench((n) => { for (let i = 0; i < n; i++) { const s = share(o); for (let k = 0; k < 1000; k++) { s[k].id; s[k].tags.length } } });`)
}

func BenchmarkShareAgain(b *testing.B) {
	benchmark(b, `import { share } from "lariat:shared";
		const s = share(Array.from({ length: 1000 }, (_, i) => ({ id: i, name: "user " + i, tags: ["a", "b"] })));
		bench((n) => { for (let i = 0; i < n; i++) { for (let k = 0; k < 1000; k++) { s[k].id; s[k].tags.length } } });`)
}

func BenchmarkPlainAgain(b *testing.B) {
	benchmark(b, `const s = Array.from({ length: 1000 }, (_, i) => ({ id: i, name: "user " + i, tags: ["a", "b"] }));
		bench((n) => { for (let i = 0; i < n; i++) { for (let k = 0; k < 1000; k++) { s[k].id; s[k].tags.length } } });`)
}
