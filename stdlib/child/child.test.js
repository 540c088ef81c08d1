import { test, assert } from "lariat:test";
import { ChildProcess, exec, execFile, execSync, spawn, spawnSync } from "node:child_process";
import { EventEmitter, once } from "node:events";
import { promisify } from "node:util";
import { pipeline } from "node:stream/promises";
import { createInterface } from "node:readline";

// The tests run without an environment: programs are named by their paths.
const sh = "/bin/sh";

test("a program is fed, read and waited for by streams", async () => {
  const child = spawn(sh, ["-c", "while read line; do echo \"<$line>\"; done"]);
  const closed = once(child, "close");
  assert.ok(child instanceof ChildProcess && child instanceof EventEmitter);
  child.stdin.write("one\n");
  child.stdin.end("two\n");
  const lines = [];
  for await (const line of createInterface({ input: child.stdout })) lines.push(line);
  assert.deepEqual(lines, ["<one>", "<two>"]);
  assert.deepEqual(await closed, [0, null]);
});

test("as much is on the way as there is room for", async () => {
  const child = spawn(sh, ["-c", "cat"]);
  const closed = once(child, "close");
  const block = Buffer.alloc(100_000, "x");
  let size = 0;
  await Promise.all([
    pipeline((function* () { for (let i = 0; i < 20; i++) yield block; })(), child.stdin),
    pipeline(child.stdout, async (source) => { for await (const chunk of source) size += chunk.length; }),
  ]);
  assert.equal(size, 2_000_000);
  await closed;
});

test("what a program does not read is an error of its stdin, and no end of ours", async () => {
  const child = spawn(sh, ["-c", "exec 0<&-; echo closed; exec sleep 1000"]);
  await once(child.stdout, "data");
  const failed = once(child.stdin, "error");
  child.stdin.write("nobody reads this");
  const [error] = await failed;
  assert.deepEqual([error.code, error.syscall], ["EPIPE", "write"]);
  child.kill("SIGKILL");
  assert.deepEqual(await once(child, "close"), [null, "SIGKILL"]);
});

test("streams that are ignored are null", async () => {
  const child = spawn(sh, ["-c", "echo lost"], { stdio: "ignore" });
  assert.deepEqual([child.stdin, child.stdout, child.stderr], [null, null, null]);
  assert.deepEqual(await once(child, "close"), [0, null]);
});

test("output that nobody reads does not keep a program from closing", async () => {
  const [code] = await once(spawn(sh, ["-c", "echo unread; echo more >&2"]), "close");
  assert.equal(code, 0);
});

test("the environment is what process.env says, or the option", () => {
  process.env.LARIAT_CHILD = "seen";
  assert.equal(execSync("echo $LARIAT_CHILD", { encoding: "utf8" }), "seen\n");
  assert.equal(execSync("echo $LARIAT_CHILD$OTHER", { encoding: "utf8", env: { OTHER: "x", NONE: undefined } }), "x\n");
  assert.equal(spawnSync("nowhere-to-look").error.code, "ENOENT");
});

test("promises of commands have the child", async () => {
  const promise = promisify(exec)("echo $((6 * 7))");
  assert.ok(promise.child instanceof ChildProcess);
  assert.deepEqual(await promise, { stdout: "42\n", stderr: "" });
  const { stdout } = await promisify(execFile)(sh, ["-c", "printf bytes"], { encoding: "buffer" });
  assert.ok(Buffer.isBuffer(stdout));
  assert.equal(String(stdout), "bytes");
});

test("many programs at once", async () => {
  const all = await Promise.all(Array.from({ length: 20 }, (_, i) => promisify(exec)(`echo ${i}`)));
  assert.deepEqual(all.map(({ stdout }) => Number(stdout)), [...Array(20).keys()]);
});
