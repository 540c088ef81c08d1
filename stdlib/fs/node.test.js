import { test, assert } from "lariat:test";
import fs, { constants, Dirent, Stats } from "node:fs";
import * as p from "node:fs/promises";
import { promisify } from "node:util";
import { sleep } from "lariat:task";
import { tempDir } from "lariat:fs";

// within runs a test in a folder of its own.
const within = (name, fn) => test(name, async () => {
  await using dir = await tempDir();
  await fn((file = "file") => `${dir}/${file}`);
});
const code = (want) => (error) => error instanceof Error && error.code === want;
// called calls the form with a callback and gives what that is told.
const called = (name, ...args) => new Promise((resolve) => fs[name](...args, (...told) => resolve(told)));

test("the modules are one, under all their names", async () => {
  assert.equal((await import("fs")).default, fs);
  assert.equal((await import("fs/promises")).default, fs.promises);
  assert.equal(fs.promises.readFile, p.readFile);
  assert.deepEqual([fs.readFile.name, fs.readFileSync.name, p.readFile.name, p.writeFile.name], ["readFile", "readFileSync", "readFile", "writeFile"]);
  assert.deepEqual([fs.F_OK, fs.R_OK, fs.W_OK, fs.X_OK, constants.COPYFILE_EXCL, constants.S_IFMT, p.constants === constants], [0, 4, 2, 1, 1, 61440, true]);
});

within("files are read and written in place", (at) => {
  fs.writeFileSync(at(), "h€llo");
  assert.equal(fs.readFileSync(at(), "utf8"), "h€llo");
  assert.ok(Buffer.isBuffer(fs.readFileSync(at())));
  assert.equal(fs.readFileSync(at(), { encoding: "hex" }), "68e282ac6c6c6f");
  assert.equal(fs.readFileSync(Buffer.from(at()), "latin1").length, 7);
  fs.appendFileSync(at(), Buffer.from("!"));
  fs.writeFileSync(at(), "3f", { encoding: "hex", flag: "a" });
  assert.equal(fs.readFileSync(new URL(`file://${at()}`), "utf-8"), "h€llo!?");
  fs.writeFileSync(at("other"), new Uint16Array([0x4241]), { mode: 0o600, flush: true });
  assert.equal(fs.statSync(at("other")).mode & 0o777, 0o600);
  assert.equal(fs.readFileSync(at("made"), { encoding: "utf8", flag: "a+" }), "");
});

within("files are read and written by callbacks", async (at) => {
  assert.deepEqual(await called("writeFile", at(), "text"), [null]);
  assert.deepEqual(await called("appendFile", at(), " more", "utf8"), [null]);
  assert.deepEqual(await called("readFile", at(), "utf8"), [null, "text more"]);
  const [none, buffer] = await called("readFile", at());
  assert.deepEqual([none, buffer.toString()], [null, "text more"]);
  const [error, ...rest] = await called("readFile", at("missing"));
  assert.deepEqual([error.code, error.syscall, error.path, error.errno, rest], ["ENOENT", "open", at("missing"), -2, []]);
  const order = [];
  const done = called("stat", at()).then(() => order.push("callback"));
  order.push("call");
  await done;
  assert.deepEqual(order, ["call", "callback"]);
  assert.equal(await promisify(fs.readFile)(at(), "utf8"), "text more");
  assert.deepEqual([await promisify(fs.exists)(at()), await promisify(fs.exists)(at("missing"))], [true, false]);
  assert.equal(await new Promise((resolve) => fs.exists(5, resolve)), false);
});

within("files are read and written by promises", async (at) => {
  await p.writeFile(at(), "text");
  await p.appendFile(at(), Buffer.from("!"));
  assert.equal(await p.readFile(at(), "utf8"), "text!");
  assert.equal((await p.readFile(at())).toString("base64"), "dGV4dCE=");
  async function* pieces() {
    yield "a";
    await sleep("1h");
    yield new Uint8Array([98]);
  }
  await p.writeFile(at(), pieces());
  assert.equal(await p.readFile(at(), "utf8"), "ab");
  await p.writeFile(at(), ["63", Promise.resolve("64")], "hex");
  assert.equal(await p.readFile(at(), "utf8"), "cd");
  await assert.rejects(p.writeFile(at(), [5]), code("ERR_INVALID_ARG_TYPE"));
  await assert.rejects(p.readFile(at(), { signal: AbortSignal.abort() }), { name: "AbortError" });
  await assert.rejects(p.writeFile(at(), "x", { signal: AbortSignal.abort() }), { name: "AbortError" });
});

