// node:module and node:buffer: what require finds, and where; the Blob of a URL.
import { resolveObjectURL } from "node:buffer";
import Module, { builtinModules, createRequire, isBuiltin } from "node:module";

const t = (f) => { try { return f(); } catch (e) { return `${e.name} ${e.code}`; } };
const require = createRequire(import.meta.url);
export const modules = [
  ...["fs", "node:fs", "path/posix", "node:path/posix"].flatMap((name) => [() => require.resolve(name), () => require.resolve.paths(name)]),
  () => require.resolve("./modules.mjs").endsWith("/testdata/modules.mjs"), () => require.resolve.paths("x")[0].endsWith("/testdata/node_modules"),
  ...["./x", "x.js", "", "file:///a.js", "/a", "/a/", new URL("file:///a.js"), "http://x/", new URL("http://x/"), 5, undefined, null, {}].map((from) => () => typeof createRequire(from)),
  ...["fs", "node:fs", "sys", "node:sys", "node:nope", "./fs", "test", 5].map((name) => () => isBuiltin(name)),
  async () => { const url = URL.createObjectURL(new Blob(["abc"], { type: "text/x" })); const blob = resolveObjectURL(url); const all = [blob, blob instanceof Blob, await blob.text()]; URL.revokeObjectURL(url); return [...all, resolveObjectURL(url)]; },
  ...["blob:nodedata:x", "blob:null/x", "x", "http://x/", 5, undefined].map((id) => () => resolveObjectURL(id)),
  () => [typeof Module, Module.name, Module.Module === Module, Module.createRequire === createRequire, Module.builtinModules === builtinModules, Module._cache === require.cache],
  () => { const parent = new Module("/a/b.js"); const m = new Module("/a/c.js", parent); return [m.constructor === Module, m instanceof Module, {} instanceof Module, m.id, m.path, m.exports, m.filename, m.loaded, m.parent === parent, parent.children[0] === m]; },
  ...["/a/b/node_modules/c", "/", "/a"].map((from) => () => Module._nodeModulePaths(from)), () => [Module.wrap("x"), Module.wrapper, Object.keys(Module._extensions)],
  ...["fs", "node:fs"].map((name) => () => [Module._resolveFilename(name), Module._resolveLookupPaths(name), Module._load(name) === require(name)]), () => Module._resolveLookupPaths("./x", { filename: "/a/b.js", id: "/a/b.js" }),
  () => Module._resolveFilename("./modules.mjs", { filename: import.meta.filename ?? new URL(import.meta.url).pathname, id: "x" }).endsWith("/testdata/modules.mjs"), () => { try { Module._resolveFilename("./nope", { filename: "/a/b.js", id: "/a/b.js" }); } catch (e) { return e.code; } },
  () => { const m = new Module("/v/x.js"); m.filename = "/v/x.js"; m.paths = Module._nodeModulePaths("/v"); m._compile("#!x\nmodule.exports = { a: 1, f: __filename, d: __dirname, p: require('path').sep, m: module.id, t: this === exports }", "/v/x.js"); return [m.exports, m.loaded]; },
  ...["fs", "", 5, undefined].map((id) => () => new Module("/v/x.js").require(id) === require(id)), ...["./x", "../x", "fs"].map((id) => () => createRequire("/a/b/c.js").resolve.paths(id)),
].map((f) => () => t(f));
