package es

import (
	"math"
	"testing"
)

func TestStrings(t *testing.T) {
	runChecks(t, []check{
		{
			"isWellFormed",
			`["", "ab", "💥", "\ud800", "\udc00a", "a\ud83d\ud83d\udca5", "\ud83d\udca5\udca5"].map((s) => s.isWellFormed())`,
			"[true,true,true,false,false,false,false]",
		},
		{
			"toWellFormed",
			`["a\ud800b", "\ud83d\ud83d\udca5\udca5",
				"💥"].map((s) => s.toWellFormed()).map((s) => [...s].map((c) => c.codePointAt(0).toString(16)).join())`,
			`["61,fffd,62","fffd,1f4a5,fffd","1f4a5"]`,
		},
		{
			"receivers",
			`[String.prototype.isWellFormed.call(5), String.prototype.toWellFormed.call(true),
				thrown(() => String.prototype.isWellFormed.call(null)),
				thrown(() => String.prototype.toWellFormed.call(Symbol()))]`,
			`[true,"true","TypeError","TypeError"]`,
		},
	})
}

func TestMath(t *testing.T) {
	runChecks(t, []check{
		{
			"sums",
			`[Math.sumPrecise([1, 2, 3]), Math.sumPrecise([0.1, 0.2, 0.3]), Math.sumPrecise([1e20, 0.1, -1e20]),
				Math.sumPrecise([1e308, 1e308, -1e308, -1e308, 0.5]), Math.sumPrecise([2 ** 53, 1, 1, -(2 ** 53)])]`,
			"[6,0.6,0.1,0.5,2]",
		},
		{"sums of a set", "Math.sumPrecise(new Set([1, 2]))", "3"},
		{
			"zeros",
			"[[], [-0], [-0, 0], [1, -1], [-0.5, 0.5], [0]].map((a) => Object.is(Math.sumPrecise(a), -0))",
			"[true,true,false,false,false,false]",
		},
		{
			"not finite",
			`[[Infinity, 1], [-Infinity, -1e308], [Infinity, -Infinity], [NaN, 1], [1e308,
				1e308]].map((a) => String(Math.sumPrecise(a)))`,
			`["Infinity","-Infinity","NaN","NaN","Infinity"]`,
		},
		{
			"numbers only, and closed",
			`[thrown(() => Math.sumPrecise({ [Symbol.iterator]: () => traced(1, '2') })), log,
				thrown(() => Math.sumPrecise([1n])), thrown(() => Math.sumPrecise()), thrown(() => Math.sumPrecise(5))]`,
			`["TypeError",["next","next","return"],"TypeError","TypeError","TypeError"]`,
		},
		{
			"f16round",
			`[1.337, 5.05, 65504, 65519, 65520, -65520, 2 ** -25, 2 ** -24, 1.5 * 2 ** -24, 5.960464477539063e-8,
				0.1].map(Math.f16round).map(String)`,
			`["1.3369140625","5.05078125","65504","65504","Infinity","-Infinity","0",` +
				`"5.960464477539063e-8","1.1920928955078125e-7","5.960464477539063e-8","0.0999755859375"]`,
		},
		{
			"f16round ties to even once",
			"[Math.f16round(1 + 2 ** -11), Math.f16round(1 + 2 ** -11 + 2 ** -40), Math.f16round(1 + 3 * 2 ** -11)]",
			"[1,1.0009765625,1.001953125]",
		},
		{
			"f16round of odd values",
			`[Object.is(Math.f16round(-0), -0), String(Math.f16round(NaN)), String(Math.f16round()), Math.f16round('2'),
				thrown(() => Math.f16round(1n))]`,
			`[true,"NaN","NaN",2,"TypeError"]`,
		},
	})
}

