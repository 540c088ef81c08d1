// The bridges between the streams of Node and those of the web.
(function (host, errors) {
  "use strict";
  const { AbortError, invalidType } = errors;
  const { Buffer, Duplex, Readable, Writable, destroyStream, finished, isReadable, isWritable, tick } = host;
  const web = host.web;
  const need = (x, kind, name) => {
    if (host.webKind(x) !== kind) throw invalidType(name, `an instance of ${kind === "readable" ? "ReadableStream" : "WritableStream"}`, x);
  };

  Readable.fromWeb = function fromWeb(source, options = {}) {
    need(source, "readable", "readableStream");
    errors.checkObject(options, "options");
    const reader = source.getReader();
    let closed = false;
    const readable = new Readable({
      highWaterMark: options.highWaterMark, encoding: options.encoding, objectMode: Boolean(options.objectMode), signal: options.signal,
      read() {
        reader.read().then(({ value, done }) => {
          readable.push(done ? null : value);
        }, (error) => destroyStream(readable, error));
      },
      destroy(error, callback) {
        if (closed) {
          callback(error);
          return;
        }
        closed = true;
        reader.cancel(error ?? undefined).then(() => tick(callback, error), (problem) => tick(callback, problem));
      },
    });
    reader.closed.then(() => {
      closed = true;
    }, (error) => {
      closed = true;
      destroyStream(readable, error);
    });
    return readable;
  };

  Readable.toWeb = function toWeb(stream, options = {}) {
    if (!host.isReadableNode(stream)) throw invalidType("streamReadable", "an instance of Readable", stream);
    if (stream.destroyed || !isReadable(stream)) {
      const none = new web.ReadableStream();
      none.cancel();
      return none;
    }
    const objectMode = stream.readableObjectMode;
    const strategy = options.strategy ?? (objectMode
      ? new web.CountQueuingStrategy({ highWaterMark: stream.readableHighWaterMark })
      : { highWaterMark: stream.readableHighWaterMark, size: (chunk) => chunk.byteLength ?? chunk.length });
    let control;
    let over = false;
    const ondata = (chunk) => {
      const bytes = chunk instanceof Buffer && !objectMode ? new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength) : chunk;
      control.enqueue(bytes);
      if (control.desiredSize <= 0) stream.pause();
    };
    stream.pause();
    const cleanup = finished(stream, { writable: false }, (error) => {
      cleanup();
      stream.on("error", () => {}); // what comes later has no reader
      if (over) return;
      over = true;
      if (error?.code === "ERR_STREAM_PREMATURE_CLOSE") error = new AbortError(undefined, { cause: error });
      if (error) control.error(error);
      else control.close();
    });
    stream.on("data", ondata);
    return new web.ReadableStream({
      start(c) {
        control = c;
        stream.pause();
      },
      pull() {
        stream.resume();
      },
      cancel(reason) {
        over = true;
        destroyStream(stream, reason);
      },
    }, strategy);
  };

  // sink are the options of a Writable that writes to a writer of the web.
  const sinkOf = (target) => {
    const writer = target.getWriter();
    let closed = false;
    const wait = (promise, callback) => promise.then(() => tick(callback), (error) => tick(callback, error));
    return {
      watch(stream) {
        writer.closed.then(() => {
          closed = true;
          if (!stream.writableEnded) destroyStream(stream, host.prematureClose());
        }, (error) => {
          closed = true;
          destroyStream(stream, error);
        });
      },
      write(chunk, _, callback) {
        writer.ready.then(() => wait(writer.write(chunk), callback), (error) => tick(callback, error));
      },
      final(callback) {
        if (closed) callback();
        else wait(writer.close(), callback);
      },
      end(error) {
        if (closed) return Promise.resolve();
        return error === null ? writer.close() : writer.abort(error);
      },
    };
  };

  Writable.fromWeb = function fromWeb(target, options = {}) {
    need(target, "writable", "writableStream");
    const { watch, write, final, end } = sinkOf(target);
    const { highWaterMark, decodeStrings, objectMode, signal } = options;
    const writable = new Writable({
      highWaterMark, decodeStrings, objectMode, signal, write, final,
      destroy(error, callback) {
        end(error).then(() => tick(callback, error), () => tick(callback, error));
      },
    });
    watch(writable);
    return writable;
  };

  Writable.toWeb = function toWeb(stream) {
    if (!host.isWritableNode(stream)) throw invalidType("streamWritable", "an instance of Writable", stream);
    if (stream.destroyed || !isWritable(stream)) {
      const none = new web.WritableStream();
      none.close();
      return none;
    }
    const { writableHighWaterMark: highWaterMark, writableObjectMode } = stream;
    const strategy = writableObjectMode ? new web.CountQueuingStrategy({ highWaterMark }) : { highWaterMark };
    let control;
    let drained;
    let closed;
    const cleanup = finished(stream, { readable: false }, (error) => {
      cleanup();
      stream.on("error", () => {});
      if (error?.code === "ERR_STREAM_PREMATURE_CLOSE") error = new AbortError(undefined, { cause: error });
      if (error) drained?.reject(error);
      if (closed) {
        if (error) closed.reject(error);
        else closed.resolve();
      } else {
        control.error(error ?? new AbortError());
      }
      closed = drained = undefined;
    });
    stream.on("drain", () => drained?.resolve());
    return new web.WritableStream({
      start(c) {
        control = c;
      },
      async write(chunk) {
        if (stream.writableNeedDrain || !stream.write(chunk)) {
          drained = Promise.withResolvers();
          await drained.promise;
          drained = undefined;
        }
      },
      abort(reason) {
        destroyStream(stream, reason);
      },
      close() {
        closed = Promise.withResolvers();
        if (isWritable(stream)) stream.end();
        return closed.promise;
      },
    }, strategy);
  };

  Duplex.fromWeb = function fromWeb(pair, options = {}) {
    errors.checkObject(pair, "pair");
    need(pair.readable, "readable", "pair.readable");
    need(pair.writable, "writable", "pair.writable");
    return Duplex.from({ readable: Readable.fromWeb(pair.readable, options), writable: Writable.fromWeb(pair.writable, options) });
  };
  Duplex.toWeb = function toWeb(duplex) {
    if (!duplex?._readableState || !duplex._writableState) throw invalidType("duplex", "an instance of stream.Duplex", duplex);
    return { readable: Readable.toWeb(duplex), writable: Writable.toWeb(duplex) };
  };
  return {};
})
