// How a Writable ends, and what it tells about itself.
(function (host, errors) {
  "use strict";
  const { coded, hidden } = errors;
  const { EventEmitter, Writable, calledTwice, destroy, destroyedError, dropKept, fail, kFinished, put, tick, undestroy, writing } = host;
  const proto = Writable.prototype;
  const method = (name, value) => {
    proto[name] = value;
  };

  method("end", function end(chunk, encoding, callback) {
    const state = this._writableState;
    if (typeof chunk === "function") [chunk, encoding, callback] = [null, null, chunk];
    else if (typeof encoding === "function") [encoding, callback] = [null, encoding];
    let error;
    if (chunk !== null && chunk !== undefined) {
      const result = put(this, chunk, encoding);
      if (result instanceof Error) error = result;
    }
    if (state.corked > 0) {
      state.corked = 1;
      this.uncork();
    }
    if (error === undefined) {
      if (!state.errored && !state.ending) {
        state.ending = true;
        maybeFinish(this, state, true);
        state.ended = true;
      } else if (state.finished) {
        error = coded(Error, "ERR_STREAM_ALREADY_FINISHED", "Cannot call end after a stream was finished");
      } else if (state.destroyed) {
        error = destroyedError("end");
      }
    }
    if (typeof callback === "function") {
      if (error) tick(callback, error);
      else if (state.errored) tick(callback, state.errored);
      else if (state.finished) tick(callback);
      else state[kFinished].push(callback);
    }
    return this;
  });

  function mayFinish(s) {
    return s.ending && !s.destroyed && s.constructed && s.length === 0 && !s.errored && s.buffered.length === 0 && !s.finished &&
      !s.writing && !s.errorEmitted && !s.closeEmitted;
  }

  function runFinal(stream, state) {
    let called = false;
    const over = (error) => {
      if (called) {
        fail(stream, error ?? calledTwice());
        return;
      }
      called = true;
      state.pendingcb--;
      if (error) {
        for (const callback of state[kFinished].splice(0)) callback(error);
        fail(stream, error, state.sync);
      } else if (mayFinish(state)) {
        state.prefinished = true;
        stream.emit("prefinish");
        state.pendingcb++; // nothing may overtake finish
        tick(finish, stream, state);
      }
    };
    state.sync = true;
    state.pendingcb++;
    try {
      stream._final(over);
    } catch (error) {
      over(error);
    }
    state.sync = false;
  }

  function maybeFinish(stream, state, inTick) {
    if (!mayFinish(state)) return;
    if (!state.prefinished && !state.finalCalled) {
      if (typeof stream._final === "function" && !state.destroyed) {
        state.finalCalled = true;
        runFinal(stream, state);
      } else {
        state.prefinished = true;
        stream.emit("prefinish");
      }
    }
    if (state.pendingcb !== 0) return;
    if (inTick) {
      state.pendingcb++;
      tick(() => {
        if (mayFinish(state)) finish(stream, state);
        else state.pendingcb--;
      });
    } else if (mayFinish(state)) {
      state.pendingcb++;
      finish(stream, state);
    }
  }

  function finish(stream, state) {
    state.pendingcb--;
    state.finished = true;
    for (const callback of state[kFinished].splice(0)) callback(null);
    stream.emit("finish");
    if (!state.autoDestroy) return;
    const other = stream._readableState;
    if (!other || (other.autoDestroy && (other.endEmitted || other.readable === false))) stream.destroy();
  }

  method("destroy", function destroy_(error, callback) {
    const state = this._writableState;
    if (!state.destroyed && (state.bufferedIndex < state.buffered.length || state[kFinished].length > 0)) tick(dropKept, state);
    destroy.call(this, error, callback);
    return this;
  });
  hidden(proto.destroy, "name", "destroy");
  proto._undestroy = undestroy;
  method("_destroy", function _destroy(error, callback) {
    callback(error);
  });
  proto[EventEmitter.captureRejectionSymbol] = function (error) {
    this.destroy(error);
  };
  hidden(proto, Symbol.asyncDispose, function () {
    const error = this.destroyed || this.writableFinished ? null : new errors.AbortError();
    this.destroy(error);
    return new Promise((resolve, reject) => {
      host.finished(this, (problem) => (problem && problem !== error ? reject(problem) : resolve(null)));
    });
  });

  const get = (name, getter, setter) =>
    Object.defineProperty(proto, name, { get: getter, set: setter, enumerable: false, configurable: true });
  get("closed", function () { return this._writableState?.closed ?? false; });
  get("destroyed", function () { return this._writableState?.destroyed ?? false; }, function (value) {
    if (this._writableState) this._writableState.destroyed = value;
  });
  get("errored", function () { return this._writableState?.errored ?? null; });
  get("writable", function () {
    const s = this._writableState;
    return Boolean(s) && s.writable !== false && !s.destroyed && !s.errored && !s.ending && !s.ended;
  }, function (value) {
    if (this._writableState) this._writableState.writable = Boolean(value);
  });
  get("writableAborted", function () {
    const s = this._writableState;
    return s.writable !== false && Boolean(s.destroyed || s.errored) && !s.finished;
  });
  get("writableFinished", function () { return this._writableState?.finished ?? false; });
  get("writableObjectMode", function () { return this._writableState?.objectMode ?? false; });
  get("writableBuffer", function () { return this._writableState?.getBuffer(); });
  get("writableEnded", function () { return this._writableState?.ending ?? false; });
  get("writableNeedDrain", function () {
    const s = this._writableState;
    return Boolean(s) && !s.destroyed && !s.ending && s.needDrain;
  });
  get("writableHighWaterMark", function () { return this._writableState?.highWaterMark; });
  get("writableCorked", function () { return this._writableState?.corked ?? 0; });
  get("writableLength", function () { return this._writableState?.length; });
  writing.maybeFinish = maybeFinish;
  return {};
})
