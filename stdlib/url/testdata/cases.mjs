// URLs through the parser, its setters and the functions of node:url. Where Node 20 is known not to follow the standard
// there is no case: relative URLs against an opaque path, and the setters of host, pathname and port at their edges.
import url from "node:url";

const absolute = [
  "http://a", "HTTP://EXAMPLE.com:80/", "https://example.com:443/x", "https://example.com:80/x", "http://user:pass@host:8080/p/a/t/h?query=string#hash", "http://user@host", "http://:p@host",
  "http://u:p:q@host", "http://a@b@c/", "http://us%20er:p ss@host/", "http://user:p|s^[]{}@h", "  http://a/ \n", "ht\ntp://a\t/b\r", "http://a\\b\\c", "http:a", "http:/a", "http:///a", "http:\\\\a", "https:a?b#c",
  "ftp://x:21/y", "ws://h:80", "wss://h:443/?a", "ws://h:443", "file:///a/b", "file:/a", "file:a", "file://host/a", "file://localhost/a", "file:///C:/a/../..", "file:///C|/a", "file:C:/a", "file:c|", "file:////a", "file:\\\\h\\a",
  "file://C:/a", "file:///a?b#c", "http://a/b/../c", "http://a/b/./c/.", "http://a/../..", "http://a/%2e%2E/b", "http://a/b/%2e", "http://a/..b/.c/c..", "http://a/b//c", "http://a/ b\"<>`{}|^", "http://a/é☃𝄞", "http://a/%zz%1",
  "http://a/?a b\"<>'`{}|^#", "http://a/? #\u00e9", "http://a/#a b\"<>`{}|", "http://a?b", "http://a#b", "http://a/?", "http://a/#", "http://a/?#", "foo:bar", "foo:", "foo:/a/../b", "foo://h/a/../b", "foo://h:80/a", "foo://H%41/a",
  "foo:///a", "foo:////a", "foo:/..//a", "foo://h?q#f", "foo:a b?c d#e f", "foo:\u00e9?\u00e9#\u00e9", "foo:a'b?'", "foo:\u0001a", "javascript:alert(1) ", "data:text/plain,a b  ", "mailto:a@b.c", "urn:isbn:1", "about:blank", "blob:https://a:1/x", "blob:foo",
  "http://1.2.3.4", "http://1.2.3", "http://0x7f.1", "http://0300.1", "http://4294967295", "http://4294967296", "http://256.1.1.1", "http://1.2.3.4.5", "http://1.2.3.4.", "http://1..2", "http://0x", "http://1.0x", "http://09.1", "http://a.0x1g", "http://a.1",
  "http://[::1]", "http://[::1]:80/", "http://[1:2:3:4:5:6:7:8]", "http://[1:2:0:0:5:0:0:0]", "http://[::ffff:1.2.3.4]", "http://[1::2::3]", "http://[1:2:3]", "http://[::1.2.3]", "http://[::1.2.3.256]", "http://[::01.2.3.4]", "http://[g::1]", "http://[::1%25eth]",
  "http://[12345::1]", "http://[:1]", "http://[1:2:3:4:5:6:7:]", "http://[1:2:3:4:5:6:7::]", "http://[::1", "http://::1]", "foo://[::1]/", "foo://[x]/", "http://a b", "http://a%20b", "http://a%00b", "http://a<b", "http://a%b", "http://a_b.c", "http://a-.b", "http://ex%41mple",
  "http://", "http:", "//a", "a", "", "http://:80", "http://@", "http://u@", "http://u:p@:80", "http://a:", "http://a:65535", "http://a:65536", "http://a:0", "http://a:00080", "http://a:b", "http://a:8 0", "http://a:80x", "http://a:-1", ":a", "1:a", "a.b+c-1:x", "é:a",
  "http://ÄÖ.de", "http://straße.de", "http://faß.de", "http://☃.net", "http://xn--n3h.net", "http://xn--a", "http://xn--", "http://XN--N3H.net", "http://日本語。ＪＰ", "http://ａ.b", "http://a\u00adb", "http://\u00ad/", "http://a\u200bb", "http://İ.com", "http://é.com", "http://e\u0301.com",
  "http://\u0301a.com", "http://نامه‌ای.com", "http://क्‍ष.com", "http://a\u200d.com", "http://אב.com", "http://אa.com", "http://a..b", "http://.a", "http://a.b.", "http://%e2%98%83.net", "http://%ff.net", "http://a\u2488b.com", "foo://é/", "foo://a^b",
];
const bases = [
  "http://u:p@h:81/a/b/c?q#f", "https://h", "file:///C:/a/b?q", "file://host/a/b", "foo://h/a/b?q#f", "foo:/a/b",
];
const relatives = [
  "", ".", "..", "../..", "../../../x", "x", "x/y", "./x", "/x", "//x", "//x/y", "///x", "?x", "#x", "?x#y", "x?y#z", "http:x", "http:/x", "https:x", "foo:x", "file:x", "/C:/x", "C|/x", "/C|/x", "C:", "\\x", "\\\\x\\y", "x\\y", "%2e%2e/x", "..x", "x/..", "x/.",
  "/..", "/.", "//", "//:80", "/x?", "/x#", " x ", "x:1", "é", "//é/é?é#é", "//u@x:1/", "::", "http://abs/", "//[::1]/", "/a//b",
];
const parts = ["href", "origin", "protocol", "username", "password", "host", "hostname", "port", "pathname", "search", "hash"];
const all = (u) => parts.map((part) => u[part]).join(" ");

