package tests

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"unicode"
)

// manual is what a .d.ts file declares: the names that scripts import from each module, and those that
// they find without an import. It knows as much TypeScript as declarations need.
type manual struct {
	modules map[string][]declared
	globals []declared
}

// declared is one name. Types are gone at run time; values are not.
type declared struct {
	name       string
	value      bool
	exported   bool
	documented bool
	example    bool // in its comment
	line       int
}

// members stands for "export = x;": the names of the module are the members of x, whose type may be anywhere.
const members = "="

// values are the names that exist at run time, sorted and each once.
func values(names []declared) []string {
	set := map[string]bool{}
	for _, d := range names {
		if d.value {
			set[d.name] = true
		}
	}
	return slices.Sorted(maps.Keys(set))
}

// parseManual reads a .d.ts file.
func parseManual(text string) (m manual, err error) {
	defer func() {
		if problem, ok := recover().(manualError); ok {
			err = problem
		}
	}()
	m.modules = map[string][]declared{}
	p := &manualParser{tokens: manualTokens(text), out: &m}
	for p.peek().text != "" {
		m.globals = append(m.globals, p.statement()...)
	}
	for _, d := range m.globals {
		if d.exported {
			return m, manualError(fmt.Sprintf("line %d: %s is exported outside of declare module", d.line, d.name))
		}
	}
	return m, nil
}

type manualError string

func (e manualError) Error() string { return string(e) }

// manualToken is a name, a string, or a mark such as { or =>.
type manualToken struct {
	text       string
	line       int
	newline    bool // it is the first of its line
	documented bool // a /** */ comment stands before it
	example    bool // with a program in it
}

// manualTokens splits the text. The last token is empty.
func manualTokens(text string) (tokens []manualToken) {
	next := manualToken{line: 1, newline: true}
	for len(text) > 0 {
		n := 1
		switch c := text[0]; {
		case strings.HasPrefix(text, "//"):
			text = strings.TrimLeftFunc(text, func(r rune) bool { return r != '\n' })
			continue
		case strings.HasPrefix(text, "/*"):
			n = cut(text, 2, "*/")
			next.documented = strings.HasPrefix(text, "/**")
			next.example = next.documented && strings.Contains(text[:n], "```js")
			next.line += strings.Count(text[:n], "\n")
			text = text[n:]
			continue
		case c == '\n':
			next.line, next.newline = next.line+1, true
			fallthrough
		case unicode.IsSpace(rune(c)):
			text = text[1:]
			continue
		case c == '"' || c == '\'' || c == '`':
			n = cut(text, 1, string(c))
		case isNamePart(c):
			n = len(text) - len(strings.TrimLeftFunc(text, func(r rune) bool { return r > unicode.MaxASCII || isNamePart(byte(r)) }))
		case strings.HasPrefix(text, "=>"):
			n = len("=>")
		}
		next.text = text[:n]
		tokens = append(tokens, next)
		next = manualToken{line: next.line + strings.Count(next.text, "\n")}
		text = text[n:]
	}
	return append(tokens, manualToken{line: next.line, newline: true})
}

// cut returns the index after the end mark, which a text without one has at its end.
func cut(text string, from int, end string) int {
	if i := strings.Index(text[from:], end); i >= 0 {
		return from + i + len(end)
	}
	return len(text)
}

func isNamePart(c byte) bool {
	return c == '_' || c == '$' || '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'z' || c > unicode.MaxASCII
}

type manualParser struct {
	tokens []manualToken
	out    *manual
}

func (p *manualParser) peek() manualToken { return p.tokens[0] }

func (p *manualParser) next() manualToken {
	t := p.tokens[0]
	if t.text != "" {
		p.tokens = p.tokens[1:]
	}
	return t
}

func (p *manualParser) accept(text string) bool {
	if p.peek().text != text {
		return false
	}
	p.next()
	return true
}

func (p *manualParser) expect(text string) {
	if t := p.peek(); !p.accept(text) {
		panic(manualError(fmt.Sprintf("line %d: %q where %q should be", t.line, t.text, text)))
	}
}

