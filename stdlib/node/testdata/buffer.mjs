// Buffer and what else node:buffer exports.
import { StringDecoder } from "node:string_decoder";
import { Buffer, constants, isAscii, isUtf8, SlowBuffer, transcode } from "node:buffer";

const encodings = ["utf8", "UTF-8", "ucs2", "utf16le", "latin1", "binary", "ascii", "base64", "base64url", "hex"];
const texts = [
  "", "a", "hello world", "é☃𝄞", "\ud800x", "YQ==YQ==", "YWJj=ZGVm", "YW", "YWI=", "Y W\nJj", "-_-_", "+/+/", "YWJj*ZGVm", "====", "ff00", "abz1", "0", "AbCd", "\u00ff\u0100",
];
const bytes = [[], [97], [0xe9, 0x80], [0xc3, 0x28, 0xff, 0xe2, 0x98], [0, 0xd8, 65, 0], [255, 254, 253, 252, 251]];
const numbers = [
  ["UInt8", [0, 255, 256, -1]], ["Int8", [127, -128, 128]], ["UInt16LE", [0x1234, 65536]], ["UInt16BE", [0x1234]], ["Int16LE", [-2, 40000]], ["Int16BE", [-2]],
  ["UInt32LE", [0xdeadbeef, 2 ** 32]], ["UInt32BE", [0xdeadbeef]], ["Int32LE", [-5, 2 ** 31]], ["Int32BE", [-5]], ["BigUInt64LE", [2n ** 64n - 1n, 2n ** 64n]],
  ["BigUInt64BE", [1n]], ["BigInt64LE", [-1n, 2n ** 63n]], ["BigInt64BE", [-2n]], ["FloatLE", [1.5]], ["FloatBE", [-0.1]], ["DoubleLE", [Math.PI]], ["DoubleBE", [-Infinity]],
];
const b = () => Buffer.from([1, 2, 3, 4, 5, 6, 7, 8]);
const text = () => Buffer.from("this is a buffer is");

// pieces decodes bytes cut at every place, and one by one. Where Node cuts characters, or waits for what cannot come, only
// the whole text counts.
const pieces = (list, encoding, between = "|") => () => {
  const all = Buffer.from(list);
  const texts = new Set();
  for (let i = 0; i <= all.length; i++) {
    const d = new StringDecoder(encoding);
    texts.add([d.write(all.subarray(0, i)), d.write(all.subarray(i)), d.end()].join(between));
  }
  const d = new StringDecoder(encoding);
  texts.add(list.map((byte) => d.write(Buffer.from([byte]))).join(between) + d.end(Buffer.from([65])));
  return [...texts, d.encoding];
};

