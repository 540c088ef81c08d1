package loader_test

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/loader"
	"github.com/lariatjs/lariat/runtime/permit"
	"github.com/lariatjs/lariat/stdlib"
)

// TestCoverageOfAGraph counts what runs of two runtimes that load the same file.
func TestCoverageOfAGraph(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"main.mjs": "import { f } from './lib.mjs';\nf(process.argv[2]);\nlet other;\nif (f.length > 5) other = 1;\n",
		"lib.mjs":  "/* ü */ export function f(x) {\n  if (x === 'b') {\n    return 1;\n  }\n  else return 2; // ü\n}\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	counts := loader.NewCoverage(func(string) bool { return true })
	for _, arg := range []string{"a", "b", "b"} {
		rt, err := runtime.New(runtime.WithModules(stdlib.All()...), runtime.WithDir(dir), runtime.WithArgs("lariat", "main.mjs", arg),
			runtime.WithCoverage(counts), runtime.WithPermissions(permit.Everything()))
		if err != nil {
			t.Fatal(err)
		}
		if err := rt.Run(t.Context(), "main.mjs"); err != nil {
			t.Fatal(err)
		}
		if err := rt.Close(); err != nil {
			t.Error(err)
		}
	}
	type point struct {
		line  int
		count uint64
	}
	want := map[string][]point{
		"lib.mjs":  {{1, 3}, {2, 3}, {3, 2}, {5, 1}},
		"main.mjs": {{2, 3}, {3, 3}, {4, 3}, {4, 0}},
	}
	files := counts.Files()
	for i := range files { // which have a test of their own
		files[i].Points = slices.DeleteFunc(files[i].Points, func(p loader.Point) bool { return p.Branch > 0 })
	}
	if len(files) != 2 {
		t.Fatalf("got %+v", files)
	}
	for _, f := range files {
		points := want[filepath.Base(f.Path)]
		if len(f.Points) != len(points) {
			t.Errorf("got %+v", f)
			continue
		}
		for i, p := range f.Points {
			if p.Line != points[i].line || p.Count != points[i].count || p.Function != (p.Name == "f") {
				t.Errorf("%s, point %d: %+v, want %+v", f.Path, i, p, points[i])
			}
		}
	}
}
