package es

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/dop251/goja"
)

// TestJSONParse compares values and messages with those of Node 20, whose messages lack the line.
func TestJSONParse(t *testing.T) { asRecorded(t, "json") }

// TestJSONStringify compares texts and messages with those of Node 20.
func TestJSONStringify(t *testing.T) { asRecorded(t, "stringify") }

// asRecorded compares the lines that a script of testdata prints with those that Node has printed.
func asRecorded(t *testing.T, name string) {
	t.Helper()
	source, err := os.ReadFile("testdata/" + name + ".js")
	if err != nil {
		t.Fatal(err)
	}
	recorded, err := os.ReadFile("testdata/" + name + ".out")
	if err != nil {
		t.Fatal(err)
	}
	vm := newVM(t)
	var printed []string
	console := vm.NewObject()
	_ = console.Set("log", func(c goja.FunctionCall) goja.Value {
		var parts []string
		for _, a := range c.Arguments {
			parts = append(parts, a.String())
		}
		printed = append(printed, strings.Join(parts, " "))
		return goja.Undefined()
	})
	_ = vm.Set("console", console)
	run(t, vm, string(source))
	got := strings.Split(strings.Join(printed, "\n"), "\n")
	want := strings.Split(strings.TrimSuffix(string(recorded), "\n"), "\n")
	if len(want) < 100 || len(got) != len(want) {
		t.Fatalf("%d lines, Node has %d", len(got), len(want))
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("got  %s\nwant %s", got[i], want[i])
		}
	}
}

// TestJSONPlaces reads where the mistake is.
func TestJSONPlaces(t *testing.T) {
	vm := newVM(t)
	for text, want := range map[string]string{
		"[1,\n2,\n 3 4]":      "at position 10 (line 3 column 4)",
		"{\"a\": 1,\n}":       "at position 9 (line 2 column 1)",
		"{\"é\": 1}\n\n  x":   "at position 12 (line 3 column 3)",
		`"` + "\t" + `"`:      "at position 1 (line 1 column 2)",
		"{\n  \"a\": \"b\n\"": "at position 11 (line 2 column 10)",
	} {
		_ = vm.Set("text", text)
		got := run(t, vm, `try { JSON.parse(text); "no error" } catch (e) { e.message }`).String()
		if !strings.HasSuffix(got, want) {
			t.Errorf("%q: %s", text, got)
		}
	}
}

// TestJSONObjects uses what was read as a script does: such objects must be like all others.
func TestJSONObjects(t *testing.T) {
	vm := newVM(t)
	got := run(t, vm, `
		const o = JSON.parse('{"b":1,"2":2,"a":3,"1":4,"b":5,"__proto__":{"x":1}}'), log = [];
		log.push(Object.keys(o).join(), Object.getPrototypeOf(o) === Object.prototype, o.x);
		o.c = 6; o[0] = 7; delete o.a; log.push(JSON.stringify(o), "a" in o, Object.keys(o).length);
		for (let i = 0; i < 20; i++) o["k" + i] = i;
		for (const k in o) if (k.startsWith("k")) delete o[k];
		log.push(Object.keys(o).join(), Object.isExtensible(o), Object.isFrozen(Object.freeze(o)));
		const list = JSON.parse('[1,[2,3],{"a":[]}]'); list.push(4); list[1].length = 1;
		log.push(JSON.stringify(list), Array.isArray(list[2].a), list.length);
		Object.defineProperty(Object.prototype, "seen", { configurable: true, set() { log.push("setter") } });
		log.push(JSON.parse('{"seen":1}').seen); delete Object.prototype.seen;
		JSON.stringify(log)`).String()
	want := `["1,2,b,a,__proto__",true,null,"{\"0\":7,\"1\":4,\"2\":2,\"b\":5,\"__proto__\":{\"x\":1},\"c\":6}",false,6,` +
		`"0,1,2,b,__proto__,c",true,true,"[1,[2],{\"a\":[]},4]",true,4,1]`
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// FuzzJSONParse holds the parser against encoding/json, for texts that are ASCII and for those that are not.
func FuzzJSONParse(f *testing.F) {
	for _, seed := range []string{
		`{"a":[1,-2.5e3,"b\n\u00e9"],"c":null}`, `[[],{}]`, `"\ud83d\ude00"`, `-0`, `1e999`, `{"a":1,"a":2}`, "[1,\t2]", `"é"`, `01`, `[1,]`,
		`12345678901234567`, `{"` + strings.Repeat("k", 40) + `":true}`, "\"\x7f\"", `1.5E-3`, `"\/"`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		text = strings.ToValidUTF8(text, "\ufffd")
		vm := newVM(t)
		_ = vm.Set("text", text)
		v, err := vm.RunString("JSON.parse(text)")
		if jsonDepthOf(text) > maxJSONDepth {
			return
		}
		if (err == nil) != json.Valid([]byte(text)) {
			t.Fatalf("%q: %v", text, err)
		}
		if err != nil {
			var ex *goja.Exception
			if !errors.As(err, &ex) || !strings.HasPrefix(ex.Value().String(), "SyntaxError: ") {
				t.Fatalf("%q: %v", text, err)
			}
			return
		}
		var want any
		if json.Unmarshal([]byte(text), &want) != nil {
			return // a number that is infinite
		}
		a, err1 := json.Marshal(v.Export())
		b, err2 := json.Marshal(want)
		if err1 != nil || err2 != nil || !bytes.Equal(a, b) {
			t.Fatalf("%q: %s (%v), want %s (%v)", text, a, err1, b, err2)
		}
	})
}

