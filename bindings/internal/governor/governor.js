// The class behind every Governor (https://github.com/tc39/proposal-concurrency-control). It needs nothing but
// acquire and tryAcquire of the object, so it serves a script's own subclasses as well as lariat's. The host
// calls this function once a runtime: wrong makes the TypeError of an argument, native makes one governor of
// those in an array that are lariat's, within calls a function in the scope that wait options ask for.
(function (host) {
  "use strict";
  const { AsyncIteratorPrototype, wrong, native, within } = host;
  const isObject = (v) => (typeof v === "object" && v !== null) || typeof v === "function";

  class Governor {
    constructor() {
      if (new.target === Governor) throw wrong("new Governor: the class is abstract and", "extended");
    }
    async acquire() {
      throw wrong("Governor.acquire: the method", "implemented by the subclass");
    }
    tryAcquire() {
      throw wrong("Governor.tryAcquire: the method", "implemented by the subclass");
    }
    wrap(fn) {
      if (typeof fn !== "function") throw wrong('Governor.wrap: "fn"', "a function");
      const governor = this;
      const wrapped = function (...args) {
        return governor.with(() => fn.apply(this, args));
      };
      for (const key of ["name", "length"]) Object.defineProperty(wrapped, key, { value: fn[key], configurable: true });
      return wrapped;
    }
    wrapIterator(iterable) {
      const open = iterable?.[Symbol.asyncIterator] ?? iterable?.[Symbol.iterator];
      if (typeof open !== "function") throw wrong('Governor.wrapIterator: "it"', "an iterable or an async iterable");
      return new GovernedIterator(this, open.call(iterable));
    }
    static all(...governors) {
      const list = governors.flatMap((g) => {
        if (typeof g?.acquire !== "function" || typeof g.tryAcquire !== "function") {
          throw wrong('Governor.all: "governors"', "Governors");
        }
        return g instanceof Several ? g.members() : [g];
      });
      if (list.length === 0) throw wrong('Governor.all: "governors"', "at least one");
      const [combined, ...others] = native(list);
      return others.length === 0 ? combined : new Several(combined, others);
    }
  }

  Object.defineProperty(host.with, "name", { value: "with", configurable: true });
  Object.defineProperty(Governor.prototype, "with", { value: host.with, writable: true, configurable: true });

  // GovernedIterator asks the governor before each step of another iterator.
  class GovernedIterator {
    #governor;
    #iterator;
    constructor(governor, iterator) {
      this.#governor = governor;
      this.#iterator = iterator;
    }
    async next(value) {
      const result = await this.#governor.with(() => this.#iterator.next(value));
      return this.#awaited(result);
    }
    async return(value) {
      const method = this.#iterator.return;
      if (method === undefined || method === null) return { value, done: true };
      return this.#awaited(await method.call(this.#iterator, value));
    }
    async #awaited(result) {
      if (!isObject(result)) throw wrong("Governor.wrapIterator: a result of the iterator", "an object");
      return { value: await result.value, done: Boolean(result.done) };
    }
  }
  Object.setPrototypeOf(GovernedIterator.prototype, AsyncIteratorPrototype);

  // ranks are the order in which all callers acquire a script's own governors.
  const ranks = new WeakMap();
  let lastRank = 0;
  const rank = (g) => {
    if (!ranks.has(g)) ranks.set(g, ++lastRank);
    return ranks.get(g);
  };

  // Several is Governor.all when some are a script's own. Lariat's come first and the others in the order of
  // their ranks, so that two callers cannot each hold what the other wants. If one fails, those before it are
  // given back. One that is named several times is asked for that many times the weight.
  class Several extends Governor {
    #members;
    constructor(combined, others) {
      super();
      this.#members = new Map(combined ? [[combined, 1]] : []);
      for (const g of others.sort((a, b) => rank(a) - rank(b))) this.#members.set(g, (this.#members.get(g) ?? 0) + 1);
    }
    members() {
      return [...this.#members].flatMap(([g, times]) => Array(times).fill(g));
    }
    acquire(options) {
      return within(options, async (signal) => {
        const held = [];
        try {
          for (const [g, times] of this.#members) {
            held.push(checked(await g.acquire(asked(options, times, { signal }))));
            signal?.throwIfAborted();
          }
        } catch (error) {
          give(held);
          throw error;
        }
        return token(held);
      });
    }
    tryAcquire(options) {
      const held = [];
      try {
        for (const [g, times] of this.#members) {
          const t = g.tryAcquire(asked(options, times));
          if (!t) {
            give(held);
            return null;
          }
          held.push(checked(t));
        }
      } catch (error) {
        give(held);
        throw error;
      }
      return token(held);
    }
  }
  const asked = (options, times, more) => ({ priority: options?.priority, weight: (options?.weight ?? 1) * times, ...more });
  const checked = (t) => {
    if (typeof t?.release !== "function") throw wrong("Governor.all: what acquire gives", "a token with release()");
    return t;
  };
  const give = (held) => {
    for (const t of held.reverse()) t.release();
  };
  const token = (held) => {
    let open = true;
    const release = () => {
      if (!open) return false;
      open = false;
      give(held);
      return true;
    };
    return { get held() { return open; }, release, [Symbol.dispose]: release };
  };
  return Governor;
})
