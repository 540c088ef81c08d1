// Text and bytes, from https://encoding.spec.whatwg.org.
import { test, assert } from "lariat:test";

const named = (name) => (error) => error.name === name;
const bytes = (...list) => new Uint8Array(list);

test("labels", () => {
  const table = {
    "utf-8": ["utf8", " UTF-8\t", "unicode-1-1-utf-8", "x-unicode20utf8"], "windows-1252": ["latin1", "ascii", "iso-8859-1", "us-ascii", "l1"],
    "utf-16le": ["utf-16", "ucs-2", "unicode"], "utf-16be": ["unicodefffe"], gbk: ["gb2312", "chinese"], gb18030: ["gb18030"], big5: ["big5-hkscs"],
    "euc-jp": ["x-euc-jp"], "iso-2022-jp": ["csiso2022jp"], shift_jis: ["sjis", "windows-31j"], "euc-kr": ["ks_c_5601-1987"], "koi8-r": ["koi"],
    macintosh: ["mac"], "x-user-defined": ["x-user-defined"], ibm866: ["866"], "iso-8859-8-i": ["logical"], "windows-874": ["tis-620"],
  };
  for (const [name, labels] of Object.entries(table)) {
    for (const label of [name, ...labels]) assert.equal(new TextDecoder(label).encoding, name, label);
  }
  for (const wrong of ["", "utf-7", "utf\u20118", "replacement", "iso-2022-kr", "hz-gb-2312", "utf-8\u00a0", null]) {
    assert.throws(() => new TextDecoder(wrong), named("RangeError"), String(wrong));
  }
  assert.equal(new TextDecoder(undefined).encoding, "utf-8");
});

test("what is not UTF-8", () => {
  const table = [
    [[0xff], "\ufffd"], [[0xc0, 0x80], "\ufffd\ufffd"], [[0xe2, 0x82], "\ufffd"], [[0xe2, 0x82, 0x41], "\ufffdA"], [[0xf0, 0x9f, 0x92], "\ufffd"],
    [[0xed, 0xa0, 0x80], "\ufffd\ufffd\ufffd"], [[0xf4, 0x90, 0x80, 0x80], "\ufffd\ufffd\ufffd\ufffd"], [[0xe2, 0xe2, 0x82, 0xac], "\ufffd\u20ac"],
  ];
  for (const [list, text] of table) {
    assert.equal(new TextDecoder().decode(bytes(...list)), text);
    assert.throws(() => new TextDecoder("utf-8", { fatal: true }).decode(bytes(...list)), named("TypeError"));
  }
});

test("byte order marks", () => {
  const mark = [0xef, 0xbb, 0xbf];
  assert.equal(new TextDecoder().decode(bytes(...mark, 65)), "A");
  assert.equal(new TextDecoder().decode(bytes(...mark, ...mark)), "\ufeff");
  assert.equal(new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes(...mark, 65)), "\ufeffA");
  assert.equal(new TextDecoder("utf-16le").decode(bytes(0xff, 0xfe, 65, 0)), "A");
  assert.equal(new TextDecoder("utf-16be").decode(bytes(0xfe, 0xff, 0, 65)), "A");
  const split = new TextDecoder();
  const text = [bytes(0xef), bytes(0xbb), bytes(0xbf, 65)].map((part) => split.decode(part, { stream: true })).join("");
  assert.equal(text + split.decode(), "A");
});

test("streams of bytes", () => {
  const decoder = new TextDecoder();
  let text = "";
  for (const byte of [0xf0, 0x9f, 0x92, 0xa9, 0x41]) text += decoder.decode(bytes(byte), { stream: true });
  assert.equal(text + decoder.decode(), "\u{1f4a9}A");
  assert.equal(decoder.decode(bytes(0xe2), { stream: true }), "");
  assert.equal(decoder.decode(), "\ufffd");
  assert.equal(decoder.decode(bytes(0xef, 0xbb, 0xbf, 66)), "B"); // it begins anew
  const strict = new TextDecoder("utf-8", { fatal: true });
  assert.equal(strict.decode(bytes(0xe2), { stream: true }), "");
  assert.throws(() => strict.decode(), named("TypeError"));
  assert.equal(strict.decode(bytes(65)), "A");
});

