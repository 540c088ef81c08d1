// The module "node:diagnostics_channel" (https://nodejs.org/docs/latest-v20.x/api/diagnostics_channel.html): names under
// which those who publish and those who listen find each other.
(function (host, errors) {
  "use strict";
  const { checkFunction, invalidType } = errors;
  const channels = new Map();

  class Channel {
    #listeners = [];
    constructor(name) {
      this.name = name;
    }
    get hasSubscribers() {
      return this.#listeners.length > 0;
    }
    publish(message) {
      for (const listener of this.#listeners.slice()) {
        try {
          listener(message, this.name);
        } catch (error) {
          host.tick(() => {
            throw error;
          });
        }
      }
    }
    subscribe(listener) {
      checkFunction(listener, "subscription");
      this.#listeners.push(listener);
    }
    unsubscribe(listener) {
      const at = this.#listeners.indexOf(listener);
      if (at >= 0) this.#listeners.splice(at, 1);
      return at >= 0;
    }
  }
  function channel(name) {
    if (typeof name !== "string" && typeof name !== "symbol") throw invalidType("channel", "of type string or symbol", name);
    if (!channels.has(name)) channels.set(name, new Channel(name));
    return channels.get(name);
  }

  const kinds = ["start", "end", "asyncStart", "asyncEnd", "error"];
  // TracingChannel tells of a call by five channels.
  class TracingChannel {
    constructor(given) {
      for (const kind of kinds) this[kind] = typeof given === "string" ? channel(`tracing:${given}:${kind}`) : given[kind];
    }
    subscribe(listeners) {
      for (const kind of kinds) if (listeners[kind]) this[kind].subscribe(listeners[kind]);
    }
    unsubscribe(listeners) {
      return kinds.every((kind) => !listeners[kind] || this[kind].unsubscribe(listeners[kind]));
    }
    traceSync(f, context = {}, self = undefined, ...args) {
      this.start.publish(context);
      try {
        context.result = Reflect.apply(f, self, args);
        return context.result;
      } catch (error) {
        context.error = error;
        this.error.publish(context);
        throw error;
      } finally {
        this.end.publish(context);
      }
    }
    tracePromise(f, context = {}, self = undefined, ...args) {
      const settled = (key, value) => {
        context[key] = value;
        if (key === "error") this.error.publish(context);
        this.asyncStart.publish(context);
        this.asyncEnd.publish(context);
      };
      this.start.publish(context);
      try {
        return Promise.resolve(Reflect.apply(f, self, args)).then((value) => {
          settled("result", value);
          return value;
        }, (error) => {
          settled("error", error);
          throw error;
        });
      } finally {
        this.end.publish(context);
      }
    }
  }
  return {
    channel, Channel,
    hasSubscribers: (name) => channels.get(name)?.hasSubscribers ?? false,
    subscribe: (name, listener) => channel(name).subscribe(listener),
    unsubscribe: (name, listener) => channel(name).unsubscribe(listener),
    tracingChannel: (given) => new TracingChannel(given),
  };
})