const set = [
  ["http://u:p@h:81/a/b?q#f", { protocol: ["https", "https:", "ftp://x", "foo", "file", "1", ""], username: ["x", "a b:@", "", "é"], password: ["y", "", ":@/"],
    host: ["x", "x:90", "x:80/y", "x?y", "", "[::1]:5", "a b", "é:1", "x\\y"], hostname: ["x", "x/y", "", "[::1]", "1.2", "a b"], port: ["90", "80", "", "9x", "65536", "1/2"],
    pathname: ["x", "/x/../y", "?#", "é b", "\\x", ""], search: ["x", "?x=y", "", "?", "a b#c'd"], hash: ["x", "#x", "", "#", "a b`"], href: ["foo:x", "nope"] }],
  ["file:///C:/a", { protocol: ["http", "foo"], host: ["x", "localhost", "x:1", ""], hostname: ["x"], port: ["1"], username: ["x"], password: ["x"], pathname: ["/x", "D:/y", "C|/z"], search: ["?a"], hash: ["b"] }],
  ["foo://h/a?q#f", { protocol: ["bar", "http"], host: ["x", "x:1", "a^b"], hostname: ["y"], port: ["8"], pathname: ["x", "/x", "//x"], search: ["", "é'"], hash: ["", "é"], username: ["u"] }],
  ["foo:bar baz?q#f", { host: ["x"], pathname: ["y"], port: ["1"], username: ["u"], search: ["", "x"], hash: ["", "y"], protocol: ["x"] }],
];

const params = (init) => () => [...new URLSearchParams(init)];
const changed = (query, change) => () => {
  const p = new URLSearchParams(query);
  const result = change(p);
  return [p.toString(), p.size, result];
};
const linked = (change) => () => {
  const u = new URL("http://a/?x=1&y=2#z");
  const p = u.searchParams;
  change(u, p);
  return [u.href, u.search, p.toString(), p === u.searchParams];
};
const q = "a=1&b=2&a=3&c";

