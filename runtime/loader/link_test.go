package loader

import (
	"errors"
	"strings"
	"testing"

	"github.com/dop251/goja"
)

func TestMissingExportsAreFoundBeforeAnythingRuns(t *testing.T) {
	lib := "export const alpha = 1; export default 1; export function beta() {}"
	for name, c := range map[string]struct {
		file, text string
		parts      []string
		line, col  string
	}{
		"near name": {
			"main.mjs", "console.log('ran');\nimport { alpha,\n  bata } from './lib.mjs';\nbata();",
			[]string{`"./lib.mjs" does not provide an export named "bata"`, `did you mean "beta"?`},
			"3", "3",
		},
		"never read":    {"main.mjs", "import { gamma } from './lib.mjs'", []string{`"gamma"`}, "1", "10"},
		"TypeScript":    {"main.ts", "import { bata } from './lib.mjs';\nbata();", []string{`"bata"`, `did you mean "beta"?`}, "1", "10"},
		"default":       {"main.mjs", "import x from './nodefault.mjs'", []string{`"default"`, "import its names in braces"}, "1", "8"},
		"only default":  {"main.mjs", "import { x } from './onlydefault.mjs'", []string{"it has a default export only"}, "1", "10"},
		"again":         {"main.mjs", "export { nothing as x } from './lib.mjs'", []string{`"nothing"`}, "1", "10"},
		"ambiguous":     {"main.mjs", "import { x } from './stars.mjs'", []string{"more than one export"}, "1", "10"},
		"host module":   {"main.mjs", "import { ad } from 'demo'", []string{`"demo"`, `did you mean "add"?`}, "1", "10"},
		"JSON":          {"main.mjs", "import { a } from './d.json'", []string{"it has a default export only"}, "1", "10"},
		"CommonJS":      {"main.mjs", "import { namee } from './c.cjs'", []string{`did you mean "name"?`}, "1", "10"},
		"CommonJS star": {"main.mjs", "import { nope } from './cstar.mjs'", []string{`"nope"`}, "1", "10"},
		"dependency":    {"main.mjs", "import './wrong.mjs'", []string{"DIR/wrong.mjs:1:10"}, "1", "10"},
		"type of JSON":  {"main.mjs", "import a from './lib.mjs' with { type: 'json' }", []string{"is not JSON"}, "1", "1"},
		"other type":    {"main.mjs", "import a from './d.json' with { type: 'css' }", []string{"not supported"}, "1", "1"},
	} {
		t.Run(name, func(t *testing.T) {
			_, out, err := program(t, map[string]string{
				c.file: c.text, "lib.mjs": lib, "nodefault.mjs": "export const a = 1", "onlydefault.mjs": "export default 1", "d.json": `{"a":1}`,
				"c.cjs":     "exports.name = 1",
				"stars.mjs": "export * from './x1.mjs'; export * from './x2.mjs'", "x1.mjs": "export const x = 1", "x2.mjs": "export const x = 1",
				"cstar.mjs": "export * from './c.cjs'", "wrong.mjs": "import { w } from './lib.mjs'",
			}, c.file)
			var r *rejection
			if !errors.As(err, &r) || out != "" {
				t.Fatalf("printed %q, error %v", out, err)
			}
			for _, p := range c.parts {
				if !strings.Contains(err.Error(), strings.TrimPrefix(p, "DIR")) {
					t.Errorf("%q does not say %q", err, p)
				}
			}
			if r.get("line") != c.line || r.get("column") != c.col {
				t.Errorf("at %s:%s, want %s:%s", r.get("line"), r.get("column"), c.line, c.col)
			}
		})
	}
}

