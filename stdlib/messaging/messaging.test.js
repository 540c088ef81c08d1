import { test, assert } from "lariat:test";

const turn = () => new Promise((resolve) => setTimeout(resolve, 1));
const heard = (port, type = "message") => new Promise((resolve) => port.addEventListener(type, resolve, { once: true }));

test("messages arrive in order, as copies, in turns of their own", async () => {
  const { port1, port2 } = new MessageChannel();
  const log = [];
  const value = { list: [1, new Map([["a", new Date(0)]])] };
  port2.onmessage = ({ data }) => {
    log.push(data);
    queueMicrotask(() => log.push(`after ${data.n ?? "value"}`));
  };
  port1.postMessage(value);
  for (let n = 0; n < 3; n++) port1.postMessage({ n });
  assert.deepEqual(log, []);
  await turn();
  assert.deepEqual(log, [value, "after value", { n: 0 }, "after 0", { n: 1 }, "after 1", { n: 2 }, "after 2"]);
  assert.ok(log[0] !== value && log[0].list[1] instanceof Map);
  port2.close();
});

test("a port waits for start() or onmessage; what came meanwhile is not lost", async () => {
  const { port1, port2 } = new MessageChannel();
  const log = [];
  port2.addEventListener("message", (event) => log.push(event.data));
  port1.postMessage(1);
  await turn();
  assert.deepEqual(log, []);
  port2.start();
  await turn();
  assert.deepEqual(log, [1]);
  port1.onmessage = null; // starts it, but nobody listens
  port2.postMessage("kept");
  await turn();
  port1.onmessage = (event) => log.push(event.data);
  await turn();
  assert.deepEqual(log, [1, "kept"]);
  port1.close();
  port2.close();
});

test("the event", async () => {
  const { port1, port2 } = new MessageChannel();
  const other = new MessageChannel();
  const next = heard(port2);
  port2.start();
  port1.postMessage({ here: other.port1 }, [other.port1]);
  const event = await next;
  assert.ok(event instanceof MessageEvent && event instanceof Event);
  assert.equal(event.isTrusted, true);
  assert.equal(event.target, port2);
  assert.deepEqual([event.origin, event.lastEventId, event.source], ["", "", null]);
  assert.equal(event.ports.length, 1);
  assert.ok(Object.isFrozen(event.ports) && event.ports === event.ports);
  assert.ok(event.ports[0] === event.data.here && event.data.here instanceof MessagePort && event.data.here !== other.port1);
  port1.close();
  other.port2.close();
});

test("transfer as a list, as options, and of buffers", async () => {
  const { port1, port2 } = new MessageChannel();
  const seen = [];
  port2.onmessage = ({ data, ports }) => seen.push([data.byteLength, ports.length]);
  for (const transfer of [(b) => [b], (b) => ({ transfer: [b] }), (b) => new Set([b])]) {
    const buffer = new ArrayBuffer(8);
    port1.postMessage(buffer, transfer(buffer));
    assert.equal(buffer.byteLength, 0);
  }
  for (const nothing of [undefined, null, {}, { transfer: undefined }]) port1.postMessage(new ArrayBuffer(4), nothing);
  await turn();
  assert.deepEqual(seen, [[8, 0], [8, 0], [8, 0], [4, 0], [4, 0], [4, 0], [4, 0]]);
  for (const bad of [1, "x", { transfer: 1 }, [1], { transfer: [null] }]) {
    assert.throws(() => port1.postMessage(1, bad), { name: "TypeError" });
  }
  port2.close();
});

test("a port takes along what has come, and order is kept", async () => {
  const { port1, port2 } = new MessageChannel();
  const ways = Array.from({ length: 5 }, () => new MessageChannel());
  for (let n = 0; n < 10; n++) port1.postMessage(n);
  let moving = port2;
  for (const { port1: to, port2: from } of ways) {
    to.postMessage(moving, [moving]);
    port1.postMessage("under way");
    from.start();
    moving = (await heard(from)).data;
    to.close();
  }
  port1.postMessage("end");
  const log = [];
  await new Promise((resolve) => {
    moving.onmessage = ({ data }) => (log.push(data), data === "end" && resolve());
  });
  assert.deepEqual(log, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, ...Array(5).fill("under way"), "end"]);
  port2.postMessage("from nowhere"); // it was transferred: nothing happens
  moving.close();
});

