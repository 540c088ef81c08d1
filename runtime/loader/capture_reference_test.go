package loader

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/fault"
)

var referenceTree = map[string]string{
	"task.ts":       "export const double = (x: number) => x * 2; export default function (x) { return x }; export const five = 5; export class K {}; export const 日 = () => 1",
	"star.mjs":      "export * from './task.ts'",
	"c.cjs":         "exports.up = (s) => s.toUpperCase(); exports.n = 1",
	"fn.cjs":        "module.exports = (s) => s + '!'",
	"bad.mjs":       "throw new Error('bad module')",
	"slow.mjs":      "await new Promise((r) => setTimeout(r, 1)); export const f = () => 'slow'",
	"broken.ts":     "export const f = (",
	"empty.mjs":     "",
	"a#b.mjs":       "export default () => 'odd name'",
	"package.json":  `{"imports": {"#task": "./task.ts"}}`,
	"sub/inner.mjs": "",
}

// A text names a module and one of its exports.
func TestReference(t *testing.T) {
	dir := files(t, referenceTree)
	for _, c := range []struct{ specifier, referrer, args, want string }{
		{"./task.ts#double", "", "[2]", "double/1: 4"},
		{"./task.ts", "", "[2]", "default/1: 2"},
		{"./task.ts#", "", "[2]", "default/1: 2"},
		{"./task.ts#default", "", "[2]", "default/1: 2"},
		{"./task.ts#日", "", "[]", "日/0: 1"},
		{"./task.ts#%E6%97%A5", "", "[]", "日/0: 1"},
		{"../task.ts#double", "sub/inner.mjs", "[2]", "double/1: 4"},
		{"file://DIR/task.ts#double", "", "[2]", "double/1: 4"},
		{"DIR/task.ts#double", "", "[2]", "double/1: 4"},
		{"#task#double", "sub/inner.mjs", "[2]", "double/1: 4"},
		{"#task", "sub/inner.mjs", "[2]", "default/1: 2"},
		{"./star.mjs#double", "", "[2]", "double/1: 4"},
		{"./c.cjs#up", "", `["a"]`, "/1: A"},
		{"./fn.cjs", "", `["a"]`, "/1: a!"},
		{"./slow.mjs#f", "", "[]", "f/0: slow"},
		{"./a%23b.mjs", "", "[]", "default/0: odd name"},
		{"demo#add", "", "[1, 2]", ": 3"},
		{"./task.ts#doubel", "", "", `module task.ts has no export "doubel": it exports K, default, double, five, 日; did you mean "double"?`},
		{"./star.mjs#doubel", "", "", `module star.mjs has no export "doubel": it exports K, double, five, 日; did you mean "double"?`},
		{"./star.mjs", "", "", `module star.mjs has no default export: it exports K, double, five, 日`},
		{"./empty.mjs#f", "", "", `module empty.mjs has no export "f": it exports nothing`},
		{"./c.cjs#uq", "", "", `module c.cjs has no export "uq": it exports`},
		{"demo#ad", "", "", `module host:demo has no export "ad": it exports add, default, name; did you mean "add"?`},
		{"./task.ts#five", "", "", `the export "five" of task.ts is not a function`},
		{"./c.cjs#n", "", "", `the export "n" of c.cjs is not a function`},
		{"./task.ts#K", "", "", `the export "K" of task.ts is a class; export a function that makes an instance`},
		{"./nothing.ts#f", "", "", `cannot find module "./nothing.ts", imported from DIR: there is no file DIR/nothing.ts`},
		{"./bad.mjs#f", "", "", `has no export "f"`},
		{"./broken.ts#f", "", "", "broken.ts:1:19: Unexpected end of file"},
		{"nobody#f", "", "", `cannot find package "nobody"`},
		{"", "", "", `"" is not a valid specifier`},
		{"#", "", "", `"#" is not a valid specifier`},
	} {
		s := NewStore(Config{Dir: dir, Builtin: demoNames, Names: []string{"host:demo"}})
		p := &pair{newWorld(t, s), newWorld(t, s), dir}
		got := ""
		if portable, err := p.l.Reference(strings.ReplaceAll(c.specifier, "DIR", dir), c.referrer); err != nil {
			got = err.Error()
		} else if got, err = p.run(portable, nil, p.copied(must(p.vm.RunString("("+orElse(c.args, "[]")+")")))); err != nil {
			got = err.Error()
		}
		if got = strings.ReplaceAll(got, dir, "DIR"); !strings.Contains(got, c.want) {
			t.Errorf("%s\ngot  %s\nwant %s", c.specifier, got, c.want)
		}
	}
}

