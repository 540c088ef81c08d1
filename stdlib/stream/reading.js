// How a Readable is read: on("data"), on("readable"), pipe and what it tells about itself.
(function (host, errors) {
  "use strict";
  const { Readable, Stream, fail, flow, kPaused, tellReadable, tick } = host;
  const proto = Readable.prototype;
  const method = (name, value) => {
    proto[name] = value;
  };

  // Whoever cannot take more makes the source pause until all such have drained.
  method("pipe", function pipe(to, options) {
    const from = this;
    const state = this._readableState;
    state.pipes.push(to);
    const ends = options?.end !== false && !to._isStdio;
    const unpipe = () => from.unpipe(to);
    const endFn = ends ? () => to.end() : unpipe;
    let cleaned = false;
    let ondrain;
    if (state.endEmitted) tick(endFn);
    else from.once("end", endFn);

    const pause = () => {
      if (!cleaned) {
        if (state.pipes.includes(to)) state.awaitDrainWriters.add(to);
        from.pause();
      }
      if (ondrain) return;
      ondrain = () => {
        state.awaitDrainWriters.delete(to);
        if (state.awaitDrainWriters.size === 0 && from.listenerCount("data") > 0) from.resume();
      };
      to.on("drain", ondrain);
    };
    const ondata = (chunk) => {
      if (to.write(chunk) === false) pause();
    };
    const onerror = (error) => {
      unpipe();
      to.removeListener("error", onerror);
      if (to.listenerCount("error") > 0) return;
      const other = to._writableState || to._readableState;
      if (other && !other.errorEmitted) fail(to, error);
      else to.emit("error", error);
    };
    const onclose = () => {
      to.removeListener("finish", onfinish);
      unpipe();
    };
    const onfinish = () => {
      to.removeListener("close", onclose);
      unpipe();
    };
    const onunpipe = (source, info) => {
      if (source !== from || !info || info.hasUnpiped !== false) return;
      info.hasUnpiped = true;
      for (const [name, listener] of [["close", onclose], ["finish", onfinish], ["error", onerror], ["unpipe", onunpipe]]) {
        to.removeListener(name, listener);
      }
      if (ondrain) to.removeListener("drain", ondrain);
      for (const [name, listener] of [["end", endFn], ["data", ondata]]) from.removeListener(name, listener);
      cleaned = true;
      if (ondrain && state.awaitDrainWriters.size > 0 && (!to._writableState || to._writableState.needDrain)) ondrain();
    };
    to.on("unpipe", onunpipe);
    from.on("data", ondata);
    if (typeof to.prependListener === "function") to.prependListener("error", onerror);
    else to.on("error", onerror);
    to.once("close", onclose);
    to.once("finish", onfinish);
    to.emit("pipe", from);
    if (to.writableNeedDrain === true) pause();
    else if (!state.flowing) from.resume();
    return to;
  });

  method("unpipe", function unpipe(to) {
    const state = this._readableState;
    if (state.pipes.length === 0) return this;
    if (!to) {
      const all = state.pipes;
      state.pipes = [];
      this.pause();
      for (const one of all) one.emit("unpipe", this, { hasUnpiped: false });
      return this;
    }
    const at = state.pipes.indexOf(to);
    if (at < 0) return this;
    state.pipes.splice(at, 1);
    if (state.pipes.length === 0) this.pause();
    to.emit("unpipe", this, { hasUnpiped: false });
    return this;
  });

  // wrap makes this stream give what an older kind of stream gives.
  method("wrap", function wrap(old) {
    let paused = false;
    old.on("data", (chunk) => {
      if (!this.push(chunk) && old.pause) {
        paused = true;
        old.pause();
      }
    });
    old.on("end", () => this.push(null));
    old.on("error", (error) => fail(this, error));
    old.on("close", () => this.destroy());
    old.on("destroy", () => this.destroy());
    this._read = () => {
      if (!paused || !old.resume) return;
      paused = false;
      old.resume();
    };
    return this;
  });

  method("isPaused", function isPaused() {
    return this._readableState[kPaused] === true || this._readableState.flowing === false;
  });
  method("setEncoding", function setEncoding(encoding) {
    const state = this._readableState;
    state.decoder = host.decoder(encoding);
    state.encoding = state.decoder.encoding;
    let text = "";
    for (const chunk of state.buffer) text += state.decoder.write(chunk);
    state.buffer.clear();
    if (text !== "") state.buffer.push(text);
    state.length = text.length;
    return this;
  });
  method("resume", function resume() {
    const state = this._readableState;
    if (!state.flowing) {
      state.flowing = !state.readableListening; // a listener of "readable" decides when to read
      if (!state.resumeScheduled) {
        state.resumeScheduled = true;
        tick(resumed, this, state);
      }
    }
    state[kPaused] = false;
    return this;
  });
  function resumed(stream, state) {
    if (!state.reading) stream.read(0);
    state.resumeScheduled = false;
    stream.emit("resume");
    flow(stream);
    if (state.flowing && !state.reading) stream.read(0);
  }
  method("pause", function pause() {
    const state = this._readableState;
    if (state.flowing !== false) {
      state.flowing = false;
      this.emit("pause");
    }
    state[kPaused] = true;
    return this;
  });

  method("on", function on(name, listener) {
    Stream.prototype.on.call(this, name, listener);
    const state = this._readableState;
    if (name === "data") {
      state.readableListening = this.listenerCount("readable") > 0;
      if (state.flowing !== false) this.resume();
    } else if (name === "readable" && !state.endEmitted && !state.readableListening) {
      Object.assign(state, { readableListening: true, needReadable: true, flowing: false, emittedReadable: false });
      if (state.length > 0) tellReadable(this);
      else if (!state.reading) tick(() => this.read(0));
    }
    return this;
  });
  proto.addListener = proto.on;
  method("removeListener", function removeListener(name, listener) {
    Stream.prototype.removeListener.call(this, name, listener);
    if (name === "readable") tick(listening, this);
    return this;
  });
  proto.off = proto.removeListener;
  method("removeAllListeners", function removeAllListeners(...names) {
    Stream.prototype.removeAllListeners.apply(this, names);
    if (names[0] === "readable" || names[0] === undefined) tick(listening, this);
    return this;
  });
  function listening(stream) {
    const state = stream._readableState;
    state.readableListening = stream.listenerCount("readable") > 0;
    if (state.resumeScheduled && state[kPaused] === false) state.flowing = true;
    else if (stream.listenerCount("data") > 0) stream.resume();
    else if (!state.readableListening) state.flowing = null;
  }

  const get = (name, getter, setter) =>
    Object.defineProperty(proto, name, { get: getter, set: setter, enumerable: false, configurable: true });
  get("readable", function () {
    const s = this._readableState;
    return Boolean(s) && s.readable !== false && !s.destroyed && !s.errorEmitted && !s.endEmitted;
  }, function (value) {
    if (this._readableState) this._readableState.readable = Boolean(value);
  });
  get("readableDidRead", function () { return this._readableState.dataEmitted; });
  get("readableAborted", function () {
    const s = this._readableState;
    return s.readable !== false && Boolean(s.destroyed || s.errored) && !s.endEmitted;
  });
  get("readableHighWaterMark", function () { return this._readableState.highWaterMark; });
  get("readableBuffer", function () { return this._readableState?.buffer; });
  get("readableFlowing", function () { return this._readableState.flowing; }, function (value) {
    if (this._readableState) this._readableState.flowing = value;
  });
  get("readableLength", function () { return this._readableState.length; });
  get("readableObjectMode", function () { return this._readableState?.objectMode ?? false; });
  get("readableEncoding", function () { return this._readableState?.encoding ?? null; });
  get("errored", function () { return this._readableState?.errored ?? null; });
  get("closed", function () { return this._readableState?.closed ?? false; });
  get("destroyed", function () { return this._readableState?.destroyed ?? false; }, function (value) {
    if (this._readableState) this._readableState.destroyed = value;
  });
  get("readableEnded", function () { return this._readableState?.endEmitted ?? false; });
  return {};
})
