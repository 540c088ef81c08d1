import { test, assert } from "lariat:test";
import { inspect } from "node:util";
import * as encoding from "web:encoding";

const hex = (bytes) => [...bytes].map((b) => b.toString(16).padStart(2, "0")).join(" ");
const isDOM = (name) => (error) => error instanceof DOMException && error.name === name;

test("the module has the globals", () => {
  for (const name of ["TextDecoder", "TextEncoder", "atob", "btoa"]) {
    assert.equal(encoding[name], globalThis[name]);
  }
});

test("a decoder says what it is", () => {
  const d = new TextDecoder(" LATIN1\n", { fatal: 1, ignoreBOM: true });
  assert.deepEqual([d.encoding, d.fatal, d.ignoreBOM], ["windows-1252", true, true]);
  assert.deepEqual([new TextDecoder().encoding, new TextDecoder(undefined, null).fatal], ["utf-8", false]);
  assert.equal(Object.prototype.toString.call(d), "[object TextDecoder]");
  assert.equal(inspect(d), "TextDecoder { encoding: 'windows-1252', fatal: true, ignoreBOM: true }");
  const members = [];
  for (const key in TextDecoder.prototype) members.push(key);
  assert.deepEqual(members.sort(), ["decode", "encoding", "fatal", "ignoreBOM"]);
  assert.deepEqual([TextDecoder.length, TextDecoder.prototype.decode.length], [0, 0]);
});

test("labels that no encoding has are refused", () => {
  for (const label of ["", "utf-9", "replacement", "\u212Aoi8-r", "latin1\0", null]) {
    assert.throws(() => new TextDecoder(label), { name: "RangeError", code: "ERR_ENCODING_NOT_SUPPORTED" });
  }
  assert.throws(() => new TextDecoder(Symbol("utf-8")), TypeError);
  assert.throws(() => new TextDecoder("utf-8", 1), TypeError);
  assert.throws(() => TextDecoder(), TypeError);
});

test("buffers and every view of one are decoded", () => {
  const bytes = new TextEncoder().encode("..h€llo..");
  const { buffer } = bytes;
  const d = new TextDecoder();
  assert.equal(d.decode(buffer), "..h€llo..");
  assert.equal(d.decode(bytes.subarray(2, 9)), "h€llo");
  assert.equal(d.decode(new DataView(buffer, 2, 7)), "h€llo");
  assert.equal(d.decode(new Uint16Array(buffer, 2, 3)), "h€ll");
  assert.equal(d.decode(new Int8Array(buffer, 2, 1)), "h");
  assert.equal(d.decode(new BigInt64Array(buffer, 0, 1)), "..h€ll");
  assert.equal(d.decode(), "");
  for (const wrong of [null, "text", 1, {}, [1, 2]]) assert.throws(() => d.decode(wrong), TypeError);
  assert.throws(() => d.decode(bytes, 1), TypeError);
  assert.throws(() => TextDecoder.prototype.decode.call({}), TypeError);
});

test("malformed bytes are replaced, or refused", () => {
  const bytes = new Uint8Array([0x61, 0xf0, 0x9f, 0x98, 0x62, 0xff]);
  assert.equal(new TextDecoder().decode(bytes), "a\ufffdb\ufffd");
  const fatal = new TextDecoder("utf-8", { fatal: true });
  assert.throws(() => fatal.decode(bytes), { name: "TypeError", code: "ERR_ENCODING_INVALID_ENCODED_DATA" });
  assert.equal(fatal.decode(bytes.subarray(0, 1)), "a");
});

test("a stream keeps what has not ended", () => {
  const d = new TextDecoder();
  const parts = [...new TextEncoder().encode("\ufeffh€😀")].map((b) => d.decode(new Uint8Array([b]), { stream: true }));
  assert.equal(parts.join(""), "h€😀");
  assert.equal(d.decode(new Uint8Array([0xe2, 0x82]), { stream: true }), "");
  assert.equal(d.decode(), "\ufffd");
  assert.equal(d.decode(new Uint8Array([0xef, 0xbb, 0xbf, 0x61])), "a");
});

test("the mark of the byte order stays if it is wanted", () => {
  const bytes = new Uint8Array([0xff, 0xfe, 0x61, 0]);
  assert.equal(new TextDecoder("utf-16le").decode(bytes), "a");
  assert.equal(new TextDecoder("utf-16le", { ignoreBOM: true }).decode(bytes), "\ufeffa");
  assert.equal(new TextDecoder("utf-16be").decode(bytes), "\ufffe\u6100");
});

test("encode() gives UTF-8, without lone surrogates", () => {
  const e = new TextEncoder();
  assert.equal(e.encoding, "utf-8");
  assert.equal(hex(e.encode("a€😀")), "61 e2 82 ac f0 9f 98 80");
  assert.equal(hex(e.encode("\ud83da\ude00")), "ef bf bd 61 ef bf bd");
  assert.equal(hex(e.encode(1.5)), "31 2e 35");
  assert.deepEqual([e.encode().length, e.encode(undefined).length, e.encode(null).length], [0, 0, 4]);
  assert.ok(e.encode("x") instanceof Uint8Array);
  assert.throws(() => e.encode(Symbol("s")), TypeError);
});

test("encodeInto() writes whole characters", () => {
  const e = new TextEncoder();
  const room = new Uint8Array(8);
  assert.deepEqual(e.encodeInto("a€😀", room.subarray(1, 6)), { read: 2, written: 4 });
  assert.equal(hex(room), "00 61 e2 82 ac 00 00 00");
  assert.deepEqual(e.encodeInto("\ud83d", room), { read: 1, written: 3 });
  assert.deepEqual(e.encodeInto("", room), { read: 0, written: 0 });
  for (const wrong of [undefined, new Uint8ClampedArray(4), new Int8Array(4), new ArrayBuffer(4), [1]]) {
    assert.throws(() => e.encodeInto("a", wrong), TypeError);
  }
  assert.throws(() => e.encodeInto("a"), TypeError);
});

test("atob() and btoa() are each other's opposite", () => {
  const every = String.fromCharCode(...Array(256).keys());
  assert.equal(atob(btoa(every)), every);
  assert.deepEqual([btoa(""), atob(""), btoa("a"), atob(" Y Q "), atob("YQ=="), btoa(null), btoa(12)], ["", "", "YQ==", "a", "a", "bnVsbA==", "MTI="]);
});

test("atob() and btoa() refuse with InvalidCharacterError", () => {
  for (const text of ["a", "YQ=", "Y===", "YQ==YQ==", "Y*==", "YQ-_", "\u00a0YQ=="]) {
    assert.throws(() => atob(text), isDOM("InvalidCharacterError"));
  }
  assert.throws(() => btoa("\u0100"), isDOM("InvalidCharacterError"));
  try {
    btoa("€");
  } catch (error) {
    assert.deepEqual([error.code, error.constructor === DOMException], [5, true]);
  }
  assert.throws(() => atob(), TypeError);
  assert.throws(() => btoa(), TypeError);
});
