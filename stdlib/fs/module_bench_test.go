package fs_test

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/permit"
	"github.com/lariatjs/lariat/stdlib"
)

const big = 64 << 20

// script measures a script that works on a file of 64 MiB, beside what plain Go does with it (BenchmarkGo…).
func script(b *testing.B, source string) {
	b.Helper()
	path := filepath.Join(b.TempDir(), "big")
	line := []byte("the quick brown fox jumps over the lazy dog, 64 bytes in all...\n")
	if err := os.WriteFile(path, bytes.Repeat(line, big/len(line)), 0o644); err != nil {
		b.Fatal(err)
	}
	rt, err := runtime.New(runtime.WithPermissions(permit.Everything()),
		runtime.WithModules(stdlib.All()...), runtime.WithStdio(nil, io.Discard, os.Stderr))
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = rt.Close() }()
	source = fmt.Sprintf("import * as fs from 'lariat:fs'; const path = %q;\n%s", path, source)
	b.SetBytes(big)
	for b.Loop() {
		if err := rt.Eval(b.Context(), "bench.js", source); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkScriptChunks8K(b *testing.B) {
	script(b, `
		await using f = await fs.open(path);
		let n = 0;
		for await (const c of f.chunks(8192)) n += c.byteLength;
		if (n !== 67108864) throw new Error(n);`)
}

func BenchmarkScriptChunks64K(b *testing.B) {
	script(b, `
		await using f = await fs.open(path);
		let n = 0;
		for await (const c of f.chunks()) n += c.byteLength;
		if (n !== 67108864) throw new Error(n);`)
}

func BenchmarkScriptReads8K(b *testing.B) {
	script(b, `
		await using f = await fs.open(path);
		let n = 0;
		for (let c; (c = await f.read(8192)) !== null;) n += c.byteLength;
		if (n !== 67108864) throw new Error(n);`)
}

func BenchmarkScriptLines(b *testing.B) {
	script(b, `
		await using f = await fs.open(path);
		let n = 0;
		for await (const l of f.lines()) n += l.length + 1;
		if (n !== 67108864) throw new Error(n);`)
}

// What the script does itself is all but nothing, so this is the cost of the way through it.
func BenchmarkScriptProcess8K(b *testing.B) {
	script(b, `await fs.processFile(path, path + ".out", (c) => c, { chunkSize: 8192 });`)
}

func BenchmarkScriptProcess64K(b *testing.B) {
	script(b, `await fs.processFile(path, path + ".out", (c) => c);`)
}

func BenchmarkScriptProcessUpper8K(b *testing.B) {
	script(b, `await fs.processFile(path, path + ".out", (s) => s.toUpperCase(), { chunkSize: 8192, text: true });`)
}

func BenchmarkScriptWriter8K(b *testing.B) {
	script(b, `
		await using f = await fs.open(path + ".out", "w");
		const w = f.writer(), c = new Uint8Array(8192);
		for (let i = 0; i < 8192; i++) await w.write(c);
		await w.flush();`)
}
