// Open files in "node:fs": FileHandle, which "node:fs/promises" gives, and descriptors, which the other forms give
// (https://nodejs.org/docs/latest-v20.x/api/fs.html#class-filehandle).
(function (host, errors) {
  "use strict";
  const { checkFunction, checkInteger, invalidType, outOfRange } = errors;
  const { Buffer, addFile, answer, callbacks, dataOf, decoded, fileOf, files, flagsOf, isView, kFile, modeOf, optionsOf, pathOf } = host;
  const { promises, statsOf, sync } = host;
  const isOutput = (fd) => fd === 1 || fd === 2;

  const positionOf = (value) => {
    if (value === undefined || value === null || value === -1 || value === -1n) return null;
    if (typeof value !== "number" && typeof value !== "bigint") throw invalidType("position", "an integer or of type bigint", value);
    checkInteger(Number(value), "position", 0);
    return Number(value);
  };

  // part reads which bytes of a view are meant.
  const part = (view, offset, length, position) => {
    if (!isView(view)) throw invalidType("buffer", "an instance of Buffer, TypedArray, or DataView", view);
    offset ??= 0;
    checkInteger(offset, "offset", 0);
    if (offset > view.byteLength) throw outOfRange("offset", `<= ${view.byteLength}`, offset);
    length ??= view.byteLength - offset;
    checkInteger(length, "length", 0);
    if (length > view.byteLength - offset) throw outOfRange("length", `<= ${view.byteLength - offset}`, length);
    return { view, bytes: new Uint8Array(view.buffer, view.byteOffset + offset, length), position: positionOf(position) };
  };

  // reading reads (buffer, offset, length, position), (buffer, options) and (options).
  const reading = (buffer, offset, length, position) => {
    if (!isView(buffer)) {
      ({ buffer = Buffer.alloc(16384), offset, length, position } = buffer ?? {});
    } else if (typeof offset === "object" && offset !== null) {
      ({ offset, length, position } = offset);
    }
    return part(buffer, offset, length, position);
  };

  // writing reads (buffer, offset, length, position), (buffer, options) and (text, position, encoding).
  const writing = (data, offset, length, position) => {
    if (typeof data === "string") return { view: data, bytes: dataOf(data, length), position: positionOf(offset) };
    if (typeof offset === "object" && offset !== null) ({ offset, length, position } = offset);
    return part(data, offset, length, position);
  };

  // filled puts what was read where it belongs and counts it.
  const filled = (to) => (from) => {
    if (from !== null) to.bytes.set(from);
    return from === null ? 0 : from.length;
  };

  class FileHandle {
    #fd;
    constructor(file) {
      Object.defineProperty(this, kFile, { value: file });
      this.#fd = addFile(file);
    }
    get fd() {
      return this.#fd;
    }
    async close() {
      files.delete(this.#fd);
      this.#fd = -1;
      await host.fclose(this[kFile]);
    }
    async read(...args) {
      const to = reading(...args);
      const bytesRead = to.bytes.length === 0 ? 0 : filled(to)(await host.fread(this[kFile], to.bytes.length, to.position));
      return { bytesRead, buffer: to.view };
    }
    async write(...args) {
      const { view, bytes, position } = writing(...args);
      return { bytesWritten: await host.fwrite(this[kFile], bytes, position), buffer: view };
    }
    readFile(options) {
      return promises.readFile(this, options);
    }
    writeFile(data, options) {
      return promises.writeFile(this, data, options);
    }
    appendFile(data, options) {
      return promises.appendFile(this, data, options);
    }
    readLines(options) {
      return host.lines(this[kFile], options?.autoClose === false ? undefined : () => this.close());
    }
    async stat(options) {
      return statsOf(await host.fstat(this[kFile]), options);
    }
    async sync() {
      await host.fsync(this[kFile]);
    }
    async datasync() {
      await host.fsync(this[kFile]);
    }
    async truncate(len = 0) {
      checkInteger(len, "len");
      await host.ftruncate(this[kFile], Math.max(len, 0));
    }
    async [Symbol.asyncDispose]() {
      await this.close();
    }
  }

  const opening = (path, flags, mode) => [pathOf(path), flagsOf(flags), modeOf(mode, 0o666)];

  promises.open = async function open(path, flags, mode) {
    return new FileHandle(await host.open(...opening(path, flags, mode)));
  };

  // piecesOf makes an asynchronous iterator of what an iterable gives, as data to write.
  const piecesOf = (data, encoding) => {
    const iterator = (data[Symbol.asyncIterator] ?? data[Symbol.iterator]).call(data);
    return {
      [Symbol.asyncIterator]() {
        return this;
      },
      async next() {
        const { done, value } = await iterator.next();
        return { done, value: done ? undefined : dataOf(await value, encoding) };
      },
      async return() {
        await iterator.return?.();
        return { done: true, value: undefined };
      },
    };
  };

  // An iterable is asked for its pieces as they are written.
  const { writeFile } = promises;
  promises.writeFile = async function writeFile_(file, data, options) {
    const iterable = typeof data === "object" && !isView(data) && (data?.[Symbol.asyncIterator] ?? data?.[Symbol.iterator]);
    if (!iterable) return writeFile(file, data, options);
    const { encoding, flag, mode, signal } = optionsOf(options, { encoding: "utf8", flag: "w", mode: 0o666 });
    const pieces = piecesOf(data, encoding);
    if (!file?.[kFile]) return host.writeFrom(pathOf(file), pieces, { signal, flag: flagsOf(flag), mode: modeOf(mode, 0o666) });
    for (let piece = await pieces.next(); !piece.done; piece = await pieces.next()) {
      try {
        await host.fwrite(file[kFile], piece.value, null);
      } catch (error) {
        await pieces.return();
        throw error;
      }
    }
  };
  Object.defineProperty(promises.writeFile, "name", { value: "writeFile" });

  // The descriptors of the standard streams work in place only.
  Object.assign(sync, {
    openSync(path, flags, mode) {
      return addFile(host.openSync(...opening(path, flags, mode)));
    },
    closeSync(fd) {
      const file = fileOf(fd, "close");
      files.delete(fd);
      host.fcloseSync(file);
    },
    readSync(fd, ...args) {
      const to = reading(...args);
      if (fd === 0) return filled(to)(host.stdin(to.bytes.length));
      const file = fileOf(fd, "read");
      return to.bytes.length === 0 ? 0 : filled(to)(host.freadSync(file, to.bytes.length, to.position));
    },
    writeSync(fd, ...args) {
      const { bytes, position } = writing(...args);
      if (isOutput(fd)) return host.stdio(fd, bytes);
      return host.fwriteSync(fileOf(fd, "write"), bytes, position);
    },
    fstatSync: (fd, options) => statsOf(host.fstatSync(fileOf(fd, "fstat")), options),
    fsyncSync: (fd) => host.fsyncSync(fileOf(fd, "fsync")),
    fdatasyncSync: (fd) => host.fsyncSync(fileOf(fd, "fdatasync")),
    ftruncateSync(fd, len = 0) {
      checkInteger(len, "len");
      host.ftruncateSync(fileOf(fd, "ftruncate"), Math.max(len, 0));
    },
  });
  const { readFileSync, writeFileSync, appendFileSync } = sync;
  sync.readFileSync = function readFileSync_(path, options) {
    if (path !== 0 && path !== "/dev/stdin") return readFileSync(path, options);
    return decoded(optionsOf(options, {}))(host.stdin());
  };
  const outputs = { __proto__: null, 1: 1, 2: 2, "/dev/stdout": 1, "/dev/stderr": 2 };
  const toOutput = (write) => (path, data, options) => {
    const fd = typeof path === "number" || typeof path === "string" ? outputs[path] : undefined;
    if (fd === undefined) return write(path, data, options);
    host.stdio(fd, dataOf(data, optionsOf(options, {}).encoding));
  };
  sync.writeFileSync = toOutput(writeFileSync);
  sync.appendFileSync = toOutput(appendFileSync);
  for (const name of ["readFileSync", "writeFileSync", "appendFileSync"]) Object.defineProperty(sync[name], "name", { value: name });

  // badFile makes the error of a descriptor that is not open an answer.
  const badFile = (start) => {
    try {
      return start();
    } catch (error) {
      if (error.code === "EBADF") return Promise.reject(error);
      throw error;
    }
  };

  // withCallback makes the form whose last argument is a callback.
  const withCallback = (name, start, more = () => []) => {
    callbacks[name] = {
      [name](...args) {
        const callback = args.pop();
        checkFunction(callback, "cb");
        const context = {};
        const promise = badFile(() => start(context, ...args));
        answer(promise, callback, ...more(context));
      },
    }[name];
  };
  withCallback("open", (_, path, flags, mode) => host.open(...opening(path, flags, mode)).then(addFile));
  callbacks.close = function close(fd, callback = () => {}) {
    checkFunction(callback, "cb");
    const closed = badFile(() => host.fclose(fileOf(fd, "close")));
    files.delete(fd);
    answer(closed, callback);
  };
  withCallback("read", (context, fd, ...args) => {
    const to = reading(...args);
    context.buffer = to.view;
    return to.bytes.length === 0 ? Promise.resolve(0) : host.fread(fileOf(fd, "read"), to.bytes.length, to.position).then(filled(to));
  }, ({ buffer }) => [buffer]);
  withCallback("write", (context, fd, ...args) => {
    const { view, bytes, position } = writing(...args);
    context.buffer = view;
    if (isOutput(fd)) return Promise.resolve(host.stdio(fd, bytes));
    return host.fwrite(fileOf(fd, "write"), bytes, position);
  }, ({ buffer }) => [buffer]);
  withCallback("fstat", (_, fd, options) => host.fstat(fileOf(fd, "fstat")).then((fields) => statsOf(fields, options)));
  withCallback("fsync", (_, fd) => host.fsync(fileOf(fd, "fsync")));
  withCallback("fdatasync", (_, fd) => host.fsync(fileOf(fd, "fdatasync")));
  withCallback("ftruncate", (_, fd, len = 0) => {
    checkInteger(len, "len");
    return host.ftruncate(fileOf(fd, "ftruncate"), Math.max(len, 0));
  });

  const { F_OK, R_OK, W_OK, X_OK } = host.constants;
  const { Dirent, Stats, constants } = host;
  promises.constants = constants;
  return { FileHandle, all: { ...callbacks, ...sync, Dirent, Stats, F_OK, R_OK, W_OK, X_OK, constants, promises } };
})
