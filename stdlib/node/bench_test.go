package node_test

import (
	"fmt"
	"io"
	"testing"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/permit"
	"github.com/lariatjs/lariat/stdlib"
)

func newRuntime(b *testing.B) *runtime.Runtime {
	b.Helper()
	rt, err := runtime.New(runtime.WithPermissions(permit.Everything()),
		runtime.WithModules(stdlib.All()...), runtime.WithStdio(nil, io.Discard, io.Discard))
	if err != nil {
		b.Fatal(err)
	}
	return rt
}

// BenchmarkLoad is what a module costs a fresh runtime, with what it builds on; the runtime itself is left out.
func BenchmarkLoad(b *testing.B) {
	for _, name := range []string{
		"node:assert", "node:buffer", "node:events", "node:module", "node:os", "node:path", "node:process", "node:url", "node:util",
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				b.StopTimer()
				rt := newRuntime(b)
				b.StartTimer()
				if err := rt.Do(b.Context(), func(*goja.Runtime) error { _, err := rt.Exports(name); return err }); err != nil {
					b.Fatal(err)
				}
				b.StopTimer()
				_ = rt.Close()
				b.StartTimer()
			}
		})
	}
}

// BenchmarkUse is one operation in a loop of script.
func BenchmarkUse(b *testing.B) {
	for _, c := range []struct{ name, setup, step string }{
		{"path.join", `import path from "node:path"`, `path.join("/a/b", "../c", "d.txt")`},
		{"Buffer.from", ``, `Buffer.from("hello world")`},
		{"Buffer.toString", `const b = Buffer.from("hello world")`, `b.toString("base64")`},
		{"Buffer.readUInt32BE", `const b = Buffer.alloc(8)`, `b.readUInt32BE(0)`},
		{"emit", `import { EventEmitter } from "node:events"; const e = new EventEmitter(); e.on("a", () => {})`, `e.emit("a", 1)`},
		{
			"emit to three", `import { EventEmitter } from "node:events"; const e = new EventEmitter(); for (let i = 0; i < 3; i++) e.on("a", () => {})`,
			`e.emit("a", 1)`,
		},
		{
			"deepStrictEqual", `import assert from "node:assert/strict"; const a = { x: [1, 2, { y: "z" }] }, b = { x: [1, 2, { y: "z" }] }`,
			`assert.deepEqual(a, b)`,
		},
		{"new URL", ``, `new URL("https://example.org/a/b?c=d")`},
		{"searchParams", `const u = new URL("https://example.org/?a=1&b=2")`, `u.searchParams.get("b")`},
		{"nextTick", `import { nextTick } from "node:process"; const f = () => {}`, `nextTick(f)`},
		{"env", ``, `process.env.HOME`},
	} {
		b.Run(c.name, func(b *testing.B) {
			rt := newRuntime(b)
			defer rt.Close()
			source := fmt.Sprintf("%s\nfor (let i = 0; i < %d; i++) { %s }", c.setup, b.N, c.step)
			b.ResetTimer()
			if err := rt.Eval(b.Context(), "bench.js", source); err != nil {
				b.Fatal(err)
			}
		})
	}
}
