package bind_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/runtimetest"
)

// scripted is a module with a part in JavaScript that hands out what checks.js gives to all such parts.
func scripted(source string) runtime.Module {
	script := bind.NewScript("test:scripted", source)
	return runtime.Module{Name: "test:scripted", Globals: []string{"print", "errors", "caught", "bytes", "refuse"}, Load: func(rt *runtime.Runtime) runtime.Exports {
		host := bind.Host{"answer": 42, "twice": func(c *bind.Call) (any, error) { return 2 * c.Number(0, "n"), nil }}
		exports := script.Run(rt, host)
		return runtime.Exports{
			"print": bind.Func(rt, "print", 0, func(c *bind.Call) (any, error) {
				for _, v := range c.Rest(0) {
					fmt.Fprintln(rt.Stdout(), v)
				}
				return nil, nil
			}),
			"errors": exports.Get("errors"), "caught": exports.Get("caught"),
			"refuse": bind.Func(rt, "refuse", 1, func(c *bind.Call) (any, error) {
				c.InvalidType(0, "name", "of type string")
				return nil, nil
			}),
			"bytes": bind.Func(rt, "bytes", 1, func(c *bind.Call) (any, error) {
				b, ok := bind.BytesOf(c.Value(0))
				for i := range b {
					b[i]++
				}
				return fmt.Sprint(b, ok), nil
			}),
		}
	}}
}

const plainScript = `(function (host, errors) {
	const caught = (f) => { try { f(); } catch (e) { return String(e); } };
	return { errors, caught, sum: host.answer + host.twice(4) };
})`

func TestScriptsShareErrorsInTheWordsOfNode(t *testing.T) {
	got, err := runtimetest.Run(t, `
		const { invalidType, invalidValue, outOfRange, checkInteger, checkNumber, AbortError } = errors;
		class Thing {}
		for (const v of [undefined, null, "a'b\n", "a'b\"", 5, -0, 5n, Symbol("s"), true, () => {}, Thing, {}, [], new Thing(), Object.create(null), "x".repeat(30)]) {
			print(invalidType("value", "of type date", v));
		}
		print(invalidType("options.size", "a number", 1), invalidType("first argument", "a number", 1));
		print(invalidValue("mode", "x"), invalidValue("o.mode", {}, "must be one of: a, b"));
		print(outOfRange("n", ">= 1", 2 ** 33), outOfRange("n", "an integer", -1.5));
		print(caught(() => checkInteger(1.5, "n")), caught(() => checkInteger(9, "n", 1, 3)), caught(() => checkNumber(NaN, "n", 1)));
		print(caught(() => refuse(1)));
		const e = invalidType("value", "of type date", 1);
		print(e instanceof TypeError, e.name, e.code, e.message, e.stack, Object.keys(e));
		const a = new AbortError(undefined, { cause: 7 });
		print(a, a.code, a.cause);
	`, scripted(plainScript))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"Received undefined", "Received null", `Received type string ("a'b\n")`, "Received type string (`a'b\"`)", "Received type number (5)",
		"Received type number (-0)", "Received type bigint (5n)", "Received type symbol (Symbol(s))", "Received type boolean (true)",
		"Received function \nTypeError", "Received function Thing", "Received an instance of Object", "Received an instance of Array",
		"Received an instance of Thing", "Received [Object: null prototype] {}", "Received type string ('xxxxxxxxxxxxxxxxxxxxxxxx...)",
		`TypeError [ERR_INVALID_ARG_TYPE]: The "options.size" property must be a number. Received type number (1)`,
		`The first argument must be a number.`, `The argument 'mode' is invalid. Received 'x'`,
		`The property 'o.mode' must be one of: a, b. Received {}`,
		`RangeError [ERR_OUT_OF_RANGE]: The value of "n" is out of range. It must be >= 1. Received 8_589_934_592`,
		`It must be an integer. Received -1.5`, `It must be an integer. Received 1.5`, `It must be >= 1 && <= 3. Received 9`, `It must be >= 1. Received NaN`,
		"true\nTypeError\nERR_INVALID_ARG_TYPE\nThe \"value\" argument must be of type date. Received type number (1)\n" +
			"TypeError [ERR_INVALID_ARG_TYPE]: The \"value\" argument must be of type date. Received type number (1)\n    at script.js:",
		`TypeError [ERR_INVALID_ARG_TYPE]: The "name" argument must be of type string. Received type number (1)`,
		"AbortError: The operation was aborted\nABORT_ERR\n7",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in:\n%s", want, got)
		}
	}
}

func TestScriptGetsItsHost(t *testing.T) {
	script := bind.NewScript("test:host", plainScript)
	rt := runtimetest.New(t, &runtimetest.Output{})
	err := rt.Do(t.Context(), func(*goja.Runtime) error {
		got := script.Run(rt, bind.Host{"answer": 42, "twice": func(c *bind.Call) (any, error) { return 2 * c.Number(0, "n"), nil }})
		if sum := got.Get("sum").ToInteger(); sum != 50 {
			t.Errorf("got %d", sum)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestScriptThatThrowsFailsTheImport(t *testing.T) {
	for source, want := range map[string]string{
		`(function () { throw new Error("no"); })`: "Error: no",
		`(function () { return 1; })`:              "the script test:scripted gives no object",
	} {
		_, err := runtimetest.Run(t, `await import("test:scripted")`, scripted(source))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}

func TestBytesAreShared(t *testing.T) {
	runtimetest.Expect(t, `
		const buffer = new Uint8Array([1, 2, 3, 4, 5, 6, 7, 8]).buffer;
		print(bytes(new Uint8Array(buffer, 1, 2)), bytes(new Uint16Array(buffer, 2, 1)), bytes(new DataView(buffer, 6)));
		print(bytes(new Uint8ClampedArray(buffer, 7)), bytes(buffer), bytes(new Uint8Array(0)));
		print(bytes("text"), bytes([1]), bytes({ buffer }), bytes(undefined));
		const gone = new Uint8Array(3);
		gone.buffer.transfer();
		print(bytes(gone), bytes(gone.buffer));
	`, `[3 4] true
[5 5] true
[8 9] true
[10] true
[2 4 6 6 6 7 9 11] true
[] true
[] false
[] false
[] false
[] false
[] true
[] true`, scripted(plainScript))
}

func TestAChainHandsOnWhatItsFilesGive(t *testing.T) {
	files := fstest.MapFS{
		"one.js": {Data: []byte(`(function (host) { return { twice: (n) => host.base * 2 + n, late: host.late() }; })`)},
		"two.js": {Data: []byte(`(function (host) { return { result: host.twice(1) + host.late }; })`)},
	}
	chain := bind.NewChain(files, "test:", "one", "two")
	module := runtime.Module{Name: "test:chain", Globals: []string{"result"}, Load: func(rt *runtime.Runtime) runtime.Exports {
		made := chain.Run(rt, bind.Host{"base": 20}, func(host *goja.Object) {
			_ = host.Set("late", bind.Func(rt, "late", 0, func(*bind.Call) (any, error) { return host.Get("base"), nil }))
		})
		return runtime.Exports{"result": made.Get("result")}
	}}
	runtimetest.Expect(t, `if (result !== 61) throw new Error(result)`, "", module)
}