// For the functions that are older than URL; what one relative path is to another is not held against Node.
const legacy = ["http://user:pass@sub.example.com:8080/p/a/t/h?query=string#hash", "/a/b?c=d", "a/b", "", "//host/path", "//u@h/path", "http://host", "HTTP://HOST.com", "http://host:80", "http://host:/x", "mailto:a@b.c", "javascript:alert('x')", "http://a.com\\b\\c?d\\e", " http://x.y/z ", "http://[::1]:3000/x", "file:///etc/passwd", "file://host/x", "http://x.com/a b?c d#e f", "http://x.com/'\"<>`{}|^", "http://a@b@c/", "http://a.b/?x=1&y=2&x=3", "http://ex%41mple/", "http://a b/", "http://x..y/", "http://münchen.de/ä", "http:/a/b", "http:a", "foo:bar", "foo://bar/baz", "?q", "#h", "http://x#h", "x:80", "localhost:80/a", "http://a.com:abc/", "http://_x.com/", "git+ssh://a@b:c/d", "ws://h", "http://h?x", "http://h#", "http://h?", "/", "//", "///a", "http:///a", "coap:u:p@[::1]:61616/.well-known/r?n=T#c", "http://a.com/\t\n", "http://0.0.0.0:0/", "HtTp://x.y.cOm;a/b/c?d=e#f g<h>i", "http://x.c*om", "http://a|b/", "data:text/plain,hi", "dns://1.2.3.4/x", "http://-a-.com/"];
const shapes = [{ host: "h" }, { protocol: "http", host: "h", pathname: "a" }, { protocol: "http", hostname: "h", port: 80, query: { a: 1, b: [2, 3] } }, { pathname: "/a?b#c", search: "x#y", hash: "z" }, { hostname: "::1", protocol: "https:" }, { protocol: "file", pathname: "a" }, { auth: "a b:c@d", host: "h", slashes: true }, { protocol: "mailto", auth: "a", host: "b" }, { query: "" }, { search: "q" }, new URL("http://u:p@測試.com/a?b#c")];
const pages = ["http://a/b/c/d;p?q", "/one/two/three", "http://example.com/", "http://example.com/one", "http://a", "file:///a/b", "http://u:p@h/x/y", "/"];
const links = ["g", "./g", "g/", "/g", "//g", "?y", "g?y", "#s", "g#s", ";x", "", ".", "./", "..", "../", "../g", "../..", "../../", "../../g", "../../../g", "/./g", "/../g", "g.", "..g", "./../g", "g/./h", "g/../h", "http://x/y", "https:z", "mailto:a@b", "http:g", "four", "/four", "//x/../y", "file:///c", "../../../../.."];

