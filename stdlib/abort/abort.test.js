import { test, assert } from "lariat:test";

const tag = (value) => Object.prototype.toString.call(value);

test("an event has what its options say, and nothing else", () => {
  const event = new Event("save", { cancelable: true, bubbles: true });
  assert.equal(event.type, "save");
  assert.deepEqual([event.bubbles, event.cancelable, event.composed, event.isTrusted], [true, true, false, false]);
  assert.deepEqual([event.target, event.currentTarget, event.srcElement], [null, null, null]);
  assert.equal(event.eventPhase, Event.NONE);
  assert.deepEqual(event.composedPath(), []);
  assert.ok(event.timeStamp >= 0);
  assert.equal(tag(event), "[object Event]");
  assert.equal(new Event(5).type, "5");
  assert.equal(new Event("x", null).cancelable, false);
  assert.deepEqual([Event.NONE, Event.CAPTURING_PHASE, Event.AT_TARGET, event.BUBBLING_PHASE], [0, 1, 2, 3]);
  for (const wrong of [() => new Event(), () => new Event("x", 5), () => Event("x"), () => new Event(Symbol("x"))]) {
    assert.throws(wrong, TypeError);
  }
});

test("preventDefault cancels what can be canceled", () => {
  const firm = new Event("x");
  firm.preventDefault();
  assert.deepEqual([firm.defaultPrevented, firm.returnValue], [false, true]);
  const soft = new Event("x", { cancelable: true });
  soft.returnValue = true;
  assert.equal(soft.defaultPrevented, false);
  soft.returnValue = false;
  assert.deepEqual([soft.defaultPrevented, soft.returnValue], [true, false]);
});

test("initEvent begins an event anew", () => {
  const event = new Event("a", { cancelable: true });
  event.preventDefault();
  event.initEvent("b", true, false);
  assert.deepEqual([event.type, event.bubbles, event.cancelable, event.defaultPrevented], ["b", true, false, false]);
});

test("a custom event carries its detail", () => {
  const detail = { n: 1 };
  const event = new CustomEvent("x", { detail, cancelable: true });
  assert.ok(event instanceof Event);
  assert.equal(event.detail, detail);
  assert.equal(event.cancelable, true);
  assert.equal(new CustomEvent("x").detail, null);
  assert.equal(tag(event), "[object CustomEvent]");
});

test("dispatchEvent tells the listeners in their order and says whether nobody objected", () => {
  const target = new EventTarget();
  const heard = [];
  target.addEventListener("x", function (event) {
    heard.push("function", this === target, event.currentTarget === target, event.eventPhase, event.composedPath().length);
  });
  target.addEventListener("x", { name: "object", handleEvent(event) { heard.push(this.name, event.target === target); } });
  target.addEventListener("y", () => heard.push("never"));
  const event = new Event("x");
  assert.equal(target.dispatchEvent(event), true);
  assert.deepEqual(heard, ["function", true, true, Event.AT_TARGET, 1, "object", true]);
  assert.deepEqual([event.target, event.currentTarget, event.eventPhase], [target, null, Event.NONE]);
  target.addEventListener("z", (event) => event.preventDefault());
  assert.equal(target.dispatchEvent(new Event("z")), true);
  assert.equal(target.dispatchEvent(new Event("z", { cancelable: true })), false);
});

test("capturing listeners come first", () => {
  const target = new EventTarget();
  const heard = [];
  target.addEventListener("x", () => heard.push("plain"));
  target.addEventListener("x", () => heard.push("capture"), true);
  target.addEventListener("x", () => heard.push("capture too"), { capture: true });
  target.dispatchEvent(new Event("x"));
  assert.deepEqual(heard, ["capture", "capture too", "plain"]);
});

test("a listener is the callback and the phase: twice is once", () => {
  const target = new EventTarget();
  let calls = 0;
  const count = () => calls++;
  target.addEventListener("x", count);
  target.addEventListener("x", count, { once: true });
  target.addEventListener("x", count, true);
  target.dispatchEvent(new Event("x"));
  assert.equal(calls, 2);
  target.removeEventListener("x", count, { capture: true });
  target.dispatchEvent(new Event("x"));
  assert.equal(calls, 3);
  target.removeEventListener("x", count);
  target.removeEventListener("x", count);
  target.removeEventListener("x", null);
  target.dispatchEvent(new Event("x"));
  assert.equal(calls, 3);
});

test("once, and an event of the same type from inside a listener", () => {
  const target = new EventTarget();
  const heard = [];
  target.addEventListener("x", () => { heard.push("once"); target.dispatchEvent(new Event("x")); }, { once: true });
  target.addEventListener("x", () => heard.push("always"));
  target.dispatchEvent(new Event("x"));
  assert.deepEqual(heard, ["once", "always", "always"]);
});

