// Values of all kinds through JSON.stringify; what it gives, and what it says of circles, is that of Node v20: node stringify.js > stringify.out.
const out = [];
const show = (...args) => { try { out.push(String(JSON.stringify(...args))); } catch (e) { out.push(`${e.name} ${e.message}`); } };
const values = [1, -0, 1.5, 1e21, 1e-7, NaN, Infinity, 2 ** 53, 123456789012345680000, "", "a\"\\\b\f\n\r\t\u0001\u001f\x7f", "é€😀", "\ud800", "x\udc00y", "\u2028\u2029", null, undefined, true, false, () => 1, Symbol("s"), 5n,
  {}, [], [[]], [{}], { a: {} }, { a: [] }, { a: undefined }, [undefined, () => 1, Symbol("x")], { b: 1, a: 2, 2: "two", 1: "one" }, { é: 1, "\"": 2, "\n": 3 }, { "\ud800": 1 },
  [1, , 3], Object.assign([1], { x: 2 }), new Array(3), new Date(0), new Date(NaN), /x/g, new Error("m"), Object.assign(new Error("m"), { code: 1 }), new Map([[1, 2]]), new Set([1]), new Uint8Array([1, 2]), new Float64Array(1), new ArrayBuffer(2),
  new DataView(new ArrayBuffer(1)), new Number(3), new String("s"), new Boolean(false), Object(Symbol("q")), Object("x"), Promise.resolve(), new WeakMap(), new Proxy({ a: 1 }, {}), new Proxy([1, 2], {}), new Proxy(() => 1, {}),
  { toJSON() { return { from: "toJSON" }; } }, { a: { toJSON(k) { return `key ${k}`; } } }, [{ toJSON(k) { return typeof k + k; } }], { toJSON: 5 }, { toJSON() { return undefined; } }, { get a() { return "getter"; }, b: 1 },
  Object.create({ inherited: 1 }), Object.create(null, { a: { value: 1, enumerable: true }, h: { value: 2 } }), new (class A { x = 1; #y = 2; get z() { return 3; } })(), (function () { return arguments; })(1, 2),
  { a: [1, { b: [2, { c: [] }] }] }, { __proto__: null, x: 1 }, JSON.parse('{"__proto__": {"a": 1}}'), Object.defineProperty({ a: 1 }, "b", { value: 2 }), Object.defineProperty([1, 2], 0, { get: () => "got" }), [new Date(0), [null]], Math, JSON, Reflect];
const spaces = [undefined, 2, "--", 20, "0123456789abc", 0, -1, 1.9, "", new Number(1), new String("_"), "é", null, true];
for (const s of spaces) show({ a: [1, { b: [] }], c: {} }, null, s);
for (const v of values) for (const s of [undefined, "\t"]) show(v, null, s);
const replacers = [["a", "b", 1], ["a", "a", new String("b"), new Number(2), {}], [], (k, v) => v, (k, v) => (k === "a" ? undefined : v), (k, v) => (Array.isArray(v) ? v.length : v), function (k, v) { return typeof v === "number" ? `${k}:${v}:${Object.keys(this).length}` : v; }, 5, {}, (k) => (k === "" ? { swapped: [1] } : k)];
for (const v of values) for (const r of replacers) show(v, r, 1);
show({ a: 1, b: { a: 2 } }, new Proxy(["a"], {}), 1);
const a = { x: { y: [1] } }; a.x.y.push(a); show(a); const s = {}; s.s = s; show(s); const l = []; l[3] = l; show(l);
const d = { a: { b: { c: { d: { e: {} } } } } }; d.a.b.c.d.e.f = d.a; show(d); show([1, [d]]); const n = Object.create(null); n.n = { n }; show(n); class K { constructor() { this.me = this; } } show({ k: [new K()] });
const two = { x: {} }; two.x.y = two; show({ p: two }); const shared = { v: 1 }; show([shared, shared, { shared }]);
const mutating = { a: { toJSON() { delete mutating.b; mutating.d = 4; return 1; } }, b: 2, c: 3 }; show(mutating);
const shrinking = [{ toJSON() { shrinking.length = 1; return "first"; } }, 2, 3]; show(shrinking);
const growing = [{ toJSON() { growing.push(9); growing[1] = "changed"; return 0; } }, 1]; show(growing);
show({ a: { toJSON() { throw new RangeError("in toJSON"); } } }); show({ get x() { throw new TypeError("in getter"); } }); BigInt.prototype.toJSON = function () { return `${this}n`; }; show({ a: 1n, b: [2n] }); delete BigInt.prototype.toJSON;
show(Object(1n)); Array.prototype[1] = "inherited"; show([0, , 2]); delete Array.prototype[1]; Object.prototype.toJSON = function () { return "everywhere"; }; show({ a: 1 }); show([1]); delete Object.prototype.toJSON; String.prototype.toJSON = () => "no"; show("s"); show(["s"]); delete String.prototype.toJSON;
let deep = {}; for (let i = 0; i < 150; i++) deep = i % 2 ? [deep] : { deep }; show(deep); show(deep, null, 1); const wide = []; for (let i = 0; i < 10; i++) wide.push({ i, name: `n${i}`, list: [i, i * 1.5, `${i}`], nested: { a: null, b: true } }); show(wide); show(wide, null, 2);
console.log(out.join("\n"));
