// Other programs: streams to and from them, their ends, limits of time and output, and what becomes of them with their scope.
// Flags: -X
import { exec, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { withTimeout } from "lariat:task";

// A program is fed and read as it goes.
const sort = spawn("sort", ["-n"]);
for (const n of [30, 4, 100, 7]) sort.stdin.write(`${n}\n`);
sort.stdin.end();
const sorted = [];
for await (const line of createInterface({ input: sort.stdout })) sorted.push(line);
console.log("sorted:", sorted.join(" "));

// A line of commands, and its end.
const run = promisify(exec);
const { stdout } = await run("printf 'a\\nb\\nc\\n' | wc -l");
console.log("lines:", Number(stdout));
try {
  await run("echo it broke >&2; exit 3");
} catch (error) {
  console.log(`code ${error.code}: ${error.stderr.trim()}`);
}

// In place, for scripts that have nothing else to do.
console.log(execFileSync("tr", ["a-z", "A-Z"], { input: "louder", encoding: "utf8" }));

// Limits: of time, and of output.
await run("exec sleep 100", { timeout: 50 }).catch((error) => console.log("timeout:", error.signal));
await run("yes", { maxBuffer: 1000 }).catch((error) => console.log("output:", error.code));

// What is not there is an event.
const [missing] = await once(spawn("no-such-program").on("error", () => {}), "error").catch((error) => [error]);
console.log(missing.message);

// A program ends with the scope that started it.
let child;
try {
  await withTimeout(50, async () => {
    child = spawn("sleep", ["100"]);
    await once(child, "exit");
  });
} catch (error) {
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
  console.log(`${error.name}: the program was ended by ${child.signalCode}`);
}

// Several at once.
const hosts = await Promise.all(["one", "two", "three"].map((name) => run(`echo ${name} is up`)));
console.log(hosts.map(({ stdout: text }) => text.trim()).join(", "));

// Output:
// sorted: 4 7 30 100
// lines: 3
// code 3: it broke
// LOUDER
// timeout: SIGTERM
// output: ERR_CHILD_PROCESS_STDIO_MAXBUFFER
// spawn no-such-program ENOENT
// TimeoutError: the program was ended by SIGTERM
// one is up, two is up, three is up
