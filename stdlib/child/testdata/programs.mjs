// Programs that start, fail, are killed and write too much: what is told of them is compared with what Node v20 tells
// (node programs.mjs > node.txt).
import { spawn, exec, execFile, execSync, spawnSync, execFileSync } from "node:child_process";
import { promisify } from "node:util";
import { once } from "node:events";
const show = (e) => [e.name, e.code, e.errno, e.syscall, e.path, e.message, e.killed, e.signal, e.cmd, e.stdout, e.stderr, e.status, e.spawnargs].map((x) => x === undefined ? "-" : JSON.stringify(x)).join(" ");
const c = spawn("sh", ["-c", "read x; echo got $x; echo err >&2; exit 3"]);
const log = [];
for (const e of ["spawn", "exit", "close"]) c.on(e, (...a) => log.push([e, ...a].join()));
c.stdout.setEncoding("utf8").on("data", (d) => log.push("out " + d.trim()));
c.stderr.on("data", (d) => log.push("err " + String(d).trim()));
c.stdin.end("hello\n");
await once(c, "close");
console.log(log.filter((l) => !/^(out|err) /.test(l)).join("|"), log.filter((l) => /^(out|err) /.test(l)).sort().join("|"), c.exitCode, c.signalCode, c.killed, c.spawnargs, typeof c.pid);
await new Promise((r) => spawn("no-such-program", ["a"]).on("error", (e) => { console.log(show(e)); r(); }));
await new Promise((r) => spawn("sh", ["-c", "true"], { cwd: "/nonexistent" }).on("error", (e) => { console.log(show(e)); r(); }));
const k = spawn("sleep", ["100"]); console.log(k.kill("SIGINT"), (await once(k, "exit")), k.killed, k.signalCode, k.kill());
console.log(await promisify(exec)("echo out; echo err >&2"));
console.log(await promisify(exec)("exit 4").catch(show));
console.log(await promisify(execFile)("sh", ["-c", "echo bad >&2; exit 5"]).catch(show));
console.log(await promisify(execFile)("no-such").catch(show));
console.log(await promisify(exec)("head -c 100 /dev/zero", { maxBuffer: 10 }).catch((e) => show({ ...e, name: e.name, message: e.message, stdout: e.stdout.length })));
console.log(await promisify(exec)("sleep 100", { timeout: 50 }).catch(show));
const ac = new AbortController(); const p = promisify(execFile)("sleep", ["100"], { signal: ac.signal }); ac.abort(); console.log(await p.catch((e) => [e.name, e.code, e.message]));
await new Promise((r) => { const ac = new AbortController(); const c = spawn("sleep", ["100"], { signal: ac.signal }); c.on("error", (e) => console.log(e.name, e.code)); c.on("close", (...a) => { console.log(a); r(); }); ac.abort(); });
console.log(String(execSync("cat", { input: "in" })), execFileSync("echo", ["a b", "c"], { encoding: "utf8" }));
try { execSync("echo oops >&2; exit 2", { stdio: "pipe" }); } catch (e) { console.log(e.status, e.message, String(e.stderr), e.signal); }
try { execFileSync("nope"); } catch (e) { console.log(show(e)); }
console.log(spawnSync("sh", ["-c", "echo $X; pwd; exit 7"], { env: { X: "y", PATH: process.env.PATH }, cwd: "/", encoding: "utf8" }).output, spawnSync("sh", ["-c", "kill -9 $$"]).signal);
const t = spawnSync("sleep", ["100"], { timeout: 50 }); console.log(t.error.code, t.error.message, t.signal, t.status);
const m = spawnSync("sh", ["-c", "head -c 1000 /dev/zero; sleep 0"], { maxBuffer: 10 }); console.log(m.error?.code);
for (const f of [() => spawn(5), () => spawn(""), () => spawn("a\0"), () => spawn("ls", 5), () => spawn("ls", [], { shell: 5 }), () => spawn("ls", [], { timeout: -1 }), () => spawn("ls", [], { killSignal: "SIGX" }), () => exec("ls", 5, 6)]) { try { f(); console.log("ran"); } catch (e) { console.log(e.name, e.code, e.message); } }
spawnSync("echo", ["inherited"], { stdio: "inherit" });
spawn("sh", ["-c", "echo shell $0 $1", "x", "y"], { stdio: ["ignore", "inherit", "inherit"] }).on("close", (...a) => console.log("closed", ...a));
