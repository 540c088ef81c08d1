package loader

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/dop251/goja"
	"github.com/dop251/goja/ast"

	"github.com/lariatjs/lariat/runtime/fault"
)

// FuzzLower gives esbuild, goja's parser, the pass and goja's compiler whatever comes: a module with and without
// await, a script, both dialects. Bad input is an error, never a panic, and never anything but a syntax error.
func FuzzLower(f *testing.F) {
	for _, s := range fuzzSeeds {
		f.Add(s)
	}
	files, err := filepath.Glob("testdata/order/*.js")
	if err != nil || len(files) == 0 {
		f.Fatal("there are no seeds", err)
	}
	for _, file := range files {
		source, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		for line := range strings.Lines(string(source)) {
			f.Add(line)
		}
	}
	f.Fuzz(func(t *testing.T, source string) {
		if len(source) > 2000 || Guard("x.ts", source) != nil {
			return // how deep a text may nest is the guard's business
		}
		for _, retry := range []bool{false, true} {
			for _, kind := range []sourceKind{kindJS, kindTSX} {
				fuzzModule(t, lowerRequest{Path: "x.ts", Source: source, Kind: kind, Module: true, Head: testHead, Tail: testTail, Retry: retry})
			}
		}
		if _, err := CompileScript("x.js", source); err != nil && !errors.Is(err, fault.Syntax) {
			t.Error(err)
		}
	})
}

func fuzzModule(t *testing.T, req lowerRequest) {
	t.Helper()
	res, err := lower(req)
	if err != nil {
		if !errors.Is(err, fault.Syntax) {
			t.Error(err)
		}
		return
	}
	prg, err := parseLowered(req.Path, res.Code, true)
	if err != nil {
		if !errors.Is(err, fault.Syntax) {
			t.Error(err)
		}
		return
	}
	fn, err := wrapperOf(prg)
	if err != nil {
		return // the text has closed the wrapper
	}
	passAsync(fn)
	if x := compilerPanic(prg); x != nil {
		plain, err := parseLowered(req.Path, res.Code, true)
		if err == nil && compilerPanic(plain) == nil {
			t.Errorf("the pass made the compiler panic: %v", x)
		}
	}
}

// compilerPanic returns what goja's compiler panics with, if it does. Its callers turn that into an error.
func compilerPanic(prg *ast.Program) (x any) {
	defer func() { x = recover() }()
	_, _ = goja.CompileAST(prg, true)
	return nil
}

// fuzzSeeds are small sources with something in them that is lowered.
var fuzzSeeds = []string{
	"async function* g(a, b = 1, ...c) { yield* g(); return await a }", "for await (const [x, { y = 1 }] of z) { if (x) break }",
	"class A extends B { async *m() { yield super.m } static async *[Symbol.iterator]() {} #p = async function* () {} }",
	"const o = { async *m() {}, async *[k]() {}, get async() {}, async *__proto__() {}, __proto__: null }",
	"import d, { a as b } from \"x\"; import * as n from 'y' with { type: 'json' }; export * from 'z'; export { b as default, d }",
	"export default async function* () { yield import(await x, { with: {} }) }", "await a; await (b, c); !await d ?? await e.f?.[await g]",
	"const t = `${await 1}\nimport x from 'y';\n${`${await 2}`}`", "using a = b; await using c = d; for (using e of f);",
	"@d class A { @d accessor x = 1; @d static #y() {} }", "/\\p{Lu}[\\P{Script=Greek}\\p{Alphabetic}]/u; /a/v; /(?<n>b)/d",
	"enum E { A = 1, B = A << 1 } namespace N { export const x = E.A } let y = <T,>(z: T): T => z!", "const j = <a b={1} {...c}>d<e.f/></a>",
	"label: for await (x.y of z) continue label; switch (a) { case 1: async function* g() {} }",
	"class A { static get = 1; set; async; static static }",
	"function f(a = () => arguments) { return () => arguments[0] }", "export let x = 1; x = 2; export class C {} export function f() {} f = 3",
	"\"use strict\"; with (a) b", "#!/usr/bin/env node\n'use strict'; let y", "x = '\U0010FFFF\\ud800'; `\\u{10ffff}`",
	"let async; async\n() => {}; yield\n* 2; await: 1",
	"import.meta.url; new.target; import.source", "(async () => { for await (async of []) ; })()", "function* g() { yield* yield* yield }",
	"if (a) function b() {} else ;",
}
