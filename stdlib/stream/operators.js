// The functions of a Readable that work on what it gives, as iterators have them: map, filter, toArray and their like.
(function (host, errors) {
  "use strict";
  const { AbortError, checkFunction, checkObject, checkSignal, invalidType, outOfRange } = errors;
  const { Readable, addSignal, iterate } = host;
  const nothing = Symbol("nothing");

  const check = (f, options) => {
    checkFunction(f, "fn");
    if (options !== undefined && options !== null) checkObject(options, "options");
    checkSignal(options?.signal, "options.signal");
    return Math.floor(options?.concurrency ?? 1);
  };

  // made makes a stream of what step gives; an end of its own ends the source.
  function made(source, options, step) {
    const iterator = iterate(source);
    const signal = options?.signal;
    const generator = {
      [Symbol.asyncIterator]: () => generator,
      async next() {
        for (;;) {
          if (signal?.aborted) throw new AbortError(undefined, { cause: signal.reason });
          const result = await step(iterator);
          if (result !== nothing) return result;
        }
      },
      async return() {
        await iterator.return();
        return { value: undefined, done: true };
      },
    };
    const stream = Readable.from(generator);
    return signal ? addSignal(signal, stream) : stream;
  }

  // mapping calls f with up to a number of chunks at once; results come in order.
  function mapping(source, f, options) {
    const concurrency = check(f, options);
    if (concurrency < 1) throw outOfRange("concurrency", ">= 1", concurrency);
    const control = new globals.AbortController();
    const running = [];
    let ended = false;
    return made(source, options, async (iterator) => {
      while (!ended && running.length < concurrency) {
        const { value, done } = await iterator.next();
        ended = done;
        if (done) break;
        const result = (async () => f(value, { signal: options?.signal ?? control.signal }))();
        result.catch(() => {});
        running.push(result);
      }
      if (running.length === 0) return { value: undefined, done: true };
      const value = await running.shift();
      return value === undefined ? nothing : { value, done: false };
    });
  }

  const count = (n) => {
    const number = Number(n);
    if (Number.isNaN(number)) return 0;
    if (number < 0) throw outOfRange("number", ">= 0", number);
    return number;
  };

  // each calls f with every chunk until it says that this is enough.
  async function each(source, options, f) {
    checkSignal(options?.signal, "options.signal");
    const { signal } = options ?? {};
    if (signal?.aborted) throw new AbortError(undefined, { cause: signal.reason });
    const stop = signal ? host.onAbort(signal, () => source.destroy(new AbortError(undefined, { cause: signal.reason }))) : () => {};
    const iterator = iterate(source);
    try {
      for (;;) {
        const { value, done } = await iterator.next();
        if (done) return;
        let enough;
        try {
          enough = await f(value);
        } catch (error) {
          await iterator.return();
          throw error;
        }
        if (enough) {
          await iterator.return();
          return;
        }
      }
    } finally {
      stop();
    }
  }

  const operators = {
    map(f, options) {
      return mapping(this, f, options);
    },
    filter(f, options) {
      check(f, options);
      const kept = async (value, context) => ((await f(value, context)) ? value : undefined);
      return mapping(this, kept, options);
    },
    flatMap(f, options) {
      const lists = mapping(this, f, options);
      let inner;
      return made(lists, options, async (iterator) => {
        if (inner === undefined) {
          const { value, done } = await iterator.next();
          if (done) return { value: undefined, done };
          inner = (value[Symbol.asyncIterator] ?? value[Symbol.iterator]).call(value);
        }
        const { value, done } = await inner.next();
        if (!done) return { value, done };
        inner = undefined;
        return nothing;
      });
    },
    take(n, options) {
      let left = count(n);
      return made(this, options, async (iterator) => {
        if (left-- > 0) return iterator.next();
        await iterator.return();
        return { value: undefined, done: true };
      });
    },
    drop(n, options) {
      let left = count(n);
      return made(this, options, async (iterator) => {
        const result = await iterator.next();
        return result.done || left-- <= 0 ? result : nothing;
      });
    },
    asIndexedPairs(options) {
      let i = 0;
      return mapping(this, (value) => [i++, value], options);
    },
  };
  const promised = {
    async toArray(options) {
      const all = [];
      await each(this, options, (value) => {
        all.push(value);
      });
      return all;
    },
    async forEach(f, options) {
      check(f, options);
      const { signal } = options ?? {};
      await mapping(this, async (value, context) => {
        await f(value, context);
      }, options).toArray({ signal });
    },
    async some(f, options) {
      check(f, options);
      let found = false;
      await each(this, options, async (value) => (found = Boolean(await f(value, options ?? {}))));
      return found;
    },
    async every(f, options) {
      check(f, options);
      return !(await promised.some.call(this, async (value, context) => !(await f(value, context)), options));
    },
    async find(f, options) {
      check(f, options);
      let result;
      await each(this, options, async (value) => {
        if (!(await f(value, options ?? {}))) return false;
        result = value;
        return true;
      });
      return result;
    },
    async reduce(f, initial, options) {
      checkFunction(f, "reducer");
      let value = arguments.length > 1 ? initial : nothing;
      await each(this, options, async (next) => {
        value = value === nothing ? next : await f(value, next, options ?? {});
      });
      if (value === nothing) throw invalidType("initialValue", "given for a stream without chunks", undefined);
      return value;
    },
  };
  for (const [name, f] of Object.entries({ ...operators, ...promised })) errors.hidden(Readable.prototype, name, f);
  return {};
})
