// Writes down what the classes of fetch do, for the comparison with Node: node record.mjs > node.json
const groups = {};
const show = (v) => {
  if (v instanceof Headers || v instanceof FormData) return JSON.stringify([...v].map(([k, x]) => [k, typeof x === "string" ? x : [x.name, x.size, x.type]]));
  if (v instanceof ArrayBuffer || ArrayBuffer.isView(v)) return `${v.constructor.name} ${[...new Uint8Array(v.buffer ?? v)]}`;
  if (v instanceof Blob) return `${v.constructor.name} ${v.size} ${v.type}`;
  return typeof v === "string" ? v : JSON.stringify(v) ?? String(v);
};
async function group(name, cases) {
  groups[name] = [];
  for (const f of cases) {
    try {
      groups[name].push(show(await f()));
    } catch (error) {
      groups[name].push(`throws ${error?.name ?? error}`);
    }
  }
}
const bytes = (...list) => new Uint8Array(list);
const stream = (...chunks) => new ReadableStream({ start(c) { chunks.forEach((x) => c.enqueue(x)); c.close(); } });
const url = "http://example.org/a?b#c";
const names = ["a", "A-b", "", " a", "a ", "a:", "(a)", "a\tb", "é", "\u0100", "a/b", "~a!#$%&'*+-.^_`|", "1", "@"];
const values = ["", "a", " a\t", "a b", "\r\na\r\n", "a\nb", "a\0b", "\x01", "\x7f", "é", "ÿ", "\u0100", "😀", "\tin\tside\t"];

await group("header names", names.flatMap((n) => [() => new Headers([[n, "x"]]), () => new Headers().has(n), () => new Headers({ [n]: "x" }).get(n)]));
await group("header values", values.flatMap((v) => [
  () => new Headers([["a", v]]).get("a"), () => { const h = new Headers({ a: "1" }); h.append("a", v); return h.get("A"); },
  () => new Response("", { headers: { a: v } }).headers.get("a"), () => new Request(url, { headers: { a: v } }).headers.get("a"),
]));
await group("headers made of", [
  () => new Headers(undefined), () => new Headers(null), () => new Headers(1), () => new Headers("a"), () => new Headers([]), () => new Headers({}),
  () => new Headers([["a"]]), () => new Headers([["a", "b", "c"]]), () => new Headers(["ab"]), () => new Headers([["a", 1], ["a", null]]),
  () => new Headers({ a: 1, b: undefined, c: [1, 2] }), () => new Headers(new Map([["x", "y"]])), () => new Headers(new Headers({ q: "r" })),
  () => new Headers({ [Symbol("s")]: "x" }), () => new Headers(new Set([["a", "b"]])), () => new Headers((function* () { yield ["a", "b"]; })()),
  () => new Headers(Object.create({ a: "inherited" })), () => new Headers({ [Symbol.iterator]: 1 }),
  () => new Headers([["set-cookie", "a"], ["Set-Cookie", "b"], ["c", "d"]]), () => new Headers({ "Set-Cookie": "a, b" }).getSetCookie(),
  () => new Headers().append("a"), () => new Headers().get(), () => new Headers().forEach(1), () => Headers.prototype.get.call({}, "a"), () => Headers(),
]);
const methods = ["get", "GET", "head", "post", "put", "delete", "options", "patch", "Patch", "foo", "connect", "TRACE", "track", "", "a b", "a\n"];
await group("request methods", methods.map((method) => () => new Request(url, { method }).method));
await group("request options", [
  ...["follow", "error", "manual", "x", ""].map((redirect) => () => new Request(url, { redirect }).redirect),
  ...["cors", "no-cors", "same-origin", "navigate", "x"].map((mode) => () => new Request(url, { mode }).mode),
  ...["omit", "same-origin", "include", "x"].map((credentials) => () => new Request(url, { credentials }).credentials),
  ...["default", "no-store", "reload", "no-cache", "force-cache", "only-if-cached", "x"].map((cache) => () => new Request(url, { cache }).cache),
  ...["", "origin", "x"].map((referrerPolicy) => () => new Request(url, { referrerPolicy }).referrerPolicy),
  () => new Request(url, { window: null }).url, () => new Request(url, { window: 1 }).url, () => new Request(url, { signal: null }).signal.aborted,
  () => new Request(url, { signal: 1 }), () => new Request(url, { signal: AbortSignal.abort("x") }).signal.reason, () => new Request(url, 1), () => new Request(url, null).method,
  () => new Request(url, { keepalive: 1 }).keepalive, () => new Request(url, { integrity: "x" }).integrity, () => new Request(url).destination,
  () => new Request(url).referrer, () => new Request(url).duplex, () => new Request(url, { duplex: "full" }),
]);
await group("request urls", ["http://a", "http://a b/", "/a", "http://u:p@a/", "HTTP://EXAMPLE.org/%zz", "foo:bar", "", "data:,x", "http://[::1]:80/", "http://a/?q#f"]
  .map((u) => () => new Request(u).url).concat([() => new Request(), () => new Request(new URL(url)).url, () => new Request(new Request(url)).url]));
