package loader_test

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/loader"
	"github.com/lariatjs/lariat/runtime/permit"
	"github.com/lariatjs/lariat/stdlib"
)

// branches runs a program and tells of its branches, in the order of the source: the line on which each begins, and how often
// each of its ways was taken.
func branches(t *testing.T, source string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "main.ts")
	if err := os.WriteFile(file, []byte(source), 0o600); err != nil {
		t.Fatal(err)
	}
	counts := loader.NewCoverage(func(string) bool { return true })
	rt, err := runtime.New(runtime.WithModules(stdlib.All()...), runtime.WithCoverage(counts), runtime.WithPermissions(permit.Everything()))
	if err != nil {
		t.Fatal(err)
	}
	defer rt.Close()
	if err := rt.Run(t.Context(), file); err != nil {
		t.Fatal(err)
	}
	points := slices.DeleteFunc(counts.Files()[0].Points, func(p loader.Point) bool { return p.Branch == 0 })
	slices.SortStableFunc(points, func(a, b loader.Point) int {
		return cmp.Or(a.Line-b.Line, a.Branch-b.Branch, a.Way-b.Way)
	})
	var text strings.Builder
	for i, p := range points {
		if p.Way == 0 {
			if i > 0 {
				text.WriteString(", ")
			}
			fmt.Fprintf(&text, "%d:", p.Line)
		}
		fmt.Fprintf(&text, " %d", p.Count)
	}
	return text.String()
}

// TestBranches has the branches that istanbul has, with its numbers, on the lines of a source in TypeScript.
func TestBranches(t *testing.T) {
	for _, c := range []struct{ name, source, want string }{
		{"if", "const f = (n: number) => {\n  if (n > 0) n++;\n  if (n > 5) { n++; } else n--;\n};\nf(1); f(0); f(7);", "2: 2 1, 3: 1 2"},
		{"else if", "for (const n of [1, 2, 3, 3]) {\n  if (n === 1) ;\n  else if (n === 2) { }\n  else\n    n.toFixed();\n}", "2: 1 3, 3: 1 2"},
		{"?:", "const f = (n?: number) =>\n  n ? 1\n    : n === 0 ? 2 : 3;\nf(1); f(0); f(0); f();", "2: 1 3, 3: 2 1"},
		{"&& || ??", "const f = (a: any, b?: any) => a && b || (\n  a ?? b);\nf(0, 1); f(1, 1); f(null, 1);", "1: 3 1 2 1"},
		{"&& in ||", "declare const x: any;\nconst f = (a: any, b?: any) => a && b || 3;\nf(0, 1); f(1, 1);", "2: 2 1 1"},
		{"in parts", "const f = (a: any, b: any) => ((a || b) + 1) && b;\nf(0, 1); f(1, 1);", "1: 2 1, 1: 2 2"},
		{
			"switch", "const f = (n: number) => {\n  switch (n) {\n    case 1:\n    case 2: return;\n    default: n++;\n    case 3: n--;\n  }\n};\nf(1); f(2); f(3); f(4);",
			"2: 1 2 1 2",
		},
		{
			"defaults", "function f(a = 1,\n  { b = 2, c: d = 3 }: any = {},\n  [h = 5] = [6]) { return a; }\nf(); f(1, { b: 1 }, []);",
			"1: 1, 2: 1, 2: 2, 2: 1, 3: 1, 3: 1",
		},
		{"a pattern", "const { a = 1, b = 2 } = { a: 3 } as any;\nlet [c = 1] = [1];", "1: 0, 1: 1, 2: 0"},
		{"async", "const f = async (p?: any, q = p ?? 1) => (await p) && await p;\nawait f(); await f(Promise.resolve(2), 1);", "1: 1 1, 1: 1, 1: 2 1"},
		{"a generator", "function* f() { (yield 1) || (yield 2); if (yield) ; }\n[...f()];", "1: 1 1, 1: 0 1"},
		{"this", "const o = { n: 1, f() { return this.n; } };\nlet z: any;\nconst x = (z || o.f).call(o) === 1 ? o.f() : 0;\nif (x !== 1) throw 1;", "3: 1 1, 3: 1 0, 4: 0 1"},
		{"names", "const f = (g = () => 1, h = function() {}) => g.name + h.name;\nif (f() !== 'gh') throw f();", "2: 0 1"},
		{"what esbuild makes", "enum E { A }\nnamespace N { export const a = 1; }\nclass C { constructor(private x?: number) { } }\nusing u = null;", ""},
		{"labels and loops", "a: for (;;) if (true) break a;\nlet n = 2;\nwhile (n > 0 && n < 9) n--;", "1: 1 0, 3: 3 2"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := branches(t, c.source); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

// TestBranchesInWorkers counts those of a function that has gone to a worker with those of its file.
func TestBranchesInWorkers(t *testing.T) {
	got := branches(t, `import { WorkerPool } from "lariat:worker";
await using pool = new WorkerPool({ max: 1 });
const f = (n: number, by = 2) => {
  if (n % by) return n || 1;
  return n > 2 ? 1 : 2;
};
await pool.map(f, [1, 2, 3, 4]);
f(4);
`)
	if want := "3: 1, 4: 2 0, 4: 2 3, 5: 1 2"; got != want { // map gives the index, too
		t.Errorf("got  %s\nwant %s", got, want)
	}
}
