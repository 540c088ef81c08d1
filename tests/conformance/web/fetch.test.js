// Headers, Request, Response and FormData, from https://fetch.spec.whatwg.org and https://xhr.spec.whatwg.org.
import { test, assert } from "lariat:test";

const named = (name) => (error) => error.name === name;
const fails = (f, name = "TypeError", what = undefined) => assert.throws(f, named(name), what);
const rejects = (promise, name = "TypeError") => promise.then(() => assert.fail("it is fulfilled"), (error) => assert.equal(error.name, name));

test("what Headers are made of", () => {
  const table = [
    [undefined, []], [{}, []], [{ B: 1, a: "x" }, [["a", "x"], ["b", "1"]]], [[["a", "1"], ["A", "2"]], [["a", "1, 2"]]],
    [new Map([["x", "y"]]), [["x", "y"]]], [new Headers({ a: "b" }), [["a", "b"]]], [{ a: " \t b c\t\n" }, [["a", "b c"]]], [{ a: "" }, [["a", ""]]],
    [{ a: "\u00ff" }, [["a", "\u00ff"]]],
  ];
  for (const [init, list] of table) assert.deepEqual([...new Headers(init)], list);
  for (const wrong of [null, 1, "a", [["a"]], [["a", "b", "c"]], ["ab", 1], { "a b": "c" }, { "": "c" }, { a: "b\nc" }, { a: "\0" }, { a: "\u0100" }, { "\u00e9": "a" }]) {
    fails(() => new Headers(wrong), "TypeError", JSON.stringify(wrong));
  }
});

test("combined values, and those that are not", () => {
  const headers = new Headers();
  headers.append("Set-Cookie", "a=1");
  headers.append("set-cookie", "b=2");
  headers.append("Accept", "x");
  headers.append("accept", "y");
  assert.deepEqual([...headers], [["accept", "x, y"], ["set-cookie", "a=1"], ["set-cookie", "b=2"]]);
  assert.deepEqual(headers.getSetCookie(), ["a=1", "b=2"]);
  assert.equal(headers.get("set-cookie"), "a=1, b=2");
  headers.set("SET-COOKIE", "c=3");
  assert.deepEqual(headers.getSetCookie(), ["c=3"]);
  headers.delete("set-cookie");
  assert.deepEqual([headers.has("set-cookie"), headers.get("set-cookie"), headers.getSetCookie()], [false, null, []]);
  for (const method of ["get", "has", "delete"]) fails(() => headers[method]("a b"));
  fails(() => headers.append("a"));
  fails(() => headers.set("a", "b\rc"));
});

test("iteration sees what is changed meanwhile", () => {
  const headers = new Headers({ b: "1", d: "2" });
  const seen = [];
  for (const [name] of headers) {
    seen.push(name);
    if (name === "b") headers.append("c", "3");
  }
  assert.deepEqual(seen, ["b", "c", "d"]);
  const args = [];
  headers.forEach(function (...all) { args.push(all.length, this); }, 5);
  assert.deepEqual([args[0], typeof args[1]], [3, "number"]);
});

test("guards", () => {
  const fixed = [Response.error(), Response.redirect("http://a/")];
  for (const { headers } of fixed) {
    fails(() => headers.set("a", "b"));
    fails(() => headers.append("a", "b"));
    fails(() => headers.delete("a"));
    fails(() => headers.append("a b", "c"));
  }
});

test("the URL of a Request", () => {
  assert.equal(new Request("HTTP://EXAMPLE.org/a/../b#c").url, "http://example.org/b#c");
  assert.equal(new Request(new URL("http://a/")).url, "http://a/");
  for (const wrong of ["", "/a", "http://", "http://u@a/", "http://u:p@a/", "//a"]) fails(() => new Request(wrong), "TypeError", wrong);
  fails(() => new Request());
});

test("methods", () => {
  for (const [given, method] of [["get", "GET"], ["Post", "POST"], ["delete", "DELETE"], ["options", "OPTIONS"], ["head", "HEAD"], ["put", "PUT"], ["patch", "patch"], ["X-y", "X-y"]]) {
    assert.equal(new Request("http://a/", { method: given }).method, method);
  }
  for (const method of ["CONNECT", "trace", "Track", "", "a b", "\u00e9", "a/b"]) fails(() => new Request("http://a/", { method }), "TypeError", method);
  for (const method of ["GET", "HEAD"]) fails(() => new Request("http://a/", { method, body: "" }));
});

