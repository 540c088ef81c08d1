import { test, assert } from "lariat:test";
import { fetchAll, fetchJSON, fetchText, serve } from "lariat:http";
import { tasks } from "lariat:inspect";
import { Semaphore } from "lariat:lock";
import { backoff } from "lariat:retry";
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

test("what a handler has returned is sent as it was then, and its request can be asked afterwards", async () => {
  const seen = [];
  await using server = await serve((request) => {
    const headers = new Headers({ a: "1", b: "1", c: "1" });
    const response = new Response("x", { headers });
    queueMicrotask(() => {
      response.headers.set("a", "2");
      response.headers.delete("b");
      response.headers.append("c", "2");
    });
    seen.push({ request, response });
    return response;
  });
  const [{ headers }] = await Promise.all([fetch(server.url, { headers: { x: "y" } }), fetch(server.url), fetch(server.url)]);
  assert.deepEqual(["a", "b", "c"].map((name) => headers.get(name)), ["1", "1", "1"]);
  await server.close();
  assert.deepEqual(seen.map(({ request }) => request.headers.get("x")).sort(), [null, null, "y"]);
  for (const { request, response } of seen) {
    assert.deepEqual([request.url, request.headers.get("host")], [server.url.href, server.url.host]);
    assert.deepEqual(["a", "b", "c"].map((name) => response.headers.get(name)), ["2", null, "1, 2"]);
    assert.throws(() => request.headers.set("x", "z"), TypeError);
  }
});