test("listeners that come and go during a dispatch", () => {
  const target = new EventTarget();
  const heard = [];
  const gone = () => heard.push("gone");
  target.addEventListener("x", () => {
    heard.push("first");
    target.removeEventListener("x", gone);
    target.addEventListener("x", () => heard.push("late"));
  }, { once: true });
  target.addEventListener("x", gone);
  target.dispatchEvent(new Event("x"));
  assert.deepEqual(heard, ["first"]);
  target.dispatchEvent(new Event("x"));
  assert.deepEqual(heard, ["first", "late"]);
});

test("stopPropagation ends the phase, stopImmediatePropagation everything", () => {
  const heard = [];
  const target = new EventTarget();
  target.addEventListener("x", (event) => { heard.push(1); event.stopPropagation(); assert.equal(event.cancelBubble, true); });
  target.addEventListener("x", () => heard.push(2));
  target.addEventListener("y", (event) => { heard.push(3); event.stopImmediatePropagation(); });
  target.addEventListener("y", () => heard.push(4));
  const event = new Event("x");
  target.dispatchEvent(event);
  target.dispatchEvent(new Event("y"));
  assert.deepEqual(heard, [1, 2, 3]);
  assert.equal(event.cancelBubble, false);
});

test("a passive listener cannot cancel", () => {
  const target = new EventTarget();
  target.addEventListener("x", (event) => event.preventDefault(), { passive: true });
  assert.equal(target.dispatchEvent(new Event("x", { cancelable: true })), true);
});

test("a signal takes listeners away", () => {
  const target = new EventTarget();
  const controller = new AbortController();
  let calls = 0;
  target.addEventListener("x", () => calls++, { signal: controller.signal });
  target.addEventListener("x", () => { calls++; controller.abort(); }, { signal: controller.signal });
  target.addEventListener("x", () => calls++, { signal: controller.signal });
  target.dispatchEvent(new Event("x"));
  target.dispatchEvent(new Event("x"));
  assert.equal(calls, 2);
  target.addEventListener("x", () => calls++, { signal: controller.signal });
  target.dispatchEvent(new Event("x"));
  assert.equal(calls, 2);
});

test("an event that is under way is not sent again", () => {
  const target = new EventTarget();
  let error;
  target.addEventListener("x", (event) => { try { target.dispatchEvent(event); } catch (e) { error = e; } });
  const event = new Event("x");
  target.dispatchEvent(event);
  assert.ok(error instanceof Error);
  assert.equal(target.dispatchEvent(event), true);
});

