// Queries of URLs, there and back.
import qs from "node:querystring";

export const query = [
  ...[{ a: 1, b: ["x y", "ü"], c: true, d: null, e: Infinity, "f&": "=" }, {}, [], "text", null, { a: [] }, { a: 1n, b: undefined, c: {} }, { "!'()*-._~": "!'()*-._~" }, { a: "" }]
    .map((object) => () => qs.stringify(object)),
  () => qs.stringify({ a: 1, b: [2, 3] }, ";", ":"), () => qs.stringify({ a: "ü" }, null, null, { encodeURIComponent: (s) => `<${s}>` }), () => qs.stringify({ a: "\ud800" }),
  ...["a=1&b=x+y&b=%C3%BC&c&=d&&e=%zz&f=%ff", "", "a", "=", "a==b", "a=1&a=2&a=3", "%61=%62", "a%=1", "__proto__=x&hasOwnProperty=y", "+a+=+b+", 5]
    .map((text) => () => qs.parse(text)),
  () => qs.parse("a:1;b:2", ";", ":"), () => qs.parse("a=1&b=2&c=3", null, null, { maxKeys: 2 }), () => qs.parse("a=%C3%BC", null, null, { decodeURIComponent: (s) => `<${s}>` }),
  () => qs.parse("a=>1&&b=>2", "&&", "=>"), () => qs.escape("a b&ü"), () => qs.escape(5), () => qs.unescape("%41%zz"), () => qs.unescapeBuffer("a%20b%").toString(),
  () => qs.encode === qs.stringify && qs.decode === qs.parse,
];
