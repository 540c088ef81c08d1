// The streams of "node:fs": ReadStream and WriteStream, which are made when the first one is asked for.
(function (host, errors) {
  "use strict";
  const { checkInteger, checkObject, hidden, invalidType, outOfRange } = errors;
  const { Buffer, addFile, answer, dataOf, fileOf, files, flagsOf, kFile, modeOf, optionsOf, pathOf } = host;

  // openingOf reads what both kinds are made with.
  function openingOf(path, given, defaults) {
    const options = typeof given === "string" ? { encoding: given } : (given ?? {});
    checkObject(options, "options");
    optionsOf(options, {});
    const handle = options.fd;
    const opening = { path: handle === undefined || handle === null ? pathOf(path) : path && pathOf(path), handle: handle ?? undefined };
    if (opening.handle === undefined) {
      opening.flags = flagsOf(options.flags ?? defaults.flags);
      opening.mode = modeOf(options.mode, 0o666);
    } else if (typeof handle !== "number" && handle[kFile] === undefined) {
      throw invalidType("options.fd", "of type number or an instance of FileHandle", handle);
    }
    for (const name of ["start", "end"]) {
      const value = options[name];
      if (value === undefined || (name === "end" && value === Infinity)) continue;
      checkInteger(value, name, 0);
      opening[name] = value;
    }
    if (opening.start > (opening.end ?? Infinity)) throw outOfRange("start", `<= "end" (here: ${opening.end})`, opening.start);
    return { options, opening };
  }

  function begin(stream, opening, callback) {
    const opened = (error, file) => {
      if (error) {
        callback(error);
        return;
      }
      stream[kFile] = file;
      callback();
      stream.emit("open", stream.fd);
      stream.emit("ready");
    };
    const { handle } = opening;
    if (handle === undefined) {
      answer(host.open(opening.path, opening.flags, opening.mode).then((file) => {
        stream.fd = addFile(file);
        return file;
      }), opened);
      return;
    }
    stream.fd = typeof handle === "number" ? handle : handle.fd;
    try {
      stream[kFile] = fileOf(handle, "open");
      callback();
    } catch (error) {
      callback(error);
    }
  }

  function end(stream, opening, error, callback) {
    const { fd } = stream;
    const file = stream[kFile];
    stream.fd = null;
    if (file === undefined) {
      callback(error);
      return;
    }
    const { handle } = opening;
    const closed = handle?.[kFile] !== undefined ? handle.close() : host.fclose(file);
    files.delete(fd);
    answer(closed.then(() => undefined), (problem) => callback(error || problem));
  }

  function make() {
    const { Readable, Writable, finished } = host.streams();
    const kOpening = Symbol("kOpening");

    function ReadStream(path, given) {
      if (!(this instanceof ReadStream)) return new ReadStream(path, given);
      const { options, opening } = openingOf(path, given, { flags: "r" });
      Object.assign(this, { path: opening.path, fd: null, flags: opening.flags, mode: opening.mode, bytesRead: 0 });
      Object.assign(this, { start: opening.start, end: opening.end ?? Infinity, pos: opening.start });
      hidden(this, kOpening, opening);
      hidden(this, kFile, undefined);
      Reflect.apply(Readable, this, [{ highWaterMark: 64 * 1024, ...options, autoDestroy: options.autoClose !== false }]);
    }
    Object.setPrototypeOf(ReadStream.prototype, Readable.prototype);
    Object.setPrototypeOf(ReadStream, Readable);
    Object.assign(ReadStream.prototype, {
      _construct(callback) {
        begin(this, this[kOpening], callback);
      },
      _read(size) {
        const at = this.pos ?? this.bytesRead;
        const count = Math.min(this.end - at + 1, size);
        if (count <= 0) {
          this.push(null);
          return;
        }
        answer(host.fread(this[kFile], count, this.pos ?? null), (error, bytes) => {
          if (error) {
            this.destroy(error);
          } else if (bytes === null) {
            this.push(null);
          } else {
            this.bytesRead += bytes.length;
            if (this.pos !== undefined) this.pos += bytes.length;
            this.push(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
          }
        });
      },
      _destroy(error, callback) {
        end(this, this[kOpening], error, callback);
      },
      close(callback) {
        if (callback) finished(this, callback);
        this.destroy();
      },
    });

    function WriteStream(path, given) {
      if (!(this instanceof WriteStream)) return new WriteStream(path, given);
      const { options, opening } = openingOf(path, given, { flags: "w" });
      Object.assign(this, { path: opening.path, fd: null, flags: opening.flags, mode: opening.mode, bytesWritten: 0 });
      Object.assign(this, { start: opening.start, pos: opening.start });
      hidden(this, kOpening, opening);
      hidden(this, kFile, undefined);
      Reflect.apply(Writable, this, [{ ...options, decodeStrings: true, autoDestroy: options.autoClose !== false }]);
      if (options.encoding) this.setDefaultEncoding(options.encoding);
    }
    Object.setPrototypeOf(WriteStream.prototype, Writable.prototype);
    Object.setPrototypeOf(WriteStream, Writable);
    Object.assign(WriteStream.prototype, {
      _construct(callback) {
        begin(this, this[kOpening], callback);
      },
      _write(data, _, callback) {
        const at = this.pos ?? null;
        if (this.pos !== undefined) this.pos += data.length;
        answer(host.fwrite(this[kFile], dataOf(data), at), (error, count) => {
          if (!error) this.bytesWritten += count;
          callback(error);
        });
      },
      _writev(chunks, callback) {
        this._write(Buffer.concat(chunks.map(({ chunk }) => chunk)), "buffer", callback);
      },
      _destroy(error, callback) {
        end(this, this[kOpening], error, callback);
      },
      close(callback) {
        if (callback) {
          if (this.closed) {
            globals.process.nextTick(callback);
            return;
          }
          this.on("close", callback);
        }
        if (!this._writableState.autoDestroy) this.on("finish", this.destroy);
        this.end();
      },
    });
    WriteStream.prototype.destroySoon = WriteStream.prototype.end;
    for (const { prototype } of [ReadStream, WriteStream]) {
      Object.defineProperty(prototype, "pending", { get() { return this.fd === null; }, configurable: true });
    }
    return { ReadStream, WriteStream };
  }
  let made;
  const classes = () => (made ??= make());

  const createReadStream = (path, options) => new (classes().ReadStream)(path, options);
  const createWriteStream = (path, options) => new (classes().WriteStream)(path, options);
  Object.assign(host.FileHandle.prototype, {
    createReadStream(options) {
      return createReadStream(undefined, { ...options, fd: this });
    },
    createWriteStream(options) {
      return createWriteStream(undefined, { ...options, fd: this });
    },
    readableWebStream() {
      return host.streams().Readable.toWeb(createReadStream(undefined, { fd: this, autoClose: false }));
    },
  });
  for (const name of ["createReadStream", "createWriteStream", "readableWebStream"]) {
    hidden(host.FileHandle.prototype, name, host.FileHandle.prototype[name]);
  }
  return { classes, createReadStream, createWriteStream };
})
