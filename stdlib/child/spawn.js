// spawn of "node:child_process" and what both forms of starting a program share
// (https://nodejs.org/docs/latest-v20.x/api/child_process.html).
(function (host, errors) {
  "use strict";
  const { AbortError, checkObject, checkSignal, checkString, coded, invalidType, invalidValue, outOfRange } = errors;
  const { Buffer, EventEmitter, process } = host;
  const windows = process.platform === "win32";

  let numbers;
  const signals = () => (numbers ??= host.signals().constants.signals);
  // signalOf is the number of a signal that is given by its name or number.
  function signalOf(signal, fallback = "SIGTERM") {
    if (signal === undefined || signal === null) signal = fallback;
    if (typeof signal === "number" && (signal === 0 || Object.values(signals()).includes(signal))) return signal;
    const number = typeof signal === "string" ? signals()[signal.toUpperCase()] : undefined;
    if (number === undefined) throw coded(TypeError, "ERR_UNKNOWN_SIGNAL", `Unknown signal: ${signal}`);
    return number;
  }
  const nameOf = (number) => Object.keys(signals()).find((name) => signals()[name] === number) ?? `SIG${number}`;

  const noNull = (value, name) => {
    if (value.includes("\0")) throw invalidValue(name, value, "must be a string without null bytes");
  };

  // stdioOf reads the option stdio: for each of the three "pipe", "ignore" or the number of one of ours.
  function stdioOf(stdio = "pipe", fallback = "pipe") {
    const list = typeof stdio === "string" ? [stdio, stdio, stdio] : stdio;
    if (!Array.isArray(list)) throw invalidValue("stdio", stdio);
    if (list.length > 3 && list.slice(3).some((one) => one !== undefined && one !== null && one !== "ignore")) {
      throw invalidValue("stdio", stdio, "must have no more than three streams");
    }
    return [0, 1, 2].map((fd) => {
      const one = list[fd];
      if (one === undefined || one === null) return fallback;
      if (one === "pipe" || one === "overlapped") return "pipe";
      if (one === "ignore") return "ignore";
      if (one === "inherit") return `${fd}`;
      const number = typeof one === "number" ? one : one.fd;
      if (number === 0 || number === 1 || number === 2) return `${number}`;
      throw invalidValue("stdio", one, 'must be "pipe", "ignore", "inherit" or one of the three standard streams; pipe() to and from others');
    });
  }

  // startingOf reads (file, args, options) and makes what the host takes.
  function startingOf(file, args, options) {
    checkString(file, "file");
    noNull(file, "file");
    if (file === "") throw invalidValue("file", file, "cannot be empty");
    if (Array.isArray(args)) {
      args = args.map(String);
    } else if (args === undefined || args === null) {
      args = [];
    } else if (typeof args === "object") {
      [args, options] = [[], args];
    } else {
      throw invalidType("args", "of type object", args);
    }
    args.forEach((arg, i) => noNull(arg, `args[${i}]`));
    options ??= {};
    checkObject(options, "options");
    const { cwd, env = process.env, argv0, detached, shell, timeout, signal } = options;
    const dir = typeof cwd?.href === "string" ? host.process.getBuiltinModule("url").fileURLToPath(cwd) : cwd;
    if (dir !== undefined && dir !== null) checkString(dir, "options.cwd");
    if (argv0 !== undefined) checkString(argv0, "options.argv0");
    if (shell !== undefined && typeof shell !== "boolean" && typeof shell !== "string") throw invalidType("options.shell", "one of type boolean or string", shell);
    if (timeout !== undefined && !(Number.isInteger(timeout) && timeout >= 0)) throw outOfRange("timeout", "an unsigned integer", timeout);
    for (const name of ["uid", "gid"]) {
      if (options[name] !== undefined) throw invalidValue(`options.${name}`, options[name], "is not supported");
    }
    checkSignal(signal, "options.signal");
    const variables = Object.entries(env ?? {}).filter(([, value]) => value !== undefined).map(([name, value]) => `${name}=${value}`);
    const path = Object.entries(env ?? {}).find(([name]) => (windows ? name.toUpperCase() : name) === "PATH")?.[1];
    const spawnargs = [argv0 ?? file, ...args];
    let name = file;
    let list = args;
    let own = argv0;
    if (shell) {
      const [program, ...before] = host.shell(typeof shell === "string" ? shell : undefined);
      const line = [file, ...args].join(" ");
      [name, list, own] = [program, [...before, windows ? `"${line}"` : line], undefined];
      spawnargs.splice(0, spawnargs.length, name, ...list);
    }
    return {
      options, file, spawnargs, spawnfile: name, kill: signalOf(options.killSignal), timeout: timeout ?? 0,
      start: {
        name, args: list, argv0: own ?? "", dir: dir ?? process.cwd(), env: variables, path: path ?? host.hostPath ?? "", detached: Boolean(detached),
        stdio: stdioOf(options.stdio),
      },
    };
  }

  // isFailure tells failures to start, which are an event, from refusals, which are thrown.
  const isFailure = (error) => typeof error?.code === "string" && /^E[A-Z]+$/.test(error.code) && error.syscall !== undefined;

  class ChildProcess extends EventEmitter {
    #handle;
    #closing = 1;
    constructor() {
      super();
      Object.assign(this, { pid: undefined, connected: false, exitCode: null, signalCode: null, killed: false, spawnfile: null, spawnargs: [] });
      Object.assign(this, { stdin: null, stdout: null, stderr: null, stdio: [null, null, null] });
    }
    static begin(child, { start, spawnargs, spawnfile, kill }) {
      child.#begin(start, spawnargs, spawnfile, kill);
    }
    #begin(start, spawnargs, spawnfile, kill) {
      Object.assign(this, { spawnargs, spawnfile });
      try {
        [this.#handle, this.pid] = host.start(start, kill, (code, signal) => this.#exit(code, signal), start.detached);
      } catch (error) {
        if (!isFailure(error)) throw error;
        error.spawnargs = spawnargs.slice(1);
        this.#streams(start.stdio, false);
        process.nextTick(() => {
          this.exitCode = error.errno;
          this.emit("error", error);
          this.#closed();
        });
        return;
      }
      this.#streams(start.stdio, true);
      process.nextTick(() => this.emit("spawn"));
    }
    // streams makes those of the pipes; of a program that is not there they end at once.
    #streams(stdio, there) {
      const { Readable, Writable } = host.streams();
      const handle = this.#handle;
      for (const fd of [0, 1, 2]) {
        if (stdio[fd] !== "pipe") continue;
        const done = (error, callback) => {
          if (there) host.close(handle, fd);
          callback(error);
        };
        this.stdio[fd] = fd === 0 ? new Writable({
          write: (chunk, _, callback) => (there ? host.write(handle, chunk, callback) : callback()),
          final: (callback) => done(null, callback),
          destroy: done,
        }) : new Readable({
          highWaterMark: 64 * 1024,
          read() {
            if (!there) {
              this.push(null);
              return;
            }
            host.read(handle, fd, (error, chunk) => {
              if (this.destroyed) return;
              if (error) this.destroy(error);
              else this.push(chunk ?? null);
            });
          },
          destroy: done,
        });
        this.#closing++;
        this.stdio[fd].once("close", () => this.#closed());
      }
      [this.stdin, this.stdout, this.stderr] = this.stdio;
    }
    #exit(code, signal) {
      this.exitCode = code;
      this.signalCode = signal === null ? null : nameOf(signal);
      this.stdin?.destroy();
      this.emit("exit", this.exitCode, this.signalCode);
      // What nobody has read keeps no program from closing.
      for (const stream of [this.stdout, this.stderr]) {
        if (stream && stream.readableFlowing === null && stream.listenerCount("readable") === 0) stream.resume();
      }
      this.#closed();
    }
    #closed() {
      if (--this.#closing === 0) this.emit("close", this.exitCode, this.signalCode);
    }
    kill(signal) {
      const number = signalOf(signal);
      if (this.#handle === undefined || !host.kill(this.#handle, number)) return false;
      if (number !== 0) this.killed = true;
      return true;
    }
    ref() {
      if (this.#handle !== undefined) host.keep(this.#handle, true);
    }
    unref() {
      if (this.#handle !== undefined) host.keep(this.#handle, false);
    }
    [Symbol.dispose]() {
      if (!this.killed) this.kill();
    }
  }
  const { begin } = ChildProcess;
  delete ChildProcess.begin;

  function spawn(file, args, options) {
    const starting = startingOf(file, args, options);
    const { signal } = starting.options;
    const child = new ChildProcess();
    begin(child, starting);
    if (starting.timeout > 0) {
      const timer = globals.setTimeout(() => child.kill(starting.kill), starting.timeout);
      child.once("exit", () => globals.clearTimeout(timer));
      child.once("error", () => globals.clearTimeout(timer));
    }
    if (signal) {
      const abort = () => {
        child.kill(starting.kill);
        child.emit("error", new AbortError(undefined, { cause: signal.reason }));
      };
      if (signal.aborted) {
        process.nextTick(abort);
      } else {
        signal.addEventListener("abort", abort, { once: true });
        child.once("exit", () => signal.removeEventListener("abort", abort));
      }
    }
    return child;
  }

  function fork() {
    throw coded(Error, "ERR_FEATURE_UNAVAILABLE_ON_PLATFORM",
      'fork() is not available: a Worker, or a WorkerPool of "lariat:worker" with isolation "process", runs scripts beside this one');
  }
  return { Buffer, ChildProcess, fork, isFailure, nameOf, signalOf, spawn, startingOf };
})
