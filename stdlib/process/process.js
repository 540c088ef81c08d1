// The module "node:process" (https://nodejs.org/docs/latest-v20.x/api/process.html), apart from what the host tells.
(function (host, errors) {
  "use strict";
  const { checkBoolean, checkInteger, checkString, coded, hidden, invalidType, outOfRange } = errors;
  const { EventEmitter } = host;

  // Its prototype is an object of its own, as in Node, so that it is an instance of EventEmitter and of nothing else.
  const Process = function process() {};
  Process.prototype = Object.create(EventEmitter.prototype, { constructor: { value: Process, writable: true, configurable: true } });
  const process = new Process();
  EventEmitter.call(process);
  for (const key of Object.keys(process)) hidden(process, key, process[key]); // they are no exports
  Object.assign(process, host.facts);
  Object.defineProperty(process, Symbol.toStringTag, { value: "process", configurable: true });
  process.env = host.env;
  process.release = { name: "node" };
  process.features = { inspector: false, debug: false, uv: false, ipv6: true, tls_alpn: false, tls_sni: false, tls_ocsp: false, tls: false };
  process.config = { target_defaults: {}, variables: {} };
  hidden(process, "_exiting", false);

  // The exit code. A string that is an integer stands for it.
  let exitCode;
  function checkCode(code) {
    if (code === undefined || code === null) return;
    const number = typeof code === "string" && code !== "" && Number.isInteger(+code) ? +code : code;
    checkInteger(number, "code");
  }
  Object.defineProperty(process, "exitCode", {
    get: () => exitCode,
    set(code) {
      checkCode(code);
      exitCode = code ?? undefined;
      host.setExitCode(Number(code ?? 0));
    },
    enumerable: true,
  });

  const last = () => Number(exitCode ?? 0);

  // leave tells the listeners of "exit", once.
  function leave(code) {
    if (process._exiting) return;
    process._exiting = true;
    process.emit("exit", code);
  }

  process.exit = function exit(code) {
    if (arguments.length > 0) {
      checkCode(code);
      process.exitCode = code;
    }
    leave(last());
    process.reallyExit(last());
  };
  process.reallyExit = function reallyExit(code = 0) {
    host.exit(Number(code));
  };

  process.kill = function kill(pid, signal = "SIGTERM") {
    if (typeof pid !== "number" || pid !== (pid | 0)) throw invalidType("pid", "of type number", pid);
    const number = typeof signal === "number" ? signal : host.signalNumber(`${signal}`);
    if (typeof signal !== "number" && number === 0) throw coded(TypeError, "ERR_UNKNOWN_SIGNAL", `Unknown signal: ${signal}`);
    host.kill(pid, number);
    return true;
  };
  const identities = host.identities();
  if (identities) {
    for (const [i, name] of ["getuid", "geteuid", "getgid", "getegid", "getgroups"].entries()) {
      process[name] = { [name]: () => (i === 4 ? [...identities[4]] : identities[i]) }[name];
    }
  }

  process.cwd = function cwd() {
    return host.directory;
  };
  process.chdir = function chdir(directory) {
    checkString(directory, "directory");
    host.refuseDirectory(directory);
  };

  process.uptime = function uptime() {
    const [seconds, nanoseconds] = host.elapsed();
    return seconds + nanoseconds / 1e9;
  };
  process.hrtime = function hrtime(time) {
    const [seconds, nanoseconds] = host.elapsed();
    if (time === undefined) return [seconds, nanoseconds];
    if (!Array.isArray(time)) throw invalidType("time", "an instance of Array", time);
    if (time.length !== 2) throw outOfRange("time", "2", time.length);
    const passed = [seconds - time[0], nanoseconds - time[1]];
    return passed[1] < 0 ? [passed[0] - 1, passed[1] + 1e9] : passed;
  };
  process.hrtime.bigint = function bigint() {
    const [seconds, nanoseconds] = host.elapsed();
    return BigInt(seconds) * 1_000_000_000n + BigInt(nanoseconds);
  };
  process.cpuUsage = function cpuUsage(previous) {
    const [user, system] = host.cpu();
    if (previous === undefined || previous === null) return { user, system };
    if (typeof previous !== "object" || Array.isArray(previous)) throw invalidType("prevValue", "of type object", previous);
    for (const key of ["user", "system"]) {
      const value = previous[key];
      if (typeof value !== "number") throw invalidType(`prevValue.${key}`, "of type number", value);
      if (!(value >= 0 && value <= Number.MAX_SAFE_INTEGER)) {
        throw coded(RangeError, "ERR_INVALID_ARG_VALUE", `The property 'prevValue.${key}' is invalid. Received ${value}`);
      }
    }
    return { user: user - previous.user, system: system - previous.system };
  };
  process.memoryUsage = function memoryUsage() {
    return host.memory();
  };
  process.memoryUsage.rss = function rss() {
    return host.memory().rss;
  };
  process.resourceUsage = function resourceUsage() {
    return host.usage();
  };
  // Files are loaded in an order that nobody should depend on: what is set already stays.
  process.loadEnvFile = function loadEnvFile(path = ".env") {
    if (typeof path !== "string" && !(path instanceof globals.URL) && !ArrayBuffer.isView(path)) {
      throw invalidType("path", "of type string or an instance of Buffer or URL", path);
    }
    const text = host.builtin("node:fs").readFileSync(path, "utf8");
    for (const [name, value] of Object.entries(host.builtin("node:util").parseEnv(text))) process.env[name] ??= value;
  };
  process.allowedNodeEnvironmentFlags = Object.freeze(new Set());
  process.debugPort = 9229;

  // What is asked for seldom is in a script of its own, which is compiled then.
  let more;
  const seldom = () => (more ??= host.seldom(process));
  const rare = `availableMemory binding constrainedMemory dlopen getActiveResourcesInfo umask
    ${identities ? "initgroups setegid seteuid setgid setgroups setuid" : ""}`;
  for (const name of rare.trim().split(/\s+/)) process[name] = { [name]: (...args) => seldom()[name](...args) }[name];
  Object.defineProperty(process, "report", { get: () => seldom().report, enumerable: true, configurable: true });
  process.setSourceMapsEnabled = function setSourceMapsEnabled(val) {
    checkBoolean(val, "val"); // they are always used
  };
  process.openStdin = function openStdin() {
    process.stdin.resume();
    return process.stdin;
  };
  process.assert = function assert(condition, message = "assertion error") {
    if (!condition) throw coded(Error, "ERR_ASSERTION", message);
  };
  process.abort = function abort() {
    process.reallyExit(134); // as a shell tells of SIGABRT
  };
  process.nextTick = host.nextTick;
  process.getBuiltinModule = function getBuiltinModule(id) {
    checkString(id, "id");
    return host.builtin(id);
  };

  process.emitWarning = function emitWarning(warning, type, code, ctor) {
    let detail;
    if (type !== null && typeof type === "object" && !Array.isArray(type)) {
      ctor = type.ctor;
      code = type.code;
      if (typeof type.detail === "string") detail = type.detail;
      type = type.type ?? "Warning";
    } else if (typeof type === "function") {
      [type, code, ctor] = ["Warning", "", type];
    }
    if (type !== undefined) checkString(type, "type");
    if (typeof code === "function") [code, ctor] = [undefined, code];
    else if (code !== undefined) checkString(code, "code");
    let error = warning;
    if (typeof warning === "string") {
      error = Object.assign(new Error(warning), { name: String(type || "Warning") });
      Error.captureStackTrace?.(error, ctor || process.emitWarning);
      if (code) error.code = code;
      if (detail !== undefined) error.detail = detail;
    } else if (!(warning instanceof Error)) {
      throw invalidType("warning", "of type string or an instance of Error", warning);
    }
    if (error.name === "DeprecationWarning") {
      if (process.noDeprecation) return;
      if (process.throwDeprecation) {
        process.nextTick(() => {
          throw error;
        });
        return;
      }
    }
    process.nextTick(() => process.emit("warning", error));
  };

  // printWarning is the listener that "warning" has from the start.
  function printWarning(warning) {
    if (!(warning instanceof Error)) return;
    const code = warning.code ? `[${warning.code}] ` : "";
    const text = process.traceDeprecation && warning.name === "DeprecationWarning" ? warning.stack : `${warning.name}: ${warning.message}`;
    const detail = typeof warning.detail === "string" ? `\n${warning.detail}` : "";
    host.print(`(lariat:${process.pid}) ${code}${text}${detail}\n`);
  }
  if (process.env.NODE_NO_WARNINGS !== "1") process.on("warning", printWarning);

  // The host hears a signal from the first listener on. Of two kinds nobody hears.
  process.on("newListener", (name) => {
    const number = typeof name === "string" && name.startsWith("SIG") ? host.signalNumber(name) : 0;
    if (number === 0) return;
    if (name === "SIGKILL" || name === "SIGSTOP") {
      throw coded(Error, "EINVAL", "uv_signal_start EINVAL", { errno: -22, syscall: "uv_signal_start" });
    }
    host.listen(name, number);
  });

  // An exception in place of a reason that is no error.
  function rejection(reason) {
    if (reason instanceof Error) return reason;
    const error = coded(
      Error, "ERR_UNHANDLED_REJECTION",
      "This error originated either by throwing inside of an async function without a catch block, or by rejecting a promise " +
        `which was not handled with .catch(). The promise rejected with the reason "${errors.inspect(reason)}".`,
    );
    hidden(error, "name", "UnhandledPromiseRejection");
    hidden(error, "stack", error.stack.replace("Error [ERR_UNHANDLED_REJECTION]", error.name));
    return error;
  }

  let capture = null;
  process.setUncaughtExceptionCaptureCallback = function setUncaughtExceptionCaptureCallback(fn) {
    if (fn !== null && typeof fn !== "function") throw invalidType("fn", "of type function or null", fn);
    if (fn !== null && capture !== null) {
      throw coded(Error, "ERR_UNCAUGHT_EXCEPTION_CAPTURE_ALREADY_SET",
        "`process.setupUncaughtExceptionCapture()` was called while a capture callback was already active");
    }
    capture = fn;
  };
  process.hasUncaughtExceptionCaptureCallback = function hasUncaughtExceptionCaptureCallback() {
    return capture !== null;
  };

  // What the runtime reports. True means that the script has dealt with it.
  const events = {
    uncaught(value, origin) {
      const error = origin === "unhandledRejection" ? rejection(value) : value;
      if (capture !== null) {
        capture(error);
        return true;
      }
      process.emit("uncaughtExceptionMonitor", error, origin);
      return process.emit("uncaughtException", error, origin);
    },
    rejection: (reason, promise) => process.emit("unhandledRejection", reason, promise),
    rejectionHandled: (promise) => process.emit("rejectionHandled", promise),
    idle() {
      process.emit("beforeExit", last());
    },
    signal: (name, number) => process.emit(name, name, number),
    exit(code) {
      if (code !== 0) exitCode = code;
      leave(code);
    },
  };

  for (const name of ["stdin", "stdout", "stderr"]) {
    let stream;
    Object.defineProperty(process, name, {
      get: {
        get() {
          stream ??= host[name]();
          return stream;
        },
      }.get,
      configurable: true,
      enumerable: true,
    });
  }
  hidden(process, "process", process); // the global is an export
  return { process, events };
})
