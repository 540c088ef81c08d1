package loader

import (
	"strings"
	"testing"
)

// Files that are lowered in other ways give their functions all the same.
func TestFunctionsOfLoweredFiles(t *testing.T) {
	lib := map[string]string{"lib.ts": "export const one = 1; export const dec = (v, c) => v", "package.json": `{"type":"module"}`}
	const body = `
import { one } from './lib.ts';
PRE
console.log(task(async function* g(n) { for await (const x of [n]) { await using y = null; yield x + one } }, [1]));
console.log(task((x) => { using y = { [Symbol.dispose]() {} }; return x + one }, [1]));
console.log(task(async (x) => { const { one: o } = await import('./lib.ts'); return [x].map((y) => y + o + one) }, [1]));
console.log(task(() => { class A { get = 1; static static = 2; async = 3 } return new A().get + A.static }));
console.log(task({ async *m(a) { yield* [a, await one] } }.m, [5]));
const f = async () => await f.g; console.log(task(function q() { return q.name + (async () => 1).name }));
console.log(task(() => { const a = async () => { const { length } = 'abc'; return length }; return a() }));
POST
`
	for _, c := range []struct{ name, file, pre, post string }{
		{"plain", "main.mjs", "", ""},
		{"TypeScript", "main.ts", "let t: number = 1", ""},
		{"top-level await", "main.mjs", "await null", "await null"},
		{"top-level await in TypeScript", "main.mts", "const w: number = await Promise.resolve(1)", "for await (const x of [1]) ;"},
		{"fields called get", "main.mjs", "class B { get = 1; static = 2 }", ""},
		{"super in an async generator", "main.mjs", "const s = { __proto__: { x: 1 }, async *m() { yield super.x } }", ""},
		{"top-level await and fields called get", "main.mjs", "class B { get = 1 }; await null", ""},
		{"decorators", "main.ts", "import { dec } from './lib.ts'; @dec class D { @dec m() {} @dec accessor a = 1 }", ""},
		{"using at the top", "main.mjs", "using u = { [Symbol.dispose]() {} }", ""},
		{"names of helpers", "main.mjs", "const __await = 1, __using = 2, __name = 3, __toESM = 4", ""},
		{"JSX", "main.tsx", "const React = { createElement: (...a) => a }; const el = <a b={1}>text</a>", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			tree := map[string]string{c.file: strings.NewReplacer("PRE", c.pre, "POST", c.post).Replace(body)}
			for name, text := range lib {
				tree[name] = text
			}
			p := newPair(t, tree)
			if err := p.main(c.file); err != nil {
				t.Fatal(err)
			}
			want := "g/1: [2]\n/1: 2\n/1: [3]\n/0: 3\nm/1: [5,1]\nq/0: q\n/0: 3\n"
			got := p.out.String()
			if !strings.HasPrefix(got, want) {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
}

// Older syntax needs variables that the source does not have.
func TestVariablesOfLowering(t *testing.T) {
	const before = "class B { get = 1; static = 2 } const k = () => 's1'; function old() { return async () => arguments[0] } " +
		"const o = { m() { return async () => this } }"
	runCases(t, "main.mjs", nil, []captureCase{
		{name: "default", before: before, fn: "(a = class { static ['s' + 1] = 1; get = 2 }) => a.s1", want: "/0: 1"},
		{name: "default with a name", before: before, fn: "(a = class { static [k()] = 1; get = 2 }) => a.s1", want: "! 'k'"},
		{name: "arguments", before: before, fn: "old()", want: "! uses \"arguments\""},
		{name: "this", before: before, fn: "o.m()", want: "! uses \"this\""},
		{name: "async", before: before, fn: "async (x) => { const y = await x; return [y, (await x) + 1] }", args: "[1]", want: "/1: [1,2]"},
	})
}

// Code that is evaluated without a file, in all the ways that Eval knows.
func TestFunctionsOfEvaluatedCode(t *testing.T) {
	for _, c := range []struct{ source, want string }{
		{"task((x) => x + 1, [1])", "/1: 2"},
		{"{ a: task((x) => x + 1, [1]) }.a", ""},
		{"({ a: task((x: number) => x + 1, [1]) }).a", "/1: 2"},
		{"const { one } = await import('./lib.mjs'); task((x) => x + one, [1], { one })", "/1: 2"},
		{"import { one } from './lib.mjs'; task((x) => x + one, [1])", "/1: 2"},
		{"import { one } from './lib.mjs'; export const f = (x) => x + one; task(f, [1])", "f/1: 2"},
		{"[1, 2].map((n) => task((x) => x, [n])).join()", "/1: 1,/1: 2"},
	} {
		p := newPair(t, map[string]string{"lib.mjs": "export const one = 1"})
		v, err := p.settled(p.l.Eval("[eval].ts", c.source, EvalValue))
		if c.want == "" {
			continue // what looks like a block is compiled twice, which must do no harm
		}
		if err != nil || v.String() != c.want {
			t.Errorf("%s: %v %v, want %s", c.source, v, err, c.want)
		}
	}
}
