package loader

import (
	"errors"
	"strings"
	"testing"

	"github.com/lariatjs/lariat/runtime/fault"
)

func depthOf(src string, kind sourceKind) Depth {
	s := newScan(src, kind)
	s.limit = Depth{1 << 30, 1 << 30, 1 << 30, 1 << 30, 1 << 30}
	s.run()
	return s.max
}

// The shapes nest n deep for a parser; the scan must not see less.
func hostileShapes(n int) map[string]string {
	r := strings.Repeat
	return map[string]string{
		"parentheses": r("(", n), "arrays": r("[", n) + r("]", n), "objects": r("[{a:", n), "blocks": r("{", n), "unary": r("!", n) + "1",
		"minus": r("- ", n) + "1", "typeof": r("typeof ", n) + "1", "binary": "x=1" + r("+1", n), "ternary": r("1?1:", n) + "1",
		"ternary in": r("1?", n) + "1" + r(":1", n), "arrows": "x=" + r("a=>", n) + "1", "else if": r("if(0);else ", n) + ";",
		"else if block": r("if(0){}else ", n) + ";", "else if comment": r("if(0){}/**/else ", n) + ";",
		"else if comma":  r("if(0)a,a;else ", n) + ";",
		"else if object": r("if(0)a={};else ", n) + ";", "else if label": "{" + r("if(0)l:a,a;else ", n) + ";}",
		"else if newline": r("if(0)\na\nelse ", n) + ";",
		"optional":        "a" + r("?.a", n), "dots": "a" + r(".a", n), "calls": "f" + r("()", n), "tagged": "f" + r("``", n),
		"template": r("`${", n) + "1" + r("}`", n), "pattern": "var " + r("[", n) + "a" + r("]", n) + "=[]", "for": r("for(;0;)", n) + ";",
		"for await": "async()=>{" + r("for await(x of y)", n) + ";}", "while": r("while(0)", n) + ";", "labels": r("l:", n) + ";",
		"functions": r("function f(){", n) + r("}", n), "classes": r("class A{static{", n) + r("}}", n), "assign": r("a=", n) + "1",
		"exponent": "1" + r("**1", n), "new": r("new ", n) + "a", "do": r("do ", n) + ";" + r("while(0)", n),
		"do newline": r("do\n", n) + "a\n" + r("while(0)\n", n),
		"await":      "async()=>{" + r("await ", n) + "1}", "yield": "function*f(){" + r("yield ", n) + "1}", "in": "1" + r(" in a", n),
		"extends": r("class A extends ", n) + "B{}", "parameters": r("(a=", n) + "1" + r(")=>1", n), "line ends": "1\n" + r("+\n1\n", n),
		"brace line end": r("{a}\n+", n) + "1", "if": r("if(1)", n) + ";", "if lines": r("if(1)\n", n) + "a\n",
		// code that a wrong guess about a token would hide
		"division after postfix": "x++/" + r("(", n) + "1" + r(")", n) + "/1", "regexp after if": "if(1)/'/.x;" + r("(", n) + "'",
		"regexp after block": "{}\n/'/.x;" + r("(", n) + "'", "division after object": "x={}/" + r("(", n) + "/1",
		"regexp after yield":        "yield /'/;" + r("(", n) + "'",
		"regexp after return space": "function f(){return\u00a0/'/;" + r("(", n) + "'", "comment ends at CR": "// '\r" + r("(", n) + "'",
		"comment ends at U+2028": "// `\u2028" + r("(", n), "string goes on after CRLF": "'\\\r\n'+" + r("(", n) + "'",
		"html comment": "<!-- `\n" + r("(", n),
		"html close":   "1\n--> `\n" + r("(", n), "hashbang": "#! `\n" + r("(", n), "name like keyword": "a.return/" + r("(", n) + "/1",
		"private name":         "this.#typeof/" + r("(", n) + "/1",
		"division after await": "await(1)/" + r("(", n) + "/1", "regexp after for await": "for await(a of b)/'/;" + r("(", n) + "'",
		"class in regexp":              "x=/[/]/+" + r("(", n) + "/1",
		"control by name":              "a.if(1)/" + r("(", n) + "/1",
		"template in regexp":           "{}/`/;" + r("(", n),
		"string in regexp in template": "`${/`/}${" + r("(", n),
		"regexp after label":           "a:{}/'/;" + r("(", n) + "'",
		"regexp after break":           "break\n/'/;" + r("(", n) + "'",
	}
}

