// What a console prints, in every form. printed.out and printed.err are what Node 20 made of it.
console.log();
console.log("text", 1, -0, 1n, true, null, undefined, Symbol("s"), [1, "a"], { a: { b: { c: {} } } });
console.log("%s is %d years and %i months, %f, %j %o %O %c %%", "Ann", 42.5, 3.9, "1.5", { a: 1 }, [1], { b: 2 }, "css", "rest", 7);
console.log("%", "%s", "%s %s", 1, "100%");
console.info("info"), console.debug("debug", { x: 1 }), console.dirxml("a", [1]);
console.warn("warn %s", "it"), console.error("error", { y: [1, 2] });

console.group("outer", 1);
console.log("one\ntwo");
console.group();
console.warn("inner\nlines");
console.table([[1]]);
console.groupEnd();
console.groupCollapsed("collapsed");
console.log({ a: "x".repeat(50), b: "y".repeat(50) });
console.groupEnd();
console.groupEnd();
console.groupEnd();
console.log("flat");

console.assert(true, "never");
console.assert(false);
console.assert(0, "two %s", "words", { a: 1 });
console.assert(false, { a: 1 }, 5);

console.count(), console.count("x"), console.count(), console.count(undefined);
console.countReset();
console.count(), console.count("x");

console.dir({ a: { b: { c: { d: 1 } } } }, { depth: 0 });
console.dir({ a: { b: { c: { d: 1 } } } });
console.dir({ [Symbol.for("nodejs.util.inspect.custom")]() { return "custom"; }, a: 1 });
console.log({ [Symbol.for("nodejs.util.inspect.custom")]() { return "custom"; }, a: 1 });

console.table([{ a: 1, b: "x" }, { a: 2, c: true }, { b: undefined }]);
console.table([[1, 2], [3, 4, 5]]);
console.table([1, "two", { three: 3 }, null, undefined, () => {}]);
console.table({ row1: { a: 1 }, row2: { a: [1, 2, 3, 4], b: { x: 1 }, c: { x: 1, y: 2, z: 3 } } });
console.table([{ a: 1, b: 2, c: 3 }, { a: 4 }, 5], ["b", "a", "none"]);
console.table(new Map([["k", 1], [{ o: 1 }, [1, 2]]]));
console.table(new Set([1, "two", { a: 1 }]));
console.table(new Map([["k", 1]]).entries());
console.table(new Map([["k", 1]]).keys());
console.table(new Set([1, 2]).values());
console.table([]), console.table({}), console.table(new Map()), console.table([[], {}]);
console.table("text"), console.table(5), console.table(null), console.table(undefined), console.table();
console.table([{ 名前: "日本", é: "e\u0301", emoji: "👍", width: "ｗ" }, { 名前: "ab" }]);
console.table([{ b: 1, 2: "two", a: 3, 1: "one" }]);
console.table([new Date(0), /re/g, new Error("boom").message, [1, 2, 3, 4, 5], new Map([[1, 2]]), "a\nb"]);
console.table(Object.create({ inherited: 1 }, { own: { value: [1], enumerable: true } }));
console.table(new Uint8Array([7, 8]));
console.table({ a: 1, b: { c: 2 } }, ["c"]);
console.table([{ a: 1 }, { a: 2 }], []);

const sink = (write) => ({ write, once() {}, removeListener() {}, listenerCount: () => 0 });
const written = [];
const own = new console.Console({ stdout: sink((s) => written.push("out:" + s)), stderr: sink((s) => written.push("err:" + s)), groupIndentation: 4 });
own.log("a"), own.error("b"), own.group("g"), own.log("c\nd"), own.groupEnd(), own.count(), own.assert(false);
const { log } = own;
log("bound");
new console.Console(sink((s) => written.push("both:" + s))).warn("w %d", 1);
new console.Console({ stdout: sink((s) => written.push(s)), inspectOptions: { depth: 0 } }).log({ a: { b: 1 } });
new console.Console({ stdout: sink((s) => written.push(s)), colorMode: true }).log({ a: "b" }, 1);
console.log(written);
console.log(own instanceof console.Console, console instanceof console.Console, Object.prototype.toString.call(console));
class Loud extends console.Console { log(...args) { super.log("LOUD", ...args); } }
const loud = [];
new Loud(sink((s) => loud.push(s))).log("x");
console.log(loud);
