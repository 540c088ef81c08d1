// Records what Node's decoders and coders say: node record.mjs > node.json
// Where Node departs from the standard the tests say so.
import { createHash } from "node:crypto";

const labels = `
unicode-1-1-utf-8 unicode11utf8 unicode20utf8 utf-8 utf8 x-unicode20utf8 866 cp866 csibm866 ibm866
csisolatin2 iso-8859-2 iso-ir-101 iso8859-2 iso88592 iso_8859-2 iso_8859-2:1987 l2 latin2 csisolatin3
iso-8859-3 iso-ir-109 iso8859-3 iso88593 iso_8859-3 iso_8859-3:1988 l3 latin3 csisolatin4 iso-8859-4
iso-ir-110 iso8859-4 iso88594 iso_8859-4 iso_8859-4:1988 l4 latin4 csisolatincyrillic cyrillic iso-8859-5
iso-ir-144 iso8859-5 iso88595 iso_8859-5 iso_8859-5:1988 arabic asmo-708 csiso88596e csiso88596i csisolatinarabic
ecma-114 iso-8859-6 iso-8859-6-e iso-8859-6-i iso-ir-127 iso8859-6 iso88596 iso_8859-6 iso_8859-6:1987 csisolatingreek
ecma-118 elot_928 greek greek8 iso-8859-7 iso-ir-126 iso8859-7 iso88597 iso_8859-7 iso_8859-7:1987
sun_eu_greek csiso88598e csisolatinhebrew hebrew iso-8859-8 iso-8859-8-e iso-ir-138 iso8859-8 iso88598 iso_8859-8
iso_8859-8:1988 visual csiso88598i iso-8859-8-i logical csisolatin6 iso-8859-10 iso-ir-157 iso8859-10 iso885910
l6 latin6 iso-8859-13 iso8859-13 iso885913 iso-8859-14 iso8859-14 iso885914 csisolatin9 iso-8859-15
iso8859-15 iso885915 iso_8859-15 l9 iso-8859-16 cskoi8r koi koi8 koi8-r koi8_r
koi8-ru koi8-u csmacintosh mac macintosh x-mac-roman dos-874 iso-8859-11 iso8859-11 iso885911
tis-620 windows-874 cp1250 windows-1250 x-cp1250 cp1251 windows-1251 x-cp1251 ansi_x3.4-1968 ascii
cp1252 cp819 csisolatin1 ibm819 iso-8859-1 iso-ir-100 iso8859-1 iso88591 iso_8859-1 iso_8859-1:1987
l1 latin1 us-ascii windows-1252 x-cp1252 cp1253 windows-1253 x-cp1253 cp1254 csisolatin5
iso-8859-9 iso-ir-148 iso8859-9 iso88599 iso_8859-9 iso_8859-9:1989 l5 latin5 windows-1254 x-cp1254
cp1255 windows-1255 x-cp1255 cp1256 windows-1256 x-cp1256 cp1257 windows-1257 x-cp1257 cp1258
windows-1258 x-cp1258 x-mac-cyrillic x-mac-ukrainian chinese csgb2312 csiso58gb231280 gb2312 gb_2312 gb_2312-80
gbk iso-ir-58 x-gbk gb18030 big5 big5-hkscs cn-big5 csbig5 x-x-big5 cseucpkdfmtjapanese
euc-jp x-euc-jp csiso2022jp iso-2022-jp csshiftjis ms932 ms_kanji shift-jis shift_jis sjis
windows-31j x-sjis cseuckr csksc56011987 euc-kr iso-ir-149 korean ks_c_5601-1987 ks_c_5601-1989 ksc5601
ksc_5601 windows-949 csiso2022kr hz-gb-2312 iso-2022-cn iso-2022-cn-ext iso-2022-kr replacement unicodefffe utf-16be
csunicode iso-10646-ucs-2 ucs-2 unicode unicodefeff utf-16 utf-16le x-user-defined
`.trim().split(/\s+/);
const rand = ((s) => () => (s = (s * 48271) % 2147483647))(20240229);
const hex = (b) => Buffer.from(b).toString("hex");
const digest = (s) => createHash("sha256").update(s).digest("hex").slice(0, 16);
const range = (from, to) => Array.from({ length: to - from + 1 }, (_, i) => from + i);
const attempt = (f) => {
  try {
    return f();
  } catch {
    return null;
  }
};
const out = { labels: {}, bytes: {}, rows: {}, four: "", streams: [], base64: [] };