func TestGuardNeverCountsTooLittle(t *testing.T) {
	const n = 5000
	for name, src := range hostileShapes(n) {
		for _, kind := range []sourceKind{kindJS, kindTS} {
			if d := depthOf(src, kind); d.Chain < n {
				t.Errorf("%s, kind %d: chain %d, want at least %d (%+v)", name, kind, d.Chain, n, d)
			}
			if err := Guard("x.js", src); !errors.Is(err, fault.Limit) {
				t.Errorf("%s: Guard gives %v, want a limit", name, err)
			}
		}
	}
	for name, src := range map[string]string{
		"non-null": "a!/" + strings.Repeat("(", n) + "/1", "type argument": "a as X<Y>/" + strings.Repeat("(", n) + "/1",
		"type and line end": "let x: y\n/'/;" + strings.Repeat("(", n) + "'", "keyof": "type A = " + strings.Repeat("keyof ", n) + "B",
		"keyof lines": "type A = " + strings.Repeat("keyof\n", n) + "B", "generics": "let a: " + strings.Repeat("A<", n),
	} {
		if d := depthOf(src, kindTS); d.Chain < n {
			t.Errorf("TypeScript, %s: chain %d, want at least %d", name, d.Chain, n)
		}
	}
}

func TestGuardCountsFunctionsAndCommas(t *testing.T) {
	r := strings.Repeat
	for name, src := range map[string]string{
		"arrows": r("a=>", 200), "arrow blocks": r("()=>{", 200), "functions": r("function f(){", 200), "expressions": r("(function(){", 200),
		"classes": r("class A{static{", 200), "methods": r("class A{a(){return ", 200), "defaults": r("(a=", 60) + r("function(){", 200),
	} {
		if d := depthOf(src, kindJS); d.Functions < 200 {
			t.Errorf("%s: %d functions, want 200", name, d.Functions)
		}
	}
	const n = 6000
	for name, src := range map[string]string{
		"expression": "a" + r(",a", n), "parentheses": "(a" + r(",a", n) + ")",
		"block": "{a" + r(",a", n) + "}", "labelled block": "l:{a" + r(",a", n) + "}",
		"label in block": "{l:a" + r(",a", n) + "}", "if": "if(a" + r(",a", n) + ");",
		"member": "a[b" + r(",b", n) + "]", "return": "return(a" + r(",a", n) + ")",
		"var": "var a" + r(",a", n), "static": "class A{static{a" + r(",a", n) + "}}",
		"arrow": "()=>{a" + r(",a", n) + "}", "ternary": "{a" + r(",a?b:c", n) + "}",
		"after block": "{}(a" + r(",a", n) + ")",
	} {
		if d := depthOf(src, kindJS); d.Commas < n-1 { // a label looks like a property, once
			t.Errorf("%s: %d commas, want %d", name, d.Commas, n)
		}
	}
}

// goja reads the parameters of an arrow function twice: forty lists in each other would take for ever.
func TestGuardCountsParameterLists(t *testing.T) {
	r := strings.Repeat
	for name, src := range map[string]string{
		"defaults":   r("(a=", 40) + "1" + r(")=>1", 40),
		"async":      r("async(a=", 40) + "1" + r(")=>1", 40),
		"patterns":   r("({a=", 40) + "1" + r("})=>1", 40),
		"spread out": r("(\n[a=/**/", 40) + "1" + r("]\n)/**/=>{}", 40), "in template": "`${" + r("(a=`${", 40) + "1" + r("}`)=>1", 40) + "}`",
	} {
		if err := Guard("x.js", src); !errors.Is(err, fault.Limit) {
			t.Errorf("%s: %v", name, err)
		}
	}
	typed := "let f = " + r("(a: any = ", 40) + "1" + r("): any => 1", 40)
	if _, err := guard("x.ts", typed, kindTS); err != nil {
		t.Fatal(err)
	}
	c := &compiler{path: "x.ts", source: typed, intent: intent{kind: kindTS}}
	if _, err := c.compile(); !errors.Is(err, fault.Limit) {
		t.Errorf("TypeScript: %v", err)
	}
	for _, src := range []string{
		"f((a, b) => g((c = 1) => h(({d}) => d)))",
		"(a) => (b) => (c) => (d) => (e) => (f) => (g) => (h) => (i) => 1", "(f = (x = 1) => x) => f",
	} {
		if err := Guard("x.js", src); err != nil {
			t.Errorf("%s: %v", src, err)
		}
	}
}

