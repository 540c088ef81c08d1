import { test, assert } from "lariat:test";
import { serve, upgradeWebSocket } from "lariat:http";
import { sleep, withTimeout } from "lariat:task";

const next = (target, type) => new Promise((resolve) => target.addEventListener(type, resolve, { once: true }));

/** A server whose sockets go to a function. */
const serving = (begin, options, serveOptions) => serve((request) => {
  const { socket, response } = upgradeWebSocket(request, options);
  begin(socket, request);
  return response;
}, serveOptions);

const echo = (socket) => {
  socket.binaryType = "arraybuffer";
  socket.onmessage = ({ data }) => socket.send(data);
};

test("URLs and protocols are checked as the standard says", () => {
  for (const url of ["", "/chat", "ftp://a", "ws://a/#x", "ws://a/#", "wss://", "ws://a:70000"]) {
    assert.throws(() => new WebSocket(url), { name: "SyntaxError" }, url);
  }
  for (const protocols of ["a b", "", ["a", "a"], ["a", "b,c"], ["ü"], { protocols: ["x", "x"] }]) {
    assert.throws(() => new WebSocket("ws://localhost:1", protocols), { name: "SyntaxError" });
  }
  assert.throws(() => new WebSocket(), TypeError);
  assert.throws(() => WebSocket("ws://localhost:1"), TypeError);
});

test("http: becomes ws:, and a port that nobody has is an error and a close", async () => {
  const socket = new WebSocket("http://localhost:1/x?y");
  assert.deepEqual([socket.url, socket.readyState, socket.protocol, socket.extensions, socket.binaryType, socket.bufferedAmount],
    ["ws://localhost:1/x?y", 0, "", "", "blob", 0]);
  assert.throws(() => socket.send("x"), { name: "InvalidStateError" });
  const [error, close] = await Promise.all([next(socket, "error"), next(socket, "close")]);
  assert.ok(error instanceof ErrorEvent && /bad port/.test(error.message), error.message);
  assert.deepEqual([close.code, close.reason, close.wasClean, socket.readyState], [1006, "", false, 3]);
});

test("the constants are on the class and on its prototype", () => {
  for (const obj of [WebSocket, WebSocket.prototype]) {
    assert.deepEqual([obj.CONNECTING, obj.OPEN, obj.CLOSING, obj.CLOSED], [0, 1, 2, 3]);
    assert.deepEqual(Object.getOwnPropertyDescriptor(obj, "OPEN"), { value: 1, writable: false, enumerable: true, configurable: false });
  }
  const event = new CloseEvent("close", { wasClean: true, code: 65537, reason: "r" });
  assert.deepEqual([event.wasClean, event.code, event.reason, event instanceof Event], [true, 1, "r", true]);
});

test("text and bytes come back as they went", async () => {
  await using server = await serving(echo);
  const socket = new WebSocket(server.url);
  socket.binaryType = "arraybuffer";
  socket.binaryType = "nonsense";
  assert.equal(socket.binaryType, "arraybuffer");
  await next(socket, "open");
  const sent = ["", "grüße 🎉", "half \uD83D", "x".repeat(70_000), new Uint8Array([1, 2, 3]), new Uint8Array([9, 1, 2, 9]).subarray(1, 3),
    new Blob(["blob"]), new ArrayBuffer(0), 42];
  const got = [];
  const all = new Promise((resolve) => (socket.onmessage = (event) => {
    assert.equal(event.origin, `ws://${server.url.host}`);
    got.push(typeof event.data === "string" ? event.data : [...new Uint8Array(event.data)]);
    if (got.length === sent.length) resolve();
  }));
  for (const data of sent) socket.send(data);
  await all;
  assert.deepEqual(got, ["", "grüße 🎉", "half \uFFFD", "x".repeat(70_000), [1, 2, 3], [1, 2], [98, 108, 111, 98], [], "42"]);
  socket.binaryType = "blob";
  socket.send(new Uint8Array([104, 105]));
  const { data } = await next(socket, "message");
  assert.ok(data instanceof Blob);
  assert.equal(await data.text(), "hi");
  socket.close();
  await next(socket, "close");
});

test("both sides agree on a protocol and on compression", async () => {
  await using server = await serving((socket) => (socket.onopen = () => socket.send(socket.protocol)), { protocol: "v2" });
  const socket = new WebSocket(server.url, ["v1", "v2"]);
  const { data } = await next(socket, "message");
  assert.deepEqual([data, socket.protocol], ["v2", "v2"]);
  assert.match(socket.extensions, /^permessage-deflate/);
  socket.close();
  await next(socket, "close");
  const wrong = new WebSocket(server.url, "v1"); // the handler throws, since nobody has offered v2
  assert.match((await next(wrong, "error")).message, /500 Internal Server Error instead of 101/);
});

test("a server that picks no protocol is refused by a client that has some", async () => {
  await using server = await serving(echo);
  const socket = new WebSocket(server.url, "v1");
  assert.match((await next(socket, "error")).message, /speaks none of the protocols v1/);
});

