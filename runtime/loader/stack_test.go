package loader

import (
	"errors"
	"strings"
	"testing"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/fault"
)

// top returns the frames of a rejection as one string.
func top(t *testing.T, err error) string {
	t.Helper()
	var r *rejection
	if !errors.As(err, &r) {
		t.Fatalf("no rejection: %v", err)
	}
	var list []string
	for _, f := range ParseStack(r.get("stack")) {
		list = append(list, f.String())
	}
	return strings.Join(list, " < ")
}

func TestStackIsOfTheSource(t *testing.T) {
	for name, c := range map[string]struct{ file, text, want string }{
		"TypeScript": {"main.ts", "interface A { x: number }\nconst f = (a: A): never => {\n  throw new Error('x' + a.x);\n};\nf({ " +
			"x: 1 });\n", "f (DIR/main.ts:3:9) < DIR/main.ts:5:1"},
		"CommonJS":    {"main.cjs", "function f() { throw new Error('x') }\n  f();\n", "f (DIR/main.cjs:1:22) < DIR/main.cjs:2:3"},
		"first line":  {"main.cjs", "throw new Error('x')", "DIR/main.cjs:1:7"},
		"hashbang":    {"main.cjs", "#!/usr/bin/env node\n throw new Error('x')", "DIR/main.cjs:2:8"},
		"lowered CJS": {"main.cjs", "async function* g() {}\nexports.x = 1; { throw new Error('x'); }\n", "DIR/main.cjs:2:24"},
		"await":       {"main.ts", "export {};\nawait null;\n  throw new Error('é💥' as string);\n", "DIR/main.ts:3:9"},
		"private field": {
			"main.ts", "class A {\n  #x: any = null;\n  get() { return this.#x.y; }\n}\nexport default new A().get();\n",
			"get (DIR/main.ts:3:26) < DIR/main.ts:5:24",
		},
		"generator": {"main.mts", "async function* g(): AsyncGenerator<number> {\n  yield 1;\n  throw new RangeError('x');\n}\nfor " +
			"await (const x of g()) void x;\n", "async* g (DIR/main.mts:3:9) < DIR/main.mts:5:1"},
		"no mark on map": {"main.mjs", "export const s = '//# sourceMappingURL=data:application/json;base64,e30=';\n\nnull.x;\n//# " +
			"sourceMappingURL=nowhere.map\n", "DIR/main.mjs:3:6"},
		"line separator": {"main.mjs", "export const s = 'a\u2028b';\n null.x\n", "DIR/main.mjs:3:7"},
		"strange name":   {"sp ace%é/ma in.mjs", "export {};\nthrow new Error('x');\n", "DIR/sp ace%é/ma in.mjs:2:7"},
		"decorator": {
			"main.ts", "const d = (v: any, c: any) => v;\n@d class A { @d m() { throw new Error('x'); } }\nnew A().m();\n",
			"m (DIR/main.ts:2:29) < DIR/main.ts:3:9",
		},
		"enum": {
			"main.ts", "enum E { A = 1 }\nnamespace N { export const v = E.A }\nthrow new Error(String(N.v));\n",
			"DIR/main.ts:3:7",
		},
		"tsx": {"main.tsx", "const h = (...a: any[]) => { throw new Error('x'); };\nconst React = { createElement: h " +
			"};\nconst a = <p>{1}</p>;\n", "h (DIR/main.tsx:1:36) < DIR/main.tsx:3:11"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := files(t, map[string]string{c.file: c.text})
			w := newWorld(t, NewStore(Config{Dir: dir}))
			_, err := w.settled(w.l.Main(dir + "/" + c.file))
			if got := strings.ReplaceAll(top(t, err), dir, "DIR"); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

func TestStackThroughTimersAndModules(t *testing.T) {
	w, out, err := program(t, map[string]string{
		"main.ts": "import { fail } from './lib';\nsetTimeout(() => {\n  try { fail(1); } catch (e: any) { console.log(e.stack); }\n}, 1);\n",
		"lib.ts":  "export function fail(n: number) {\n  return [n].map((x) => { throw new Error('in a timer'); });\n}\n",
	}, "main.ts")
	if err != nil {
		t.Fatal(err)
	}
	got := CleanStack(out)
	want := "Error: in a timer\n    at DIR/lib.ts:2:33\n    at map (native)\n    at fail (DIR/lib.ts:2:14)\n    at DIR/main.ts:3:9"
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	_ = w
}

func TestNativesOfTheHostAreNotShown(t *testing.T) {
	got := CleanStack("Error: x\n\tat f (a.js:1:2(3))\n\tat apply (native)\n\tat emit (node:events:1:2(3))\n\tat map (native)\n\tat a.js:9:1(0)\n")
	if want := "Error: x\n    at f (a.js:1:2)\n    at map (native)\n    at a.js:9:1"; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestStackOfException(t *testing.T) {
	w := newWorld(t, NewStore(Config{}))
	_, err := w.vm.RunScript("a.js", "function f() { throw 1 }\n f()")
	var ex *goja.Exception
	if !errors.As(err, &ex) {
		t.Fatal(err)
	}
	frames := Stack(ex)
	if len(frames) != 2 || frames[0].Function != "f" || frames[1].Line != 2 || frames[1].Column != 3 {
		t.Errorf("got %+v", frames)
	}
	_, err = w.vm.RunScript("b.js", "throw new Error('x')")
	if !errors.As(err, &ex) || len(Stack(ex)) != 1 || Stack(ex)[0].String() != "b.js:1:7" {
		t.Errorf("got %+v", Stack(ex))
	}
}

func TestParseStack(t *testing.T) {
	stack := "Error: two\n\tat lines (of a message)\n\tat f (C:/a b/x.ts:12:3(45))\n\tat /p/y.js:1:2(0)\n\tat map (native)\n\tat native\n" +
		"\tat github.com/x/y.(*Z).f-fm (native)\n\tat lariat:loader:3:27(1)\n\tat g (z.js:1:0(9))\n\tat async h (v.mjs:5:6)\n"
	message, frames := splitStack(stack)
	var got []string
	for _, f := range frames {
		got = append(got, f.String())
	}
	if want := "f (C:/a b/x.ts:12:3)|/p/y.js:1:2|async h (v.mjs:5:6)"; !strings.HasSuffix(strings.Join(got, "|"), want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if !strings.HasPrefix(message, "Error: two") {
		t.Errorf("message %q", message)
	}
	if frames := ParseStack(""); len(frames) != 0 {
		t.Errorf("frames of nothing: %v", frames)
	}
}

func TestSyntaxErrorsSayWhere(t *testing.T) {
	for name, c := range map[string]struct {
		file, text, message string
		line, column        int
	}{
		"TypeScript":         {"main.ts", "const a: number = 1;\nreturn 1 +;\n", "Unexpected \";\"", 2, 11},
		"goja first":         {"main.cjs", "var a = 1;\nvar b = = 2;\n", "Unexpected \"=\"", 2, 9},
		"module":             {"main.mjs", "import { a } from './main.mjs'\nlet a = 1;\n", "already been declared", 2, 5},
		"import in CommonJS": {"main.cjs", "// import\n 'use strict';\nimport x from 'y';\n", "only allowed in a module", 3, 1},
		"JSON":               {"main.json", "{\n  \"a\": 1,\n}\n", "invalid character '}'", 3, 1},
		"goja only":          {"main.cjs", "'use strict';\nvar x = 1; delete x;\n", "", 2, 0},
	} {
		t.Run(name, func(t *testing.T) {
			_, _, err := program(t, map[string]string{c.file: c.text}, c.file)
			var r *rejection
			if !errors.As(err, &r) {
				t.Fatalf("no error: %v", err)
			}
			if !strings.Contains(err.Error(), c.message) || r.get("name") != "SyntaxError" {
				t.Errorf("got %v", err)
			}
			if c.column > 0 && (r.get("line") != itoa(c.line) || r.get("column") != itoa(c.column) || !strings.HasSuffix(r.get("file"), c.file)) {
				t.Errorf("at %s:%s of %s, want %d:%d", r.get("line"), r.get("column"), r.get("file"), c.line, c.column)
			}
			if c.column > 0 && CodeFrame(c.text, c.line, c.column) == "" {
				t.Error("no code frame")
			}
		})
	}
}

func itoa(n int) string { return goja.New().ToValue(n).String() }

func TestCodeFrame(t *testing.T) {
	src := "one\ntwo\nthe\tthird é line\nfour\nfive\nsix"
	want := "  1 | one\n  2 | two\n> 3 | the\tthird é line\n    |    \t        ^\n  4 | four\n  5 | five\n"
	if got := CodeFrame(src, 3, 13); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
	if got, want := CodeFrame("a\x1b[2J\tb\u009b", 1, 6), "> 1 | a\ufffd[2J\tb\ufffd\n    |      ^\n"; got != want {
		t.Errorf("control characters: got\n%q want\n%q", got, want)
	}
	if got := CodeFrame(src, 7, 1); got != "" {
		t.Errorf("a line that is not there: %q", got)
	}
	long := strings.Repeat("x", 500) + "!" + strings.Repeat("y", 500)
	if got := CodeFrame(long, 1, 501); !strings.Contains(got, "!") || len(got) > 500 {
		t.Errorf("a long line: %q", got)
	}
	if got := CodeFrame("a", 1, 99); !strings.HasPrefix(got, "> 1 | a\n") {
		t.Errorf("a column beyond the line: %q", got)
	}
}

// The parser must never open a file because a script says so: /dev/zero would never end.
func TestSourceMapCommentsOpenNothing(t *testing.T) {
	const comment = "\n//# sourceMappingURL=file:///dev/zero\n"
	for _, name := range []string{"main.cjs", "main.mjs", "main.ts"} {
		_, out, err := program(t, map[string]string{
			name: "console.log('ran', eval(\"1" + strings.ReplaceAll(comment, "\n", "\\n") + "\"));" + comment,
		}, name)
		if err != nil || out != "ran 1\n" {
			t.Errorf("%s: %q %v", name, out, err)
		}
	}
}

func TestTooDeepIsALimit(t *testing.T) {
	for _, name := range []string{"main.cjs", "main.mjs", "main.ts", "main.json"} {
		text := strings.Repeat("[", 5000) + strings.Repeat("]", 5000)
		dir := files(t, map[string]string{name: text})
		s := NewStore(Config{Dir: dir})
		u, err := s.unit(dir + "/" + name)
		if name == "main.json" && err == nil {
			err = checkJSON(u.path, u.source)
		}
		if !errors.Is(err, fault.Limit) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// The place that handed work to a worker stands below the frames of the worker.
func TestSubmittedAt(t *testing.T) {
	stack := "Error: x\n\tat f (/a/task.ts:3:9(4))\n\tat lariat:es:1:7(3)\n\tat native\n    submitted at main (/a/main.ts:7:1)"
	want := "Error: x\n    at f (/a/task.ts:3:9)\n    submitted at main (/a/main.ts:7:1)"
	if got := CleanStack(stack); got != want {
		t.Errorf("%q", got)
	}
	if got := CleanStack(want); got != want {
		t.Errorf("%q", got)
	}
	frames := ParseStack(want)
	if len(frames) != 2 || frames[0].Submitted || !frames[1].Submitted || frames[1].Line != 7 {
		t.Errorf("%+v", frames)
	}
	w := newWorld(t, NewStore(Config{}))
	_ = w.vm.Set("text", stack)
	v, err := w.settled(w.l.Eval("x.mjs", "const e = { stack: text }; e.stack", EvalValue))
	if err != nil || v.String() != want {
		t.Errorf("%q %v", v, err)
	}
}