within("Stats are those of Node", async (at) => {
  fs.writeFileSync(at(), "12345");
  fs.utimesSync(at(), 1, new Date(2500));
  fs.symlinkSync("file", at("link"));
  const s = fs.statSync(at());
  assert.ok(s instanceof Stats);
  assert.deepEqual([s.size, s.atimeMs, s.mtimeMs, +s.mtime, s.nlink, s.mode & constants.S_IFMT], [5, 1000, 2500, 2500, 1, constants.S_IFREG]);
  assert.deepEqual(["isFile", "isDirectory", "isSymbolicLink", "isFIFO", "isSocket", "isBlockDevice", "isCharacterDevice"].map((q) => s[q]()),
    [true, false, false, false, false, false, false]);
  assert.equal(fs.lstatSync(at("link")).isSymbolicLink(), true);
  assert.equal((await called("lstat", at("link")))[1].isSymbolicLink(), true);
  assert.equal((await p.stat(at(""))).isDirectory(), true);
  const big = await p.stat(at(), { bigint: true });
  assert.deepEqual([big.size, big.mtimeMs, big.mtimeNs, big.isFile(), +big.mtime], [5n, 2500n, 2_500_000_000n, true, 2500]);
  assert.deepEqual(Object.keys(s).slice(0, 4), ["dev", "mode", "nlink", "uid"]);
  assert.equal(fs.statSync(at("missing"), { throwIfNoEntry: false }), undefined);
  assert.throws(() => fs.lstatSync(at("file/below"), { throwIfNoEntry: false }), code("ENOTDIR"));
  assert.throws(() => fs.statSync(at("missing")), code("ENOENT"));
});

within("folders are made, listed and removed", async (at) => {
  assert.equal(fs.mkdirSync(at("a")), undefined);
  assert.equal(fs.mkdirSync(at("a/b/c"), { recursive: true }), at("a/b"));
  assert.equal(await p.mkdir(at("a/b/c"), { recursive: true, mode: "700" }), undefined);
  assert.deepEqual(await called("mkdir", at("d"), 0o700), [null]);
  fs.writeFileSync(at("a/f"), "");
  assert.deepEqual(fs.readdirSync(at("")), ["a", "d"]);
  assert.deepEqual(await p.readdir(at(""), { recursive: true }), ["a", "a/b", "a/b/c", "a/f", "d"]);
  const [, entries] = await called("readdir", at("a"), { withFileTypes: true });
  assert.ok(entries[0] instanceof Dirent);
  assert.deepEqual(entries.map((e) => [e.name, e.parentPath, e.isDirectory(), e.isFile(), e.isSymbolicLink()]),
    [["b", at("a"), true, false, false], ["f", at("a"), false, true, false]]);
  const deep = fs.readdirSync(at(""), { withFileTypes: true, recursive: true });
  assert.deepEqual(deep.map((e) => `${e.parentPath}/${e.name}`.replace("//", "/")), ["a", "a/b", "a/b/c", "a/f", "d"].map((n) => at(n)));
  assert.ok(Buffer.isBuffer(fs.readdirSync(at(""), "buffer")[0]));
  const made = fs.mkdtempSync(at("tmp-"));
  assert.ok(made.startsWith(at("tmp-")) && made.length === at("tmp-").length + 6 && fs.statSync(made).isDirectory());
  fs.rmdirSync(made);
  assert.throws(() => fs.rmdirSync(at("a")), code("ENOTEMPTY"));
  assert.throws(() => fs.rmSync(at("a")), code("EISDIR"));
  await p.rm(at("a"), { recursive: true });
  fs.rmSync(at("a"), { force: true });
  await p.rmdir(at("d"));
  assert.deepEqual(await p.readdir(at("")), []);
});

within("paths are moved, copied, linked and removed", async (at) => {
  fs.writeFileSync(at("a"), "a");
  fs.copyFileSync(at("a"), at("b"));
  assert.throws(() => fs.copyFileSync(at("a"), at("b"), constants.COPYFILE_EXCL), { code: "EEXIST", dest: at("b"), syscall: "copyfile" });
  fs.renameSync(at("b"), at("c"));
  fs.linkSync(at("c"), at("d"));
  await p.symlink("d", at("e"));
  assert.deepEqual([fs.readlinkSync(at("e")), await p.readlink(at("e")), (await called("readlink", at("e")))[1]], ["d", "d", "d"]);
  assert.ok(fs.readlinkSync(at("e"), "buffer").equals(Buffer.from("d")));
  assert.equal(fs.realpathSync(at("e")), fs.realpathSync.native(at("d")));
  assert.equal((await called("realpath", at("e")))[1], fs.realpathSync(at("d")));
  fs.truncateSync(at("c"), 3);
  await p.truncate(at("c"), 2);
  fs.chmodSync(at("c"), "640");
  assert.deepEqual([fs.readFileSync(at("d"), "latin1"), fs.statSync(at("d")).mode & 0o777], ["a\0", 0o640]);
  fs.mkdirSync(at("folder/deep"), { recursive: true });
  fs.writeFileSync(at("folder/deep/f"), "f");
  fs.cpSync(at("folder"), at("copy"), { recursive: true });
  assert.equal(fs.readFileSync(at("copy/deep/f"), "utf8"), "f");
  fs.unlinkSync(at("e"));
  await p.unlink(at("d"));
  assert.deepEqual([fs.existsSync(at("d")), fs.existsSync(at("c")), fs.existsSync(), fs.existsSync("a\0b")], [false, true, false, false]);
  fs.accessSync(at("c"), constants.R_OK | constants.W_OK);
  await assert.rejects(p.access(at("d")), { code: "ENOENT", syscall: "access" });
});

