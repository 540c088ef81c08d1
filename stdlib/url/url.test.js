// What node:url does in a program of lariat. What the parser makes of URLs is held against Node's in testdata/cases.mjs.
import { createRequire } from "node:module";
import nodeURL, { fileURLToPath, pathToFileURL } from "node:url";
import { assert, test } from "lariat:test";

test("the globals are the classes of the module", () => {
  assert.equal(nodeURL.URL, URL);
  assert.equal(nodeURL.URLSearchParams, URLSearchParams);
  assert.equal(createRequire(import.meta.url)("url").URL, URL);
});

test("the query of a URL and its searchParams are one thing", () => {
  const url = new URL("https://a.example/?x=1");
  const { searchParams } = url;
  searchParams.append("y", "ä b");
  assert.equal(url.href, "https://a.example/?x=1&y=%C3%A4+b");
  url.search = "?z=2";
  assert.equal(url.searchParams, searchParams);
  assert.deepEqual([...searchParams], [["z", "2"]]);
  url.href = "https://b.example/?p=q";
  assert.equal(searchParams.get("p"), "q");
  searchParams.delete("p");
  assert.equal(url.href, "https://b.example/");
});

test("a URL that cannot be set stays as it is", () => {
  const url = new URL("https://a.example:8080/x");
  assert.throws(() => { url.href = "nope"; }, { name: "TypeError", code: "ERR_INVALID_URL", input: "nope" });
  for (const [part, value] of Object.entries({ port: "99999", protocol: "mailto", host: "a b", hostname: "[::" })) url[part] = value;
  assert.equal(url.href, "https://a.example:8080/x");
});

test("relative URLs against a base without an authority do as the standard says", () => {
  assert.equal(new URL("..", "foo:/a/b").href, "foo:/");
  assert.equal(new URL("..", "foo://h/a/b").href, "foo://h/");
  assert.throws(() => new URL("x", "mailto:a@b.c"), { code: "ERR_INVALID_URL", base: "mailto:a@b.c" });
});

test("file URLs name files", () => {
  assert.equal(fileURLToPath(import.meta.url).endsWith("url.test.js"), true);
  assert.equal(pathToFileURL(fileURLToPath(import.meta.url)).href, import.meta.url);
  assert.equal(pathToFileURL("x/").href, pathToFileURL(process.cwd()).href + "/x/");
});

test("a URL does not clone, and says so", () => {
  assert.throws(() => structuredClone(new URL("http://a")), { name: "DataCloneError" });
});

test("subclasses keep what they add", () => {
  class Tagged extends URL {
    tag = "x";
    get short() {
      return this.hostname + this.pathname;
    }
  }
  const url = new Tagged("../b", "http://a/x/y");
  assert.deepEqual([url.tag, url.short, url instanceof URL], ["x", "a/b", true]);
  class Sorted extends URLSearchParams {
    constructor(init) {
      super(init);
      this.sort();
    }
  }
  assert.equal(`${new Sorted("b=1&a=2")}`, "a=2&b=1");
});

test("hundreds of entries are set and counted", () => {
  const params = new URLSearchParams();
  for (let i = 0; i < 500; i++) params.append(`k${i % 50}`, i);
  assert.equal(params.size, 500);
  assert.equal(params.getAll("k7").length, 10);
  params.set("k7", "only");
  assert.equal(params.size, 491);
  assert.equal(new URLSearchParams(params.toString()).size, 491);
});
