import { test, assert } from "lariat:test";
import { sleep, withTimeout } from "lariat:task";
import * as fs from "lariat:fs";
import { open, readBytes, readFile, stat, writeFile } from "lariat:fs";

// within runs a test in a folder of its own.
const within = (name, fn) => test(name, async (t) => {
  await using dir = await fs.tempDir();
  await fn((file = "file") => `${dir}/${file}`, t);
});
const code = (want, syscall) => (error) => error instanceof Error && error.code === want && (!syscall || error.syscall === syscall);
const isDOM = (name) => (error) => error instanceof DOMException && error.name === name;
const text = (bytes) => new TextDecoder().decode(bytes);
const names = async (path, options) => (await Array.fromAsync(fs.readDir(path, options))).map((entry) => entry.name);
const url = (path) => new URL(`file://${path}`);

within("a file is written and read whole", async (at) => {
  await writeFile(at(), "h€llo");
  assert.equal(await readFile(at()), "h€llo");
  assert.deepEqual([...(await readBytes(at()))], [104, 226, 130, 172, 108, 108, 111]);
  await writeFile(at(), new Uint16Array([0x4241]));
  assert.equal(await readFile(at(), { encoding: "utf-8" }), "AB");
  await writeFile(at(), new TextEncoder().encode("...buffer...").buffer.slice(3, 9));
  assert.equal(await readFile(url(at())), "buffer");
  await writeFile(url(at()), "");
  assert.equal((await readBytes(at())).length, 0);
});

within("malformed text is replaced", async (at) => {
  await writeFile(at(), new Uint8Array([0x61, 0xff, 0xe2, 0x82]));
  assert.equal(await readFile(at()), "a\ufffd\ufffd");
  await writeFile(at(), "\ud800x");
  assert.equal(await readFile(at()), "\ufffdx");
});

within("what is written is the data of the moment", async (at) => {
  const data = new Uint8Array(1 << 20).fill(1);
  const written = writeFile(at(), data);
  data.fill(2);
  await written;
  assert.ok((await readBytes(at())).every((b) => b === 1));
});

within("appending adds", async (at) => {
  await fs.appendFile(at(), "a");
  await fs.appendFile(at(), ["b", "c"]);
  await writeFile(at(), "d", { append: true });
  assert.equal(await readFile(at()), "abcd");
  await assert.rejects(writeFile(at(), "x", { append: true, atomic: true }), TypeError);
});

within("iterables are written as they give", async (at) => {
  async function* slow() {
    for (let i = 0; i < 3; i++) {
      await sleep("1h");
      yield `${i},`;
    }
  }
  await writeFile(at(), slow());
  assert.equal(await readFile(at()), "0,1,2,");
  await writeFile(at(), [Promise.resolve("p"), new Uint8Array([113]), ""]);
  assert.equal(await readFile(at()), "pq");
  await writeFile(at(), new Set());
  assert.equal((await stat(at())).size, 0);
  const many = function* () { for (let i = 0; i < 5000; i++) yield "0123456789".repeat(10); };
  await writeFile(at(), many(), { atomic: true });
  assert.equal((await stat(at())).size, 500_000);
});

within("an iterable that fails is told about, and an atomic write then changes nothing", async (at) => {
  await writeFile(at(), "old");
  async function* broken() { yield "new"; throw new RangeError("broken"); }
  await assert.rejects(writeFile(at(), broken(), { atomic: true }), { name: "RangeError", message: "broken" });
  let closed = 0;
  const wrong = function* () { try { yield "new"; yield 5; } finally { closed++; } };
  await assert.rejects(writeFile(at(), wrong(), { atomic: true }), TypeError);
  assert.equal(closed, 1);
  assert.equal(await readFile(at()), "old");
  assert.deepEqual(await names(at("")), ["file"]);
  for (const data of [undefined, null, 5, {}, { [Symbol.iterator]: () => 5 }, { [Symbol.asyncIterator]: () => ({ next: () => 5 }) }]) {
    await assert.rejects(writeFile(at("other"), data), TypeError);
  }
});

