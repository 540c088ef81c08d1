// coroutine of lariat:flow: a generator that is driven by hand, as PEP 342 of Python has it.
(function (host) {
  "use strict";
  const { error, shield, pending, isObject } = host;

  class Coroutine {
    #generator;
    #last = null; // the call that has not settled
    #over = false;
    #failure = null; // of the part before the first yield
    constructor(generator) {
      this.#generator = generator;
    }
    // prime runs the generator to its first yield. What goes wrong there is told to the first call.
    static prime(generator) {
      const c = new Coroutine(generator);
      const failed = (reason) => {
        c.#over = true;
        c.#failure = { reason };
      };
      const first = c.#enqueue(() => c.#drive("next", undefined));
      first.catch(failed);
      return c;
    }
    send(value) {
      return this.#call("send", "next", value);
    }
    throw(reason) {
      return this.#call("throw", "throw", reason);
    }
    close() {
      return this.#enqueue(() => {
        this.#failure = null;
        if (this.#over) return undefined;
        this.#over = true;
        return shield(async () => {
          const { done } = await this.#generator.return();
          if (!done) throw error("type", "coroutine.close: the generator has yielded while it was being closed");
        });
      });
    }
    [Symbol.asyncDispose]() {
      return this.close();
    }
    #call(name, method, value) {
      return this.#enqueue(() => {
        const failure = this.#failure;
        this.#failure = null;
        if (failure) throw failure.reason;
        if (this.#over) throw error("closed", `coroutine.${name}: the generator has ended`);
        return this.#drive(method, value);
      });
    }
    // enqueue runs f when the calls before have settled; at once if there are none.
    #enqueue(f) {
      let promise;
      if (this.#last) {
        promise = this.#last.then(f, f);
      } else {
        try {
          promise = Promise.resolve(f());
        } catch (e) {
          promise = Promise.reject(e);
        }
      }
      this.#last = promise;
      const clear = () => {
        if (this.#last === promise) this.#last = null;
      };
      promise.then(clear, clear);
      return promise;
    }
    #drive(method, value) {
      let result;
      try {
        result = this.#generator[method](value);
      } catch (e) {
        this.#over = true;
        throw e;
      }
      if (!pending(result)) return this.#yielded(result);
      return result.then((result) => this.#yielded(result), (e) => {
        this.#over = true;
        throw e;
      });
    }
    #yielded(result) {
      if (!result.done) return result.value;
      this.#over = true;
      return undefined;
    }
  }
  Object.defineProperty(Coroutine.prototype, Symbol.toStringTag, { value: "Coroutine", configurable: true });

  function coroutine(fn) {
    if (typeof fn !== "function") throw error("type", 'coroutine: "fn" must be a generator function');
    return (...args) => {
      const generator = fn(...args);
      if (!isObject(generator) || typeof generator.next !== "function" || typeof generator.throw !== "function") {
        throw error("type", 'coroutine: "fn" must be a generator function, and what it gave is no generator');
      }
      return Coroutine.prime(generator);
    };
  }

  return { coroutine };
})