test("members of a Request", () => {
  const request = new Request("http://a/");
  const want = {
    method: "GET", destination: "", referrer: "about:client", referrerPolicy: "", mode: "cors", credentials: "same-origin", cache: "default",
    redirect: "follow", integrity: "", keepalive: false, isReloadNavigation: false, isHistoryNavigation: false, duplex: "half", body: null, bodyUsed: false,
  };
  for (const [name, value] of Object.entries(want)) assert.equal(request[name], value, name);
  assert.ok(request.signal instanceof AbortSignal && request.signal === request.signal && request.headers === request.headers);
  const enumerations = {
    mode: ["navigate", "x"], credentials: ["x"], cache: ["x"], redirect: ["x"], referrerPolicy: ["x"], duplex: ["full"], window: ["x"],
  };
  for (const [name, values] of Object.entries(enumerations)) {
    for (const value of values) fails(() => new Request("http://a/", { [name]: value }), "TypeError", `${name} ${value}`);
  }
  fails(() => new Request("http://a/", { cache: "only-if-cached" }));
  fails(() => new Request("http://a/", { signal: {} }));
  fails(() => new Request("http://a/", { method: "POST", body: new ReadableStream() })); // duplex is missing
  fails(() => new Request("http://a/", 1));
});

test("types of bodies", async () => {
  const form = new FormData();
  form.append("a", "b");
  const table = [
    ["text", "text/plain;charset=UTF-8", "text"], [new URLSearchParams("a=b c"), "application/x-www-form-urlencoded;charset=UTF-8", "a=b+c"],
    [new Blob(["x"], { type: "A/b" }), "a/b", "x"], [new Blob(["x"]), null, "x"], [new Uint8Array([65]), null, "A"], [new Uint8Array([65, 66]).buffer, null, "AB"],
    [new ReadableStream({ start(c) { c.enqueue(new Uint8Array([67])); c.close(); } }), null, "C"], [5, "text/plain;charset=UTF-8", "5"], ["", "text/plain;charset=UTF-8", ""],
  ];
  for (const [body, type, text] of table) {
    const response = new Response(body);
    assert.equal(response.headers.get("content-type"), type);
    assert.equal(await response.text(), text);
  }
  assert.match(new Response(form).headers.get("content-type"), /^multipart\/form-data; boundary=/);
  assert.equal(new Response("a", { headers: { "content-type": "x/y" } }).headers.get("content-type"), "x/y");
  assert.deepEqual([new Response().body, new Response(null).body, new Response(undefined).body], [null, null, null]);
  const locked = new ReadableStream();
  locked.getReader();
  fails(() => new Response(locked));
});

test("statuses", () => {
  for (const status of [200, 299, 404, 599, "201", 200.9]) assert.equal(new Response("", { status }).status, Math.trunc(status));
  for (const status of [199, 0, 600, -1, 101, NaN, 1e9]) fails(() => new Response("", { status }), "RangeError", String(status));
  for (const status of [204, 205, 304]) {
    fails(() => new Response("", { status }), "TypeError", String(status));
    assert.equal(new Response(null, { status }).status, status);
  }
  for (const statusText of ["a\nb", "\u0100", "\0"]) fails(() => new Response("", { statusText }), "TypeError");
  assert.equal(new Response("", { statusText: "\u00ff\t!" }).statusText, "\u00ff\t!");
  assert.deepEqual([200, 204, 299, 300, 404].map((status) => new Response(null, { status }).ok), [true, true, true, false, false]);
});

test("Response.error(), redirect() and json()", async () => {
  const error = Response.error();
  assert.deepEqual([error.type, error.status, error.statusText, error.ok, error.body, error.url, error.redirected], ["error", 0, "", false, null, "", false]);
  const moved = Response.redirect("http://a/\u00e9", "307");
  assert.deepEqual([moved.status, moved.headers.get("location"), moved.type, moved.body], [307, "http://a/%C3%A9", "default", null]);
  assert.equal(Response.redirect("http://a/").status, 302);
  for (const status of [200, 300, 304, 309, 0]) fails(() => Response.redirect("http://a/", status), "RangeError", String(status));
  fails(() => Response.redirect("no URL"));
  fails(() => Response.redirect());
  const json = Response.json({ a: [1] }, { status: 201, headers: { x: "y" } });
  assert.deepEqual([json.status, json.headers.get("content-type"), json.headers.get("x"), await json.json()], [201, "application/json", "y", { a: [1] }]);
  assert.equal(Response.json(1, { headers: { "content-type": "a/b" } }).headers.get("content-type"), "a/b");
  for (const value of [undefined, () => {}, Symbol("s")]) fails(() => Response.json(value));
  fails(() => Response.json());
  fails(() => Response.json(1, { status: 204 }));
  const cycle = {};
  cycle.cycle = cycle;
  fails(() => Response.json(cycle));
});