within("a write that fails ends its iterable", async (at) => {
  let closed = 0;
  const controller = new AbortController();
  const reason = new Error("enough");
  async function* endless() {
    try {
      for (let i = 0; ; i++) {
        if (i === 5000) controller.abort(reason);
        yield "x".repeat(100);
      }
    } finally {
      closed++;
    }
  }
  await assert.rejects(writeFile(at("missing/file"), endless()), code("ENOENT", "open"));
  await assert.rejects(writeFile(at(), endless(), { signal: controller.signal, atomic: true }), (error) => error === reason);
  for (let i = 0; closed === 0 && i < 1000; i++) await fs.exists(at());
  assert.equal(closed, 1); // the generator behind the missing folder had not begun
  assert.deepEqual(await names(at("")), []);
});

within("handles read and write at one position", async (at) => {
  await using file = await open(at(), "w+");
  assert.deepEqual([file.path, file.closed, file instanceof fs.FileHandle, String(file)], [at(), false, true, "[object FileHandle]"]);
  assert.equal(await file.write("0123456789"), 10);
  assert.equal(await file.write(new Uint8Array([97])), 1);
  assert.equal(await file.seek(2), 2);
  assert.equal(text(await file.read(3)), "234");
  assert.equal(text(await file.read()), "56789a");
  assert.equal(await file.read(), null);
  await file.truncate(4);
  assert.equal((await file.stat()).size, 4);
  await file.truncate();
  await file.sync();
  assert.equal(await readFile(at()), "");
  for (const n of [0, -1, 1.5]) await assert.rejects(file.read(n), RangeError);
  await assert.rejects(file.seek(), TypeError);
  await assert.rejects(file.write(5), TypeError);
});

within("operations of a handle are served in the order of the calls", async (at) => {
  const file = await open(at(), "w+");
  const order = [];
  const all = ["a", "b", "c"].map((s) => file.write(s).then(() => order.push(s)));
  all.push(file.seek(0).then(() => order.push("seek")), file.read().then((b) => order.push(text(b))), file.close().then(() => order.push("close")));
  await assert.rejects(file.read(), (error) => error.code === "ERR_CLOSED");
  await Promise.all(all);
  assert.deepEqual(order, ["a", "b", "c", "seek", "abc", "close"]);
});

within("a handle closes once, also by using", async (at) => {
  let file;
  {
    await using f = await open(at(), "w");
    file = f;
  }
  assert.equal(file.closed, true);
  assert.deepEqual([await file.close(), await file.close()], [undefined, undefined]);
  for (const late of [() => file.read(), () => file.write("x"), () => file.stat(), () => file.chunks().next(), () => file.writer().write("x")]) {
    await assert.rejects(late(), (error) => error.constructor.name === "ClosedError");
  }
});

within("flags are those of Node", async (at) => {
  await assert.rejects(open(at()), code("ENOENT"));
  await (await open(at(), "wx", { mode: 0o600 })).close();
  assert.equal((await stat(at())).mode & 0o777, 0o600);
  await assert.rejects(open(at(), "wx"), code("EEXIST"));
  await assert.rejects(open(at(), "rw"), TypeError);
  await assert.rejects(open(at(), 5), TypeError);
  await using r = await open(at(), "r");
  await assert.rejects(r.write("x"), code("EBADF", "write"));
  await using a = await open(at(), "a+");
  await a.write("1");
  await a.write("2");
  assert.equal(await readFile(at()), "12");
});

within("chunks come in order and of one size", async (at) => {
  const data = Uint8Array.from({ length: 1_000_003 }, (_, i) => i * 7);
  await writeFile(at(), data);
  await using file = await open(at());
  let n = 0;
  for await (const chunk of file.chunks(8192)) {
    assert.ok(chunk.length === 8192 || n + chunk.length === data.length);
    for (let i = 0; i < chunk.length; i += 1000) if (chunk[i] !== data[n + i]) assert.fail(`byte ${n + i}`);
    n += chunk.length;
  }
  assert.equal(n, data.length);
  assert.equal(await file.read(), null);
  await file.seek(999_999);
  const rest = [];
  for await (const chunk of file) rest.push(chunk.length);
  assert.deepEqual(rest, [4]);
});