// jsonDepthOf is how many brackets a text has that open something: its depth is not more.
func jsonDepthOf(text string) int { return strings.Count(text, "[") + strings.Count(text, "{") }

// FuzzJSONStringify holds the writer against goja's own, for values that come from text.
func FuzzJSONStringify(f *testing.F) {
	for _, seed := range []string{`{"a":[1,-2.5e3,"b\n\u00e9"],"c":null}`, `[[],{}]`, `"\ud83d\ude00"`, `{"1":0,"x":{"y":[true]}}`, `{"é":"\u2028"}`} {
		f.Add(seed, "", false)
		f.Add(seed, "  ", true)
	}
	f.Fuzz(func(t *testing.T, text, gap string, twice bool) {
		text = strings.ToValidUTF8(text, "?")
		// What goja parses has no half surrogate pairs.
		if !json.Valid([]byte(text)) || jsonDepthOf(text) > 100 || strings.Contains(strings.ToLower(text), `\ud`) {
			return
		}
		vm, bare := newVM(t), goja.New()
		source := "JSON.stringify(value, null, gap)"
		if twice {
			source = "JSON.stringify([value, { value }, value], (k, v) => (k === 'a' ? 1 : v), gap)"
		}
		var out [2]string
		for i, vm := range []*goja.Runtime{vm, bare} {
			_ = vm.Set("text", text)
			_ = vm.Set("gap", strings.ToValidUTF8(gap, "?"))
			// goja adds an indent too many behind what is empty.
			v, err := vm.RunString("const value = JSON.parse(text); " + strings.ReplaceAll(source, "gap", "/[[{]\\s*[}\\]]/.test(text) ? '' : gap"))
			if err != nil {
				t.Fatal(text, err)
			}
			out[i] = v.String()
		}
		if out[0] != out[1] {
			t.Errorf("%s: %s, goja %s", text, out[0], out[1])
		}
	})
}

// TestJSONSources reads the texts that a reviver is told.
func TestJSONSources(t *testing.T) {
	vm := newVM(t)
	for source, want := range map[string]string{
		`JSON.parse('{"a":1.0,"b":[ 2e1 ,"x\\u0041"],"c":{"d":null},"e":true}', see)`: `a=1.0 0=2e1 1="x\u0041" b d=null c e=true `,
		`JSON.parse(' -0 ', see)`:                                                                                                              `=-0`,
		`JSON.parse('{"a":1,"a":2}', see)`:                                                                                                     `a=2 `,
		`JSON.parse('{"é":"\ud83d\ude00 é","\\ud800":"\\ud801"}', see)`:                                                                        `é="😀 é" ` + "\uFFFD" + `="\ud801" `,
		`JSON.parse('[1,2,3]', function (k, v, c) { if (k === "0") this[1] = 5; return see(k, v, c) })`:                                        `0=1 1 2=3 `,
		`JSON.parse('[1,2]', function (k, v, c) { if (k === "0") this[1] = 2; return see(k, v, c) })`:                                          `0=1 1=2 `,
		`JSON.parse('[{"x":1},2]', function (k, v, c) { if (k === "0") this[1] = v; return see(k, v, c) })`:                                    `x=1 0 x 1 `,
		`JSON.parse('[[],2]', function (k, v, c) { if (k === "0") this[1] = [3]; return see(k, v, c) })`:                                       `0 0 1 `,
		`JSON.parse('[1]', function (k, v, c) { return k === "0" ? Object.keys(Object.getOwnPropertyDescriptor(c, "source")).length : v })[0]`: `4`,
		`JSON.parse('123456789012345678901234567890', (k, v, { source }) => BigInt(source)).toString()`:                                        `123456789012345678901234567890`,
	} {
		t.Run(source, func(t *testing.T) {
			v := run(t, vm, `{ let said = []; const see = (k, v, c) => { said.push("source" in c ? k + "=" + c.source : k); return v };
				const result = `+source+`; said.length ? said.join(" ") : String(result) }`)
			if got := v.String(); got != want {
				t.Errorf("got  %q\nwant %q", got, want)
			}
		})
	}
}

