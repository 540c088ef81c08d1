package loader

import "testing"

// readers use the property in every way that there is.
const readers = `function fail() { throw new Error("no"); }
let e;
try { [1].map(() => fail()); } catch (error) { e = error; }
console.log(e.stack);
const want = e.stack;
const same = (...list) => console.log(...list.map((s) => s === want));
same(e?.stack, (0, e).stack.toString(), e.stack.split("\\n").join("\\n"), "" + e.stack, e.stack?.slice(0), [e.stack][0], { s: e.stack }.s);
same([e].map((x) => x.stack)[0], (e.stack, e.stack), e.none || e.stack, e.stack ? e.stack : 0, (() => { return e.stack; })());
console.log(e?.stack?.length > 0, e?.missing?.stack, undefined?.stack.x, typeof e.stack, delete e.none?.stack);
const other = { stack: [1, 2, 3], n: 0 };
other.stack.push(4);
console.log(other.stack.length, other.stack[3], other.stack.slice(1).join(), other.stack.includes(2), other.stack.indexOf(3), other?.stack[0]);
other.stack = 5;
other.stack += 1;
other.stack++;
[other.stack, ...other.rest] = [other.stack * 2, 1];
({ a: other.more, ...other.stack } = { a: 1, b: 2 });
console.log(other.stack.b, other.more, delete other.stack, other.stack);
for (other.stack of [1, 2]);
for (other.stack in { key: 1 });
console.log(other.stack, (other.stack ??= 1), (other.stack &&= 2));
other.stack = function () { return this === other; };
other.make = { stack: class { constructor() { this.x = 1; } } };
console.log(other.stack(), other?.stack(), other.stack?.(), new other.make.stack().x, typeof other.stack);
other.stack = function (strings) { return strings[0] + (this === other); };
console.log(other.stack` + "`tagged `" + `);
class A { get() { return this.stack; } get stack() { return "own"; } static get stack() { return "static"; } }
class B extends A { get() { return super.get() + super.stack; } }
console.log(new A().get(), new B().get(), A.stack);
for (const text of ["Error: mine\\n    at somewhere\\n", "text\\n"]) {
  e.stack = text;
  console.log(e.stack === text);
}
`

func TestStacksAreReadInTheFormOfOtherEngines(t *testing.T) {
	for _, name := range []string{"main.mjs", "main.cjs", "main.ts"} {
		_, got, err := program(t, map[string]string{name: readers}, name)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		want := "Error: no\n    at fail (DIR/" + name + ":1:25)\n    at DIR/" + name + ":3:21\n    at map (native)\n    at DIR/" + name + ":3:11\n" +
			"true true true true true true true\ntrue true true true true\ntrue undefined undefined string true\n" +
			"4 4 2,3,4 true 2 1\n2 1 true undefined\nkey key 2\ntrue true true 1 function\ntagged true\nown ownown static\ntrue\ntrue\n"
		if got != want {
			t.Errorf("%s: got\n%s\nwant\n%s", name, got, want)
		}
	}
}