func TestGetOrInsert(t *testing.T) {
	runChecks(t, []check{
		{
			"Map",
			`(() => { const m = new Map([['a', 1]]); return [m.getOrInsert('a', 2), m.getOrInsert('b', 3),
				m.getOrInsert('b', 4), [...m]] })()`,
			`[1,3,3,[["a",1],["b",3]]]`,
		},
		{
			"Map computed",
			`(() => { const m = new Map(); return [m.getOrInsertComputed('k', (k) => k + 1), m.getOrInsertComputed('k',
				() => { throw 1 }), Object.is([...new Map([[1, m.getOrInsertComputed(-0, (k) => k)]]).values()][0], 0)] })()`,
			`["k1","k1",true]`,
		},
		{
			"a callback that inserts loses",
			`(() => { const m = new Map(); const v = m.getOrInsertComputed(1, () => { m.set(1, 'inner'); return 'outer' });
				return [v, m.get(1), m.size] })()`,
			`["outer","outer",1]`,
		},
		{
			"an undefined value is there",
			"(() => { const m = new Map([[1, undefined]]); return String(m.getOrInsert(1, 2)) })()",
			`"undefined"`,
		},
		{
			"WeakMap",
			`(() => { const m = new WeakMap(), k = {};
				return [m.getOrInsert(k, 1), m.getOrInsertComputed(k, () => 2), m.get(k)] })()`,
			"[1,1,1]",
		},
		{
			"errors",
			`[thrown(() => new WeakMap().getOrInsert(1, 2)), thrown(() => new WeakMap().getOrInsertComputed(1, () => 2)),
				thrown(() => new Map().getOrInsertComputed(1, 2)), thrown(() => Map.prototype.getOrInsert.call(new WeakMap(),
				{}, 1)), thrown(() => WeakMap.prototype.getOrInsert.call({}, {}, 1))]`,
			`["TypeError","TypeError","TypeError","TypeError","TypeError"]`,
		},
		{
			"patched methods",
			`(() => { const m = new Map(); Map.prototype.set = Map.prototype.get = Map.prototype.has = null;
				return m.getOrInsert(1, 2) })()`,
			"2",
		},
	})
}

func TestArrayBuffer(t *testing.T) {
	runChecks(t, []check{
		{
			"transfer",
			`(() => { const a = new Uint8Array([1, 2, 3]).buffer, b = a.transfer();
				return [a.detached, a.byteLength, b.detached, b.byteLength, [...new Uint8Array(b)], b instanceof ArrayBuffer]
				})()`,
			"[true,0,false,3,[1,2,3],true]",
		},
		{
			"longer and shorter",
			`(() => { const b = new Uint8Array([1, 2, 3]).buffer.transfer(4);
				return [[...new Uint8Array(b)], [...new Uint8Array(b.transferToFixedLength('2'))]] })()`,
			"[[1,2,3,0],[1,2]]",
		},
		{"views of a detached buffer", "(() => { const v = new Uint8Array(2); v.buffer.transfer(); return v.length })()", "0"},
		{
			"detached",
			`(() => { const a = new ArrayBuffer(1); a.transfer();
				return [thrown(() => a.transfer()), thrown(() => a.transferToFixedLength(1))] })()`,
			`["TypeError","TypeError"]`,
		},
		{
			"lengths",
			`[-1, 2 ** 53, Infinity,
				1n].map((n) => thrown(() => new ArrayBuffer(1).transfer(n))).join() + new ArrayBuffer(1).transfer(NaN).byteLength`,
			`"RangeError,RangeError,RangeError,TypeError0"`,
		},
		{
			"a refused length does not detach",
			"(() => { const a = new ArrayBuffer(1); thrown(() => a.transfer(-1)); return a.detached })()",
			"false",
		},
		{"fixed", "[new ArrayBuffer(8, { maxByteLength: 16 }).resizable, new ArrayBuffer(8).maxByteLength]", "[false,8]"},
		{
			"receivers",
			`[thrown(() => ArrayBuffer.prototype.transfer.call({})), thrown(() => ArrayBuffer.prototype.detached),
				thrown(() => ArrayBuffer.prototype.transfer.call(new Uint8Array(1)))]`,
			`["TypeError","TypeError","TypeError"]`,
		},
	})
}

