package loader

import (
	"strings"
	"testing"
)

// Text has one Blob, as a host may have them.
func (w *world) Text(url string) (kind string, text []byte, found, known bool) {
	if url == "blob:null/1" {
		return "", []byte("export const url = import.meta.url; export default 1"), true, true
	}
	return "", nil, false, true
}

func TestTextsInURLsAreModules(t *testing.T) {
	for _, c := range []struct{ name, url, want string }{
		{"a text", `data:text/javascript,export default 1`, "1"},
		{"escapes", `data:text/javascript,export%20default%20%22a%2Cb%22`, "a,b"},
		{"base64", `data:text/javascript;charset=utf-8;base64,ZXhwb3J0IGRlZmF1bHQgNA==`, "4"},
		{"parameters", `data:application/javascript; charset="utf-8",export default 3`, "3"},
		{"a question mark", `data:text/javascript,export default 1 ? 2 : 3`, "2"},
		{"TypeScript", `data:text/typescript,export default 1 as number`, "1"},
		{"a fragment", `data:text/javascript,export default import.meta.url#x`, "data:text/javascript,export default import.meta.url#x"},
		{"its own address", `DATA:text/javascript,export default import.meta.url//é`, "data:text/javascript,export default import.meta.url//%C3%A9"},
		{"what there is of import.meta", `data:text/javascript,export default Object.keys(import.meta).join()`, "main,resolve,url"},
		{"an import of the host", `data:text/javascript,import { add } from "demo"; export default add(1, 2)`, "3"},
		{"an import of a text", `data:text/javascript,export { default } from "data:text/javascript,export default 5"`, "5"},
		{"await", `data:text/javascript,export default await 6`, "6"},
		{"JSON", `data:application/json,{"a":[1]}`, "[object Object]"},
		{"a Blob", `blob:null/1`, "1"},
		{"no Blob", `blob:null/2`, "ERR_MODULE_NOT_FOUND"},
		{"no comma", `data:text/javascript`, "ERR_INVALID_URL"},
		{"no base64", `data:text/javascript;base64,!`, "ERR_INVALID_URL"},
		{"another type", `data:text/css,a`, "ERR_UNKNOWN_MODULE_FORMAT"},
		{"no type", `data:,a`, "ERR_UNKNOWN_MODULE_FORMAT"},
		{"a relative import", `data:text/javascript,import "./a.js"`, "ERR_UNSUPPORTED_RESOLVE_REQUEST"},
		{"an import by path", `data:text/javascript,import "/a.js"`, "ERR_UNSUPPORTED_RESOLVE_REQUEST"},
		{"a package", `data:text/javascript,import "a"`, "ERR_UNSUPPORTED_RESOLVE_REQUEST"},
		{"another scheme", `data:text/javascript,import "https://example.com/"`, "ERR_UNSUPPORTED_ESM_URL_SCHEME"},
		{"a relative address", `data:text/javascript,export default import.meta.resolve("./a.js")`, "ERR_UNSUPPORTED_RESOLVE_REQUEST"},
		{"a mistake", `data:text/javascript,export default (`, "ERR_SYNTAX"},
		{"brackets in each other", `data:text/javascript,` + strings.Repeat("(", 2000), "ERR_LIMIT"},
		{"JSON in each other", `data:application/json,` + strings.Repeat("[", 2000), "ERR_LIMIT"},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			w := newWorld(t, NewStore(Config{Dir: dir, Builtin: demoNames}))
			_ = w.vm.Set("url", c.url)
			_, err := w.settled(w.l.Eval("main.js", `console.log(await import(url).then((m) => m.default, (e) => e.code))`))
			if got := strings.TrimSpace(w.out.String()); err != nil || got != c.want {
				t.Errorf("got %q, %v", got, err)
			}
		})
	}
}

// TestATextIsOneModule imports one text in several ways, and with attributes, right ones and wrong ones.
func TestATextIsOneModule(t *testing.T) {
	w := newWorld(t, NewStore(Config{Dir: t.TempDir(), Builtin: demoNames}))
	_, err := w.settled(w.l.Eval("main.js", `
		import a from "data:application/json,[1]" with { type: "json" };
		import * as x from "data:text/javascript,export default {}";
		console.log(a, x === await import(" data:text/javascript,export default {}\n"), x === await import("data:text/javascript,export default {}#"));
		const code = (e) => e.code, json = { with: { type: "json" } };
		console.log((await import("data:application/json,[2]", json)).default, await import("data:text/javascript,", json).catch(code));
		for (const o of [1, { with: 1 }, { with: { type: "css" } }, { with: { x: "y" } }])
			console.log(await import("data:text/javascript,", o).catch((e) => e.message));
		const { default: deep } = await import("data:text/javascript," + encodeURIComponent("/*" + "x".repeat(100) + "*/\nexport default function f() { throw new Error }"));
		try { deep() } catch (e) { console.log(e.stack) }`))
	want := `1 true false
2 ERR_IMPORT_ATTRIBUTE_TYPE_INCOMPATIBLE
the second argument of import() must be an object
"with" in the options of import() must be an object
module type "css" is not supported
import attribute "x" is not supported
Error
    at f (data:text/javascript,%2F*xxxxxxx…74b9f5db:2:37)
    at main.js:10:9`
	if got := w.out.String(); err != nil || !strings.HasPrefix(got, want) {
		t.Errorf("got %v\n%s", err, got)
	}
}

func TestATextIsNotRequired(t *testing.T) {
	w := newWorld(t, NewStore(Config{Dir: t.TempDir(), Builtin: demoNames}))
	_, err := w.l.Require("data:text/javascript,1", "")
	if err == nil || !strings.Contains(err.Error(), `cannot require "data:text/javascript,1"`) {
		t.Errorf("got %v", err)
	}
}
