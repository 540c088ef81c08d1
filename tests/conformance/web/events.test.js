// Events and cancellation, from https://dom.spec.whatwg.org.
import { test, assert } from "lariat:test";

test("new Event() converts what it is given", () => {
  const table = [
    [["x"], "x", false, false, false],
    [[1, { bubbles: 1, cancelable: "yes", composed: {} }], "1", true, true, true],
    [[null, null], "null", false, false, false],
    [[undefined, undefined], "undefined", false, false, false],
    [[{ toString: () => "made" }, () => {}], "made", false, false, false],
  ];
  for (const [args, type, bubbles, cancelable, composed] of table) {
    const event = new Event(...args);
    assert.deepEqual([event.type, event.bubbles, event.cancelable, event.composed], [type, bubbles, cancelable, composed]);
    assert.deepEqual([event.target, event.currentTarget, event.eventPhase, event.isTrusted], [null, null, Event.NONE, false]);
  }
  assert.throws(() => new Event(), TypeError);
  assert.throws(() => new Event("x", 1), TypeError);
  assert.throws(() => new Event(Symbol("x")), TypeError);
});

test("events that were made in the old way", () => {
  const event = new CustomEvent("a", { detail: 1, cancelable: true });
  event.preventDefault();
  event.initCustomEvent("b", true, false, 2);
  assert.deepEqual([event.type, event.bubbles, event.cancelable, event.detail, event.defaultPrevented], ["b", true, false, 2, false]);
  event.initEvent("c");
  assert.deepEqual([event.type, event.bubbles, event.detail], ["c", false, 2]);
  const message = new MessageEvent("a", { data: 1 });
  message.initMessageEvent("b", false, true, "data", "origin", "id", null);
  assert.deepEqual([message.type, message.cancelable, message.data, message.origin, message.lastEventId, message.source], ["b", true, "data", "origin", "id", null]);
  assert.deepEqual(message.ports, []);
  assert.throws(() => event.initCustomEvent(), TypeError);
});

test("an event that is under way is not made anew", () => {
  const target = new EventTarget();
  const event = new CustomEvent("a", { detail: 1 });
  target.addEventListener("a", () => event.initCustomEvent("b", false, false, 2));
  target.dispatchEvent(event);
  assert.deepEqual([event.type, event.detail], ["a", 1]);
});

test("the order of listeners, and what stops them", () => {
  const target = new EventTarget();
  const seen = [];
  const note = (name) => () => seen.push(name);
  target.addEventListener("x", note("first"));
  target.addEventListener("x", note("capture"), true);
  target.addEventListener("x", note("once"), { once: true });
  const removed = note("removed");
  target.addEventListener("x", () => target.removeEventListener("x", removed));
  target.addEventListener("x", removed);
  target.addEventListener("x", () => target.addEventListener("x", note("late")));
  assert.equal(target.dispatchEvent(new Event("x")), true);
  assert.deepEqual(seen, ["capture", "first", "once"]);
  seen.length = 0;
  target.addEventListener("x", (event) => event.stopImmediatePropagation(), { capture: true });
  target.addEventListener("x", note("after"), { capture: true });
  target.dispatchEvent(new Event("x"));
  assert.deepEqual(seen, ["capture"]);
});

test("what a listener may be", () => {
  const target = new EventTarget();
  const seen = [];
  target.addEventListener("x", null);
  target.addEventListener("x", { handleEvent(event) { seen.push(this, event.type); } });
  target.dispatchEvent(new Event("x"));
  assert.equal(seen.length, 2);
  assert.throws(() => target.addEventListener("x", 1), TypeError);
  assert.throws(() => target.addEventListener("x"), TypeError);
  assert.throws(() => target.dispatchEvent({ type: "x" }), TypeError);
});

test("a passive listener prevents nothing, and returnValue is another word for it", () => {
  const target = new EventTarget();
  target.addEventListener("x", (event) => event.preventDefault(), { passive: true });
  assert.equal(target.dispatchEvent(new Event("x", { cancelable: true })), true);
  target.addEventListener("x", (event) => { event.returnValue = false; });
  assert.equal(target.dispatchEvent(new Event("x", { cancelable: true })), false);
  assert.equal(target.dispatchEvent(new Event("x")), true);
});

test("a signal takes listeners away", () => {
  const target = new EventTarget();
  const controller = new AbortController();
  let count = 0;
  target.addEventListener("x", () => count++, { signal: controller.signal });
  target.dispatchEvent(new Event("x"));
  controller.abort();
  target.dispatchEvent(new Event("x"));
  target.addEventListener("x", () => count++, { signal: controller.signal });
  target.dispatchEvent(new Event("x"));
  assert.equal(count, 1);
  assert.throws(() => target.addEventListener("x", () => {}, { signal: null }), TypeError);
});

test("AbortSignal", async () => {
  assert.equal(AbortSignal.abort().reason.name, "AbortError");
  assert.equal(AbortSignal.abort("why").reason, "why");
  assert.equal(AbortSignal.abort(null).reason, null);
  assert.throws(() => AbortSignal.abort("why").throwIfAborted(), (error) => error === "why");
  assert.throws(() => new AbortSignal(), TypeError);
  assert.throws(() => AbortSignal.timeout(), TypeError);
  const signal = AbortSignal.timeout(5);
  await new Promise((resolve) => setTimeout(resolve, 10));
  assert.deepEqual([signal.reason.name, signal.reason.code, signal.reason instanceof DOMException], ["TimeoutError", 23, true]);
});

test("AbortSignal.any()", () => {
  assert.equal(AbortSignal.any([]).aborted, false);
  const [a, b] = [new AbortController(), new AbortController()];
  const both = AbortSignal.any([a.signal, b.signal]);
  const nested = AbortSignal.any([both]);
  const seen = [];
  nested.onabort = () => seen.push("nested");
  both.onabort = () => seen.push("both");
  a.signal.onabort = () => seen.push("a");
  b.abort("b");
  a.abort("a");
  assert.deepEqual([both.reason, nested.reason, seen], ["b", "b", ["both", "nested", "a"]]);
  assert.equal(AbortSignal.any([AbortSignal.abort(1), AbortSignal.abort(2)]).reason, 1);
  assert.throws(() => AbortSignal.any([{}]), TypeError);
  assert.throws(() => AbortSignal.any(), TypeError);
});