// name reads a name, or the string that names a module.
func (p *manualParser) name() string {
	t := p.next()
	if t.text == "" || !isNamePart(t.text[0]) && !strings.Contains(`"'`, t.text[:1]) {
		panic(manualError(fmt.Sprintf("line %d: %q is not a name", t.line, t.text)))
	}
	return t.text
}

// statement reads one declaration and returns the names that it adds to its surroundings.
func (p *manualParser) statement() []declared {
	d := declared{line: p.peek().line, documented: p.peek().documented, example: p.peek().example}
	d.exported = p.accept("export")
	if d.exported && p.accept("default") {
		d.name, d.value = "default", true
		p.skip()
		return []declared{d}
	}
	if d.exported && p.accept("=") {
		p.skip()
		return []declared{{name: members, line: d.line}}
	}
	for p.accept("declare") || p.accept("abstract") || p.accept("async") {
		d.exported = d.exported || p.accept("export")
	}
	switch t := p.next(); t.text {
	case ";":
		return nil
	case "import":
		p.skip()
		return nil
	case "{", "*":
		return p.reexports(d, t.text)
	case "interface", "type":
		if p.accept("{") { // export type { … }
			p.reexports(d, "{")
			return nil
		}
		d.name = p.name()
		p.skip()
		return []declared{d}
	case "class", "function", "enum":
		d.name, d.value = p.name(), true
		p.skip()
		return []declared{d}
	case "const", "let", "var":
		return p.variables(d)
	case "namespace", "module", "global":
		return p.scope(d, t.text)
	default:
		panic(manualError(fmt.Sprintf("line %d: %q does not begin a declaration", t.line, t.text)))
	}
}

// variables reads "a: T, b: U;".
func (p *manualParser) variables(d declared) (names []declared) {
	if p.accept("enum") {
		d.name, d.value = p.name(), true
		p.skip()
		return []declared{d}
	}
	d.value = true
	for {
		d.name = p.name()
		names = append(names, d)
		if p.skipTo(",") != "," {
			return names
		}
	}
}

// reexports reads "{ a, b as c } from 'x';" and "* from 'x';" after the first mark.
func (p *manualParser) reexports(d declared, mark string) (names []declared) {
	d.value = true
	if mark == "*" {
		if !p.accept("as") {
			panic(manualError(fmt.Sprintf("line %d: export * hides the names: write them", d.line)))
		}
		d.name = p.name()
		p.skip()
		return []declared{d}
	}
	for !p.accept("}") {
		typeOnly := p.accept("type")
		d.name = p.name()
		if p.accept("as") {
			d.name = p.name()
		}
		if !typeOnly {
			names = append(names, d)
		}
		if !p.accept(",") {
			p.expect("}")
			break
		}
	}
	p.skip()
	return names
}

// scope reads a module, a namespace or the global scope, with its body. A namespace is a value if it
// holds one.
func (p *manualParser) scope(d declared, keyword string) []declared {
	if keyword != "global" {
		d.name = p.name()
	}
	for p.accept(".") {
		p.next()
	}
	var inside []declared
	p.expect("{")
	for !p.accept("}") {
		if p.peek().text == "" {
			p.expect("}")
		}
		inside = append(inside, p.statement()...)
	}
	if specifier := strings.Trim(d.name, "\"'"); specifier != d.name {
		p.out.modules[specifier] = append(p.out.modules[specifier], inside...)
		return nil
	}
	if keyword == "global" {
		p.out.globals = append(p.out.globals, inside...)
		return nil
	}
	d.value = slices.ContainsFunc(inside, func(d declared) bool { return d.value })
	return []declared{d}
}

// skip goes to the end of the declaration.
func (p *manualParser) skip() { p.skipTo("") }

// skipTo goes to the mark outside of all brackets, or to the end of the declaration: after its ; or its
// {body}, or before a line that begins another one, or before the } around it. It says which mark it was.
func (p *manualParser) skipTo(mark string) string {
	for depth := 0; ; {
		t := p.peek()
		if depth == 0 && (t.text == "" || t.text == "}" || t.newline && startsDeclaration(p.tokens)) {
			return t.text
		}
		p.next()
		switch t.text {
		case "":
			panic(manualError("a bracket is never closed"))
		case "(", "[", "{", "<":
			depth++
		case ")", "]", "}", ">":
			depth--
		case ";", mark:
			if depth == 0 {
				return t.text
			}
		}
	}
}

