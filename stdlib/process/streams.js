// process.stdin, stdout and stderr, and what "node:tty" exports: streams of Node as far as programs use the standard ones.
(function (host, errors) {
  "use strict";
  const { checkFunction, checkInteger, coded, invalidType, invalidValue } = errors;
  const { EventEmitter, process } = host;

  const checkDescriptor = (fd) => {
    if (fd >> 0 === fd && fd >= 0) return;
    throw coded(RangeError, "ERR_INVALID_FD", `"fd" must be a positive integer: ${fd}`);
  };
  const checkCallback = (callback) => callback !== undefined && checkFunction(callback, "callback");

  // move writes nothing where there is nowhere to go.
  function move(stream, text, callback) {
    if (text !== "") return stream.write(text, callback);
    if (callback !== undefined) process.nextTick(callback, null);
    return true;
  }

  // WriteStream is stdout and stderr. What is written is written at once; an error comes later, as an event.
  class WriteStream extends EventEmitter {
    constructor(fd) {
      checkDescriptor(fd);
      super();
      this.fd = fd;
      this.writable = true;
      this.writableLength = 0;
      this._isStdio = true; // a pipe does not end it
      if (host.isTerminal(fd)) this.isTTY = true;
    }
    get columns() {
      return this.isTTY ? host.size(this.fd)[0] : undefined;
    }
    get rows() {
      return this.isTTY ? host.size(this.fd)[1] : undefined;
    }
    write(chunk, encoding, callback) {
      if (typeof encoding === "function") [encoding, callback] = [undefined, encoding];
      if (chunk === null) throw coded(TypeError, "ERR_STREAM_NULL_VALUES", "May not write null values to stream");
      if (typeof chunk !== "string" && !ArrayBuffer.isView(chunk)) {
        throw invalidType("chunk", "of type string or an instance of Buffer, TypedArray, or DataView", chunk);
      }
      const plain = encoding === undefined || encoding === null || /^utf-?8$/i.test(encoding);
      const error = host.write(this.fd, typeof chunk === "string" && !plain ? globals.Buffer.from(chunk, encoding) : chunk);
      if (callback !== undefined && callback !== null) process.nextTick(callback, error ?? null);
      if (error !== undefined) process.nextTick(() => this.emit("error", error));
      return true;
    }
    end(chunk, encoding, callback) {
      if (typeof chunk === "function") [chunk, callback] = [undefined, chunk];
      else if (typeof encoding === "function") [encoding, callback] = [undefined, encoding];
      if (chunk !== undefined && chunk !== null) this.write(chunk, encoding);
      process.nextTick(() => {
        this.emit("finish");
        callback?.();
      });
      return this;
    }
    cork() {}
    uncork() {}
    destroy() {
      return this;
    }
    getWindowSize() {
      return [this.columns, this.rows];
    }
    getColorDepth(env = process.env) {
      return host.colorDepth({ ...env });
    }
    hasColors(count = 16, env = undefined) {
      if (env === undefined && typeof count === "object" && count !== null) [count, env] = [16, count];
      else checkInteger(count, "count", 2);
      return count <= 2 ** this.getColorDepth(env);
    }
    clearLine(direction, callback) {
      checkCallback(callback);
      return this.write(direction < 0 ? "\x1b[1K" : direction > 0 ? "\x1b[0K" : "\x1b[2K", callback);
    }
    clearScreenDown(callback) {
      checkCallback(callback);
      return this.write("\x1b[0J", callback);
    }
    cursorTo(x, y, callback) {
      if (typeof y === "function") [y, callback] = [undefined, y];
      checkCallback(callback);
      if (Number.isNaN(x)) throw invalidValue("x", x);
      if (Number.isNaN(y)) throw invalidValue("y", y);
      if (typeof x !== "number" && typeof y === "number") {
        throw coded(TypeError, "ERR_INVALID_CURSOR_POS", "Cannot set cursor row without setting its column");
      }
      return move(this, typeof x !== "number" ? "" : typeof y !== "number" ? `\x1b[${x + 1}G` : `\x1b[${y + 1};${x + 1}H`, callback);
    }
    moveCursor(dx, dy, callback) {
      checkCallback(callback);
      const step = (n, back, forth) => (n < 0 ? `\x1b[${-n}${back}` : n > 0 ? `\x1b[${n}${forth}` : "");
      return move(this, step(dx, "D", "C") + step(dy, "A", "B"), callback);
    }
  }

  // ReadStream is stdin. Nothing is read, and nothing keeps the program alive, before somebody asks: with for await, with a
  // listener of "data" or "readable", or with resume().
  class ReadStream extends EventEmitter {
    #flowing = null; // null: nobody has asked yet
    #pulling = false;
    #chunks = [];
    #ended = false;
    constructor(fd) {
      checkDescriptor(fd);
      super();
      this.fd = fd;
      this.readable = true;
      this.destroyed = false;
      if (host.isTerminal(0)) this.isTTY = true;
    }
    on(name, listener) {
      super.on(name, listener);
      if (name === "data" && this.#flowing === null) this.resume();
      if (name === "readable") this.#pull();
      return this;
    }
    addListener(name, listener) {
      return this.on(name, listener);
    }
    setEncoding(encoding = "utf8") {
      host.setEncoding(encoding);
      return this;
    }
    resume() {
      this.#flowing = true;
      host.keep(true);
      process.nextTick(() => this.#flow());
      return this;
    }
    pause() {
      this.#flowing = false;
      host.keep(false);
      return this;
    }
    isPaused() {
      return this.#flowing === false;
    }
    ref() {
      host.keep(true);
      return this;
    }
    unref() {
      host.keep(false);
      return this;
    }
    read() {
      return this.#chunks.shift() ?? null;
    }
    // flow hands out what is there and asks for more.
    #flow() {
      while (this.#flowing && this.#chunks.length > 0) this.emit("data", this.#chunks.shift());
      if (!this.#flowing) return;
      if (this.#ended) this.#finish();
      else this.#pull();
    }
    #pull() {
      if (this.#pulling || this.#ended || this.destroyed) return;
      this.#pulling = true;
      host.pull((error, chunk) => {
        this.#pulling = false;
        if (error !== undefined) {
          this.destroy(error);
          return;
        }
        if (chunk === undefined) this.#ended = true;
        else this.#chunks.push(chunk);
        if (this.listenerCount("readable") > 0) {
          this.emit("readable");
          if (!this.#ended) this.#pull();
          else this.#finish();
        } else {
          this.#flow();
        }
      });
    }
    #finish() {
      if (!this.readable) return;
      this.readable = false;
      this.emit("end");
      this.destroy();
    }
    pipe(target) {
      this.on("data", (chunk) => {
        if (target.write(chunk) !== false) return;
        this.pause();
        target.once("drain", () => this.resume());
      });
      if (!target._isStdio) this.once("end", () => target.end());
      target.emit?.("pipe", this);
      return target;
    }
    destroy(error) {
      if (this.destroyed) return this;
      this.destroyed = true;
      this.readable = false;
      host.keep(false);
      process.nextTick(() => {
        if (error !== undefined) this.emit("error", error);
        this.emit("close");
      });
      return this;
    }
    [Symbol.asyncIterator]() {
      return host.iterate(() => this.destroy());
    }
  }

  const tty = {
    isatty: (fd) => Number.isInteger(fd) && fd >= 0 && fd <= 2 && host.isTerminal(fd),
    ReadStream,
    WriteStream,
  };
  return { stdin: () => new ReadStream(0), stdout: () => new WriteStream(1), stderr: () => new WriteStream(2), tty };
})
