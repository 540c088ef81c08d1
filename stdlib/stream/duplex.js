// Duplex, Transform and PassThrough of "node:stream".
(function (host, errors) {
  "use strict";
  const { Readable, Writable } = host;

  // A stream that is read and written. The two halves know nothing of each other but that both end the stream.
  function Duplex(options) {
    if (!(this instanceof Duplex)) return new Duplex(options);
    Readable.call(this, options);
    Writable.call(this, options);
    this.allowHalfOpen = options?.allowHalfOpen !== false;
    if (options?.readable === false) Object.assign(this._readableState, { readable: false, ended: true, endEmitted: true });
    if (options?.writable === false) Object.assign(this._writableState, { writable: false, ending: true, ended: true, finished: true });
  }
  Object.setPrototypeOf(Duplex.prototype, Readable.prototype);
  Object.setPrototypeOf(Duplex, Readable);
  for (const name of Reflect.ownKeys(Writable.prototype)) {
    if (name in Duplex.prototype || name === "writableAborted") continue;
    Object.defineProperty(Duplex.prototype, name, Object.getOwnPropertyDescriptor(Writable.prototype, name));
  }
  const both = (getter, setter) => ({ get: getter, set: setter, enumerable: false, configurable: true });
  Object.defineProperties(Duplex.prototype, {
    destroy: { value: Writable.prototype.destroy, writable: true, configurable: true, enumerable: true },
    closed: both(function () { return this._writableState?.closed ?? false; }),
    errored: both(function () { return this._writableState?.errored ?? null; }),
    destroyed: both(
      function () { return Boolean(this._readableState?.destroyed && this._writableState?.destroyed); },
      function (value) {
        if (!this._readableState || !this._writableState) return;
        this._readableState.destroyed = value;
        this._writableState.destroyed = value;
      },
    ),
  });

  const kCallback = Symbol("kCallback");

  // What is written comes out changed. A chunk whose result finds no room waits for a read.
  function Transform(options) {
    if (!(this instanceof Transform)) return new Transform(options);
    if (host.highWaterMarkOf({ objectMode: options?.objectMode || options?.readableObjectMode }, options, "readableHighWaterMark", true) === 0) {
      options = { ...options, highWaterMark: undefined, readableHighWaterMark: 0, writableHighWaterMark: options.writableHighWaterMark || 0 };
    }
    Duplex.call(this, options);
    this._readableState.sync = false;
    this[kCallback] = null;
    if (options) {
      if (typeof options.transform === "function") this._transform = options.transform;
      if (typeof options.flush === "function") this._flush = options.flush;
    }
    this.on("prefinish", () => {
      if (this._final !== final) final.call(this);
    });
  }
  Object.setPrototypeOf(Transform.prototype, Duplex.prototype);
  Object.setPrototypeOf(Transform, Duplex);

  function final(callback) {
    if (typeof this._flush !== "function" || this.destroyed) {
      this.push(null);
      callback?.();
      return;
    }
    this._flush((error, data) => {
      if (error) {
        if (callback) callback(error);
        else this.destroy(error);
        return;
      }
      if (data !== null && data !== undefined) this.push(data);
      this.push(null);
      callback?.();
    });
  }
  Object.assign(Transform.prototype, {
    _final: final,
    _transform() {
      throw host.methodMissing("_transform()");
    },
    _write(chunk, encoding, callback) {
      const { _readableState: r, _writableState: w } = this;
      const before = r.length;
      this._transform(chunk, encoding, (error, value) => {
        if (error) {
          callback(error);
          return;
        }
        if (value !== null && value !== undefined) this.push(value);
        if (w.ended || before === r.length || r.length < r.highWaterMark) callback();
        else this[kCallback] = callback;
      });
    },
    _read() {
      const callback = this[kCallback];
      if (!callback) return;
      this[kCallback] = null;
      callback();
    },
  });

  function PassThrough(options) {
    if (!(this instanceof PassThrough)) return new PassThrough(options);
    Transform.call(this, options);
  }
  Object.setPrototypeOf(PassThrough.prototype, Transform.prototype);
  Object.setPrototypeOf(PassThrough, Transform);
  PassThrough.prototype._transform = function _transform(chunk, _, callback) {
    callback(null, chunk);
  };

  // joinedOf makes a Duplex of a readable and a writable stream.
  function joinedOf({ readable, writable }) {
    const { isReadable, isWritable } = host;
    const canRead = Boolean(readable && isReadable(readable));
    const canWrite = Boolean(writable && isWritable(writable));
    const objectMode = (half) => Boolean(half?.readableObjectMode ?? half?.writableObjectMode);
    let onread;
    let ondrain;
    let onfinish;
    const duplex = new Duplex({
      readableObjectMode: objectMode(readable), writableObjectMode: objectMode(writable), readable: canRead, writable: canWrite,
      read() {
        for (;;) {
          const chunk = readable.read();
          if (chunk === null) {
            onread = duplex._read;
            return;
          }
          if (!duplex.push(chunk)) return;
        }
      },
      write(chunk, encoding, callback) {
        if (writable.write(chunk, encoding)) callback();
        else ondrain = callback;
      },
      final(callback) {
        writable.end();
        onfinish = callback;
      },
      destroy(error, callback) {
        for (const half of new Set([readable, writable])) host.destroyStream(half, error);
        callback(error);
      },
    });
    if (canWrite) {
      host.finished(writable, { readable: false }, (error) => {
        if (error) duplex.destroy(error);
        else onfinish?.();
      });
      writable.on("drain", () => {
        const callback = ondrain;
        ondrain = undefined;
        callback?.();
      });
    }
    if (canRead) {
      host.finished(readable, { writable: false }, (error) => {
        if (error) duplex.destroy(error);
      });
      readable.on("readable", () => {
        const read = onread;
        onread = undefined;
        read?.call(duplex);
      });
      readable.on("end", () => duplex.push(null));
    }
    return duplex;
  }

  // from makes a Duplex of what can be read, written or both.
  Duplex.from = function from(body) {
    if (body instanceof Duplex) return body;
    if (host.isNode(body)) {
      return joinedOf({ readable: host.isReadable(body) ? body : undefined, writable: host.isWritable(body) ? body : undefined });
    }
    const half = (x, Class) => (x && !host.isNode(x) ? Class.fromWeb(x) : x);
    if (host.isIterable(body)) return Readable.from(body, { writable: false });
    if (typeof body?.then === "function") {
      return Readable.from((function* () {
        yield body;
      })(), {});
    }
    if (typeof body === "object" && body !== null && (body.readable || body.writable)) {
      return joinedOf({ readable: half(body.readable, Readable), writable: half(body.writable, Writable) });
    }
    throw errors.invalidType("body",
      "of type stream, iterable, promise or an object with readable or writable; a function is not supported: give it to pipeline()", body);
  };
  return { Duplex, PassThrough, Transform };
})
