// The methods of Stream that give another stream.
(function (host) {
  "use strict";
  const {
    SKIP, pending, steps, then, Chunk, Window, Flat, Catch, Finally, Mapping, Join, Buffer, Batch, Debounce, Timeout, TakeUntil,
    Retry, Elsewhere, tee, partition, groupBy, frame, wrong, callable, count, time, optionsOf, governor, concurrencyOf, overflowOf,
    Stream, openerOf, claim, step, stage, concurrent, limited, retried, branch, branches, extend, isSignal,
  } = host;

  extend(Stream.prototype, {
    map(fn, o) {
      callable(fn, "Stream.map");
      const c = concurrent(this, o, "Stream.map");
      if (!c) return step(this, steps.map(fn), "Stream.map");
      return stage(this, (up) => new Mapping(up, fn, c, (_, result) => result), "Stream.map");
    },
    filter(fn, o) {
      callable(fn, "Stream.filter");
      const c = concurrent(this, o, "Stream.filter");
      if (!c) return step(this, steps.filter(fn), "Stream.filter");
      return stage(this, (up) => new Mapping(up, fn, c, (v, kept) => (kept ? v : SKIP)), "Stream.filter");
    },
    flatMap(fn, o) {
      callable(fn, "Stream.flatMap");
      const c = concurrent(this, o, "Stream.flatMap");
      const what = "Stream.flatMap: what the function gave";
      const opening = steps.map((v, i) => then(fn(v, i), (inner) => openerOf(inner, what)));
      return stage(step(this, opening, "Stream.flatMap"), (up) => (c ? new Join(up, c) : new Flat(up)), "Stream.flatMap");
    },
    take(n) {
      return step(this, steps.take(count(n, 'Stream.take: "n"', 0, true)), "Stream.take");
    },
    drop(n) {
      return step(this, steps.drop(count(n, 'Stream.drop: "n"', 0, true)), "Stream.drop");
    },
    takeWhile(fn) {
      return step(this, steps.takeWhile(callable(fn, "Stream.takeWhile")), "Stream.takeWhile");
    },
    dropWhile(fn) {
      return step(this, steps.dropWhile(callable(fn, "Stream.dropWhile")), "Stream.dropWhile");
    },
    takeUntil(end) {
      if (!isSignal(end) && !pending(end)) throw wrong('Stream.takeUntil: "signal"', "an AbortSignal or a promise");
      return stage(this, (up) => new TakeUntil(up, end), "Stream.takeUntil");
    },
    scan(fn, initial) {
      return step(this, steps.scan(callable(fn, "Stream.scan"), initial), "Stream.scan");
    },
    distinct(fn) {
      return step(this, steps.distinct(fn === undefined ? fn : callable(fn, "Stream.distinct")), "Stream.distinct");
    },
    tap(fn) {
      return step(this, steps.tap(callable(fn, "Stream.tap")), "Stream.tap");
    },
    throttle(interval) {
      return step(this, steps.throttle(time(interval, 'Stream.throttle: "interval"')), "Stream.throttle");
    },
    rate(g) {
      return step(this, steps.rate(governor(g, 'Stream.rate: "governor"')), "Stream.rate");
    },
    limit(c) {
      concurrencyOf(c, "Stream.limit");
      if (c === undefined) throw wrong('Stream.limit: "concurrency"', "a number or a Governor");
      return limited(this, c, "Stream.limit");
    },
    chunk(n) {
      count(n, 'Stream.chunk: "n"', 1, true);
      return stage(this, (up) => new Chunk(up, n), "Stream.chunk");
    },
    window(n, step = 1) {
      count(n, 'Stream.window: "n"', 1);
      count(step, 'Stream.window: "step"', 1);
      return stage(this, (up) => new Window(up, n, step), "Stream.window");
    },
    buffer(n, overflow = "wait") {
      count(n, 'Stream.buffer: "n"', 1, true);
      overflowOf(overflow, "Stream.buffer");
      return stage(this, (up) => new Buffer(up, n, overflow), "Stream.buffer");
    },
    batch(n, every) {
      count(n, 'Stream.batch: "n"', 1, true);
      const ms = time(every, 'Stream.batch: "every"');
      return stage(this, (up) => new Batch(up, n, ms), "Stream.batch");
    },
    debounce(delay) {
      const ms = time(delay, 'Stream.debounce: "delay"');
      return stage(this, (up) => new Debounce(up, ms), "Stream.debounce");
    },
    timeout(duration) {
      const ms = time(duration, 'Stream.timeout: "duration"');
      return stage(this, (up) => new Timeout(up, ms), "Stream.timeout");
    },
    merge(...others) {
      return Stream.merge(this, ...others);
    },
    concat(...others) {
      return Stream.concat(this, ...others);
    },
    zip(...others) {
      return Stream.zip(this, ...others);
    },
    parallel(pool, fn, o) {
      if (typeof pool?.imap !== "function") throw wrong('Stream.parallel: "pool"', "a WorkerPool, or another object with a method imap");
      callable(fn, "Stream.parallel");
      const { ...options } = optionsOf(o, "Stream.parallel"); // what there is, the pool knows
      return stage(this, (up) => new Elsewhere(up, (items) => pool.imap(fn, items, options)), "Stream.parallel");
    },
    tee(n = 2, o) {
      count(n, 'Stream.tee: "n"', 1);
      const { buffer = 16 } = optionsOf(o, "Stream.tee", ["buffer"]);
      count(buffer, 'Stream.tee: "buffer"', 1, true);
      return branches(tee(claim(this, "Stream.tee")(), n, buffer, frame()));
    },
    partition(fn, o) {
      callable(fn, "Stream.partition");
      const { buffer = 16 } = optionsOf(o, "Stream.partition", ["buffer"]);
      count(buffer, 'Stream.partition: "buffer"', 1, true);
      const pairs = step(this, () => (v) => then(fn(v), (first) => [v, Boolean(first)]), "Stream.partition");
      return branches(partition(claim(pairs, "Stream.partition")(), buffer, frame()));
    },
    groupBy(fn, o) {
      callable(fn, "Stream.groupBy");
      const { buffer = 16 } = optionsOf(o, "Stream.groupBy", ["buffer"]);
      count(buffer, 'Stream.groupBy: "buffer"', 1, true);
      const pairs = step(this, () => (v) => then(fn(v), (group) => [v, group]), "Stream.groupBy");
      return stage(pairs, (up) => groupBy(up, buffer, branch), "Stream.groupBy");
    },
    retry(o) {
      return retried(this, (open) => new Retry(open, o), "Stream.retry");
    },
    catch(fn) {
      callable(fn, "Stream.catch");
      const what = "Stream.catch: what the function gave";
      return stage(this, (up) => new Catch(up, async (e) => openerOf(await fn(e), what)), "Stream.catch");
    },
    finally(fn) {
      callable(fn, "Stream.finally");
      return stage(this, (up) => new Finally(up, fn), "Stream.finally");
    },
    pipe(fn) {
      const piped = callable(fn, "Stream.pipe")(this);
      if (piped instanceof Stream || typeof piped === "function") return Stream.from(piped);
      if (typeof (piped?.[Symbol.asyncIterator] ?? piped?.[Symbol.iterator]) !== "function") {
        throw wrong('Stream.pipe: what "fn" gave', "an iterable or an async iterable");
      }
      return Stream.from(piped);
    },
  });

  return {};
})
