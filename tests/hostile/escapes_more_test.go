package hostile

var importing = []escape{
	{"code by its path", "", `return (await import("DIR/secret.js")).default`, "import"},
	{"code upwards", "", `return (await import("../secret.js")).default`, "import"},
	{"code behind a link", "", `return (await import("./code.js")).default`, "import"},
	{"code by a URL", "", `return (await import("file://DIR/secret.js")).default`, "import"},
	{"JSON upwards", "", `return JSON.stringify(require("../secret.json"))`, "import"},
	{"JSON behind a link", "", `return JSON.stringify(require("./data.json"))`, "import"},
	{"JSON with a type", "", `return (await import("../secret.json", { with: { type: "json" } })).default.x`, "import"},
	{"a text as code", "", `return require("../secret.txt")`, "import"},
	{"a file of the system as code", "", `return require("/etc/passwd")`, "import"},
	{"the environment as code", "-R -I", `return require("/proc/self/environ")`, "import"},
	{"require from elsewhere", "", `return JSON.stringify(createRequire("DIR/x.js")("./secret.json"))`, "import"},
	{"where a module is", "", `return require.resolve("../secret.json")`, "import"},
	{"whether a module is there", "", `const f = (s) => { try { return import.meta.resolve(s) } catch (e) { return e.code } };
		return f("../secret.js").slice(-9) === "secret.js" && f("../secrex.js").slice(-9) === "secrex.js" ? undefined : "told"`, "nothing"},
	{"a package that leads out", "", `return require("./pkg")`, "import"},
	{"a private name that leads out", "", `return (await import("#out")).default`, "other"},
	{"a package that is a link", "", `return require("linked")`, "import"},
	{"code that must not be read", "--deny-read=DIR/app/hidden.json", `return JSON.stringify(require("./hidden.json"))`, "import"},
	{"code upwards, of a text", "", `return (await import("data:text/javascript,export { default } from 'file://DIR/secret.js'")).default`, "import"},
	{"code beside a text", "", `return (await import("data:text/javascript,export { default } from '../secret.js'")).default`, "other"},
	{"a file that a text reads", "", `return (await import("data:text/javascript,import { readFile } from 'lariat:fs'; export default await readFile('DIR/secret.txt')")).default`, "read"},
	{"code of a Blob", "", `const u = URL.createObjectURL(new Blob(["export { default } from 'file://DIR/secret.js'"], { type: "text/javascript" }));
		return (await import(u)).default`, "import"},
	{"the address of a file in that of a Blob, as code", "", `return (await import("blob:file://DIR/secret.js")).default`, "other"},
	{"what a text requires", "", `return (await import("data:text/javascript,import { createRequire } from 'node:module'; export default createRequire('DIR/x.js')('./secret.json').x")).default`, "import"},
	{"a pipe as code", "", `return require("./pipe")`, "other"},
	{"a source map", "", `(0, eval)("1\n//# sourceMappingURL=file:///dev/zero"); new Function("return 1\n//# sourceMappingURL=file://DIR/app/pipe\n")();`, "nothing"},
	{"a worker's file", "", `return new Promise((done, fail) => { const w = new Worker("../secret.js");
		w.onmessage = (e) => done(e.data); w.onerror = (e) => { e.preventDefault(); fail(e.error) } })`, "import"},
	{"a Blob that is a worker", "", `return new Promise((done, fail) => {
		const program = "import(\"DIR/secret.js\").then((m) => postMessage(m.default), (error) => { throw error })";
		const w = new Worker(URL.createObjectURL(new Blob([program]))); w.onmessage = (e) => done(e.data); w.onerror = (e) => fail(e.error) })`, "import"},
	{"a Blob that is a worker with more", "", `return new Promise((done, fail) => {
		const program = "import(\"lariat:fs\").then((fs) => fs.readTextFile(\"DIR/secret.txt\")).then(postMessage, (error) => { throw error })";
		const w = new Worker(URL.createObjectURL(new Blob([program])), { permissions: { read: ["DIR"] } });
		w.onmessage = (e) => done(e.data); w.onerror = (e) => fail(e.error) })`, "read"},
	{"a request for the address of a file in that of a Blob", "", `return await (await fetch("blob:file://DIR/secret.txt")).text()`, "other"},
	{"the file of a thread", "", `const { Worker } = await import("node:worker_threads");
		return new Promise((done, fail) => { const w = new Worker("DIR/secret.js"); w.on("message", done); w.on("error", fail) })`, "import"},
	{"the module of a pool", "", `await using pool = new WorkerPool({ module: "../secret.js" }); return await pool.run(() => 1)`, "import"},
	{"a function that imports", "", `await using pool = new WorkerPool(); return await pool.run(async () => (await import("DIR/secret.js")).default)`, "import"},
}

