// The functions of node:util apart from inspect, which has tests of its own.
import util from "node:util";

const esc = "\u001b";
const parse = (args, config) => () => util.parseArgs({ args, ...config });
const options = {
  v: { type: "boolean", short: "x" }, s: { type: "string", short: "s" }, m: { type: "string", multiple: true, short: "m" }, d: { type: "string", default: "D" },
  color: { type: "boolean" }, list: { type: "boolean", multiple: true, short: "l", default: [true] },
};
const positional = { options, allowPositionals: true, tokens: true };

const values = {
  undefined: undefined, null: null, number: 1, string: "s", symbol: Symbol("s"), object: {}, array: [], date: new Date(0), regexp: /a/, error: new Error("a"),
  likeError: Object.create(Error.prototype), promise: Promise.resolve(), thenable: { then() {} }, map: new Map(), set: new Set(), mapIterator: new Map().keys(),
  setIterator: new Set().values(), weakMap: new WeakMap(), weakSet: new WeakSet(), buffer: new ArrayBuffer(1), view: new DataView(new ArrayBuffer(1)),
  u8: new Uint8Array(1), u8c: new Uint8ClampedArray(1), u16: new Uint16Array(1), u32: new Uint32Array(1), i8: new Int8Array(1), i16: new Int16Array(1), i32: new Int32Array(1),
  f32: new Float32Array(1), f64: new Float64Array(1), b64: new BigInt64Array(1), bu64: new BigUint64Array(1), boxedNumber: new Number(1), boxedString: new String("a"),
  boxedBoolean: new Boolean(true), boxedSymbol: Object(Symbol("a")), boxedBigInt: Object(1n), arguments: (function () { return arguments; })(), proxy: new Proxy({}, {}),
  proxyOfMap: new Proxy(new Map(), {}), function: () => 1, asyncFunction: async () => 1, generatorFunction: function* () {}, asyncGeneratorFunction: async function* () {},
  generator: (function* () {})(), asyncGenerator: (async function* () {})(), class: class {}, fakeMap: { [Symbol.toStringTag]: "Map" }, subMap: new (class extends Map {})(),
};

function callback(value, error) {
  return (cb) => cb(error, value);
}
class Thing {
  constructor() {
    this.n = 7;
  }
  get(add, cb) {
    cb(null, this.n + add, "more");
  }
}

