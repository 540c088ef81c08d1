// What "node:perf_hooks" has beside the standards (https://nodejs.org/docs/latest-v20.x/api/perf_hooks.html). Its histograms
// are those of HdrHistogram: a value is known to a number of significant figures, whatever its size.
(function (host, errors) {
  "use strict";
  const { checkFunction, checkInteger, checkNumber, checkObject, coded, invalidType, outOfRange } = errors;
  const most = Number.MAX_SAFE_INTEGER;
  const none = 2n ** 63n - 1n; // the least of no values
  const magnitude = (n) => Math.floor(Math.log2(n));

  // Layout tells which values count as one.
  class Layout {
    constructor(lowest, highest, figures) {
      this.unit = magnitude(lowest);
      this.bits = Math.ceil(Math.log2(2 * 10 ** figures));
      this.highest = highest;
    }

    size(value) {
      let size = 2 ** this.unit;
      for (let limit = 2 ** (this.unit + this.bits); value >= limit; limit *= 2) size *= 2;
      return size;
    }

    low(value) {
      const size = this.size(value);
      return Math.floor(value / size) * size;
    }

    high(value) {
      return this.low(value) + this.size(value) - 1;
    }

    middle(value) {
      return this.low(value) + Math.floor(this.size(value) / 2);
    }
  }

  let put, add; // for the classes below, and for nobody else

  class SafeMap extends Map {}

  class Histogram {
    #layout;
    #counts = new Map(); // by the least value that counts as the same
    #count = 0;
    #exceeds = 0;
    #min = Infinity;
    #max = 0;

    constructor(layout) {
      this.#layout = layout;
    }

    get count() { return this.#count; }
    get countBigInt() { return BigInt(this.#count); }
    get min() { return Number(this.minBigInt); }
    get minBigInt() { return this.#min === Infinity ? none : BigInt(this.#layout.low(this.#min)); }
    get max() { return this.#count === 0 ? 0 : this.#layout.high(this.#max); }
    get maxBigInt() { return BigInt(this.max); }
    get exceeds() { return this.#exceeds; }
    get exceedsBigInt() { return BigInt(this.#exceeds); }

    get mean() {
      let sum = 0;
      for (const [value, n] of this.#sorted()) sum += n * this.#layout.middle(value);
      return sum / this.#count;
    }

    get stddev() {
      const { mean } = this;
      let sum = 0;
      for (const [value, n] of this.#sorted()) sum += n * (this.#layout.middle(value) - mean) ** 2;
      return Math.sqrt(sum / this.#count);
    }

    #sorted() {
      return [...this.#counts].sort(([a], [b]) => a - b);
    }

    percentile(percentile) {
      checkNumber(percentile, "percentile");
      if (!(percentile > 0 && percentile <= 100)) throw outOfRange("percentile", "> 0 && <= 100", percentile);
      const wanted = Math.max(1, Math.floor((percentile / 100) * this.#count + 0.5));
      let passed = 0;
      for (const [value, n] of this.#sorted()) {
        passed += n;
        if (passed >= wanted) return this.#layout.high(value);
      }
      return 0;
    }

    percentileBigInt(percentile) {
      return BigInt(this.percentile(percentile));
    }

    // The steps halve what is left to 100 each time.
    get percentiles() {
      const steps = new SafeMap();
      const total = this.#count;
      let [passed, last, next] = [0, 0, 0];
      for (const [value, n] of this.#sorted()) {
        passed += n;
        last = value;
        while (next <= (100 * passed) / total && next < 100) {
          steps.set(next, value);
          next += 100 / 2 ** (Math.trunc(Math.log2(100 / (100 - next))) + 1);
          if (passed === total) break;
        }
      }
      return steps.set(100, last);
    }

    get percentilesBigInt() {
      const steps = new SafeMap();
      for (const [percentile, value] of this.percentiles) steps.set(percentile, BigInt(value));
      return steps;
    }

    reset() {
      this.#counts.clear();
      [this.#count, this.#exceeds, this.#min, this.#max] = [0, 0, Infinity, 0];
    }

    toJSON() {
      const { count, min, max, mean, exceeds, stddev, percentiles } = this;
      return { count, min, max, mean, exceeds, stddev, percentiles: Object.fromEntries(percentiles) };
    }

    [Symbol.for("nodejs.util.inspect.custom")](depth, options, inspect) {
      if (depth < 0) return this;
      const { min, max, mean, exceeds, stddev, count, percentiles } = this;
      const shown = { min, max, mean, exceeds, stddev, count, percentiles };
      return `Histogram ${inspect(shown, { ...options, depth: options.depth === null ? null : options.depth - 1 })}`;
    }

    static #put(h, value, n = 1) {
      if (value > h.#layout.highest) {
        h.#exceeds += n;
        return;
      }
      h.#count += n;
      h.#min = Math.min(h.#min, value);
      h.#max = Math.max(h.#max, value);
      const low = h.#layout.low(value);
      h.#counts.set(low, (h.#counts.get(low) ?? 0) + n);
    }

    static #add(h, other) {
      for (const [value, n] of other.#counts) put(h, value, n);
      h.#exceeds += other.#exceeds;
    }

    static {
      [put, add] = [Histogram.#put, Histogram.#add];
    }
  }

  class RecordableHistogram extends Histogram {
    #last;

    record(val) {
      if (typeof val === "bigint") {
        if (val < 1n || val > none) throw coded(RangeError, "ERR_OUT_OF_RANGE", "value is out of range");
      } else checkInteger(val, "val", 1, most);
      put(this, Number(val));
    }

    recordDelta() {
      const now = host.now();
      if (this.#last !== undefined) put(this, Math.max(1, Math.round((now - this.#last) * 1e6)));
      this.#last = now;
    }

    add(other) {
      if (!(other instanceof RecordableHistogram)) throw invalidType("other", "an instance of RecordableHistogram", other);
      add(this, other);
    }
  }

  function createHistogram(options = {}) {
    checkObject(options, "options");
    const { lowest = 1, highest = most, figures = 3 } = options;
    for (const [name, value] of [["lowest", lowest], ["highest", highest]]) {
      if (typeof value !== "bigint") checkInteger(value, `options.${name}`, name === "lowest" ? 1 : 2 * Number(lowest), most);
    }
    checkInteger(figures, "options.figures", 1, 5);
    return new RecordableHistogram(new Layout(Number(lowest), Number(highest), figures));
  }

  // An ELDHistogram has a timer, and records how long it was between two of its turns.
  class ELDHistogram extends Histogram {
    #resolution;
    #stop;

    constructor(resolution) {
      super(new Layout(1, 3.6e12, 3));
      this.#resolution = resolution;
    }

    enable() {
      if (this.#stop !== undefined) return false;
      let last;
      this.#stop = host.every(this.#resolution, () => {
        const now = host.now();
        if (last !== undefined) put(this, Math.max(1, Math.round((now - last) * 1e6)));
        last = now;
      });
      return true;
    }

    disable() {
      if (this.#stop === undefined) return false;
      this.#stop();
      this.#stop = undefined;
      return true;
    }
  }

  function monitorEventLoopDelay(options = {}) {
    checkObject(options, "options");
    const { resolution = 10 } = options;
    checkInteger(resolution, "options.resolution", 1, most);
    return new ELDHistogram(resolution);
  }

  function timerify(fn, options = {}) {
    checkFunction(fn, "fn");
    checkObject(options, "options");
    const { histogram } = options;
    if (histogram !== undefined && !(histogram instanceof RecordableHistogram)) {
      throw invalidType("options.histogram", "an instance of RecordableHistogram", histogram);
    }
    function timerified(...args) {
      const start = host.now();
      const done = () => {
        const duration = host.now() - start;
        histogram?.record(Math.max(1, Math.ceil(duration * 1e6)));
        host.entry(fn.name, start, duration, args);
      };
      const result = new.target ? Reflect.construct(fn, args, fn) : Reflect.apply(fn, this, args);
      if (!new.target && typeof result?.finally === "function") return result.finally(done);
      done();
      return result;
    }
    return Object.defineProperties(timerified, {
      length: { value: fn.length, configurable: false, enumerable: true },
      name: { value: `timerified ${fn.name}`, configurable: false, enumerable: true },
    });
  }

  // usage tells which part of a time had work, from the first question on.
  function usage(idle, active) {
    return { idle, active, utilization: active === 0 ? 0 : active / (idle + active) };
  }
  function eventLoopUtilization(util1, util2) {
    const [idle, active] = host.usage();
    if (util2) return usage(util1.idle - util2.idle, util1.active - util2.active);
    return util1 ? usage(idle - util1.idle, active - util1.active) : usage(idle, active);
  }

  const constants = {
    NODE_PERFORMANCE_GC_MAJOR: 4, NODE_PERFORMANCE_GC_MINOR: 1, NODE_PERFORMANCE_GC_INCREMENTAL: 8, NODE_PERFORMANCE_GC_WEAKCB: 16,
    NODE_PERFORMANCE_GC_FLAGS_NO: 0, NODE_PERFORMANCE_GC_FLAGS_CONSTRUCT_RETAINED: 2, NODE_PERFORMANCE_GC_FLAGS_FORCED: 4,
    NODE_PERFORMANCE_GC_FLAGS_SYNCHRONOUS_PHANTOM_PROCESSING: 8, NODE_PERFORMANCE_GC_FLAGS_ALL_AVAILABLE_GARBAGE: 16,
    NODE_PERFORMANCE_GC_FLAGS_ALL_EXTERNAL_MEMORY: 32, NODE_PERFORMANCE_GC_FLAGS_SCHEDULE_IDLE: 64,
  };
  for (const [name, value] of Object.entries(constants)) {
    Object.defineProperty(constants, name, { value, writable: false, configurable: false, enumerable: true });
  }
  return { constants, createHistogram, eventLoopUtilization, monitorEventLoopDelay, timerify };
})