within("leaving a loop leaves the position behind what was taken", async (at) => {
  await writeFile(at(), "0123456789");
  await using file = await open(at());
  for await (const chunk of file.chunks(3)) if (text(chunk) === "345") break;
  assert.equal(text(await file.read(2)), "67");
  await assert.rejects(async () => { for await (const _ of file.chunks(1)) throw new Error("mine"); }, { message: "mine" });
  assert.equal(text(await file.read()), "9");
});

within("a stream has the file to itself", async (at) => {
  await writeFile(at(), "abc");
  await using file = await open(at());
  const it = file.chunks(1);
  assert.equal(text((await it.next()).value), "a");
  await assert.rejects(file.read(), TypeError);
  await assert.rejects(file.lines().next(), TypeError);
  assert.equal((await file.stat()).size, 3);
  assert.deepEqual(await it.return("left"), { value: "left", done: true });
  assert.deepEqual(await it.next(), { value: undefined, done: true });
  assert.equal(text(await file.read()), "bc");
  const other = file.chunks();
  await file.close();
  await assert.rejects(other.next(), (error) => error.code === "ERR_CLOSED");
});

within("calls of next stand in line", async (at) => {
  await writeFile(at(), "abc");
  await using file = await open(at());
  const it = file.chunks(1);
  const results = await Promise.all([it.next(), it.next(), it.next(), it.next(), it.next()]);
  assert.deepEqual(results.map((r) => r.done || text(r.value)), ["a", "b", "c", true, true]);
  for (const size of [0, -1, 1.5, 2 ** 40]) assert.throws(() => file.chunks(size), RangeError);
  assert.throws(() => file.chunks("8"), TypeError);
});

within("lines end with \\n and \\r\\n", async (at) => {
  const lines = async (content, options) => {
    await writeFile(at(), content);
    await using file = await open(at());
    return await Array.fromAsync(file.lines(options));
  };
  assert.deepEqual(await lines(""), []);
  assert.deepEqual(await lines("one"), ["one"]);
  assert.deepEqual(await lines("one\ntwo\r\n\nthr\ree\r\n"), ["one", "two", "", "thr\ree"]);
  assert.deepEqual(await lines("\n"), [""]);
  const long = "€".repeat(100_000);
  assert.deepEqual(await lines(`${long}\n${long}`), [long, long]);
  await assert.rejects(lines("short\nlonger\n", { limit: 5 }), (error) => error.code === "ERR_LIMIT" && /line 2/.test(error.message));
  assert.deepEqual(await lines("short\n", { limit: 5 }), ["short"]);
  assert.deepEqual((await lines("a\nb\nc\n", { batch: 2 })).flat(), ["a", "b", "c"]);
  for (const options of [{ limit: 0 }, { batch: -1 }]) await assert.rejects(lines("", options), RangeError);
});

within("texts split no character", async (at) => {
  const content = "a€😀".repeat(1000);
  await writeFile(at(), content);
  for (const size of [1, 2, 3, 5, 64, undefined]) {
    await using file = await open(at());
    const parts = await Array.fromAsync(file.texts(size));
    assert.equal(parts.join(""), content);
    assert.ok(parts.every((part) => !part.includes("\ufffd")));
  }
});

within("a file that grows while it is read is read to its end", async (at) => {
  await writeFile(at(), "first\n");
  await using reader = await open(at());
  await using writer = await open(at(), "a");
  const it = reader.lines();
  assert.equal((await it.next()).value, "first");
  await it.return();
  await writer.write("second\n");
  assert.deepEqual(await Array.fromAsync(reader.lines()), ["second"]);
});

within("a writer takes writes at once and keeps their order", async (at) => {
  {
    await using file = await open(at(), "w");
    const out = file.writer();
    assert.ok(out === out && out instanceof fs.FileWriter);
    for (let i = 0; i < 1000; i++) await out.write(`${i},`);
    await out.flush();
    assert.equal((await readFile(at())).length, 3890);
    out.write(new Uint8Array([33]));
    await file.write("?");
    assert.equal((await readFile(at())).slice(-2), "!?");
    out.write("the rest");
  }
  assert.equal((await readFile(at())).slice(-8), "the rest");
  await using r = await open(at());
  const out = r.writer();
  await out.write("x");
  await assert.rejects(out.flush(), code("EBADF"));
  await assert.rejects(out.write("y"), code("EBADF"));
  await r.close(); // which has nothing new to tell
  const unheard = await open(at());
  await unheard.writer().write("x");
  await assert.rejects(unheard.close(), code("EBADF"));
  assert.equal(await unheard.close(), undefined);
});

