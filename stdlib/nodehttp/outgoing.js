// OutgoingMessage of "node:http": a head and a body that go out, which requests and answers share. Where they go to is for
// the two to say: _open(bytes) sends the head, with all of the body or none of it, and gives what takes the rest.
(function (host, errors) {
  "use strict";
  const { coded, invalidType } = errors;
  const { Buffer, EventEmitter, Stream, tick } = host;
  const kOut = Symbol("kOut");
  const HIGH_WATER = 16 * 1024;

  // What most messages have alike is in the prototypes, where it costs nothing.
  function OutgoingMessage(options) {
    if (options?.captureRejections || EventEmitter.captureRejections) Stream.call(this, options);
    this[kOut] = new Out();
  }
  Object.setPrototypeOf(OutgoingMessage.prototype, Stream.prototype);
  Object.setPrototypeOf(OutgoingMessage, Stream);
  const proto = OutgoingMessage.prototype;
  Object.assign(proto, {
    writable: true, destroyed: false, chunkedEncoding: false, shouldKeepAlive: true, useChunkedEncodingByDefault: true, sendDate: false,
    finished: false, socket: null, _header: null, _hasBody: true, _contentLength: null, _last: false,
  });

  // Out is the state of a message; through is what an answer goes through.
  function Out() {
    this.headers = new Map();
  }
  const none = Object.freeze([]);
  Object.assign(Out.prototype, {
    trailers: none, list: null, length: -1, sink: undefined, opened: false, queue: none, pending: 0, writing: false, needDrain: false, corked: 0,
    errored: null, closed: false, done: false, through: null,
  });
  const outOf = (message) => message[kOut];

  host.heads(proto, outOf);

  // open sends the head; all is the whole body, undefined if more will come.
  function open(message, all) {
    const out = message[kOut];
    if (out.opened) return;
    out.opened = true;
    out.sink = message._open(all);
  }

  function bytesOf(chunk, encoding) {
    if (typeof chunk === "string") return Buffer.from(chunk, encoding);
    if (chunk instanceof Uint8Array) return chunk;
    if (chunk === null) throw coded(TypeError, "ERR_STREAM_NULL_VALUES", "May not write null values to stream");
    throw invalidType("chunk", "of type string or an instance of Buffer or Uint8Array", chunk);
  }

  function refuse(message, error, callback) {
    tick(() => {
      if (typeof callback === "function") callback(error);
      if (!message.destroyed) message.emit("error", error);
    });
    return false;
  }

  proto.write = function write(chunk, encoding, callback) {
    if (typeof encoding === "function") [encoding, callback] = [undefined, encoding];
    const bytes = bytesOf(chunk, encoding);
    const out = this[kOut];
    if (this.finished) return refuse(this, coded(Error, "ERR_STREAM_WRITE_AFTER_END", "write after end"), callback);
    if (this.destroyed) return refuse(this, coded(Error, "ERR_STREAM_DESTROYED", "Cannot call write after a stream was destroyed"), callback);
    if (!this._header) this._implicitHeader();
    if (!this._hasBody) {
      if (typeof callback === "function") tick(callback);
      return true;
    }
    open(this, undefined);
    push(this, bytes, callback);
    out.needDrain = out.pending >= HIGH_WATER;
    return !out.needDrain;
  };

  function push(message, bytes, callback) {
    const out = message[kOut];
    if (bytes.length === 0 && typeof callback !== "function") return;
    if (out.queue === none) out.queue = [];
    out.queue.push({ bytes, callback });
    out.pending += bytes.length;
    if (out.corked === 0) pump(message);
  }

  // pump writes what waits, all of it at once, and goes on when that has been taken.
  function pump(message) {
    const out = message[kOut];
    if (out.writing || (out.corked > 0 && !message.finished)) return;
    if (out.queue.length === 0) {
      if (message.finished && !out.done) end(message);
      return;
    }
    const taken = out.queue.splice(0);
    const bytes = taken.length === 1 ? taken[0].bytes : Buffer.concat(taken.map((one) => one.bytes));
    out.writing = true;
    const over = (error) => {
      out.writing = false;
      out.pending -= bytes.length;
      for (const { callback } of taken) if (typeof callback === "function") callback(error);
      if (message.destroyed) return;
      if (error) {
        message._failed(error);
        return;
      }
      message._active();
      if (out.needDrain && out.pending === 0 && !message.finished) {
        out.needDrain = false;
        message.emit("drain");
      }
      pump(message);
    };
    if (out.sink && bytes.length > 0) out.sink.write(bytes, over);
    else tick(over);
  }

  // end says that all has been handed over.
  function end(message) {
    const out = message[kOut];
    out.done = true;
    out.sink?.finish(out.trailers);
    tick(finish, message);
  }

  function finish(message) {
    tell(message, "prefinish");
    tell(message, "finish");
    message._finished();
  }

  // tell is emit for what most messages have no listener for.
  function tell(message, event) {
    if (message._eventsCount > 0 || message.emit !== EventEmitter.prototype.emit) message.emit(event);
  }

  proto.end = function end_(chunk, encoding, callback) {
    if (typeof chunk === "function") [chunk, encoding, callback] = [undefined, undefined, chunk];
    else if (typeof encoding === "function") [encoding, callback] = [undefined, encoding];
    const out = this[kOut];
    const bytes = chunk === undefined || chunk === null ? undefined : bytesOf(chunk, encoding);
    if (this.finished) {
      if (bytes) {
        refuse(this, coded(Error, "ERR_STREAM_WRITE_AFTER_END", "write after end"), callback);
      } else if (typeof callback === "function") {
        if (out.done) tick(callback, coded(Error, "ERR_STREAM_ALREADY_FINISHED", "Cannot call end after a stream was finished"));
        else this.once("finish", callback);
      }
      return this;
    }
    if (typeof callback === "function") this.once("finish", callback);
    if (!this._header) {
      this._contentLength = bytes?.length ?? 0;
      this._implicitHeader();
    }
    const whole = !out.opened && out.trailers.length === 0 && !(this.chunkedEncoding && this.hasHeader("transfer-encoding"));
    this.finished = true;
    out.corked = 0;
    if (whole) {
      open(this, this._hasBody ? bytes ?? Buffer.alloc(0) : null);
    } else {
      open(this, undefined);
      if (bytes && this._hasBody) push(this, bytes);
    }
    pump(this);
    return this;
  };

  proto.flushHeaders = function flushHeaders() {
    if (!this._header) this._implicitHeader();
    if (!this.finished) open(this, undefined);
  };
  proto.cork = function cork() {
    this[kOut].corked++;
  };
  proto.uncork = function uncork() {
    const out = this[kOut];
    if (out.corked > 0 && --out.corked === 0 && out.opened) pump(this);
  };
  proto.pipe = function pipe() {
    this.emit("error", coded(Error, "ERR_STREAM_CANNOT_PIPE", "Cannot pipe, not readable"));
  };
  proto.setTimeout = function setTimeout(time, callback) {
    if (typeof callback === "function") this.on("timeout", callback);
    this._timeout(time);
    return this;
  };
  proto.destroy = function destroy(error) {
    if (this.destroyed) return this;
    this.destroyed = true;
    this[kOut].errored = error ?? null;
    this._destroyed(error);
    return this;
  };
  // What the two kinds do at these moments.
  proto._active = function _active() {};
  proto._destroyed = function _destroyed() {};
  proto._failed = function _failed(error) {
    this.destroy(error);
  };
  proto._finished = function _finished() {};
  proto._open = function _open() {};
  proto._timeout = function _timeout() {};

  const getters = {
    headersSent: (message) => Boolean(message._header),
    writableEnded: (message) => message.finished,
    writableFinished: (message) => message[kOut].done,
    writableLength: (message) => message[kOut].pending,
    writableHighWaterMark: () => HIGH_WATER,
    writableCorked: (message) => message[kOut].corked,
    writableObjectMode: () => false,
    writableNeedDrain: (message) => !message.destroyed && !message.finished && message[kOut].needDrain,
    errored: (message) => message[kOut].errored,
    closed: (message) => message[kOut].closed,
  };
  for (const [name, read] of Object.entries(getters)) {
    Object.defineProperty(proto, name, { configurable: true, enumerable: true, get() { return read(this); } });
  }
  Object.defineProperty(proto, "connection", {
    configurable: true, enumerable: true,
    get() {
      return this.socket;
    },
    set(socket) {
      this.socket = socket;
    },
  });

  return { HIGH_WATER, OutgoingMessage, kOut, outOf, tell };
})
