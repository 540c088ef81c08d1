import { test, assert } from "lariat:test";
import { serve } from "lariat:http";
import { withTimeout } from "lariat:task";
import * as module from "web:fetch";

const thrown = (fn) => {
  try { fn(); } catch (error) { return error; }
  throw new Error("nothing was thrown");
};
const rejected = (promise) => promise.then(() => { throw new Error("it was fulfilled"); }, (error) => error);
const encode = (text) => new TextEncoder().encode(text);
const echo = async (request) => new Response(request.body, {
  headers: { "x-method": request.method, "x-type": request.headers.get("content-type") ?? "", "x-length": request.headers.get("content-length") ?? "" },
});

test("the module has the globals, and their members are enumerable", () => {
  for (const name of ["FormData", "Headers", "Request", "Response", "fetch"]) assert.equal(module[name], globalThis[name]);
  const members = [];
  for (const name in Response.prototype) members.push(name);
  assert.equal(members.sort().join(" "),
    "arrayBuffer blob body bodyUsed bytes clone formData headers json ok redirected status statusText text type url");
  assert.deepEqual([fetch.length, Request.length, Response.length, Headers.length], [1, 1, 0, 0]);
});

test("headers: names in any case, values joined, cookies apart, iteration in order", () => {
  const headers = new Headers([["B", " 1\t"], ["a", "2"], ["b", "3"], ["Set-Cookie", "x=1"], ["set-cookie", "y=2"]]);
  assert.equal(headers.get("B"), "1, 3");
  assert.deepEqual([...headers], [["a", "2"], ["b", "1, 3"], ["set-cookie", "x=1"], ["set-cookie", "y=2"]]);
  assert.deepEqual(headers.getSetCookie(), ["x=1", "y=2"]);
  assert.deepEqual([...headers.keys()], ["a", "b", "set-cookie", "set-cookie"]);
  headers.set("B", "4");
  headers.delete("set-cookie");
  assert.deepEqual([...headers.values()], ["2", "4"]);
  assert.deepEqual([headers.get("none"), headers.has("A"), headers.has("none")], [null, true, false]);
  const seen = [];
  headers.forEach(function (value, name, all) { seen.push(name, value, all === headers, this.x); }, { x: 1 });
  assert.deepEqual(seen, ["a", "2", true, 1, "b", "4", true, 1]);
  assert.equal(Object.prototype.toString.call(headers.entries()), "[object Headers Iterator]");
});

test("headers: iteration sees what is added meanwhile", () => {
  const headers = new Headers({ b: "1", c: "2" });
  const seen = [];
  for (const [name] of headers) {
    seen.push(name);
    if (name === "b") headers.append("d", "3");
  }
  assert.deepEqual(seen, ["b", "c", "d"]);
});

test("headers: what cannot be sent is refused", () => {
  for (const value of ["a\r\nb: c", "a\nb", "a\rb", "a\0b"]) {
    assert.match(thrown(() => new Headers({ a: value })).message, /line break or a null character/);
    assert.equal(thrown(() => new Headers().append("a", value)).name, "TypeError");
    assert.equal(thrown(() => new Response("", { headers: [["a", value]] })).name, "TypeError");
  }
  for (const name of ["", "a b", "a:b", "a\r", "é", "a\u0100"]) assert.equal(thrown(() => new Headers([[name, "x"]])).name, "TypeError");
  assert.match(thrown(() => new Headers({ a: "\u0100" })).message, /above U\+00FF/);
  assert.match(thrown(() => new Headers([["a"]])).message, /pair \[name, value\], got 1 values/);
  for (const init of [null, 1, "a"]) assert.equal(thrown(() => new Headers(init)).name, "TypeError");
  assert.match(thrown(() => new Headers().get()).message, /1 argument required/);
  assert.equal(new Headers({ a: "é" }).get("a"), "é");
});

