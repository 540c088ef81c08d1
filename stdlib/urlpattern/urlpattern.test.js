import { test, assert } from "lariat:test";

const NAMES = ["protocol", "username", "password", "hostname", "port", "pathname", "search", "hash"];
const partsOf = (pattern) => NAMES.map((name) => pattern[name]).join(" | ");

test("the examples of the standard", () => {
  const table = [
    {
      args: ["https://example.com/:category/*"], parts: "https | * | * | example.com |  | /:category/* | * | *",
      yes: ["https://example.com/products/", "https://example.com/blog/our-greatest-product-ever"],
      no: ["https://example.com/", "http://example.com/products/", "https://example.com:8443/blog/our-greatest-product-ever"],
    },
    {
      args: ["http{s}?://{:subdomain.}?shop.example/products/:id([0-9]+)#reviews"],
      parts: "http{s}? | * | * | {:subdomain.}?shop.example |  | /products/:id([0-9]+) |  | reviews",
      yes: [
        "https://shop.example/products/74205#reviews", "https://kathryn@voyager.shop.example/products/74656#reviews",
        "http://insecure.shop.example/products/1701#reviews",
      ],
      no: [
        "https://shop.example/products/2000", "http://shop.example:8080/products/0#reviews",
        "https://nx.shop.example/products/01?speed=5#reviews", "https://shop.example/products/chair#reviews",
      ],
    },
    {
      args: ["../admin/*", "https://discussion.example/forum/?page=2"], parts: "https | * | * | discussion.example |  | /admin/* | * | *",
      yes: ["https://discussion.example/admin/", "https://edd:librarian@discussion.example/admin/update?id=1"],
      no: ["https://discussion.example/forum/admin/", "http://discussion.example:8080/admin/update?id=1"],
    },
    { args: [{ pathname: "/blog/:title" }], parts: "* | * | * | * | * | /blog/:title | * | *", yes: [{ pathname: "/blog/hello-world" }], no: [{ pathname: "/blog/2012/02" }] },
    { args: [{ pathname: "/products/:id?" }], parts: "* | * | * | * | * | /products/:id? | * | *", yes: [{ pathname: "/products" }, { pathname: "/products/2" }], no: [{ pathname: "/products/" }] },
    { args: [{ pathname: "/products/{:id}?" }], parts: "* | * | * | * | * | /products/{:id}? | * | *", yes: [{ pathname: "/products/" }, { pathname: "/products/2" }], no: [{ pathname: "/products" }] },
  ];
  for (const { args, parts, yes, no } of table) {
    const pattern = new URLPattern(...args);
    assert.equal(partsOf(pattern), parts);
    for (const url of yes) assert.ok(pattern.test(url), `${args[0]} matches ${JSON.stringify(url)}`);
    for (const url of no) assert.ok(!pattern.test(url), `${args[0]} does not match ${JSON.stringify(url)}`);
  }
});

test("how patterns are written again", () => {
  const table = [
    // pathname, what it is called, text, groups
    ["/:a", "/:a", "/x", { a: "x" }],
    ["/:a(\\d+)", "/:a(\\d+)", "/12", { a: "12" }],
    ["/(.*)", "/*", "/x/y", { 0: "x/y" }],
    ["/([^\\/]+?)", "/([^\\/]+?)", "/x", { 0: "x" }],
    ["/:a*", "/:a*", "/x/y/z", { a: "x/y/z" }],
    ["/:a+", "/:a+", "/x", { a: "x" }],
    ["/a{/:b}?", "/a/:b?", "/a", { b: undefined }],
    ["{/:a.html}+", "{/:a.html}+", "/x.html/y.html", { a: "x.html/y" }],
    ["/{:a}b", "/{:a}b", "/xb", { a: "x" }],
    ["/:a\\b", "{/:a}b", "/xb", { a: "x" }],
    ["/a{b}c", "/abc", "/abc", {}],
    ["/a{b}?c", "/a{b}?c", "/ac", {}],
    ["/\\:a\\*", "/\\:a\\*", "/:a*", {}],
    ["/caf\u00e9 x", "/caf%C3%A9%20x", "/caf\u00e9 x", {}],
    ["/*/*", "/*/*", "/a/b/c", { 0: "a/b", 1: "c" }],
    ["/:a:b?", "/:a:b?", "/xy", { a: "x", b: "y" }],
  ];
  for (const [pathname, written, text, groups] of table) {
    const pattern = new URLPattern({ pathname });
    assert.equal(pattern.pathname, written);
    assert.deepEqual(pattern.exec({ pathname: text })?.pathname.groups, groups);
    assert.equal(new URLPattern({ pathname: pattern.pathname }).pathname, written);
  }
});

test("parts are made canonical", () => {
  const table = [
    [{ protocol: "HTTP" }, "protocol", "http"],
    [{ protocol: "https:" }, "protocol", "https"],
    [{ username: "a b" }, "username", "a%20b"],
    [{ hostname: "EXAMPLE.com" }, "hostname", "example.com"],
    [{ hostname: "b\u00fccher.example" }, "hostname", "xn--bcher-kva.example"],
    [{ hostname: "[2001\\:DB8\\:\\:1]" }, "hostname", "[2001\\:db8\\:\\:1]"],
    [{ hostname: "{[\\:\\:ab\\:0]}" }, "hostname", "[\\:\\:ab\\:0]"],
    [{ protocol: "https", port: "443" }, "port", ""],
    [{ protocol: "http", port: "443" }, "port", "443"],
    [{ port: "8\t0" }, "port", "80"],
    [{ search: "?q=a b" }, "search", "q=a%20b"],
    [{ hash: "#a b" }, "hash", "a%20b"],
    [{ pathname: "/a/../b" }, "pathname", "/b"],
    [{ protocol: "data", pathname: "a b" }, "pathname", "a b"],
    [{ pathname: "b", baseURL: "https://example.org/a/c" }, "pathname", "/a/b"],
    [{ hash: "x", baseURL: "https://example.org/a?b" }, "search", "b"],
    [{ search: "x", baseURL: "https://u:p@example.org/a" }, "username", "*"],
  ];
  for (const [init, name, want] of table) assert.equal(new URLPattern(init)[name], want, JSON.stringify(init));
});

