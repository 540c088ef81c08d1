// Blobs, their URLs and Files, from https://w3c.github.io/FileAPI and https://fetch.spec.whatwg.org.
import { test, assert } from "lariat:test";

const cause = (promise) => promise.then(() => assert.fail("it is fetched"), (error) => {
  assert.ok(error instanceof TypeError);
  return error.cause.message;
});

test("parts of a Blob", async () => {
  const buffer = new Uint8Array([97, 98, 99, 100]);
  const table = [
    [undefined, ""], [[], ""], [["a", 1, null, undefined, {}], "a1nullundefined[object Object]"], [[buffer], "abcd"],
    [[buffer.subarray(1, 3)], "bc"], [[new DataView(buffer.buffer, 2)], "cd"], [[buffer.buffer], "abcd"],
    [new Set(["x", "y"]), "xy"], [[new Blob(["in"]), "side"], "inside"], [["\ud800"], "\ufffd"], [[["a", "b"]], "a,b"],
  ];
  for (const [parts, text] of table) assert.equal(await new Blob(parts).text(), text);
  for (const parts of ["text", 1, null, {}, true]) assert.throws(() => new Blob(parts), TypeError, String(parts));
  buffer[0] = 0;
});

test("options of a Blob", () => {
  const table = [[{}, ""], [{ type: "A/B" }, "a/b"], [{ type: "\u00e9" }, ""], [{ type: null }, "null"], [{ type: "a\n" }, ""], [undefined, ""], [null, ""]];
  for (const [options, type] of table) assert.equal(new Blob([], options).type, type);
  assert.throws(() => new Blob([], 1), TypeError);
  assert.throws(() => new Blob([], { endings: "other" }), TypeError);
});

test("slice()", async () => {
  const blob = new Blob(["abcdef"], { type: "t/x" });
  const table = [
    [[], "abcdef"], [[2], "cdef"], [[-2], "ef"], [[1, -1], "bcde"], [[4, 2], ""], [[0, 99], "abcdef"], [[-99, 1], "a"],
    [[NaN, 2], "ab"], [[null, 2], "ab"], [[1.5, 4], "cd"], [[0, undefined], "abcdef"], [["1", "3"], "bc"],
  ];
  for (const [args, text] of table) assert.equal(await blob.slice(...args).text(), text, String(args));
  assert.deepEqual([blob.slice().type, blob.slice(0, 1, "A/B").type], ["", "a/b"]);
});

test("import() of a Blob", async () => {
  const url = URL.createObjectURL(new Blob(["export default import.meta.url"], { type: "text/javascript; charset=utf-8" }));
  const module = await import(url);
  assert.equal(module.default, url);
  URL.revokeObjectURL(url);
  assert.equal(await import(url), module);
  await assert.rejects(import(url + "#again"), /there is no Blob/);
  const json = URL.createObjectURL(new Blob(["[1]"], { type: "application/json" }));
  assert.deepEqual((await import(json, { with: { type: "json" } })).default, [1]);
  const { Worker: Thread } = await import("node:worker_threads");
  const code = `import("data:text/javascript,export default 7").then((m) => require("node:worker_threads").parentPort.postMessage(m.default))`;
  const thread = new Thread(code, { eval: true });
  let sent;
  thread.on("message", (value) => (sent = value));
  await new Promise((done, fail) => thread.on("exit", done).on("error", fail));
  assert.equal(sent, 7);
});

test("File", () => {
  const file = new File(["a"], "b/c", { lastModified: 5.9, type: "A" });
  assert.deepEqual([file.name, file.lastModified, file.type, file.size], ["b/c", 5, "a", 1]);
  assert.ok(Math.abs(new File([], "x").lastModified - Date.now()) < 1000);
  for (const args of [[], [[]], ["a", "b"]]) assert.throws(() => new File(...args), TypeError);
  assert.ok(!(file.slice() instanceof File));
});

