// A Readable as an iterable, and an iterable as a Readable.
(function (host, errors) {
  "use strict";
  const { coded, invalidType } = errors;
  const { Readable, destroyStream, finished, joined, tick } = host;
  const proto = Readable.prototype;
  const method = (name, value) => {
    proto[name] = value;
  };

  // An iterator reads what is there and waits for "readable" otherwise. Calls of next() stand in line. The wait ends with
  // the scope of the caller.
  function iterate(stream, options) {
    let wake = () => {};
    let problem; // undefined: it goes on; null: it has ended
    let begun = false;
    let over = false;
    let line = Promise.resolve();
    const woken = () => {
      wake();
      wake = () => {};
    };
    let cleanup = () => {};
    const begin = () => {
      begun = true;
      stream.on("readable", woken);
      cleanup = finished(stream, { writable: false }, (error) => {
        problem = error ? joined(problem, error) : null;
        woken();
      });
    };
    const leave = (error) => {
      if (over) return;
      over = true;
      if (!begun) {
        if (options?.destroyOnReturn !== false) destroyStream(stream, null);
        return;
      }
      if ((error || options?.destroyOnReturn !== false) && (problem === undefined || stream._readableState?.autoDestroy)) {
        destroyStream(stream, null);
      } else {
        stream.off("readable", woken);
        cleanup();
      }
    };
    const waits = () => new Promise((resolve, reject) => {
      const unfollow = host.follow(reject);
      wake = () => {
        unfollow();
        resolve();
      };
    });
    // one reads a chunk as it came: those that have gathered are not put together.
    const one = () => {
      const state = stream._readableState;
      state.single = true;
      const chunk = stream.read();
      state.single = false;
      return chunk;
    };
    const step = async () => {
      if (over) return { value: undefined, done: true };
      if (!begun) begin();
      try {
        for (;;) {
          const chunk = stream.destroyed ? null : one();
          if (chunk !== null) return { value: chunk, done: false };
          if (problem) throw problem;
          if (problem === null) {
            leave();
            return { value: undefined, done: true };
          }
          await waits();
        }
      } catch (error) {
        problem = joined(problem, error);
        leave(problem);
        throw problem;
      }
    };
    const inLine = (f) => {
      const next = line.then(f, f);
      line = next.catch(() => {});
      return next;
    };
    const iterator = Object.create(host.asyncIterator);
    return Object.assign(iterator, {
      next: () => inLine(step),
      return: (value) => inLine(async () => {
        leave();
        return { value, done: true };
      }),
      throw: (error) => inLine(async () => {
        leave(error);
        throw error;
      }),
      stream,
    });
  }
  method(Symbol.asyncIterator, function () {
    return iterate(typeof this.read === "function" ? this : new Readable({ objectMode: true }).wrap(this));
  });
  method("iterator", function iterator(options) {
    if (options !== undefined) errors.checkObject(options, "options");
    return iterate(this, options);
  });

  // from reads an iterable as fast as it is read itself.
  Readable.from = function from(iterable, options) {
    if (typeof iterable === "string" || iterable instanceof Uint8Array) {
      return new Readable({
        objectMode: true,
        ...options,
        read() {
          this.push(iterable);
          this.push(null);
        },
      });
    }
    const asynchronous = iterable?.[Symbol.asyncIterator];
    const make = asynchronous ?? iterable?.[Symbol.iterator];
    if (make === undefined || make === null) throw invalidType("iterable", "an instance of Iterable", iterable);
    const iterator = make.call(iterable);
    const stream = new Readable({ objectMode: true, highWaterMark: 1, ...options });
    let reading = false;
    stream._read = () => {
      if (reading) return;
      reading = true;
      next();
    };
    stream._destroy = (error, callback) => {
      leave(error).then(() => tick(callback, error), (problem) => tick(callback, problem || error));
    };
    async function leave(error) {
      if (error !== undefined && error !== null && typeof iterator.throw === "function") {
        const { value, done } = await iterator.throw(error);
        await value;
        if (done) return;
      }
      if (typeof iterator.return === "function") await (await iterator.return())?.value;
    }
    async function next() {
      for (;;) {
        try {
          const { value, done } = asynchronous ? await iterator.next() : iterator.next();
          if (done) {
            stream.push(null);
          } else {
            const chunk = typeof value?.then === "function" ? await value : value;
            if (chunk === null) {
              reading = false;
              throw coded(TypeError, "ERR_STREAM_NULL_VALUES", "May not write null values to stream");
            }
            if (stream.push(chunk)) continue;
            reading = false;
          }
        } catch (error) {
          stream.destroy(error);
        }
        return;
      }
    }
    return stream;
  };
  Readable.wrap = function wrap(source, options) {
    return new Readable({
      objectMode: source.readableObjectMode ?? source.objectMode ?? true,
      ...options,
      destroy(error, callback) {
        destroyStream(source, error);
        callback(error);
      },
    }).wrap(source);
  };
  return { iterate };
})