for (const l of labels) out.labels[l] = attempt(() => new TextDecoder(l).encoding);

// The upper half of the encodings of one byte a character.
for (const name of new Set(Object.values(out.labels))) {
  if (name && !/^(utf|gb|big5|euc|shift|iso-2022)/.test(name)) {
    const d = new TextDecoder(name);
    out.bytes[name] = range(128, 255).map((b) => d.decode(new Uint8Array([b]))).join("");
  }
}

// Rows of two bytes: the characters of pairs that are one, joined; other pairs count as U+0000.
const rows = (key, label, before, leads, trails) => {
  const d = new TextDecoder(label);
  out.rows[key] = leads.map((lead) => digest(trails.map((trail) => {
    const s = d.decode(new Uint8Array([...before, lead, trail]));
    return [...s].length === 1 && s !== "\ufffd" ? s : "\0";
  }).join("")));
};
rows("gb18030", "gb18030", [], range(0x81, 0xfe), range(0, 255));
rows("shift_jis", "shift_jis", [], [...range(0x81, 0x9f), ...range(0xe0, 0xfc)], range(0, 255));
rows("euc-jp", "euc-jp", [], range(0xa1, 0xfe), range(0, 255));
rows("jis0212", "euc-jp", [0x8f], range(0xa1, 0xfe), range(0xa1, 0xfe));
rows("iso-2022-jp", "iso-2022-jp", [0x1b, 0x24, 0x42], range(0x21, 0x7e), range(0x21, 0x7e));

// All characters of four bytes within the Basic Multilingual Plane, and some beyond.
const four = [];
for (const p of [...range(0, 39419), ...range(189000, 189999), ...range(1237000, 1237575)]) {
  four.push(0x81 + Math.floor(p / 12600), 0x30 + (Math.floor(p / 1260) % 10), 0x81 + (Math.floor(p / 10) % 126), 0x30 + (p % 10));
}
out.four = digest(new TextDecoder("gb18030").decode(new Uint8Array(four)));

// Random bytes, whole, fatally and as streams.
const interesting = [0x00, 0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbb, 0xbf, 0xc0, 0xc1, 0xc2, 0xd8, 0xdb, 0xdc, 0xdf, 0xe0, 0xe2, 0xed, 0xef, 0xf0, 0xf4, 0xf5, 0xfe, 0xff];
for (let i = 0; i < 400; i++) {
  const label = ["utf-8", "utf-16le", "utf-16be"][i % 3];
  const bytes = range(1, 1 + (rand() % 24)).map(() => interesting[rand() % interesting.length]);
  if (i % 7 === 0) bytes.unshift(...(label === "utf-8" ? [0xef, 0xbb, 0xbf] : label === "utf-16le" ? [0xff, 0xfe] : [0xfe, 0xff]));
  const buf = new Uint8Array(bytes);
  const stream = new TextDecoder(label);
  let joined = "";
  for (let at = 0; at < buf.length; ) {
    const n = 1 + (rand() % 3);
    joined += stream.decode(buf.subarray(at, at + n), { stream: true });
    at += n;
  }
  joined += stream.decode();
  out.streams.push({
    label, hex: hex(buf), text: new TextDecoder(label).decode(buf), joined,
    fatal: attempt(() => new TextDecoder(label, { fatal: true }).decode(buf)),
    kept: new TextDecoder(label, { ignoreBOM: true }).decode(buf),
  });
}

// atob and btoa.
const alphabet = [..."ABCXYZabcxyz0189+/", "=", "=", "=", " ", "\t", "\n", "\f", "\r", "\v", "-", "_", "\u00e9", "\u0100"];
for (let i = 0; i < 400; i++) {
  const s = range(1, rand() % 12).map(() => alphabet[rand() % (i % 2 ? 21 : alphabet.length)]).join("");
  out.base64.push({ s, atob: attempt(() => Buffer.from(atob(s), "latin1").toString("hex")), btoa: attempt(() => btoa(s)) });
}
console.log(JSON.stringify(out));
