package es

import (
	"testing"

	"github.com/dop251/goja"
)

func TestDisposableStack(t *testing.T) { runChecks(t, disposableStackChecks) }

var disposableStackChecks = []check{
	{
		"from the last to the first",
		`(() => { const s = new DisposableStack(); s.use({ [Symbol.dispose]() { log.push('use') } });
			s.adopt(1, (v) => log.push('adopt' + v)); s.defer(() => log.push('defer')); s.dispose(); return log })()`,
		`["defer","adopt1","use"]`,
	},
	{
		"use gives the resource back",
		"(() => { const r = { [Symbol.dispose]() {} }; return new DisposableStack().use(r) === r })()",
		"true",
	},
	{
		"receivers",
		`(() => { const s = new DisposableStack(); const r = { [Symbol.dispose]() { log.push(this === r) } }; s.use(r);
			s.defer(function () { 'use strict'; log.push(this === undefined) }); s.dispose(); return log })()`,
		"[true,true]",
	},
	{
		"null and undefined are nothing",
		"(() => { const s = new DisposableStack(); const a = [s.use(null), s.use(undefined)]; s.dispose(); return a })()",
		"[null,null]",
	},
	{
		"the method is read once, by use",
		`(() => { let n = 0; const s = new DisposableStack(); s.use({ get [Symbol.dispose]() { n++;
			return () => {} } }); s.dispose(); return n })()`,
		"1",
	},
	{
		"disposed once",
		`(() => { const s = new DisposableStack(); s.defer(() => log.push(1)); const before = s.disposed; s.dispose();
			s[Symbol.dispose](); return [before, s.disposed, log] })()`,
		"[false,true,[1]]",
	},
	{
		"closed afterwards",
		`(() => { const s = new DisposableStack(); s.dispose();
			return [() => s.use(null), () => s.adopt(1, String), () => s.defer(String), () => s.move()].map(thrown).join()
			})()`,
		`"ReferenceError,ReferenceError,ReferenceError,ReferenceError"`,
	},
	{
		"moved",
		`(() => { const s = new DisposableStack(); s.defer(() => log.push('x')); const m = s.move();
			const l = log.length; m.dispose(); return [s.disposed, l, log, m instanceof DisposableStack] })()`,
		`[true,0,["x"],true]`,
	},
	{
		"bad resources",
		`(() => { const s = new DisposableStack();
			return [1, {}, { [Symbol.dispose]: 1 }, 'a'].map((r) => thrown(() => s.use(r))).join() })()`,
		`"TypeError,TypeError,TypeError,TypeError"`,
	},
	{
		"bad callbacks",
		"(() => { const s = new DisposableStack(); return [thrown(() => s.adopt(1)), thrown(() => s.defer({}))] })()",
		`["TypeError","TypeError"]`,
	},
	{
		"bad receivers",
		`[thrown(() => DisposableStack.prototype.dispose.call({})),
			thrown(() => new AsyncDisposableStack().disposed && 0),
			thrown(() => DisposableStack.prototype.use.call(new AsyncDisposableStack(), null)),
			thrown(() => DisposableStack())]`,
		`["TypeError","nothing","TypeError","TypeError"]`,
	},
	{"one error", "thrown(() => { const s = new DisposableStack(); s.defer(() => { throw 'x' }); s.dispose() })", `"x"`},
	{
		"several errors",
		`(() => { const s = new DisposableStack(); for (const e of [1, 2, 3]) s.defer(() => { throw e }); try {
			s.dispose() } catch (e) { return [e.error, e.suppressed.error, e.suppressed.suppressed, e.name,
			e instanceof SuppressedError, s.disposed] } })()`,
		`[1,2,3,"SuppressedError",true,true]`,
	},
	{
		"all are disposed of in spite of errors",
		`(() => { const s = new DisposableStack(); s.defer(() => log.push('a')); s.defer(() => { throw 1 });
			s.defer(() => log.push('b')); thrown(() => s.dispose()); return log })()`,
		`["b","a"]`,
	},
	{
		"subclass",
		`(() => { class S extends DisposableStack { x = 1 } const s = new S(); s.defer(() => log.push('s'));
			s.dispose(); return [s.x, log, s instanceof S] })()`,
		`[1,["s"],true]`,
	},
	{
		"a target without a prototype",
		`Object.getPrototypeOf(Reflect.construct(DisposableStack, [], Object.assign(function () {},
			{ prototype: 1 }))) === DisposableStack.prototype`,
		"true",
	},
	{
		"a target with Object.prototype",
		`Object.getPrototypeOf(Reflect.construct(DisposableStack, [], Object.assign(function () {},
			{ prototype: Object.prototype }))) === Object.prototype`,
		"true",
	},
	{"no trace of the state", "Reflect.ownKeys(new DisposableStack())", "[]"},
	{
		"frozen",
		`(() => { const s = Object.freeze(new DisposableStack()); s.defer(() => log.push(1)); s.dispose();
			return log })()`,
		"[1]",
	},
}

