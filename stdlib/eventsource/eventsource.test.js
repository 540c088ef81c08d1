import { test, assert } from "lariat:test";
import { eventStream, serve } from "lariat:http";
import { sleep, withSignal } from "lariat:task";

const next = (target, type) => new Promise((resolve) => target.addEventListener(type, resolve, { once: true }));

test("events come with their type, data, id and origin", async () => {
  let headers;
  await using server = await serve((request) => {
    headers = Object.fromEntries(request.headers);
    return eventStream([{ id: 1, data: "a\nb" }, { event: "x", data: { n: 2 } }, 3]);
  });
  const source = new EventSource(new URL("/s?q", server.url), { headers: { "x-key": "k" } });
  assert.deepEqual([source.url, source.readyState, source.withCredentials, String(source)], [`${server.url}s?q`, 0, false, "[object EventSource]"]);
  const got = [];
  const note = ({ type, data, lastEventId, origin }) => got.push([type, data, lastEventId, origin === server.url.origin]);
  source.onmessage = note;
  source.addEventListener("x", note);
  await next(source, "open");
  assert.equal(source.readyState, EventSource.OPEN);
  await next(source, "error");
  source.close();
  assert.equal(source.readyState, EventSource.CLOSED);
  assert.deepEqual(got, [["message", "a\nb", "1", true], ["x", '{"n":2}', "1", true], ["message", "3", "1", true]]);
  assert.deepEqual([headers.accept, headers["cache-control"], headers["x-key"], headers["last-event-id"]], ["text/event-stream", "no-cache", "k", undefined]);
});

test("it connects again after the time that the server says, and tells how far it has come", async () => {
  const seen = [];
  await using server = await serve((request) => {
    seen.push([request.headers.get("last-event-id"), performance.now()]);
    if (seen.length === 4) return new Response(null, { status: 204 });
    return eventStream([{ id: `ü${seen.length}`, retry: seen.length === 2 ? 5000 : undefined, data: "x" }]);
  });
  const begin = performance.now();
  const source = new EventSource(server.url);
  let errors = 0;
  await new Promise((resolve) => (source.onerror = () => {
    errors++;
    if (source.readyState === EventSource.CLOSED) resolve();
  }));
  const utf8 = (text) => String.fromCharCode(...new TextEncoder().encode(text));
  assert.deepEqual(seen.map(([id, at]) => [id, at - begin]), [[null, 0], [utf8("ü1"), 3000], [utf8("ü2"), 8000], [utf8("ü3"), 13000]]);
  assert.equal(errors, 4);
});

test("a server that is gone is tried again, until close", async () => {
  const server = await serve(() => eventStream(["a"]));
  const { port } = server;
  const source = new EventSource(server.url);
  await next(source, "message");
  await server.close();
  let errors = 0;
  source.onerror = () => ++errors;
  await sleep("10s");
  assert.ok(errors >= 2, String(errors));
  assert.equal(source.readyState, EventSource.CONNECTING);
  await using again = await serve(() => eventStream(["b"]), { port });
  assert.equal((await next(source, "message")).data, "b");
  source.close();
});

test("what is no stream of events ends it", async () => {
  for (const [init, want] of [[{ status: 500 }, /status 500/], [{ headers: { "content-type": "text/html" } }, /text\/html/]]) {
    await using server = await serve(() => new Response("x", init));
    const source = new EventSource(server.url);
    const error = await next(source, "error");
    assert.equal(source.readyState, EventSource.CLOSED);
    assert.match(error.message, want);
  }
  const source = new EventSource("about:blank");
  await next(source, "error");
  assert.equal(source.readyState, EventSource.CLOSED);
  assert.throws(() => new EventSource("nowhere"), { name: "SyntaxError" });
  assert.throws(() => new EventSource(), TypeError);
  assert.throws(() => EventSource("http://a"), TypeError);
});

test("close in the middle, and the end of the scope", async () => {
  const forever = () => new ReadableStream({
    start: (controller) => [0, 1, 2, 3, 4].forEach((i) => controller.enqueue(new TextEncoder().encode(`data: ${i}\n\n`))),
  });
  await using server = await serve(() => new Response(forever(), { headers: { "content-type": "text/event-stream; charset=utf-8" } }));
  const one = new EventSource(server.url);
  const got = [];
  one.onerror = () => assert.fail("an error after close");
  await new Promise((resolve) => (one.onmessage = ({ data }) => {
    got.push(data);
    if (data !== "3") return;
    one.close();
    resolve();
  }));
  await sleep("10s");
  assert.deepEqual([one.readyState, got], [EventSource.CLOSED, ["0", "1", "2", "3"]]);
  const stop = new AbortController();
  let two;
  const scope = withSignal(stop.signal, async () => {
    two = new EventSource(server.url);
    await next(two, "message");
    stop.abort(new Error("enough"));
    await sleep("1h");
  });
  await assert.rejects(scope, { message: "enough" });
  await sleep(1);
  assert.equal(two.readyState, EventSource.CLOSED);
});

test("handlers and constants as the web has them", () => {
  for (const obj of [EventSource, EventSource.prototype]) assert.deepEqual([obj.CONNECTING, obj.OPEN, obj.CLOSED], [0, 1, 2]);
  const keys = [];
  for (const key in EventSource.prototype) keys.push(key);
  for (const key of ["url", "withCredentials", "readyState", "close", "onopen", "onmessage", "onerror", "CLOSED"]) assert.ok(keys.includes(key), key);
  const source = new EventSource("http://localhost:1");
  source.onmessage = 5;
  assert.equal(source.onmessage, null);
  const f = () => {};
  source.onmessage = f;
  assert.equal(source.onmessage, f);
  source.close();
});