// TestJSONRevivesWithoutEnd has revivers that make what they walk over ever deeper.
func TestJSONRevivesWithoutEnd(t *testing.T) {
	vm := newVM(t)
	for _, source := range []string{
		`JSON.parse('{"a":1,"b":2}', function (k, v) { if (k === "a") this.b = this; return v })`,
		`JSON.parse('[0,0]', function (k, v) { if (k === "0") this[1] = [0, 0]; return v })`,
		`JSON.parse('[0]', function f(k, v) { return JSON.parse("[".repeat(4000) + "]".repeat(4000), f) })`,
	} {
		_, err := vm.RunString(source)
		if err == nil || !strings.Contains(err.Error(), "RangeError") {
			t.Errorf("%s: %v", source, err)
		}
	}
	if got := run(t, vm, `JSON.parse("[".repeat(4000) + "]".repeat(4000), (k, v) => v).length`).String(); got != "1" {
		t.Errorf("got %s", got)
	}
}

// TestJSONWritesWithoutEnd has values that become ever deeper as they are read.
func TestJSONWritesWithoutEnd(t *testing.T) {
	vm := newVM(t)
	run(t, vm, `const endless = { get: (t, k) => k === "a" ? new Proxy({ a: 1 }, endless) : t[k] };
		const p = new Proxy({ a: 1 }, endless), g = { get a() { return Object.create(Object.getPrototypeOf(this), Object.getOwnPropertyDescriptors(this)) } };
		const list = { get: (t, k) => k === "0" ? new Proxy([1], list) : t[k] }, l = new Proxy([1], list);`)
	_ = vm.Set("foreign", struct{ A int }{1})
	for _, source := range []string{
		"p", "p, ['a']", "p, new Proxy(['a'], {})", "p, (k, v) => v", "p, null, '\u00e9'", "g", "g, ['a']", "g, null, '\u00e9'", "l", "l, null, '\u00e9'",
		"{ f: foreign, p }", "{ f: foreign, p, a: p }, ['f', 'p', 'a']", "{ f: foreign, g }", "[foreign, g], ['a']",
	} {
		if _, err := vm.RunString("JSON.stringify(" + source + ")"); err == nil || !strings.Contains(err.Error(), "RangeError: data is nested too deep for JSON") {
			t.Errorf("%s: %v", source, err)
		}
	}
}

type marshaller struct{}

func (marshaller) MarshalJSON() ([]byte, error) { return []byte(`{"marshalled":true}`), nil }

// TestJSONWritesProxies asks each thing once, and what goja writes is filtered as what is written here.
func TestJSONWritesProxies(t *testing.T) {
	vm := newVM(t)
	_ = vm.Set("goMap", map[string]any{"a": []any{1, "x"}})
	_ = vm.Set("foreign", marshaller{})
	_ = vm.Set("structure", struct{ A, B any }{1, "x"})
	_ = vm.Set("number", time.Second)
	for source, want := range map[string]string{
		`const log = []; const h = new Proxy({}, { get: (t, trap) => (...a) => { log.push(trap + " " + String(a[1] ?? "")); return Reflect[trap](...a) } });
			JSON.stringify({ p: new Proxy({ a: [1] }, h) }) + " " + log.join()`: `{"p":{"a":[1]}} get toJSON,ownKeys ,getOwnPropertyDescriptor a,get a`,
		`JSON.stringify(new Proxy([1, , new Proxy({ b: 2 }, {})], {}), null, 1)`:                                                          "[\n 1,\n null,\n {\n  \"b\": 2\n }\n]",
		`JSON.stringify({ a: 1, b: [{ c: 2, a: 3 }], d: foreign }, ["a", "b"])`:                                                           `{"a":1,"b":[{"a":3}]}`,
		`JSON.stringify({ d: foreign, a: 1, e: 5 }, ["a", "d"])`:                                                                          `{"a":1,"d":{"marshalled":true}}`,
		`JSON.stringify([structure, { B: structure, A: [structure], c: 1 }], ["B", "A"])`:                                                 `[{"B":"x","A":1},{"B":{"B":"x","A":1},"A":[{"B":"x","A":1}]}]`,
		`JSON.stringify({ a: number, b: 1 }, ["a"])`:                                                                                      `{"a":1000000000}`,
		`JSON.stringify({ n: JSON.rawJSON("12345678901234567890"), p: new Proxy(() => 1, {}), q: 1 })`:                                    `{"n":12345678901234567890,"q":1}`,
		`JSON.stringify([new Proxy(function () {}, {})])`:                                                                                 `[null]`,
		`(() => { const r = Proxy.revocable({}, {}); r.revoke(); try { return JSON.stringify(r.proxy) } catch (e) { return e.name } })()`: `TypeError`,
	} {
		if got := run(t, vm, "{"+source+"}").String(); got != want {
			t.Errorf("%s\n got %s\nwant %s", source, got, want)
		}
	}
}
