package es

import "testing"

func TestIteratorHelpers(t *testing.T) {
	runChecks(t, []check{
		{"map", "[1, 2, 3].values().map((v, i) => v * 10 + i).toArray()", "[10,21,32]"},
		{"filter", "[1, 2, 3, 4].values().filter((v, i) => v % 2 && i < 3).toArray()", "[1,3]"},
		{"take", "[1, 2, 3].values().take(2).toArray()", "[1,2]"},
		{"take nothing", "[[1].values().take(0).toArray(), [1].values().take(-0.5).toArray()]", "[[],[]]"},
		{"take all", "[1, 2].values().take(Infinity).toArray()", "[1,2]"},
		{"drop", "[1, 2, 3].values().drop('1').toArray()", "[2,3]"},
		{"drop all", "[1, 2].values().drop(Infinity).toArray()", "[]"},
		{"flatMap", "[1, 2].values().flatMap((v) => [v, v * 2]).toArray()", "[1,2,2,4]"},
		{"flatMap takes no strings", "thrown(() => [1].values().flatMap(() => 'ab').toArray())", `"TypeError"`},
		{"flatMap takes string objects", "[1].values().flatMap(() => new String('ab')).toArray()", `["a","b"]`},
		{"reduce", "[[1, 2, 3].values().reduce((a, v, i) => a + v * i), [1, 2].values().reduce((a, v) => a + v, 'x')]", `[9,"x12"]`},
		{"reduce nothing", "thrown(() => [].values().reduce(() => 1))", `"TypeError"`},
		{"reduce to undefined", "[].values().reduce(() => 1, undefined)", "undefined"},
		{
			"forEach",
			"(() => { let s = ''; const r = 'ab'[Symbol.iterator]().forEach((v, i) => s += v + i); return [s, String(r)] })()",
			`["a0b1","undefined"]`,
		},
		{
			"some, every, find",
			`[[1, 2].values().some((v) => v > 1), [1, 2].values().every((v) => v > 1), [1, 2].values().find((v) => v > 1),
				String([1].values().find(() => 0))]`,
			`[true,false,2,"undefined"]`,
		},
		{"generators have them", "(function* () { yield* [1, 2] })().map((v) => v + 1).toArray()", "[2,3]"},
		{
			"maps and sets have them",
			"[new Set([1, 2]).values().take(1).toArray(), new Map([[1, 2]]).entries().map(([k, v]) => k + v).toArray()]",
			"[[1],[3]]",
		},
		{
			"classes have them",
			"(class extends Iterator { i = 0; next() { return { value: this.i, done: this.i++ > 2 } } }).prototype.map.name",
			`"map"`,
		},
		{"chains", "[1, 2, 3, 4].values().map((v) => v + 1).filter((v) => v % 2).flatMap((v) => [v, v]).drop(1).take(2).toArray()", "[3,5]"},
	})
}

func TestIteratorHelperProtocol(t *testing.T) { runChecks(t, iteratorHelperProtocolChecks) }

var iteratorHelperProtocolChecks = []check{
	{"lazy", "(traced(1, 2).map((v) => v), log)", "[]"},
	{"a break closes", "(() => { for (const v of traced(1, 2, 3).map((v) => v)) break; return log })()", `["next","return"]`},
	{
		"a break closes the whole chain",
		"(() => { for (const v of traced(1, 2).map((v) => v).filter(() => 1).drop(0)) break; return log })()",
		`["next","return"]`,
	},
	{"return before next closes", "(traced(1).map((v) => v).return(), log)", `["return"]`},
	{
		"return twice closes once",
		"(() => { const h = traced(1).map((v) => v); h.return(); return [h.return(), log] })()",
		`[{"done":true},["return"]]`,
	},
	{"the end does not close", "(traced(1).map((v) => v).toArray(), log)", `["next","next"]`},
	{"take closes", "(traced(1, 2).take(1).toArray(), log)", `["next","return"]`},
	{"a callback that throws closes", "[thrown(() => traced(1).map(() => { throw 'x' }).next()), log]", `["x",["next","return"]]`},
	{"some closes", "(traced(1, 2).some(() => true), log)", `["next","return"]`},
	{"a bad callback closes", "[thrown(() => traced(1).map(1)), log]", `["TypeError",["return"]]`},
	{
		"a bad limit closes",
		`[thrown(() => traced(1).take(-1)), thrown(() => traced(1).drop(NaN)), thrown(() => traced(1).take(2 ** 53)),
			log]`,
		`["RangeError","RangeError","RangeError",["return","return","return"]]`,
	},
	{
		"an inner iterator is closed before the outer one",
		`(() => { const h = traced(1, 2).flatMap(() => ({ __proto__: traced(7), return() { log.push('inner');
			return {} } })); h.next(); h.return(); return log })()`,
		`["next","next","inner","return"]`,
	},
	{
		"closing that throws loses to the callback",
		`thrown(() => ({ __proto__: Iterator.prototype, next: () => ({}), get return() { throw 'no' } }).map(() => {
			throw 'x' }).next())`,
		`"x"`,
	},
	{
		"closing that throws on return",
		`thrown(() => ({ __proto__: Iterator.prototype, next: () => ({}), return() {
			throw 'no' } }).map((v) => v).return())`,
		`"no"`,
	},
	{
		"a helper that runs is busy",
		"(() => { let h; h = traced(1).map(() => thrown(() => h.next()) + thrown(() => h.return())); return h.next() })()",
		`{"value":"TypeErrorTypeError","done":false}`,
	},
	{
		"a helper that threw is done",
		"(() => { const h = traced(1, 2).map(() => { throw 1 }); thrown(() => h.next()); return h.next() })()",
		`{"done":true}`,
	},
	{
		"next is read once",
		`(() => { let n = 0; const it = { __proto__: Iterator.prototype, get next() { n++;
			return () => ({ done: n > 5 }) } }; it.take(3).toArray(); return n })()`,
		"1",
	},
	{"next with a receiver of its own", "Reflect.ownKeys([].values().map((v) => v))", "[]"},
	{
		"brand",
		`(() => { const h = [1].values().map((v) => v);
			return [thrown(() => Object.create(h).next()), thrown(() => new Proxy(h, {}).next()),
			thrown(() => h.next.call({}))] })()`,
		`["TypeError","TypeError","TypeError"]`,
	},
	{
		"a replaced next is called",
		`(() => { const h = [1].values().map((v) => v); h.next = () => ({ done: true });
			return h.map((v) => v).toArray() })()`,
		"[]",
	},
	{
		"a foreign object with our next",
		`(() => { const { next } = Object.getPrototypeOf([].values().map((v) => v));
			return thrown(() => Iterator.prototype.map.call({ next }, (v) => v).next()) })()`,
		`"TypeError"`,
	},
	{"undefined values", "[undefined].values().map((v) => v).toArray().length", "1"},
	{"tags", "[String([].values().map((v) => v)), String(Iterator.prototype)]", `["[object Iterator Helper]","[object Iterator]"]`},
}

