package runtime_test

import (
	"bytes"
	"context"
	"testing"

	"github.com/dop251/goja"
)

// TestRegExpLiterals has a literal of a regular expression as the first thing in all kinds of code: its RegExp is the
// one that scripts see, whichever way they come to it.
func TestRegExpLiterals(t *testing.T) {
	const same = `.constructor; if (C !== RegExp || typeof C.escape !== "function" || !/^[\p{Lu}]$/u.test("É")) throw new Error("another RegExp")`
	for _, source := range []string{
		`const C = /x/` + same,
		`const C = (() => (() => /x/)())()` + same,
		`class A { static r = /x/ } const C = A.r` + same,
		`const C = (0, eval)("/x/")` + same,
		`const C = eval("/x/")` + same,
		`const C = new Function("return /x/")()` + same,
		`async function* g() { yield /x/ } const C = (await g().next()).value` + same,
		"\"ab\".match(\"b\"); \"ab\".matchAll(\"b\"); const C = /x/" + same,
	} {
		for _, name := range []string{"a.js", "a.ts"} {
			rt := engine(t, &bytes.Buffer{})
			if err := rt.Eval(context.Background(), name, source); err != nil {
				t.Errorf("%s, %s: %v", name, source, err)
			}
		}
	}
	rt := engine(t, &bytes.Buffer{})
	if err := rt.Do(context.Background(), func(vm *goja.Runtime) error {
		_, err := vm.RunString(`if (/x/.constructor !== RegExp) throw 1`)
		return err
	}); err != nil {
		t.Error(err)
	}
}

// TestGlobalsAreData looks at a global of a module as a script can: it cannot tell that nobody has loaded the module.
func TestGlobalsAreData(t *testing.T) {
	rt := engine(t, &bytes.Buffer{})
	err := rt.Eval(context.Background(), "a.js", `
		if (!("log" in globalThis) || !Object.getOwnPropertyNames(globalThis).includes("log")) throw 1;
		const { value, writable, enumerable, configurable } = Object.getOwnPropertyDescriptor(globalThis, "log");
		if (value !== log || !writable || enumerable || !configurable) throw 2;
		globalThis.later = 5;
		if (later !== 5) throw 3;
		delete globalThis.block;
		if (typeof block !== "undefined") throw 4;
		for (const name in globalThis) throw 5;
	`)
	if err != nil {
		t.Error(err)
	}
}
