// EventSource and WebSocket, from https://html.spec.whatwg.org/#server-sent-events and https://websockets.spec.whatwg.org.
import { test, assert } from "lariat:test";
import { serve, upgradeWebSocket } from "lariat:http";

const next = (target, type) => new Promise((resolve) => target.addEventListener(type, resolve, { once: true }));
const named = (name) => (error) => error.name === name;

test("how a stream of events is read", async () => {
  const table = [
    ["data: a\n\n", [["message", "a", ""]]], ["data:a\ndata: b\ndata:  c\n\n", [["message", "a\nb\n c", ""]]], ["data\n\ndata\ndata\n\ndata:", [["message", "", ""], ["message", "\n", ""]]],
    ["\ufeffdata: a\n\n", [["message", "a", ""]]], ["data: a\r\rdata: b\r\n\r\n", [["message", "a", ""], ["message", "b", ""]]], [": comment\ndata: a\n:\n\n", [["message", "a", ""]]],
    ["event: x\ndata: a\n\ndata: b\n\n", [["x", "a", ""], ["message", "b", ""]]], ["id: 1\ndata: a\n\ndata: b\n\nid\ndata: c\n\n", [["message", "a", "1"], ["message", "b", "1"], ["message", "c", ""]]],
    ["id: a\0b\ndata: a\n\n", [["message", "a", ""]]], ["event: x\n\ndata: a\n\n", [["message", "a", ""]]], ["id: 5\n\ndata: a\n\n", [["message", "a", "5"]]],
    ["data: a\n\ndata: not ended\n", [["message", "a", ""]]], ["other: x\n data: y\nData: z\ndata: a\n\n", [["message", "a", ""]]], ["retry: x\nretry: -1\nretry:\ndata: a\n\n", [["message", "a", ""]]],
    ["data: a:b\n\n", [["message", "a:b", ""]]], ["event: message\ndata: \u20ac\n\n", [["message", "\u20ac", ""]]],
  ];
  for (const [text, want] of table) {
    await using server = await serve(() => new Response(text, { headers: { "content-type": "text/event-stream" } }));
    const source = new EventSource(server.url);
    const got = [];
    const note = ({ type, data, lastEventId }) => got.push([type, data, lastEventId]);
    source.onmessage = note;
    source.addEventListener("x", note);
    await next(source, "error"); // the end of the stream
    source.close();
    assert.deepEqual(got, want, JSON.stringify(text));
  }
});

test("which answers are streams of events", async () => {
  const table = [
    [200, "text/event-stream", true], [200, "text/event-stream;charset=x", true], [200, "TEXT/Event-Stream", true], [200, "text/event-streams", false],
    [200, undefined, false], [201, "text/event-stream", false], [204, "text/event-stream", false], [404, "text/event-stream", false],
  ];
  for (const [status, type, opens] of table) {
    const headers = type === undefined ? {} : { "content-type": type };
    await using server = await serve(() => new Response(status === 204 ? null : new Uint8Array(0), { status, headers }));
    const source = new EventSource(server.url);
    let opened = false;
    source.onopen = () => { opened = true; };
    await next(source, "error");
    assert.deepEqual([opened, source.readyState], [opens, opens ? EventSource.CONNECTING : EventSource.CLOSED], `${status} ${type}`);
    source.close();
  }
});

test("events of an EventSource are the program's own", async () => {
  await using server = await serve(() => new Response("data: a\n\n", { headers: { "content-type": "text/event-stream" } }));
  const source = new EventSource(server.url, { withCredentials: true });
  assert.equal(source.withCredentials, true);
  const open = await next(source, "open");
  const message = await next(source, "message");
  const error = await next(source, "error");
  source.close();
  for (const event of [open, message, error]) {
    assert.deepEqual([event.isTrusted, event.bubbles, event.cancelable, event.target === source], [true, false, false, true], event.type);
  }
  assert.deepEqual([message instanceof MessageEvent, message.ports, message.source], [true, [], null]);
});

test("the URL of a WebSocket", async () => {
  const table = [
    ["ws://localhost:1", "ws://localhost:1/"], ["http://localhost:1/x", "ws://localhost:1/x"], ["HTTPS://LOCALHOST:1/?q", "wss://localhost:1/?q"],
    [new URL("wss://localhost:1"), "wss://localhost:1/"], ["ws://localhost:080/", "ws://localhost/"],
  ];
  for (const [given, url] of table) {
    const socket = new WebSocket(given);
    assert.deepEqual([socket.url, socket.readyState], [url, WebSocket.CONNECTING]);
    socket.close();
    const { code, wasClean, isTrusted } = await next(socket, "close");
    assert.deepEqual([code, wasClean, isTrusted], [1006, false, true]);
  }
  for (const wrong of ["a", "//a", "ftp://a", "data:a", "ws://a#", "ws://a/#b", "blob:null/x"]) assert.throws(() => new WebSocket(wrong), named("SyntaxError"), wrong);
});

test("messages, their order and their types", async () => {
  await using server = await serve((request) => {
    const { socket, response } = upgradeWebSocket(request);
    socket.binaryType = "arraybuffer";
    socket.onmessage = ({ data }) => socket.send(data);
    return response;
  });
  const socket = new WebSocket(server.url);
  assert.equal(socket.binaryType, "blob");
  assert.throws(() => socket.send("early"), named("InvalidStateError"));
  assert.throws(() => socket.send(), named("TypeError"));
  const open = await next(socket, "open");
  assert.deepEqual([open.isTrusted, open.constructor], [true, Event]);
  const got = [];
  const all = new Promise((resolve) => {
    socket.onmessage = ({ data, isTrusted, origin }) => {
      assert.deepEqual([isTrusted, origin], [true, `ws://${server.url.host}`]);
      if (got.push(data) === 5) resolve();
    };
  });
  socket.send(new Blob(["1"]));
  socket.send("2");
  socket.send(new Uint8Array([51]));
  socket.send(null);
  socket.send({ toString: () => "5" });
  await all;
  const texts = await Promise.all(got.map((data) => (data instanceof Blob ? data.text().then((text) => [text]) : data)));
  assert.deepEqual(texts, [["1"], "2", ["3"], "null", "5"]);
  for (const [args, name] of [[[1001], "InvalidAccessError"], [[2999], "InvalidAccessError"], [[5000], "InvalidAccessError"], [["x"], "InvalidAccessError"], [[3000, "x".repeat(124)], "SyntaxError"]]) {
    assert.throws(() => socket.close(...args), named(name), String(args[0]));
  }
  socket.close("4999", "x".repeat(123));
  assert.equal(socket.readyState, WebSocket.CLOSING);
  const close = await next(socket, "close");
  assert.deepEqual([close.isTrusted, close.code, close.reason.length, close.wasClean, socket.readyState], [true, 4999, 123, true, WebSocket.CLOSED]);
  socket.close();
  assert.equal(socket.bufferedAmount, 0);
  socket.send("late");
  assert.equal(socket.bufferedAmount, 4);
});

test("CloseEvent", () => {
  const table = [[undefined, [false, 0, ""]], [{ wasClean: 1, code: "70000", reason: null }, [true, 4464, "null"]], [{ code: -1 }, [false, 65535, ""]]];
  for (const [init, want] of table) {
    const event = new CloseEvent("close", init);
    assert.deepEqual([event.wasClean, event.code, event.reason], want);
  }
});