// startsDeclaration reports whether the tokens begin a declaration rather than go on with one: a keyword
// and a name.
func startsDeclaration(tokens []manualToken) bool {
	switch tokens[0].text {
	case "export", "declare", "import", "interface", "type", "class", "abstract", "function", "enum", "const", "let", "var",
		"namespace", "module", "global":
		after := tokens[1].text
		return after != "" && (isNamePart(after[0]) || strings.Contains(`{*"'`, after[:1]))
	}
	return false
}

func TestParseManual(t *testing.T) {
	m, err := parseManual(`/** A comment with export const no: 1; */
import type { A } from "lariat:errors";
declare module "lariat:lock" {
  import type { WaitOptions, Token } from "lariat:errors";
  /** Documented. */
  export class Mutex<T extends { a: 1 } = { a: 1 }> extends Base<{ b: "}" }> implements AsyncDisposable {
    constructor(options?: { name?: string });
    export: string; const(x: ` + "`a${string}b`" + `): void;
    [Symbol.dispose](): void
  }
  export function once<F extends () => void>(fn: F): F
  export function once(fn: string): void;
  export const backoff: { none: Map<string, number>, all(): void }, other: () => Array<1>;
  export abstract class Governor { abstract acquire(): Promise<Token> }
  export type Thunk<T> =
    | (() => T)
    | { type: "x" }
  export interface Options { class?: number; type?: string }
  // export const commented: 1;
  export namespace Context { class Variable<T> {} }
  export namespace Shapes { interface One {} }
  export const enum Color { Red = 1 }
  export { a as b, type C, once as twice };
  export { d } from "./d";
  export * as all from 'x';
  export type { E } from "e";
  export default class Pool {}
  const hidden: 1;
  export let $λ: unknown;
}
declare module 'node:path' { export function join(...parts: string[]): string; const path: object; export = path; }
declare function setTimeout(fn: () => void): number; declare var a: 1
declare global {
  interface Console { log(...a: unknown[]): void }
  var console: Console;
}
export {};
`)
	if err != nil {
		t.Fatal(err)
	}
	equal := func(got []string, want ...string) {
		t.Helper()
		if !slices.Equal(got, want) {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	equal(slices.Sorted(maps.Keys(m.modules)), "lariat:lock", "node:path")
	equal(values(m.modules["lariat:lock"]), "$λ", "Color", "Context", "Governor", "Mutex", "all", "b", "backoff", "d", "default", "hidden",
		"once", "other", "twice")
	equal(values(m.modules["node:path"]), "join", "path")
	if names := m.modules["node:path"]; names[len(names)-1].name != members || names[len(names)-1].exported {
		t.Errorf("%+v", names)
	}
	equal(values(m.globals), "a", "console", "setTimeout")
	for _, d := range m.modules["lariat:lock"] {
		if d.documented != (d.name == "Mutex") || d.exported == (d.name == "hidden") {
			t.Errorf("%+v", d)
		}
	}
}

func TestParseManualRefuses(t *testing.T) {
	for text, want := range map[string]string{
		"\nexport const a: 1;":                             "line 2: a is exported outside of declare module",
		"declare module 'x' { export * from 'y' }":         "line 1: export * hides the names: write them",
		"declare module 'x' {\n  widget A {}\n}":           `line 2: "widget" does not begin a declaration`,
		"declare module 'x' { export class A {":            "a bracket is never closed",
		"declare module 'x' { export { a b } }":            `line 1: "b" where "}" should be`,
		"declare module 'x' { export const a: 1":           `line 1: "" where "}" should be`,
		"declare module 'x' { export function f(a: [1): 1": "a bracket is never closed",
		"declare class { a: 1 }":                           `line 1: "{" is not a name`,
		"declare const":                                    `line 1: "" is not a name`,
	} {
		if _, err := parseManual(text); err == nil || err.Error() != want {
			t.Errorf("parseManual(%q): %v, want %s", text, err, want)
		}
	}
}
