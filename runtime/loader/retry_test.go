package loader

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/dop251/goja"
)

// An import that has failed looks at the files again: a session goes on after they were mended.
func TestImportsAfterFilesWereMended(t *testing.T) {
	for _, c := range []struct{ name, broken, mended, file, wrong string }{
		{"missing export", "export const b = 1", "export const value = 2", "b.mjs", "does not provide an export named"},
		{"syntax", "export const value = ", "export const value = 2", "b.mjs", "Unexpected"},
		{"missing export below", "export const other = 1", "export const deep = 2", "c.mjs", "does not provide"},
		{"import of nothing", "import './nothing.mjs'; export const deep = 1", "export const deep = 2", "c.mjs", "cannot find module"},
	} {
		t.Run(c.name, func(t *testing.T) {
			tree := map[string]string{
				"a.mjs": "import { value } from './b.mjs'; import './d.cjs'; export default value",
				"b.mjs": "import { deep } from './c.mjs'; export const value = deep", "c.mjs": "export const deep = 2", "d.cjs": "exports.x = 1",
			}
			tree[c.file] = c.broken
			dir := files(t, tree)
			w := newWorld(t, NewStore(Config{Dir: dir}))
			if _, err := w.settled(w.l.Import("./a.mjs", "")); err == nil || !strings.Contains(err.Error(), c.wrong) {
				t.Fatal(err)
			}
			write(t, filepath.Join(dir, c.file), c.mended)
			space, err := w.settled(w.l.Import("./a.mjs", ""))
			if err != nil {
				t.Fatal(err)
			}
			if got := get(space, "default"); got != "2" {
				t.Error(got)
			}
		})
	}
}

// A module that runs, or has run, is never another one after an import around it has failed.
func TestFailedImportsKeepWhatHasRun(t *testing.T) {
	dir := files(t, map[string]string{
		"ok.mjs": "console.log('ok runs'); export const o = {}", "c.cjs": "console.log('c runs'); exports.o = {}",
		"bad.mjs":    "import { o } from './ok.mjs'; import './c.cjs'; import { nothing } from './ok.mjs'",
		"main.mjs":   "import { o } from './ok.mjs'; import c from './c.cjs'; await import('./bad.mjs').catch((e) => console.log(e.name)); console.log((await import('./ok.mjs')).o === o, (await import('./c.cjs')).default === c)",
		"self.mjs":   "await import('./around.mjs').catch((e) => console.log(e.name)); globalThis.n = (globalThis.n ?? 0) + 1; console.log(n, (await import('./leaf.mjs')).default)",
		"around.mjs": "import './self.mjs'; import './leaf.mjs'; import { nothing } from './leaf.mjs'", "leaf.mjs": "export default 1",
	})
	w := newWorld(t, NewStore(Config{Dir: dir}))
	for _, name := range []string{"main.mjs", "self.mjs"} {
		if _, err := w.settled(w.l.Main(filepath.Join(dir, name))); err != nil {
			t.Fatal(err)
		}
	}
	if got := w.out.String(); got != "ok runs\nc runs\nSyntaxError\ntrue true\nSyntaxError\n1 1\n" {
		t.Errorf("%q", got)
	}
}

// What import() is given is made a string, which a symbol cannot be.
func TestImportOfASymbol(t *testing.T) {
	_, out, err := program(t, map[string]string{"a.mjs": "console.log(await import(Symbol.iterator).catch((e) => e instanceof TypeError))"}, "a.mjs")
	if err != nil || out != "true\n" {
		t.Errorf("%q %v", out, err)
	}
}

func get(v goja.Value, name string) string { return v.(*goja.Object).Get(name).String() }
