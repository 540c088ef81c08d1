// What a program asks of its own server takes the time that the server's scripts take, and no more.
import { test, assert } from "lariat:test";
import { fetchAll, fetchText, serve } from "lariat:http";
import { sleep } from "lariat:task";

const encode = (text) => new TextEncoder().encode(text);

// slowly is a stream with a piece every ms, and its end that much later.
function slowly(text, ms) {
  const pieces = [...text];
  return new ReadableStream({
    async pull(controller) {
      await sleep(ms);
      if (pieces.length === 0) controller.close();
      else controller.enqueue(encode(pieces.shift()));
    },
  });
}

// spent is what a function gives, with the milliseconds that it takes.
async function spent(f) {
  const start = Date.now();
  const value = await f();
  return [value, Date.now() - start];
}

// arrivals lists the pieces of a body with the times at which they come.
async function arrivals(response) {
  const start = Date.now();
  const all = [];
  const decoder = new TextDecoder();
  for await (const chunk of (await response).body) all.push([decoder.decode(chunk), Date.now() - start]);
  return [all, Date.now() - start];
}

const handlers = {
  "/slow": () => new Response(slowly("abc", 1000)),
  "/generated": () => new Response(ReadableStream.from((async function* () {
    for (const x of "xyz") {
      await sleep(500);
      yield encode(x);
    }
  })())),
  "/through": () => new Response(slowly("abc", 1000).pipeThrough(new TransformStream({
    async transform(chunk, controller) {
      await sleep(10);
      controller.enqueue(chunk);
    },
  }))),
  "/zipped": () => new Response(slowly("abc", 1000).pipeThrough(new CompressionStream("gzip")), { headers: { "content-encoding": "gzip" } }),
  "/passed-on": (request) => fetch(new URL("/slow", request.url)),
  "/echo": (request) => new Response(request.body),
  "/read": async (request) => new Response(await request.text()),
  "/late": async (request) => {
    await sleep(3000);
    return new Response(`${(await request.text()).length}`);
  },
  "/events": () => new Response(slowly(["data: a\n\n", "data: b\n\n"], 1000), { headers: { "content-type": "text/event-stream" } }),
};
const served = () => serve((request) => handlers[new URL(request.url).pathname](request));

test("a slow answer", async () => {
  await using server = await served();
  const at = (path, init) => fetch(new URL(path, server.url), init);
  const abc = [[["a", 1000], ["b", 2000], ["c", 3000]], 4000];
  assert.deepEqual(await arrivals(at("/slow")), abc);
  assert.deepEqual(await arrivals(at("/generated")), [[["x", 500], ["y", 1000], ["z", 1500]], 1500]);
  assert.deepEqual(await arrivals(at("/through")), [[["a", 1010], ["b", 2010], ["c", 3010]], 4000]);
  assert.deepEqual(await arrivals(at("/passed-on")), abc);
  for (const path of ["/slow", "/zipped", "/passed-on"]) assert.deepEqual(await spent(async () => (await at(path)).text()), ["abc", 4000], path);
  assert.deepEqual(await spent(async () => new Response((await at("/slow")).body).text()), ["abc", 4000]);
  const copied = spent(async () => {
    const response = await at("/slow");
    let text = "";
    await response.body.pipeTo(new WritableStream({ write: (chunk) => void (text += new TextDecoder().decode(chunk)) }));
    return text;
  });
  assert.deepEqual(await copied, ["abc", 4000]);
  const digest = "sha256-" + Buffer.from(await crypto.subtle.digest("SHA-256", encode("abc"))).toString("base64");
  assert.deepEqual(await spent(async () => (await at("/slow", { integrity: digest })).text()), ["abc", 4000]);
});

test("a slow request", async () => {
  await using server = await served();
  const post = (path, body) => fetch(new URL(path, server.url), { method: "POST", body, duplex: "half" });
  assert.deepEqual(await spent(async () => (await post("/read", slowly("ab", 700))).text()), ["ab", 2100]);
  assert.deepEqual(await arrivals(post("/echo", slowly("ab", 700))), [[["a", 700], ["b", 1400]], 2100]);
  assert.deepEqual(await spent(async () => (await post("/read", (await fetch(new URL("/slow", server.url))).body)).text()), ["abc", 4000]);
  assert.deepEqual(await spent(async () => (await post("/late", "x".repeat(20_000_000))).text()), ["20000000", 3000]);
});

