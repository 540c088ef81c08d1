package loader

import (
	"strings"
	"testing"
)

// TestDefaultsWithinDefaults has patterns that goja's parser refuses, in each place where a pattern may stand.
func TestDefaultsWithinDefaults(t *testing.T) {
	for _, c := range []struct{ name, source, want string }{
		{"const", "const { e: [g = 4] = [] } = {}; console.log(g)", "4"},
		{"let and var", "let { e: [g = 4] = [5] } = {}; var { h: [i = 6] = [] } = {}; console.log(g, i)", "5 6"},
		{"several", "const { a: [b = 1, c = 2, , ...d] = [], e: [f = 3] = [] } = { a: [undefined, 7, 8, 9] }; console.log(b, c, d.join(), f)", "1 7 9 3"},
		{"in each other", "const { a: [[b = 1] = [], { c: [d = 2] = [] } = {}] = [] } = {}; console.log(b, d)", "1 2"},
		{"deep", "const { a: [[[[b = 1] = []] = []] = []] = [] } = {}; console.log(b)", "1"},
		{"parameters", "function f({ a: [b = 1] = [] }, { c: [d = b] = [] } = {}) { return [b, d] } console.log(f({}).join(), f({ a: [2] }).join(), f.length)", "1,1 2,2 1"},
		{"arrow", "const f = ({ a: [b = 1] = [] } = {}) => b; console.log(f(), f({ a: [2] }))", "1 2"},
		{"async arrow", "const f = async ({ a: [b = 1] = [] }) => b; f({}).then((x) => console.log(x))", "1"},
		{"method", "class C { static m({ a: [b = 1] = [] }) { return b } set s({ a: [b = 2] = [] }) { this.b = b } } const c = new C(); c.s = {}; console.log(C.m({}), c.b)", "1 2"},
		{"catch", "try { throw {} } catch ({ a: [b = 1] = [] }) { console.log(b) }", "1"},
		{"loop", "for (const { a: [b = 1] = [] } of [{}, { a: [2] }]) console.log(b)", "1\n2"},
		{"brackets in a default", "const { a: [b = [1, [2]], c = ',]', d = /[,\\]]/.source, e = `],${[3, 4]}]`, f = (5, 6), g = { h: [7] }] = [] } = {}; console.log(b[1][0], c, d, e, f, g.h[0])", "2 ,] [,\\]] ],3,4] 6 7"},
		{"comments", "const { a: [b = 1 // ], c\n, /* ] */ c = 2 /* , */] = [] } = {}; console.log(b, c)", "1 2"},
		{"a function in a default", "const { a: [b = ({ c: [d = 1] = [] }) => [d, 2]] = [] } = {}; console.log(b({}).join())", "1,2"},
		{"names", "const { a: [f = function () {}, g = () => {}, C = class {}] = [] } = {}; console.log(f.name, g.name, C.name)", "f g C"},
		{"what is not asked for", "let n = 0; const { a: [b = ++n] = [] } = { a: [0] }; console.log(b, n)", "0 0"},
		{"super and this", "class A { get x() { return 1 } } class B extends A { m({ a: [b = super.x, c = this.y] = [] }) { return [b, c] } y = 2 } console.log(new B().m({}).join())", "1,2"},
		{"generator", "function* f() { const { a: [b = yield 1] = [] } = {}; return b } const g = f(); console.log(g.next().value, g.next(2).value)", "1 2"},
		{"async", "(async () => { const { a: [b = await 1] = [] } = {}; console.log(b) })()", "1"},
		{"async generator", "(async () => { async function* f() { const { a: [b = await 1] = [] } = {}; yield b } for await (const x of f()) console.log(x) })()", "1"},
		{"characters", "const { a: [é = '\U0001F600', b = 'é'] = [] } = {}; console.log(é, b)", "\U0001F600 é"},
		{"assignment", "let b; ({ a: [b = 1] = [] } = {}); console.log(b)", "1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, main := range []string{"main.cjs", "main.mjs", "main.ts"} {
				if _, out, err := program(t, map[string]string{main: c.source}, main); err != nil || out != c.want+"\n" {
					t.Errorf("%s: got %q, %v, want %q", main, out, err, c.want)
				}
			}
		})
	}
}

func TestDefaultsWithinDefaultsInOtherTexts(t *testing.T) {
	const source = "const { a: [b = await 1] = [] } = {}; console.log(b, new Function('{ a: [b = 2] = [] }', 'return b')({}), (0, eval)('var { a: [c = 3] = [] } = {}; c'))"
	if _, out, err := program(t, map[string]string{"main.mjs": source}, "main.mjs"); err != nil || out != "1 2 3\n" {
		t.Errorf("got %q, %v", out, err)
	}
}

// What is mended leaves no trace in places and texts.
func TestDefaultsWithinDefaultsLeaveNoTrace(t *testing.T) {
	const f = "function f({ a: [b = 1] = [] }) {"
	source := "const { a: [x = 1, y = 2] = [] } = {}; " + f + " return b } console.log(f.toString());\n" +
		"const g = ({ a: [b = 1] = [] }) => { throw new Error(\"here\") };\ntry { g({}) } catch (e) { console.log(e.stack) }"
	for _, main := range []string{"main.cjs", "main.mjs", "main.ts"} {
		_, out, err := program(t, map[string]string{main: source}, main)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(out, f) || !strings.Contains(out, main+":2:44") || !strings.Contains(out, main+":3:7") {
			t.Errorf("%s: got %s", main, out)
		}
	}
}

func TestPatternsThatAreWrong(t *testing.T) {
	for _, source := range []string{
		"const { a: [b.c = 1] = [] } = {}", "const { a: [b.c] = [] } = {}", "const { a: [b += 1] = [] } = {}", "const { a: [f()] = [] } = {}",
		"const { a: [b = 1 = [] } = {}", "const { a: [b = 1] = [], c: [d =] = [] } = {}", "const { a: [(b) = 1] = [] } = {}", "const { a: [1 = 1] = [] } = {}",
	} {
		for _, code := range []string{source, "(function () {" + source + "})"} {
			if _, err := parseLowered("x.js", []byte(code), false); err == nil {
				t.Errorf("%s is taken", code)
			}
		}
		for _, main := range []string{"main.cjs", "main.mjs"} {
			if _, _, err := program(t, map[string]string{main: source}, main); err == nil || !strings.Contains(err.Error(), "SyntaxError") && !strings.Contains(err.Error(), main) {
				t.Errorf("%s: %s: %v", main, source, err)
			}
		}
	}
}
