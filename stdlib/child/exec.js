// exec, execFile and the forms that block, of "node:child_process", and all that the module exports.
(function (host, errors) {
  "use strict";
  const { AbortError, checkFunction, coded, invalidType } = errors;
  const { Buffer, ChildProcess, fork, isFailure, nameOf, spawn, startingOf } = host;
  const defaultMax = 1024 * 1024;
  const custom = Symbol.for("nodejs.util.promisify.custom");

  // filesOf reads (file, args, options, callback), of which all but the first may be missing.
  function filesOf(file, ...rest) {
    const args = Array.isArray(rest[0]) || ((rest[0] === undefined || rest[0] === null) && rest.length > 1) ? (rest.shift() ?? []) : [];
    const options = typeof rest[0] === "object" ? (rest.shift() ?? {}) : rest[0] === undefined ? (rest.shift(), {}) : {};
    const [callback] = rest;
    if (callback !== undefined && callback !== null) checkFunction(callback, "callback");
    return { file, args, options, callback };
  }

  const checkMax = (value) => {
    if (value !== undefined && !(typeof value === "number" && value >= 0)) throw errors.outOfRange("options.maxBuffer", "a positive number", value);
    return value ?? defaultMax;
  };

  function execFile(...all) {
    const { file, args, options, callback } = filesOf(...all);
    const max = checkMax(options.maxBuffer);
    const encoding = options.encoding === undefined ? "utf8" : options.encoding;
    const text = encoding && encoding !== "buffer" && Buffer.isEncoding(encoding);
    const child = spawn(file, args, { ...options, stdio: undefined, timeout: 0, signal: undefined });
    const chunks = { stdout: [], stderr: [] };
    const sizes = { stdout: 0, stderr: 0 };
    let problem;
    let over = false;
    const end = (code, signal) => {
      if (over) return;
      over = true;
      globals.clearTimeout(timer);
      options.signal?.removeEventListener("abort", abort);
      if (!callback) return;
      const [stdout, stderr] = ["stdout", "stderr"].map((name) => {
        const all_ = Buffer.concat(chunks[name]);
        return text ? all_.toString(encoding) : all_;
      });
      let error = problem;
      const cmd = child.spawnargs.length > 0 && options.shell ? file : [file, ...args].join(" ");
      if (error === undefined && (code !== 0 || signal !== null)) {
        error = Object.assign(new Error(`Command failed: ${cmd}\n${stderr}`), { code: code < 0 ? undefined : code, killed: child.killed, signal });
      }
      if (error) {
        error.cmd = cmd;
        callback(error, stdout, stderr);
      } else {
        callback(null, stdout, stderr);
      }
    };
    // What the program has started may hold its streams, so nobody waits for their end.
    const stop = (error) => {
      problem ??= error;
      child.kill(options.killSignal);
      for (const stream of [child.stdout, child.stderr]) stream?.destroy();
    };
    const abort = () => stop(new AbortError(undefined, { cause: options.signal.reason }));
    const timer = options.timeout > 0 ? globals.setTimeout(stop, options.timeout) : undefined;
    if (options.signal?.aborted) globals.process.nextTick(abort);
    else options.signal?.addEventListener("abort", abort, { once: true });
    for (const name of ["stdout", "stderr"]) {
      child[name].on("data", (chunk) => {
        const room = max - sizes[name];
        sizes[name] += chunk.length;
        if (chunk.length <= room) {
          chunks[name].push(chunk);
          return;
        }
        if (room > 0) chunks[name].push(chunk.subarray(0, room));
        stop(coded(RangeError, "ERR_CHILD_PROCESS_STDIO_MAXBUFFER", `${name} maxBuffer length exceeded`));
      });
    }
    child.on("close", end);
    child.on("error", (error) => {
      problem ??= error;
      if (child.pid === undefined) end(-1, null);
    });
    return child;
  }

  const execArgs = (command, options, callback) => {
    if (typeof options === "function") [options, callback] = [undefined, options];
    return [command, { ...options, shell: typeof options?.shell === "string" ? options.shell : true }, callback];
  };
  function exec(command, options, callback) {
    return execFile(...execArgs(command, options, callback));
  }

  const promised = (f) => (...args) => {
    let child;
    const promise = new Promise((resolve, reject) => {
      child = f(...args, (error, stdout, stderr) => (error ? reject(Object.assign(error, { stdout, stderr })) : resolve({ stdout, stderr })));
    });
    promise.child = child;
    return promise;
  };
  Object.defineProperty(exec, custom, { value: promised(exec) });
  Object.defineProperty(execFile, custom, { value: promised(execFile) });

  function spawnSync(file, args, options) {
    const starting = startingOf(file, args, options);
    const { start, kill, timeout } = starting;
    const { encoding, input, stdio } = starting.options;
    const max = checkMax(starting.options.maxBuffer);
    if (input !== undefined && input !== null) {
      if (typeof input !== "string" && !ArrayBuffer.isView(input)) throw invalidType("options.stdio[0]", "of type string or an instance of Buffer, TypedArray, or DataView", input);
      if (stdio === undefined || Array.isArray(stdio)) start.stdio[0] = "pipe";
    }
    const bytes = typeof input === "string" ? Buffer.from(input, encoding && encoding !== "buffer" ? encoding : "utf8") : (input ?? Buffer.alloc(0));
    let answer;
    try {
      answer = host.startSync(start, bytes, timeout, max === Infinity ? 0 : max, kill);
    } catch (error) {
      if (!isFailure(error)) throw error;
      const failed = Object.assign(error, { message: error.message.replace(/^spawn /, "spawnSync "), syscall: error.syscall.replace("spawn ", "spawnSync "), spawnargs: starting.spawnargs.slice(1) });
      return { error: failed, status: null, signal: null, output: null, pid: 0, stdout: null, stderr: null };
    }
    const [pid, status, signal, stdout, stderr, why] = answer;
    const decode = (buffer) => (buffer !== null && encoding && encoding !== "buffer" ? buffer.toString(encoding) : buffer);
    const output = [null, decode(stdout), decode(stderr)];
    const result = { pid, output, stdout: output[1], stderr: output[2], status, signal: signal === null ? null : nameOf(signal) };
    const name = { timeout: "ETIMEDOUT", output: "ENOBUFS" }[why];
    if (name) {
      const errno = { ETIMEDOUT: -110, ENOBUFS: -105 }[name];
      const syscall = `spawnSync ${start.name}`;
      result.error = Object.assign(new Error(`${syscall} ${name}`), { errno, code: name, syscall, path: start.name, spawnargs: starting.spawnargs.slice(1) });
    }
    return result;
  }

  // checked throws what has failed, and gives the output otherwise.
  function checked(result, command, inherits) {
    if (inherits && result.stderr?.length > 0) host.process.stderr.write(result.stderr);
    if (result.error) throw Object.assign(result.error, result);
    if (result.status === 0) return result.stdout;
    let message = `Command failed: ${command}`;
    if (result.stderr?.length > 0) message += `\n${result.stderr}`;
    throw Object.assign(new Error(message), result);
  }
  function execFileSync(file, args, options) {
    if (!Array.isArray(args) && args !== null && typeof args === "object") [args, options] = [[], args];
    const result = spawnSync(file, args, options);
    return checked(result, [file, ...(args ?? [])].join(" "), options?.stdio === undefined);
  }
  function execSync(command, options) {
    const result = spawnSync(command, [], { ...options, shell: typeof options?.shell === "string" ? options.shell : true });
    return checked(result, command, options?.stdio === undefined);
  }
  return { ChildProcess, exec, execFile, execFileSync, execSync, fork, spawn, spawnSync };
})