func TestTypeScriptImports(t *testing.T) {
	_, out, err := program(t, map[string]string{
		"main.ts": `import { Shape, make } from './shapes';
import { OnlyType } from './nothing-there';
import type { Gone } from 'no-such-package';
import * as unusedNamespace from 'no-such-package-either';
import './effect';
import fs = require('./common.cjs');
import def, * as ns from './common.cjs';
export { Shape } from './shapes';
export type { Gone };
enum Color { Red = 'red' }
abstract class Base<T> { constructor(public readonly value: T, private n = 2) {} abstract get(): T }
class Impl extends Base<string> { get = () => this.value satisfies string }
const x = <T,>(v: T) => v;
let maybe: string | undefined = undefined;
console.log(make()!.kind, Color.Red, new Impl('v').get(), x(1), maybe?.length, fs.value, def.value, ns.value, (make() as any)?.kind);
declare const nothing: number;
import('./main').then((ns) => console.log(Object.keys(ns).join()));
`,
		"shapes.ts": "export interface Shape { kind: string }\nexport const make = (): Shape => ({ kind: 'circle' });",
		"effect.ts": "console.log('effect')", "common.cjs": "exports.value = 'cjs'",
	}, "main.ts")
	if err != nil {
		t.Fatal(err)
	}
	if want := "effect\ncircle|red|v|1|undefined|cjs|cjs|cjs|circle\n\n"; words(out) != want {
		t.Errorf("got %q, want %q", out, want)
	}
}

func TestCommonJSTypeScript(t *testing.T) {
	_, out, err := program(t, map[string]string{
		"main.cts": "import lib = require('./lib');\nimport { named } from './es';\nconsole.log(lib.a as number, named);",
		"lib.ts":   "const a: number = 1;\nexport = { a };", "es.ts": "export const named: string = 'named';",
	}, "main.cts")
	if err != nil || out != "1 named\n" {
		t.Errorf("got %q %v", out, err)
	}
}

// A default import of a CommonJS file that was compiled from an ES module: Node's interop for files that are
// modules for Node, the one of TypeScript and bundlers for the others.
func TestDefaultInterop(t *testing.T) {
	tree := map[string]string{
		"compiled.cjs":     "Object.defineProperty(exports, '__esModule', { value: true }); exports.default = 'D'; exports.n = 1",
		"compilednone.cjs": "Object.defineProperty(exports, '__esModule', { value: true }); exports.n = 1",
		"plain.cjs":        "exports.default = 'prop'; exports.n = 1",
	}
	const text = "import a from './compiled.cjs'; import b from './compilednone.cjs'; import c, { n } from './plain.cjs'; import * " +
		"as ns from './compiled.cjs';\n" +
		"const kind = (v) => typeof v; console.log(kind(a), kind(b), kind(c), n, kind(ns.default), ns.n, kind((await " +
		"import('./compiled.cjs')).default));"
	for file, want := range map[string]string{
		"main.mjs": "object|object|object|1|object|1|object\n", "main.mts": "object|object|object|1|object|1|object\n",
		"main.js": "string|object|object|1|string|1|string\n", "main.ts": "string|object|object|1|string|1|string\n",
	} {
		tree[file] = text
		_, out, err := program(t, tree, file)
		if err != nil || words(out) != want {
			t.Errorf("%s: got %q %v, want %q", file, out, err, want)
		}
	}
	tree["package.json"] = `{"type":"module"}`
	if _, out, err := program(t, tree, "main.js"); err != nil || !strings.HasPrefix(words(out), "object|object|object") {
		t.Errorf("a package of modules: %q %v", out, err)
	}
}

func TestFormatIsFoundOut(t *testing.T) {
	for file, c := range map[string]struct{ text, want string }{
		"a.js": {"console.log(typeof module)", "object\n"}, "b.js": {"export {}; console.log(typeof module)", "undefined\n"},
		"c.js": {"await 1; console.log(typeof module)", "undefined\n"},
		"d.js": {"const s = `\nimport x from 'y'\n`; console.log(typeof module)", "object\n"},
		"e.js": {"console.log(typeof import.meta.url)", "string\n"}, "f.ts": {"const a: number = 1; console.log(typeof module)", "object\n"},
		"g.mjs": {"console.log(typeof module)", "undefined\n"}, "h.mts": {"console.log(typeof module, this)", "undefined|undefined\n"},
		"i.cts": {"console.log(typeof module)", "object\n"}, "j": {"console.log(typeof module)", "object\n"},
		"k.txt": {"console.log(typeof module)", "object\n"},
		"l.js":  {"\ufeffconsole.log(typeof module)", "object\n"}, "m.mjs": {"\ufeffexport default console.log(1)", "1\n"},
		"esm/n.js": {"console.log(typeof module)", "undefined\n"}, "cjs/o.js": {"console.log(typeof module)", "object\n"},
		"p.js": {"import('./lib.js'); console.log(typeof module)", "object\na|object\n"},
	} {
		_, out, err := program(t, map[string]string{
			file: c.text, "esm/package.json": `{"type":"module"}`, "cjs/package.json": `{"type":"commonjs"}`,
			"lib.js": "console.log('a', typeof module)",
		}, file)
		if err != nil || words(out) != c.want {
			t.Errorf("%s: got %q %v, want %q", file, out, err, c.want)
		}
	}
}