test("what cannot be posted", async () => {
  const { port1, port2 } = new MessageChannel();
  const refused = (f, name = "DataCloneError") => assert.throws(f, { name });
  refused(() => port1.postMessage(), "TypeError");
  refused(() => port1.postMessage(() => {}));
  refused(() => port1.postMessage(port2));
  assert.throws(() => port1.postMessage({ port2 }), /put it in the transfer list/);
  refused(() => port1.postMessage(1, [port1]));
  const buffer = new ArrayBuffer(1);
  refused(() => port1.postMessage(1, [buffer, buffer]));
  refused(() => port1.postMessage(1, [{}]));
  const closed = new MessageChannel().port1;
  closed.close();
  refused(() => port1.postMessage(1, [buffer, closed]));
  assert.equal(buffer.byteLength, 1);
  const moved = new MessageChannel().port1;
  structuredClone(moved, { transfer: [moved] });
  refused(() => port1.postMessage(1, [moved]));
  refused(() => structuredClone(moved, { transfer: [moved] }));
  refused(() => new MessagePort(), "TypeError");
  refused(() => MessageChannel(), "TypeError");
  await turn();
  port1.close();
});

test("a port that is posted through its own channel is lost, and the channel with it", async () => {
  const { port1, port2 } = new MessageChannel();
  const closed = heard(port1, "close");
  port1.postMessage("never", [port2]);
  assert.equal((await closed).type, "close");
});

test("close comes to both sides, after every message", async () => {
  const { port1, port2 } = new MessageChannel();
  const log = [];
  port1.onclose = () => log.push("one closed");
  port2.onclose = () => log.push("two closed");
  port2.onmessage = ({ data }) => log.push(data);
  port1.postMessage("a");
  port1.postMessage("b");
  port1.close();
  port1.close();
  port1.postMessage("late");
  await turn();
  assert.deepEqual(log, ["a", "b", "one closed", "two closed"]);
  assert.equal(port2.hasRef(), false);
});

test("what has come to a port that is closed is dropped, with the ports in it", async () => {
  const { port1, port2 } = new MessageChannel();
  const inner = new MessageChannel();
  const deeper = new MessageChannel();
  const closed = Promise.all([heard(inner.port2, "close"), heard(deeper.port2, "close")]);
  inner.port2.postMessage(1, [deeper.port1]);
  port1.postMessage("never", [inner.port1]);
  port2.onmessage = () => assert.fail("it was closed");
  port2.close();
  await closed;
});

test("ports that are sent to a closed port are closed", async () => {
  const { port1, port2 } = new MessageChannel();
  const inner = new MessageChannel();
  const closed = heard(inner.port2, "close");
  port2.close();
  port1.postMessage(1, [inner.port1]);
  await closed;
});

test("ref and unref, as in Node", () => {
  const { port1, port2 } = new MessageChannel();
  assert.equal(port1.hasRef(), false);
  const listener = () => {};
  port1.addEventListener("message", listener);
  assert.equal(port1.hasRef(), true);
  port1.unref();
  assert.equal(port1.hasRef(), false);
  port1.ref();
  assert.equal(port1.hasRef(), true);
  port1.removeEventListener("message", listener);
  assert.equal(port1.hasRef(), false);
  port1.onmessage = listener;
  assert.equal(port1.hasRef(), true);
  port1.onmessage = null;
  assert.equal(port1.hasRef(), false);
  port2.close();
  port1.close();
  port1.ref();
  assert.equal(port1.hasRef(), false);
});

test("the methods of an EventEmitter", async () => {
  const { port1, port2 } = new MessageChannel();
  const log = [];
  const listener = (value) => log.push(value);
  assert.equal(port2.on("message", listener).on("message", listener), port2);
  port2.once("message", (value) => log.push(`once ${value}`));
  assert.deepEqual([port2.listenerCount("message"), port2.eventNames()], [2, ["message"]]);
  port1.postMessage(1);
  port1.postMessage(2);
  await turn();
  assert.deepEqual(log, [1, "once 1", 2]);
  assert.equal(port2.emit("message", 3), true);
  assert.deepEqual(log.slice(3), [3]);
  port2.off("message", listener);
  assert.deepEqual([port2.listenerCount("message"), port2.hasRef()], [0, false]);
  assert.equal(port2.emit("message", 4), false);
  port1.postMessage("waits");
  await turn();
  port2.once("message", listener);
  await turn();
  assert.deepEqual(log.slice(4), ["waits"]);
  port2.on("close", (event) => log.push(event.type)).removeAllListeners();
  assert.deepEqual(port2.eventNames(), []);
  assert.throws(() => port2.on("message"), { name: "TypeError" });
  port1.close();
});

