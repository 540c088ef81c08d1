package loader

import (
	"path/filepath"
	"slices"
	"testing"
)

func TestWaitingTellsWhereAwaitsHang(t *testing.T) {
	dir := files(t, map[string]string{
		"main.ts":   "import './done.mjs';\nimport './loop.mjs';\nimport './list.mjs';\ninterface A {}\nawait 1;\n",
		"done.mjs":  "await 1;\n",
		"list.mjs":  "import './done.mjs';\nconst list = [1, await 2,\n  await { then() {} }];\n",
		"loop.mjs":  "for (let i = 0; i < 2; i++) {\n  try {\n    await i;\n    if (i) await new Promise(() => {});\n  } finally {\n    console.log(i);\n  }\n}\n",
		"alone.mjs": "try {\n  await new Promise(() => {});\n  console.log();\n} catch {}\n",
		"other.mts": "type T = string;\nconst t: T = await new Promise<T>(() => {});\n",
	})
	w := newWorld(t, NewStore(Config{Dir: dir}))
	w.l.Main(filepath.Join(dir, "main.ts"))
	w.l.Import("./other.mts", "")
	w.l.Import("./alone.mjs", "")
	w.drain()
	var got []string
	for _, f := range w.l.Waiting() {
		got = append(got, f.Function+filepath.Base(f.String()))
	}
	if want := []string{"loop.mjs:4:18", "list.mjs:3:9", "other.mts:2:7", "alone.mjs:2:9"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if out := w.out.String(); out != "0\n" {
		t.Errorf("a finally block of a module that hangs ran: %q", out)
	}
	if frames := w.l.Waiting(); len(frames) != 0 {
		t.Errorf("a second call gives %v", frames)
	}
}
