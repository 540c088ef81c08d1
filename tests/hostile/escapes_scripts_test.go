package hostile

import "slices"

// escapes are the programs that have to fail.
var escapes = slices.Concat(reading, denied, moving, writing, importing, connecting, variables, starting)

var reading = []escape{
	{"an absolute path", "", `return fs.readFile("DIR/secret.txt")`, "read"},
	{"a path upwards", "", `return fs.readFile("../secret.txt")`, "read"},
	{"down and up", "", `return fs.readFile("pub/../../secret.txt")`, "read"},
	{"dots and slashes", "", `return fs.readFile(".//./pub//..//.././secret.txt")`, "read"},
	{"a folder whose name begins alike", "", `return fs.readFile("DIR/app../secret.txt")`, "read"},
	{"a relative link", "", `return fs.readFile("relative")`, "read"},
	{"an absolute link", "", `return fs.readFile("absolute")`, "read"},
	{"a link to a folder", "", `return fs.readFile("up/secret.txt")`, "read"},
	{"a link to a link", "", `return fs.readFile("twice/secret.txt")`, "read"},
	{"a link to the root", "", `return fs.readFile("whole/etc/passwd")`, "read"},
	{"a URL", "", `return fs.readFile(new URL("file://DIR/secret.txt"))`, "read"},
	{"a URL with escapes", "", `return fs.readFile(new URL("file://DIR/app/%2e%2e/secret.txt"))`, "read"},
	{"a path of bytes", "", `return node.readFileSync(Buffer.from("../secret.txt"), "utf8")`, "read"},
	{"bytes", "", `return fs.readBytes("../secret.txt")`, "read"},
	{"a file that stays open", "", `return (await fs.open("../secret.txt")).readFile?.()`, "read"},
	{"what a file is", "", `return (await fs.stat("../secret.txt")).size`, "read"},
	{"what a link is, outside", "", `return fs.readLink("../alink")`, "read"},
	{"whether there is a file", "", `return fs.exists("../secret.txt")`, "read"},
	{"whether there is a file, in Node's way", "", `return node.existsSync("../secret.txt") === node.existsSync("../none") ? undefined : "told"`, "nothing"},
	{"access", "", `return node.accessSync("../secret.txt") ?? "there"`, "read"},
	{"a folder", "", `const names = []; for await (const e of fs.readDir("..")) names.push(e.name); return names`, "read"},
	{"a folder, in Node's way", "", `return node.readdirSync("up")`, "read"},
	{"a real path", "", `return fs.realPath("up/secret.txt")`, "read"},
	{"reading at once", "", `return node.readFileSync("../secret.txt", "utf8")`, "read"},
	{"promises", "", `return node.promises.readFile("../secret.txt", "utf8")`, "read"},
	{"a transform", "-W=DIR/app", `return fs.processFile("../secret.txt", "copy.txt", (x) => x)`, "read"},
	{"a copy", "-W=DIR/app", `await fs.copy("../secret.txt", "copy.txt"); return fs.readFile("copy.txt")`, "read"},
	{"a copy of a link", "-W=DIR/app", `await fs.copy("relative", "copy.txt"); return fs.readFile("copy.txt")`, "read"},
	{"a pipe", "", `return fs.readFile("pipe")`, "other"},
	{"a device", "", `return fs.readFile("/dev/zero")`, "read"},
	{"a device that may be read", "-R", `return fs.readFile("/dev/zero")`, "other"},
	{"the environment of the process", "", `return fs.readFile("/proc/self/environ")`, "read"},
	{"the environment, where all may be read", "-R", `return fs.readFile("/proc/self/environ")`, "read"},
	{"the environment behind a link", "-R", `return fs.readFile("environ")`, "read"},
	{"the environment by number", "-R", "return fs.readFile(`/proc/${process.pid}/environ`)", "read"},
	{"the environment of a thread", "-R", `return fs.readFile("/proc/thread-self/environ")`, "read"},
	{"the root of the process", "", `return fs.readFile("/proc/self/rootDIR/secret.txt")`, "read"},
	{"the folder of the process", "", `return fs.readFile("/proc/self/cwd/../secret.txt")`, "read"},
	{"the memory of the process", "-R -W", `return (await fs.open("/proc/self/mem", "r+"))`, "read"},
	{"an open file of the process", "-R", `return fs.readFile("/dev/fd/1")`, "read"},
}

var denied = []escape{
	{"denied", "-R --deny-read=DIR/secret.txt", `return fs.readFile("DIR/secret.txt")`, "read"},
	{"denied, behind a link", "-R --deny-read=DIR/secret.txt", `return fs.readFile("relative")`, "read"},
	{"denied, by another name", "-R --deny-read=DIR/secret.txt", `return fs.readFile("hard")`, "read"},
	{"denied, by another name, in Node's way", "-R --deny-read=DIR/secret.txt", `return node.readFileSync("hard", "utf8")`, "read"},
	{"denied by a link", "-R --deny-read=DIR/app/relative", `return fs.readFile("DIR/secret.txt")`, "read"},
	{"a denied folder", "-R --deny-read=DIR/vault", `return fs.readFile("up/vault/inner/key.txt")`, "read"},
	{
		"a copy of a folder with what is denied", "-R -W=DIR/app --deny-read=DIR/vault/inner",
		`await fs.copy("DIR/vault", "v", { recursive: true }); return fs.readFile("v/inner/key.txt")`, "read",
	},
	{"denied among everything", "-A --deny-read=DIR/vault", `return fs.readFile("DIR/vault/inner/key.txt")`, "read"},
	{"all of a kind denied", "-A --deny-read", `return fs.readFile("own.txt")`, "read"},
}

