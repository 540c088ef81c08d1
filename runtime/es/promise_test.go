package es

import (
	"strings"
	"testing"

	"github.com/dop251/goja"
)

func TestPromise(t *testing.T) {
	runChecks(t, []check{
		{"withResolvers", "(async () => { const { promise, resolve } = Promise.withResolvers(); resolve(4); return await promise })()", "4"},
		{
			"withResolvers rejects",
			"(() => { const { promise, reject } = Promise.withResolvers(); reject(new RangeError()); return promise })()",
			"threw RangeError",
		},
		{
			"withResolvers keys",
			`Object.entries(Object.getOwnPropertyDescriptors(Promise.withResolvers())).map(([k,
				d]) => k + d.writable + d.enumerable + d.configurable)`,
			`["promisetruetruetrue","resolvetruetruetrue","rejecttruetruetrue"]`,
		},
		{"withResolvers of a subclass", "(() => { class P extends Promise {} return P.withResolvers().promise instanceof P })()", "true"},
		{
			"withResolvers ignores setters",
			`(() => { Object.defineProperty(Object.prototype, 'promise', { set() { throw 1 }, configurable: true });
				return typeof Promise.withResolvers().promise })()`,
			`"object"`,
		},
		{"try returns", "Promise.try((a, b) => a + b, 1, 2)", "3"},
		{"try throws", "Promise.try(() => { throw new TypeError() })", "threw TypeError"},
		{"try follows a promise", "Promise.try(async () => 5)", "5"},
		{"try runs at once", "(Promise.try(() => log.push('in')), log.push('out'), log)", `["in","out"]`},
		{"try without a function rejects", "Promise.try(1)", "threw TypeError"},
		{"try of a subclass", "(() => { class P extends Promise {} return Promise.try.call(P, () => 1) instanceof P })()", "true"},
		{
			"bad receivers",
			`[undefined, 1, {},
				() => {}].map((v) => thrown(() => Promise.try.call(v)) + thrown(() => Promise.withResolvers.call(v))).join()`,
			`"TypeErrorTypeError,TypeErrorTypeError,TypeErrorTypeError,TypeErrorTypeError"`,
		},
		{
			"an executor called twice",
			"thrown(() => Promise.withResolvers.call(function (f) { f(() => 1, () => 2); f(() => 1, () => 2) }))",
			`"TypeError"`,
		},
		{"an executor never called", "thrown(() => Promise.withResolvers.call(function () {}))", `"TypeError"`},
		{
			"patched then is not used to make one",
			`(() => { Promise.prototype.then = () => { throw 'used' }; Promise.resolve = null;
				return typeof Promise.withResolvers().promise })()`,
			`"object"`,
		},
	})
}

// TestJobsAreNotDrainedEarly runs natives as reactions, directly on goja's empty call stack, and has them
// call back into the script: a microtask that the first call queues must wait until the native is done.
func TestJobsAreNotDrainedEarly(t *testing.T) {
	for _, handler := range []string{
		"Promise.try.bind(Promise, () => (tick(), { get then() { tick() } }))",
		"Promise.try.bind(Promise, new Proxy(() => (tick(), { get then() { tick() } }), {}))",
		"Iterator.prototype.forEach.bind([1, 2].values(), tick)",
		"Iterator.prototype.forEach.bind([1, 2].values(), new Proxy(tick, {}))",
		"Iterator.prototype.reduce.bind(ticking(), tick)",
		"Iterator.prototype.toArray.bind(ticking())",
		"next([1, 2].values().filter(new Proxy(() => void tick(), {})))",
		"next([1].values().flatMap(() => ({ [Symbol.iterator]: () => (tick(), ticking()) })))",
		"next(Iterator.concat({ [Symbol.iterator]: () => (tick(), ticking()) }))",
		"Iterator.from.bind(Iterator, { [Symbol.iterator]: () => (tick(), { get next() { tick() } }) })",
		"Object.groupBy.bind(Object, [1, 2], tick)",
		"Map.groupBy.bind(Map, [1, 2], new Proxy(tick, {}))",
		"Array.fromAsync.bind(Array, { [Symbol.iterator]: () => (tick(), ticking()) })",
		"DisposableStack.prototype.dispose.bind(new Disposables().add(tick).add(new Proxy(tick, {})).stack)",
		"String.prototype.repeat.bind({ toString: tick }, { valueOf: tick })",
		"String.prototype.padStart.bind({ toString: tick }, { valueOf: tick })",
		"Math.sumPrecise.bind(Math, { [Symbol.iterator]: ticking })",
		"Error.captureStackTrace.bind(Error, { get name() { return tick() }, get message() { return tick() } })",
		"RegExp.prototype[Symbol.split].bind(/x/, { toString: tick }, { valueOf: tick })",
		"Uint8Array.from.bind(Uint8Array, { [Symbol.iterator]: ticking })",
		"Promise.try.bind(Promise, eval, 'tick(); ({ get then() { tick() } })')",
		"Promise.try.bind(Promise, eval, 'lower: tick(); ({ get then() { tick() } })')",
	} {
		vm := goja.New()
		Install(vm, &compilerHost{testHost: newTestHost()})
		run(t, vm, `
			var log = [], count = 0;
			function tick() { log.push("call"); Promise.resolve().then(() => log.push("microtask")); return String(++count) }
			function ticking() { return { __proto__: Iterator.prototype, next() { tick(); return { done: count > 3, value: 1 } } } }
			function next(helper) { return helper.next.bind(helper) }
			class Disposables { stack = new DisposableStack(); add(f) { this.stack.defer(f); return this } }
			function start() { Promise.resolve().then(() => {}).then(`+handler+`) }
		`)
		start, _ := goja.AssertFunction(vm.Get("start"))
		if _, err := start(goja.Undefined()); err != nil { // it drains the queue on an empty call stack
			t.Fatal(err)
		}
		if got := run(t, vm, "log.join()").String(); !strings.HasPrefix(got, "call,call") {
			t.Errorf("%s: %s", handler, got)
		}
	}
}