func TestIteratorClass(t *testing.T) { runChecks(t, iteratorClassChecks) }

var iteratorClassChecks = []check{
	{
		"abstract",
		"[thrown(() => new Iterator()), thrown(() => Iterator()), new (class extends Iterator {})() instanceof Iterator]",
		`["TypeError","TypeError",true]`,
	},
	{
		"everything iterable is an Iterator",
		`[[].values(), new Map().keys(), ''[Symbol.iterator](), (function* () {})(),
			'a'.matchAll(/a/g)].every((it) => it instanceof Iterator)`,
		"true",
	},
	{"from an iterable", "Iterator.from(new Set([1, 2])).map((v) => v + 1).toArray()", "[2,3]"},
	{"from a string", "Iterator.from('a💥').toArray()", `["a","💥"]`},
	{"from an iterator", "Iterator.from({ i: 0, next() { return { value: this.i, done: this.i++ > 1 } } }).toArray()", "[0,1]"},
	{"from an Iterator gives itself", "(() => { const it = [1].values(); return Iterator.from(it) === it })()", "true"},
	{
		"from anything else",
		"[1, undefined, null, Symbol(), true].map((v) => thrown(() => Iterator.from(v))).join()",
		`"TypeError,TypeError,TypeError,TypeError,TypeError"`,
	},
	{
		"a wrapped iterator is closed",
		`(() => { const it = { next: () => ({}), return: () => { log.push('r'); return { value: 5 } } };
			return [Iterator.from(it).return(), log] })()`,
		`[{"value":5},["r"]]`,
	},
	{"a wrapped iterator without return", "Iterator.from({ next: () => ({}) }).return()", `{"done":true}`},
	{"concat", "Iterator.concat([1], new Set([2, 3]), []).toArray()", "[1,2,3]"},
	{
		"concat opens late",
		`(() => { const it = { [Symbol.iterator]() { log.push('open'); return [1].values() } };
			const c = Iterator.concat([0], it); c.next(); log.push('next'); c.next(); return log })()`,
		`["next","open"]`,
	},
	{
		"concat takes iterables only",
		"[thrown(() => Iterator.concat(1)), thrown(() => Iterator.concat('a')), thrown(() => Iterator.concat({}))]",
		`["TypeError","TypeError","TypeError"]`,
	},
	{
		"assigning to constructor makes an own property",
		`(() => { const it = Object.create(Iterator.prototype); it.constructor = 1; it[Symbol.toStringTag] = 't';
			return [Object.keys(it), it.constructor, String(it)] })()`,
		`[["constructor"],1,"[object t]"]`,
	},
	{
		"not on Iterator.prototype itself",
		"(() => { 'use strict'; return thrown(() => { Iterator.prototype.constructor = 1 }) })()",
		`"TypeError"`,
	},
	{"dispose closes", "(traced()[Symbol.dispose](), [][Symbol.iterator]()[Symbol.dispose](), log)", `["return"]`},
}

// chains do the same work on the same source: native helpers, and the generators that a script would write
// without them.
const chains = `
const source = Array.from({ length: 1000 }, (_, i) => i);
function* map(it, f) { for (const v of it) yield f(v) }
function* filter(it, f) { for (const v of it) if (f(v)) yield v }
function native() {
  let sum = 0;
  for (const v of source.values().map((x) => x * 2).filter((x) => x % 3 !== 0).map((x) => x + 1)) sum += v;
  return sum;
}
function byHand() {
  let sum = 0;
  for (const v of map(filter(map(source.values(), (x) => x * 2), (x) => x % 3 !== 0), (x) => x + 1)) sum += v;
  return sum;
}
if (native() !== byHand()) throw new Error("the chains differ");
`

// BenchmarkHelpers compares three native helpers with three generators; a thousand values go through.
func BenchmarkHelpers(b *testing.B) {
	for _, name := range []string{"native", "byHand"} {
		b.Run(name, func(b *testing.B) {
			vm := newVM(b)
			run(b, vm, chains)
			for b.Loop() {
				run(b, vm, name+"()")
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/1000, "ns/value")
		})
	}
}