test("scripts extend EventTarget and Event", () => {
  class Door extends EventTarget {
    #open = false;
    toggle() {
      this.#open = !this.#open;
      return this.dispatchEvent(new DoorEvent(this.#open));
    }
  }
  class DoorEvent extends Event {
    constructor(open) { super("door", { cancelable: true }); this.open = open; }
  }
  const door = new Door();
  let heard;
  door.addEventListener("door", (event) => { heard = event; });
  assert.equal(door.toggle(), true);
  assert.ok(heard instanceof DoorEvent && heard instanceof Event && heard.target === door && heard.open);
});

test("what is no target, listener or event is refused", () => {
  const target = new EventTarget();
  const on = EventTarget.prototype.addEventListener;
  for (const wrong of [
    () => on.call({}, "x", () => {}), () => on.call(undefined, "x", () => {}), () => on.call(Object.create(EventTarget.prototype), "x", () => {}),
    () => target.addEventListener("x", 5), () => target.addEventListener("x"), () => target.dispatchEvent({}),
    () => target.dispatchEvent(), () => target.addEventListener("x", () => {}, { signal: 5 }), () => EventTarget(),
    () => Object.getOwnPropertyDescriptor(Event.prototype, "type").get.call({}),
  ]) {
    assert.throws(wrong, TypeError, String(wrong));
  }
  assert.throws(() => on.call({}, "x", () => {}), /this" must be an EventTarget/);
  assert.throws(() => AbortController.prototype.abort.call({}), /this" must be an AbortController/);
  assert.throws(() => target.addEventListener("x", null, { signal: null }), TypeError);
  assert.equal(target.addEventListener("x", null), undefined);
});

test("a controller aborts its signal once", () => {
  const controller = new AbortController();
  const { signal } = controller;
  assert.equal(controller.signal, signal);
  assert.deepEqual([signal.aborted, signal.reason, signal.onabort], [false, undefined, null]);
  signal.throwIfAborted();
  const heard = [];
  signal.addEventListener("abort", (event) => heard.push(event.type, event.target === signal, event.isTrusted));
  signal.onabort = function () { heard.push("handler", this === signal); };
  const reason = { why: "enough" };
  controller.abort(reason);
  controller.abort("again");
  assert.deepEqual(heard, ["abort", true, true, "handler", true]);
  assert.equal(signal.aborted, true);
  assert.equal(signal.reason, reason);
  try {
    signal.throwIfAborted();
    assert.ok(false, "throwIfAborted did not throw");
  } catch (e) {
    assert.equal(e, reason);
  }
});

test("without a reason it is an AbortError", () => {
  for (const signal of [AbortSignal.abort(), AbortSignal.abort(undefined)]) {
    assert.ok(signal.reason instanceof DOMException && signal.reason instanceof Error);
    assert.deepEqual([signal.reason.name, signal.reason.code], ["AbortError", 20]);
    assert.equal(signal.reason.message, "This operation was aborted");
    assert.equal(signal.reason, signal.reason);
  }
  assert.equal(AbortSignal.abort(null).reason, null);
  assert.equal(AbortSignal.abort(0).reason, 0);
});

test("onabort is a listener that can be replaced", () => {
  const controller = new AbortController();
  const { signal } = controller;
  const heard = [];
  signal.onabort = () => heard.push("never");
  signal.addEventListener("abort", () => heard.push("listener"));
  const handler = () => heard.push("handler");
  signal.onabort = handler;
  assert.equal(signal.onabort, handler);
  controller.abort();
  assert.deepEqual(heard, ["handler", "listener"]);
  signal.onabort = null;
  assert.equal(signal.onabort, null);
});

test("signals cannot be made or called by hand", () => {
  assert.throws(() => new AbortSignal(), TypeError);
  assert.throws(() => AbortSignal(), TypeError);
  assert.throws(() => AbortController(), TypeError);
  assert.throws(() => AbortController.prototype.abort.call({}), TypeError);
  assert.throws(() => AbortSignal.prototype.throwIfAborted.call(new EventTarget()), TypeError);
  assert.ok(new AbortController().signal instanceof AbortSignal);
  assert.ok(new AbortController().signal instanceof EventTarget);
  assert.equal(tag(new AbortController().signal), "[object AbortSignal]");
});

test("timeout() ends with a TimeoutError", async () => {
  const signal = AbortSignal.timeout(5);
  assert.equal(signal.aborted, false);
  const keep = setTimeout(() => {}, 50); // the signal's own timer does not
  await new Promise((resolve) => { signal.onabort = resolve; });
  clearTimeout(keep);
  assert.deepEqual([signal.reason.name, signal.reason.code], ["TimeoutError", 23]);
  assert.equal(signal.reason.message, "The operation was aborted due to timeout");
  assert.ok(signal.reason instanceof DOMException);
  assert.throws(() => AbortSignal.timeout(-1), RangeError);
  assert.throws(() => AbortSignal.timeout(), TypeError);
});

test("any() ends with the first of its signals, for its reason", () => {
  const [a, b] = [new AbortController(), new AbortController()];
  const either = AbortSignal.any([a.signal, b.signal, b.signal]);
  assert.equal(either.aborted, false);
  const reason = new Error("b");
  b.abort(reason);
  a.abort("late");
  assert.equal(either.reason, reason);
  assert.equal(AbortSignal.any([new AbortController().signal, b.signal]).reason, reason);
  assert.equal(AbortSignal.any([]).aborted, false);
  assert.equal(AbortSignal.any(new Set([a.signal])).reason, "late");
  for (const wrong of [() => AbortSignal.any(), () => AbortSignal.any(1), () => AbortSignal.any([1]), () => AbortSignal.any([{}])]) {
    assert.throws(wrong, TypeError);
  }
});

test("any(): all have ended before the first event", () => {
  const controller = new AbortController();
  const first = AbortSignal.any([controller.signal]);
  const second = AbortSignal.any([first]);
  const heard = [];
  const all = () => [controller.signal, first, second].map((signal) => signal.aborted);
  second.addEventListener("abort", () => heard.push("second", ...all()));
  first.addEventListener("abort", () => heard.push("first", ...all()));
  controller.signal.addEventListener("abort", () => heard.push("source", ...all()));
  controller.abort();
  assert.deepEqual(heard, ["source", true, true, true, "first", true, true, true, "second", true, true, true]);
  assert.equal(first.reason, controller.signal.reason);
  assert.equal(second.reason, controller.signal.reason);
});

test("any(): a source that ends in a listener of another changes nothing", () => {
  const [a, b] = [new AbortController(), new AbortController()];
  const either = AbortSignal.any([a.signal, b.signal]);
  let events = 0;
  either.addEventListener("abort", () => events++);
  a.signal.addEventListener("abort", () => b.abort("b"));
  a.abort("a");
  assert.deepEqual([either.reason, events], ["a", 1]);
});

test("DOMException has a name and the code that goes with it", () => {
  const error = new DOMException("gone", "NotFoundError");
  assert.deepEqual([error.name, error.message, error.code], ["NotFoundError", "gone", 8]);
  assert.deepEqual([new DOMException().name, new DOMException().message, new DOMException().code], ["Error", "", 0]);
  assert.equal(String(error), "NotFoundError: gone");
  assert.equal(DOMException.ABORT_ERR, 20);
  assert.equal(tag(error), "[object DOMException]");
});
