package es

import (
	"go/ast"
	"go/build"
	"maps"
	"testing"

	"github.com/dop251/goja"
)

// constantsOf numbers the constants of goja that are declared in a row from the one named first.
func constantsOf(t *testing.T, first string) map[string]uint8 {
	t.Helper()
	pkg, err := build.Import("github.com/dop251/goja", ".", build.FindOnly)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range sources(t, pkg.Dir) {
		for _, d := range f.Decls {
			g, ok := d.(*ast.GenDecl)
			if !ok || len(g.Specs) == 0 {
				continue
			}
			if v, ok := g.Specs[0].(*ast.ValueSpec); !ok || v.Names[0].Name != first {
				continue
			}
			names := map[string]uint8{}
			for i, s := range g.Specs {
				names[s.(*ast.ValueSpec).Names[0].Name] = uint8(i)
			}
			return names
		}
	}
	t.Fatalf("goja has no constants from %s on", first)
	return nil
}

// TestBodyConstants reads goja's source: other numbers would still link, and resume generators wrongly.
func TestBodyConstants(t *testing.T) {
	states, said := constantsOf(t, "genStateUndefined"), constantsOf(t, "resultNormal")
	for name, pair := range map[string][2]uint8{
		"executing": {bodyExecuting, states["genStateExecuting"]},
		"suspended": {bodySuspended, states["genStateSuspendedYield"]},
		"listening": {bodyListening, states["genStateSuspendedYieldRes"]},
		"completed": {bodyCompleted, states["genStateCompleted"]},
		"return":    {saidReturn, said["resultNormal"]},
		"yield":     {saidYield, said["resultYield"]},
		"listen":    {saidListen, said["resultYieldRes"]},
	} {
		if pair[0] != pair[1] {
			t.Errorf("%s is %d, and %d in goja", name, pair[0], pair[1])
		}
	}
	if len(states) != 6 || len(said) != 6 {
		t.Errorf("goja has other states than it had: %v %v", maps.Keys(states), maps.Keys(said))
	}
}

// TestUnsettle settles one promise again and again.
func TestUnsettle(t *testing.T) {
	vm := goja.New()
	p, resolve, _ := vm.NewPromise()
	_ = resolve(1)
	var got []int64
	note := vm.ToValue(func(c goja.FunctionCall) goja.Value {
		got = append(got, c.Argument(0).ToInteger())
		return goja.Undefined()
	})
	for i := range 3 {
		unsettle(p)
		if p.State() != goja.PromiseStatePending || p.Result() != nil {
			t.Fatalf("state %v, result %v", p.State(), p.Result())
		}
		linkThen(vm, p, note, note, nil)
		linkFulfill(p, vm.ToValue(i))
		if _, err := vm.RunString(""); err != nil { // runs the jobs
			t.Fatal(err)
		}
	}
	if len(got) != 3 || got[0] != 0 || got[2] != 2 {
		t.Errorf("got %v", got)
	}
}