within("descriptors read and write in place", (at) => {
  const fd = fs.openSync(at(), "w+");
  assert.ok(Number.isInteger(fd) && fd > 2);
  assert.deepEqual([fs.writeSync(fd, "0123456789"), fs.writeSync(fd, Buffer.from("abcdef"), 2, 3), fs.writeSync(fd, "XY", 4)], [10, 3, 2]);
  const b = Buffer.alloc(8, ".");
  assert.equal(fs.readSync(fd, b, 0, 8, 0), 8);
  assert.equal(b.toString(), "0123XY67");
  assert.equal(fs.readSync(fd, b), 0);
  assert.equal(fs.readSync(fd, b, { position: 9, offset: 1, length: 3 }), 3);
  assert.equal(b.toString(), "09cd" + "XY67");
  assert.equal(fs.fstatSync(fd).size, 13);
  fs.ftruncateSync(fd, 3);
  fs.fsyncSync(fd);
  fs.fdatasyncSync(fd);
  assert.equal(fs.readFileSync(at(), "utf8"), "012");
  fs.closeSync(fd);
  for (const late of [() => fs.closeSync(fd), () => fs.readSync(fd, b), () => fs.writeSync(99, "x"), () => fs.fstatSync(fd)]) {
    assert.throws(late, { code: "EBADF", errno: -9 });
  }
  const again = fs.openSync(at(), constants.O_RDWR | constants.O_CREAT | constants.O_APPEND, 0o600);
  assert.equal(again, fd);
  fs.appendFileSync(again, "34");
  assert.equal(fs.readFileSync(again, "utf8"), "");
  assert.equal(fs.readFileSync(at(), "utf8"), "01234");
  fs.closeSync(again);
});

within("descriptors read and write by callbacks", async (at) => {
  const [, fd] = await called("open", at(), "w+");
  assert.deepEqual(await called("write", fd, "hello"), [null, 5, "hello"]);
  const buffer = Buffer.alloc(5);
  const [error, n, same] = await called("read", fd, buffer, 1, 4, 0);
  assert.deepEqual([error, n, same === buffer, buffer.toString("latin1")], [null, 4, true, "\0hell"]);
  assert.equal((await called("fstat", fd))[1].size, 5);
  assert.deepEqual(await called("ftruncate", fd, 1), [null]);
  assert.deepEqual(await called("fsync", fd), [null]);
  assert.deepEqual(await called("close", fd), [null]);
  assert.equal((await called("close", fd))[0].code, "EBADF");
  assert.equal((await called("read", fd, buffer))[0].code, "EBADF");
  assert.equal((await called("open", at("missing")))[0].code, "ENOENT");
});

within("file handles are those of Node", async (at) => {
  let handle;
  {
    await using h = await p.open(at(), "w+");
    handle = h;
    assert.ok(h.fd > 2);
    assert.deepEqual({ ...(await h.write("one\ntwo\n")) }, { bytesWritten: 8, buffer: "one\ntwo\n" });
    assert.equal((await h.write(Buffer.from("xyz"), 1, 1)).bytesWritten, 1);
    const { bytesRead, buffer } = await h.read({ position: 4 });
    assert.deepEqual([bytesRead, buffer.toString("latin1", 0, bytesRead)], [5, "two\ny"]);
    assert.equal((await h.read(Buffer.alloc(4), 0, 4)).bytesRead, 0);
    assert.equal((await h.stat()).size, 9);
    await h.truncate(8);
    await h.sync();
    await h.datasync();
    await h.writeFile([Buffer.from("a"), "b"]);
    await h.appendFile("c");
    assert.equal(await p.readFile(h, "utf8"), "");
  }
  assert.equal(await p.readFile(at(), "utf8"), "one\ntwo\n\0abc");
  await using r = await p.open(at());
  const lines = [];
  for await (const line of r.readLines()) lines.push(line);
  assert.deepEqual(lines, ["one", "two", "\0abc"]);
  assert.equal(r.fd, -1);
  await using left = await p.open(at());
  for await (const line of left.readLines()) {
    assert.equal(line, "one");
    break;
  }
  assert.equal(left.fd, -1);
  await using kept = await p.open(at());
  for await (const line of kept.readLines({ autoClose: false })) assert.ok(lines.includes(line));
  assert.notEqual(kept.fd, -1);
  assert.equal((await kept.stat()).size, 12);
  assert.equal(handle.fd, -1);
  await handle.close();
  await assert.rejects(handle.stat(), code("ERR_CLOSED"));
});

