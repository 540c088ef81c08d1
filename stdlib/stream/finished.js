// finished and addAbortSignal of "node:stream": to be told when any stream is over, and to end it early.
(function (host, errors) {
  "use strict";
  const { AbortError, checkFunction, checkObject, checkSignal, invalidType } = errors;
  const {
    isClosed, isNode, isReadable, isReadableFinished, isReadableNode, isWritable, isWritableFinished, isWritableNode, prematureClose, tick, willEmitClose,
  } = host;

  // once makes a function that does something the first time only.
  const once = (f) => {
    let called = false;
    return function (...args) {
      if (called) return;
      called = true;
      Reflect.apply(f, this, args);
    };
  };

  // onAbort calls a function when a signal is aborted, and returns what stops that.
  function onAbort(signal, f) {
    signal.addEventListener("abort", f, { once: true });
    return () => signal.removeEventListener("abort", f);
  }

  function finished(stream, options, callback) {
    if (typeof options === "function") [options, callback] = [{}, options];
    options ??= {};
    checkObject(options, "options");
    checkFunction(callback, "callback");
    checkSignal(options.signal, "options.signal");
    let done = once(callback);
    if (!isNode(stream)) throw invalidType("stream", "an instance of ReadableStream, WritableStream, or Stream", stream);
    const readable = options.readable ?? isReadableNode(stream);
    const writable = options.writable ?? isWritableNode(stream);
    const { _readableState: r, _writableState: w } = stream;
    let closes = willEmitClose(stream) && isReadableNode(stream) === readable && isWritableNode(stream) === writable;
    let wrote = isWritableFinished(stream, false);
    let read = isReadableFinished(stream, false);
    let closed = isClosed(stream);
    const onfinish = () => {
      wrote = true;
      if (stream.destroyed) closes = false;
      if (closes && (!stream.writable || readable)) return;
      if (!readable || read) done.call(stream);
    };
    const onend = () => {
      read = true;
      if (stream.destroyed) closes = false;
      if (closes && (!stream.readable || writable)) return;
      if (!writable || wrote) done.call(stream);
    };
    const onlegacy = () => {
      if (!stream.writable) onfinish();
    };
    const onerror = (error) => done.call(stream, error);
    const problem = () => w?.errored || r?.errored || undefined;
    const onclose = () => {
      closed = true;
      if (problem()) return done.call(stream, problem());
      if (readable && !read && isReadableNode(stream, true) && !isReadableFinished(stream, false)) return done.call(stream, prematureClose());
      if (writable && !wrote && !isWritableFinished(stream, false)) return done.call(stream, prematureClose());
      return done.call(stream);
    };
    const onclosed = () => {
      closed = true;
      if (problem()) done.call(stream, problem());
      else done.call(stream);
    };
    const ours = [["end", onend], ["finish", onfinish], ["close", onclose]];
    if (options.error !== false) ours.push(["error", onerror]);
    if (writable && !w) ours.push(["end", onlegacy], ["close", onlegacy]);
    if (!closes && typeof stream.aborted === "boolean") ours.push(["aborted", onclose]);
    for (const [name, listener] of ours) stream.on(name, listener);
    if (closed) tick(onclose);
    else if (w?.errorEmitted || r?.errorEmitted) { if (!closes) tick(onclosed); }
    else if (!readable && (!closes || isReadable(stream)) && (wrote || isWritable(stream) === false)) tick(onclosed);
    else if (!writable && (!closes || isWritable(stream)) && (read || isReadable(stream) === false)) tick(onclosed);
    const cleanup = () => {
      done = () => {};
      for (const [name, listener] of ours) stream.removeListener(name, listener);
    };
    if (options.signal && !closed) {
      const abort = () => {
        const end = done;
        cleanup();
        end.call(stream, new AbortError(undefined, { cause: options.signal.reason }));
      };
      if (options.signal.aborted) {
        tick(abort);
      } else {
        const end = done;
        const stop = onAbort(options.signal, abort);
        done = once(function (...args) {
          stop();
          end.apply(stream, args);
        });
      }
    }
    return cleanup;
  }

  // addSignal destroys a stream when a signal is aborted.
  function addSignal(signal, stream) {
    const abort = () => stream.destroy(new AbortError(undefined, { cause: signal.reason }));
    if (signal.aborted) abort();
    else finished(stream, onAbort(signal, abort));
    return stream;
  }
  function addAbortSignal(signal, stream) {
    if (signal === null || typeof signal !== "object" || !("aborted" in signal)) throw invalidType("signal", "an instance of AbortSignal", signal);
    if (!isNode(stream)) throw invalidType("stream", "an instance of ReadableStream, WritableStream, or Stream", stream);
    return addSignal(signal, stream);
  }
  return { addAbortSignal, addSignal, finished, onAbort, once };
})