test("a URL of a Blob", async () => {
  const blob = new Blob(["hello"], { type: "text/x" });
  const url = URL.createObjectURL(blob);
  assert.match(url, /^blob:null\/[0-9a-f-]{36}$/);
  assert.notEqual(URL.createObjectURL(blob), url);
  assert.equal(new URL(url).origin, "null");
  for (const address of [url, `${url}#part`]) {
    const answer = await fetch(address);
    assert.deepEqual([answer.status, answer.statusText, answer.type, answer.url, answer.ok], [200, "OK", "basic", url, true]);
    assert.deepEqual([...answer.headers], [["content-length", "5"], ["content-type", "text/x"]]);
    assert.equal(await answer.text(), "hello");
  }
  assert.equal((await (await fetch(url)).blob()).type, "text/x");
  for (const wrong of [undefined, {}, "text", new Uint8Array(1)]) assert.throws(() => URL.createObjectURL(wrong), TypeError);
});

test("a revoked URL is nothing, but for a Request that was made before", async () => {
  const url = URL.createObjectURL(new Blob(["hello"]));
  const [request, twice] = [new Request(url), new Request(new Request(url), { headers: { a: "b" } })];
  const answer = await fetch(url);
  URL.revokeObjectURL(`${url}#x`);
  assert.equal((await fetch(url)).status, 200);
  URL.revokeObjectURL(url);
  URL.revokeObjectURL(url);
  assert.equal(await answer.text(), "hello");
  assert.equal(await (await fetch(request)).text(), "hello");
  assert.equal(await (await fetch(twice.clone())).text(), "hello");
  assert.match(await cause(fetch(url)), /there is no Blob/);
  assert.match(await cause(fetch("blob:null/00000000-0000-4000-8000-000000000000")), /there is no Blob/);
  assert.throws(() => URL.revokeObjectURL(), TypeError);
});

test("methods and ranges", async () => {
  const url = URL.createObjectURL(new Blob(["0123456789"], { type: "t/x" }));
  assert.match(await cause(fetch(url, { method: "POST" })), /GET alone/);
  assert.match(await cause(fetch(url, { method: "HEAD" })), /GET alone/);
  const table = [["bytes=2-4", "234", "bytes 2-4/10"], ["bytes=7-", "789", "bytes 7-9/10"], ["bytes=-2", "89", "bytes 8-9/10"], ["bytes=0-99", "0123456789", "bytes 0-9/10"]];
  for (const [range, text, told] of table) {
    const answer = await fetch(url, { headers: { range } });
    assert.deepEqual([answer.status, answer.headers.get("content-range"), answer.headers.get("content-length")], [206, told, String(text.length)]);
    assert.equal(await answer.text(), text);
  }
  for (const range of ["bytes=10-", "bytes=4-2", "lines=1-2", "bytes=1-2,3-4"]) {
    assert.match(await cause(fetch(url, { headers: { range } })), /not the range/, range);
  }
});

const message = (worker) => new Promise((resolve, reject) => {
  worker.onmessage = ({ data }) => resolve(data);
  worker.onerror = (event) => reject(event.error ?? new Error(event.message));
});

// outcome is the message of a worker that ends by itself, once it has ended.
const outcome = async (worker) => {
  const ended = new Promise((resolve) => { worker.onclose = resolve; });
  const data = await message(worker);
  await ended;
  return data;
};

test("a Worker of a Blob, and what it makes ends with it", async () => {
  const types = ["", "text/javascript", "application/javascript;charset=utf-8"];
  for (const type of types) {
    const url = URL.createObjectURL(new Blob(["postMessage(1 + 1)"], { type }));
    const worker = new Worker(url);
    URL.revokeObjectURL(url); // it has its program already
    assert.equal(await outcome(worker), 2);
  }
  const typed = new Worker(URL.createObjectURL(new Blob(["const n: number = 3; postMessage(n)"], { type: "text/typescript" })));
  assert.equal(await outcome(typed), 3);

  const program = `postMessage(URL.createObjectURL(new Blob(["from there"]))); onmessage = () => close();`;
  const maker = new Worker(URL.createObjectURL(new Blob([program])));
  const url = await message(maker);
  assert.equal(await (await fetch(url)).text(), "from there");
  const ended = new Promise((resolve) => { maker.onclose = resolve; });
  maker.postMessage("end");
  await ended;
  assert.match(await cause(fetch(url)), /ended with the isolate/);
});

test("what is no program of a Worker", () => {
  const refused = (blob) => assert.throws(() => new Worker(blob), (error) => error.name === "NotSupportedError");
  refused(URL.createObjectURL(new Blob(["1"], { type: "text/plain" })));
  refused("blob:null/00000000-0000-4000-8000-000000000000");
});
