// What the workers of the isolate benchmark run: the kind of code that is sent to workers, 8 KB of it. It touches most
// of the built-ins, each of them once or a few times, so that what is measured is how they come to be.
(function () {
  "use strict";

  class Ring {
    #items = [];
    #limit;
    constructor(limit) { this.#limit = limit; }
    push(item) {
      if (this.#items.length === this.#limit) this.#items.shift();
      this.#items.push(item);
      return this;
    }
    get size() { return this.#items.length; }
    *[Symbol.iterator]() { yield* this.#items; }
    static of(...items) { return items.reduce((ring, item) => ring.push(item), new Ring(items.length)); }
  }

  class Failure extends Error {
    constructor(message, options) {
      super(message, options);
      this.name = "Failure";
    }
  }

  // A tokenizer and an evaluator of arithmetic.
  function tokens(text) {
    const found = [];
    const pattern = /\s*(?:(\d+(?:\.\d+)?)|([-+*\/()]))/gy;
    let match;
    while (pattern.lastIndex < text.length && (match = pattern.exec(text)) !== null) {
      found.push(match[1] === undefined ? { type: "operator", value: match[2] } : { type: "number", value: Number(match[1]) });
    }
    return found;
  }

  function parse(list) {
    let at = 0;
    const peek = () => list[at]?.value;
    function primary() {
      const token = list[at++];
      if (token === undefined) throw new Failure("the text ends early");
      if (token.type === "number") return token.value;
      if (token.value === "(") {
        const inner = sum();
        at++;
        return inner;
      }
      if (token.value === "-") return -primary();
      throw new Failure(`unexpected ${token.value}`);
    }
    function product() {
      let left = primary();
      while (peek() === "*" || peek() === "/") {
        const operator = list[at++].value;
        const right = primary();
        left = operator === "*" ? left * right : left / right;
      }
      return left;
    }
    function sum() {
      let left = product();
      while (peek() === "+" || peek() === "-") {
        const operator = list[at++].value;
        const right = product();
        left = operator === "+" ? left + right : left - right;
      }
      return left;
    }
    return sum();
  }

  // Records as they come out of a file of comma-separated values.
  const csv = `name,city,age,joined
Ada,London,36,1842-09-01
Grace,New York,85,1944-07-02
Linus,Portland,54,1991-08-25
Margaret,Boston,86,1969-07-20
Barbara,Los Angeles,84,1974-01-01`;

  function records(text) {
    const [head, ...lines] = text.trim().split("\n");
    const names = head.split(",");
    return lines.map((line) => Object.fromEntries(line.split(",").map((value, i) => [names[i], value.trim()])));
  }

  function summary(list) {
    const byDecade = new Map();
    for (const { name, joined } of list) {
      const decade = Math.floor(new Date(joined).getUTCFullYear() / 10) * 10;
      if (!byDecade.has(decade)) byDecade.set(decade, new Set());
      byDecade.get(decade).add(name);
    }
    return [...byDecade.entries()].sort(([a], [b]) => a - b).map(([decade, names]) => ({ decade, names: [...names].sort() }));
  }

  // The usual strings.
  function title(text) {
    return text.toLowerCase().replace(/\b[a-z]/g, (letter) => letter.toUpperCase()).padEnd(12, ".");
  }

  function slug(text) {
    return text.normalize("NFKD").replace(/[^\w\s-]/g, "").trim().replace(/[\s_]+/g, "-").toLowerCase();
  }

  // Numbers in typed arrays.
  function checksum(text) {
    const bytes = Uint8Array.from(Array.from(text, (c) => c.charCodeAt(0) & 255));
    const table = new Uint32Array(256);
    for (let n = 0; n < 16; n++) {
      let c = n;
      for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
      table[n] = c >>> 0;
    }
    let crc = 0xffffffff;
    for (const byte of bytes) {
      crc = table[(crc ^ byte) & 15] ^ (crc >>> 4);
      crc = table[(crc ^ (byte >>> 4)) & 15] ^ (crc >>> 4);
    }
    return (crc ^ 0xffffffff) >>> 0;
  }

  function statistics(values) {
    const sorted = Float64Array.from(values).sort();
    const mean = sorted.reduce((a, b) => a + b, 0) / sorted.length;
    const variance = sorted.reduce((a, b) => a + (b - mean) ** 2, 0) / sorted.length;
    return { min: sorted[0], max: sorted.at(-1), mean, deviation: Math.sqrt(variance), median: sorted[sorted.length >> 1] };
  }

  // A cache whose oldest entries go.
  class Cache {
    #entries = new Map();
    #limit;
    constructor(limit) { this.#limit = limit; }
    get(key, make) {
      if (this.#entries.has(key)) {
        const value = this.#entries.get(key);
        this.#entries.delete(key);
        this.#entries.set(key, value);
        return value;
      }
      const value = make(key);
      this.#entries.set(key, value);
      if (this.#entries.size > this.#limit) this.#entries.delete(this.#entries.keys().next().value);
      return value;
    }
  }

  // Messages in and out.
  const secret = new WeakMap();
  const kind = Symbol("kind");
  const handlers = {
    evaluate: ({ text }) => parse(tokens(text)),
    summarize: ({ text }) => summary(records(text)),
    describe: ({ values }) => statistics(values),
    check: ({ text }) => checksum(text).toString(16).padStart(8, "0"),
    name: ({ text }) => [title(text), slug(text)],
  };

  function handle(message) {
    const request = JSON.parse(message);
    const handler = Reflect.get(handlers, request.method);
    try {
      if (typeof handler !== "function") throw new TypeError(`no method ${String(request.method)}`);
      return JSON.stringify({ id: request.id, result: handler(request.params) });
    } catch (error) {
      return JSON.stringify({ id: request.id, error: { name: error.name, message: error.message } });
    }
  }

  const traced = new Proxy(handlers, {
    get(target, name, receiver) {
      const value = Reflect.get(target, name, receiver);
      if (typeof value === "function") secret.set(value, { [kind]: name, at: Object.keys(target).indexOf(name) });
      return value;
    },
  });

  // An async part; its promise settles after the script, which does not wait.
  const later = (async () => {
    const [a, b] = await Promise.all([Promise.resolve(1), new Promise((resolve) => resolve(2))]);
    await Promise.allSettled([Promise.reject(new RangeError("no")), a]).then((all) => all.map(({ status }) => status));
    return a + b;
  })();

  const cache = new Cache(2);
  const answers = [
    handle(JSON.stringify({ id: 1, method: "evaluate", params: { text: "(1 + 2) * (3 + 4) * 2" } })),
    handle(JSON.stringify({ id: 2, method: "summarize", params: { text: csv } })),
    handle(JSON.stringify({ id: 3, method: "describe", params: { values: [3, 1, 2, 5, 4] } })),
    handle(JSON.stringify({ id: 4, method: "check", params: { text: "the quick brown fox" } })),
    handle(JSON.stringify({ id: 5, method: "name", params: { text: "a Small test, of names" } })),
    handle(JSON.stringify({ id: 6, method: "missing" })),
  ].map((text) => cache.get(text, JSON.parse));

  const ring = Ring.of(1, 2, 3).push(4);
  const [first, ...rest] = ring;
  const big = 2n ** 64n - 1n;
  const frozen = Object.freeze({ ...answers[0], ring: rest, first, big: BigInt.asUintN(8, big).toString() });
  const entries = Object.entries(frozen).flatMap(([name, value]) => [name, typeof value]);
  const checks = [
    answers.length === 6, answers[5].error.name === "TypeError", entries.includes("ring"), traced.check({ text: "x" }).length === 8,
    secret.get(handlers.check)[kind] === "check", ring.size === 3, later instanceof Promise, frozen.big === "255",
    new Failure("why", { cause: 1 }).cause === 1, isFinite(answers[2].result.deviation), parseInt("2a", 16) === 42,
    encodeURIComponent("a b") === "a%20b", Number.isInteger(Number.parseFloat("4")), [..."a😀"].length === 2,
  ];
  return checks.every(Boolean) ? answers[0].result : -1;
})();
