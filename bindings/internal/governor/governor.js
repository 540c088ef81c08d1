// The class behind every Governor (https://github.com/tc39/proposal-concurrency-control). It needs nothing but
// acquire and tryAcquire of the object, so it serves a script's own subclasses as well as lariat's. The host
// calls this function once a runtime; all makes one governor of several native ones, or gives undefined.
(function (all, isObject) {
  "use strict";
  const check = (fn, what) => {
    if (typeof fn !== "function") throw new TypeError(`${what}: "fn" must be a function`);
  };

  class Governor {
    constructor() {
      if (new.target === Governor) throw new TypeError("Governor is abstract: extend it");
    }
    acquire() {
      throw new TypeError(`${this.constructor.name} does not implement acquire`);
    }
    tryAcquire() {
      throw new TypeError(`${this.constructor.name} does not implement tryAcquire`);
    }
    async with(fn, options) {
      check(fn, "with");
      const token = await this.acquire(options);
      try {
        return await fn();
      } finally {
        token.release();
      }
    }
    wrap(fn) {
      check(fn, "wrap");
      const governor = this;
      return Object.defineProperty(function (...args) {
        return governor.with(() => fn.apply(this, args));
      }, "name", { value: fn.name, configurable: true });
    }
    wrapIterator(iterable) {
      const open = iterable?.[Symbol.asyncIterator] ?? iterable?.[Symbol.iterator];
      if (typeof open !== "function") throw new TypeError('wrapIterator: "it" must be an iterable or an async iterable');
      const iterator = open.call(iterable);
      const governor = this;
      const step = (method) => async (value) => {
        const result = await governor.with(() => iterator[method](value));
        if (!isObject(result)) throw new TypeError("iterator result is not an object");
        return { value: await result.value, done: !!result.done };
      };
      return {
        next: step("next"),
        async return(value) {
          if (typeof iterator.return === "function") await iterator.return(value);
          return { value, done: true };
        },
        [Symbol.asyncIterator]() {
          return this;
        },
      };
    }
    static all(...governors) {
      for (const g of governors) {
        if (typeof g?.acquire !== "function") throw new TypeError('Governor.all: "governors" must be Governors');
      }
      return all(governors) ?? new Several(governors);
    }
  }

  // Several is Governor.all when some are a script's own: they are acquired one after another in the order given,
  // and those that are held are given back when one fails.
  class Several extends Governor {
    #governors;
    constructor(governors) {
      super();
      this.#governors = governors;
    }
    async acquire(options) {
      const held = [];
      try {
        for (const g of this.#governors) held.push(await g.acquire(options));
      } catch (error) {
        give(held);
        throw error;
      }
      return token(held);
    }
    tryAcquire(options) {
      const held = [];
      for (const g of this.#governors) {
        const t = g.tryAcquire(options);
        if (!t) {
          give(held);
          return null;
        }
        held.push(t);
      }
      return token(held);
    }
  }
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
  for (const name of ["acquire", "tryAcquire"]) Object.defineProperty(Governor.prototype, name, { enumerable: false });
  return Governor;
})
