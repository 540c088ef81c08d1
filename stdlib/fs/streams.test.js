// The streams and watchers of node:fs and lariat:fs.
import { test, assert } from "lariat:test";
import fs, { createReadStream, createWriteStream } from "node:fs";
import * as p from "node:fs/promises";
import { Readable, Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { once } from "node:events";
import { tempDir, watch } from "lariat:fs";
import { withSignal } from "lariat:task";

const within = (name, fn) => test(name, async () => {
  await using dir = await tempDir();
  await fn((file = "file") => `${dir}/${file}`, `${dir}`);
});
const code = (want) => (error) => error instanceof Error && error.code === want;

within("a file is written and read as a stream", async (at) => {
  const out = createWriteStream(at());
  const events = [];
  for (const name of ["open", "ready", "finish", "close"]) out.on(name, () => events.push(name));
  assert.ok(out.pending);
  out.write("hello ");
  out.write(Buffer.from("wor"));
  out.end("ld");
  await once(out, "close");
  assert.deepEqual(events, ["open", "ready", "finish", "close"]);
  assert.equal(out.bytesWritten, 11);
  const source = createReadStream(at(), { highWaterMark: 4 });
  const chunks = await source.toArray();
  assert.deepEqual(chunks.map(String), ["hell", "o wo", "rld"]);
  assert.equal(source.bytesRead, 11);
  assert.ok(source instanceof fs.ReadStream && source instanceof Readable && out instanceof fs.WriteStream && out instanceof Writable);
  assert.equal(fs.FileReadStream, fs.ReadStream);
});

within("a stream reads and writes a part of a file", async (at) => {
  fs.writeFileSync(at(), "0123456789");
  const read = async (options) => (await createReadStream(at(), { encoding: "utf8", ...options }).toArray()).join("");
  assert.equal(await read({ start: 2, end: 4 }), "234");
  assert.equal(await read({ start: 7 }), "789");
  assert.equal(await read({ end: 0 }), "0");
  assert.equal(await read({ start: 20 }), "");
  await pipeline(["XY"], createWriteStream(at(), { flags: "r+", start: 4 }));
  await pipeline(["!"], createWriteStream(at(), { flags: "a" }));
  assert.equal(fs.readFileSync(at(), "utf8"), "0123XY6789!");
  assert.throws(() => createReadStream(at(), { start: 3, end: 2 }), { code: "ERR_OUT_OF_RANGE", message: 'The value of "start" is out of range. It must be <= "end" (here: 2). Received 3' });
  assert.throws(() => createReadStream(at(), { start: -1 }), code("ERR_OUT_OF_RANGE"));
  assert.throws(() => createWriteStream(5), code("ERR_INVALID_ARG_TYPE"));
  assert.throws(() => createReadStream(at(), { fd: "x" }), code("ERR_INVALID_ARG_TYPE"));
});

within("a stream takes a descriptor or a FileHandle and closes it", async (at) => {
  fs.writeFileSync(at(), "text");
  const fd = fs.openSync(at());
  assert.equal((await createReadStream("", { fd, encoding: "utf8" }).toArray()).join(), "text");
  assert.throws(() => fs.fstatSync(fd), code("EBADF"));
  const kept = fs.openSync(at());
  const stream = createReadStream(null, { fd: kept, autoClose: false });
  await stream.toArray();
  fs.fstatSync(kept);
  fs.closeSync(kept);
  const handle = await p.open(at(), "r+");
  await pipeline(handle.createReadStream(), async (source) => {
    for await (const chunk of source) assert.equal(String(chunk), "text");
  });
  assert.equal(handle.fd, -1);
  const writing = await p.open(at("other"), "w");
  await pipeline(["abc"], writing.createWriteStream());
  assert.equal(fs.readFileSync(at("other"), "utf8"), "abc");
  await using web = await p.open(at());
  const chunks = [];
  for await (const chunk of web.readableWebStream()) chunks.push(chunk);
  assert.equal(Buffer.concat(chunks).toString(), "text");
});

within("failures of streams are those of the system", async (at) => {
  const failed = (stream) => once(stream, "error").then(([error]) => error);
  const error = await failed(createReadStream(at("missing")));
  assert.deepEqual([error.code, error.syscall, error.path, error.errno], ["ENOENT", "open", at("missing"), -2]);
  assert.equal((await failed(createWriteStream(at("no/folder")))).code, "ENOENT");
  assert.equal((await failed(createReadStream(at(".")))).code, "EISDIR");
  const controller = new AbortController();
  fs.writeFileSync(at(), "x");
  const stopped = createReadStream(at(), { signal: controller.signal });
  controller.abort();
  assert.equal((await failed(stopped)).name, "AbortError");
});

within("a large file goes through a pipeline unchanged", async (at) => {
  const block = Buffer.alloc(100_003, "lariat ");
  await pipeline((function* () { for (let i = 0; i < 20; i++) yield block; })(), createWriteStream(at("a")));
  await pipeline(createReadStream(at("a")), createWriteStream(at("b")));
  const [a, b] = ["a", "b"].map((name) => fs.readFileSync(at(name)));
  assert.equal(b.length, 20 * 100_003);
  assert.ok(a.equals(b));
});

// collect takes changes until all the wanted ones have come; others may come in between, as the system sees fit.
async function collect(changes, wanted, text = ({ kind, name }) => `${kind} ${name}`) {
  const missing = new Set(wanted);
  for await (const change of changes) {
    missing.delete(text(change));
    if (missing.size === 0) return;
  }
}

within("watch gives the changes in a folder", async (at, dir) => {
  const changes = watch(dir);
  fs.writeFileSync(at("one"), "1");
  fs.appendFileSync(at("one"), "2");
  fs.renameSync(at("one"), at("two"));
  fs.unlinkSync(at("two"));
  await collect(changes, ["create one", "modify one", "remove one", "create two", "remove two"]);
  assert.equal((await changes.next()).done, true);
});

within("watch gives the changes of one file, and of new folders", async (at, dir) => {
  fs.writeFileSync(at("file"), "");
  const one = watch(at("file"));
  fs.writeFileSync(at("other"), "x");
  fs.writeFileSync(at("file"), "y");
  await collect(one, [`modify ${at("file")}`], ({ kind, path }) => {
    assert.equal(path, at("file"));
    return `${kind} ${path}`;
  });
  const all = watch(dir, { recursive: true });
  fs.mkdirSync(at("deep/er"), { recursive: true });
  fs.writeFileSync(at("deep/er/file"), "z");
  await collect(all, ["create deep/er/file"]);
});

within("a watch ends with its signal, its scope and its program", async (at, dir) => {
  const controller = new AbortController();
  const changes = watch(dir, { signal: controller.signal });
  const next = changes.next();
  controller.abort(new Error("enough"));
  await assert.rejects(next, { message: "enough" });
  const silent = watch(dir);
  const scope = new AbortController();
  const waiting = withSignal(scope.signal, () => silent.next());
  scope.abort();
  await assert.rejects(waiting, { name: "AbortError" });
  await silent.return();
  await watch(dir).return();
  assert.throws(() => watch(at("missing")), (error) => error.code === "ENOENT" && error.syscall === "watch");
});

within("fs.watch emits events, and fs.promises.watch gives them", async (at, dir) => {
  const watcher = fs.watch(dir);
  const seen = once(watcher, "change");
  fs.writeFileSync(at("new"), "x");
  assert.deepEqual(await seen, ["rename", "new"]);
  watcher.close();
  await once(watcher, "close");
  const buffers = fs.watch(dir, { encoding: "buffer" }, () => {});
  const bytes = once(buffers, "change");
  fs.unlinkSync(at("new"));
  assert.deepEqual((await bytes)[1], Buffer.from("new"));
  buffers.close();
  const controller = new AbortController();
  const changes = p.watch(dir, { signal: controller.signal });
  fs.writeFileSync(at("again"), "x");
  assert.deepEqual((await changes.next()).value, { eventType: "rename", filename: "again" });
  controller.abort();
  await assert.rejects((async () => { for await (const _ of changes); })(), { name: "AbortError" });
  assert.throws(() => fs.watch(at("missing")), code("ENOENT"));
  const idle = fs.watch(dir).unref();
  idle.ref();
  idle.close();
  idle.close();
});

within("watchFile looks at a path from time to time", async (at) => {
  fs.writeFileSync(at(), "1");
  const seen = new Promise((resolve) => fs.watchFile(at(), { interval: 100 }, (now, before) => resolve([now.size, before.size])));
  setTimeout(() => fs.writeFileSync(at(), "123"), 150);
  assert.deepEqual(await seen, [3, 1]);
  fs.unwatchFile(at());
  fs.unwatchFile(at());
});