test("what is no pattern", () => {
  const table = [
    [["/a"], "is relative"],
    [[{ pathname: "(" }], "not closed"],
    [[{ pathname: "(?a)" }], "must not begin with ?"],
    [[{ pathname: "(a(b))" }], "must not hold another"],
    [[{ pathname: "(\u00e9)" }], "must be ASCII"],
    [[{ pathname: "()" }], "must not be empty"],
    [[{ pathname: "([)" }], "no valid regular expression"],
    [[{ pathname: "/:a/:a" }], "two groups of the name a"],
    [[{ pathname: "{a" }], "a } is missing before the end"],
    [[{ pathname: "a}" }], "before \"}\""],
    [[{ pathname: "a\\" }], "ends in a backslash"],
    [[{ pathname: ":" }], "must be followed by a name"],
    [[{ hostname: "a b" }], "no valid hostname"],
    [[{ protocol: "1" }], "no valid protocol"],
    [[{ port: "x" }], "no valid port"],
    [[{ port: "65536" }], "no valid port"],
    [[{ baseURL: "x" }], "base URL"],
    [[{ pathname: "/" }, "https://example.org"], "baseURL"],
    [["https://a", 1, 2], "\"options\" must be an object"],
  ];
  for (const [args, why] of table) {
    assert.throws(() => new URLPattern(...args), (error) => error instanceof TypeError && error.message.includes(why), JSON.stringify(args));
  }
});

test("what test() and exec() take", () => {
  const pattern = new URLPattern("https://example.org/:a");
  assert.ok(pattern.test("/x", "https://example.org"));
  assert.ok(pattern.test(new URL("https://example.org/x")));
  assert.ok(!pattern.test("not a URL"));
  assert.ok(!pattern.test("x", "nor this"));
  assert.ok(!pattern.test());
  assert.ok(new URLPattern().test());
  assert.throws(() => pattern.test({}, "https://example.org"), TypeError);
  assert.equal(new URLPattern({ pathname: "/" }).exec({ baseURL: "no" }), null);
  const result = pattern.exec("x?q#h", "https://u:p@example.org/y");
  assert.deepEqual(result.inputs, ["x?q#h", "https://u:p@example.org/y"]);
  assert.deepEqual(result.username, { input: "u", groups: { 0: "u" } });
  assert.deepEqual(result.search, { input: "q", groups: { 0: "q" } });
  assert.deepEqual(Object.keys(result), ["inputs", ...NAMES]);
  const init = { pathname: "/x", other: 1 };
  assert.deepEqual(new URLPattern().exec(init).inputs, [{ pathname: "/x" }]);
});

test("ignoreCase is for the path, the query and the fragment", () => {
  const pattern = new URLPattern("https://example.org/A?B#C", { ignoreCase: true });
  assert.ok(pattern.test("https://example.org/a?b#c"));
  assert.ok(!new URLPattern("https://example.org/A").test("https://example.org/a"));
  assert.ok(new URLPattern("/A", "https://example.org", { ignoreCase: true }).test("https://example.org/a"));
});

test("hasRegExpGroups", () => {
  assert.ok(!new URLPattern({ pathname: "/:a/*" }).hasRegExpGroups);
  assert.ok(new URLPattern({ search: "(a|b)" }).hasRegExpGroups);
});

test("a name that every object has is one like others", () => {
  const { groups } = new URLPattern({ pathname: "/:__proto__/:toString" }).exec({ pathname: "/a/b" }).pathname;
  assert.deepEqual(Object.entries(groups), [["__proto__", "a"], ["toString", "b"]]);
  assert.equal(Object.getPrototypeOf(groups), Object.prototype);
});

test("a script that changes RegExp does not change patterns", () => {
  const { exec } = RegExp.prototype;
  RegExp.prototype.exec = () => null;
  try {
    assert.ok(new URLPattern({ pathname: "/:a" }).test({ pathname: "/x" }));
  } finally {
    RegExp.prototype.exec = exec;
  }
});

test("patterns are read again as they are written", () => {
  const pieces = [
    "/", "a", "b.c", ":id", ":x", "(\\d+)", "(.*)", "*", "?", "+", "{", "}", "#", "https://", "http{s}?://", "example.com", "\\:80", "@",
    "user\\:pw@", "data\\:", "\u00e9", " ", "%20", "..", "[\\:\\:1]", "([^\\/]+?)", "A", "-",
  ];
  let seed = 7;
  const random = (n) => {
    seed = (seed * 1103515245 + 12345) % 2 ** 31;
    return Math.floor(seed / 256) % n;
  };
  let read = 0;
  for (let i = 0; i < 150; i++) {
    const text = Array.from({ length: 1 + random(7) }, () => pieces[random(pieces.length)]).join("");
    let pattern;
    try {
      pattern = new URLPattern(text, "https://example.org/a/b");
    } catch (error) {
      assert.ok(error instanceof TypeError, text);
      continue;
    }
    read++;
    const parts = Object.fromEntries(NAMES.map((name) => [name, pattern[name]]));
    assert.equal(partsOf(new URLPattern(parts)), partsOf(pattern), text);
  }
  assert.ok(read > 20, `${read} of them are patterns`);
});
