// What lariat:flow reads from the arguments of its users.
(function (host) {
  "use strict";
  const { error, milliseconds } = host;
  const { POSITIVE_INFINITY: Infinity } = Number;

  const wrong = (what, want) => error("type", `${what} must be ${want}`);

  const callable = (fn, what) => {
    if (typeof fn !== "function") throw wrong(`${what}: "fn"`, "a function");
    return fn;
  };

  // count reads a number of items. Infinity is one if it is allowed.
  const count = (n, what, low, endless = false) => {
    if (typeof n !== "number" || Number.isNaN(n)) throw wrong(what, "a number");
    if (n < low || (!Number.isInteger(n) && !(endless && n === Infinity))) {
      throw error("range", `${what} must be an integer of at least ${low}, got ${n}`);
    }
    return n;
  };

  // time reads a duration that is finite, and positive where zero makes no sense.
  const time = (d, what, zero = true) => {
    const ms = milliseconds(d, what);
    if (ms === Infinity || (!zero && ms === 0)) throw error("range", `${what} must be ${zero ? "" : "positive and "}finite`);
    return ms;
  };

  // optionsOf reads options, of which there are no others than those that are named, if any are: a word that is spelt wrong would be a
  // setting that has no effect.
  const optionsOf = (o, what, names) => {
    if (o === undefined || o === null) return {};
    if (typeof o !== "object") throw wrong(`${what}: "options"`, "an object");
    for (const key of names ? Object.keys(o) : []) {
      if (!names.includes(key)) throw error("type", `${what}: there is no option "${key}"; the options are ${names.join(", ")}`);
    }
    return o;
  };

  const governor = (g, what) => {
    if (typeof g !== "object" || g === null || typeof g.acquire !== "function") throw wrong(what, "a Governor");
    return g;
  };

  // gated is how much runs at a time when the caller gives a Governor and no buffer.
  const gated = 16;

  // concurrencyOf reads what bounds the work on items: null when they are worked on one after the other.
  const concurrencyOf = (c, what, o = {}) => {
    const { ordered = true, buffer } = o;
    if (typeof ordered !== "boolean") throw wrong(`${what}: "ordered"`, "a boolean");
    const limits = buffer === undefined ? undefined : count(buffer, `${what}: "buffer"`, 1, true);
    if (typeof c === "object" && c !== null) {
      if (typeof c.acquire !== "function") throw wrong(`${what}: "concurrency"`, "a number or a Governor");
      return { gate: c, limit: limits ?? gated, buffer: limits ?? gated, ordered };
    }
    if (c === undefined) return null;
    if (typeof c !== "number") throw wrong(`${what}: "concurrency"`, "a number or a Governor");
    count(c, `${what}: "concurrency"`, 1, true);
    return c === 1 && limits === undefined ? null : { gate: null, limit: c, buffer: limits ?? c, ordered };
  };

  const overflows = ["wait", "drop-oldest", "drop-newest"];
  const overflowOf = (overflow, what) => {
    if (!overflows.includes(overflow)) {
      throw wrong(`${what}: "overflow"`, `"wait", "drop-oldest" or "drop-newest", got ${String(overflow)}`);
    }
    return overflow;
  };

  // A runtime may have no signals and events; then nothing is one.
  const isSignal = (v) => globals.AbortSignal !== undefined && v instanceof globals.AbortSignal;
  const isTarget = (v) => globals.EventTarget !== undefined && v instanceof globals.EventTarget;

  // extend adds methods to a prototype as a class would have them.
  const extend = (prototype, methods) => {
    for (const name of Object.keys(methods)) {
      Object.defineProperty(prototype, name, { value: methods[name], writable: true, configurable: true });
    }
  };

  return { isSignal, isTarget, extend, wrong, callable, count, time, optionsOf, governor, concurrencyOf, overflowOf };
})