func TestErrors(t *testing.T) {
	runChecks(t, []check{
		{
			"title",
			`[{}, { name: 'N', message: 'm' }, { message: 'm' }, { name: '' , message: 'm' },
				new TypeError('t')].map((o) => { Error.captureStackTrace(o); return o.stack.split('\n')[0] })`,
			`["Error","N: m","Error: m","m","TypeError: t"]`,
		},
		{
			"frames",
			`(() => { function inner(o) { Error.captureStackTrace(o) } function outer(o) { inner(o) } const o = {};
				outer(o); return o.stack.split('\n').slice(1, 3).map((l) => l.trim().split(' ')[1]) })()`,
			`["inner","outer"]`,
		},
		{
			"frames below a function",
			`(() => { function inner(o) { Error.captureStackTrace(o, inner) } function outer(o) { inner(o) } const o = {};
				outer(o); return o.stack.split('\n')[1].trim().split(' ')[1] })()`,
			`"outer"`,
		},
		{
			"the idiom of error classes",
			`(() => { class MyError extends Error { constructor(m) { super(m);
				Error.captureStackTrace(this, MyError) } } function make() {
				return new MyError('m') } return make().stack.split('\n').slice(0, 2).map((l) => l.trim().split(' (')[0]) })()`,
			`["Error: m","at make"]`,
		},
		{
			"attributes",
			`(() => { const o = {}; Error.captureStackTrace(o); const d = Object.getOwnPropertyDescriptor(o, 'stack');
				return [d.writable, d.enumerable, d.configurable] })()`,
			"[true,false,true]",
		},
		{
			"limit",
			`(() => { const o = {}; Error.stackTraceLimit = 1; (() => Error.captureStackTrace(o))();
				const one = o.stack.trim().split('\n').length; Error.stackTraceLimit = 0; Error.captureStackTrace(o);
				return [one, o.stack.trim()] })()`,
			`[2,"Error"]`,
		},
		{
			"prepareStackTrace",
			`(() => { const o = {}; Error.prepareStackTrace = (of, frames) => [of === o, frames]; function inner() { Error.captureStackTrace(o) }
				function outer() { inner() } outer(); delete Error.prepareStackTrace; const [same, [a, b]] = o.stack;
				return [same, a.getFunctionName(), b.getFunctionName(), a.getLineNumber() > 0, a.getColumnNumber() > 0, a.getFileName() !== undefined,
					a.isEval(), a.getThis() === undefined, a.constructor.name, String(b).startsWith('outer (')] })()`,
			`[true,"inner","outer",true,true,true,false,true,"CallSite",true]`,
		},
		{
			"no limit, no stack",
			"(() => { const o = {}; Error.stackTraceLimit = 'x'; Error.captureStackTrace(o); return 'stack' in o })()",
			"false",
		},
		{
			"refused",
			"[thrown(() => Error.captureStackTrace(1)), thrown(() => Error.captureStackTrace(Object.freeze({})))]",
			`["TypeError","TypeError"]`,
		},
	})
}

func TestAccessors(t *testing.T) {
	runChecks(t, []check{
		{
			"define and look up",
			`(() => { const o = {}; const g = () => 4, s = () => {}; o.__defineGetter__('x', g); o.__defineSetter__('x', s);
				return [o.x, o.__lookupGetter__('x') === g, o.__lookupSetter__('x') === s, Object.keys(o)] })()`,
			`[4,true,true,["x"]]`,
		},
		{
			"inherited",
			`(() => { const g = () => 4; const o = Object.create({ get y() { return 1 } });
				return typeof o.__lookupGetter__('y') + typeof o.__lookupSetter__('y') + typeof o.__lookupGetter__('z') })()`,
			`"functionundefinedundefined"`,
		},
		{
			"a data property hides",
			`(() => { const o = Object.create({ get y() { return 1 } }, { y: { value: 2 } });
				return String(o.__lookupGetter__('y')) })()`,
			`"undefined"`,
		},
		{"symbols", "(() => { const o = {}, s = Symbol(); o.__defineGetter__(s, () => 3); return o[s] })()", "3"},
		{
			"errors",
			`[thrown(() => ({}).__defineGetter__('x', 1)), thrown(() => Object.freeze({}).__defineGetter__('x', () => 1)),
				thrown(() => Object.prototype.__lookupGetter__.call(null, 'x'))]`,
			`["TypeError","TypeError","TypeError"]`,
		},
	})
}

// TestHalfPrecision goes through all numbers of 16 bits.
func TestHalfPrecision(t *testing.T) {
	for i := range 1 << 16 {
		f := fromHalf(uint16(i))
		if got := toHalf(f); got != uint16(i) && !math.IsNaN(f) {
			t.Fatalf("%#04x is %v and that %#04x", i, f, got)
		}
		if round16(f) != f && !math.IsNaN(f) {
			t.Fatalf("%#04x is %v, which is none", i, f)
		}
	}
	runChecks(t, []check{
		{
			"DataView",
			`(() => { const d = new DataView(new ArrayBuffer(4)); d.setFloat16(0, 1.337); d.setFloat16(2, -2, true);
				return [d.getUint16(0), d.getUint16(2), d.getFloat16(0), d.getFloat16(2, true), d.getFloat16(2)] })()`,
			"[15705,192,1.3369140625,-2,0.000011444091796875]",
		},
		{
			"odd arguments",
			`[thrown(() => new DataView(new ArrayBuffer(2)).getFloat16(1)), thrown(() => new DataView(new ArrayBuffer(2)).setFloat16(-1, 1n)),
				thrown(() => DataView.prototype.setFloat16.call({}, 0, 1)), thrown(() => DataView.prototype.getFloat16.call(null)),
				String(new DataView(new ArrayBuffer(2)).setFloat16(0))].join()`,
			`"RangeError,RangeError,TypeError,TypeError,undefined"`,
		},
	})
}