var moving = []escape{
	{"a link of its own", "-W=DIR/app", `await fs.symlink("../secret.txt", "mine"); return fs.readFile("mine")`, "read"},
	{"a folder that becomes a link", "-W=DIR/app", `await fs.rename("pub", "gone"); await fs.symlink("..", "pub"); return fs.readFile("pub/secret.txt")`, "read"},
	{
		"a granted folder that becomes a link", "-R=DIR/vault/inner -W=DIR/vault",
		`await fs.remove("DIR/vault/inner", { recursive: true }); await fs.symlink("DIR", "DIR/vault/inner"); return fs.readFile("DIR/vault/inner/secret.txt")`, "read",
	},
	{
		"its own folder that becomes a link", "-W=DIR",
		`await fs.rename("DIR/app", "DIR/was"); await fs.symlink("DIR/vault/inner", "DIR/app"); return fs.readFile("DIR/app/key.txt")`, "read",
	},
	{"a second name", "-W=DIR", `await fs.link("DIR/secret.txt", "mine"); return fs.readFile("mine")`, "read"},
	{"a file that is moved in", "-W=DIR", `await fs.rename("DIR/secret.txt", "mine"); return fs.readFile("mine")`, "read"},
	{"a denied folder that is moved", "-R -W --deny-read=DIR/vault/inner", `await fs.rename("DIR/vault", "v"); return fs.readFile("v/inner/key.txt")`, "read"},
	{
		"a folder of modules that becomes a link", "-W=DIR/app",
		`await fs.rename("node_modules", "n"); await fs.symlink("..", "node_modules"); return require("vault")`, "import",
	},
	{"a process that is started after the move", "-R=DIR/vault/inner -W=DIR/vault", `await fs.remove("DIR/vault/inner", { recursive: true });
		await fs.symlink("DIR", "DIR/vault/inner"); await using pool = new WorkerPool({ isolation: "process" });
		return await pool.run(async () => (await import("lariat:fs")).readFile("DIR/vault/inner/secret.txt"))`, "read"},
}

var writing = []escape{
	{"writing at home", "", `await fs.writeFile("own.txt", "x"); return "done"`, "write"},
	{"appending", "", `await fs.appendFile("own.txt", "x"); return "done"`, "write"},
	{"opening to write", "", `await fs.open("own.txt", "w"); return "done"`, "write"},
	{"opening to read and write", "", `await fs.open("own.txt", "r+"); return "done"`, "write"},
	{"making a folder", "", `await fs.mkdir("new"); return "done"`, "write"},
	{"removing", "", `await fs.remove("own.txt"); return "done"`, "write"},
	{"removing a folder", "", `await fs.remove("pub", { recursive: true, force: true }); return "done"`, "write"},
	{"renaming", "", `await fs.rename("own.txt", "other.txt"); return "done"`, "write"},
	{"cutting off", "", `await fs.truncate("own.txt", 0); return "done"`, "write"},
	{"changing the mode", "", `await fs.chmod("own.txt", 0o777); return "done"`, "write"},
	{"changing the times", "", `await fs.utimes("own.txt", new Date(0), new Date(0)); return "done"`, "write"},
	{"making a link", "", `await fs.symlink("own.txt", "new"); return "done"`, "write"},
	{"making another name", "", `await fs.link("own.txt", "new"); return "done"`, "write"},
	{"a temporary folder", "", `return (await fs.tempDir()).path`, "write"},
	{"writing at once", "", `node.writeFileSync("own.txt", "x"); return "done"`, "write"},
	{"writing as a whole", "", `await fs.writeFile("own.txt", "x", { atomic: true }); return "done"`, "write"},
	{"writing upwards", "-W=DIR/app", `await fs.writeFile("../made.txt", "x"); return "done"`, "write"},
	{"writing through a link", "-W=DIR/app", `await fs.writeFile("relative", "x"); return "done"`, "write"},
	{"writing through a link that leads to nothing", "-W=DIR/app", `await fs.writeFile("dangling", "x"); return "done"`, "write"},
	{"writing as a whole through a link", "-W=DIR/app", `await fs.writeFile("relative", "x", { atomic: true }); return "done"`, "write"},
	{"writing through a folder", "-W=DIR/app", `await fs.writeFile("up/made.txt", "x"); return "done"`, "write"},
	{"writing through a link of its own", "-W=DIR/app", `await fs.symlink("../made.txt", "mine"); await fs.writeFile("mine", "x"); return "done"`, "write"},
	{"the mode behind a link", "-W=DIR/app", `await fs.chmod("relative", 0o777); return "done"`, "write"},
	{"moving out", "-W=DIR/app", `await fs.rename("own.txt", "../made.txt"); return "done"`, "write"},
	{"removing what is denied with its folder", "-W --deny-write=DIR/app/kept/file.txt", `await fs.remove("kept", { recursive: true }); return "done"`, "write"},
	{"writing what is denied by another name", "-W --deny-write=DIR/secret.txt", `await fs.writeFile("hard", "x"); return "done"`, "write"},
	{"a file beside the one that is granted", "-W=DIR/app/own.txt", `await fs.writeFile("own.txt2", "x"); return "done"`, "write"},
	{"a link in place of the file that is granted", "-W=DIR/app/own.txt", `await fs.remove("own.txt"); await fs.symlink("../made.txt", "own.txt"); return "done"`, "write"},
}
