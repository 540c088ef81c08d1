package loader

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/dop251/goja"
)

// tenKilobytes is a TypeScript file of about 10 KB.
func tenKilobytes() string {
	var b strings.Builder
	for i := range 40 {
		fmt.Fprintf(&b, `export interface Item%[1]d { id: number; name: string; tags?: string[] }
export function find%[1]d(items: Item%[1]d[], id: number): Item%[1]d | undefined {
  for (const item of items) if (item.id === id) return { ...item, name: item.name ?? 'none' };
  return undefined;
}
`, i)
	}
	return b.String()
}

func benchLoad(b *testing.B, store func(dir string) *Store) {
	dir := files(b, map[string]string{"main.ts": tenKilobytes()})
	path := filepath.Join(dir, "main.ts")
	b.ReportAllocs()
	for b.Loop() {
		w := newWorld(b, store(dir))
		if _, err := w.settled(w.l.Main(path)); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkLoadCold(b *testing.B) {
	benchLoad(b, func(dir string) *Store { return NewStore(Config{Dir: dir}) })
}

func BenchmarkLoadCached(b *testing.B) {
	cacheDir := b.TempDir()
	benchLoad(b, func(dir string) *Store { return NewStore(Config{Dir: dir, CacheDir: cacheDir}) })
}

func BenchmarkLoadShared(b *testing.B) {
	var s *Store
	benchLoad(b, func(dir string) *Store {
		if s == nil {
			s = NewStore(Config{Dir: dir})
		}
		return s
	})
}

// BenchmarkBareVM is the part of the above that is not the loader's.
func BenchmarkBareVM(b *testing.B) {
	b.ReportAllocs()
	s := NewStore(Config{})
	for b.Loop() {
		newWorld(b, s)
	}
}

// BenchmarkCall compares calls of a local function with those of imported ones.
func BenchmarkCall(b *testing.B) {
	dir := files(b, map[string]string{
		"lib.mjs": "export function fixed(x) { return x } export let live = (x) => x; export const relive = () => { live = live }; " +
			"export default fixed",
		"main.mjs": `import { fixed, live } from './lib.mjs'; import * as ns from './lib.mjs'; 
import { again } from './again.mjs'; import c, { named } from './c.cjs';
function local(x) { return x }
export const run = {
  local(n) { for (let i = 0; i < n; i++) local(i) },
  fixed(n) { for (let i = 0; i < n; i++) fixed(i) },
  live(n) { for (let i = 0; i < n; i++) live(i) },
  namespace(n) { for (let i = 0; i < n; i++) ns.fixed(i) },
  again(n) { for (let i = 0; i < n; i++) again(i) },
  commonjs(n) { for (let i = 0; i < n; i++) named(i) },
}`,
		"again.mjs": "export { fixed as again } from './lib.mjs'", "c.cjs": "exports.named = (x) => x",
	})
	w := newWorld(b, NewStore(Config{Dir: dir}))
	ns, err := w.settled(w.l.Import("./main.mjs", ""))
	if err != nil {
		b.Fatal(err)
	}
	run := ns.(*goja.Object).Get("run").(*goja.Object)
	for _, name := range run.Keys() {
		b.Run(name, func(b *testing.B) {
			f, _ := goja.AssertFunction(run.Get(name))
			if _, err := f(goja.Undefined(), w.vm.ToValue(b.N)); err != nil {
				b.Fatal(err)
			}
		})
	}
}
