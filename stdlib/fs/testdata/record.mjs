// Records what Node says when file operations fail: node record.mjs > node-errors.json
// The folder that it makes is the one that TestErrorsAreThoseOfNode makes.
import { promises as fs } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

process.chdir(await fs.mkdtemp(join(tmpdir(), "record-")));
await fs.mkdir("folder");
await fs.writeFile("folder/inside", "x");
await fs.writeFile("file", "x");
await fs.symlink("loop", "loop");
const long = "n".repeat(300);

const calls = {
  "open missing": () => fs.open("missing"),
  "open file/below": () => fs.open("file/below"),
  "open loop": () => fs.open("loop"),
  "open long": () => fs.open(long),
  "open empty": () => fs.open(""),
  "open exclusive": () => fs.open("file", "wx"),
  "open folder for writing": () => fs.open("folder", "w"),
  "rename missing": () => fs.rename("missing", "other"),
  "rename folder over file": () => fs.rename("folder", "file"),
  "link missing": () => fs.link("missing", "other"),
  "symlink over file": () => fs.symlink("target", "file"),
  "readlink file": () => fs.readlink("file"),
  "realpath missing": () => fs.realpath("missing"),
  "realpath loop": () => fs.realpath("loop"),
  "stat missing": () => fs.stat("missing"),
  "stat loop": () => fs.stat("loop"),
  "lstat missing": () => fs.lstat("missing"),
  "mkdir folder": () => fs.mkdir("folder"),
  "mkdir below file": () => fs.mkdir("file/below"),
  "mkdir missing/below": () => fs.mkdir("missing/below"),
  "mkdir recursive over file": () => fs.mkdir("file", { recursive: true }),
  "rmdir full": () => fs.rmdir("folder"),
  "rmdir file": () => fs.rmdir("file"),
  "rmdir missing": () => fs.rmdir("missing"),
  "unlink missing": () => fs.unlink("missing"),
  "unlink folder": () => fs.unlink("folder"),
  "readdir missing": () => fs.readdir("missing"),
  "readdir file": () => fs.readdir("file"),
  "copy missing": () => fs.copyFile("missing", "other"),
  "copy exclusive": () => fs.copyFile("file", "folder/inside", 1),
  "access missing": () => fs.access("missing"),
  "truncate missing": () => fs.truncate("missing", 0),
  "chmod missing": () => fs.chmod("missing", 0),
  "utimes missing": () => fs.utimes("missing", 0, 0),
};
const out = {};
for (const [name, call] of Object.entries(calls)) {
  try {
    await call();
    out[name] = null;
  } catch (e) {
    out[name] = { message: e.message, ...e };
  }
}
console.log(JSON.stringify(out, null, 1));
