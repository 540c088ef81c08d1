// pipeline of "node:stream", and the promises.
(function (host, errors) {
  "use strict";
  const { AbortError, checkFunction, checkSignal, coded, invalidType } = errors;
  const {
    destroyStream, destroyedError, finished, isIterable, isNode, isReadable, isReadableFinished, isReadableNode, joined, onAbort, once,
    prematureClose, tick,
  } = host;

  // guard is what a pipeline keeps of one stream: how to end it early.
  function guard(stream, reading, writing) {
    let over = false;
    stream.on("close", () => {
      over = true;
    });
    const cleanup = finished(stream, { readable: reading, writable: writing }, (error) => {
      over = !error;
    });
    return {
      destroy(error) {
        if (over) return;
        over = true;
        destroyStream(stream, error || destroyedError("pipe"));
      },
      cleanup,
    };
  }

  // join pipes one stream into the next.
  function join(from, to, finish, end) {
    let ended = false;
    to.on("close", () => {
      if (!ended) finish(prematureClose());
    });
    from.pipe(to, { end: false });
    if (end) {
      const endTo = () => {
        ended = true;
        to.end();
      };
      if (isReadableFinished(from)) tick(endTo);
      else from.once("end", endTo);
    } else {
      finish();
    }
    finished(from, { readable: true, writable: false }, (error) => {
      const r = from._readableState;
      // It ended, and its "end" is on the way.
      if (error?.code === "ERR_STREAM_PREMATURE_CLOSE" && r?.ended && !r.errored && !r.errorEmitted) {
        from.once("end", finish).once("error", finish);
      } else {
        finish(error);
      }
    });
    return finished(to, { readable: false, writable: true }, finish);
  }

  // pour writes what an iterable gives.
  async function pour(iterable, to, finish, end) {
    let problem;
    let wake;
    const resume = (error) => {
      if (error) problem = error;
      wake?.();
      wake = undefined;
    };
    const wait = () => new Promise((resolve, reject) => {
      if (problem) reject(problem);
      else wake = () => (problem ? reject(problem) : resolve());
    });
    to.on("drain", resume);
    const cleanup = finished(to, { readable: false }, resume);
    const iterator = (iterable[Symbol.asyncIterator] ?? iterable[Symbol.iterator]).call(iterable);
    let left = true;
    try {
      if (to.writableNeedDrain) await wait();
      for (;;) {
        const { value, done } = await iterator.next();
        if (done) break;
        left = false;
        if (!to.write(await value)) await wait();
      }
      left = true;
      if (end) {
        to.end();
        await wait();
      }
      finish();
    } catch (error) {
      if (!left) await Promise.resolve(iterator.return?.()).catch(() => {});
      finish(problem === error ? error : joined(problem, error));
    } finally {
      cleanup();
      to.off("drain", resume);
    }
  }

  // partOf makes streams of Node of those of the web that cannot be poured.
  const partOf = (part, first) => {
    if (isNode(part) || typeof part === "function" || (first && isIterable(part))) return part;
    if (host.webKind(part) === "writable") return host.Writable.fromWeb(part);
    if (part?.readable && part.writable) return host.Duplex.fromWeb(part);
    if (first && typeof part?.then === "function") return host.Duplex.from(part);
    throw invalidType("body", "of type function or an instance of Blob, ReadableStream, WritableStream, Stream, Iterable, AsyncIterable, or Promise or { readable, writable } pair", part);
  };

  function run(parts, callback, options) {
    if (parts.length === 1 && Array.isArray(parts[0])) parts = parts[0];
    if (parts.length < 2) throw coded(TypeError, "ERR_MISSING_ARGS", 'The "streams" argument must be specified');
    const control = new globals.AbortController();
    const { signal } = control;
    const outer = options?.signal;
    checkSignal(outer, "options.signal");
    const atEnd = [];
    const destroys = [];
    let problem;
    let value;
    let open = 0;
    const settle = (error, last) => {
      if (error && (!problem || problem.code === "ERR_STREAM_PREMATURE_CLOSE")) problem = error;
      if (!problem && !last) return;
      while (destroys.length > 0) destroys.shift()(problem);
      stopOuter();
      control.abort();
      if (!last) return;
      if (!problem) for (const f of atEnd) f();
      tick(callback, problem, value);
    };
    const finish = (error) => settle(error, --open === 0);
    const abort = () => settle(new AbortError());
    const stopOuter = outer ? onAbort(outer, abort) : () => {};
    const watch = (stream, reading, writing, last) => {
      const { destroy, cleanup } = guard(stream, reading, writing);
      destroys.push(destroy);
      if (last && isReadable(stream)) atEnd.push(cleanup);
    };
    let flow;
    for (let i = 0; i < parts.length; i++) {
      const part = partOf(parts[i], i === 0);
      const last = i === parts.length - 1;
      const end = !last || options?.end !== false;
      if (isNode(part)) {
        if (end) watch(part, !last, i > 0, last);
        const onerror = (error) => {
          if (error && error.name !== "AbortError" && error.code !== "ERR_STREAM_PREMATURE_CLOSE") finish(error);
        };
        part.on("error", onerror);
        if (last && isReadable(part)) atEnd.push(() => part.removeListener("error", onerror));
      }
      if (i === 0) {
        flow = typeof part === "function" ? part({ signal }) : part;
        if (typeof part === "function" && !isIterable(flow)) throw badReturn("Iterable, AsyncIterable or Stream", "source", flow);
      } else if (typeof part === "function") {
        flow = part(flow, { signal });
        if (!last) {
          if (!isIterable(flow, true)) throw badReturn("AsyncIterable", `transform[${i - 1}]`, flow);
        } else {
          flow = collect(flow, end);
          watch(flow, false, true, last);
        }
      } else {
        if (isReadableNode(flow)) {
          open += 2;
          const cleanup = join(flow, part, finish, end);
          if (last && isReadable(part)) atEnd.push(cleanup);
        } else {
          open++;
          pour(flow, part, finish, end);
        }
        flow = part;
      }
    }

    // collect is the end of a pipeline that is a function: what it returns is the result.
    function collect(result, end) {
      const through = new host.PassThrough({ objectMode: true });
      open++;
      if (typeof result?.then === "function") {
        result.then((v) => {
          value = v;
          if (v !== null && v !== undefined) through.write(v);
          if (end) through.end();
          tick(finish);
        }, (error) => {
          through.destroy(error);
          tick(finish, error);
        });
      } else if (isIterable(result, true)) {
        pour(result, through, finish, end);
      } else {
        throw badReturn("AsyncIterable or Promise", "destination", result);
      }
      return through;
    }
    if (signal.aborted || outer?.aborted) tick(abort);
    return flow;
  }

  const badReturn = (want, name, value) =>
    coded(TypeError, "ERR_INVALID_RETURN_VALUE", `Expected ${want} to be returned from the "${name}" function but got ${errors.received(value).replace(/^Received /, "")}.`);

  function pipeline(...parts) {
    const callback = parts.pop();
    checkFunction(callback, "streams[stream.length - 1]");
    return run(parts, once(callback));
  }

  const promises = {
    finished(stream, options) {
      return new Promise((resolve, reject) => {
        const cleanup = finished(stream, options ?? {}, (error) => {
          if (options?.cleanup) cleanup();
          if (error) reject(error);
          else resolve();
        });
      });
    },
    pipeline(...parts) {
      return new Promise((resolve, reject) => {
        const last = parts.at(-1);
        let options;
        if (last && typeof last === "object" && !isNode(last) && !isIterable(last) && host.webKind(last) === undefined && !last.readable) options = parts.pop();
        run(parts, (error, value) => (error ? reject(error) : resolve(value)), options);
      });
    },
  };
  const custom = Symbol.for("nodejs.util.promisify.custom");
  Object.defineProperty(pipeline, custom, { enumerable: true, get: () => promises.pipeline });
  Object.defineProperty(finished, custom, { enumerable: true, get: () => promises.finished });
  return { pipeline, promises };
})
