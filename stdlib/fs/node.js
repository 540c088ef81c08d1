// The calls of "node:fs" on paths (https://nodejs.org/docs/latest-v20.x/api/fs.html). What a call does is the host's;
// here its arguments are read, and its three forms are made: with a promise, with a callback and in place.
(function (host, errors) {
  "use strict";
  const { checkFunction, checkInteger, checkSignal, checkString, invalidType, invalidValue } = errors;
  const { Buffer, Dirent, constants, fileOf, flagsOf, isFile, statsOf } = host;

  const isView = (value) => ArrayBuffer.isView(value);
  const isURL = (value) => typeof value?.href === "string" && typeof value.protocol === "string";

  // pathOf reads a path: text, the bytes of text, or a file: URL.
  const pathOf = (value, name = "path") => {
    const path = isURL(value) ? host.urlPath(value) : value instanceof Uint8Array ? Buffer.from(value).toString() : value;
    if (typeof path !== "string") throw invalidType(name, "of type string or an instance of Buffer or URL", value);
    if (path.includes("\0")) throw invalidValue(name, value, "must be a string, Uint8Array, or URL without null bytes");
    return path;
  };

  // optionsOf reads options, which may be the name of an encoding.
  const optionsOf = (value, defaults) => {
    if (value === undefined || value === null || typeof value === "function") return defaults;
    if (typeof value !== "string" && typeof value !== "object") throw invalidType("options", "one of type string or object", value);
    const options = { ...defaults, ...(typeof value === "string" ? { encoding: value } : value) };
    const { encoding } = options;
    if (encoding && encoding !== "buffer" && !Buffer.isEncoding(encoding)) {
      throw invalidValue("encoding", encoding, "is invalid encoding");
    }
    checkSignal(options.signal, "options.signal");
    return options;
  };

  const modeOf = (value, fallback, name = "mode") => {
    if (value === undefined || value === null) return fallback;
    if (typeof value === "string") {
      if (/^[0-7]+$/.test(value)) return Number.parseInt(value, 8);
      throw invalidValue(name, value, "must be a 32-bit unsigned integer or an octal string");
    }
    checkInteger(value, name, 0, 2 ** 32 - 1);
    return value;
  };

  // dataOf reads what is written.
  const dataOf = (data, encoding) => {
    if (typeof data === "string") return encoding === "utf8" || !encoding ? data : Buffer.from(data, encoding);
    if (isView(data)) return data;
    throw invalidType("data", "of type string or an instance of Buffer, TypedArray, or DataView", data);
  };

  // millisecondsOf reads a time: a Date, or seconds.
  const millisecondsOf = (value, name) => {
    if (value instanceof Date) return value.getTime();
    if (typeof value === "string" && value !== "" && +value == value) return +value * 1000;
    if (Number.isFinite(value)) return value * 1000;
    throw invalidType(name, "an instance of Date or of type number or string", value);
  };

  // named is how a call that gives a path gives it.
  const named = ({ encoding }) => (path) => {
    if (!encoding || encoding === "utf8" || encoding === "utf-8") return path;
    return encoding === "buffer" ? Buffer.from(path) : Buffer.from(path).toString(encoding);
  };
  const decoded = ({ encoding }) => (buffer) => (encoding && encoding !== "buffer" ? buffer.toString(encoding) : buffer);

  const described = (call) => (path, options) => {
    options = optionsOf(options, { bigint: false });
    return { call, list: [pathOf(path)], then: (fields) => statsOf(fields, options), missing: options.throwIfNoEntry === false };
  };
  const onPath = (call) => (path) => ({ call, list: [pathOf(path)] });
  const onPaths = (call, first, second) => (a, b) => ({ call, list: [pathOf(a, first), pathOf(b, second)] });
  const asked = (call) => (path, options) => ({ call, list: [pathOf(path)], then: named(optionsOf(options, {})) });

  const written = (file, data, options, flag) => {
    const o = optionsOf(options, { encoding: "utf8", mode: 0o666, flag, flush: false });
    const { mode, signal } = o;
    if (isFile(file)) return { call: "fwrite", list: [fileOf(file, "write"), dataOf(data, o.encoding), null], then: () => undefined };
    const settings = { flag: flagsOf(o.flag), mode: modeOf(mode, 0o666), flush: Boolean(o.flush), signal };
    return { call: "write", list: [pathOf(file), dataOf(data, o.encoding), settings] };
  };

  const calls = {
    access: (path, mode = constants.F_OK) => {
      checkInteger(mode, "mode", 0, 7);
      return { call: "access", list: [pathOf(path), mode] };
    },
    appendFile: (file, data, options) => written(file, data, options, "a"),
    chmod: (path, mode) => ({ call: "chmod", list: [pathOf(path), modeOf(mode)] }),
    copyFile: (src, dest, mode = 0) => {
      checkInteger(mode, "mode", 0, 7);
      return { call: "copy", list: [pathOf(src, "src"), pathOf(dest, "dest"), { exclusive: (mode & constants.COPYFILE_EXCL) !== 0 }] };
    },
    cp: (src, dest, options) => {
      const { recursive = false, force = true, errorOnExist = false, filter } = optionsOf(options, {});
      if (filter !== undefined) throw invalidValue("options.filter", filter, "is not supported");
      if (!force && !errorOnExist) throw invalidValue("options.force", force, "is supported together with errorOnExist only");
      return { call: "copy", list: [pathOf(src, "src"), pathOf(dest, "dest"), { recursive, exclusive: !force }] };
    },
    link: onPaths("link", "existingPath", "newPath"),
    lstat: described("lstat"),
    mkdir: (path, options) => {
      const { recursive = false, mode } = typeof options === "object" && options !== null ? options : { mode: options };
      return { call: "mkdir", list: [pathOf(path), { recursive: Boolean(recursive), mode: modeOf(mode, 0o777) }] };
    },
    mkdtemp: (prefix, options) => ({ call: "mkdtemp", list: [pathOf(prefix, "prefix")], then: named(optionsOf(options, {})) }),
    readdir: (path, options) => {
      const o = optionsOf(options, {});
      const name = named(o);
      const entry = o.withFileTypes ? (e) => new Dirent(name(e[0]), e[1], e[2]) : (e) => name(e[3]);
      return { call: "list", list: [pathOf(path), Boolean(o.recursive)], then: (entries) => entries.map(entry) };
    },
    readFile: (path, options) => {
      const o = optionsOf(options, { flag: "r" });
      if (isFile(path)) return { call: "freadAll", list: [fileOf(path, "read")], then: decoded(o) };
      const list = [pathOf(path), flagsOf(o.flag), { signal: o.signal }];
      if (o.encoding === "utf8" || o.encoding === "utf-8") return { call: "readText", list };
      return { call: "readBuffer", list, then: decoded(o) };
    },
    readlink: asked("readlink"),
    realpath: asked("realpath"),
    rename: onPaths("rename", "oldPath", "newPath"),
    rm: (path, options) => {
      const { recursive = false, force = false } = optionsOf(options, {});
      return { call: "rm", list: [pathOf(path), { recursive: Boolean(recursive), force: Boolean(force) }] };
    },
    rmdir: (path, options) => {
      if (options?.recursive) return { call: "rm", list: [pathOf(path), { recursive: true }] };
      return { call: "rmdir", list: [pathOf(path)] };
    },
    stat: described("stat"),
    symlink: (target, path) => ({ call: "symlink", list: [pathOf(target, "target"), pathOf(path)] }),
    truncate: (path, len = 0) => {
      checkInteger(len, "len");
      return { call: "truncate", list: [pathOf(path), Math.max(len, 0)] };
    },
    unlink: onPath("unlink"),
    utimes: (path, atime, mtime) => ({
      call: "utimes", list: [pathOf(path), millisecondsOf(atime, "atime"), millisecondsOf(mtime, "mtime")],
    }),
    writeFile: (file, data, options) => written(file, data, options, "w"),
  };

  // promised makes the promise of a call.
  const promised = ({ call, list, then }) => (then ? host[call](...list).then(then) : host[call](...list));

  // answer hands a promise's outcome to a callback; what that throws is uncaught.
  const answer = (promise, callback, ...more) => {
    const told = (value) => (value === undefined ? host.run(callback, null) : host.run(callback, null, value, ...more));
    promise.then(told, (error) => host.run(callback, error));
  };

  const promises = {};
  const callbacks = {};
  const sync = {};
  for (const [name, read] of Object.entries(calls)) {
    promises[name] = { async [name](...args) { return promised(read(...args)); } }[name];
    callbacks[name] = {
      [name](...args) {
        const callback = args.pop();
        checkFunction(callback, "cb");
        answer(promised(read(...args)), callback);
      },
    }[name];
    const nameSync = `${name}Sync`;
    sync[nameSync] = {
      [nameSync](...args) {
        const { call, list, then, missing } = read(...args);
        try {
          const value = host[`${call}Sync`](...list);
          return then ? then(value) : value;
        } catch (error) {
          if (missing && error.code === "ENOENT") return undefined;
          throw error;
        }
      },
    }[nameSync];
  }

  sync.existsSync = function existsSync(path) {
    try {
      return host.existsSync(pathOf(path));
    } catch {
      return false;
    }
  };
  callbacks.exists = function exists(path, callback) {
    checkFunction(callback, "cb");
    let found;
    try {
      found = host.exists(pathOf(path)).catch(() => false);
    } catch {
      found = Promise.resolve(false);
    }
    found.then((there) => host.run(callback, there));
  };
  Object.defineProperty(callbacks.exists, Symbol.for("nodejs.util.promisify.custom"), {
    value: (path) => new Promise((resolve) => callbacks.exists(path, resolve)),
  });
  callbacks.realpath.native = callbacks.realpath;
  sync.realpathSync.native = sync.realpathSync;

  return { answer, callbacks, dataOf, decoded, flagsOf, isView, modeOf, optionsOf, pathOf, promises, sync };
})