var connecting = []escape{
	{"the addresses of this machine", "-N=127.0.0.1", `return JSON.stringify((await import("node:os")).networkInterfaces())`, "net"},
	{"a request", "", `return (await fetch("http://127.0.0.1:OTHER/")).text()`, "net"},
	{"this machine by name", "-N=127.0.0.1:PORT", `return (await fetch("http://localhost:OTHER/")).text()`, "net"},
	{"another port", "-N=127.0.0.1:PORT", `return (await fetch("http://127.0.0.1:OTHER/")).text()`, "net"},
	{"a redirect", "-N=127.0.0.1:PORT", `return (await fetch("http://127.0.0.1:PORT/")).text()`, "net"},
	{"IPv6", "-N=192.0.2.1", `return (await fetch("http://[::1]:OTHER/")).text()`, "net"},
	{"IPv4 in IPv6", "-N=192.0.2.1", `return (await fetch("http://[::ffff:127.0.0.1]:OTHER/")).text()`, "net"},
	{"IPv4 in IPv6, in hexadecimal", "-N=192.0.2.1", `return (await fetch("http://[::ffff:7f00:1]:OTHER/")).text()`, "net"},
	{"all addresses of this machine", "-N=192.0.2.1", `return (await fetch("http://0.0.0.0:OTHER/")).text()`, "net"},
	{"all addresses of IPv6", "-N=192.0.2.1", `return (await fetch("http://[::]:OTHER/")).text()`, "net"},
	{"an address as one number", "-N=192.0.2.1", `return (await fetch("http://2130706433:OTHER/")).text()`, "net"},
	{"an address in hexadecimal", "-N=192.0.2.1", `return (await fetch("http://0x7f.1:OTHER/")).text()`, "net"},
	{"a short address", "-N=192.0.2.1", `return (await fetch("http://127.1:OTHER/")).text()`, "net"},
	{"a name before the address", "-N=example.com", `return (await fetch("http://127.0.0.1:OTHER/?example.com#@example.com")).text()`, "net"},
	{"denied", "-N --deny-net=127.0.0.1", `return (await fetch("http://127.0.0.1:OTHER/")).text()`, "net"},
	{"denied, by name", "-N --deny-net=127.0.0.0/8,[::1]", `return (await fetch("http://localhost:OTHER/")).text()`, "net"},
	{"denied, in another form", "-N --deny-net=127.0.0.1", `return (await fetch("http://[::ffff:127.0.0.1]:OTHER/")).text()`, "net"},
	{"a denied name, by address", "-N --deny-net=localhost", `return (await fetch("http://127.0.0.1:OTHER/")).text()`, "net"},
	{"a denied name with a dot", "-N --deny-net=localhost", `return (await fetch("http://localhost.:OTHER/")).text()`, "net"},
	{"a denied port behind a redirect", "-N --deny-net=127.0.0.1:OTHER", `return (await fetch("http://127.0.0.1:PORT/")).text()`, "net"},
	{"many requests", "", `const { fetchText } = await import("lariat:http"); return fetchText("http://127.0.0.1:OTHER/")`, "net"},
	{"a request of node:http", "", `const { get } = await import("node:http"); return new Promise((ok, no) =>
		get("http://127.0.0.1:OTHER/", (res) => res.setEncoding("utf8").on("data", ok)).on("error", no))`, "net"},
	{"a request of node:http to another port", "-N=127.0.0.1:PORT", `const { get } = await import("node:http"); return new Promise((ok, no) =>
		get({ host: "127.0.0.1", port: OTHER }, (res) => res.setEncoding("utf8").on("data", ok)).on("error", no))`, "net"},
	{"a request of node:https", "-N=192.0.2.1", `const { get } = await import("node:https"); return new Promise((ok, no) =>
		get({ host: "localhost", port: OTHER, rejectUnauthorized: false }, ok).on("error", no))`, "net"},
	{"a server of node:http", "", `const { createServer } = await import("node:http"); return new Promise((ok, no) =>
		createServer().on("error", no).listen(0, "127.0.0.1", () => ok("listens")))`, "net"},
	{"a server of node:http for everybody", "-N=127.0.0.1", `const { createServer } = await import("node:http"); return new Promise((ok, no) =>
		createServer().on("error", no).listen(0, () => ok("listens")))`, "net"},
	{"where a name leads to", "", `const { promises } = await import("node:dns"); return (await promises.lookup("localhost")).address`, "net"},
	{"a signal", "", `return process.kill(process.pid, 0)`, "run"},
	{"a server", "", `const { serve } = await import("lariat:http"); const s = await serve(() => new Response("x"), { port: 0 }); return s.url`, "net"},
	{"a server for everybody", "-N=127.0.0.1", `const { serve } = await import("lariat:http");
		const s = await serve(() => new Response("x"), { hostname: "0.0.0.0", port: 0 }); return s.url`, "net"},
	{"a server on another port", "-N=127.0.0.1:1", `const { serve } = await import("lariat:http"); return (await serve(() => new Response("x"), { port: 0 })).url`, "net"},
	{"a WebSocket", "", `return new Promise((done) => { const s = new WebSocket("ws://127.0.0.1:OTHER/"); s.onopen = () => done("open"); s.onerror = () => done() })`, "nothing"},
}