func TestGuardLetsCodePass(t *testing.T) {
	r := strings.Repeat
	const n = 20000
	for name, src := range map[string]string{
		"statements": r("a;\n", n), "no semicolons": r("a.b = c(1) + 2\n", n), "if chains": r("if (a) { b } else if (c) { d } else { e }\n", n),
		"functions": r("function f(a, b) { return a / b }\n", n), "arguments": "f(a" + r(",a", n) + ")", "array": "x = [a" + r(",a", n) + "]",
		"object":  "x = {a: 1" + r(", b: c ? d : e", n) + "}",
		"strings": "x = [" + r(`"(((", '\'', `, n) + "]", "regexps": r("x = /[(/]'(/g;\n", n),
		"comments": r("/* ((( */ // )'`\n", n), "templates": r("x = `(((${a})))`;\n", n), "classes": r("class A { a = 1; b() {} }\n", n),
		"divisions": r("x = (a + b) / 2 / c[1] / d++ / 3;\n", n), "object division": r("x = {}\n/a'/.test(b);\n", 200),
		"switch":     "switch (a) {" + r("case 1: case 2:\n", n) + "}",
		"interfaces": r("interface A { a?: string; b: { c: number }[] }\n", n), "exports": "export {" + r("a as b, ", n) + "}",
		"html": r("a <!--b\n", 10),
	} {
		if err := Guard(name, src); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestGuardSaysWhere(t *testing.T) {
	err := Guard("a.js", "let x = 1;\nlet 💥 = "+strings.Repeat("(", 600))
	var f *fault.Error
	if !errors.As(err, &f) || f.Props["line"] != 2 || f.Props["column"] != 510 {
		t.Fatalf("got %v %v", err, f.Props)
	}
	if err := Guard("big.js", strings.Repeat(" ", maxSource+1)); !errors.Is(err, fault.Limit) {
		t.Errorf("too long: %v", err)
	}
	if _, err := guard("a.jsx", strings.Repeat(" ", maxJSX+1), kindJSX); !errors.Is(err, fault.Limit) {
		t.Errorf("too long for JSX: %v", err)
	}
}

func TestGuardHints(t *testing.T) {
	for _, c := range []struct {
		src    string
		kind   sourceKind
		module bool
		equals bool
	}{
		{"import x from 'y'", kindJS, true, false},
		{"a;import'y'", kindJS, true, false},
		{"/*c*/import*as x from'y'", kindJS, true, false},
		{"export{}", kindJS, true, false},
		{"export default 1", kindJS, true, false},
		{"f(import.meta.url)", kindJS, true, false},
		{"import('x')", kindJS, false, false},
		{"x = `\nimport y from 'z'\n`", kindJS, false, false},
		{"// import x from 'y'", kindJS, false, false},
		{"a.import; a.export = 1", kindJS, false, false},
		{"import x = require('y')", kindTS, false, true},
		{"export = x", kindTS, false, true},
		{"export import x = require('y')", kindTS, false, true},
		{"import type x = require('y')", kindTS, false, true},
		{"import type x from 'y'", kindTS, true, false},
		{"import type from 'y'", kindTS, true, false},
		{"namespace A { export const b = 1 }", kindTS, false, false},
		{"", kindJS, false, false},
	} {
		h, err := guard("x", c.src, c.kind)
		if err != nil || h.module != c.module || h.importEquals != c.equals {
			t.Errorf("%q: %+v %v", c.src, h, err)
		}
	}
}

func BenchmarkGuard(b *testing.B) {
	src := strings.Repeat("export function add(a, b) { // sums\n  if (a > b) return `${a + b}` / 2;\n  return { sum: a + b, list: "+
		"[a, b] };\n}\n", 1000)
	b.SetBytes(int64(len(src)))
	for b.Loop() {
		if err := Guard("x.js", src); err != nil {
			b.Fatal(err)
		}
	}
}

func TestGuardBoundsTheDigitsOfABigInt(t *testing.T) {
	many := strings.Repeat("9", maxDigits)
	for source, ok := range map[string]bool{
		"x = " + many + "n": true, "x = 9" + many + "n": false, "x = 0x" + strings.Repeat("f_", maxDigits/2) + "n": false,
		"x = 9" + many: true, "x = '9" + many + "'": true, strings.Repeat("9n;", maxDigits): true,
	} {
		if err := Guard("a.js", source); (err == nil) != ok {
			t.Errorf("%.20s…: %v", source, err)
		} else if !ok && (!errors.Is(err, fault.Limit) || !strings.Contains(err.Error(), "a BigInt has too many digits: at most 524288 are allowed")) {
			t.Errorf("%.20s…: %v", source, err)
		}
	}
}