test("fetchAll, fetchText and EventSource", async () => {
  await using server = await served();
  assert.deepEqual(await spent(() => fetchText(new URL("/slow", server.url))), ["abc", 4000]);
  const urls = Array.from({ length: 5 }, (_, i) => new URL(`/slow?${i}`, server.url));
  const texts = async (options) => {
    const all = [];
    for await (const response of fetchAll(urls, options)) all.push(await response.text());
    return all.join();
  };
  assert.deepEqual(await spent(() => texts({ concurrency: 5 })), ["abc,abc,abc,abc,abc", 4000]);
  const events = new EventSource(new URL("/events", server.url));
  const start = Date.now();
  const heard = await new Promise((done) => {
    const all = [];
    events.onmessage = ({ data }) => {
      all.push([data, Date.now() - start]);
      if (all.length === 2) done(all);
    };
  });
  events.close();
  assert.deepEqual(heard, [["a", 1000], ["b", 2000]]);
});

test("an answer that nobody reads yet goes on", async () => {
  await using server = await served();
  const response = await fetch(new URL("/slow", server.url));
  await sleep(10_000);
  assert.deepEqual(await spent(() => response.text()), ["abc", 0]);
});

test("a server that is closed goes on with its answers", async () => {
  const server = await served();
  const response = await fetch(new URL("/slow", server.url));
  const closed = spent(() => server.close({ timeout: 60_000 }));
  assert.deepEqual(await spent(() => response.text()), ["abc", 4000]);
  assert.deepEqual(await closed, [undefined, 4000]);
});

test("a server in isolates of its own", async () => {
  await using server = await serve(async function handler(request) {
    const { sleep } = await import("lariat:task");
    const pieces = [..."abc"];
    return new Response(new ReadableStream({
      async pull(controller) {
        await sleep(1000);
        if (pieces.length === 0) controller.close();
        else controller.enqueue(new TextEncoder().encode(pieces.shift() + request.url.slice(-1)));
      },
    }));
  }, { workers: 2 });
  const all = await Promise.all([1, 2, 3, 4].map((i) => spent(async () => (await fetch(new URL(`/${i}`, server.url))).text())));
  assert.deepEqual(all, [1, 2, 3, 4].map((i) => [`a${i}b${i}c${i}`, 4000]));
});

test("many at once, each at its own pace", async () => {
  await using server = await serve(async (request) => {
    const { searchParams } = new URL(request.url);
    await sleep(Number(searchParams.get("head")));
    return new Response(searchParams.has("echo") ? request.body : slowly("a".repeat(Number(searchParams.get("n"))), Number(searchParams.get("ms"))));
  });
  let seed = 7;
  const random = (n) => (seed = (seed * 48271) % 2147483647) % n;
  const one = async () => {
    const [begin, head, n, ms] = [random(3000), random(2000), random(6), 1 + random(900)];
    const echo = random(2) === 1;
    await sleep(begin);
    const init = echo ? { method: "POST", body: slowly("a".repeat(n), ms), duplex: "half" } : {};
    const got = await spent(async () => (await fetch(new URL(`/?head=${head}&n=${n}&ms=${ms}${echo ? "&echo" : ""}`, server.url), init)).text());
    return [...got, echo ? Math.max(head, (n + 1) * ms) : head + (n + 1) * ms];
  };
  for (const [text, time, expected] of await Promise.all(Array.from({ length: 60 }, one))) {
    assert.match(text, /^a*$/);
    assert.equal(time, expected);
  }
});

test("a connection that its server has closed is used no more", async () => {
  const codes = new Set();
  for (let i = 0; i < 200; i++) {
    const server = await serve(() => new Response("once"));
    await (await fetch(server.url)).text();
    await server.close();
    await fetch(server.url).catch((error) => codes.add(error.cause.code));
  }
  assert.deepEqual([...codes], ["ECONNREFUSED"]);
});
