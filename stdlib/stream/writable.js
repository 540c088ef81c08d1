// Writable of "node:stream": one chunk is written at a time, the others wait; write() tells when too much does. The order
// of events is that of Node v20.
(function (host, errors) {
  "use strict";
  const { coded, invalidType } = errors;
  const { Buffer, Stream, calledTwice, construct, destroyedError, fail, highWaterMarkOf, tick } = host;
  const kFinished = Symbol("kOnFinished");
  const nothing = () => {};
  const writing = {}; // what finishing.js adds: maybeFinish

  function WritableState(options, stream, duplex) {
    this.objectMode = Boolean(options?.objectMode || (duplex && options?.writableObjectMode));
    this.highWaterMark = highWaterMarkOf(this, options, "writableHighWaterMark", duplex);
    this.finalCalled = false;
    this.needDrain = false;
    this.ending = false;
    this.ended = false;
    this.finished = false;
    this.destroyed = false;
    this.decodeStrings = options?.decodeStrings !== false;
    this.defaultEncoding = options?.defaultEncoding || "utf8";
    this.length = 0;
    this.writing = false;
    this.corked = 0;
    this.sync = true;
    this.bufferProcessing = false;
    this.onwrite = (error) => written(stream, error);
    this.writecb = null;
    this.writelen = 0;
    this.afterWrite = null;
    this.buffered = [];
    this.bufferedIndex = 0;
    this.pendingcb = 0;
    this.constructed = true;
    this.prefinished = false;
    this.errorEmitted = false;
    this.emitClose = options?.emitClose !== false;
    this.autoDestroy = options?.autoDestroy !== false;
    this.errored = null;
    this.closed = false;
    this.closeEmitted = false;
    this[kFinished] = [];
  }
  WritableState.prototype.getBuffer = function getBuffer() {
    return this.buffered.slice(this.bufferedIndex);
  };
  Object.defineProperty(WritableState.prototype, "bufferedRequestCount", {
    get() {
      return this.buffered.length - this.bufferedIndex;
    },
  });

  function Writable(options) {
    const duplex = this instanceof host.duplex();
    if (!duplex && !Function.prototype[Symbol.hasInstance].call(Writable, this)) return new Writable(options);
    this._writableState = new WritableState(options, this, duplex);
    if (options) {
      if (typeof options.write === "function") this._write = options.write;
      if (typeof options.writev === "function") this._writev = options.writev;
      if (typeof options.destroy === "function") this._destroy = options.destroy;
      if (typeof options.final === "function") this._final = options.final;
      if (typeof options.construct === "function") this._construct = options.construct;
      if (options.signal) host.addSignal(options.signal, this);
    }
    Stream.call(this, options);
    construct(this, () => {
      const state = this._writableState;
      if (!state.writing) flush(this, state);
      writing.maybeFinish(this, state);
    });
  }
  Object.setPrototypeOf(Writable.prototype, Stream.prototype);
  Object.setPrototypeOf(Writable, Stream);
  Writable.WritableState = WritableState;
  // A Duplex is a Writable too.
  Object.defineProperty(Writable, Symbol.hasInstance, {
    value(object) {
      return Function.prototype[Symbol.hasInstance].call(this, object) || (this === Writable && object?._writableState instanceof WritableState);
    },
  });
  const proto = Writable.prototype;
  const method = (name, value) => {
    proto[name] = value;
  };

  method("pipe", function pipe() {
    fail(this, coded(Error, "ERR_STREAM_CANNOT_PIPE", "Cannot pipe, not readable"));
  });
  method("write", function write(chunk, encoding, callback) {
    return put(this, chunk, encoding, callback) === true;
  });

  function put(stream, chunk, encoding, callback) {
    const state = stream._writableState;
    if (typeof encoding === "function") [encoding, callback] = [undefined, encoding];
    if (typeof callback !== "function") callback = nothing;
    if (chunk === null) throw coded(TypeError, "ERR_STREAM_NULL_VALUES", "May not write null values to stream");
    if (!state.objectMode) {
      if (!encoding) encoding = state.defaultEncoding;
      else if (encoding !== "buffer" && !Buffer.isEncoding(encoding)) throw coded(TypeError, "ERR_UNKNOWN_ENCODING", `Unknown encoding: ${encoding}`);
      if (typeof chunk === "string") {
        if (state.decodeStrings) [chunk, encoding] = [Buffer.from(chunk, encoding), "buffer"];
      } else if (chunk instanceof Buffer) {
        encoding = "buffer";
      } else if (ArrayBuffer.isView(chunk)) {
        [chunk, encoding] = [Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength), "buffer"];
      } else {
        throw invalidType("chunk", "of type string or an instance of Buffer, TypedArray, or DataView", chunk);
      }
    }
    let error;
    if (state.ending) error = coded(Error, "ERR_STREAM_WRITE_AFTER_END", "write after end");
    else if (state.destroyed) error = destroyedError("write");
    if (error) {
      tick(callback, error);
      fail(stream, error, true);
      return error;
    }
    state.pendingcb++;
    return keepOrWrite(stream, state, chunk, encoding, callback);
  }

  function keepOrWrite(stream, state, chunk, encoding, callback) {
    const length = state.objectMode ? 1 : chunk.length;
    state.length += length;
    if (state.writing || state.corked > 0 || state.errored || !state.constructed) {
      state.buffered.push({ chunk, encoding, callback });
    } else {
      begin(state, length, callback);
      stream._write(chunk, encoding, state.onwrite);
      state.sync = false;
    }
    const room = state.length < state.highWaterMark;
    if (!room) state.needDrain = true;
    return room && !state.errored && !state.destroyed;
  }

  function begin(state, length, callback) {
    state.writelen = length;
    state.writecb = callback;
    state.writing = true;
    state.sync = true;
  }

  function writeKept(stream, state, vector, length, chunk, encoding, callback) {
    begin(state, length, callback);
    if (state.destroyed) state.onwrite(destroyedError("write"));
    else if (vector) stream._writev(chunk, state.onwrite);
    else stream._write(chunk, encoding, state.onwrite);
    state.sync = false;
  }

  // written is the answer of _write.
  function written(stream, error) {
    const state = stream._writableState;
    const { sync, writecb } = state;
    if (typeof writecb !== "function") {
      fail(stream, calledTwice());
      return;
    }
    state.writing = false;
    state.writecb = null;
    state.length -= state.writelen;
    state.writelen = 0;
    if (error) {
      state.errored ??= error;
      if (stream._readableState) stream._readableState.errored ??= error;
      if (sync) tick(writeFailed, stream, state, error, writecb);
      else writeFailed(stream, state, error, writecb);
      return;
    }
    if (state.buffered.length > state.bufferedIndex) flush(stream, state);
    if (!sync) {
      afterWrite(stream, state, 1, writecb);
    } else if (state.afterWrite?.callback === writecb) {
      state.afterWrite.count++;
    } else {
      const info = { count: 1, callback: writecb };
      state.afterWrite = info;
      tick(() => {
        state.afterWrite = null;
        afterWrite(stream, state, info.count, info.callback);
      });
    }
  }

  function writeFailed(stream, state, error, callback) {
    state.pendingcb--;
    callback(error);
    dropKept(state);
    fail(stream, error);
  }

  function afterWrite(stream, state, count, callback) {
    if (!state.ending && !stream.destroyed && state.length === 0 && state.needDrain) {
      state.needDrain = false;
      stream.emit("drain");
    }
    for (; count > 0; count--) {
      state.pendingcb--;
      callback(null);
    }
    if (state.destroyed) dropKept(state);
    writing.maybeFinish(stream, state);
  }

  // dropKept tells all who wait that nothing will be written.
  function dropKept(state) {
    if (state.writing) return;
    for (let i = state.bufferedIndex; i < state.buffered.length; i++) {
      const { chunk, callback } = state.buffered[i];
      state.length -= state.objectMode ? 1 : chunk.length;
      callback(state.errored ?? destroyedError("write"));
    }
    for (const callback of state[kFinished].splice(0)) callback(state.errored ?? destroyedError("end"));
    empty(state);
  }

  function empty(state) {
    state.buffered = [];
    state.bufferedIndex = 0;
  }

  // flush writes what was kept while something else was written.
  function flush(stream, state) {
    if (state.corked > 0 || state.bufferProcessing || state.destroyed || !state.constructed) return;
    const { buffered } = state;
    const from = state.bufferedIndex;
    const count = buffered.length - from;
    if (count === 0) return;
    state.bufferProcessing = true;
    if (count > 1 && stream._writev) {
      state.pendingcb -= count - 1;
      const chunks = buffered.slice(from);
      chunks.allBuffers = chunks.every(({ encoding }) => encoding === "buffer");
      const told = (error) => {
        for (const { callback } of chunks) callback(error);
      };
      writeKept(stream, state, true, state.length, chunks, "", chunks.every(({ callback }) => callback === nothing) ? nothing : told);
      empty(state);
    } else {
      let i = from;
      do {
        const { chunk, encoding, callback } = buffered[i];
        buffered[i++] = null;
        writeKept(stream, state, false, state.objectMode ? 1 : chunk.length, chunk, encoding, callback);
      } while (i < buffered.length && !state.writing);
      if (i === buffered.length) {
        empty(state);
      } else {
        if (i > 256) buffered.splice(0, i);
        state.bufferedIndex = i > 256 ? 0 : i;
      }
    }
    state.bufferProcessing = false;
  }

  method("_write", function _write(chunk, encoding, callback) {
    if (!this._writev) throw host.methodMissing("_write()");
    this._writev([{ chunk, encoding }], callback);
  });
  proto._writev = null;
  method("cork", function cork() {
    this._writableState.corked++;
  });
  method("uncork", function uncork() {
    const state = this._writableState;
    if (state.corked === 0) return;
    state.corked--;
    if (!state.writing) flush(this, state);
  });
  method("setDefaultEncoding", function setDefaultEncoding(encoding) {
    if (!Buffer.isEncoding(encoding)) throw coded(TypeError, "ERR_UNKNOWN_ENCODING", `Unknown encoding: ${encoding}`);
    this._writableState.defaultEncoding = encoding;
    return this;
  });
  return { Writable, dropKept, kFinished, put, writing };
})