test("codes and reasons of close", async () => {
  let ended;
  await using server = await serving((socket) => (ended = next(socket, "close")));
  const socket = new WebSocket(server.url);
  await next(socket, "open");
  for (const code of [0, 999, 1001, 1005, 2999, 5000, 65536 + 1000]) assert.throws(() => socket.close(code), { name: "InvalidAccessError" });
  assert.throws(() => socket.close(1000, "ü".repeat(62)), { name: "SyntaxError" });
  socket.close(4321, "ü".repeat(61));
  assert.equal(socket.readyState, WebSocket.CLOSING);
  socket.send("lost");
  assert.equal(socket.bufferedAmount, 4);
  socket.close(3000);
  const { code, reason, wasClean } = await next(socket, "close");
  assert.deepEqual([code, reason, wasClean, socket.bufferedAmount], [4321, "ü".repeat(61), true, 4]);
  for (const [args, want] of [[[], [1005, "", true]], [[1000], [1000, "", true]], [[undefined, "why"], [1000, "why", true]]]) {
    const one = new WebSocket(server.url);
    await next(one, "open");
    one.close(...args);
    const { code, reason, wasClean } = await next(one, "close");
    assert.deepEqual([code, reason, wasClean], want);
    const other = await ended;
    assert.deepEqual([other.code, other.reason, other.wasClean], want);
  }
});

test("the server closes, and what was sent before still comes", async () => {
  await using server = await serving((socket) => (socket.onopen = () => {
    for (let i = 0; i < 100; i++) socket.send(`message ${i}`);
    socket.close(4000, "that is all");
  }));
  const socket = new WebSocket(server.url);
  let got = 0;
  socket.onmessage = ({ data }) => assert.equal(data, `message ${got++}`);
  const { code, reason, wasClean } = await next(socket, "close");
  assert.deepEqual([got, code, reason, wasClean], [100, 4000, "that is all", true]);
});

test("close while it connects", async () => {
  await using server = await serving(echo);
  const socket = new WebSocket(server.url);
  socket.onopen = () => assert.fail("it opened");
  socket.close();
  assert.equal(socket.readyState, WebSocket.CLOSING);
  const [error, close] = await Promise.all([next(socket, "error"), next(socket, "close")]);
  assert.match(error.message, /closed before the connection was established/);
  assert.deepEqual([close.code, close.wasClean], [1006, false]);
});

test("the end of the scope closes the socket", async () => {
  const gone = Promise.withResolvers();
  await using server = await serving((socket) => (socket.onclose = ({ code }) => gone.resolve(code)));
  let socket;
  await assert.rejects(withTimeout("1s", async () => {
    socket = new WebSocket(server.url);
    await next(socket, "open");
    await sleep("1h");
  }), { name: "TimeoutError" });
  const error = await next(socket, "error");
  assert.equal(error.error.name, "TimeoutError");
  assert.equal(await gone.promise, 1001);
});

test("a closed server says goodbye", async () => {
  const server = await serving(echo);
  const socket = new WebSocket(server.url);
  await next(socket, "open");
  const [{ code, reason }] = await Promise.all([next(socket, "close"), server.close()]);
  assert.deepEqual([code, reason, server.inflight], [1001, "the server was closed", 0]);
});

test("upgradeWebSocket says what is wrong", async () => {
  let error;
  await using server = await serve((request) => {
    try {
      upgradeWebSocket(new URL(request.url).pathname === "/copy" ? new Request(request) : request);
    } catch (e) {
      error = e;
    }
    return new Response();
  });
  await fetch(server.url);
  assert.match(error.message, /"upgrade" must contain "websocket", got ""/);
  await fetch(new URL("/copy", server.url));
  assert.match(error.message, /must be the Request that the handler of serve got, not a copy/);
  assert.throws(() => upgradeWebSocket({}), TypeError);
});

test("a response that is not returned ends the server's half", async () => {
  const ended = Promise.withResolvers();
  await using server = await serve((request) => {
    const { socket } = upgradeWebSocket(request);
    socket.onerror = ({ message }) => ended.resolve(message);
    return new Response("no", { status: 403 });
  });
  const socket = new WebSocket(server.url);
  assert.match((await next(socket, "error")).message, /403 Forbidden instead of 101/);
  assert.match(await ended.promise, /has not returned the response/);
});

test("a message that is too long ends the connection with 1009", async () => {
  await using server = await serving(echo, { maxMessage: 1000 });
  const socket = new WebSocket(server.url);
  await next(socket, "open");
  socket.send("x".repeat(1000));
  assert.equal((await next(socket, "message")).data.length, 1000);
  socket.send("x".repeat(1001));
  assert.equal((await next(socket, "close")).code, 1009);
});

test("messages between two sockets of a program take no virtual time", async () => {
  await using server = await serving(echo);
  const socket = new WebSocket(server.url);
  await next(socket, "open");
  const begin = performance.now();
  const late = setTimeout(() => assert.fail("time has passed"), 1000);
  for (let i = 0; i < 50; i++) {
    socket.send(String(i));
    assert.equal((await next(socket, "message")).data, String(i));
  }
  clearTimeout(late);
  assert.equal(performance.now() - begin, 0);
  socket.close();
  await next(socket, "close");
});

test("sockets of workers", async () => {
  await using server = await serve((request) => {
    const { socket, response } = upgradeWebSocket(request);
    socket.onmessage = ({ data }) => socket.send(data * 2);
    return response;
  }, { workers: 2 });
  const sockets = Array.from({ length: 4 }, () => new WebSocket(server.url));
  const answers = await Promise.all(sockets.map(async (socket, i) => {
    await next(socket, "open");
    socket.send(String(i));
    const { data } = await next(socket, "message");
    socket.close();
    await next(socket, "close");
    return data;
  }));
  assert.deepEqual(answers, ["0", "2", "4", "6"]);
});

test("headers, as in Node", async () => {
  const seen = Promise.withResolvers();
  await using server = await serving((socket, request) => seen.resolve(request.headers.get("authorization")));
  const socket = new WebSocket(server.url, { headers: { authorization: "Bearer x" } });
  assert.equal(await seen.promise, "Bearer x");
  await next(socket, "open");
  socket.close();
  await next(socket, "close");
});