func TestPromiseRepairs(t *testing.T) {
	runChecks(t, []check{
		{"any of failures", "Promise.any([Promise.reject(1)]).catch((e) => [e.name, e.message, e.errors.join()].join())", `"AggregateError,All promises were rejected,1"`},
		{"any of none", "Promise.any([]).catch((e) => Object.hasOwn(e, 'message') + e.message + e.errors.length)", `"trueAll promises were rejected0"`},
		{"any", "Promise.any([Promise.reject(1), 2, 3])", "2"},
		{"any keeps the order", "Promise.any([{ then(_, no) { no('b') } }, Promise.reject('c')]).catch((e) => e.errors.join())", `"b,c"`},
		{"any counts a rejection once", "Promise.any([{ then(_, no) { no(1); no(2) } }, Promise.reject(3)]).catch((e) => e.errors.join())", `"1,3"`},
		{"any of no iterable", "Promise.any(5).catch((e) => e.name)", `"TypeError"`},
		{"any closes", "(() => { let closed = 0; class P extends Promise { static resolve() { throw 7 } }; return P.any({ [Symbol.iterator]: () => ({ next: () => ({}), return: () => { closed++; return {} } }) }).catch((e) => [e, closed].join()) })()", `"7,1"`},
		{"any of a subclass", "(() => { class P extends Promise {}; return P.any([1]) instanceof P })()", "true"},
		{"shape of any", "[Promise.any.name, Promise.any.length, Promise.resolve.name, Promise.resolve.length].join()", `"any,1,resolve,1"`},
		{"resolve of a promise", "(() => { const p = Promise.resolve(1); return Promise.resolve(p) === p })()", "true"},
		{"resolve of what has its constructor", "Promise.resolve({ constructor: Promise, x: 1 }).then((v) => v.x)", "1"},
		{"all of such", "Promise.all([Object.assign(Object.create(Promise.prototype), { then: null, x: 2 })]).then(([v]) => v.x)", "2"},
		{"resolve of a thenable", "Promise.resolve({ then(f) { f(3) } })", "3"},
		{"resolve by a subclass", "(() => { class P extends Promise {}; return P.resolve({ constructor: P }) instanceof P })()", "true"},
		{"resolve of no class", "(() => { try { Promise.resolve.call(undefined, {}) } catch (e) { return e.name } })()", `"TypeError"`},
	})
}

func TestFromAsync(t *testing.T) { runChecks(t, fromAsyncChecks) }

