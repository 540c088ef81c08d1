import { test, assert } from "lariat:test";
import * as timers from "node:timers";
import { scheduler, setImmediate as immediate, setInterval as every, setTimeout as sleep } from "node:timers/promises";

test("a timeout is an object with ref, unref, refresh and close", async () => {
  let calls = 0;
  const t = setTimeout(() => calls++, 10);
  assert.equal(t.constructor.name, "Timeout");
  assert.deepEqual([t.hasRef(), t.unref() === t, t.hasRef(), t.ref() === t, t.hasRef()], [true, true, false, true, true]);
  assert.equal(t.refresh(), t);
  assert.equal(t.close(), t);
  await sleep(20);
  assert.equal(calls, 0);
});

test("a timeout is an ordinary object otherwise", () => {
  const t = setTimeout(() => {}, 1);
  t.label = "mine";
  assert.deepEqual([Object.keys(t), JSON.stringify(t), String(Object.prototype.toString.call(t))], [["label"], '{"label":"mine"}', "[object Timeout]"]);
  assert.ok(new WeakMap([[t, 1]]).has(t));
  assert.equal(t instanceof t.constructor, true);
  assert.throws(() => new t.constructor(), TypeError);
  assert.throws(() => t.ref.call({}), TypeError);
  clearTimeout(t);
});

test("the callback gets the timeout as this, and the arguments", async () => {
  const heard = [];
  const one = setTimeout(function (...args) { heard.push(this === one, ...args); }, 1, "a", "b");
  const all = setInterval(function (...args) { heard.push(this === all, ...args); clearInterval(this); }, 2, 3);
  setImmediate((...args) => heard.push(...args), 4, 5);
  await sleep(10);
  assert.deepEqual(heard, [4, 5, true, "a", "b", true, 3]);
});

test("a number stands for a timeout", async () => {
  const heard = [];
  const ids = [1, 2, 3].map((n) => +setTimeout(() => heard.push(n), 5));
  assert.ok(ids.every((id) => Number.isInteger(id) && id > 0));
  assert.equal(new Set(ids).size, 3);
  clearTimeout(ids[0]);
  clearInterval(`${ids[1]}`);
  await sleep(10);
  assert.deepEqual(heard, [3]);
});

test("clearing what is no timer does nothing", () => {
  for (const clear of [clearTimeout, clearInterval, clearImmediate]) {
    for (const what of [undefined, null, {}, "x", Symbol("x"), () => {}, []]) {
      assert.equal(clear(what), undefined);
    }
  }
  clearTimeout(1e9);
});

test("a timeout and an interval are cleared by either function", async () => {
  let calls = 0;
  clearInterval(setTimeout(() => calls++, 1));
  clearTimeout(setInterval(() => calls++, 1));
  clearImmediate(setImmediate(() => calls++));
  await sleep(10);
  assert.equal(calls, 0);
});

test("timers fire in the order of their times, equal ones in the order of the calls", async () => {
  const order = [];
  setTimeout(() => order.push("c"), 20);
  setTimeout(() => order.push("a"), 10);
  setTimeout(() => order.push("d"), 20);
  setTimeout(() => order.push("b"), 10);
  await sleep(30);
  assert.equal(order.join(""), "abcd");
});

test("a delay that is none is one millisecond", async () => {
  const order = [];
  for (const delay of [1, 0, -5, NaN, undefined, "x", 2 ** 31, Infinity, "1", 1.9, null, {}]) {
    setTimeout(() => order.push(String(delay)), delay);
  }
  setTimeout(() => order.push("two"), 2);
  await sleep(10);
  assert.deepEqual(order, ["1", "0", "-5", "NaN", "undefined", "x", "2147483648", "Infinity", "1", "1.9", "null", "[object Object]", "two"]);
});

test("only functions are callbacks", () => {
  for (const set of [setTimeout, setInterval, setImmediate, queueMicrotask]) {
    for (const wrong of ["alert(1)", undefined, null, 5, {}]) {
      assert.throws(() => set(wrong, 1), TypeError);
    }
  }
  assert.throws(() => setTimeout(() => {}, 1n), TypeError);
  assert.throws(() => setTimeout(() => {}, Symbol("1")), TypeError);
});

test("microtasks run between timers and between immediates", async () => {
  const order = [];
  for (const n of [1, 2]) {
    setTimeout(() => { order.push(`t${n}`); Promise.resolve().then(() => order.push(`mt${n}`)); }, 1);
    setImmediate(() => { order.push(`i${n}`); queueMicrotask(() => order.push(`mi${n}`)); });
  }
  await sleep(10);
  assert.deepEqual(order, ["i1", "mi1", "i2", "mi2", "t1", "mt1", "t2", "mt2"]);
});

test("microtasks and promises stand in one queue", async () => {
  const order = [];
  queueMicrotask(() => { order.push("q1"); queueMicrotask(() => order.push("q3")); });
  Promise.resolve().then(() => order.push("p1")).then(() => order.push("p2"));
  queueMicrotask(function () { order.push("q2"); assert.equal(arguments.length, 0); });
  order.push("now");
  await sleep(1);
  assert.deepEqual(order, ["now", "q1", "p1", "q2", "q3", "p2"]);
});

