// What Node's MessagePort has beyond the web's: the methods of an EventEmitter. A listener added with on() gets the
// message itself and not its event, and starts the port.
(function (host) {
  "use strict";
  const { prototype, MessageEvent, Event, EventTarget, count, kinds, clear } = host;
  const { addEventListener, removeEventListener, dispatchEvent } = EventTarget.prototype;
  const { start } = prototype;
  // What on() has really added, by port, type and listener.
  const added = new WeakMap();
  const isMessage = (type) => type === "message" || type === "messageerror";

  function add(port, type, listener, once) {
    if (typeof listener !== "function") throw new TypeError('MessagePort.on: "listener" must be a function');
    if (!added.has(port)) added.set(port, new Map());
    const byType = added.get(port);
    if (!byType.has(type)) byType.set(type, new Map());
    const wrappers = byType.get(type);
    if (wrappers.has(listener)) return port;
    const wrapper = (event) => {
      if (once) wrappers.delete(listener);
      listener.call(port, isMessage(type) && event instanceof MessageEvent ? event.data : event);
    };
    wrappers.set(listener, wrapper);
    addEventListener.call(port, type, wrapper, { once });
    if (type === "message") start.call(port);
    return port;
  }

  const methods = {
    on(type, listener) {
      return add(this, `${type}`, listener, false);
    },
    once(type, listener) {
      return add(this, `${type}`, listener, true);
    },
    off(type, listener) {
      const wrappers = added.get(this)?.get(`${type}`);
      const wrapper = wrappers?.get(listener);
      wrappers?.delete(listener);
      removeEventListener.call(this, type, wrapper ?? listener);
      return this;
    },
    emit(type, value) {
      const heard = count(this, type) > 0;
      dispatchEvent.call(this, isMessage(type) ? new MessageEvent(type, { data: value }) : new Event(type));
      return heard;
    },
    listenerCount(type) {
      return count(this, type);
    },
    eventNames() {
      return kinds(this);
    },
    removeAllListeners(type) {
      for (const each of type === undefined ? kinds(this) : [`${type}`]) {
        added.get(this)?.delete(each);
        clear(this, each);
      }
      return this;
    },
  };
  methods.addListener = methods.on;
  methods.removeListener = methods.off;
  for (const name of Object.keys(methods)) {
    Object.defineProperty(prototype, name, { value: methods[name], writable: true, enumerable: false, configurable: true });
  }
  return prototype;
})
