// What a script may do to the world outside: what it was granted, and workers less than that.
//
// Started without a flag it reads what lies in its own folder. What is refused ends with a PermissionError, whose message
// names the flag that would grant it; on a terminal lariat asks first.
import { readFile } from "lariat:fs";
import { WorkerPool } from "lariat:worker";

const own = import.meta.filename;
const tryTo = async (what, f) => console.log(what, await f().then(() => "done", (e) => (e.cause ?? e).permission ?? e.name));

await tryTo("read this file:", () => readFile(own));
await tryTo("read the machine's name:", () => readFile("/etc/hostname"));
await tryTo("ask a server:", () => fetch("https://example.com/"));
console.log("variables that it sees:", Object.keys(process.env).length);

// A worker has the permissions of its program, unless it is given fewer. What it does not have it cannot give.
await using pool = new WorkerPool({ permissions: { read: [] } });
console.log("a worker without:", await pool.run(async (path) => {
  const { readFile } = await import("lariat:fs");
  return readFile(path).then(() => "done", (e) => e.permission);
}, own));
console.log("a worker with more:", await pool.run(async () => {
  const { WorkerPool } = await import("lariat:worker");
  try {
    new WorkerPool({ permissions: { read: true } });
  } catch (error) {
    return error.message;
  }
}));

// Output:
// read this file: done
// read the machine's name: read
// ask a server: net
// variables that it sees: 0
// a worker without: read
// a worker with more: new WorkerPool: permissions can only be narrowed: all of read is asked for, and the program has less