test("an immediate comes after what runs now and before later timers", async () => {
  const order = [];
  await new Promise((resolve) => {
    setTimeout(() => {
      setImmediate(() => { order.push("immediate"); setImmediate(() => order.push("next round")); });
      setTimeout(() => { order.push("timeout"); }, 0);
      setTimeout(resolve, 5);
      queueMicrotask(() => order.push("microtask"));
    }, 1);
    setTimeout(() => order.push("same time"), 1);
  });
  assert.deepEqual(order, ["microtask", "same time", "immediate", "next round", "timeout"]);
});

test("immediates can be cleared by one another and unref'd", async () => {
  const order = [];
  setImmediate(() => { order.push(1); clearImmediate(second); });
  const second = setImmediate(() => order.push(2));
  const third = setImmediate(() => order.push(3));
  assert.deepEqual([third.constructor.name, third.hasRef(), third.unref() === third, third.hasRef()], ["Immediate", true, true, false]);
  assert.equal(third.ref(), third);
  await sleep(5);
  assert.deepEqual(order, [1, 3]);
});

test("refresh() starts again, also after the timeout has fired", async () => {
  const order = [];
  const t = setTimeout(() => order.push("t"), 10);
  setTimeout(() => { order.push("refresh"); t.refresh(); }, 5);
  setTimeout(() => order.push("12"), 12);
  await sleep(30);
  assert.deepEqual(order, ["refresh", "12", "t"]);
  t.refresh();
  await sleep(30);
  assert.equal(order.length, 4);
});

test("an interval goes on until it is cleared, also from inside", async () => {
  const at = [];
  const start = Date.now();
  const t = setInterval(() => { at.push(Date.now() - start); if (at.length === 3) clearInterval(t); }, 10);
  await sleep(100);
  assert.equal(at.length, 3);
  assert.ok(at[0] >= 9 && at[1] >= 19 && at[2] >= 29, String(at));
});

test("timers dispose of themselves", async () => {
  let calls = 0;
  for (const t of [setTimeout(() => calls++, 1), setInterval(() => calls++, 1), setImmediate(() => calls++)]) t[Symbol.dispose]();
  await sleep(10);
  assert.equal(calls, 0);
});

test("promises of a timeout, an immediate and a wait", async () => {
  assert.equal(await sleep(1, "value"), "value");
  assert.equal(await sleep(), undefined);
  assert.equal(await immediate("soon"), "soon");
  assert.equal(await scheduler.wait(1), undefined);
  assert.equal(await scheduler.yield(), undefined);
});

test("a signal ends the promise with its reason", async () => {
  const controller = new AbortController();
  const reason = new Error("enough");
  const wrapped = (error) => error === reason || error.cause === reason;
  const waits = [
    sleep(1e6, "x", { signal: controller.signal }), immediate("x", { signal: controller.signal }),
    scheduler.wait(1e6, { signal: controller.signal }),
  ];
  controller.abort(reason);
  waits.push(sleep(1, "x", { signal: controller.signal }));
  for (const wait of waits) await assert.rejects(wait, wrapped);
});

test("wrong arguments reject", async () => {
  for (const wrong of [
    () => sleep(1, 2, 3), () => sleep(1, 2, { signal: 5 }), () => sleep("x"), () => immediate(1, { signal: {} }), () => scheduler.wait({}),
  ]) {
    await assert.rejects(wrong(), (error) => error instanceof TypeError || error instanceof RangeError, String(wrong));
  }
});

test("an async interval counts what it could not deliver", async () => {
  const start = Date.now();
  let n = 0;
  for await (const value of every(10, "tick")) {
    assert.equal(value, "tick");
    if (++n === 1) await sleep(35);
    if (n === 4) break;
  }
  assert.ok(Date.now() - start < 60, `${Date.now() - start} ms`);
});

test("an async interval ends with its signal and with return", async () => {
  const controller = new AbortController();
  const reason = new Error("enough");
  let n = 0;
  const loop = async () => {
    for await (const _ of every(1, null, { signal: controller.signal })) if (++n === 3) controller.abort(reason);
  };
  await assert.rejects(loop(), (error) => error === reason || error.cause === reason);
  assert.equal(n, 3);
  const it = every(1);
  await it.next();
  assert.deepEqual(await it.return("x"), { value: "x", done: true });
  assert.deepEqual(await it.next(), { value: undefined, done: true });
  const ended = every(1, null, { signal: controller.signal });
  await assert.rejects(ended.next(), (error) => error === reason || error.cause === reason);
});

test("what the modules hold", () => {
  assert.equal(timers.setTimeout, setTimeout);
  assert.equal(timers.promises.setTimeout, sleep);
  const custom = Symbol.for("nodejs.util.promisify.custom");
  assert.equal(setTimeout[custom], sleep);
  assert.equal(setImmediate[custom], immediate);
  assert.equal(setTimeout.name, "setTimeout");
});