func TestSuppressedError(t *testing.T) {
	runChecks(t, []check{
		{
			"properties",
			`(() => { const e = new SuppressedError(1, 2, 'm');
				return [e.error, e.suppressed, e.message, Object.keys(e), e instanceof Error, Error.isError(e), String(e)] })()`,
			`[1,2,"m",[],true,true,"SuppressedError: m"]`,
		},
		{"without new", "SuppressedError(1, 2) instanceof SuppressedError", "true"},
		{"without a message", "Object.hasOwn(new SuppressedError(1, 2), 'message')", "false"},
		{"stack", "new SuppressedError(1, 2, 'm').stack.startsWith('SuppressedError: m\\n')", "true"},
		{
			"subclass",
			"(() => { class E extends SuppressedError {} return [new E(1) instanceof E, new E(1).name] })()",
			`[true,"SuppressedError"]`,
		},
		{
			"parent",
			"Object.getPrototypeOf(SuppressedError) === Error && Object.getPrototypeOf(SuppressedError.prototype) === Error.prototype",
			"true",
		},
		{
			"message is converted",
			"[new SuppressedError(1, 2, 5).message, thrown(() => new SuppressedError(1, 2, Symbol()))]",
			`["5","TypeError"]`,
		},
	})
}

func TestAsyncDisposableStack(t *testing.T) { runChecks(t, asyncDisposableStackChecks) }

var asyncDisposableStackChecks = []check{
	{
		"one after another",
		`(async () => { const s = new AsyncDisposableStack(); s.use({ async [Symbol.asyncDispose]() { log.push('a');
			await 0; log.push('b') } }); s.defer(async () => { log.push('c'); await 0; log.push('d') });
			await s.disposeAsync(); return log })()`,
		`["c","d","a","b"]`,
	},
	{
		"synchronous resources too",
		`(async () => { const s = new AsyncDisposableStack(); s.use({ [Symbol.dispose]() { log.push('sync');
			return { then() { log.push('not awaited') } } } }); await s.disposeAsync(); return log })()`,
		`["sync"]`,
	},
	{
		"the asynchronous method wins",
		`(async () => { const s = new AsyncDisposableStack(); s.use({ [Symbol.dispose]() {
			log.push('no') }, [Symbol.asyncDispose]() { log.push('yes') } }); await s[Symbol.asyncDispose]();
			return log })()`,
		`["yes"]`,
	},
	{
		"errors",
		`(async () => { const s = new AsyncDisposableStack(); s.defer(() => { throw 1 }); s.defer(async () => {
			throw 2 }); s.use({ [Symbol.dispose]() { throw 3 } }); try { await s.disposeAsync() } catch (e) {
			return [e.error, e.suppressed.error, e.suppressed.suppressed, e.name] } })()`,
		`[1,2,3,"SuppressedError"]`,
	},
	{"disposed at once", "(() => { const s = new AsyncDisposableStack(); s.disposeAsync(); return s.disposed })()", "true"},
	{
		"twice",
		`(async () => { const s = new AsyncDisposableStack(); s.defer(() => log.push(1));
			await Promise.all([s.disposeAsync(), s.disposeAsync()]); return log })()`,
		"[1]",
	},
	{
		"null awaits once",
		`(async () => { const s = new AsyncDisposableStack(); s.use(null); s.use(undefined); const p = s.disposeAsync();
			Promise.resolve().then(() => log.push('tick')); await p; return log })()`,
		`["tick"]`,
	},
	{
		"closed afterwards",
		`(() => { const s = new AsyncDisposableStack(); s.disposeAsync();
			return [thrown(() => s.use(null)), thrown(() => s.move())] })()`,
		`["ReferenceError","ReferenceError"]`,
	},
	{
		"moved",
		`(async () => { const s = new AsyncDisposableStack(); s.defer(() => log.push('x'));
			await s.move().disposeAsync(); return [s.disposed, log] })()`,
		`[true,["x"]]`,
	},
	{"a bad receiver rejects", "AsyncDisposableStack.prototype.disposeAsync.call({})", "threw TypeError"},
	{
		"the method is read by use",
		`(async () => { const r = { async [Symbol.asyncDispose]() { log.push('first') } };
			const s = new AsyncDisposableStack(); s.use(r); r[Symbol.asyncDispose] = null; await s.disposeAsync();
			return log })()`,
		`["first"]`,
	},
}

// TestAsyncIteratorDispose needs the prototype that no global leads to.
func TestAsyncIteratorDispose(t *testing.T) {
	vm := goja.New()
	r := Install(vm, newTestHost())
	_ = vm.Set("proto", r.AsyncIteratorPrototype())
	run(t, vm, prepare)
	run(t, vm, `evaluate(async () => {
		const make = (fields) => Object.setPrototypeOf(fields, proto);
		const wait = (fields) => make(fields)[Symbol.asyncDispose]().then(String, (e) => "threw " + (e.name ?? e));
		return [
			await wait({}),
			await wait({ return(v) { log.push(arguments.length, v); return Promise.resolve(5) } }),
			await wait({ return() { throw 1 } }),
			await wait({ async return() { throw 2 } }),
			await wait({ return: 3 }),
			await wait({ get return() { throw 4 } }),
			proto[Symbol.asyncDispose].name, proto[Symbol.asyncDispose].length, ...log,
		];
	})`)
	want := `["undefined","undefined","threw 1","threw 2","threw TypeError","threw 4","[Symbol.asyncDispose]",0,1,null]`
	if got := vm.Get("outcome").String(); got != want {
		t.Errorf("got %s", got)
	}
}