within("an atomic write replaces the file as a whole", async (at) => {
  await writeFile(at(), "old", { mode: 0o600 });
  await fs.symlink("file", at("link"));
  await using reader = await open(at());
  await writeFile(at("link"), "new", { atomic: true });
  assert.equal(text(await reader.read()), "old");
  assert.equal(await readFile(at()), "new");
  assert.equal((await fs.lstat(at("link"))).isSymbolicLink, true);
  assert.equal((await stat(at())).mode, 0o600);
  await assert.rejects(writeFile(at(""), "x", { atomic: true }), code("EISDIR"));
  assert.deepEqual(await names(at("")), ["file", "link"]);
});

within("processFile() transforms chunk by chunk", async (at) => {
  const content = "straße\n".repeat(20_000);
  await writeFile(at("in"), content);
  const upper = await fs.processFile(at("in"), at("out"), (s) => s.toUpperCase(), { text: true, chunkSize: 1000 });
  assert.deepEqual(upper, { bytesIn: 160_000, bytesOut: 160_000 });
  assert.equal(await readFile(at("out")), content.toUpperCase());
  const sizes = [];
  await fs.processFile(at("in"), at("out"), (bytes) => { sizes.push(bytes.length); return bytes; }, { chunkSize: 100_000 });
  assert.deepEqual(sizes, [100_000, 60_000]);
  assert.equal(await readFile(at("out")), content);
  const none = await fs.processFile(url(at("in")), url(at("in")), (s) => (s === "x" ? s : undefined));
  assert.deepEqual([none, await readFile(at("in"))], [{ bytesIn: 160_000, bytesOut: 0 }, ""]);
});