test("what decode() takes", () => {
  const decoder = new TextDecoder();
  const buffer = bytes(65, 66, 67, 68).buffer;
  for (const [input, text] of [[undefined, ""], [buffer, "ABCD"], [new Uint8Array(buffer, 1, 2), "BC"], [new DataView(buffer, 3), "D"], [new Uint16Array(buffer), "ABCD"]]) {
    assert.equal(decoder.decode(input), text);
  }
  for (const wrong of [null, "text", 1, {}, []]) assert.throws(() => decoder.decode(wrong), named("TypeError"));
  assert.throws(() => decoder.decode(buffer, 1), named("TypeError"));
});

test("other encodings", () => {
  const table = [
    ["windows-1252", [0x80, 0xe9, 0x81], "\u20ac\u00e9\u0081"], ["shift_jis", [0x82, 0xa0], "\u3042"], ["euc-kr", [0xb0, 0xa1], "\uac00"],
    ["gb18030", [0x81, 0x30, 0x81, 0x30], "\u0080"], ["big5", [0xa4, 0x40], "\u4e00"], ["utf-16le", [0x3d, 0xd8, 0xa9, 0xdc], "\u{1f4a9}"],
    ["utf-16le", [0x3d, 0xd8], "\ufffd"], ["utf-16le", [65], "\ufffd"], ["koi8-r", [0xc1], "\u0430"], ["x-user-defined", [0x80], "\uf780"],
    ["iso-2022-jp", [0x1b, 0x24, 0x42, 0x24, 0x22], "\u3042"], ["shift_jis", [0x81, 0x41], "\u3001"], ["euc-jp", [0x8f, 0xa2, 0xaf], "\u02d8"],
  ];
  for (const [label, list, text] of table) assert.equal(new TextDecoder(label).decode(bytes(...list)), text, label);
});

test("TextEncoder", () => {
  const encoder = new TextEncoder();
  for (const [text, list] of [[undefined, []], ["", []], ["\u20ac", [0xe2, 0x82, 0xac]], ["\ud800", [0xef, 0xbf, 0xbd]], [null, [110, 117, 108, 108]], ["\u{1f4a9}", [0xf0, 0x9f, 0x92, 0xa9]]]) {
    assert.deepEqual([...encoder.encode(text)], list);
  }
  const table = [["", 0, 0, 0], ["abc", 2, 2, 2], ["\u20ac", 2, 0, 0], ["a\u20ac", 4, 2, 4], ["\u{1f4a9}", 3, 0, 0], ["\u{1f4a9}", 4, 2, 4], ["\ud800a", 4, 2, 4]];
  for (const [text, space, read, written] of table) assert.deepEqual(encoder.encodeInto(text, new Uint8Array(space)), { read, written });
  assert.throws(() => encoder.encodeInto("a", new Uint16Array(1)), named("TypeError"));
  assert.throws(() => encoder.encodeInto("a"), named("TypeError"));
});

const gather = async (readable) => {
  const all = [];
  for await (const chunk of readable) all.push(chunk);
  return all;
};

test("the streams of both", async () => {
  const parts = [[0xf0, 0x9f], [0x92], [0xa9, 65]].map((part) => bytes(...part));
  assert.equal((await gather(ReadableStream.from(parts).pipeThrough(new TextDecoderStream()))).join(""), "\u{1f4a9}A");
  const encoded = await gather(ReadableStream.from(["\ud83d", "\udca9", "\ud800"]).pipeThrough(new TextEncoderStream()));
  assert.deepEqual(encoded.flatMap((chunk) => [...chunk]), [0xf0, 0x9f, 0x92, 0xa9, 0xef, 0xbf, 0xbd]);
  await gather(ReadableStream.from([bytes(0xff)]).pipeThrough(new TextDecoderStream("utf-8", { fatal: true })))
    .then(() => assert.fail(), (error) => assert.equal(error.name, "TypeError"));
  assert.throws(() => new TextDecoderStream("none"), named("RangeError"));
});
