// Paths through all functions of both kinds.
import path from "node:path";

const samples = [
  "", ".", "..", "/", "//", "/a", "a", "a/", "a/b", "/a/b/", "./a", "../a", "a/..", "a/../..", "/..", "/a/../..", "a//b", "a/./b", "/a/b.c",
  "a.b/c", ".a", ".a.b", "a.", "a..", "...", "/a/.b", "a b/ü", "\\", "\\a", "a\\b", "C:", "C:\\", "C:a", "C:/a/b", "c:\\a\\..\\..", "C:..",
  "\\\\server\\share", "\\\\server\\share\\", "\\\\server\\share\\a\\b.c", "\\\\server", "//server/share/a", "\\\\.\\pipe\\a", "\\\\?\\C:\\a",
  "/x/y/z.tar.gz", "foo.html/", "//a", "///a", "C:a/b:c", "D:\\x", "a:b", "a\\..\\C:", "./C:x",
];

const driven = /^[a-z]:[\\/]/i;

// Of what a working directory takes part in, only absolute paths are the same everywhere.
const each = (kind, a, b) => {
  const p = path[kind];
  const { root, dir, base, ext, name } = p.parse(a);
  return [
    p.normalize(a), p.isAbsolute(a), p.join(a, b), p.join(b, a), p.dirname(a), p.basename(a), p.basename(a, p.extname(b)), p.extname(a),
    root, dir, base, ext, name, p.format({ root, dir, base, ext, name }), p.format({ root, name, ext }),
    p.isAbsolute(a) && p.isAbsolute(b) && (kind === "posix" || (driven.test(a) && driven.test(b)))
      ? [p.resolve(a, b), p.relative(a, b), p.toNamespacedPath(a)]
      : null,
  ];
};
const bad = [1, null, undefined, {}];
const through = ["posix", "win32"].flatMap((kind) =>
  samples.map((a, i) => () => [0, 1, 7, 23].map((step) => each(kind, a, samples[(i + step) % samples.length]))));
const refusals = ["resolve", "normalize", "isAbsolute", "join", "dirname", "basename", "extname", "format", "parse"]
  .flatMap((name) => bad.map((value) => () => path[name](value)));

export { cases as path };
const cases = [
  ...through,
  ...refusals,
  () => path.relative("a"),
  () => path.basename("a", 1),
  () => path.resolve("/a", 1),
  () => path.posix.resolve("/a", "b", "..", "c"),
  () => path.posix.resolve("/a", "/b", "./c"),
  () => path.win32.resolve("C:\\a", "D:b", "C:c"),
  () => path.win32.resolve("C:\\a", "\\b"),
  () => path.win32.relative("C:\\a\\b", "c:\\A\\c"),
  () => path.win32.relative("C:\\a", "D:\\a"),
  () => path.format({ dir: "/a", base: "b" }),
  () => path.format({ root: "/", base: "b" }),
  () => path.format({ root: "/", name: "b", ext: "c" }),
  () => [path.posix.sep, path.posix.delimiter, path.win32.sep, path.win32.delimiter],
  () => path.posix.posix === path.posix && path.win32.win32 === path.win32 && path.posix.win32 === path.win32,
];
