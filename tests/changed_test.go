package tests

import (
	_ "embed"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/loop"
	"github.com/lariatjs/lariat/stdlib"
)

//go:embed testdata/uses.mjs
var usesSource string

// use is what came out of the use of a module: a result, or the name and the message of an error.
type use struct {
	done bool
	text string
}

// useAll runs uses.mjs for the modules whose names have a prefix, and gives what it reports by module. The change is code.
func useAll(t *testing.T, change, prefix string) map[string]use {
	t.Helper()
	got := map[string]use{}
	report := runtime.Module{Name: "test:change", Load: func(rt *runtime.Runtime) runtime.Exports {
		return runtime.Exports{
			"change": bind.Func(rt, "change", 0, func(c *bind.Call) (any, error) {
				return c.VM().RunScript("change.js", change)
			}),
			"global":    bind.Func(rt, "global", 1, func(c *bind.Call) (any, error) { return rt.Global(c.Text(0)), nil }),
			"importing": bind.Func(rt, "importing", 1, func(c *bind.Call) (any, error) { return !strings.HasPrefix(c.Text(0), "web:"), nil }),
			"wanted":    bind.Func(rt, "wanted", 1, func(c *bind.Call) (any, error) { return strings.HasPrefix(c.Text(0), prefix), nil }),
			"report": bind.Func(rt, "report", 3, func(c *bind.Call) (any, error) {
				got[c.Text(0)] = use{c.Value(1).ToBoolean(), c.Text(2)}
				return goja.Undefined(), nil
			}),
		}
	}}
	clock := loop.NewVirtual(time.Unix(0, 0), true)
	rt, err := runtime.New(runtime.WithModules(append(stdlib.All(), report)...), runtime.WithClock(clock))
	if err != nil {
		t.Fatal(err)
	}
	if err := rt.Eval(t.Context(), "uses.mjs", usesSource); err != nil {
		t.Errorf("%s\n%v", change, err)
	}
	if err := rt.Close(); err != nil {
		t.Errorf("%s\n%v", change, err)
	}
	return got
}

// TestChangedGlobals has all modules imported and used by a program that has no globals any more, or others: what they do is the same.
func TestChangedGlobals(t *testing.T) {
	want := useAll(t, "", "")
	for _, m := range stdlib.All() {
		if m.Absent == "" && !want[m.Name].done {
			t.Errorf("%s is not used, or cannot be: %s", m.Name, want[m.Name].text)
		}
	}
	for _, change := range []string{
		"delete all[name]",
		`try { all[name] = "mine" } catch {}`,
		"try { define(all, name, { get() { throw new Failure(name) } }) } catch {}",
	} {
		got := useAll(t, "{ const all = globalThis, define = Object.defineProperty, Failure = SyntaxError;\n"+
			"for (const name of Object.getOwnPropertyNames(all)) "+change+" }", "")
		for _, name := range slices.Sorted(maps.Keys(want)) {
			if got[name] != want[name] {
				t.Errorf("%s: %s: got %v, want %v", change, name, got[name], want[name])
			}
		}
	}
}

// TestDeletedBuiltIns has our modules used by a program that has deleted something that every program relies on: what they do is the
// same, or they say what is wrong; nothing hangs or is lost, and no error is a bug of ours.
func TestDeletedBuiltIns(t *testing.T) {
	want := useAll(t, "", "lariat:")
	for _, change := range []string{
		"delete Array.prototype.push", "delete Array.prototype[Symbol.iterator]", "delete Promise.resolve",
		"delete Object.defineProperty", "delete JSON.stringify", "delete Map.prototype.get", "delete Function.prototype.call",
		"delete Object.prototype.hasOwnProperty", "delete String.prototype.split", "delete Symbol.asyncIterator", "delete Error.prototype.name",
		"delete Reflect.apply", "delete Uint8Array.prototype.__proto__.subarray", "delete Number.isInteger", "Object.prototype.get = () => 5",
	} {
		got := useAll(t, change, "lariat:")
		for _, name := range slices.Sorted(maps.Keys(want)) {
			g, there := got[name]
			if !there || g.done && g != want[name] || strings.HasPrefix(g.text, "InternalError") || strings.HasSuffix(g.text, ": ") {
				t.Errorf("%s: %s: got %v, want %v", change, name, g, want[name])
			}
		}
	}
}