test("form data: entries keep their order, files their name", async () => {
  const form = new FormData();
  form.append("a", "1");
  form.append("b", new Blob(["x"], { type: "text/css" }), "b.css");
  form.append("a", 2);
  form.set("a", "3");
  assert.deepEqual([...form.keys()], ["a", "b"]);
  assert.deepEqual([form.get("b").name, form.get("b").type, await form.get("b").text(), form.get("b") === form.get("b")], ["b.css", "text/css", "x", true]);
  const file = new File(["y"], "y.txt");
  form.append("c", file);
  assert.equal(form.get("c"), file);
  assert.deepEqual([form.getAll("a"), form.has("z"), form.get("z")], [["3"], false, null]);
  assert.equal(thrown(() => form.append("a", "x", "name")).name, "TypeError");
  form.delete("a");
  assert.deepEqual([...form].map(([name, value]) => [name, value.name]), [["b", "b.css"], ["c", "y.txt"]]);
});

test("form data travels as multipart and comes back the same", async () => {
  const form = new FormData();
  const odd = 'a"b\r\nc';
  form.append(odd, "line\nend");
  form.append("file", new File([new Uint8Array([0, 255, 13, 10, 45, 45])], odd, { type: "x/y" }));
  form.append("empty", "");
  const response = new Response(form);
  assert.match(response.headers.get("content-type"), /^multipart\/form-data; boundary=/);
  const back = await response.formData();
  assert.deepEqual([...back.keys()], [odd, "file", "empty"]);
  assert.equal(back.get(odd), "line\r\nend");
  assert.deepEqual([...await back.get("file").bytes()], [0, 255, 13, 10, 45, 45]);
  assert.deepEqual([back.get("file").name, back.get("file").type], [odd, "x/y"]);
  const query = await new Response("a=1&b=%C3%A9+x", { headers: { "content-type": "application/x-www-form-urlencoded" } }).formData();
  assert.deepEqual([...query], [["a", "1"], ["b", "é x"]]);
  assert.match((await rejected(new Response("x").formData())).message, /Content-Type is "text\/plain/);
  assert.match((await rejected(new Response("x", { headers: { "content-type": "multipart/form-data; boundary=y" } }).formData())).message, /no multipart/);
});

test("bodies of all kinds have their type and are read once", async () => {
  const kinds = [
    ["é", "text/plain;charset=UTF-8", "é"],
    [new URLSearchParams({ a: "1 2" }), "application/x-www-form-urlencoded;charset=UTF-8", "a=1+2"],
    [new Blob(["b"], { type: "x/y" }), "x/y", "b"],
    [encode("bytes"), null, "bytes"],
    [encode("bytes").buffer, null, "bytes"],
    [new DataView(encode("bytes").buffer, 1), null, "ytes"],
    [ReadableStream.from([encode("st"), encode("ream")]), null, "stream"],
    [(async function* () { yield encode("it"); yield encode("er"); })(), null, "iter"],
    [{ toString: () => "object" }, "text/plain;charset=UTF-8", "object"],
  ];
  for (const [body, type, text] of kinds) {
    const response = new Response(body);
    assert.deepEqual([response.headers.get("content-type"), response.bodyUsed], [type, false]);
    assert.equal(await response.text(), text);
    assert.equal(response.bodyUsed, true);
    assert.match((await rejected(response.text())).message, /read already/);
  }
  assert.deepEqual([new Response().body, await new Response().text(), new Response(null).bodyUsed], [null, "", false]);
  assert.equal((await new Response("{}").json()).constructor, Object);
  assert.equal((await rejected(new Response("{").json())).name, "SyntaxError");
  assert.equal((await new Response("\ufeffx").text()), "x");
  assert.equal((await new Response("x", { headers: { "content-type": "Text/HTML; charset=x" } }).blob()).type, "text/html;charset=x");
});

test("a clone has a body of its own", async () => {
  for (const body of ["text", ReadableStream.from([encode("te"), encode("xt")])]) {
    const one = new Response(body, { status: 201, headers: { a: "1" } });
    const two = one.clone();
    two.headers.set("a", "2");
    assert.deepEqual([await two.text(), await one.text(), one.headers.get("a"), two.status], ["text", "text", "1", 201]);
    assert.equal(thrown(() => one.clone()).name, "TypeError");
  }
});

test("requests are checked", async () => {
  const url = "http://a/";
  for (const init of [{ method: "a b" }, { method: "TRACE" }, { method: "get", body: "x" }, { mode: "x" }, { redirect: "x" }, { signal: {} },
    { window: 1 }, { method: "POST", body: ReadableStream.from([]) }, { headers: { a: "\n b" } , method: "\n" }, { cache: "only-if-cached" }]) {
    assert.equal(thrown(() => new Request(url, init)).name, "TypeError", JSON.stringify(init));
  }
  assert.match(thrown(() => new Request("/a")).message, /Failed to parse URL from \/a/);
  assert.match(thrown(() => new Request("http://u:p@a/")).message, /Authorization/);
  assert.deepEqual(["get", "Post", "patch", "x"].map((method) => new Request(url, { method }).method), ["GET", "POST", "patch", "x"]);
  const first = new Request(url, { method: "POST", body: "x", headers: { a: "1" } });
  const second = new Request(first, { headers: { b: "2" } });
  assert.deepEqual([first.bodyUsed, await second.text(), second.headers.has("a"), second.method], [true, "x", false, "POST"]);
  const controller = new AbortController();
  const request = new Request(url, { signal: controller.signal });
  const copy = request.clone();
  controller.abort("why");
  assert.deepEqual([request.signal.aborted, copy.signal.reason, request.signal === controller.signal], [true, "why", false]);
});

test("responses are checked", async () => {
  for (const status of [0, 199, 600]) assert.equal(thrown(() => new Response("", { status })).name, "RangeError");
  for (const status of [204, 205, 304]) assert.equal(thrown(() => new Response("x", { status })).name, "TypeError");
  assert.equal(thrown(() => new Response("", { statusText: "\n" })).name, "TypeError");
  assert.deepEqual([Response.error().type, Response.error().status], ["error", 0]);
  const redirect = Response.redirect("http://a/b", 307);
  assert.deepEqual([redirect.status, redirect.headers.get("location")], [307, "http://a/b"]);
  assert.match(thrown(() => redirect.headers.set("a", "b")).message, /immutable/);
  assert.equal(thrown(() => Response.redirect("http://a/", 200)).name, "RangeError");
  const json = Response.json({ a: 1 }, { status: 404, headers: { "content-type": "x/y" } });
  assert.deepEqual([json.ok, json.headers.get("content-type"), await json.json()], [false, "x/y", { a: 1 }]);
  assert.equal(thrown(() => Response.json(undefined)).name, "TypeError");
});

test("console.log shows what is in them", async () => {
  const { inspect } = await import("node:util");
  const form = new FormData();
  for (const value of ["1", "2"]) form.append("a", value);
  assert.equal(inspect(new Headers({ b: "1", a: "2" })), "Headers { a: '2', b: '1' }");
  assert.equal(inspect(form), "FormData { a: [ '1', '2' ] }");
  assert.match(inspect(Response.json({})), /headers: Headers \{ 'content-type': 'application\/json' \}/);
  assert.match(inspect(new Request("http://a/")), /^Request \{\n  method: 'GET',\n  url: 'http:\/\/a\/'/);
});

test("data: URLs", async () => {
  const read = async (url) => {
    const response = await fetch(url);
    return [response.headers.get("content-type"), await response.text()];
  };
  assert.deepEqual(await read("data:,a%20b"), ["text/plain;charset=US-ASCII", "a b"]);
  assert.deepEqual(await read("data:;charset=x,1"), ["text/plain;charset=x", "1"]);
  assert.deepEqual(await read("data:text/html;base64,aGk="), ["text/html", "hi"]);
  assert.equal((await rejected(fetch("data:x"))).message, "fetch failed");
});

test("what cannot be fetched says why", async () => {
  const cause = async (url) => (await rejected(fetch(url))).cause;
  assert.match((await cause("file:///etc/hosts")).message, /readFile of lariat:fs/);
  assert.match((await cause("ftp://a/")).message, /unknown scheme ftp:/);
  assert.match((await cause("http://127.0.0.1:22/")).message, /bad port/);
  const server = await serve(() => new Response());
  await server.close();
  const error = await rejected(fetch(server.url));
  assert.deepEqual([error.name, error.message, error.cause.code, error.cause.port], ["TypeError", "fetch failed", "ECONNREFUSED", Number(server.url.port)]);
  assert.match(error.cause.message, new RegExp(`connect ECONNREFUSED 127.0.0.1:.* \\(GET ${server.url}\\)`));
});

test("a request and its answer", async () => {
  await using server = await serve(echo);
  const response = await fetch(server.url, { method: "POST", body: "hello", headers: { "x-a": "1" } });
  assert.deepEqual([response.status, response.statusText, response.ok, response.type, response.url], [200, "OK", true, "basic", String(server.url)]);
  assert.deepEqual([response.headers.get("x-method"), response.headers.get("x-type"), response.headers.get("x-length")], ["POST", "text/plain;charset=UTF-8", "5"]);
  assert.match(thrown(() => response.headers.append("a", "b")).message, /immutable/);
  assert.equal(await response.text(), "hello");
});

test("streams go both ways, and their chunks come as they are sent", async () => {
  await using server = await serve(echo);
  const body = ReadableStream.from([encode("a"), encode("b"), encode("c")]);
  const response = await fetch(server.url, { method: "POST", body, duplex: "half" });
  assert.equal(await response.text(), "abc");
  const big = new Uint8Array(3_000_000).fill(7);
  const back = await (await fetch(server.url, { method: "POST", body: big })).bytes();
  assert.deepEqual([back.length, back.every((b) => b === 7)], [3_000_000, true]);
  let size = 0;
  for await (const chunk of (await fetch(server.url, { method: "PUT", body: big })).body) size += chunk.length;
  assert.equal(size, 3_000_000);
});

test("a request that is aborted before, while it waits and in its body", async () => {
  const { promise: arrived, resolve } = Promise.withResolvers();
  await using server = await serve(async (request) => {
    if (request.url.endsWith("/body")) return new Response(new ReadableStream({ start: (c) => c.enqueue(encode("x")) }));
    resolve();
    await new Promise((_, reject) => request.signal.addEventListener("abort", () => reject(request.signal.reason)));
  });
  assert.equal(await rejected(fetch(server.url, { signal: AbortSignal.abort("early") })), "early");
  const controller = new AbortController();
  const waits = rejected(fetch(server.url, { signal: controller.signal }));
  await arrived;
  controller.abort(new Error("enough"));
  assert.equal((await waits).message, "enough");
  const again = new AbortController();
  const response = await fetch(new URL("/body", server.url), { signal: again.signal });
  const reader = response.body.getReader();
  assert.equal((await reader.read()).value.length, 1);
  const rest = rejected(reader.read());
  again.abort("late");
  assert.equal(await rest, "late");
});

test("the scope around a request ends it", async () => {
  await using server = await serve(() => new Promise(() => {}));
  const controller = new AbortController();
  const { withSignal } = await import("lariat:task");
  const waits = rejected(withSignal(controller.signal, () => fetch(server.url)));
  controller.abort("gone");
  assert.equal(await waits, "gone");
  const text = await withTimeout("1h", () => fetch("data:,x")).then((response) => response.text());
  assert.equal(text, "x");
  await server.close({ timeout: 0 });
});

test("redirects: followed, refused, given", async () => {
  const status = { 301: "GET", 302: "GET", 303: "GET", 307: "POST", 308: "POST" };
  await using server = await serve(async (request) => {
    const url = new URL(request.url);
    const code = Number(url.pathname.slice(1));
    if (code in status) return new Response(null, { status: code, headers: { location: "/end" } });
    if (url.pathname === "/loop") return new Response(null, { status: 302, headers: { location: "/loop" } });
    if (url.pathname === "/bad") return new Response(null, { status: 302, headers: { location: "ftp://a/" } });
    return new Response(`${request.method} ${await request.text()} ${request.headers.get("content-type")}`);
  });
  const to = (path, init) => fetch(new URL(path, server.url), init);
  for (const [code, method] of Object.entries(status)) {
    const response = await to(code + "#part", { method: "POST", body: "b" });
    assert.deepEqual([response.redirected, response.url], [true, new URL("/end", server.url).href]);
    assert.equal(await response.text(), method === "GET" ? "GET  null" : "POST b text/plain;charset=UTF-8");
  }
  const manual = await to("302", { redirect: "manual" });
  assert.deepEqual([manual.status, manual.headers.get("location")], [302, "/end"]);
  assert.match((await rejected(to("302", { redirect: "error" }))).cause.message, /unexpected redirect/);
  assert.match((await rejected(to("loop"))).cause.message, /gave up after 20 redirects/);
  assert.match((await rejected(to("bad"))).cause.message, /only http: and https:/);
  const stream = { method: "POST", body: ReadableStream.from([encode("x")]), duplex: "half" };
  assert.match((await rejected(to("307", stream))).cause.message, /cannot be sent again/);
});

test("credentials do not follow a redirect to another origin", async () => {
  await using other = await serve((request) => Response.json([...request.headers.keys()]));
  await using server = await serve(() => Response.redirect(other.url));
  const response = await fetch(server.url, { headers: { authorization: "secret", cookie: "a=b", "x-kept": "1" } });
  const names = await response.json();
  assert.deepEqual([names.includes("authorization"), names.includes("cookie"), names.includes("x-kept")], [false, false, true]);
});

test("using gives back the connection of a response that is not read", async () => {
  const peers = new Set();
  await using server = await serve((_, { remote }) => {
    peers.add(remote);
    return new Response("x".repeat(1000));
  });
  const { sleep } = await import("lariat:task");
  for (let i = 0; i < 3; i++) {
    using response = await fetch(server.url);
    assert.equal(response.status, 200);
  }
  assert.ok(peers.size <= 3);
  await sleep(1);
});

test("integrity is checked before anybody sees the body", async () => {
  await using server = await serve(() => new Response("alert(1)"));
  const digest = async (kind, text) => `${kind.toLowerCase().replace("-", "")}-${btoa(String.fromCharCode(...new Uint8Array(
    await crypto.subtle.digest(kind, new TextEncoder().encode(text)))))}`;
  const [right, strong, wrong] = [await digest("SHA-256", "alert(1)"), await digest("SHA-512", "alert(1)"), await digest("SHA-384", "alert(2)")];
  for (const integrity of ["", right, strong, `${wrong} ${strong}`, `${right} ${await digest("SHA-256", "x")}`, "md5-abc nonsense", `${right}?option`,
    right.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "")]) {
    assert.equal(await (await fetch(server.url, { integrity })).text(), "alert(1)", integrity);
  }
  for (const integrity of [wrong, `${right} ${wrong}`]) {
    await assert.rejects(fetch(server.url, { integrity }), (error) => error instanceof TypeError && error.cause.code === "ERR_INTEGRITY" && /it is sha384-/.test(error.cause.message));
  }
  await assert.rejects(fetch("data:,x", { integrity: right }), TypeError);
});

test("a body in Brotli is decoded, as it comes", async () => {
  const { brotliCompressSync } = await import("node:zlib");
  const text = "again and again ".repeat(100);
  const packed = brotliCompressSync(text);
  await using server = await (await import("lariat:http")).serve((request) => new Response(
    request.url.endsWith("broken") ? Buffer.from("not at all Brotli") : ReadableStream.from(Array.from(packed, (byte) => new Uint8Array([byte]))),
    { headers: { "content-encoding": "br" } },
  ));
  assert.equal(await (await fetch(server.url)).text(), text);
  await assert.rejects((await fetch(new URL("broken", server.url))).text(), (error) => error.cause.code === "ERR__ERROR_FORMAT");
});