var variables = []escape{
	{"a variable", "", `return process.env.MY_TOKEN`, "nothing"},
	{"all variables", "", `return Object.values(process.env).find((v) => v.includes("4711"))`, "nothing"},
	{"a copy of all variables", "", `return { ...process.env }.MY_TOKEN ?? JSON.parse(JSON.stringify(process.env)).MY_TOKEN`, "nothing"},
	{"another variable", "-E=MY_TOKE,TOKEN,MY", `return process.env.MY_TOKEN`, "nothing"},
	{"a denied variable", "-E --deny-env=MY_*", `return process.env.MY_TOKEN`, "nothing"},
	{"the descriptor of a variable", "", `return Object.getOwnPropertyDescriptor(process.env, "MY_TOKEN")?.value`, "nothing"},
	{"whether there is a variable", "", `return "MY_TOKEN" in process.env ? "told" : undefined`, "nothing"},
	{"a variable in a pool", "", `await using pool = new WorkerPool(); return await pool.run(() => process.env.MY_TOKEN)`, "nothing"},
	{"a variable in a process", "", `await using pool = new WorkerPool({ isolation: "process" }); return await pool.run(() => process.env.MY_TOKEN)`, "nothing"},
	{"a variable in a process with less", "-E", `await using pool = new WorkerPool({ isolation: "process", permissions: { read: "inherit" } });
		return await pool.run(() => process.env.MY_TOKEN)`, "nothing"},
	{"a variable in a thread", "", `const { Worker } = await import("node:worker_threads"); return new Promise((done) => {
		new Worker('require("node:worker_threads").parentPort.postMessage(process.env.MY_TOKEN)', { eval: true }).on("message", done) })`, "nothing"},
}

