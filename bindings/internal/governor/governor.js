// The class behind every Governor (https://github.com/tc39/proposal-concurrency-control). It needs nothing but
// acquire and tryAcquire of the object, so it serves a script's own subclasses as well as lariat's. The host
// calls this function once a runtime: wrong makes the TypeError of an argument, native makes one governor of
// those in an array that are lariat's, within calls a function in the scope that wait options ask for, refund
// gives back a token that was not used, patience is the number of rounds that a caller of Governor.all may lose.
(function (host) {
  "use strict";
  const { AsyncIteratorPrototype, wrong, native, within, refund, patience } = host;
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

  // Several is Governor.all when some are a script's own. It goes in rounds, as the host does for lariat's: it waits for
  // one, at first for a script's own, and tries the others; where one cannot be had it gives all back and waits for that
  // one alone. A caller who has lost too many rounds takes them one after another, lariat's first and the others in the
  // order of their ranks, which all callers share. One that is named several times is asked for that many times the weight.
  class Several extends Governor {
    #members;
    #own; // the index of the first that is a script's own
    constructor(combined, others) {
      super();
      this.#own = combined ? 1 : 0;
      const members = new Map(combined ? [[combined, 1]] : []);
      for (const g of others.sort((a, b) => rank(a) - rank(b))) members.set(g, (members.get(g) ?? 0) + 1);
      this.#members = [...members];
    }
    members() {
      return this.#members.flatMap(([g, times]) => Array(times).fill(g));
    }
    acquire(options) {
      return within(options, async (signal) => {
        const ask = async (i) => {
          const [g, times] = this.#members[i];
          return checked(await g.acquire(asked(options, times, { signal })));
        };
        let lacks = this.#own;
        for (let round = 0; round < patience; round++) {
          const have = await ask(lacks);
          if (signal?.aborted) drop([have], signal.reason);
          const held = this.#try(options, have, lacks);
          if (Array.isArray(held)) return token(held);
          lacks = held;
        }
        const held = [];
        try {
          for (let i = 0; i < this.#members.length; i++) {
            held.push(await ask(i));
            signal?.throwIfAborted();
          }
        } catch (error) {
          drop(held, error);
        }
        return token(held);
      });
    }
    tryAcquire(options) {
      const held = this.#try(options);
      return Array.isArray(held) ? token(held) : null;
    }
    // #try takes all but the one whose token is there: their tokens, or the index of one that cannot be had.
    #try(options, have, index) {
      const held = have ? [have] : [];
      try {
        for (const [i, [g, times]] of this.#members.entries()) {
          if (have && i === index) continue;
          const t = g.tryAcquire(asked(options, times));
          if (!t) {
            held.reverse().forEach(refund);
            return i;
          }
          held.push(checked(t));
        }
      } catch (error) {
        drop(held, error);
      }
      return held;
    }
  }
  const drop = (held, error) => {
    held.reverse().forEach(refund);
    throw error;
  };
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