within("processFile() keeps the order and the bound of what it has in work", async (at) => {
  await writeFile(at("in"), "0123456789".repeat(10));
  for (const concurrency of [1, 3, 100]) {
    let running = 0, most = 0, next = 0;
    const seen = [];
    await fs.processFile(at("in"), at("out"), async (chunk) => {
      seen.push(next);
      const i = next++;
      most = Math.max(most, ++running);
      await sleep(i % 2 ? 5 : 50);
      running--;
      return i % 3 ? chunk : null;
    }, { chunkSize: 10, concurrency });
    assert.equal(most, Math.min(concurrency, 10));
    assert.deepEqual(seen, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    assert.equal((await readFile(at("out"))).length, 60);
  }
});

within("a file is a stream for others", async (at) => {
  const text = "0123456789".repeat(100_000);
  await writeFile(at("in"), text);
  const [from, to] = [await open(at("in")), await open(at("out"), "w")];
  await from.readable().pipeTo(to.writable());
  assert.equal(await readFile(at("out")), text);
  assert.deepEqual([from.closed, to.closed], [true, true]);
  assert.equal(await new Response((await open(at("in"))).readable()).text(), text);
  const packed = (await open(at("in"))).readable().pipeThrough(new CompressionStream("gzip"));
  await packed.pipeThrough(new DecompressionStream("gzip")).pipeTo((await open(at("out"), "w")).writable());
  assert.equal(await readFile(at("out")), text);
  const left = await open(at("in"));
  for await (const chunk of left.readable()) { assert.ok(chunk.length > 0); break; }
  assert.equal(left.closed, true);
  const half = await open(at("half"), "w");
  const writer = half.writable().getWriter();
  await writer.write("half");
  await writer.abort(new Error("enough"));
  assert.deepEqual([await readFile(at("half")), half.closed], ["half", true]);
  const readOnly = (await open(at("in"))).writable();
  await assert.rejects(ReadableStream.from(["x"]).pipeTo(readOnly), code("EBADF", "write"));
});

within("processFile() tells how far it is", async (at) => {
  await writeFile(at("in"), "ä".repeat(50_000));
  for (const options of [{ text: true, chunkSize: 999 }, { chunkSize: 4096, concurrency: 3 }]) {
    const told = [];
    await fs.processFile(at("in"), at("out"), (x) => x, { ...options, onProgress: (progress) => told.push(progress) });
    assert.deepEqual(told.at(-1), { done: 100_000, failed: 0, total: 100_000 });
    for (let i = 1; i < told.length; i++) assert.ok(told[i].done > told[i - 1].done, "nothing is told twice");
  }
  const stops = () => { throw new RangeError("enough"); };
  const slow = async (chunk) => { await sleep(1); return chunk; };
  await assert.rejects(fs.processFile(at("in"), at("none"), slow, { chunkSize: 1000, onProgress: stops }), /enough/);
  await assert.rejects(stat(at("none")), code("ENOENT"));
  await assert.rejects(fs.processFile(at("in"), at("out"), (x) => x, { onProgress: stops }), /enough/, "also the last call");
});

within("processFile() that fails leaves no trace", async (at) => {
  await writeFile(at("in"), "x".repeat(100_000));
  await writeFile(at("out"), "old");
  let calls = 0;
  const fails = (error) => (chunk) => { if (++calls === 3) throw error; return chunk; };
  const mine = new RangeError("mine");
  await assert.rejects(fs.processFile(at("in"), at("out"), fails(mine), { chunkSize: 1000 }), (error) => error === mine);
  assert.equal(calls, 3);
  await assert.rejects(fs.processFile(at("in"), at("out"), async () => { throw mine; }), (error) => error === mine);
  for (const wrong of [5, {}, [], true]) await assert.rejects(fs.processFile(at("in"), at("out"), () => wrong), TypeError);
  await assert.rejects(fs.processFile(at("missing"), at("out"), (c) => c), code("ENOENT"));
  await assert.rejects(fs.processFile(at("in"), at("no/out"), (c) => c), code("ENOENT"));
  await assert.rejects(withTimeout("1s", () => fs.processFile(at("in"), at("out"), () => sleep("1h"))), isDOM("TimeoutError"));
  await assert.rejects(fs.processFile(at("in"), at("out"), () => new Promise(() => {}), { signal: AbortSignal.abort() }), isDOM("AbortError"));
  for (const options of [{ chunkSize: 0 }, { concurrency: 0 }, { chunkSize: 2 ** 31 }]) {
    await assert.rejects(fs.processFile(at("in"), at("out"), (c) => c, options), RangeError);
  }
  await assert.rejects(fs.processFile(at("in"), at("out")), TypeError);
  assert.deepEqual([await readFile(at("out")), await names(at(""))], ["old", ["in", "out"]]);
});

within("folders are listed by name, deep if wanted", async (at) => {
  await fs.mkdir(at("b/c"), { recursive: true });
  await writeFile(at("b/c/d"), "");
  await writeFile(at("a"), "");
  await fs.symlink("b", at("s"));
  const entries = await Array.fromAsync(fs.readDir(at("")));
  assert.deepEqual(entries.map((e) => [e.name, e.path, e.isFile, e.isDirectory, e.isSymbolicLink]), [
    ["a", at("a"), true, false, false], ["b", at("b"), false, true, false], ["s", at("s"), false, false, true],
  ]);
  assert.deepEqual(await names(url(at("")), { recursive: true }), ["a", "b", "c", "d", "s"]);
  for await (const entry of fs.readDir(at(""), { recursive: true })) if (entry.name === "c") break;
  await assert.rejects(names(at("missing")), code("ENOENT", "scandir"));
  await assert.rejects(names(at("a")), code("ENOTDIR", "scandir"));
  assert.throws(() => fs.readDir(5), TypeError);
});

within("paths are made, moved, copied and removed", async (at) => {
  await fs.mkdir(at("one"));
  await assert.rejects(fs.mkdir(at("one")), code("EEXIST", "mkdir"));
  await fs.mkdir(at("one/two/three"), { recursive: true, mode: 0o700 });
  await writeFile(at("one/f"), "f");
  await fs.copy(at("one"), at("copy"), { recursive: true });
  assert.deepEqual(await names(at("copy"), { recursive: true }), ["f", "two", "three"]);
  await fs.copy(at("one/f"), at("g"));
  await assert.rejects(fs.copy(at("one/f"), at("g"), { exclusive: true }), (error) => error.code === "EEXIST" && error.dest === at("g"));
  await fs.rename(at("g"), at("h"));
  await fs.link(at("h"), at("i"));
  await fs.symlink("h", at("j"));
  assert.deepEqual([await fs.readLink(at("j")), await fs.exists(at("g")), await fs.exists(at("i")), await fs.exists(at("h/below"))],
    ["h", false, true, false]);
  assert.equal(await fs.realPath(at("j")), await fs.realPath(at("h")));
  await fs.truncate(at("h"), 3);
  await fs.chmod(at("h"), 0o640);
  await fs.utimes(at("h"), new Date(1000), new Date(2000));
  await fs.utimes(at("h"), null, new Date(3000));
  const { size, mode, atime, mtime, ctime, birthtime, uid, gid } = await stat(at("i"));
  assert.deepEqual([size, mode, +atime, +mtime], [3, 0o640, 1000, 3000]);
  assert.ok(ctime instanceof Date && birthtime instanceof Date && uid >= 0 && gid >= 0);
  await assert.rejects(fs.remove(at("one")), code("EISDIR", "rm"));
  await fs.remove(at("one"), { recursive: true });
  await fs.remove(at("one"), { force: true });
  await assert.rejects(fs.remove(at("one")), code("ENOENT"));
  await fs.remove(at("j"));
  assert.deepEqual(await names(at("")), ["copy", "h", "i"]);
});

within("failures say what, where and why", async (at) => {
  const path = at("missing");
  const error = await readFile(path).catch((e) => e);
  assert.deepEqual([error.message, error.code, error.errno, error.syscall, error.path, "cause" in error],
    [`ENOENT: no such file or directory, open '${path}'`, "ENOENT", -2, "open", path, false]);
  assert.match(error.stack, /fs\.test\.js/);
  await assert.rejects(readFile(at("")), code("EISDIR", "read"));
  await assert.rejects(readFile(at("missing\0")), (e) => e instanceof TypeError && e.code === "ERR_INVALID_ARG_VALUE");
  await assert.rejects(readFile(new URL("https://example.com/x")), (e) => e.code === "ERR_INVALID_URL_SCHEME");
  for (const wrong of [undefined, null, 5, {}, () => {}]) await assert.rejects(readFile(wrong), TypeError);
  await assert.rejects(readFile(at(), { encoding: "latin1" }), RangeError);
  await assert.rejects(readFile(at(), 5), TypeError);
  await assert.rejects(fs.truncate(at(), -1), RangeError);
  await assert.rejects(fs.utimes(at(), new Date(NaN), null), TypeError);
});

within("scopes and signals end waits", async (at) => {
  await writeFile(at(), "x");
  await assert.rejects(readFile(at(), { signal: AbortSignal.abort() }), isDOM("AbortError"));
  await using file = await open(at());
  await assert.rejects(file.read(1, { signal: AbortSignal.abort() }), isDOM("AbortError"));
  let closed;
  await assert.rejects(withTimeout(10, async () => {
    const inner = await open(at());
    try {
      await sleep("1h");
    } finally {
      await assert.rejects(readFile(at()), isDOM("TimeoutError"));
      await inner.close();
      closed = inner.closed;
    }
  }), isDOM("TimeoutError"));
  assert.equal(closed, true);
});

within("ten thousand calls at once are served", async (at) => {
  await writeFile(at(), "x");
  const all = await Promise.all(Array.from({ length: 10_000 }, (_, i) => (i % 2 ? readFile(at()) : stat(at()))));
  assert.equal(all.filter((v) => v === "x" || v.size === 1).length, 10_000);
});

test("a temporary folder is removed with all in it", async () => {
  let path;
  {
    await using dir = await fs.tempDir({ prefix: "mine-" });
    path = dir.path;
    assert.match(String(dir), /mine-\w{6}$/);
    assert.ok(dir instanceof fs.TempDir);
    await fs.mkdir(`${dir}/deep/er`, { recursive: true });
    await using inner = await fs.tempDir({ dir: path, prefix: "" });
    assert.equal((await stat(inner.path)).mode & 0o777, 0o700);
    await inner.remove();
    await inner.remove();
    assert.deepEqual(await names(path), ["deep"]);
  }
  assert.equal(await fs.exists(path), false);
});