export const cases = {
  absolute: absolute.map((text) => () => all(new URL(text))),
  relative: bases.flatMap((base) => relatives.filter((text) => !/^(\/?\.\.|\.\.\/\.\.)$/.test(text) || !base.startsWith("foo")).map((text) => () => new URL(text, base).href)),
  set: set.flatMap(([href, props]) => Object.entries(props).flatMap(([name, values]) => values.map((value) => () => {
    const u = new URL(href);
    u[name] = value;
    return `${name} ${all(u)}`;
  }))),
  errors: [
    () => { try { new URL("x", "y"); } catch (e) { return Object.entries(e).sort(); } }, () => { try { new URL("nope"); } catch (e) { return { ...e }; } },
    () => new URL(), () => URL.canParse(), () => URL.canParse("x"), () => URL.canParse("x", "http://a"), () => URL.canParse("http://a"), () => URL.parse("x"), () => URL.parse("/b", "http://a/").href,
    () => URL.parse(), () => new URL({ toString: () => "http://a/b" }).href, () => new URL(new URL("http://a"), "nope"), () => JSON.stringify(new URL("http://a")), () => `${new URL("http://a")}`,
    () => Object.prototype.toString.call(new URL("http://a")), () => Object.keys(URL.prototype), () => { "use strict"; new URL("http://a").extra = 1; return true; },
    () => new (class extends URL { get half() { return this.href.length / 2; } })("http://a/").half,
  ],
  look: [
    () => new URL("http://u:p@h:1/p?q=1#h"), () => ({ u: new URL("http://a/?x=y"), p: new URLSearchParams("a=1&b=2") }), () => new URLSearchParams(), () => new URLSearchParams("a=1").entries(), () => new URLSearchParams("a=1&b=2").keys(),
    () => new URLSearchParams("a=1").values(), () => [[[[[new URL("http://a/")]]]]],
  ],
  params: [
    ...["", "?", "a", "a=", "=a", "=", "a=1&a=2", "?a=1", "??a=1", "&&a=1&&", "a=b=c", "a+b=c+d", "a%20b=%zz%4", "%C3%A9=%E2%98%83", "%ff%c3=%80", "é=☃", "a%00b", "a;b=c", "a=%2B%26%3D", "\ud800=x"].map(params),
    params([["a", "1"], ["b", 2]]), params(new Map([["a", 1]])), params({ a: 1, b: [1, 2], c: undefined }), params(new URLSearchParams("x=y")), params([["a"]]), params([1]), params([["a", "b", "c"]]), params(5), params(null), params(undefined),
    params(Symbol("a")), params({ [Symbol.iterator]: 1 }), params({ [Symbol.iterator]: null, a: 1 }), params([new Set(["a", "b"])]), params({ [Symbol("a")]: 1 }), params([Object.assign([], ["a", "b"])]), params("a b~!'()*-._"), params(() => {}),
    () => new URLSearchParams("a=b c&é=~!'()*-._☃\"<>&x=\u0000").toString(), () => Object.keys(URLSearchParams.prototype), () => URLSearchParams.prototype[Symbol.iterator] === URLSearchParams.prototype.entries,
    changed(q, (p) => p.append("d", 5)), changed(q, (p) => p.delete("a")), changed(q, (p) => p.delete("a", "3")), changed(q, (p) => p.delete("x")), changed(q, (p) => p.set("a", "9")), changed(q, (p) => p.set("z", "9")), changed(q, (p) => p.sort()),
    changed("z=b&ﬃ=b&🌈=b&a=1&z=a", (p) => p.sort()), changed(q, (p) => [p.get("a"), p.get("x"), p.getAll("a"), p.has("a"), p.has("a", "3"), p.has("a", "4"), p.has("x")]), changed(q, (p) => p.get()), changed(q, (p) => p.append("a")),
    changed(q, (p) => p.set("a")), changed(q, (p) => p.has()), changed(q, (p) => p.delete()), changed(q, (p) => p.get(Symbol("a"))), changed(q, (p) => p.forEach(1)), changed(q, (p) => { const out = []; p.forEach(function (...args) { out.push(args[0], args[1], args[2] === p, this); }, 5); return out; }),
    changed(q, (p) => { const out = []; for (const [key] of p) { out.push(key); if (key === "b") p.delete("a"); } return out; }), changed(q, (p) => URLSearchParams.prototype.get.call({}, "a")), changed(q, (p) => p.keys().next.call({})),
    changed(q, (p) => [...p.keys(), ...p.values()]), changed(q, (p) => [p.entries().toString(), p.entries()[Symbol.iterator]() !== undefined]), () => Object.prototype.toString.call(new URLSearchParams()),
    linked((u, p) => p.append("é", "a b")), linked((u, p) => p.delete("x")), linked((u, p) => { p.delete("x"); p.delete("y"); }), linked((u, p) => p.set("x", "2")), linked((u, p) => p.sort()), linked((u) => { u.search = "?n=1"; }), linked((u) => { u.search = ""; }),
    linked((u) => { u.href = "http://b/?m=1"; }), linked((u) => { u.hash = ""; }), () => { const u = new URL("http://a/?a=~!'"); u.searchParams.append("b", "c"); return u.href; },
  ],
  functions: [
    ...["file:///a/b", "file:///a%20b", "file:///%E2%98%83", "file://host/a", "file:///a%2fb", "file:///a%2Fb", "http://a", "nope", 5, undefined, new URL("file:///x")].map((value) => () => url.fileURLToPath(value)),
    ...["file:///C:/a/b", "file:///c:/a%20b", "file://host/a", "file:///a", "file:///C:/a%5cb", "file:///C|/x"].map((value) => () => url.fileURLToPath(value, { windows: true })),
    ...["/a/b", "/a b", "/a%b", "/a?b#c", "/a\nb\tc", "/é", "/a/", "/a/../b", "/a\\b", 5, undefined].map((value) => () => url.pathToFileURL(value, { windows: false }).href),
    ...["http://u:p%20w@h:8080/p?q#h", "http://h/", "http://[::1]/a", "http://u@h"].map((value) => () => url.urlToHttpOptions(new URL(value))),
    ...["example.com", "ÄÖ.de", "xn--n3h.net", "xn--a", "a b", "中文.com", "", "1.2.3", "EXAMPLE.com"].flatMap((value) => [() => url.domainToASCII(value), () => url.domainToUnicode(value)]),
    () => url.domainToASCII(), () => [url.URL === URL, url.URLSearchParams === URLSearchParams],
  ],
  parse: [
    ...legacy.flatMap((text) => [() => url.parse(text), () => url.parse(text, true), () => url.parse(text, false, true)]),
    ...[5, null, undefined, {}].flatMap((value) => [() => url.parse(value), () => url.format(value)]),
    ...shapes.map((object) => () => url.format(object)),
    ...[{ auth: false }, { fragment: false }, { search: false }, { unicode: true }].map((options) => () => url.format(new URL("http://u:p@測試.com/a?b#c"), options)),
    () => [url.resolveObject("http://a/b", "c").href, new url.Url() instanceof url.Url, new url.Url().format()],
  ],
  resolve: pages.map((base) => () => links.map((link) => url.resolve(base, link))),
};
