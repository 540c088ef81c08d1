// The functions of node:events, first of all those that wait: once and on. A wait ends with the cancellation scope that it
// began in.
(function (host, errors) {
  "use strict";
  const { AbortError, checkFunction, checkInteger, checkSignal, invalidType } = errors;
  const { EventEmitter } = host;

  // listen attaches a listener to an emitter or to an EventTarget, and returns what detaches it.
  function listen(target, type, listener) {
    if (typeof target?.on === "function") {
      target.on(type, listener);
      return () => target.removeListener(type, listener);
    }
    if (typeof target?.addEventListener === "function") {
      target.addEventListener(type, listener);
      return () => target.removeEventListener(type, listener);
    }
    throw invalidType("emitter", "an instance of EventEmitter", target);
  }

  // alive throws if the signal of the options has ended, and returns it.
  function alive(options) {
    const signal = options?.signal;
    checkSignal(signal, "options.signal");
    if (signal?.aborted) throw aborted(signal);
    return signal;
  }

  const aborted = (signal) => new AbortError(undefined, { cause: signal.reason });

  // watch calls end with an error when the signal ends, and returns what stops that.
  function watch(signal, end) {
    if (signal === undefined) return () => {};
    const listener = () => end(aborted(signal));
    signal.addEventListener("abort", listener, { once: true });
    return () => signal.removeEventListener("abort", listener);
  }

  async function once(emitter, name, options) {
    const signal = alive(options);
    return new Promise((resolve, reject) => {
      const stops = [];
      const settle = (how, value) => {
        for (const stop of stops.splice(0)) stop();
        how(value);
      };
      stops.push(listen(emitter, name, (...args) => settle(resolve, args)));
      if (name !== "error" && typeof emitter.once === "function") {
        stops.push(listen(emitter, "error", (error) => settle(reject, error)));
      }
      stops.push(watch(signal, (error) => settle(reject, error)));
      stops.push(host.follow((reason) => settle(reject, reason)));
    });
  }

  const result = (value, done) => ({ value, done });

  function on(emitter, event, options = {}) {
    const signal = alive(options);
    const high = options.highWaterMark ?? Number.MAX_SAFE_INTEGER;
    const low = options.lowWaterMark ?? 1;
    checkInteger(high, "options.highWaterMark", 1);
    checkInteger(low, "options.lowWaterMark", 1);
    const events = [];
    const waiting = [];
    const stops = [];
    let paused = false;
    let failure = null;
    let finished = false;

    function take(value) {
      const waiter = waiting.shift();
      if (waiter !== undefined) {
        waiter.settle("resolve", result(value, false));
        return;
      }
      events.push(value);
      if (!paused && events.length > high) {
        paused = true;
        emitter.pause();
      }
    }
    function fail(error) {
      const waiter = waiting.shift();
      if (waiter === undefined) failure = error;
      else waiter.settle("reject", error);
      close();
    }
    function close() {
      for (const stop of stops.splice(0)) stop();
      finished = true;
      for (const waiter of waiting.splice(0)) waiter.settle("resolve", result(undefined, true));
      return Promise.resolve(result(undefined, true));
    }
    // wait stands in line; the end of the scope takes this waiter out and leaves the iterator as it is.
    function wait() {
      return new Promise((resolve, reject) => {
        let stop = () => {};
        const waiter = {
          settle(how, value) {
            stop();
            (how === "resolve" ? resolve : reject)(value);
          },
        };
        waiting.push(waiter);
        stop = host.follow((reason) => {
          const at = waiting.indexOf(waiter);
          if (at >= 0) waiting.splice(at, 1);
          reject(reason);
        });
      });
    }

    const iterator = {
      __proto__: host.asyncIterator,
      next() {
        if (events.length > 0) {
          const value = events.shift();
          if (paused && events.length < low) {
            paused = false;
            emitter.resume();
          }
          return Promise.resolve(result(value, false));
        }
        if (failure !== null) {
          const error = failure;
          failure = null;
          return Promise.reject(error);
        }
        return finished ? close() : wait();
      },
      return() {
        return close();
      },
      throw(error) {
        if (!(error instanceof Error)) throw invalidType("EventEmitter.AsyncIterator", "an instance of Error", error);
        fail(error);
      },
      [Symbol.asyncIterator]() {
        return this;
      },
    };
    stops.push(listen(emitter, event, (...args) => take(args)));
    if (event !== "error" && typeof emitter.on === "function") stops.push(listen(emitter, "error", fail));
    for (const name of options.close ?? []) stops.push(listen(emitter, name, close));
    stops.push(watch(signal, fail));
    return iterator;
  }

  function addAbortListener(signal, listener) {
    if (signal === undefined) throw invalidType("signal", "an instance of AbortSignal", signal);
    checkSignal(signal, "signal");
    checkFunction(listener, "listener");
    let remove = () => {};
    if (signal.aborted) {
      host.tick(() => listener());
    } else {
      signal.addEventListener("abort", listener, { once: true });
      remove = () => signal.removeEventListener("abort", listener);
    }
    return {
      __proto__: null,
      [Symbol.dispose]() {
        remove();
      },
    };
  }

  function getEventListeners(emitter, type) {
    if (typeof emitter?.listeners === "function") return emitter.listeners(type);
    throw invalidType("emitter", "an instance of EventEmitter", emitter);
  }

  function getMaxListeners(emitter) {
    if (typeof emitter?.getMaxListeners === "function") return emitter.getMaxListeners();
    throw invalidType("emitter", "an instance of EventEmitter", emitter);
  }

  function listenerCount(emitter, type) {
    if (typeof emitter.listenerCount === "function") return emitter.listenerCount(type);
    return EventEmitter.prototype.listenerCount.call(emitter, type);
  }

  return { addAbortListener, getEventListeners, getMaxListeners, listenerCount, on, once };
})
