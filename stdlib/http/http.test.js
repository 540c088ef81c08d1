import { test, assert } from "lariat:test";
import { serve } from "lariat:http";
import { sleep } from "lariat:task";

const rejected = (promise) => promise.then(() => { throw new Error("it was fulfilled"); }, (error) => error);
const encode = (text) => new TextEncoder().encode(text);

test("a handler gets a Request and returns a Response", async () => {
  await using server = await serve(async (request, { remote, signal }) => {
    assert.ok(request instanceof Request);
    assert.match(remote, /^127\.0\.0\.1:\d+$/);
    assert.deepEqual([signal.aborted, signal === request.signal], [false, true]);
    return new Response(`${request.method} ${new URL(request.url).search} ${request.headers.get("host")} ${await request.text()}`,
      { status: 201, statusText: "Fine", headers: [["set-cookie", "a=1"], ["set-cookie", "b=2"]] });
  });
  const response = await fetch(new URL("?q=1", server.url), { method: "POST", body: "é" });
  assert.deepEqual([response.status, response.headers.getSetCookie()], [201, ["a=1", "b=2"]]);
  assert.equal(await response.text(), `POST ?q=1 ${server.url.host} é`);
  assert.deepEqual([server.port, server.hostname, server.inflight], [Number(server.url.port), "127.0.0.1", 0]);
});

test("a handler that sleeps takes no time in a test", async () => {
  await using server = await serve(async () => {
    await sleep("1h");
    return new Response("slept");
  });
  assert.equal(await (await fetch(server.url)).text(), "slept");
});

test("a request that takes too long is a 503, and one that is too long a 413", async () => {
  await using server = await serve(async (request) => {
    if (request.method === "POST") return new Response(String((await request.text()).length));
    await sleep("1d");
  }, { requestTimeout: "1s", maxBody: 10 });
  assert.equal((await fetch(server.url)).status, 503);
  assert.equal(await (await fetch(server.url, { method: "POST", body: "x".repeat(10) })).text(), "10");
  const told = await fetch(server.url, { method: "POST", body: "x".repeat(11) });
  assert.deepEqual([told.status, (await told.text()).trim()], [413, "the body of the request has more than 10 bytes, which is the server's maxBody"]);
  const stream = ReadableStream.from([encode("x".repeat(6)), encode("x".repeat(6))]);
  assert.equal((await fetch(server.url, { method: "POST", body: stream, duplex: "half" })).status, 413);
});

test("close waits for requests, and then no more", async () => {
  const { promise: arrived, resolve } = Promise.withResolvers();
  const server = await serve(async () => {
    resolve();
    await sleep("1s");
    return new Response("late");
  });
  const answer = fetch(server.url);
  await arrived;
  assert.equal(server.inflight, 1);
  await Promise.all([server.close(), server.closed]);
  assert.equal(await (await answer).text(), "late");
  await server.close();
});

test("a signal closes the server, a second server cannot have its port", async () => {
  const controller = new AbortController();
  const server = await serve(() => new Response(), { signal: controller.signal });
  const error = await rejected(serve(() => new Response(), { port: server.port }));
  assert.deepEqual([error.code, error.syscall], ["EADDRINUSE", "listen"]);
  controller.abort();
  await server.closed;
  assert.equal((await rejected(fetch(server.url))).cause.code, "ECONNREFUSED");
});

test("options are checked", async () => {
  const handler = () => new Response();
  assert.match((await rejected(serve())).message, /"handler" must be a function/);
  assert.equal((await rejected(serve(handler, { port: 70000 }))).name, "RangeError");
  assert.equal((await rejected(serve(handler, { workers: -1 }))).name, "RangeError");
  assert.match((await rejected(serve(handler, { cert: "a" }))).message, /belong together/);
  assert.match((await rejected(serve(handler, { cert: "a", key: "b" }))).message, /certificate a with the key b/);
});

test("isolates answer in parallel, and one that dies is replaced", async () => {
  await using server = await serve((request) => {
    globalThis.count = (globalThis.count ?? 0) + 1;
    if (request.url.endsWith("/die")) process.exit(3);
    return Response.json(globalThis.count);
  }, { workers: 2 });
  const counts = [];
  for (let i = 0; i < 4; i++) counts.push(await (await fetch(server.url)).json());
  assert.deepEqual(counts.sort(), [1, 1, 2, 2]);
  const away = "outside";
  assert.equal((await rejected(serve(() => new Response(away), { workers: 1 }))).name, "CaptureError");
});
