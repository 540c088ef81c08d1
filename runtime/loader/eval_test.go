package loader

import (
	"strings"
	"testing"

	"github.com/dop251/goja"
)

func TestEvalGivesNamespaceOrValue(t *testing.T) {
	w := newWorld(t, NewStore(Config{Dir: files(t, map[string]string{"lib.ts": "export const n: number = 20;"})}))
	v, err := w.settled(w.l.Eval("e.ts", "export const a: number = 1; export default await 2"))
	if err != nil || v.(*goja.Object).Get("a").ToInteger() != 1 || v.(*goja.Object).Get("default").ToInteger() != 2 {
		t.Fatal(v, err)
	}
	for src, want := range map[string]string{
		"1 + 1": "2", "'use strict'": "use strict", "'hello'": "hello", "let x = 5; x * 2": "10", "let x = 5; x * 2; let y = 1": "10",
		"":                                  "undefined",
		"if (true) { 'yes' } else { 'no' }": "yes", "for (const i of [1, 2, 3]) i * 2": "6", "await Promise.resolve('waited')": "waited",
		"Promise.resolve('adopted')": "adopted", "{ a: 1 }.a": "", "function f() { 1 }": "undefined", "try { 'a' } catch {} finally { }": "a",
		"import { n } from './lib'; n * 2": "40", "(await import('./lib')).n": "20", "const { n } = await import('./lib.ts'); n + 1": "21",
		"typeof require + typeof import.meta.url": "undefinedstring", "class A {} ; new A() instanceof A": "true", "`t${1}`": "t1",
		"(() => { 7 })()": "undefined",
		"-1":              "-1", "-0": "0", "!true": "false", "void 0": "undefined", "// comment": "undefined", "-1 // comment": "-1", "'a' + 'b'": "ab",
		"(() => 1).name + 1": "1",
		"import.meta.main":   "false", "a: { 3; break a; }": "3",
	} {
		v, err := w.settled(w.l.Eval("[eval]", src, EvalValue))
		if want == "" {
			if err == nil {
				t.Errorf("%q: got %v, want an error", src, v)
			}
			continue
		}
		if err != nil || v.String() != want {
			t.Errorf("%q: got %v %v, want %s", src, v, err, want)
		}
	}
	v, err = w.settled(w.l.Eval("[eval]", "{ a: 1, b: { c: 2 } }", EvalValue))
	if err != nil || v.(*goja.Object).Get("a").ToInteger() != 1 {
		t.Error("an object at the start", v, err)
	}
}

func TestEvalShowsItsNameInStacks(t *testing.T) {
	s := NewStore(Config{Dir: files(t, nil)})
	w := newWorld(t, s)
	_, err := w.settled(w.l.Eval("[eval 7]", "\n  throw new Error('x')", EvalValue))
	if got := top(t, err); got != "[eval 7]:2:9" {
		t.Errorf("got %s", got)
	}
	if src, ok := s.Source("[eval 7]"); !ok || !strings.HasPrefix(src, "\n  throw") {
		t.Errorf("source %q %v", src, ok)
	}
	_, err = w.settled(w.l.Eval("[eval 8]", "let = 1;;;(", EvalValue))
	if err == nil || !strings.Contains(err.Error(), "SyntaxError: [eval 8]:1:") {
		t.Errorf("got %v", err)
	}
	_, err = w.settled(w.l.Eval("[eval 9]", strings.Repeat("(", 1000), EvalValue))
	if err == nil || !strings.Contains(err.Error(), "too deep") {
		t.Errorf("got %v", err)
	}
}

