package es

import (
	"strings"
	"testing"

	"github.com/dop251/goja"
)

// survey writes down everything that a script can reach: of each object its class, its prototype, its keys in their
// order, and of each property its attributes and what it holds. What is reached first names an object.
const survey = `
(function () {
  const names = new Map(), queue = [], out = [];
  const name = (v, path) => {
    if (v === null || typeof v !== "object" && typeof v !== "function") {
      return typeof v === "symbol" ? v.toString() : typeof v + " " + String(v);
    }
    if (!names.has(v)) { names.set(v, path); queue.push(v) }
    return names.get(v);
  };
  const key = (k) => typeof k === "symbol" ? "[" + k.description + "]" : k;
  name(globalThis, "globalThis");
  // What has no name of its own comes next, in this order.
  for (const [path, v] of [
    ["generator", function* () {}], ["async", async () => {}], ["iterator", [].values()], ["text iterator", ""[Symbol.iterator]()],
    ["arguments", (function () { return arguments })(1)], ["regexp", /x/g], ["promise", Promise.resolve()], ["bound", (() => 1).bind()],
    ["class", class { static x = 1 }], ["error", (() => { try { null.x } catch (e) { return e } })()], ["buffer", new ArrayBuffer(1)],
    ["match", "ab".matchAll(/a/g)], ["map", new Map().entries()],
  ]) name(v, path);
  while (queue.length > 0) {
    const o = queue.shift(), path = names.get(o);
    const proto = Object.getPrototypeOf(o);
    out.push(path + " is " + typeof o + " " + Object.prototype.toString.call(o) + " of " + name(proto, path + ".__proto__") +
      (typeof o === "function" ? " " + Function.prototype.toString.call(o) : ""));
    for (const k of Reflect.ownKeys(o)) {
      const d = Reflect.getOwnPropertyDescriptor(o, k), at = path + "." + key(k);
      if (key(k) === "stack") continue;
      const flags = (d.writable ? "w" : "") + (d.enumerable ? "e" : "") + (d.configurable ? "c" : "");
      out.push("  " + key(k) + " " + flags + " " +
        ("value" in d ? name(d.value, at) : "get " + name(d.get, "get " + at) + " set " + name(d.set, "set " + at)));
    }
  }
  return out.join("\n");
})()`

// touches are ways into the built-ins that do not go by their names, and some that do.
var touches = []string{
	`0`, `(function* () {}).constructor`, `Object.getPrototypeOf(function* () {})`, `(function* () {})().next()`,
	`(async () => {})().constructor`, `Object.getPrototypeOf(async () => {}).constructor`, `Object.getPrototypeOf((async () => {})())`,
	`/x/.constructor`, `Object.getPrototypeOf(/x/)`, `"aXb".split(/x/i)`, `"aXb".replace(/x/i, "y")`, `"ab".match("b").index`,
	`[].values()`, `[...[1, 2]]`, `Object.getPrototypeOf(Object.getPrototypeOf([].values())).map`, `(function () { return arguments })(1)`,
	`try { null.x } catch (e) { Object.getPrototypeOf(e.constructor).captureStackTrace }`, `new TypeError().constructor`,
	`Object.getOwnPropertySymbols(Array.prototype)[0].constructor.dispose`, `Symbol.iterator.constructor`, `1n.constructor.asIntN`,
	`new Uint8Array(1).buffer.constructor`, `Int8Array.__proto__`, `new Map().constructor`, `"".constructor`, `(1).constructor`,
	`Promise.prototype.then`, `Promise.try`, `Object.groupBy([1], String)`, `Map.groupBy([1], String)`, `Iterator.from([1])`,
	`for (const k in globalThis);`, `Object.keys(globalThis)`, `Object.getOwnPropertyDescriptors(globalThis)`, `globalThis.missing`,
	`eval("1")`, `new Function("return 1")`, `(() => {}).constructor("return 1")`, `JSON.parse("[]")`, `new Proxy({}, {})`, `Reflect.ownKeys`,
	`(() => 1).bind()`, `new Date(0).toJSON()`, `WeakRef.name`, `new WeakMap().getOrInsert`, `DisposableStack.name`, `Error.stackTraceLimit`,
	`Math.sumPrecise([1])`, `({}).__lookupGetter__`, `"".isWellFormed()`, `Function.prototype.toString.call(Iterator)`,
}

// TestTouchChangesNothing looks at the whole world after each of the touches: built-ins are completed when they are
// first reached, whichever way that is, and no script can tell.
func TestTouchChangesNothing(t *testing.T) {
	prg := goja.MustCompile("survey", survey, false)
	look := func(touch string) []string {
		vm := newVM(t)
		run(t, vm, touch)
		v, err := vm.RunProgram(prg)
		if err != nil {
			t.Fatalf("after %s: %v", touch, err)
		}
		return strings.Split(v.String(), "\n")
	}
	want := look(touches[0])
	if len(want) < 2000 {
		t.Fatalf("the survey sees %d lines only", len(want))
	}
	for _, touch := range touches[1:] {
		got := look(touch)
		for i := range min(len(got), len(want)) {
			if got[i] != want[i] {
				t.Errorf("after %s: line %d\n got %s\nwant %s", touch, i, got[i], want[i])
				break
			}
		}
		if len(got) != len(want) {
			t.Errorf("after %s: %d lines, want %d", touch, len(got), len(want))
		}
	}
}