test("a body is read once", async () => {
  for (const method of ["text", "arrayBuffer", "blob", "bytes", "json", "formData"]) {
    const body = method === "json" ? "1" : method === "formData" ? new FormData() : "text";
    const response = new Response(body);
    assert.equal(response.bodyUsed, false);
    const reading = response[method]();
    assert.equal(response.bodyUsed, true, method);
    await reading;
    await rejects(response[method]());
    fails(() => response.clone());
  }
  const empty = new Response(null);
  assert.equal(await empty.text(), "");
  assert.equal(empty.bodyUsed, false);
  await rejects(new Response("{").json(), "SyntaxError");
  await rejects(new Response("").json(), "SyntaxError");
  assert.equal(await new Response("\ufeffa").text(), "a");
  assert.equal(await new Response(new Uint8Array([0xff])).text(), "\ufffd");
  const read = new Response("abc");
  const reader = read.body.getReader();
  await rejects(read.text());
  fails(() => read.clone());
  assert.equal(read.bodyUsed, false);
  await reader.read();
  assert.equal(read.bodyUsed, true);
});

test("clones", async () => {
  const first = new Response("abc", { status: 201, headers: { a: "b" } });
  const second = first.clone();
  first.headers.set("a", "c");
  assert.deepEqual([second.status, second.headers.get("a"), await first.text(), await second.text()], [201, "b", "abc", "abc"]);
  const request = new Request("http://a/", { method: "POST", body: "abc", headers: { x: "1" } });
  const copy = request.clone();
  const taken = new Request(request, { headers: { y: "2" } });
  assert.equal(request.bodyUsed, true);
  assert.deepEqual([await copy.text(), await taken.text(), taken.method, taken.headers.get("x"), taken.headers.get("y")], ["abc", "abc", "POST", null, "2"]);
  fails(() => new Request(request));
  const controller = new AbortController();
  const aborted = new Request("http://a/", { signal: controller.signal }).clone();
  controller.abort("why");
  assert.deepEqual([aborted.signal.aborted, aborted.signal.reason, aborted.signal === controller.signal], [true, "why", false]);
});

test("FormData", async () => {
  const form = new FormData();
  form.append("a", 1);
  form.append("a", "2");
  form.append("f", new Blob(["x"], { type: "t/x" }));
  form.append("g", new Blob(["x"]), "name");
  form.set("h", new File(["y"], "own"), undefined);
  assert.deepEqual([form.getAll("a"), form.get("a"), form.get("none"), form.getAll("none")], [["1", "2"], "1", null, []]);
  assert.deepEqual(["f", "g", "h"].map((name) => [form.get(name) instanceof File, form.get(name).name]), [[true, "blob"], [true, "name"], [true, "own"]]);
  assert.equal(form.get("f"), form.get("f"));
  form.set("a", "only");
  form.delete("g");
  assert.deepEqual([...form.keys()], ["a", "f", "h"]);
  fails(() => form.append("a"));
  fails(() => form.append("a", "text", "name"));
  fails(() => new FormData(1));
  const form2 = new FormData();
  form2.append('q"\n', "line\nline");
  const text = await new Response(form2).text();
  assert.match(text, /name="q%22%0D%0A"\r\n\r\nline\r\nline\r\n/);
  const again = await new Response(form).formData();
  assert.deepEqual([again.get("a"), await again.get("f").text(), again.get("f").type, again.get("h").type], ["only", "x", "t/x", "application/octet-stream"]);
  assert.deepEqual([...(await new Response(new URLSearchParams("a=b&a=c")).formData())], [["a", "b"], ["a", "c"]]);
  await rejects(new Response("a=b").formData());
  await rejects(new Response("x", { headers: { "content-type": "multipart/form-data; boundary=b" } }).formData());
});

test("what is not fetched", async () => {
  for (const url of ["ftp://a/", "file:///a", "unknown:a", "about:blank2", "http://a:22/", "data:no-comma"]) await rejects(fetch(url));
  await rejects(fetch());
  await rejects(fetch("http://u:p@a/"));
  await rejects(fetch("data:,a", { signal: AbortSignal.abort() }), "AbortError");
  await fetch("data:,a", { signal: AbortSignal.abort("why") }).then(() => assert.fail(), (reason) => assert.equal(reason, "why"));
});

test("data: URLs", async () => {
  const table = [
    ["data:,a%20b", "text/plain;charset=US-ASCII", "a b"], ["data:text/x,a#b", "text/x", "a"], ["data:;base64,YQ==", "text/plain;charset=US-ASCII", "a"],
    ["data:text/x;charset=utf-8;base64,%59Q", "text/x;charset=utf-8", "a"], ["data:;charset=x,a", "text/plain;charset=x", "a"],
    ["data:bad,a?b", "text/plain;charset=US-ASCII", "a?b"], ["DATA:text/x; BASE64 ,YQ", "text/x", "a"],
  ];
  for (const [url, type, text] of table) {
    const response = await fetch(url);
    assert.deepEqual([response.status, response.statusText, response.headers.get("content-type"), await response.text()], [200, "OK", type, text], url);
  }
  await rejects(fetch("data:;base64,?"));
});