func TestSessionKeepsDeclarations(t *testing.T) {
	w := newWorld(t, NewStore(Config{Dir: files(t, map[string]string{
		"lib.mjs": "export let n = 1; export const inc = () => { n++; }; export default 'def'", "other.mjs": "export const n = 'other'",
	})}))
	for _, c := range []struct{ line, want string }{
		{"const a = 1, { b, c: [d = 4] } = { b: 2, c: [] }", "undefined"},
		{"a + b + d", "7"},
		{"let a = 'again'; a", "again"},
		{"a = 'assigned'", "assigned"},
		{"function f(x) { return x + a }", "undefined"},
		{"f('so ')", "so assigned"},
		{"class K { v = a }", "undefined"},
		{"new K().v", "assigned"},
		{"import def, { n, inc as up } from './lib.mjs'", "undefined"},
		{"[def, n].join()", "def,1"},
		{"up(); n", "2"},
		{"import * as all from './lib.mjs'", "undefined"},
		{"all.n", "2"},
		{"import { n } from './other.mjs'", "undefined"},
		{"n", "other"},
		{"let n = 9; n", "9"},
		{"var v = 1; for (var i = 0; i < 3; i++) v += i; v", "4"},
		{"const w = await Promise.resolve('w'); w", "w"},
		{"w", "w"},
		{"async function* g() { yield 1 }", "undefined"},
		{"(await g().next()).value", "1"},
		{"let later", "undefined"},
		{"typeof later", "undefined"},
		{"{ x: 1 }.x", "error"},
		{"undeclaredName", "error"},
		{"undeclaredName = 1", "error"},
		{"let t = 1; throw new Error('half way')", "error"},
		{"t", "1"},
		{"h(); function h() { return 'hoisted' }", "hoisted"},
		{"var {x, ...rest} = {x: 1, y: 2, z: 3}; rest.y + rest.z", "5"},
	} {
		v, err := w.settled(w.l.Eval("repl", c.line, EvalSession))
		got := "error"
		if err == nil {
			got = v.(*goja.Object).Get("value").String()
		}
		if got != c.want {
			t.Errorf("%s: got %s (%v), want %s", c.line, got, err, c.want)
		}
	}
	v, err := w.settled(w.l.Eval("repl", "Promise.resolve(1)", EvalSession))
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := v.(*goja.Object).Get("value").Export().(*goja.Promise); !ok {
		t.Error("a promise must stay one")
	}
	v, err = w.settled(w.l.Eval("repl.ts", "import { n as never } from './lib.mjs'; let typed: number = 3; typed as number", EvalSession))
	if err != nil || v.(*goja.Object).Get("value").ToInteger() != 3 {
		t.Error(v, err)
	}
	v, err = w.settled(w.l.Eval("repl.ts", "never", EvalSession))
	if err != nil || v.(*goja.Object).Get("value").ToInteger() != 2 {
		t.Error("an import of TypeScript that only later lines use", v, err)
	}
}

// TestATextIsCompiledOnce evaluates one text in several runtimes, as workers from a data: URL do.
func TestATextIsCompiledOnce(t *testing.T) {
	s := NewStore(Config{Dir: t.TempDir()})
	const source = "let n = 0; export const next = () => ++n; export const f = () => n"
	for range 3 {
		w := newWorld(t, s)
		v, err := w.settled(w.l.Eval("data.js", source))
		if err != nil {
			t.Fatal(err)
		}
		next, _ := goja.AssertFunction(v.(*goja.Object).Get("next"))
		if n, err := next(goja.Undefined()); err != nil || n.ToInteger() != 1 {
			t.Errorf("each runtime has its own module: %v, %v", n, err)
		}
	}
	if s.evals[0].entry == nil || s.eval != 1 {
		t.Errorf("%d texts were compiled, want 1", s.eval)
	}
	w := newWorld(t, s)
	for i := range 2 * len(s.evals) {
		if _, err := w.settled(w.l.Eval("data.js", source+strings.Repeat(" ", i))); err != nil {
			t.Fatal(err)
		}
	}
	for range 2 {
		if _, err := w.settled(w.l.Eval("data.js", "let 1")); err == nil || !strings.Contains(err.Error(), "data.js") {
			t.Errorf("got %v", err)
		}
	}
}