var starting = []escape{
	{"a pool with nothing", "-R", `await using pool = new WorkerPool({ permissions: "none" });
		return await pool.run(async () => (await import("lariat:fs")).readFile("DIR/secret.txt"))`, "read"},
	{"a pool with less", "-R", `await using pool = new WorkerPool({ permissions: { read: ["DIR/app"] } });
		return await pool.run(async () => (await import("lariat:fs")).readFile("DIR/app/relative"))`, "read"},
	{"a process with less", "-R", `await using pool = new WorkerPool({ isolation: "process", permissions: { read: ["DIR/app"] } });
		return await pool.run(async () => (await import("lariat:fs")).readFile("DIR/app/relative"))`, "read"},
	{"a process that inherits", "", `await using pool = new WorkerPool({ isolation: "process" });
		return await pool.run(async () => (await import("lariat:fs")).readFile("DIR/secret.txt"))`, "read"},
	{"a pool that asks for all", "", `await using pool = new WorkerPool({ permissions: { read: true } }); return await pool.run(() => "made")`, "read"},
	{"a pool that asks for more", "-R=DIR/app", `await using pool = new WorkerPool({ permissions: { read: ["DIR"] } }); return await pool.run(() => "made")`, "read"},
	{"a pool that asks for what is denied", "-R --deny-read=DIR/vault", `new WorkerPool({ permissions: { read: ["DIR/vault"] } }); return "made"`, "read"},
	{"what is denied, in a pool", "-R --deny-read=DIR/vault", `await using pool = new WorkerPool({ permissions: { read: "inherit" } });
		return await pool.run(async () => (await import("lariat:fs")).readFile("DIR/vault/inner/key.txt"))`, "read"},
	{"a pool in a pool", "-R", `await using pool = new WorkerPool({ permissions: { read: ["DIR/app"] } }); return await pool.run(async () => {
		const { WorkerPool } = await import("lariat:worker"); await using inner = new WorkerPool({ permissions: "inherit" });
		return await inner.run(async () => (await import("lariat:fs")).readFile("DIR/secret.txt")) })`, "read"},
	{"a process in a pool", "-R", `await using pool = new WorkerPool({ permissions: { read: ["DIR/app"] } }); return await pool.run(async () => {
		const { WorkerPool } = await import("lariat:worker"); await using inner = new WorkerPool({ isolation: "process" });
		return await inner.run(async () => (await import("lariat:fs")).readFile("DIR/secret.txt")) })`, "read"},
	{"a worker with less", "-R", `return new Promise((done, fail) => { const text = 'const { readFile } = await import("lariat:fs"); postMessage(await readFile("DIR/secret.txt"))';
		const w = new Worker("data:text/javascript," + encodeURIComponent(text), { permissions: { read: ["DIR/app"] } });
		w.onmessage = (e) => done(e.data); w.onerror = (e) => { e.preventDefault(); fail(e.error) } })`, "read"},
	{"a worker that imports less", "-R -I", `return new Promise((done, fail) => { const w = new Worker("../secret.js", { permissions: { import: ["DIR/app"] } });
		w.onmessage = (e) => done(e.data); w.onerror = (e) => { e.preventDefault(); fail(e.error) } })`, "import"},
	{"an event loop with nothing", "-R", `const { EventLoop } = await import("lariat:loop"); await using l = new EventLoop({ permissions: "none" });
		return await l.runUntilComplete(async () => (await import("lariat:fs")).readFile("DIR/secret.txt"))`, "read"},
	{"a request of a worker", "-N", `await using pool = new WorkerPool({ permissions: { net: ["example.com"] } });
		return await pool.run(async () => (await fetch("http://127.0.0.1:OTHER/")).text())`, "net"},
	{"a pool in a pool that imports less", "-R -I", `await using pool = new WorkerPool({ permissions: { import: ["DIR/app"] } }); return await pool.run(async () => {
		const { WorkerPool } = await import("lariat:worker"); await using inner = new WorkerPool({ permissions: "inherit" });
		return await inner.run(async () => (await import("DIR/secret.js")).default) })`, "import"},
	{"another program", "", `const { execFileSync } = await import("node:child_process"); return execFileSync("/bin/cat", ["DIR/secret.txt"], { encoding: "utf8" })`, "run"},
	{"a command", "-R", `const { execSync } = await import("node:child_process"); return execSync("cat DIR/secret.txt", { encoding: "utf8" })`, "run"},
	{"a program that is not granted", "-X=/bin/true", `const { execFileSync } = await import("node:child_process"); return execFileSync("/bin/cat", ["DIR/secret.txt"], { encoding: "utf8" })`, "run"},
	{"a program by a link", "-X=/bin/true -W=DIR/app", `const { execFileSync } = await import("node:child_process"); await fs.symlink("/bin/cat", "true");
		return execFileSync("./true", ["DIR/secret.txt"], { encoding: "utf8" })`, "run"},
	{"a program with code of its own", "-X=/bin/true", `const { execFileSync } = await import("node:child_process");
		return execFileSync("/bin/true", [], { env: { LD_PRELOAD: "DIR/app/own.txt" } })`, "run"},
	{"which programs there are", "", `const { spawnSync } = await import("node:child_process"); const code = (name) => { try { return spawnSync(name).error?.code } catch (e) { return e.code } };
		return code("/bin/cat") === code("/bin/none") ? undefined : "told"`, "nothing"},
	{"the environment of another program", "-X=/bin/sh", `const { execFileSync } = await import("node:child_process");
		return execFileSync("/bin/sh", ["-c", "echo $MY_TOKEN"], { encoding: "utf8" }).trim() || undefined`, "nothing"},
	{"another program, of a worker", "-X", `await using pool = new WorkerPool({ permissions: "none" }); return await pool.run(async () =>
		(await import("node:child_process")).execFileSync("/bin/cat", ["DIR/secret.txt"], { encoding: "utf8" }))`, "run"},
	{"watching another folder", "", `for await (const change of fs.watch("..")) return change.path`, "read"},
	{"another folder", "", `process.chdir("DIR"); return fs.readFile("secret.txt")`, "chdir"},
	{"a report in another folder", "", `return process.report.writeReport("DIR/report.json")`, "write"},
	{"which packages there are elsewhere", "", `const { findPackageJSON } = await import("node:module"); return findPackageJSON("DIR/x.js")`, "import"},
}
