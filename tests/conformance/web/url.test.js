// URL and URLSearchParams, from https://url.spec.whatwg.org. The parser has tables of its own beside it.
import { test, assert } from "lariat:test";

test("URLs", () => {
  const table = [
    ["http://EXAMPLE.com:80/%7Efoo/../a b?q=a b#f f", undefined, "http://example.com/a%20b?q=a%20b#f%20f"], ["//b/c", "https://a/", "https://b/c"],
    ["?x", "http://a/b?c#d", "http://a/b?x"], ["#x", "data:a", "data:a#x"], ["\\a\\b", "http://h/x/y", "http://h/a/b"], ["http:a", "http://h/x", "http://h/a"],
    ["file:///C|/a/../..", undefined, "file:///C:/"], ["http://0x7f.1/", undefined, "http://127.0.0.1/"], ["http://[::FFFF:1.2.3.4]/", undefined, "http://[::ffff:102:304]/"],
    ["  a:b  ", undefined, "a:b"], ["a://b:80/../c", undefined, "a://b:80/c"], ["http://b\u00fccher/", undefined, "http://xn--bcher-kva/"], ["ht\ntp://a\t/", undefined, "http://a/"],
    ["http://a/%zz%41", undefined, "http://a/%zz%41"], ["web+x:/..//p", undefined, "web+x:/.//p"], ["http://a?'", undefined, "http://a/?%27"],
  ];
  for (const [text, base, href] of table) {
    assert.equal(new URL(text, base).href, href);
    assert.equal(URL.parse(text, base).href, href);
    assert.equal(URL.canParse(text, base), true);
  }
  for (const [text, base] of [["", undefined], ["a", undefined], ["http://", undefined], ["http://a b/", undefined], ["http://a:65536/", undefined], ["http://1.2.3.256/", undefined], ["http://[::1", undefined], ["x", "data:a"], ["http://a", "b"], ["http://%00/", undefined]]) {
    assert.throws(() => new URL(text, base), (error) => error instanceof TypeError, text);
    assert.equal(URL.parse(text, base), null);
    assert.equal(URL.canParse(text, base), false);
  }
  assert.throws(() => new URL(), TypeError);
});

test("setters", () => {
  const table = [
    ["http://a/", "protocol", "https:x", "https://a/"], ["http://a/", "protocol", "foo", "http://a/"], ["http://a/", "host", "b:8/x", "http://b:8/"],
    ["http://a:1/", "hostname", "b:2", "http://a:1/"], ["http://a/", "port", "80", "http://a/"], ["http://a/", "port", "90x", "http://a:90/"], ["http://a:1/", "port", "", "http://a/"],
    ["http://a/", "port", "65536", "http://a/"], ["http://a/b", "pathname", "c?d#e", "http://a/c%3Fd%23e"], ["http://a/?b", "search", "", "http://a/"], ["http://a/", "search", "?#", "http://a/?%23"],
    ["http://a/", "hash", "#b c", "http://a/#b%20c"], ["http://a/", "username", "u:@", "http://u%3A%40@a/"], ["mailto:a", "host", "b", "mailto:a"], ["mailto:a", "pathname", "b", "mailto:a"],
    ["file:///a", "port", "1", "file:///a"], ["http://a/", "href", "http://b", "http://b/"],
  ];
  for (const [start, name, value, href] of table) {
    const url = new URL(start);
    url[name] = value;
    assert.equal(url.href, href, `${start} ${name}=${value}`);
  }
  const url = new URL("http://a/");
  assert.throws(() => { url.href = "no"; }, TypeError);
  assert.throws(() => { "use strict"; url.origin = "x"; }, TypeError);
  assert.equal(JSON.stringify({ url }), '{"url":"http://a/"}');
});

test("what URLSearchParams are made of", () => {
  const table = [
    ["", ""], ["?a=b&&c", "a=b&c="], ["a=b=c&=d", "a=b%3Dc&=d"], ["a+b=%20%zz%C3%A9", "a+b=+%25zz%C3%A9"], [{ b: "1", a: "2" }, "b=1&a=2"],
    [[["a", "1"], ["a", "2"]], "a=1&a=2"], [new Map([["x", 1]]), "x=1"], [new URLSearchParams("a=b"), "a=b"], [undefined, ""], ["??a", "%3Fa="], [{ "\ud800": "\udfff" }, "%EF%BF%BD=%EF%BF%BD"],
  ];
  for (const [init, text] of table) assert.equal(new URLSearchParams(init).toString(), text);
  for (const wrong of [[["a"]], [["a", "b", "c"]], [1], { [Symbol("s")]: "a" }]) assert.throws(() => new URLSearchParams(wrong), TypeError);
  assert.equal(new URLSearchParams("a=*-._~!'()").toString(), "a=*-._%7E%21%27%28%29");
});

test("a URL and its searchParams", () => {
  const url = new URL("http://a/?b=c#d");
  const params = url.searchParams;
  assert.equal(url.searchParams, params);
  params.append("e", "f g");
  assert.equal(url.search, "?b=c&e=f+g");
  url.search = "?x=y";
  assert.equal(params.get("x"), "y");
  params.delete("x");
  assert.equal(url.href, "http://a/#d");
  url.href = "http://b/?z";
  assert.deepEqual([...params], [["z", ""]]);
});

test("members of URLSearchParams", () => {
  const params = new URLSearchParams("a=1&b=2&a=3");
  assert.deepEqual([params.size, params.get("a"), params.getAll("a"), params.get("x"), params.has("a", "3"), params.has("a", "2")], [3, "1", ["1", "3"], null, true, false]);
  params.delete("a", "1");
  assert.equal(params.toString(), "b=2&a=3");
  params.set("a", "4");
  params.set("c", "5");
  assert.equal(params.toString(), "b=2&a=4&c=5");
  params.append("\ufffe", "");
  params.append("\u{1f4a9}", "");
  params.sort(); // by code units
  assert.deepEqual([...params.keys()], ["a", "b", "c", "\u{1f4a9}", "\ufffe"]);
  const seen = [];
  const living = new URLSearchParams("a=1&b=2");
  for (const [name] of living) {
    seen.push(name);
    living.delete("b");
  }
  assert.deepEqual(seen, ["a"]);
  assert.throws(() => params.append("a"), TypeError);
  assert.throws(() => params.forEach(), TypeError);
});
