// node:module and node:buffer: what require finds, and where; the Blob of a URL.
import { resolveObjectURL } from "node:buffer";
import { createRequire, isBuiltin } from "node:module";

const t = (f) => { try { return f(); } catch (e) { return `${e.name} ${e.code}`; } };
const require = createRequire(import.meta.url);
export const modules = [
  ...["fs", "node:fs", "path/posix", "node:path/posix"].flatMap((name) => [() => require.resolve(name), () => require.resolve.paths(name)]),
  () => require.resolve("./modules.mjs").endsWith("/testdata/modules.mjs"), () => require.resolve.paths("x")[0].endsWith("/testdata/node_modules"),
  ...["./x", "x.js", "", "file:///a.js", "/a", "/a/", new URL("file:///a.js"), "http://x/", new URL("http://x/"), 5, undefined, null, {}].map((from) => () => typeof createRequire(from)),
  ...["fs", "node:fs", "sys", "node:sys", "node:nope", "./fs", "test", 5].map((name) => () => isBuiltin(name)),
  async () => { const url = URL.createObjectURL(new Blob(["abc"], { type: "text/x" })); const blob = resolveObjectURL(url); const all = [blob, blob instanceof Blob, await blob.text()]; URL.revokeObjectURL(url); return [...all, resolveObjectURL(url)]; },
  ...["blob:nodedata:x", "blob:null/x", "x", "http://x/", 5, undefined].map((id) => () => resolveObjectURL(id)),
].map((f) => () => t(f));
