package loader

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/dop251/goja"
)

// runScript runs a script like those in testdata and returns what it prints.
func runScript(t *testing.T, path, source string) string {
	t.Helper()
	vm := newVM()
	var out strings.Builder
	console := vm.NewObject()
	_ = console.Set("log", func(c goja.FunctionCall) goja.Value {
		out.WriteString(c.Argument(0).String() + "\n")
		return goja.Undefined()
	})
	_ = vm.Set("console", console)
	prelude, err := os.ReadFile("testdata/order/print.js")
	if err != nil {
		t.Fatal(err)
	}
	for _, src := range []string{string(prelude), source} {
		prg, err := CompileScript(path, src)
		if err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		if _, err := vm.RunProgram(prg); err != nil {
			t.Fatalf("%s: %v", path, err)
		}
	}
	return out.String()
}

// TestOrder compares the order of everything that async generators do with what Node 20 does. The recorded output
// is made as print.js says.
func TestOrder(t *testing.T) {
	files, err := filepath.Glob("testdata/order/*.out")
	if err != nil || len(files) < 8 {
		t.Fatalf("there are %d recordings (%v)", len(files), err)
	}
	for _, file := range files {
		name := strings.TrimSuffix(file, ".out")
		t.Run(filepath.Base(name), func(t *testing.T) {
			source, err := os.ReadFile(name + ".js")
			if err != nil {
				t.Fatal(err)
			}
			recorded, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			want := strings.Split(string(recorded), "\n")
			got := strings.Split(runScript(t, name+".js", string(source)), "\n")
			for i := range max(len(want), len(got)) {
				if i >= len(got) || i >= len(want) || got[i] != want[i] {
					t.Fatalf("line %d is %q, Node has %q", i+1, got[min(i, len(got)):min(i+3, len(got))], want[min(i, len(want)):min(i+3, len(want))])
				}
			}
		})
	}
}
