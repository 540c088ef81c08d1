// EventEmitter, as Node v20 has it (https://nodejs.org/docs/latest-v20.x/api/events.html). Instances keep their
// listeners in _events, _eventsCount and _maxListeners, because packages look there.
(function (host, errors) {
  "use strict";
  const { checkBoolean, checkFunction, checkNumber, coded, inspect, invalidType } = errors;
  const kCapture = Symbol("kCapture");
  const kRejection = Symbol.for("nodejs.rejection");
  const kErrorMonitor = Symbol("events.errorMonitor");
  const ownKeys = Reflect.ownKeys;

  let defaultMaxListeners = 10;
  let captureRejections = false;
  const none = () => ({ __proto__: null });

  // A function and not a class: old packages call EventEmitter.call(this).
  function EventEmitter(options) {
    EventEmitter.init.call(this, options);
  }
  const proto = EventEmitter.prototype;
  proto._events = undefined;
  proto._eventsCount = 0;
  proto._maxListeners = undefined;

  EventEmitter.init = function init(options) {
    if (this._events === undefined || this._events === Object.getPrototypeOf(this)._events) {
      this._events = none();
      this._eventsCount = 0;
    }
    this._maxListeners = this._maxListeners || undefined;
    if (options?.captureRejections) {
      checkBoolean(options.captureRejections, "options.captureRejections");
      this[kCapture] = true;
    } else if (captureRejections) {
      this[kCapture] = true;
    }
  };

  const limitOf = (emitter) => (emitter._maxListeners === undefined ? defaultMaxListeners : emitter._maxListeners);

  proto.setMaxListeners = function setMaxListeners(n) {
    checkNumber(n, "setMaxListeners", 0);
    this._maxListeners = n;
    return this;
  };

  proto.getMaxListeners = function getMaxListeners() {
    return limitOf(this);
  };

  // unheard throws the error of an "error" event that has no listener.
  function unheard(error) {
    if (error instanceof Error) throw error;
    throw coded(Error, "ERR_UNHANDLED_ERROR", `Unhandled error. (${inspect(error)})`, { context: error });
  }

  proto.emit = function emit(type, ...args) {
    const events = this._events;
    if (type === "error") {
      if (events?.[kErrorMonitor] !== undefined) this.emit(kErrorMonitor, ...args);
      if (events?.error === undefined) unheard(args[0]);
    }
    const handler = events?.[type];
    if (handler === undefined) return false;
    if (typeof handler === "function") {
      const result = handler.apply(this, args);
      if (result !== undefined && result !== null && this[kCapture]) capture(this, result, type, args);
      return true;
    }
    // The list of this moment: listeners may add and remove others.
    const list = handler.slice();
    for (let i = 0; i < list.length; i++) {
      const result = list[i].apply(this, args);
      if (result !== undefined && result !== null && this[kCapture]) capture(this, result, type, args);
    }
    return true;
  };

  // capture turns the rejection of a listener's promise into an "error" event.
  function capture(emitter, promise, type, args) {
    try {
      const { then } = promise;
      if (typeof then === "function") {
        then.call(promise, undefined, (error) => host.tick(() => rejected(emitter, error, type, args)));
      }
    } catch (error) {
      emitter.emit("error", error);
    }
  }

  function rejected(emitter, error, type, args) {
    if (typeof emitter[kRejection] === "function") {
      emitter[kRejection](error, type, ...args);
      return;
    }
    const captures = emitter[kCapture];
    try {
      emitter[kCapture] = false; // a listener of "error" that rejects must not end up here again
      emitter.emit("error", error);
    } finally {
      emitter[kCapture] = captures;
    }
  }

  function add(emitter, type, listener, prepend) {
    checkFunction(listener, "listener");
    if (emitter._events === undefined) {
      emitter._events = none();
      emitter._eventsCount = 0;
    } else if (emitter._events.newListener !== undefined) {
      emitter.emit("newListener", type, listener.listener ?? listener);
    }
    const events = emitter._events;
    const existing = events[type];
    if (existing === undefined) {
      events[type] = listener;
      ++emitter._eventsCount;
      return emitter;
    }
    let list = existing;
    if (typeof existing === "function") list = events[type] = prepend ? [listener, existing] : [existing, listener];
    else if (prepend) existing.unshift(listener);
    else existing.push(listener);
    const max = limitOf(emitter);
    if (max > 0 && list.length > max && !list.warned) {
      list.warned = true;
      warn(emitter, type, list.length, max);
    }
    return emitter;
  }

  function warn(emitter, type, count, max) {
    const warning = new Error(
      `Possible EventEmitter memory leak detected. ${count} ${String(type)} listeners added to ${inspect(emitter, -1)}. ` +
        `MaxListeners is ${max}. Use emitter.setMaxListeners() to increase limit`,
    );
    host.warn(Object.assign(warning, { name: "MaxListenersExceededWarning", emitter, type, count }));
  }

  // onceOnly wraps a listener so that it leaves before its only call.
  function onceOnly(emitter, type, listener) {
    checkFunction(listener, "listener");
    let fired = false;
    function wrapped(...args) {
      if (fired) return undefined;
      emitter.removeListener(type, wrapped);
      fired = true;
      return listener.apply(emitter, args);
    }
    wrapped.listener = listener;
    return wrapped;
  }

  proto.addListener = function addListener(type, listener) {
    return add(this, type, listener, false);
  };
  proto.on = proto.addListener;
  proto.prependListener = function prependListener(type, listener) {
    return add(this, type, listener, true);
  };
  proto.once = function once(type, listener) {
    this.on(type, onceOnly(this, type, listener));
    return this;
  };
  proto.prependOnceListener = function prependOnceListener(type, listener) {
    this.prependListener(type, onceOnly(this, type, listener));
    return this;
  };

  // forget drops a type of event that has no listener left.
  function forget(emitter, type) {
    if (--emitter._eventsCount === 0) emitter._events = none();
    else delete emitter._events[type];
  }

  proto.removeListener = function removeListener(type, listener) {
    checkFunction(listener, "listener");
    const events = this._events;
    const list = events?.[type];
    if (list === undefined) return this;
    const is = (other) => other === listener || other.listener === listener;
    if (typeof list === "function") {
      if (is(list)) {
        forget(this, type);
        if (events.removeListener !== undefined) this.emit("removeListener", type, list.listener ?? listener);
      }
      return this;
    }
    const at = list.findLastIndex(is);
    if (at < 0) return this;
    list.splice(at, 1);
    if (list.length === 1) events[type] = list[0];
    if (events.removeListener !== undefined) this.emit("removeListener", type, listener);
    return this;
  };
  proto.off = proto.removeListener;

  proto.removeAllListeners = function removeAllListeners(type) {
    const events = this._events;
    if (events === undefined) return this;
    const all = arguments.length === 0;
    if (events.removeListener === undefined) {
      if (all) {
        this._events = none();
        this._eventsCount = 0;
      } else if (events[type] !== undefined) {
        forget(this, type);
      }
      return this;
    }
    if (all) {
      for (const key of ownKeys(events)) if (key !== "removeListener") this.removeAllListeners(key);
      this.removeAllListeners("removeListener");
      this._events = none();
      this._eventsCount = 0;
      return this;
    }
    for (const listener of listOf(this, type).reverse()) this.removeListener(type, listener);
    return this;
  };

  // listOf is a copy of the list of listeners, wrappers included.
  function listOf(emitter, type) {
    const list = emitter._events?.[type];
    if (list === undefined) return [];
    return typeof list === "function" ? [list] : list.slice();
  }

  proto.listeners = function listeners(type) {
    return listOf(this, type).map((listener) => listener.listener ?? listener);
  };
  proto.rawListeners = function rawListeners(type) {
    return listOf(this, type);
  };
  proto.listenerCount = function listenerCount(type, listener) {
    const list = this._events?.[type];
    if (list === undefined) return 0;
    if (listener === undefined || listener === null) return typeof list === "function" ? 1 : list.length;
    return listOf(this, type).filter((other) => other === listener || other.listener === listener).length;
  };
  proto.eventNames = function eventNames() {
    return this._eventsCount > 0 ? ownKeys(this._events) : [];
  };

  Object.defineProperties(EventEmitter, {
    captureRejections: {
      get: () => captureRejections,
      set(value) {
        checkBoolean(value, "EventEmitter.captureRejections");
        captureRejections = value;
      },
      enumerable: true,
    },
    defaultMaxListeners: {
      get: () => defaultMaxListeners,
      set(value) {
        checkNumber(value, "defaultMaxListeners", 0);
        defaultMaxListeners = value;
      },
      enumerable: true,
    },
  });
  EventEmitter.captureRejectionSymbol = kRejection;
  EventEmitter.errorMonitor = kErrorMonitor;
  EventEmitter.usingDomains = false;
  EventEmitter.EventEmitter = EventEmitter;
  EventEmitter.setMaxListeners = function setMaxListeners(n = defaultMaxListeners, ...targets) {
    checkNumber(n, "setMaxListeners", 0);
    if (targets.length === 0) defaultMaxListeners = n;
    for (const target of targets) {
      if (typeof target?.setMaxListeners === "function") target.setMaxListeners(n);
      else if (typeof target?.addEventListener !== "function") {
        throw invalidType("eventTargets", "an instance of EventEmitter or EventTarget", target);
      }
    }
  };
  // The others are in a script that is compiled when one of them is called.
  let others;
  for (const name of ["addAbortListener", "getEventListeners", "getMaxListeners", "listenerCount", "on", "once"]) {
    EventEmitter[name] = { [name]: (...args) => (others ??= host.others(EventEmitter))[name](...args) }[name];
  }
  return EventEmitter;
})
