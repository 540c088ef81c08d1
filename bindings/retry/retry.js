// What of lariat:retry is made of the rest of it: delays, policies, decorators. The host gives retry itself and hedge,
// milliseconds(value, what), the class Bulkhead, limited(timeout, fn), cancelled(), wrong(what, want) and DOMException.
(function (host) {
  "use strict";
  const { retry, hedger, retryable: options, milliseconds, Bulkhead, limited, cancelled, wrong, DOMException } = host;
  Object.freeze(host.first); // all first attempts share it

  class StopRetry extends Error {
    constructor(cause) {
      super("retrying was stopped", { cause });
    }
    get name() {
      return "StopRetry";
    }
  }

  // judge says of an error whether it is worth another try: 0 for yes, 1 for no, 2 for a StopRetry. A TypeError with a
  // cause is how fetch tells of a network that fails; one without is a mistake in the program.
  const judge = (error) => {
    if (error instanceof StopRetry) return 2;
    if (error instanceof DOMException) return error.name === "AbortError" ? 1 : 0;
    if (error instanceof TypeError) return error.cause === undefined ? 1 : 0;
    return error instanceof ReferenceError || error instanceof SyntaxError || error instanceof RangeError ? 1 : 0;
  };

  // retryAfter is how long a server asks to wait, in milliseconds.
  const retryAfter = (value) => {
    if (typeof value !== "object" || value === null) return 0;
    if (typeof value.retryAfter === "number") return value.retryAfter > 0 ? value.retryAfter : 0;
    const headers = value.headers ?? value.response?.headers;
    const text = typeof headers?.get === "function" ? headers.get("retry-after") : headers?.["retry-after"];
    if (text === undefined || text === null || text === "") return 0;
    const seconds = Number(text);
    const ms = Number.isNaN(seconds) ? Date.parse(text) - Date.now() : seconds * 1000;
    return ms > 0 ? ms : 0;
  };

  const jitters = {
    none: (delay) => delay,
    full: (delay) => Math.random() * delay,
    equal: (delay) => delay / 2 + (Math.random() * delay) / 2,
  };

  const backoff = Object.freeze({
    none: () => () => 0,
    constant(delay) {
      const ms = milliseconds(delay, "backoff.constant");
      return () => ms;
    },
    linear(step, max = Infinity) {
      const ms = milliseconds(step, "backoff.linear"), most = milliseconds(max, "backoff.linear");
      return (attempt) => Math.min(most, ms * attempt);
    },
    exponential({ initial = 100, factor = 2, max = "30s", jitter = "full" } = {}) {
      const first = milliseconds(initial, "backoff.exponential"), most = milliseconds(max, "backoff.exponential");
      if (typeof factor !== "number" || !(factor >= 1)) {
        throw new RangeError(`backoff.exponential: "factor" must be at least 1, got ${String(factor)}`);
      }
      if (jitter === "decorrelated") {
        return (_, previous) => Math.min(most, first + Math.random() * Math.max(0, (previous || first) * 3 - first));
      }
      if (!Object.hasOwn(jitters, jitter)) throw wrong('backoff.exponential: "jitter"', '"none", "full", "equal" or "decorrelated"');
      const spread = jitters[jitter];
      return (attempt) => spread(Math.min(most, first * factor ** (attempt - 1)));
    },
    fibonacci(one, max = Infinity) {
      const ms = milliseconds(one, "backoff.fibonacci"), most = milliseconds(max, "backoff.fibonacci");
      return (attempt) => {
        let a = 0, b = 1;
        for (let i = 1; i < attempt && b * ms < most; i++) [a, b] = [b, a + b];
        return Math.min(most, b * ms);
      };
    },
  });

  // wrap makes the function that retries fn. The options have been read.
  const wrap = (fn, read) => {
    const wrapped = function (...args) {
      return retry(() => fn.apply(this, args), read);
    };
    for (const key of ["name", "length"]) Object.defineProperty(wrapped, key, { value: fn[key], configurable: true });
    return wrapped;
  };

  // decorated deals with the two forms of decorators: (method, context) of TC39, (target, key, descriptor) of old
  // TypeScript. It gives undefined for what is neither.
  const decorated = (args, read) => {
    const [value, context, descriptor] = args;
    if (args.length > 2 && typeof descriptor === "object" && descriptor !== null) {
      if (typeof descriptor.value !== "function") throw wrong("retryable: what it decorates", "a method");
      return { ...descriptor, value: wrap(descriptor.value, read) };
    }
    if (typeof context !== "object" || context === null || typeof context.kind !== "string") return undefined;
    if (context.kind !== "method" || typeof value !== "function") throw wrong("retryable: what it decorates", "a method");
    return wrap(value, read);
  };

  function retryable(fn, given) {
    const replaced = decorated(arguments, undefined);
    if (replaced) return replaced;
    if (typeof fn === "function") return wrap(fn, given === undefined ? given : options(given));
    if (fn !== undefined && (typeof fn !== "object" || fn === null)) throw wrong('retryable: "fn"', "a function");
    const read = options(fn);
    return (...args) => {
      const replaced = decorated(args, read);
      if (!replaced) throw wrong("retryable: what it decorates", "a method");
      return replaced;
    };
  }

  const needed = (fn, what) => {
    if (typeof fn !== "function") throw wrong(what, "a function");
    return fn;
  };

  // fallback does not stand in for a result that nobody waits for any more.
  async function fallback(fn, value) {
    needed(fn, 'fallback: "fn"');
    try {
      return await fn();
    } catch (error) {
      if (cancelled()) throw error;
      return typeof value === "function" ? await value(error) : value;
    }
  }

  const policy = Object.freeze({
    retry(o) {
      const read = host["policy.retry"](o);
      return (next) => retry(() => next(), read);
    },
    timeout(timeout) {
      milliseconds(timeout, "policy.timeout");
      return (next) => limited(timeout, () => next());
    },
    govern(concurrency) {
      const governor = typeof concurrency === "number" ? new Bulkhead(concurrency) : concurrency;
      if (typeof governor?.acquire !== "function") throw wrong('policy.govern: "governor"', "a number or a Governor");
      if (typeof governor.with === "function") return (next) => governor.with(() => next());
      return async (next) => {
        const token = await governor.acquire();
        try {
          return await next();
        } finally {
          token.release();
        }
      };
    },
    fallback: (value) => (next) => fallback(next, value),
    hedge(o) {
      const hedge = hedger(o);
      return (next) => hedge(() => next());
    },
  });

  function compose(...policies) {
    for (const p of policies) needed(p, 'compose: "policies"');
    return async (fn) => {
      needed(fn, 'compose: "fn"');
      return policies.reduceRight((next, p) => async () => p(next), async () => fn())();
    };
  }

  const aggregate = (errors, message) => new AggregateError(errors, message);

  return { exports: { StopRetry, backoff, retryable, fallback, policy, compose }, judge, retryAfter, aggregate };
})