await group("request bodies", [
  () => new Request(url, { body: "x" }), () => new Request(url, { method: "HEAD", body: "" }), () => new Request(url, { method: "POST", body: null }).body,
  () => new Request(url, { method: "POST", body: undefined }).body, () => new Request(url, { method: "POST", body: stream() }),
  () => new Request(url, { method: "POST", body: stream(bytes(97)), duplex: "half" }).text(),
  () => { const r = new Request(url, { method: "POST", body: "x" }); new Request(r); return r.bodyUsed; },
  () => { const r = new Request(url, { method: "POST", body: "x" }); return new Request(r, { body: "y" }).text(); },
  async () => { const r = new Request(url, { method: "POST", body: "x" }); await r.text(); return new Request(r); },
  () => new Request(new Request(url, { method: "POST", body: "x" }), { method: "GET" }),
]);
const kinds = () => [
  "", "text é", 1, true, {}, [1, 2], bytes(1, 2), bytes(1, 2).buffer, new DataView(bytes(1, 2, 3).buffer, 1), new Blob(["b"]), new Blob(["b"], { type: "A/B" }),
  new URLSearchParams("a=1&b=é"), stream(bytes(104), bytes(105)), stream("text"), stream(), new File(["f"], "n", { type: "x/y" }),
];
await group("response bodies", kinds().flatMap((_, i) => [
  () => new Response(kinds()[i]).headers.get("content-type"),
  ...["text", "arrayBuffer", "blob", "json", "formData"].map((how) => () => new Response(kinds()[i])[how]()),
  () => new Response(kinds()[i], { headers: { "content-type": "z/z; charset=Q" } }).blob(),
]));
await group("response options", [
  ...[0, 100, 101, 103, 199, 200, 204, 205, 299, 304, 404, 599, 600, "200", "x", 65736, null, undefined].flatMap((status) => [
    () => new Response(null, { status }).status, () => new Response("b", { status }).ok]),
  ...["", "x", "é", "\n", "\u0100", "\t", "\x7f"].map((statusText) => () => new Response(null, { statusText }).statusText),
  () => Response.error().type, () => Response.error().status, () => Response.error().headers.append("a", "b"), () => Response.json(1).text(),
  () => Response.json(undefined), () => Response.json(() => {}), () => Response.json({ a: [1] }).headers, () => Response.json(1, { status: 204 }),
  () => Response.json(1, { headers: { "content-type": "q" } }).headers, () => Response.json(), () => Response.redirect("http://a/").headers.get("location"),
  ...[200, 301, 302, 303, 304, 307, 308].map((s) => () => Response.redirect("http://a/", s).status), () => Response.redirect("/x"),
  () => Response.redirect("http://a/").headers.set("a", "b"), () => new Response("x").type, () => new Response("x").url, () => new Response("x").redirected,
]);
await group("bodies are read once", [
  async () => { const r = new Response("x"); await r.text(); return r.text(); }, async () => { const r = new Response("x"); await r.text(); return r.bodyUsed; },
  async () => { const r = new Response("x"); r.body.getReader(); return r.text(); }, async () => { const r = new Response("x"); r.body.getReader(); return r.bodyUsed; },
  async () => { const r = new Response("x"); await r.text(); return r.clone(); }, async () => { const r = new Response("x"); r.body.getReader(); return r.clone(); },
  async () => { const r = new Response("x"), c = r.clone(); return (await r.text()) + (await c.text()); }, () => new Response("x").body === null,
  async () => { const r = new Response("x"); return r.body === r.body; }, async () => { const r = new Response("x"); await r.body.cancel(); return r.bodyUsed; },
  async () => { const s = stream(bytes(97)); s.getReader(); return new Response(s); }, async () => { const s = stream(bytes(97)); await s.cancel(); return new Response(s); },
  async () => (await new Response().text()) === "", async () => { const r = new Response(); await r.text(); return r.bodyUsed; }, async () => new Response("").bodyUsed,
]);
const multi = (text) => () => new Response(text.replaceAll("\n", "\r\n"), { headers: { "content-type": "multipart/form-data; boundary=b" } }).formData();
await group("forms", [
  () => new FormData(1), () => { const f = new FormData(); f.append("a"); }, () => { const f = new FormData(); f.append("a", "b", "c"); },
  () => { const f = new FormData(); f.append("a", new Blob(["x"])); return f; }, () => { const f = new FormData(); f.append("a", new File(["x"], "n"), "m"); return f; },
  () => { const f = new FormData(); f.append("a", 1); f.append("a", null); f.append("b", {}); f.set("a", "z"); return f; },
  () => { const f = new FormData(); f.append("\ud800", "\udfff"); return f; }, () => { const f = new FormData(); f.append("a", "b"); f.delete("a"); return f.get("a"); },
  multi("--b\nContent-Disposition: form-data; name=\"a\"\n\n1\n--b--\n"), multi("--b\nContent-Disposition: form-data; name=\"a\"; filename=\"f\"\nContent-Type: x/y\n\n1\n--b--\n"),
  multi("--b\nContent-Disposition: form-data; name=\"a\"; filename=\"f\"\n\n1\n2\n--b--\n"), multi("--b--\n"), multi(""), multi("x"), multi("--b\n\n1\n--b--\n"),
  () => new Response("a=1&a=2&=&b", { headers: { "content-type": "application/x-www-form-urlencoded" } }).formData(), () => new Response("a").formData(),
  () => new Response("a=%ff", { headers: { "content-type": "application/x-www-form-urlencoded; charset=x" } }).formData(),
]);
await group("data urls", ["data:,x", "data:,%41+b", "data:text/html,<b>", "data:;base64,aGk=", "data:;base64,aG k", "data:;base64,%%", "data:x", "data:text/plain;charset=x;base64,aGk", "data:,a#b", "data:nonsense,x"]
  .map((u) => async () => { const r = await fetch(u); return `${r.status} ${r.headers.get("content-type")} ${await r.text()}`; }));
await group("failures", [
  () => fetch(), () => fetch("/a"), () => fetch("foo:bar"), () => fetch("http://127.0.0.1:1/"), () => fetch(url, { signal: AbortSignal.abort() }),
  () => fetch(url, { signal: AbortSignal.abort("x") }), () => fetch("http://127.0.0.1:2/").catch((e) => [e.message, e.cause.code, e.cause.syscall, e.cause.port]),
]);
console.log(JSON.stringify(groups, null, 1));