export { cases as util };
const cases = [
  ...Object.entries(values).map(([name, value]) => () => [name, ...Object.keys(util.types).sort().filter((is) => is !== "isExternal" && util.types[is](value))]),
  parse(["-x", "--s", "val", "--m=1", "-m", "2", "pos"], positional), parse(["-xsval", "--", "--v"], positional), parse(["-xls", "val", "-"], positional), parse(["-ll"], positional),
  parse(["--nope"], { options }), parse(["--nope"], positional), parse(["-n"], { options }), parse(["pos"], { options }), parse(["--v=1"], { options }), parse(["--s"], { options }),
  parse(["--s", "-x"], { options }), parse(["-s", "-x"], { options }), parse(["-s=5"], { options }), parse(["-s", "-"], { options }), parse(["--no-color"], { options, allowNegative: true }),
  parse(["--no-s"], { options, allowNegative: true }), parse(["--no-color"], { options }), parse(["--foo=bar", "-abc", "--s"], { strict: false, options, tokens: true }),
  parse(["--m", "a"], { options: { m: { type: "nope" } } }), parse([], { options: { m: { type: "string", short: "ab" } } }), parse([], { options: { m: { type: "string", default: 5 } } }),
  parse([], { options: { m: { type: "string", multiple: true, default: "x" } } }), parse([], { options: { m: { type: "string", multiple: true, default: [1] } } }),
  parse([], { options: { m: { type: "boolean", multiple: 1 } } }), parse(["--v", "--v"], { options }), parse(5, { options }), parse(["-x=1"], { options }), parse(["--", "a"], { options }),
  parse(["-xm"], { options }), parse(["--constructor", "--__proto__=x"], { strict: false }), parse([], { options: 5 }), parse([], { strict: 1 }), parse(["--list", "--m", ""], { options }),
  () => util.parseArgs(5),

  () => util.format("%s %d %i %f %j %o %O %c %%", "a", 1.5, 1.5, "1.5", { a: 1 }, [1], { b: 2 }, "css"), () => util.format("a", "b", { c: 1 }), () => util.format(1, 2), () => util.format(),
  () => util.formatWithOptions({ colors: true }, "%O", { a: 1 }), () => util.formatWithOptions("x"),

  () => util.promisify(callback(5))(), () => util.promisify(callback(5, new Error("x")))(), () => util.promisify(new Thing().get).call({ n: 1 }, 2), () => util.promisify(5),
  () => util.promisify(Object.assign(() => {}, { [util.promisify.custom]: () => "custom" }))(), () => util.promisify(Object.assign(() => {}, { [util.promisify.custom]: 5 })),
  () => util.promisify(function foo(a, b, c) {}).name, () => util.promisify(function foo(a, b, c) {}).length, () => util.promisify(Object.assign(() => {}, { extra: 1 })).extra,
  () => util.promisify(util.promisify(callback(1)))(), () => util.promisify.custom,
  () => util.promisify(util.callbackify(async (a) => a + 1))(1), () => util.promisify(util.callbackify(async () => { throw new RangeError("x"); }))(),
  () => util.promisify(util.callbackify(async () => { throw null; }))(), () => util.promisify(util.callbackify(() => Promise.reject(0)))().catch((e) => [e.code, e.reason]),
  () => util.callbackify(5), () => util.callbackify(async () => {})(5), () => util.callbackify(function foo(a, b) {}).name, () => util.callbackify(function foo(a, b) {}).length,

  () => {
    function A() {}
    function B() {}
    A.prototype.a = 1;
    util.inherits(B, A);
    return [new B().a, new B() instanceof A, B.super_ === A, Object.keys(B)];
  },
  () => util.inherits(5), () => util.inherits(null, () => {}), () => util.inherits(function () {}, {}), () => util.inherits(function () {}, undefined),
  () => util.deprecate(function foo(a) { return a + 1; }, "old")(1), () => util.deprecate(function foo() {}, "old").name, () => new (util.deprecate(Thing, "old"))() instanceof Thing,
  () => util.deprecate(() => {}, "x", 5),
  () => util.isDeepStrictEqual({ a: [1] }, { a: [1] }), () => util.isDeepStrictEqual(1, "1"), () => util.isArray([]), () => util._extend({ a: 1 }, { b: 2 }), () => util._extend({ a: 1 }, null),
  () => util.toUSVString("a\ud800b"), () => util.debuglog("nothing").enabled,
  () => util.stripVTControlCharacters(`${esc}[31mred${esc}[0m ${esc}[1;4mx${esc}[m`), () => util.stripVTControlCharacters(`${esc}]8;;http://a\u0007link${esc}]8;;\u0007`),
  () => util.stripVTControlCharacters(5), () => util.styleText("red", "x", { validateStream: false }), () => util.styleText(["bold", "underline"], "x", { validateStream: false }),
  () => util.styleText("nope", "x"), () => util.styleText("red", 5), () => util.styleText("red", "x", { stream: 5 }),
  () => util.parseEnv("A=1\nB=\"x y\"\n#c\nexport C='q'\nD=a # b\nE = 5\nF=\nG=\"a\\nb\"\nH='a\\nb'\nI=`x`"), () => util.parseEnv(5),
  () => util.aborted(AbortSignal.abort(), {}), () => util.aborted(undefined, {}), () => util.aborted(AbortSignal.abort(), 5),
  () => [util.TextEncoder === TextEncoder, util.TextDecoder === TextDecoder],
  () => [util.inspect.defaultOptions.depth, util.inspect.colors.red, util.inspect.styles.string, util.inspect.custom],
  () => { util.inspect.defaultOptions = 5; }, () => { util.inspect.defaultOptions.depth = 0; const text = util.inspect({ a: { b: 1 } }); util.inspect.defaultOptions = { depth: 2 }; return text; },
];