test("a request is a task, for as long as it takes", async () => {
  const names = (task) => [task.name, ...task.children.flatMap(names)];
  const under = () => tasks().flatMap(names).filter((name) => /^(GET|POST) /.test(name));
  tasks(); // from now on they are on record
  const seen = [];
  await using server = await serve((request) => {
    seen.push(...under());
    return new Response(request.method === "POST" ? request.body : null);
  });
  await (await fetch(new URL("a", server.url))).text();
  await (await fetch(new URL("b", server.url), { method: "POST", body: "x" })).text();
  await server.close();
  assert.deepEqual([seen, under()], [["GET /a", "POST /b"], []]);
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

// numbered answers with the number at the end of the path, after so many ms.
const numbered = (delay = () => 0) => serve(async (request) => {
  const n = Number(new URL(request.url).pathname.slice(1));
  if (delay(n)) await sleep(delay(n));
  return new Response(String(n));
});
const paths = (server, ...list) => list.map((n) => new URL(`/${n}`, server.url));
const texts = async (responses) => Array.fromAsync(responses, (response) => response.text());

test("fetchAll gives the responses in the order of the requests", async () => {
  await using server = await numbered((n) => (5 - n) * 100);
  assert.deepEqual(await texts(fetchAll(paths(server, 1, 2, 3, 4))), ["1", "2", "3", "4"]);
  assert.deepEqual(await texts(fetchAll([String(paths(server, 1)[0]), new Request(paths(server, 2)[0])])), ["1", "2"]);
  assert.deepEqual(await texts(fetchAll((async function* () { yield* paths(server, 3); })())), ["3"]);
  assert.deepEqual(await texts(fetchAll(paths(server, 3).map((url) => Promise.resolve(url)))), ["3"]);
  assert.deepEqual(await texts(fetchAll([])), []);
});

test("fetchAll gives them as they come, if order does not matter", async () => {
  const gate = Promise.withResolvers();
  await using server = await serve(async (request) => {
    const n = new URL(request.url).pathname;
    if (n === "/1") await gate.promise;
    return new Response(n);
  });
  const responses = fetchAll(paths(server, 1, 2), { ordered: false });
  assert.equal(await (await responses.next()).value.text(), "/2");
  gate.resolve();
  assert.equal(await (await responses.next()).value.text(), "/1");
  assert.equal((await responses.next()).done, true);
});

test("fetchAll reads requests when there is room, and break ends the rest", async () => {
  await using server = await numbered();
  let made = 0, left = false;
  function* endless() {
    try {
      for (;;) yield new URL(`/${++made}`, server.url);
    } finally {
      left = true;
    }
  }
  const all = fetchAll(endless(), { concurrency: 3 });
  assert.equal(made, 0);
  let taken = 0;
  for await (const response of all) {
    taken++;
    assert.ok(made <= taken + 3, `${made} requests were made for ${taken}`);
    if (await response.text() === "5") break;
  }
  assert.deepEqual([taken, left], [5, true]);
});

test("fetchAll keeps to its limits", async () => {
  let active = 0, most = 0;
  await using server = await serve(async () => {
    most = Math.max(most, ++active);
    await sleep(10);
    active--;
    return new Response("");
  });
  const urls = () => paths(server, ...Array(12).keys());
  const peak = async (options) => {
    most = 0;
    assert.equal((await texts(fetchAll(urls(), options))).length, 12);
    return most;
  };
  assert.ok(await peak({ concurrency: 4 }) <= 4);
  assert.ok(await peak({ perHost: 2 }) <= 2);
  const semaphore = new Semaphore(3);
  assert.ok(await peak({ rate: semaphore }) <= 3);
  assert.ok(await peak({ concurrency: semaphore }) <= 3);
  assert.equal(semaphore.available, 3);
});

test("fetchAll: errors are thrown, left out or collected", async () => {
  await using server = await numbered();
  const [one, two] = paths(server, 1, 2);
  const urls = [one, "http://127.0.0.1:2/", "nonsense", two];
  assert.equal((await rejected(texts(fetchAll(urls)))).cause.code, "ECONNREFUSED");
  assert.deepEqual(await texts(fetchAll(urls, { onError: "skip" })), ["1", "2"]);
  const error = await rejected(texts(fetchAll(urls, { onError: "collect" })));
  assert.deepEqual([error.name, error.errors.length, error.errors[1].message], ["AggregateError", 2, "Failed to parse URL from nonsense"]);
  const failing = fetchAll((function* () { yield one; throw new Error("no more"); })());
  assert.equal(await (await failing.next()).value.text(), "1");
  assert.equal((await rejected(failing.next())).message, "no more");
  assert.match((await rejected(texts(fetchAll([7])))).message, /a URL or a Request, got 7/);
  for (const options of [{ concurrency: 0 }, { perHost: -1 }, { onError: "x" }]) {
    assert.throws(() => fetchAll([], options));
  }
  assert.throws(() => fetchAll("http://a/"), /must be an iterable/);
});

test("fetchAll tries again", async () => {
  let calls = 0;
  await using server = await serve(() => new Response(String(++calls), { status: calls < 3 ? 503 : 200 }));
  const retry = { attempts: 5, backoff: backoff.none() };
  assert.deepEqual(await texts(fetchAll([server.url], { retry })), ["3"]);
  calls = 0;
  const [last] = await Array.fromAsync(fetchAll([server.url], { retry: { ...retry, attempts: 2 } }));
  assert.equal(last.status, 503);
  calls = 0;
  const body = new Request(server.url, { method: "POST", body: "x" });
  assert.deepEqual(await texts(fetchAll([body], { retry })), ["3"]);
});

test("fetchAll: a request that takes too long, and an abort", async () => {
  await using server = await numbered(() => "1h");
  const late = await rejected(texts(fetchAll(paths(server, 1), { requestTimeout: "1s" })));
  assert.equal(late.name, "TimeoutError");
  const controller = new AbortController();
  const waits = rejected(texts(fetchAll(paths(server, 1), { signal: controller.signal })));
  controller.abort("enough");
  assert.equal(await waits, "enough");
});

test("fetchText and fetchJSON", async () => {
  let calls = 0;
  await using server = await serve((request) => {
    if (request.url.endsWith("/none")) return new Response("", { status: 404 });
    return Response.json({ calls: ++calls }, calls === 2 ? { status: 429, headers: { "retry-after": "1" } } : {});
  });
  assert.equal(await fetchText(server.url), '{"calls":1}');
  const refused = await rejected(fetchJSON(server.url));
  assert.deepEqual([refused.status, refused.code, refused.retryAfter], [429, "ERR_HTTP_STATUS", 1000]);
  calls = 1;
  assert.deepEqual(await fetchJSON(server.url, { retry: { attempts: 2 } }), { calls: 3 });
  assert.match((await rejected(fetchText(new URL("/none", server.url), { retry: {} }))).message, /^GET .*\/none: 404 Not Found$/);
});

test("a handler that never waits is stopped, and the others go on", async () => {
  await using server = await serve((request) => {
    if (request.url.endsWith("/stuck")) for (;;);
    return new Response("fine");
  }, { workers: 2, requestTimeout: 50 });
  const stuck = fetch(new URL("/stuck", server.url));
  assert.equal(await fetchText(server.url), "fine");
  assert.equal((await stuck).status, 503);
  for (let i = 0; i < 4; i++) assert.equal(await fetchText(server.url), "fine");
});

test("onProgress hears how far fetchAll is, at most once a turn", async () => {
  await using server = await serve((request) => new Response(new URL(request.url).pathname));
  const told = [];
  const onProgress = (progress) => told.push(progress);
  const urls = Array.from({ length: 20 }, (_, i) => (i % 5 === 0 ? "http://127.0.0.1:1/" : new URL(`/${i}`, server.url)));
  for await (const response of fetchAll(urls, { onError: "skip", ordered: false, onProgress })) await response.text();
  assert.deepEqual(told.at(-1), { done: 20, failed: 4, total: 20 });
  for (let i = 1; i < told.length; i++) assert.ok(told[i].done > told[i - 1].done, "nothing is told twice");
  for await (const response of fetchAll((function* () { yield server.url; })(), { onProgress })) await response.text();
  assert.deepEqual(told.at(-1), { done: 1, failed: 0, total: 1 });
  const wrong = fetchAll([server.url, server.url], { onProgress() { throw new RangeError("enough"); } });
  assert.match((await rejected(Array.fromAsync(wrong))).message, /enough/);
  assert.throws(() => fetchAll([], { onprogress: onProgress }), /no option "onprogress".*onProgress/);
});