export const buffer = [
  ...["utf8", "latin1", "ascii", "base64", "base64url", "hex"].map((e) => pieces([...Buffer.from("aé☃𝄞z")], e)),
  ...["utf8", "UCS-2"].map((e) => pieces([...Buffer.from("aé☃𝄞z", "utf16le")], e, "")), pieces([...Buffer.from("aé☃z", "utf16le")], "utf16le"),
  ...[[0xe2, 0x98], [0xff, 0xc3, 0x28], [0xed, 0xa0, 0x80], [0xf0, 0x8f], [0xf5, 0x80], [0xe0, 0x9f], [0xc3], [0x80, 0x80], [0xf4, 0x90, 0x80]].map((list) => pieces(list, "utf8", "")),
  () => new StringDecoder("nope"), () => new StringDecoder().write(5), () => new StringDecoder("utf8").end(Buffer.from("é")), () => new StringDecoder() instanceof StringDecoder,
  ...texts.flatMap((s) => encodings.map((e) => () => [e, Buffer.from(s, e), Buffer.byteLength(s, e)])),
  ...bytes.flatMap((list) => encodings.map((e) => () => [e, Buffer.from(list).toString(e), Buffer.from(list).toString(e, 1, 3)])),
  ...numbers.flatMap(([name, list]) => list.map((n) => () => {
    const made = Buffer.alloc(10);
    return [name, made[`write${name}`](n, 1), made, made[`read${name}`](1)];
  })),
  ...numbers.flatMap(([name]) => [() => b()[`read${name}`](), () => b()[`read${name}`](8), () => b()[`read${name}`]("x"), () => b()[`read${name}`](1.5), () => b()[`read${name}`](-1),
    () => Buffer.alloc(0)[`read${name}`]()]),
  ...[1, 2, 3, 4, 5, 6].flatMap((n) => [() => b().readUIntBE(1, n), () => b().readUIntLE(1, n), () => b().readIntBE(1, n), () => b().readIntLE(1, n),
    () => { const made = Buffer.alloc(8); return [made.writeIntBE(-3, 1, n), made.writeUIntLE(200, 1, n), made]; }]),
  () => b().readUIntBE(0, 7), () => b().readUIntBE(0), () => b().readIntBE(undefined, 2), () => b().readIntLE(0, "x"), () => b().writeUIntBE(-1, 0, 3), () => b().writeIntBE(2 ** 47, 0, 6),
  () => Buffer.alloc(4).writeUInt8(3.7) && Buffer.alloc(4), () => b().readUint8(3), () => b().readUint32BE(), () => b().readBigUint64LE(),

  () => Buffer.from([1, 2.9, 300, -1, "5", "x"]), () => Buffer.from({ length: 2, 0: 7, 1: 8 }), () => Buffer.from({ length: -1 }), () => Buffer.from({ length: "2" }), () => Buffer.from({ type: "Buffer", data: [1, 2] }),
  () => Buffer.from(new String("boxed")), () => Buffer.from({ [Symbol.toPrimitive]: () => "primitive" }), () => Buffer.from(new Uint16Array([1, 300])), () => Buffer.from(new Uint8Array([1, 2, 3]).buffer, 1),
  () => Buffer.from(new Uint8Array([1, 2, 3]).buffer, 1, 1), () => Buffer.from(new ArrayBuffer(2), 3), () => Buffer.from(new ArrayBuffer(2), 1, 2), () => Buffer.from(Buffer.from("copy")),
  () => { const a = new Uint8Array(3); const shared = Buffer.from(a.buffer); a[1] = 9; return shared; },
  () => Buffer.from(5), () => Buffer.from(null), () => Buffer.from(), () => Buffer.from({}), () => Buffer.from(() => {}), () => Buffer.from("a", "nope"), () => Buffer.from(Symbol("a")),
  () => Buffer.alloc(3), () => Buffer.alloc(3, 7), () => Buffer.alloc(5, "ab"), () => Buffer.alloc(5, "6162", "hex"), () => Buffer.alloc(4, Buffer.from([1, 2])), () => Buffer.alloc(3, ""), () => Buffer.alloc(-1),
  () => Buffer.alloc("5"), () => Buffer.alloc(NaN), () => Buffer.alloc(2 ** 53), () => Buffer.alloc(3, "zz", "hex"), () => Buffer.alloc(2, "a", "nope"), () => Buffer.allocUnsafe(4).length, () => Buffer.allocUnsafeSlow(4).length,
  () => SlowBuffer(3).length, () => new Buffer("old"), () => Buffer("old"), () => Buffer(3), () => new Buffer([1, 2]), () => Buffer(3, "utf8"), () => Buffer.of(1, 2, 300), () => Buffer.copyBytesFrom(new Uint16Array([1, 2, 3]), 1, 1),
  () => Buffer.copyBytesFrom([1]), () => [Buffer.isBuffer(b()), Buffer.isBuffer(new Uint8Array(1)), Buffer.isBuffer("a")], () => ["utf8", "UTF8", "ucs-2", "nope", "", 5, undefined].map(Buffer.isEncoding),
  () => Buffer.byteLength(new ArrayBuffer(3)), () => Buffer.byteLength(new Uint16Array(3)), () => Buffer.byteLength(5), () => Buffer.byteLength("é", "nope"),
  () => Buffer.concat([b(), text()]), () => Buffer.concat([b(), b()], 10), () => Buffer.concat([b()], 10), () => Buffer.concat([]), () => Buffer.concat([1]), () => Buffer.concat("a"), () => Buffer.concat([b()], -1),
  () => Buffer.concat([new Uint8Array([1]), b()]), () => Buffer.compare(b(), text()), () => Buffer.compare(b(), b()), () => Buffer.compare(b(), 5), () => [text(), b(), Buffer.alloc(0)].sort(Buffer.compare),

  () => b().equals(b()), () => b().equals(text()), () => b().equals(new Uint8Array([1, 2, 3, 4, 5, 6, 7, 8])), () => b().equals(5),
  () => b().compare(text()), () => b().compare(b(), 1, 3, 1, 3), () => b().compare(b(), 2, 4, 1, 3), () => b().compare(b(), 5, 5), () => b().compare(b(), 0, 9), () => b().compare("a"), () => b().compare(b(), -1),
  ...["is", "", "buffer", "nope", Buffer.from("is"), new Uint8Array([97]), 97, 99.9, 97 + 256, null, {}].flatMap((value) => ["indexOf", "lastIndexOf", "includes"].flatMap((method) => [
    () => text()[method](value), () => text()[method](value, 3), () => text()[method](value, -5), () => text()[method](value, 100), () => text()[method](value, "utf8"), () => text()[method](value, NaN)])),
  () => Buffer.from("a☃b☃", "ucs2").indexOf("☃", 4, "ucs2"), () => Buffer.from("a☃b☃", "ucs2").lastIndexOf("☃", undefined, "ucs2"), () => text().indexOf("a", 0, "nope"), () => text().indexOf("6973", 0, "hex"),
  () => b().fill(0), () => b().fill("ab"), () => b().fill("ab", 3), () => b().fill("ab", 3, 6), () => b().fill("6162", "hex"), () => b().fill("x", 1, 3, "latin1"), () => b().fill(258), () => b().fill(true), () => b().fill(""),
  () => b().fill(Buffer.from([9, 8])), () => b().fill(Buffer.alloc(0)), () => b().fill("a", -1), () => b().fill("a", 0, 9), () => b().fill("a", "x"), () => b().fill("a", 0, 3, 5), () => b().fill("a", 5, 3), () => b().fill("a", 0.5),
  () => { const made = b(); return [made.write("xyz"), made]; }, () => { const made = b(); return [made.write("xyz", 6), made]; }, () => { const made = b(); return [made.write("xyz", 1, 2), made]; },
  () => { const made = b(); return [made.write("6162", 1, "hex"), made]; }, () => { const made = b(); return [made.write("é☃", 6), made]; }, () => { const made = b(); return [made.write("ab", "ucs2"), made]; },
  () => { const made = b(); return [made.write("xyz", 1, 2, "latin1"), made]; }, () => b().write(5), () => b().write("a", 9), () => b().write("a", -1), () => b().write("a", 0, 9), () => b().write("a", "nope"), () => b().write("a", 1.5),
  () => { const made = Buffer.alloc(4); return [b().copy(made), made]; }, () => { const made = Buffer.alloc(4); return [b().copy(made, 1, 2, 4), made]; }, () => { const made = b(); return [made.copy(made, 2, 0, 4), made]; },
  () => b().copy(5), () => b().copy(b(), -1), () => b().copy(b(), 0, -1), () => b().copy(b(), 0, 9), () => b().copy(b(), 0, 0, -1), () => b().copy(b(), 9), () => b().copy(b(), 0, 4, 2),
  () => b().slice(1, 3), () => b().slice(-3), () => b().subarray(2, -2), () => { const made = b(); made.slice(1, 3)[0] = 99; return made; }, () => b().map((n) => n * 2), () => b().filter((n) => n % 2), () => b().subarray(1) instanceof Buffer,
  () => b().swap16(), () => b().swap32(), () => b().swap64(), () => Buffer.alloc(3).swap16(), () => Buffer.alloc(6).swap32(), () => Buffer.alloc(4).swap64(),
  () => JSON.stringify(b()), () => b().toJSON(), () => `${text()}`, () => text().toString("nope"), () => text().toString("utf8", 5), () => text().toString("utf8", -5, 4), () => text().toString(undefined, 2, 6), () => text().toString("latin1", 30),
  () => text().toString("hex", "1", "3"), () => [...Buffer.from("ab").entries()], () => [...Buffer.from("ab").keys()], () => text().toLocaleString(), () => text().latin1Slice(0, 4), () => b().hexSlice(), () => { const made = b(); return [made.utf8Write("zz", 1), made]; },
  () => Buffer.alloc(60), () => Object.assign(Buffer.from("a"), { extra: 1, other: [2] }), () => Buffer.alloc(51).inspect(), () => Buffer.alloc(0),
  () => Object.prototype.toString.call(b()), () => [typeof Buffer, Buffer.name, Buffer.poolSize, b().constructor === Buffer, b() instanceof Uint8Array, Object.getPrototypeOf(Buffer) === Uint8Array],
  () => { class Mine extends Buffer {} return [Mine.from("a") instanceof Buffer]; }, () => b().parent instanceof ArrayBuffer,
  () => transcode(Buffer.from("€é"), "utf8", "latin1"), () => transcode(Buffer.from("é"), "utf8", "ucs2"), () => transcode(5, "utf8", "ucs2"), () => [isUtf8(Buffer.from("é")), isUtf8(Buffer.from([0xc3])), isAscii(Buffer.from("a")), isAscii(Buffer.from("é"))],
  () => Object.keys(constants), () => structuredClone(b()).constructor.name,
];