var fromAsyncChecks = []check{
	{"promises", "Array.fromAsync([1, Promise.resolve(2), 3])", "[1,2,3]"},
	{"mapped", "Array.fromAsync([1, Promise.resolve(2)], async (v, i) => v * 10 + i)", "[10,21]"},
	{"this of the callback", "Array.fromAsync([1], function (v) { return this.x + v }, { x: 4 })", "[5]"},
	{
		"an async iterable",
		`Array.fromAsync({ [Symbol.asyncIterator]() { let i = 0;
			return { next: async () => ({ value: i, done: i++ > 2 }) } } })`,
		"[0,1,2]",
	},
	{
		"values of an async iterable are not awaited",
		`Array.fromAsync({ [Symbol.asyncIterator]() { let i = 0;
			return { next: async () => ({ value: Promise.resolve(1),
			done: i++ > 0 }) } } }).then((a) => a[0] instanceof Promise)`,
		"true",
	},
	{"array-like", "Array.fromAsync({ length: 2, 0: Promise.resolve(1), 1: 2, 2: 3 })", "[1,2]"},
	{"a string", "Array.fromAsync('a💥')", `["a","💥"]`},
	{"a number", "Array.fromAsync(5)", "[]"},
	{"nullish rejects", "Array.fromAsync(null)", "threw TypeError"},
	{"a bad callback rejects", "Array.fromAsync([], 1)", "threw TypeError"},
	{
		"a rejected value rejects and closes",
		"Array.fromAsync({ [Symbol.iterator]: () => traced(Promise.reject(1)) }).catch((e) => [e, log])",
		`[1,["next","return"]]`,
	},
	{
		"a callback that throws closes",
		"Array.fromAsync({ [Symbol.iterator]: () => traced(1, 2) }, () => { throw 2 }).catch((e) => [e, log])",
		`[2,["next","return"]]`,
	},
	{
		"an async callback that throws closes",
		"Array.fromAsync({ [Symbol.iterator]: () => traced(1, 2) }, async () => { throw 2 }).catch((e) => [e, log])",
		`[2,["next","return"]]`,
	},
	{
		"other classes",
		"Array.fromAsync.call(class { constructor(n) { this.n = n } }, [1]).then((o) => [o[0], o.length, o.n])",
		"[1,1,null]",
	},
	{
		"other classes, array-like",
		`Array.fromAsync.call(class { constructor(n) {
			this.n = n } }, { length: 1, 0: 3 }).then((o) => [o[0], o.length, o.n])`,
		"[3,1,1]",
	},
	{"not a class", "Array.fromAsync.call(undefined, [1])", "[1]"},
	{"not an iterator", "Array.fromAsync({ [Symbol.iterator]: () => 1 })", "threw TypeError"},
	{"not a result", "Array.fromAsync({ [Symbol.asyncIterator]: () => ({ next: () => 1 }) })", "threw TypeError"},
	{"no next", "Array.fromAsync({ [Symbol.asyncIterator]: () => ({}) })", "threw TypeError"},
	{
		"one after another",
		`(async () => { let live = 0, most = 0; await Array.fromAsync([1, 2, 3], async () => {
			most = Math.max(most, ++live); await 0; live-- }); return most })()`,
		"1",
	},
	{
		"patched intrinsics",
		`(() => { Array.prototype[Symbol.iterator] = Array.prototype.push = Function.prototype.call = null;
			return Array.fromAsync({ length: 1, 0: 1 }).then((a) => a[0]) })()`,
		"1",
	},
}

func TestGroupBy(t *testing.T) {
	runChecks(t, []check{
		{"Object", "Object.groupBy([1, 2, 3], (v, i) => v % 2 ? 'odd' : i)", `{"1":[2],"odd":[1,3]}`},
		{
			"Object has no prototype",
			"[Object.getPrototypeOf(Object.groupBy([], String)), Object.keys(Object.groupBy([1], () => '__proto__'))]",
			`[null,["__proto__"]]`,
		},
		{"Object takes symbols", "(() => { const s = Symbol(); return Object.groupBy([1], () => s)[s] })()", "[1]"},
		{"keys that are one as text", "Object.groupBy([1, '1', { toString: () => 1 }], (v) => v)['1'].length", "3"},
		{"lone surrogates", `Object.keys(Object.groupBy(["\ud800", "\udc00"], (v) => v)).length`, "2"},
		{
			"Map",
			"[...Map.groupBy([0, -0, NaN, NaN, '0'], (v) => v)].map(([k, v]) => [Object.is(k, 0), v.length])",
			"[[true,2],[false,2],[false,1]]",
		},
		{
			"Map survives patches",
			"(() => { Map.prototype.get = Map.prototype.set = null; return Map.groupBy([1, 1], (v) => v).size })()",
			"1",
		},
		{
			"the callback closes",
			"[thrown(() => Object.groupBy({ [Symbol.iterator]: () => traced(1) }, () => { throw 1 })), log]",
			`["1",["next","return"]]`,
		},
		{
			"a key closes",
			"[thrown(() => Object.groupBy({ [Symbol.iterator]: () => traced(1) }, () => ({ toString() { throw 2 } }))), log]",
			`["2",["next","return"]]`,
		},
		{
			"bad arguments",
			`[thrown(() => Object.groupBy(null, String)), thrown(() => Map.groupBy([], 1)), thrown(() => Map.groupBy(1,
				String))]`,
			`["TypeError","TypeError","TypeError"]`,
		},
	})
}