test("constructed events", () => {
  const { port1 } = new MessageChannel();
  const plain = new MessageEvent("message");
  assert.deepEqual([plain.data, plain.origin, plain.lastEventId, plain.source, [...plain.ports]], [null, "", "", null, []]);
  const full = new MessageEvent("x", { data: 5, origin: "o", lastEventId: 7, source: port1, ports: [port1], cancelable: true });
  assert.deepEqual([full.type, full.data, full.origin, full.lastEventId, full.cancelable], ["x", 5, "o", "7", true]);
  assert.ok(full.source === port1 && full.ports[0] === port1 && full.isTrusted === false);
  assert.throws(() => new MessageEvent("x", { source: {} }), { name: "TypeError" });
  assert.throws(() => new MessageEvent("x", { ports: [1] }), { name: "TypeError" });
  assert.throws(() => new MessageEvent(), { name: "TypeError" });
  const error = new Error("e");
  const failure = new ErrorEvent("error", { message: "m", filename: "f", lineno: 1, colno: 2, error });
  assert.deepEqual([failure.message, failure.filename, failure.lineno, failure.colno, failure.error], ["m", "f", 1, 2, error]);
  assert.equal(new ErrorEvent("error").error, undefined);
  class Own extends MessageEvent {
    own = 1;
  }
  assert.ok(new Own("x").own === 1 && new Own("x").data === null);
});

test("shape", () => {
  for (const Class of [MessageChannel, MessagePort, BroadcastChannel, MessageEvent, ErrorEvent]) {
    const own = Object.getOwnPropertyDescriptor(globalThis, Class.name);
    assert.deepEqual([own.writable, own.enumerable, own.configurable], [true, false, true]);
    assert.equal(Object.prototype.toString.call(Class.prototype), `[object ${Class.name}]`);
  }
  assert.ok(Object.getPrototypeOf(MessagePort) === EventTarget && Object.getPrototypeOf(BroadcastChannel) === EventTarget);
  assert.deepEqual([MessageChannel.length, BroadcastChannel.length, MessageEvent.length, MessagePort.prototype.postMessage.length], [0, 1, 1, 1]);
  assert.ok(Object.keys(MessagePort.prototype).includes("postMessage"));
});

test("a BroadcastChannel reaches all others of its name, in order", async () => {
  const [a, b, c, other] = ["x", "x", "x", "y"].map((name) => new BroadcastChannel(name));
  const log = [];
  for (const [name, channel] of Object.entries({ a, b, c, other })) {
    channel.onmessage = (event) => {
      assert.ok(event instanceof MessageEvent && event.target === channel);
      log.push(name + event.data.n);
      event.data.n = "changed";
    };
  }
  a.postMessage({ n: 1 });
  b.postMessage({ n: 2 });
  await turn();
  assert.deepEqual(log, ["b1", "c1", "a2", "c2"]);
  c.close();
  c.close();
  assert.equal(c.name, "x");
  assert.throws(() => c.postMessage(1), { name: "InvalidStateError", code: 11 });
  a.postMessage({ n: 3 });
  b.close();
  await turn();
  assert.deepEqual(log.slice(4), []);
  assert.throws(() => a.postMessage(() => {}), { name: "DataCloneError" });
  assert.throws(() => a.postMessage(), { name: "TypeError" });
  assert.throws(() => new BroadcastChannel(), { name: "TypeError" });
  assert.equal(new BroadcastChannel(null).name, "null");
  a.close();
  other.close();
});

test("a BroadcastChannel loses what nobody listens to, and may leave the program alone", async () => {
  const [a, b] = [new BroadcastChannel("z"), new BroadcastChannel("z")];
  a.postMessage("lost");
  const log = [];
  await turn();
  b.onmessage = ({ data }) => log.push(data);
  assert.equal(b.unref(), b);
  a.postMessage("heard");
  await turn();
  assert.deepEqual(log, ["heard"]);
});
