import { test, assert } from "lariat:test";
import * as module from "web:blob";
import * as buffer from "node:buffer";

const text = (blob) => blob.text();

test("the module has the globals, and node:buffer too", () => {
  for (const name of ["Blob", "File"]) {
    assert.equal(module[name], globalThis[name]);
    assert.equal(buffer[name], globalThis[name]);
  }
  const members = [];
  for (const name in File.prototype) members.push(name);
  assert.equal(members.sort().join(" "), "arrayBuffer bytes lastModified name size slice stream text type");
  assert.deepEqual([Blob.length, File.length, String(new File([], "x"))], [0, 2, "[object File]"]);
});

test("parts are strings, buffers, views and Blobs; everything else is made a string", async () => {
  const bytes = new Uint8Array([97, 98, 99, 100]);
  const parts = ["é\ud800", bytes.buffer, bytes.subarray(1, 3), new DataView(bytes.buffer, 3), new Blob(["!"]), 12, null, { toString: () => "o" }];
  const blob = new Blob(parts);
  bytes.fill(0);
  assert.equal(await text(blob), "é\ufffdabcdbcd!12nullo");
  assert.equal(await text(new Blob(new Set(["a", "b"]))), "ab");
  assert.equal(new Blob().size, 0);
  for (const wrong of ["text", 1, null, {}, [Symbol("s")]]) assert.throws(() => new Blob(wrong), TypeError);
  assert.throws(() => new Blob([], 1), TypeError);
  assert.throws(() => new Blob([], { endings: "dos" }), TypeError);
  assert.equal(await text(new Blob(["a\r\nb\rc\n"], { endings: "native" })), process.platform === "win32" ? "a\r\nb\r\nc\r\n" : "a\nb\nc\n");
});

test("a type is in small letters, or none", () => {
  assert.deepEqual(
    ["Text/HTML; charset=UTF-8", "a\u00e9", "a\tb", undefined, null, 3].map((type) => new Blob([], { type }).type),
    ["text/html; charset=utf-8", "", "", "", "null", "3"],
  );
});

test("a slice counts from either end, and clamps", async () => {
  const blob = new Blob(["01234", "56789"], { type: "a/b" });
  for (const [args, want] of [
    [[], "0123456789"], [[3], "3456789"], [[3, 7], "3456"], [[-3], "789"], [[-3, -1], "78"], [[7, 3], ""], [[20], ""],
    [[NaN, 2.5], "01"], [[1.5, 3.5], "23"], [[-Infinity, Infinity], "0123456789"], [["2", "4"], "23"], [[undefined, 2], "01"],
  ]) {
    assert.equal(await text(blob.slice(...args)), want, String(args));
  }
  assert.deepEqual([blob.slice().type, blob.slice(0, 1, "X/y").type], ["", "x/y"]);
  assert.equal(blob.slice(2, 8).slice(1, 4).size, 3);
  assert.ok(!(new File(["x"], "f").slice() instanceof File));
});

test("what is read may be changed", async () => {
  const blob = new Blob(["abc"]);
  new Uint8Array(await blob.arrayBuffer()).fill(0);
  (await blob.bytes()).fill(0);
  for await (const chunk of blob.stream()) chunk.fill(0);
  assert.equal(await text(blob), "abc");
  assert.equal(await text(new Blob([new Uint8Array([0xef, 0xbb, 0xbf, 0x61, 0xff])])), "a\ufffd");
  await assert.rejects(Blob.prototype.text.call({}), TypeError);
});

test("a stream gives the bytes, in pieces, also into a view", async () => {
  const big = new Uint8Array(300_000).map((_, i) => i);
  const blob = new Blob([big, "end"]);
  const chunks = await Array.fromAsync(blob.stream());
  assert.ok(chunks.length > 1);
  assert.equal(await new Blob(chunks).slice(-3).text(), "end");
  const reader = blob.stream().getReader({ mode: "byob" });
  const { value } = await reader.read(new Uint8Array(100_000), { min: 100_000 });
  assert.equal(value[99_999], 99_999 % 256);
  await reader.cancel();
  assert.deepEqual(await Array.fromAsync(new Blob().stream()), []);
});

test("a File has a name and a time", () => {
  const before = Date.now();
  const file = new File(["x"], "a/b.txt");
  assert.ok(file.lastModified >= before && file.lastModified <= Date.now());
  assert.deepEqual([file.name, file.size, file.type, file instanceof Blob], ["a/b.txt", 1, "", true]);
  const dated = new File([], 5, { lastModified: new Date(12), type: "T" });
  assert.deepEqual([dated.name, dated.lastModified, dated.type], ["5", 12, "t"]);
  assert.throws(() => new File([]), TypeError);
  assert.throws(() => new File(undefined, "x"), TypeError);
});

test("copies are other objects of the same bytes", async () => {
  const file = new File(["shared"], "s.txt", { type: "text/plain", lastModified: 7 });
  const { copy, again, blob } = structuredClone({ copy: file, again: file, blob: new Blob(["b"]) });
  assert.ok(copy instanceof File && copy !== file && copy === again && !(blob instanceof File));
  assert.deepEqual([copy.name, copy.type, copy.lastModified, await copy.text(), await blob.text()], ["s.txt", "text/plain", 7, "shared", "b"]);
});

test("console.log shows what it is", async () => {
  const { inspect } = await import("node:util");
  assert.equal(inspect(new Blob(["abc"], { type: "x" })), "Blob { size: 3, type: 'x' }");
});
