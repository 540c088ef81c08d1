package bind_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
)

// TestKeysCompareAsInAMap asks a Map whether two keys are the same, and Go.
func TestKeysCompareAsInAMap(t *testing.T) {
	var out bytes.Buffer
	module := runtime.Module{Name: "test:keys", Globals: []string{"same", "print"}, Load: func(rt *runtime.Runtime) runtime.Exports {
		return runtime.Exports{
			"same": bind.Func(rt, "same", 2, func(c *bind.Call) (any, error) { return c.Key(0, "a") == c.Key(1, "b"), nil }),
			"print": bind.Func(rt, "print", 1, func(c *bind.Call) (any, error) {
				_, err := fmt.Fprintln(&out, c.Key(0, "key"))
				return nil, err
			}),
		}
	}}
	rt, err := runtime.New(runtime.WithModules(module))
	if err != nil {
		t.Fatal(err)
	}
	defer rt.Close()
	err = rt.Eval(t.Context(), "test.js", `
		const object = { toString() { throw new Error("must not run"); } }, symbol = Symbol("s"), fn = () => {};
		const keys = ["", "a", "1", 1, 1.5, 0, -0, NaN, "NaN", Infinity, 1n, 10n ** 30n, 10n ** 30n, true, false, "true", object, {}, fn,
			symbol, Symbol("s"), "é", "\ud83d\ude00", "\ud83d", "\ude00", "\ufffd", "\ufffd\ufffd"];
		for (const a of keys) for (const b of keys) {
			if (same(a, b) !== new Map([[a, 1]]).has(b)) throw new Error("wrong: " + String(a.description ?? typeof a) + " " + typeof b);
		}
		for (const key of [object, symbol, NaN, 7, 7n, "x", true]) print(key);
		for (const none of [undefined, null]) try { print(none); } catch (e) { if (e.name !== "TypeError") throw e; }
	`)
	if want := "[object]\nSymbol(s)\nNaN\n7\n7\nx\ntrue\n"; err != nil || out.String() != want {
		t.Errorf("%v, printed %s", err, strings.TrimSpace(out.String()))
	}
}
