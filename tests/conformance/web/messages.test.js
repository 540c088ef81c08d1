// Ports, channels, workers and locks, from https://html.spec.whatwg.org/#web-messaging, #workers and
// https://w3c.github.io/web-locks.
import { test, assert } from "lariat:test";

const named = (name) => (error) => error.name === name;
const next = (target, type = "message") => new Promise((resolve) => target.addEventListener(type, resolve, { once: true }));

test("the two ends of a channel", async () => {
  const { port1, port2 } = new MessageChannel();
  port1.postMessage(1);
  port1.postMessage({ a: new Map([[1, 2]]) });
  const got = [];
  await new Promise((resolve) => {
    port2.onmessage = (event) => { // which starts the port
      got.push(event);
      if (got.length === 2) resolve();
    };
  });
  assert.deepEqual(got.map(({ data }) => data), [1, { a: new Map([[1, 2]]) }]);
  const [event] = got;
  assert.deepEqual([event.origin, event.lastEventId, event.source, event.ports, event.isTrusted], ["", "", null, [], true]);
  assert.throws(() => port1.postMessage(() => {}), named("DataCloneError"));
  assert.throws(() => port1.postMessage(), named("TypeError"));
  assert.throws(() => port1.postMessage(1, [port1]), named("DataCloneError"));
  assert.throws(() => port1.postMessage(1, [{}]), named("DataCloneError"));
  assert.throws(() => port1.postMessage(1, { transfer: 1 }), named("TypeError"));
  port1.close();
  port1.postMessage("nobody hears it");
  port2.close();
});

test("a port that is not started keeps what comes", async () => {
  const { port1, port2 } = new MessageChannel();
  port1.postMessage("early");
  const message = next(port2);
  let heard = false;
  message.then(() => { heard = true; });
  await new Promise((resolve) => setTimeout(resolve, 5));
  assert.equal(heard, false);
  port2.start();
  assert.equal((await message).data, "early");
  port1.close();
});

test("a port that is moved takes along what waits for it", async () => {
  const [outer, inner] = [new MessageChannel(), new MessageChannel()];
  inner.port1.postMessage("waits");
  outer.port1.postMessage({ port: inner.port2 }, [inner.port2]);
  outer.port2.start();
  const event = await next(outer.port2);
  assert.ok(Object.isFrozen(event.ports) && event.ports[0] === event.data.port);
  event.ports[0].start();
  assert.equal((await next(event.ports[0])).data, "waits");
  assert.throws(() => outer.port1.postMessage(1, [inner.port2]), named("DataCloneError"));
  for (const port of [outer.port1, event.ports[0]]) port.close();
});

test("BroadcastChannel", async () => {
  const [a, b, c] = ["x", "x", "y"].map((name) => new BroadcastChannel(name));
  let wrong = 0;
  a.onmessage = c.onmessage = () => wrong++;
  const message = next(b);
  a.postMessage([1]);
  const event = await message;
  assert.deepEqual([event.data, event.ports, a.name], [[1], [], "x"]);
  await new Promise((resolve) => setTimeout(resolve));
  assert.equal(wrong, 0);
  for (const channel of [a, b, c]) channel.close();
  assert.throws(() => a.postMessage(1), named("InvalidStateError"));
  assert.throws(() => new BroadcastChannel(), named("TypeError"));
  assert.equal(new BroadcastChannel(null).name, "null");
});

const program = (text) => `data:text/javascript,${encodeURIComponent(text)}`;

test("a worker's own globals", async () => {
  const worker = new Worker(program(`
    const own = (name) => Object.getOwnPropertyDescriptor(self, name);
    postMessage([
      self === globalThis, name, self instanceof DedicatedWorkerGlobalScope, self instanceof EventTarget, Object.prototype.toString.call(self),
      typeof own("onmessage")?.get, own("postMessage").enumerable, typeof importScripts, typeof Worker, typeof URLPattern,
    ]);
  `), { name: "n" });
  const closed = next(worker, "close");
  assert.deepEqual((await next(worker)).data, [true, "n", true, true, "[object DedicatedWorkerGlobalScope]", "function", true, "undefined", "function", "function"]);
  await closed;
});

test("errors of a worker", async () => {
  const worker = new Worker(program("setTimeout(() => { throw new RangeError('inside') })"));
  const closed = next(worker, "close");
  const event = await next(worker, "error");
  event.preventDefault();
  assert.deepEqual([event instanceof ErrorEvent, event.cancelable, event.message], [true, true, "Uncaught RangeError: inside"]);
  await closed;
  const handled = new Worker(program("onerror = (message) => { postMessage(message); return true; }; setTimeout(() => { throw new Error('own') })"));
  const over = next(handled, "close");
  handled.onerror = () => assert.fail("it was handled inside");
  assert.equal((await next(handled)).data, "Uncaught Error: own");
  await over;
});

test("navigator.locks", async () => {
  const order = [];
  const hold = (name, mode) => navigator.locks.request("a", { mode }, async (lock) => {
    order.push(`${name} ${lock.name} ${lock.mode}`);
    await new Promise((resolve) => setTimeout(resolve, 1));
    order.push(`${name} ends`);
    return name;
  });
  const results = await Promise.all([hold("r1", "shared"), hold("r2", "shared"), hold("w", "exclusive")]);
  assert.deepEqual(results, ["r1", "r2", "w"]);
  assert.deepEqual(order, ["r1 a shared", "r2 a shared", "r1 ends", "r2 ends", "w a exclusive", "w ends"]);
  await navigator.locks.request("b", async () => {
    assert.equal(await navigator.locks.request("b", { ifAvailable: true }, (lock) => lock), null);
    const { held } = await navigator.locks.query();
    assert.deepEqual(held.map(({ name, mode }) => [name, mode]), [["b", "exclusive"]]);
    const stolen = navigator.locks.request("b", { signal: AbortSignal.abort("no") }, () => {});
    await stolen.then(() => assert.fail(), (why) => assert.equal(why, "no"));
  });
  const wrong = [
    [["-x", () => {}], "NotSupportedError"], [["a", { mode: "x" }, () => {}], "TypeError"], [["a", { steal: true, ifAvailable: true }, () => {}], "NotSupportedError"],
    [["a", { steal: true, mode: "shared" }, () => {}], "NotSupportedError"], [["a"], "TypeError"], [["a", {}], "TypeError"],
    [["a", { signal: new AbortController().signal, ifAvailable: true }, () => {}], "NotSupportedError"],
  ];
  for (const [args, name] of wrong) {
    await navigator.locks.request(...args).then(() => assert.fail(name), (error) => assert.equal(error.name, name, String(args[0])));
  }
});