func must(v goja.Value, err error) goja.Value {
	if err != nil {
		panic(err)
	}
	return v
}

// A module that fails fails every task, and one that waits is waited for once.
func TestReferenceToModulesThatFailOrWait(t *testing.T) {
	tree := map[string]string{
		"bad.mjs":  "console.log('bad runs'); export const f = () => 1; throw new Error('bad module')",
		"slow.mjs": "console.log('slow runs'); await new Promise((r) => setTimeout(r, 1)); export const f = () => 1",
	}
	p := newPair(t, tree)
	for range 2 {
		portable, err := p.l.Reference("./bad.mjs#f", "")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := p.run(portable, nil, nil); err == nil || !strings.Contains(err.Error(), "bad module") {
			t.Error(err)
		}
	}
	portable, err := p.l.Reference("./slow.mjs#f", "")
	if err != nil {
		t.Fatal(err)
	}
	_, first := p.other.l.Function(portable, nil)
	_, second := p.other.l.Function(portable, nil)
	for _, promise := range []goja.Value{first, second} {
		if _, err := p.other.settled(promise); err != nil {
			t.Error(err)
		}
	}
	if fn, promise := p.other.l.Function(portable, nil); fn == nil || promise != nil {
		t.Error("the function is not there at once")
	}
	if got := p.other.out.String(); got != "bad runs\nslow runs\n" {
		t.Errorf("%q", got)
	}
}

// The other process has files of its own, perhaps changed ones: a function that goes by source brings its text.
func TestPortablesAsBytes(t *testing.T) {
	tree := map[string]string{
		"main.ts":  "import { one } from './lib.mjs'; type T = 1; const rate = 3; export const f = (x: T) => x + one; export const make = () => [async function* (x: number) { yield x + one + rate }, f, (x) => x + one, new Function('a', 'return a + 1')]",
		"lib.mjs":  "export const one = 1",
		"use.mjs":  "import { f, make } from './main.ts'; export default [f, ...make()]",
		"main.cjs": "const lib = require('./lib.mjs'); module.exports = [(x) => x + lib.one]; if (1) { function g() {} }",
	}
	p := newPair(t, tree)
	space, err := p.settled(p.l.Import("./use.mjs", ""))
	if err != nil {
		t.Fatal(err)
	}
	common, err := p.l.Require("./main.cjs", "")
	if err != nil {
		t.Fatal(err)
	}
	list := space.(*goja.Object).Get("default").(*goja.Object)
	far := newWorld(t, NewStore(Config{Dir: p.dir}))
	there := &pair{p.world, far, p.dir}
	for i, c := range []struct {
		fn   goja.Value
		want string
	}{
		{list.Get("0"), "f/1: 2"},
		{list.Get("1"), "/1: [6]"},
		{list.Get("2"), "f/1: 2"},
		{list.Get("3"), "/1: 2"},
		{list.Get("4"), "anonymous/1: 2"},
		{common.(*goja.Object).Get("0"), "/1: 2"},
	} {
		portable, err := p.l.Portable(c.fn.(*goja.Object), []string{"rate"})
		if err != nil {
			t.Fatal(i, err)
		}
		b, err := portable.AppendWire([]byte("x"))
		if err != nil {
			t.Fatal(err)
		}
		arrived, err := ReadPortable(b[1:])
		if err != nil {
			t.Fatal(err)
		}
		if again, err := ReadPortable(b[1:]); err != nil || again.extract != arrived.extract {
			t.Error("a text is compiled twice", err)
		}
		got, err := there.run(arrived, map[string]goja.Value{"rate": far.vm.ToValue(4)}, far.vm.ToValue([]any{1}))
		if err != nil || got != c.want {
			t.Errorf("%d: %q %v, want %q", i, got, err, c.want)
		}
	}
	for _, b := range []string{"", "{", "null", `{"Text":{"Path":"x","Source":"(","Direct":true},"Offset":1}`, `{"Text":{"Path":"x","Source":"1"},"Length":3}`} {
		portable, err := ReadPortable([]byte(b))
		if err != nil {
			continue
		}
		if _, promise := far.l.Function(portable, nil); promise == nil {
			t.Errorf("%q is a function", b)
		} else if _, err := far.settled(promise); err == nil {
			t.Errorf("%q is a function", b)
		}
	}
}

