// The class Stream of lariat:flow and the functions that make one. What its methods do is in producing.js and consuming.js.
(function (host) {
  "use strict";
  const {
    pending, opener, ArraySource, IteratorSource, FailedSource, Line, json, Lines, Zip, Flat, Join, Events, Interval, Drain, StreamIterator,
    error, wrong, count, time, optionsOf, concurrencyOf, isSignal, isTarget,
  } = host;
  const { POSITIVE_INFINITY: Infinity } = Number;
  const key = Symbol("key"); // of the constructor, which is not for users

  const joined = { gate: null, limit: Infinity, ordered: false };
  let claim, step, stage, concurrent, retried, limited;

  // openerOf gives the function that opens what a user gives.
  const openerOf = (source, what) => (source instanceof Stream ? claim(source, what) : opener(source, what));
  const openersOf = (sources, what) => sources.map((source, i) => openerOf(source, `${what}: source ${i + 1}`));

  class Stream {
    #open; // makes the stage that the stream begins with
    #steps; // what a Line does with its items
    #again; // whether it can be opened more than once
    #used = false;
    #concurrency; // of the stages that name none

    constructor(open, rest) {
      if (rest?.key !== key) throw new TypeError("new Stream: streams are made by stream(source), Stream.of and the like");
      this.#open = open;
      this.#steps = rest.steps ?? [];
      this.#again = rest.again ?? false;
      this.#concurrency = rest.concurrency;
    }

    // claim gives the function that opens the stream, and takes it from whoever else might want to.
    #claim(what) {
      if (!this.#again) {
        if (this.#used) {
          throw error("type", `${what}: this stream is for one use and was used already: ` +
            "make it of a function, stream(() => source), or tee() it");
        }
        this.#used = true;
      }
      const open = this.#open, made = this.#steps;
      return made.length === 0 ? open : () => new Line(open(), made);
    }
    // with is this stream with something changed.
    #with(changes) {
      const rest = { key, again: this.#again, steps: this.#steps, concurrency: this.#concurrency, ...changes };
      return new Stream(changes.open ?? this.#open, rest);
    }
    static {
      claim = (s, what) => s.#claim(what);
      // step adds a step to the line, stage makes a stage of its own.
      step = (s, make, what) => {
        s.#claim(what);
        return s.#with({ steps: [...s.#steps, make] });
      };
      stage = (s, make, what) => {
        const open = s.#claim(what);
        return s.#with({ open: () => make(open()), steps: [] });
      };
      limited = (s, concurrency, what) => {
        s.#claim(what);
        return s.#with({ concurrency });
      };
      // retried is a stream that make() makes of what opens this one.
      retried = (s, make, what) => {
        if (!s.#again) {
          throw error("type", `${what}: the stream is for one use, so that nothing can be tried again: ` +
            "make it of a function, stream(() => source)");
        }
        const open = s.#claim(what);
        return s.#with({ open: () => make(open), steps: [] });
      };
      concurrent = (s, o, what) => {
        const options = optionsOf(o, what, ["concurrency", "ordered", "buffer"]);
        return concurrencyOf(options.concurrency ?? s.#concurrency, what, options);
      };
    }

    static from(source) {
      if (source instanceof Stream) return source;
      if (typeof source === "function") return new Stream(() => made(source), { key, again: true });
      return new Stream(opener(source, 'stream: "source"'), { key });
    }
    static of(...items) {
      return new Stream(() => new ArraySource(items), { key, again: true });
    }
    static range(start, end, step = 1) {
      for (const [name, n] of Object.entries({ start, end, step })) {
        if (typeof n !== "number" || n !== n) throw wrong(`Stream.range: "${name}"`, "a number");
      }
      if (step === 0) throw error("range", 'Stream.range: "step" must not be 0');
      return new Stream(() => new IteratorSource(numbers(start, end, step)), { key, again: true });
    }
    static interval(every) {
      const ms = time(every, 'Stream.interval: "every"', false);
      return new Stream(() => new Interval(ms), { key, again: true });
    }
    static events(target, type, o) {
      if (!isTarget(target)) throw wrong('Stream.events: "target"', "an EventTarget");
      const { signal, buffer = Infinity } = optionsOf(o, "Stream.events", ["signal", "buffer"]);
      if (signal !== undefined && !isSignal(signal)) throw wrong('Stream.events: "signal"', "an AbortSignal");
      count(buffer, 'Stream.events: "buffer"', 1, true);
      return new Stream(() => new Events(target, `${type}`, { signal, buffer }), { key, again: true });
    }
    static merge(...sources) {
      const openers = openersOf(sources, "Stream.merge");
      return new Stream(() => new Join(new ArraySource(openers), joined), { key, again: Stream.#reusable(sources) });
    }
    static concat(...sources) {
      const openers = openersOf(sources, "Stream.concat");
      return new Stream(() => new Flat(new ArraySource(openers)), { key, again: Stream.#reusable(sources) });
    }
    static zip(...sources) {
      const openers = openersOf(sources, "Stream.zip");
      return new Stream(() => new Zip(openers.map((open) => open())), { key, again: Stream.#reusable(sources) });
    }
    static #reusable(sources) {
      return sources.every((s) => s instanceof Stream && s.#again);
    }

    [Symbol.asyncIterator]() {
      return new StreamIterator(this.#claim("for await")());
    }
    // Disposing of a stream that somebody uses is up to him.
    async [Symbol.asyncDispose]() {
      if (this.#again || this.#used) return;
      await this.#claim("await using")().close();
    }
  }
  Object.defineProperty(Stream.prototype, Symbol.toStringTag, { value: "Stream", configurable: true });

  // made opens what a function gives, or will give.
  const made = (fn) => {
    const what = "stream: what the function gave";
    try {
      const source = fn();
      if (!pending(source)) return openerOf(source, what)();
      const later = Promise.resolve(source).then((source) => openerOf(source, what));
      later.catch(() => {}); // whoever pulls hears of it
      return new Flat(new ArraySource([later]));
    } catch (e) {
      return new FailedSource(e);
    }
  };

  function* numbers(start, end, step) {
    const n = Math.ceil((end - start) / step);
    for (let i = 0; i < n; i++) yield start + i * step;
  }
  // branch makes a stream of one output of a hub.
  const branch = (output) => new Stream(() => output, { key });
  const branches = (outputs) => outputs.map(branch);

  // drain opens a stream and takes its items.
  const drain = (s, what, options, each, result) => {
    try {
      return new Drain(claim(s, what)(), what, options, each, result).start();
    } catch (e) {
      return Promise.reject(e);
    }
  };

  const stream = (source) => Stream.from(source);
  const staged = (what, make) => (source) => {
    const s = source instanceof Stream ? source : new Stream(opener(source, `${what}: the source`), { key });
    return stage(s, make, what);
  };
  const lines = () => staged("lines", (up) => new Lines(up));
  const jsonLines = () => staged("jsonLines", (up) => new Line(new Lines(up), [json]));

  return { Stream, stream, lines, jsonLines, openerOf, claim, step, stage, concurrent, limited, retried, drain, branch, branches };
})
