// The methods of Stream that take its items.
(function (host) {
  "use strict";
  const { STOP, pending, then, sinkOf, error, callable, optionsOf, Stream, concurrent, stage, drain, extend } = host;

  const nothing = () => undefined;
  const promised = (f) => {
    try {
      return f();
    } catch (e) {
      return Promise.reject(e);
    }
  };

  // search takes the items with what fn says of them, until decide(item, said) gives a result: { found }.
  const search = (s, what, fn, c, decide, otherwise) =>
    promised(() => {
      callable(fn, what);
      let found = otherwise;
      const tested = s.map((v, i) => then(fn(v, i), (said) => ({ v, said })), c === undefined ? c : { concurrency: c });
      return drain(tested, what, undefined, ({ v, said }) => {
        const decided = decide(v, said);
        if (!decided) return undefined;
        ({ found } = decided);
        return STOP;
      }, () => found);
    });

  extend(Stream.prototype, {
    toArray(o) {
      return promised(() => {
        optionsOf(o, "Stream.toArray", ["signal", "timeout"]);
        const items = [];
        return drain(this, "Stream.toArray", o, (v) => { items.push(v); }, () => items);
      });
    },
    forEach(fn, c) {
      return promised(() => {
        const each = callable(fn, "Stream.forEach");
        if (!concurrent(this, { concurrency: c }, "Stream.forEach")) {
          let i = 0;
          return drain(this, "Stream.forEach", undefined, (v) => each(v, i++), nothing);
        }
        const options = { concurrency: c, ordered: false };
        return drain(this.map(each, options), "Stream.forEach", undefined, nothing, nothing);
      });
    },
    reduce(fn, ...initial) {
      return promised(() => {
        callable(fn, "Stream.reduce");
        let [sum] = initial, empty = initial.length === 0, i = 0;
        return drain(this, "Stream.reduce", undefined, (v) => {
          if (empty) {
            empty = false;
            sum = v;
            i++;
            return undefined;
          }
          const next = fn(sum, v, i++);
          if (pending(next)) return Promise.resolve(next).then((next) => { sum = next; });
          sum = next;
          return undefined;
        }, () => {
          if (empty) throw error("type", "Stream.reduce: the stream is empty and there is no initial value");
          return sum;
        });
      });
    },
    some(fn, c) {
      return search(this, "Stream.some", fn, c, (v, said) => said && { found: true }, false);
    },
    every(fn, c) {
      return search(this, "Stream.every", fn, c, (v, said) => !said && { found: false }, true);
    },
    find(fn, c) {
      return search(this, "Stream.find", fn, c, (v, said) => said && { found: v }, undefined);
    },
    first() {
      let found;
      return drain(this, "Stream.first", undefined, (v) => {
        found = v;
        return STOP;
      }, () => found);
    },
    last() {
      let found;
      return drain(this, "Stream.last", undefined, (v) => { found = v; }, () => found);
    },
    count() {
      let n = 0;
      return drain(this, "Stream.count", undefined, () => { n++; }, () => n);
    },
    pipeTo(target, o) {
      return promised(() => {
        const options = optionsOf(o, "Stream.pipeTo", ["signal", "timeout", "preventClose", "preventAbort"]);
        if (typeof target === "function") return drain(this, "Stream.pipeTo", o, (v) => target(v), nothing);
        const items = stage(this, (up) => up, "Stream.pipeTo"); // the target of a stream that is in use is left alone
        const sink = sinkOf(target, options);
        const all = drain(items, "Stream.pipeTo", o, sink.write, nothing);
        return all.then(sink.close, sink.abort);
      });
    },
    toReadableStream() {
      const { ReadableStream } = globals;
      if (typeof ReadableStream !== "function") {
        throw error("module", "Stream.toReadableStream: this runtime has no ReadableStream: give it the module of web streams");
      }
      const iterator = this[Symbol.asyncIterator]();
      return new ReadableStream({
        async pull(controller) {
          const { value, done } = await iterator.next();
          if (done) controller.close();
          else controller.enqueue(value);
        },
        async cancel() {
          await iterator.return();
        },
      }, { highWaterMark: 0 });
    },
  });

  return {};
})