within("wrong arguments are told in Node's words", async (at) => {
  const cases = [
    [() => fs.readFileSync(), "ERR_INVALID_ARG_TYPE", 'The "path" argument must be of type string or an instance of Buffer or URL. Received undefined'],
    [() => fs.readFileSync(at(), "zzz"), "ERR_INVALID_ARG_VALUE", "The argument 'encoding' is invalid encoding. Received 'zzz'"],
    [() => fs.readFileSync(at(), 5), "ERR_INVALID_ARG_TYPE", 'The "options" argument must be one of type string or object. Received type number (5)'],
    [() => fs.writeFileSync(at(), {}), "ERR_INVALID_ARG_TYPE",
      'The "data" argument must be of type string or an instance of Buffer, TypedArray, or DataView. Received an instance of Object'],
    [() => fs.readFileSync("a\0b"), "ERR_INVALID_ARG_VALUE",
      "The argument 'path' must be a string, Uint8Array, or URL without null bytes. Received 'a\\x00b'"],
    [() => fs.mkdirSync(at(), { mode: "zz" }), "ERR_INVALID_ARG_VALUE",
      "The argument 'mode' must be a 32-bit unsigned integer or an octal string. Received 'zz'"],
    [() => fs.openSync(at(), "zz"), "ERR_INVALID_ARG_VALUE", "The argument 'flags' is invalid. Received 'zz'"],
    [() => fs.readFileSync(new URL("http://x/")), "ERR_INVALID_URL_SCHEME", "The URL must be of scheme file"],
    [() => fs.readSync("x"), "ERR_INVALID_ARG_TYPE", undefined],
    [() => fs.renameSync(at()), "ERR_INVALID_ARG_TYPE", 'The "newPath" argument must be of type string or an instance of Buffer or URL. Received undefined'],
    [() => fs.utimesSync(at(), {}, 1), "ERR_INVALID_ARG_TYPE", undefined],
  ];
  for (const [call, want, message] of cases) {
    assert.throws(call, (error) => error.code === want && (message === undefined || error.message === message), String(call));
  }
  assert.throws(() => fs.readFile(at()), { code: "ERR_INVALID_ARG_TYPE" });
  assert.throws(() => fs.readFile(undefined, () => {}), code("ERR_INVALID_ARG_TYPE"));
  await assert.rejects(p.readFile(), code("ERR_INVALID_ARG_TYPE"));
  await assert.rejects(p.readFile(at(), { signal: 5 }), code("ERR_INVALID_ARG_TYPE"));
  assert.throws(() => fs.openSync(at(), constants.O_WRONLY), code("ERR_INVALID_ARG_VALUE"));
});

within("the flags of open have all their spellings", (at) => {
  const { O_CREAT, O_EXCL, O_RDWR, O_TRUNC, O_WRONLY } = constants;
  fs.closeSync(fs.openSync(at(), "xw"));
  assert.throws(() => fs.openSync(at(), "wx"), code("EEXIST"));
  assert.throws(() => fs.openSync(at(), O_WRONLY | O_CREAT | O_EXCL), code("EEXIST"));
  for (const flags of [undefined, null, "r", "rs", "sr", "r+", "a", "a+", 0, O_RDWR, O_WRONLY | O_CREAT | O_TRUNC]) fs.closeSync(fs.openSync(at(), flags));
  assert.throws(() => fs.openSync(at("missing"), O_RDWR), code("ENOENT"));
});

within("a signal ends a write that waits for its data", async (at) => {
  await p.writeFile(at(), "old");
  const controller = new AbortController();
  const slow = async function* () { yield "new"; controller.abort(); await sleep("1h", controller); yield "more"; };
  await assert.rejects(p.writeFile(at(), slow(), { signal: controller.signal }), { name: "AbortError" });
  assert.ok(["", "new"].includes(await p.readFile(at(), "utf8")));
});

within("what is not supported is refused", async (at) => {
  fs.mkdirSync(at("folder"));
  for (const options of [{ recursive: true, filter: () => true }, { recursive: true, force: false }]) {
    await assert.rejects(p.cp(at("folder"), at("copy"), options), code("ERR_INVALID_ARG_VALUE"));
  }
});
