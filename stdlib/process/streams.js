// process.stdin, stdout and stderr, and what "node:tty" exports: streams of Node as far as programs use the standard ones.
(function (host, errors) {
  "use strict";
  const { coded, invalidType } = errors;
  const { EventEmitter, process } = host;

  // Output is stdout and stderr. What is written is written at once; an error comes later, as an event.
  class Output extends EventEmitter {
    constructor(fd) {
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
      const error = host.write(this.fd, typeof chunk === "string" && !plain ? Buffer.from(chunk, encoding) : chunk);
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
      if (env.FORCE_COLOR !== undefined) return { "": 4, 1: 4, true: 4, 2: 8, 3: 24 }[env.FORCE_COLOR] ?? 1;
      if (env.NODE_DISABLE_COLORS || env.NO_COLOR || env.TERM === "dumb") return 1;
      if (process.platform === "win32" || /^(truecolor|24bit)$/.test(env.COLORTERM ?? "")) return 24;
      if (/-?256(color)?$/.test(env.TERM ?? "") || env.TMUX) return 8;
      return env.TERM || env.COLORTERM ? 4 : 1;
    }
    hasColors(count = 16, env = undefined) {
      if (typeof count === "object") [count, env] = [16, count];
      return count <= 2 ** this.getColorDepth(env);
    }
    clearLine(direction, callback) {
      return this.write(direction < 0 ? "\x1b[1K" : direction > 0 ? "\x1b[0K" : "\x1b[2K", callback);
    }
    clearScreenDown(callback) {
      return this.write("\x1b[0J", callback);
    }
    cursorTo(x, y, callback) {
      if (typeof y === "function") [y, callback] = [undefined, y];
      return this.write(y === undefined ? `\x1b[${x + 1}G` : `\x1b[${y + 1};${x + 1}H`, callback);
    }
    moveCursor(dx, dy, callback) {
      const step = (n, back, forth) => (n < 0 ? `\x1b[${-n}${back}` : n > 0 ? `\x1b[${n}${forth}` : "");
      return this.write(step(dx, "D", "C") + step(dy, "A", "B"), callback);
    }
  }

  // Input is stdin. Nothing is read, and nothing keeps the program alive, before somebody asks: with for await, with a
  // listener of "data" or "readable", or with resume().
  class Input extends EventEmitter {
    #flowing = null; // null: nobody has asked yet
    #pulling = false;
    #chunks = [];
    #ended = false;
    constructor() {
      super();
      this.fd = 0;
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
    ReadStream: Input,
    WriteStream: Output,
  };
  return { stdin: () => new Input(), stdout: () => new Output(1), stderr: () => new Output(2), tty };
})