func TestMain(t *testing.T) {
	_, out, err := program(t, map[string]string{
		"main.mjs": "import { isMain } from './lib.mjs'; console.log(import.meta.main, isMain, " +
			"import.meta.filename.endsWith('main.mjs'), import.meta.dirname === import.meta.filename.slice(0, -9));\n" +
			"console.log(import.meta.resolve('./x.mjs') === new String(import.meta.url.replace('main.mjs', 'x.mjs')).toString(), " +
			"import.meta.resolve('demo'), Object.keys(import.meta).join());",
		"lib.mjs": "export const isMain = import.meta.main",
	}, "main.mjs")
	if want := "true|false|true|true\ntrue|host:demo|dirname,filename,main,resolve,url\n"; err != nil || words(out) != want {
		t.Errorf("got %q %v", out, err)
	}
	_, out, err = program(t, map[string]string{
		"main.cjs": "console.log(require.main === module, require('./lib.cjs').m)", "lib.cjs": "exports.m = require.main === module",
	}, "main.cjs")
	if err != nil || out != "true false\n" {
		t.Errorf("got %q %v", out, err)
	}
}

func TestHostModules(t *testing.T) {
	_, out, err := program(t, map[string]string{
		"main.mjs": "import demo, { add, name } from 'demo'; import * as ns from 'host:demo'; import c from './c.cjs';\n" +
			"console.log(add(1, 2), demo.name, name, ns.default === demo, Object.keys(ns).join(), c === demo, (await import('demo')) === ns);\n" +
			"try { await import('host:broken'); } catch (e) { console.log(e.code, e.message); }",
		"c.cjs": "module.exports = require('demo')",
	}, "main.mjs")
	if want := "3|host:demo|host:demo|true|add,default,name|true|true\n" +
		"ERR_MODULE|module|\"host:broken\"|is|broken\n"; err != nil || words(out) != want {
		t.Errorf("got %q %v", out, err)
	}
}

func TestImportAndRequireFromGo(t *testing.T) {
	dir := files(t, map[string]string{"lib.mjs": "export const a = 1", "c.cjs": "exports.b = 2; exports.again = require('./c.cjs') " +
		"=== exports", "bad.cjs": "throw new TypeError('bad')", "sub/x.mjs": "export const a = 'sub'"})
	w := newWorld(t, NewStore(Config{Dir: dir}))
	for specifier, referrer := range map[string]string{
		"./lib.mjs": "", "../lib.mjs": dir + "/sub/x.mjs", "./x.mjs": dir + "/sub/", "file://" + dir + "/lib.mjs": "sub/x.mjs",
	} {
		v, err := w.settled(w.l.Import(specifier, referrer))
		if err != nil || v.(*goja.Object).Get("a") == nil {
			t.Errorf("%s from %q: %v %v", specifier, referrer, v, err)
		}
	}
	v, err := w.l.Require("./c.cjs", "")
	if err != nil || v.(*goja.Object).Get("b").ToInteger() != 2 || !v.(*goja.Object).Get("again").ToBoolean() {
		t.Error(v, err)
	}
	if _, err := w.l.Require("./bad.cjs", ""); err == nil || !strings.Contains(err.Error(), "TypeError: bad") {
		t.Error(err)
	}
	_ = w.vm.Set("req", w.l.RequireFunction(dir+"/sub/"))
	v, err = w.vm.RunString("req('../c.cjs').b + req.resolve('../c.cjs').length")
	if err != nil || v.ToInteger() != int64(2+len(dir+"/c.cjs")) {
		t.Error(v, err)
	}
}