// Functions of code without a file: what a REPL reads.
func TestFunctionsOfSessions(t *testing.T) {
	p := newPair(t, map[string]string{"lib.ts": "export const one = 1; export default (x) => 'd' + x"})
	for _, c := range []struct{ line, want string }{
		{"const rate: number = 2; const plus = (x) => x + 1; task(plus, [1])", "plus/1: 2"},
		{"task(plus, [2])", "plus/1: 3"},
		{"task((x) => x * rate, [1])", "'rate' (repl.ts:1:17) is not available in a worker; pass it as an argument, or use { capture: { rate } }"},
		{"task((x) => x * rate, [1], { rate })", "/1: 2"},
		{"import { one } from './lib.ts'; task((x) => x + one, [1])", "/1: 2"},
		{"task((x) => x + one, [2])", "/1: 3"},
		{"import * as all from './lib.ts'; import def, { one as uno } from './lib.ts'", ""},
		{"task((x) => x + all.one + uno + one + def(1), [2])", "/1: 5d1"},
		{"const one = 7; task((x) => x + one, [2], { one })", "/1: 9"},
		{"task((x) => x + one, [2])", "'one' (repl.ts:1:17) is not available"},
		{"task(async () => (await import('./lib.ts')).one)", "/0: 1"},
		{"function fact(n) { return n ? n * fact(n - 1) : 1 }", ""},
		{"task(fact, [4])", "fact/1: 24"},
		{"task({ m() { return import.meta.main } }.m)", "m/0: false"},
	} {
		v, err := p.settled(p.l.Eval("repl.ts", c.line, EvalSession))
		got := ""
		switch {
		case err != nil:
			got = err.Error()
		case c.want != "":
			got = v.(*goja.Object).Get("value").String()
		}
		if !strings.Contains(got, c.want) {
			t.Errorf("%s\ngot  %s\nwant %s", c.line, got, c.want)
		}
	}
}

// A file that changes while the program runs does not change what a function of the old text is.
func TestFunctionsOfFilesThatChange(t *testing.T) {
	p := newPair(t, map[string]string{"lib.mjs": "export const make = () => (x) => x + 1"})
	space, err := p.settled(p.l.Import("./lib.mjs", ""))
	if err != nil {
		t.Fatal(err)
	}
	fn := call(rawOf(space.(*goja.Object).Get("make")), goja.Undefined()).(*goja.Object)
	write(t, filepath.Join(p.dir, "lib.mjs"), "export const other = 1; export const make = () => (x) => x + 100")
	if got, err := p.task(fn, must(p.vm.RunString("[1]")), nil); err != nil || got != "/1: 2" {
		t.Errorf("%q %v", got, err)
	}
}

func TestReferenceErrorsHaveTheirKind(t *testing.T) {
	p := newPair(t, referenceTree)
	for _, s := range []string{"./nothing.mjs#f", "./task.ts#nothing"} {
		if _, err := p.l.Reference(s, ""); !errors.Is(err, fault.Module) {
			t.Errorf("%s: %v", s, err)
		}
	}
}
