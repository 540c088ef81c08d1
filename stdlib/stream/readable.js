// Readable of "node:stream": what comes in is kept up to the high water mark, and handed out by read(), by "data" events or
// to for await. The order of events is that of Node v20.
(function (host, errors) {
  "use strict";
  const { coded, hidden, invalidType } = errors;
  const { Buffer, EventEmitter, Stream, chunksOf, construct, destroy, fail, highWaterMarkOf, tick, undestroy } = host;
  const kPaused = Symbol("kPaused");

  function ReadableState(options, stream, duplex) {
    this.objectMode = Boolean(options?.objectMode || (duplex && options?.readableObjectMode));
    this.highWaterMark = highWaterMarkOf(this, options, "readableHighWaterMark", duplex);
    this.buffer = chunksOf();
    this.length = 0;
    this.pipes = [];
    this.flowing = null;
    this.ended = false;
    this.endEmitted = false;
    this.reading = false;
    this.constructed = true;
    this.sync = true;
    this.needReadable = false;
    this.emittedReadable = false;
    this.readableListening = false;
    this.resumeScheduled = false;
    this[kPaused] = null;
    this.errorEmitted = false;
    this.emitClose = options?.emitClose !== false;
    this.autoDestroy = options?.autoDestroy !== false;
    this.destroyed = false;
    this.errored = null;
    this.closed = false;
    this.closeEmitted = false;
    this.defaultEncoding = options?.defaultEncoding || "utf8";
    this.awaitDrainWriters = new Set();
    this.readingMore = false;
    this.dataEmitted = false;
    this.single = false; // one chunk at a time, as it came
    this.decoder = null;
    this.encoding = null;
    if (options?.encoding) {
      this.decoder = host.decoder(options.encoding);
      this.encoding = options.encoding;
    }
  }
  Object.defineProperty(ReadableState.prototype, "paused", {
    get() {
      return this[kPaused] !== false && this[kPaused] !== null;
    },
    set(value) {
      this[kPaused] = Boolean(value);
    },
  });
  ReadableState.prototype.pipesCount = 0;

  function Readable(options) {
    if (!(this instanceof Readable)) return new Readable(options);
    const duplex = this instanceof host.duplex();
    this._readableState = new ReadableState(options, this, duplex);
    if (options) {
      if (typeof options.read === "function") this._read = options.read;
      if (typeof options.destroy === "function") this._destroy = options.destroy;
      if (typeof options.construct === "function") this._construct = options.construct;
      if (options.signal && !duplex) host.addSignal(options.signal, this);
    }
    Stream.call(this, options);
    construct(this, () => {
      if (this._readableState.needReadable) readMore(this);
    });
  }
  Object.setPrototypeOf(Readable.prototype, Stream.prototype);
  Object.setPrototypeOf(Readable, Stream);
  Readable.ReadableState = ReadableState;
  const proto = Readable.prototype;
  const method = (name, value) => {
    proto[name] = value;
  };
  proto.destroy = destroy;
  proto._undestroy = undestroy;
  method("_destroy", function _destroy(error, callback) {
    callback(error);
  });
  method("_read", function _read() {
    throw host.methodMissing("_read()");
  });
  proto[EventEmitter.captureRejectionSymbol] = function (error) {
    this.destroy(error);
  };
  hidden(proto, Symbol.asyncDispose, function () {
    const error = this.destroyed || this.readableEnded ? null : new errors.AbortError();
    this.destroy(error);
    return new Promise((resolve, reject) => {
      host.finished(this, (problem) => (problem && problem !== error ? reject(problem) : resolve(null)));
    });
  });

  method("push", function push(chunk, encoding) {
    return add(this, chunk, encoding, false);
  });
  method("unshift", function unshift(chunk, encoding) {
    return add(this, chunk, encoding, true);
  });

  // bytesOf turns what a stream of bytes takes into what it keeps; encoding says that it is text that stays text.
  function bytesOf(state, chunk, encoding, front) {
    if (typeof chunk === "string") {
      encoding ||= state.defaultEncoding;
      if (state.encoding === encoding) return { chunk, encoding };
      const bytes = Buffer.from(chunk, encoding);
      return front && state.encoding ? { chunk: bytes.toString(state.encoding), encoding } : { chunk: bytes };
    }
    if (chunk instanceof Buffer) return { chunk };
    if (ArrayBuffer.isView(chunk)) return { chunk: Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength) };
    if (chunk === undefined || chunk === null) return { chunk };
    return { error: invalidType("chunk", "of type string or an instance of Buffer, TypedArray, or DataView", chunk) };
  }

  function add(stream, given, encoding, front) {
    const state = stream._readableState;
    const read = state.objectMode ? { chunk: given, encoding } : bytesOf(state, given, encoding, front);
    const { chunk } = read;
    if (read.error) {
      fail(stream, read.error);
    } else if (chunk === null) {
      state.reading = false;
      noMore(stream, state);
    } else if (state.objectMode || chunk?.length > 0) {
      if (front) {
        if (state.endEmitted) fail(stream, coded(Error, "ERR_STREAM_UNSHIFT_AFTER_END_EVENT", "stream.unshift() after end event"));
        else if (state.destroyed || state.errored) return false;
        else keep(stream, state, chunk, true);
      } else if (state.ended) {
        fail(stream, coded(Error, "ERR_STREAM_PUSH_AFTER_EOF", "stream.push() after EOF"));
      } else if (state.destroyed || state.errored) {
        return false;
      } else {
        state.reading = false;
        const text = state.decoder && !read.encoding ? state.decoder.write(chunk) : chunk;
        if (state.objectMode || text.length !== 0) keep(stream, state, text, false);
        else laterMore(stream, state);
      }
    } else if (!front) {
      state.reading = false;
      laterMore(stream, state);
    }
    return !state.ended && (state.length < state.highWaterMark || state.length === 0);
  }

  function keep(stream, state, chunk, front) {
    if (state.flowing && state.length === 0 && !state.sync && stream.listenerCount("data") > 0) {
      state.awaitDrainWriters.clear();
      state.dataEmitted = true;
      stream.emit("data", chunk);
    } else {
      state.length += state.objectMode ? 1 : chunk.length;
      if (front) state.buffer.unshift(chunk);
      else state.buffer.push(chunk);
      if (state.needReadable) tellReadable(stream);
    }
    laterMore(stream, state);
  }

  function noMore(stream, state) {
    if (state.ended) return;
    const rest = state.decoder?.end();
    if (rest?.length > 0) {
      state.buffer.push(rest);
      state.length += state.objectMode ? 1 : rest.length;
    }
    state.ended = true;
    if (state.sync) {
      tellReadable(stream);
    } else {
      state.needReadable = false;
      state.emittedReadable = true;
      emitReadable(stream);
    }
  }

  function tellReadable(stream) {
    const state = stream._readableState;
    state.needReadable = false;
    if (state.emittedReadable) return;
    state.emittedReadable = true;
    tick(emitReadable, stream);
  }

  function emitReadable(stream) {
    const state = stream._readableState;
    if (!state.destroyed && !state.errored && (state.length > 0 || state.ended)) {
      stream.emit("readable");
      state.emittedReadable = false;
    }
    state.needReadable = !state.flowing && !state.ended && state.length <= state.highWaterMark;
    flow(stream);
  }

  function laterMore(stream, state) {
    if (state.readingMore || !state.constructed) return;
    state.readingMore = true;
    tick(readMore, stream);
  }

  function readMore(stream) {
    const state = stream._readableState;
    while (!state.reading && !state.ended && (state.length < state.highWaterMark || (state.flowing && state.length === 0))) {
      const before = state.length;
      stream.read(0);
      if (before === state.length) break; // nothing came of it
    }
    state.readingMore = false;
  }

  function flow(stream) {
    while (stream._readableState.flowing && stream.read() !== null);
  }

  const roundUp = (n) => Math.min(2 ** 30, 2 ** Math.ceil(Math.log2(n)));

  function amount(n, state) {
    if (n <= 0 || (state.length === 0 && state.ended)) return 0;
    if (state.objectMode) return 1;
    if (Number.isNaN(n)) return (state.flowing || state.single) && state.length > 0 ? state.buffer.first().length : state.length;
    if (n <= state.length) return n;
    return state.ended ? state.length : 0;
  }

  function taken(n, state) {
    if (state.length === 0) return null;
    if (state.objectMode) return state.buffer.shift();
    return n >= state.length ? state.buffer.all(state.decoder !== null, state.length) : state.buffer.take(n, state.decoder !== null);
  }

  method("read", function read(asked) {
    let n = asked === undefined ? NaN : Number.isInteger(asked) ? asked : Number.parseInt(asked, 10);
    const wanted = n;
    const state = this._readableState;
    if (n > state.highWaterMark) state.highWaterMark = roundUp(n);
    if (n !== 0) state.emittedReadable = false;
    const full = state.highWaterMark === 0 ? state.length > 0 : state.length >= state.highWaterMark;
    if (n === 0 && state.needReadable && (full || state.ended)) {
      if (state.length === 0 && state.ended) end(this);
      else tellReadable(this);
      return null;
    }
    n = amount(n, state);
    if (n === 0 && state.ended) {
      if (state.length === 0) end(this);
      return null;
    }
    const more = state.needReadable || state.length === 0 || state.length - n < state.highWaterMark;
    if (more && !state.ended && !state.reading && !state.destroyed && !state.errored && state.constructed) {
      state.reading = true;
      state.sync = true;
      if (state.length === 0) state.needReadable = true;
      try {
        this._read(state.highWaterMark);
      } catch (error) {
        fail(this, error);
      }
      state.sync = false;
      if (!state.reading) n = amount(wanted, state);
    }
    const chunk = n > 0 ? taken(n, state) : null;
    if (chunk === null) {
      state.needReadable = state.length <= state.highWaterMark;
      n = 0;
    } else {
      state.length -= n;
      state.awaitDrainWriters.clear();
    }
    if (state.length === 0) {
      if (!state.ended) state.needReadable = true;
      if (wanted !== n && state.ended) end(this);
    }
    if (chunk !== null && !state.errorEmitted && !state.closeEmitted) {
      state.dataEmitted = true;
      this.emit("data", chunk);
    }
    return chunk;
  });

  function end(stream) {
    const state = stream._readableState;
    if (state.endEmitted) return;
    state.ended = true;
    tick(tellEnd, stream, state);
  }

  function tellEnd(stream, state) {
    if (state.errored || state.closeEmitted || state.endEmitted || state.length > 0) return;
    state.endEmitted = true;
    stream.emit("end");
    const other = stream._writableState;
    if (stream.writable && stream.allowHalfOpen === false) tick(() => { if (stream.writable && !stream.writableEnded && !stream.destroyed) stream.end(); });
    else if (state.autoDestroy && (!other || (other.autoDestroy && (other.finished || other.writable === false)))) stream.destroy();
  }

  Readable._fromList = taken;
  return { Readable, flow, kPaused, tellReadable };
})
