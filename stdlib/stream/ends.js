// How streams of "node:stream" begin, fail and end, and what can be asked of any of them
// (https://nodejs.org/docs/latest-v20.x/api/stream.html). The two halves of a stream keep their states in _readableState
// and _writableState, where packages look.
(function (host, errors) {
  "use strict";
  const { AbortError, coded } = errors;
  const { EventEmitter, tick } = host;
  const kConstruct = Symbol("kConstruct");
  const kDestroy = Symbol("kDestroy");

  const methodMissing = (name) => coded(Error, "ERR_METHOD_NOT_IMPLEMENTED", `The ${name} method is not implemented`);
  const destroyedError = (name) => coded(Error, "ERR_STREAM_DESTROYED", `Cannot call ${name} after a stream was destroyed`);
  const calledTwice = () => coded(Error, "ERR_MULTIPLE_CALLBACK", "Callback called multiple times");
  const prematureClose = () => coded(Error, "ERR_STREAM_PREMATURE_CLOSE", "Premature close");

  // joined makes one error of what came first and what came on top of it.
  function joined(inner, outer) {
    if (!inner || !outer || inner === outer) return inner || outer;
    if (Array.isArray(outer.errors)) {
      outer.errors.push(inner);
      return outer;
    }
    return Object.assign(new AggregateError([outer, inner], outer.message), { code: outer.code });
  }

  // Stream is the oldest kind, which only knows events. A function and not a class: packages call it on their own objects.
  function Stream(options) {
    EventEmitter.call(this, options);
  }
  Object.setPrototypeOf(Stream.prototype, EventEmitter.prototype);
  Object.setPrototypeOf(Stream, EventEmitter);
  Stream.prototype.pipe = function pipe(to, options) {
    const from = this;
    const ondata = (chunk) => {
      if (to.writable && to.write(chunk) === false) from.pause?.();
    };
    const ondrain = () => {
      if (from.readable) from.resume?.();
    };
    let ended = false;
    const onend = () => {
      if (!ended) to.end();
      ended = true;
    };
    const onclose = () => {
      if (!ended && typeof to.destroy === "function") to.destroy();
      ended = true;
    };
    function onerror(error) {
      cleanup();
      if (EventEmitter.listenerCount(this, "error") === 0) this.emit("error", error);
    }
    const ours = [[from, "data", ondata], [to, "drain", ondrain], [from, "error", onerror], [to, "error", onerror]];
    if (!to._isStdio && options?.end !== false) ours.push([from, "end", onend], [from, "close", onclose]);
    function cleanup() {
      for (const [target, name, listener] of ours) target.removeListener(name, listener);
    }
    for (const [target, name, listener] of ours.slice()) target.on(name, listener);
    for (const [target, name] of [[from, "end"], [from, "close"], [to, "close"]]) {
      ours.push([target, name, cleanup]);
      target.on(name, cleanup);
    }
    to.emit("pipe", from);
    return to;
  };

  const halves = (stream) => [stream._writableState, stream._readableState].filter(Boolean);
  const stateOf = (stream) => stream._writableState ?? stream._readableState;

  function noteError(stream, error) {
    if (!error) return;
    for (const half of halves(stream)) half.errored ??= error;
  }

  function tellError(stream, error) {
    if (halves(stream).some((half) => half.errorEmitted)) return;
    for (const half of halves(stream)) half.errorEmitted = true;
    stream.emit("error", error);
  }

  function tellClose(stream) {
    for (const half of halves(stream)) half.closeEmitted = true;
    if (halves(stream).some((half) => half.emitClose)) stream.emit("close");
  }

  function tellErrorAndClose(stream, error) {
    tellError(stream, error);
    tellClose(stream);
  }

  function runDestroy(stream, error, callback) {
    let called = false;
    const over = (problem) => {
      if (called) return;
      called = true;
      noteError(stream, problem);
      for (const half of halves(stream)) half.closed = true;
      if (typeof callback === "function") callback(problem);
      if (problem) tick(tellErrorAndClose, stream, problem);
      else tick(tellClose, stream);
    };
    try {
      stream._destroy(error || null, over);
    } catch (thrown) {
      over(thrown);
    }
  }

  // destroy is the method of both halves.
  function destroy(error, callback) {
    if (halves(this).some((half) => half.destroyed)) {
      if (typeof callback === "function") callback();
      return this;
    }
    noteError(this, error);
    for (const half of halves(this)) half.destroyed = true;
    if (stateOf(this).constructed) runDestroy(this, error, callback);
    else this.once(kDestroy, (problem) => runDestroy(this, joined(problem, error), callback));
    return this;
  }

  // undestroy makes a stream usable again, for those that open anew.
  function undestroy() {
    const common = { constructed: true, closed: false, closeEmitted: false, destroyed: false, errored: null, errorEmitted: false };
    const { _readableState: r, _writableState: w } = this;
    if (r) Object.assign(r, common, { reading: false, ended: r.readable === false, endEmitted: r.readable === false });
    if (w) {
      const over = w.writable === false;
      Object.assign(w, common, { finalCalled: false, prefinished: false, ended: over, ending: over, finished: over });
    }
  }

  // fail destroys a stream that destroys itself, and otherwise only tells the error.
  function fail(stream, error, inTick) {
    if (halves(stream).some((half) => half.destroyed)) return;
    if (halves(stream).some((half) => half.autoDestroy)) {
      stream.destroy(error);
    } else if (error) {
      noteError(stream, error);
      if (inTick) tick(tellError, stream, error);
      else tellError(stream, error);
    }
  }

  // construct runs _construct before anything else happens; then it calls ready. Both halves of a duplex ask for it.
  function construct(stream, ready) {
    if (typeof stream._construct !== "function") return;
    for (const half of halves(stream)) half.constructed = false;
    stream.once(kConstruct, ready);
    if (stream.listenerCount(kConstruct) > 1) return;
    tick(runConstruct, stream);
  }

  function runConstruct(stream) {
    let called = false;
    const over = (error) => {
      if (called) {
        fail(stream, error ?? calledTwice());
        return;
      }
      called = true;
      for (const half of halves(stream)) half.constructed = true;
      if (stateOf(stream).destroyed) stream.emit(kDestroy, error);
      else if (error) fail(stream, error, true);
      else tick(() => stream.emit(kConstruct));
    };
    try {
      stream._construct((error) => tick(over, error));
    } catch (error) {
      tick(over, error);
    }
  }

  const isNode = (x) => Boolean(x && (x._readableState || x._writableState ||
    (typeof x.write === "function" && typeof x.on === "function") || (typeof x.pipe === "function" && typeof x.on === "function")));
  const isReadableNode = (x, strict = false) => Boolean(x && typeof x.pipe === "function" && typeof x.on === "function" &&
    (!strict || (typeof x.pause === "function" && typeof x.resume === "function")) &&
    (!x._writableState || x._readableState?.readable !== false) && (!x._writableState || x._readableState));
  const isWritableNode = (x) => Boolean(x && typeof x.write === "function" && typeof x.on === "function" &&
    (!x._readableState || x._writableState?.writable !== false));
  const isIterable = (x, kind) => {
    if (x === null || x === undefined) return false;
    if (kind !== false && typeof x[Symbol.asyncIterator] === "function") return true;
    return kind !== true && typeof x[Symbol.iterator] === "function";
  };
  const isDestroyed = (x) => (isNode(x) ? Boolean(x.destroyed || stateOf(x)?.destroyed) : null);
  const isReadableEnded = (x) => {
    if (!isReadableNode(x)) return null;
    if (x.readableEnded === true) return true;
    if (!x._readableState || x._readableState.errored) return false;
    return typeof x._readableState.ended === "boolean" ? x._readableState.ended : null;
  };
  const isReadableFinished = (x, strict) => {
    if (!isReadableNode(x)) return null;
    const s = x._readableState;
    if (s?.errored) return false;
    if (typeof s?.endEmitted !== "boolean") return null;
    return Boolean(s.endEmitted || (strict === false && s.ended === true && s.length === 0));
  };
  const isWritableFinished = (x, strict) => {
    if (!isWritableNode(x)) return null;
    if (x.writableFinished === true) return true;
    const s = x._writableState;
    if (s?.errored) return false;
    if (typeof s?.finished !== "boolean") return null;
    return Boolean(s.finished || (strict === false && s.ended === true && s.length === 0));
  };
  const isReadable = (x) => {
    if (typeof x?.readable !== "boolean") return null;
    return !isDestroyed(x) && isReadableNode(x) && x.readable && !isReadableFinished(x);
  };
  const isWritable = (x) => {
    if (typeof x?.writable !== "boolean") return null;
    return !isDestroyed(x) && isWritableNode(x) && x.writable && !x._writableState?.ended;
  };
  const isErrored = (x) => Boolean(x && (x._readableState?.errored ?? x._writableState?.errored ?? x.readableErrored ?? x.writableErrored));
  const isDisturbed = (x) => Boolean(x && (x.readableDidRead || x.readableAborted));
  const isClosed = (x) => {
    if (!isNode(x)) return null;
    if (typeof x.closed === "boolean") return x.closed;
    const [half] = halves(x);
    return typeof half?.closed === "boolean" ? half.closed : null;
  };
  const willEmitClose = (x) => {
    const half = stateOf(x);
    return Boolean(half && half.autoDestroy && half.emitClose && half.closed === false);
  };

  // destroyStream ends any stream, however old its kind is.
  function destroyStream(stream, error) {
    if (!stream || isDestroyed(stream)) return;
    if (!error && !isReadableFinished(stream) && !isWritableFinished(stream)) error = new AbortError();
    if (typeof stream.destroy === "function") stream.destroy(error);
    else if (typeof stream.close === "function") stream.close();
    if (!stream.destroyed && stream._readableState === undefined && stream._writableState === undefined) stream.destroyed = true;
  }

  return {
    Stream, calledTwice, construct, destroy, destroyStream, destroyedError, fail, isClosed, isDestroyed, isDisturbed, isErrored, isIterable, isNode,
    isReadable, isReadableEnded, isReadableFinished, isReadableNode, isWritable, isWritableFinished, isWritableNode, joined, methodMissing,
    prematureClose, undestroy, willEmitClose,
  };
})
