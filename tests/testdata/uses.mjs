// Uses each module after "change" has changed the built-ins or the globals of the program, and reports what came out. The uses
// themselves rely on syntax alone.
import { change, global, importing, report, wanted } from "test:change";

// The built-ins that the uses need.
const { Promise: Deferred, Map: Table, Error: Failure } = globalThis;

/** Each makes a text of what its module does. */
const uses = {
  "lariat:errors": ({ LariatError, ClosedError }) => `${new ClosedError("a") instanceof LariatError}`,
  "lariat:flow": async ({ stream, coroutine }) => {
    const list = await stream(function* () { yield 3; yield 1; yield 2; }).filter((n) => n > 1).map((n) => n * 2, { concurrency: 2 }).toArray();
    const stop = new (global("AbortController"))();
    stop.abort();
    const none = await stream([1, 2]).takeUntil(stop.signal).toArray();
    const again = await stream(stream([1, 2, 3]).toReadableStream()).take(2).chunk(2).toArray();
    const dialog = coroutine(function* () { yield 4; });
    return `${list[0]} ${list[1]} ${none.length} ${again[0][1]} ${typeof dialog.next}`;
  },
  "lariat:fs": async ({ tempDir }) => {
    try {
      return await tempDir();
    } catch (error) {
      return error.code;
    }
  },
  "lariat:http": ({ serve }) => typeof serve,
  "lariat:inspect": ({ tasks, locks }) => `${tasks().length > 0} ${locks().length >= 0}`,
  "lariat:limit": async ({ RateLimiter, TaskQueue }) => {
    const limiter = new RateLimiter({ limit: 1, interval: 10 });
    await limiter.acquire();
    const queue = new TaskQueue({ concurrency: 2 });
    const a = queue.add(async () => 1), b = queue.add(() => 2);
    return `${limiter.tryAcquire()} ${await a} ${await b}`;
  },
  "lariat:lock": async ({ Mutex, RWLock, Semaphore, Condition, Barrier, SingleFlight }) => {
    const lock = new Mutex(), seats = new Semaphore(2), barrier = new Barrier(2);
    let n = 0;
    const one = async () => { const m = n; await null; n = m + 1; };
    const both = new RWLock();
    const a = both.withWrite(one), b = both.withWrite(one);
    await a;
    await b;
    (await lock.lock()).release();
    const token = await seats.acquire(), c = token.weight;
    token.release();
    const met = barrier.wait();
    await barrier.wait();
    await met;
    return `${n} ${c} ${typeof new Condition(lock)} ${await new SingleFlight().do("k", async () => 6)}`;
  },
  "lariat:loop": async ({ EventLoop }) => `${typeof new EventLoop()}`,
  "lariat:progress": ({ progress }) => typeof progress,
  "lariat:queue": async ({ Channel, PriorityQueue, PubSub, select }) => {
    const channel = new Channel({ capacity: 2 });
    await channel.send(1);
    await channel.send(2);
    channel.close();
    let sum = 0;
    for await (const v of channel) sum += v;
    const queue = new PriorityQueue();
    await queue.put(5, { priority: 1 });
    await queue.put(6, { priority: 9 });
    const hub = new PubSub(), seen = hub.subscribe();
    await hub.publish(7);
    return `${sum} ${queue.size} ${typeof (await seen.next())} ${typeof select}`;
  },
  "lariat:resource": async ({ ResourcePool }) => {
    const pool = new ResourcePool({ create: () => ({ n: 4 }), max: 1 });
    const result = await pool.use((r) => r.n);
    await pool.close();
    return `${result}`;
  },
  "lariat:retry": async ({ backoff, retry, hedge, CircuitBreaker }) => {
    let n = 0;
    const got = await retry(async () => { if (++n < 3) throw new Failure("again"); return n; }, { attempts: 4, backoff: backoff.constant(1) });
    const breaker = new CircuitBreaker();
    return `${got} ${await breaker.run(() => 8)} ${await hedge(() => 9, { delay: 5 })}`;
  },
  "lariat:shared": ({ SharedCounter, SharedMap, SharedArray }) => {
    const counter = new SharedCounter(), map = new SharedMap(), array = new SharedArray("int32", 2);
    counter.add(3);
    map.set("a", { b: 4 });
    array.set(1, 5);
    return `${counter.value} ${map.get("a").b} ${array.get(1)}`;
  },
  "lariat:task": async ({ TaskGroup, all, race, sleep, withTimeout }) => {
    const list = await all([() => 1, async () => 2]);
    const late = await withTimeout(5, () => sleep(1000)).then(() => "", (error) => error.name);
    const group = new TaskGroup(), three = await group.spawn(async () => 3);
    await group.join();
    return `${list[0]} ${list[1]} ${late} ${three} ${await race([() => 5])}`;
  },
  "lariat:test": ({ test }) => typeof test,
  "lariat:worker": async ({ WorkerPool }) => {
    const pool = new WorkerPool({ max: 1 });
    const all = await pool.map((x) => x + 1, [1, 2]);
    const one = await pool.run((x) => x.a, { a: 5 });
    await pool.close();
    return `${all[0]} ${all[1]} ${one}`;
  },
  "node:assert": ({ default: assert }) => {
    assert.deepStrictEqual({ a: [1] }, { a: [1] });
    try {
      assert.strictEqual(1, 2);
    } catch (error) {
      return error.code;
    }
  },
  "node:assert/strict": ({ default: assert }) => { assert.equal(1, 1); return "ok"; },
  "node:async_hooks": ({ AsyncLocalStorage }) => `${new AsyncLocalStorage().run(1, () => 2)}`,
  "node:buffer": ({ Buffer, Blob }) => `${Buffer.concat([Buffer.from("é"), Buffer.from([1])]).toString("hex")} ${new Blob(["abc"]).size}`,
  "node:child_process": async ({ spawn, exec }) => `${typeof spawn} ${typeof exec}`,
  "node:cluster": (m) => `${m.default.isPrimary}`,
  "node:console": ({ Console }) => typeof Console,
  "node:constants": (m) => typeof m.default,
  "node:crypto": async (m) => {
    const key = m.generateKeySync("hmac", { length: 64 });
    const pair = await new Deferred((go) => m.generateKeyPair("ed25519", {}, (_, publicKey, privateKey) => go({ publicKey, privateKey })));
    const signature = m.sign(null, m.createHash("sha256").update("a").digest(), pair.privateKey);
    const prime = await new Deferred((go) => m.checkPrime(7n, (_, is) => go(is)));
    return `${m.createHash("sha1").update("a").digest("hex")} ${key.type} ${signature.length} ${m.randomUUID().length} ${prime}`;
  },
  "node:diagnostics_channel": ({ channel }) => {
    let seen;
    const c = channel("x");
    c.subscribe((m) => { seen = m; });
    c.publish(5);
    return `${seen}`;
  },
  "node:dns": (m) => typeof m.lookup,
  "node:dns/promises": (m) => typeof m.lookup,
  "node:events": async ({ EventEmitter, once }) => {
    const e = new EventEmitter(), first = once(e, "b");
    let n = 0;
    e.on("a", (x) => { n += x; });
    e.emit("a", 3);
    e.emit("b", 4);
    return `${n} ${(await first)[0]} ${e.listenerCount("a")}`;
  },
  "node:fs": ({ existsSync, constants }) => {
    try {
      return `${existsSync("nothing-is-here")} ${constants.O_RDONLY}`;
    } catch (error) {
      return error.code;
    }
  },
  "node:fs/promises": async ({ readFile }) => {
    try {
      return await readFile("nothing-is-here");
    } catch (error) {
      return error.code;
    }
  },
  "node:http": ({ STATUS_CODES, createServer, request }) => {
    const server = createServer(() => {});
    try {
      request("http://127.0.0.1:1/x").on("error", () => {}).destroy();
    } catch (error) {
      return error.code;
    }
    return `${STATUS_CODES[404]} ${typeof server.listen}`;
  },
  "node:http2": (m) => typeof m.connect,
  "node:https": ({ Agent }) => `${typeof new Agent()}`,
  "node:module": ({ isBuiltin }) => `${isBuiltin("node:fs")}`,
  "node:net": ({ isIP }) => `${isIP("::1")}`,
  "node:os": ({ EOL }) => `${EOL.length > 0}`,
  "node:path": ({ join, parse }) => `${join("a", "..", "b")} ${parse("/x/y.z").ext}`,
  "node:path/posix": ({ resolve }) => resolve("/a", "b"),
  "node:path/win32": ({ normalize }) => normalize("c:\\a\\..\\b"),
  "node:perf_hooks": ({ performance }) => { performance.mark("a"); return performance.getEntriesByName("a")[0].name; },
  "node:process": ({ default: process }) => `${typeof process.pid} ${typeof process.nextTick}`,
  "node:punycode": ({ toASCII }) => toASCII("mañana.com"),
  "node:querystring": ({ parse, stringify }) => `${parse("a=%C3%A9&b=2").a} ${stringify({ a: "é &", b: [1, 2] })}`,
  "node:readline": ({ createInterface }) => typeof createInterface,
  "node:readline/promises": ({ createInterface }) => typeof createInterface,
  "node:stream": async ({ Readable, Transform, pipeline }) => {
    let text = "";
    const upper = new Transform({ transform(chunk, _, done) { done(null, `${chunk}!`); } });
    const end = new Deferred((go) => { pipeline(Readable.from(["a", "b"]), upper, (error) => go(error)); });
    upper.on("data", (chunk) => { text += chunk; });
    const failed = await end;
    if (failed) throw failed;
    const mapped = await Readable.from([1, 2, 3]).map((n) => n * 2).toArray();
    return `${text} ${mapped[2]}`;
  },
  "node:stream/consumers": async ({ text, json, blob }) => {
    const { Readable } = await import("node:stream");
    return `${await text(Readable.from(["a", "b"]))} ${(await json(Readable.from(['{"a":1}']))).a} ${(await blob(Readable.from(["abc"]))).size}`;
  },
  "node:stream/promises": async ({ pipeline }) => {
    let n = 0;
    await pipeline([1, 2], async function* (source) { for await (const v of source) yield v; }, async (source) => { for await (const v of source) n += v; });
    return `${n}`;
  },
  "node:stream/web": async ({ ReadableStream }) => {
    const reader = new ReadableStream({ start(c) { c.enqueue(1); c.close(); } }).getReader();
    return `${(await reader.read()).value} ${(await reader.read()).done}`;
  },
  "node:string_decoder": ({ StringDecoder }) => new StringDecoder("utf8").end(global("Buffer").from("é")),
  "node:sys": ({ format }) => format("%s-%d", "a", 5),
  "node:timers": async ({ setTimeout }) => `${await new Deferred((go) => { setTimeout(go, 1, 5); })}`,
  "node:timers/promises": async ({ setTimeout, scheduler }) => { await scheduler.wait(1); return `${await setTimeout(1, 6)}`; },
  "node:tls": (m) => typeof m.connect,
  "node:tty": ({ isatty }) => `${isatty(99)}`,
  "node:url": (m) => `${m.parse("http://u%40:p@h:1/a b?c=d#e").auth} ${m.urlToHttpOptions(new m.URL("http://a:b@c/")).auth} ${m.fileURLToPath("file:///a%20b")}`,
  "node:util": async (m) => {
    const slow = m.promisify((a, done) => done(null, a + 1));
    const old = m.deprecate(() => 7, "old", "D1");
    const { signal } = m.transferableAbortController();
    if (m.transferableAbortSignal(signal) !== signal) return "another signal";
    return `${m.inspect({ a: [1, new Table([[1, 2]])] })} ${m.format("%j", { a: 1 })} ${await slow(1)} ${old()} ${m.isDeepStrictEqual([1], [1])}`;
  },
  "node:util/types": ({ isPromise, isCryptoKey }) => `${isPromise((async () => {})())} ${isCryptoKey(1)}`,
  "node:v8": (m) => typeof m.getHeapStatistics,
  "node:vm": ({ runInNewContext }) => `${runInNewContext("a + 1", { a: 1 })}`,
  "node:worker_threads": ({ isMainThread, MessageChannel }) => { const c = new MessageChannel(); c.port1.close(); return `${isMainThread}`; },
  "node:zlib": async ({ gzipSync, gunzipSync, deflate }) => {
    const packed = await new Deferred((go, no) => deflate("abc", (error, data) => (error ? no(error) : go(data))));
    return `${gunzipSync(gzipSync("abc"))} ${packed.length}`;
  },
  "web:abort": () => {
    const one = new (global("AbortController"))(), any = global("AbortSignal").any([one.signal]);
    let n = 0;
    any.addEventListener("abort", () => n++);
    one.abort(5);
    return `${any.reason} ${n}`;
  },
  "web:blob": async () => await new (global("Blob"))(["a", "b"]).text(),
  "web:crypto": async () => `${(await global("crypto").subtle.digest("SHA-256", new (global("TextEncoder"))().encode("a"))).byteLength}`,
  "web:encoding": () => new (global("TextDecoder"))().decode(new (global("TextEncoder"))().encode("é")),
  "web:eventsource": () => `${global("EventSource").CLOSED}`,
  "web:fetch": async () => {
    const { Response: Answer, Headers: Heads, Request: Question } = { Response: global("Response"), Headers: global("Headers"), Request: global("Request") };
    const question = new Question("http://a/", { method: "POST", body: "x", headers: { a: "b" } });
    return `${(await new Answer('{"a":5}').json()).a} ${new Heads({ a: "1" }).get("A")} ${question.headers.get("a")} ${await question.text()}`;
  },
  "web:global": () => typeof global("global"),
  "web:locks": async () => `${await global("navigator").locks.request("a", () => 5)}`,
  "web:messaging": async () => {
    const { port1, port2 } = new (global("MessageChannel"))();
    const got = new Deferred((go) => { port2.onmessage = (e) => go(e.data); });
    port1.postMessage({ a: [5] });
    const { a } = await got;
    port1.close();
    return `${a[0]}`;
  },
  "web:performance": () => `${global("performance").now() >= 0}`,
  "web:scheduler": async () => `${await global("scheduler").postTask(() => 5, { priority: "background" })}`,
  "web:streams": async () => {
    const { readable, writable } = new (global("TransformStream"))({ transform(chunk, c) { c.enqueue(chunk * 2); } });
    const writer = writable.getWriter(), reader = readable.getReader();
    writer.write(4);
    return `${(await reader.read()).value}`;
  },
  "web:structured": () => `${global("structuredClone")({ a: new Table([[1, 2]]) }).a.get(1)}`,
  "web:url": () => new (global("URL"))("../é?a=b c", "http://h/x/y").href,
  "web:urlpattern": () => new (global("URLPattern"))({ pathname: "/:id" }).exec({ pathname: "/5" }).pathname.groups.id,
  "web:websocket": () => `${global("WebSocket").OPEN}`,
  "web:worker": () => typeof global("Worker"),
};

const names = Object.keys(uses), { length } = names;
change();
for (let i = 0; i < length; i++) {
  const name = names[i];
  if (!wanted(name)) continue;
  try {
    const made = importing(name) ? await import(name) : undefined;
    report(name, true, `${await uses[name](made)}`);
  } catch (error) {
    let text = "an error without a text";
    try {
      text = `${error.name}: ${error.message}`;
    } catch {}
    report(name, false, text);
  }
}
