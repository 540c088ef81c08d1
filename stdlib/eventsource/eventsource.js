// The class EventSource (https://html.spec.whatwg.org/multipage/server-sent-events.html), on fetch.
(function (host) {
  "use strict";
  const [CONNECTING, OPEN, CLOSED] = [0, 1, 2];
  const { EventTarget, Event, MessageEvent, ErrorEvent, DOMException, URL, AbortController } = host;

  class EventSource extends EventTarget {
    #url;
    #withCredentials;
    #headers;
    #state = CONNECTING;
    #controller = new AbortController();
    #parser = host.parser();
    #handlers = new Map();

    constructor(url, init = undefined) {
      super();
      if (arguments.length === 0) throw new TypeError("new EventSource: 1 argument required, but only 0 present");
      if (init != null && typeof init !== "object" && typeof init !== "function") throw new TypeError('new EventSource: "init" must be an object');
      try {
        this.#url = new URL(url).href;
      } catch {
        throw new DOMException(`the URL "${url}" is not valid`, "SyntaxError");
      }
      this.#withCredentials = Boolean(init?.withCredentials);
      this.#headers = init?.headers;
      this.#run();
    }

    get url() {
      return this.#url;
    }

    get withCredentials() {
      return this.#withCredentials;
    }

    get readyState() {
      return this.#state;
    }

    close() {
      if (this.#state === CLOSED) return;
      this.#state = CLOSED;
      this.#controller.abort();
    }

    #on(type) {
      return this.#handlers.get(type)?.handler ?? null;
    }

    #setOn(type, value) {
      const handler = value !== null && (typeof value === "function" || typeof value === "object") ? value : null;
      const known = this.#handlers.get(type);
      if (known) {
        known.handler = handler;
        return;
      }
      if (handler === null) return;
      const entry = { handler };
      this.#handlers.set(type, entry);
      this.addEventListener(type, (event) => {
        if (typeof entry.handler === "function") return entry.handler.call(this, event);
      });
    }

    static {
      for (const type of ["open", "message", "error"]) {
        Object.defineProperty(this.prototype, `on${type}`, {
          ...Object.getOwnPropertyDescriptor({
            get [`on${type}`]() { return this.#on(type); },
            set [`on${type}`](value) { this.#setOn(type, value); },
          }, `on${type}`),
          enumerable: true,
          configurable: true,
        });
      }
    }

    // run connects again and again. The scope in which the EventSource was made is that of all this.
    async #run() {
      while (this.#state !== CLOSED) {
        let cause;
        try {
          const response = await host.fetch(this.#url, this.#request());
          if (this.#state === CLOSED) return response[Symbol.dispose]();
          const wrong = host.refuses(response);
          if (wrong !== undefined) {
            response[Symbol.dispose]();
            return this.#fail(new Error(`${this.#url}: ${wrong}`));
          }
          await this.#read(response);
        } catch (error) {
          cause = error;
        }
        if (this.#state === CLOSED) return;
        if (cause !== undefined && !host.passing(cause, this.#url)) return this.#fail(cause);
        this.#state = CONNECTING;
        this.#tell("error", cause);
        try {
          if (this.#state !== CLOSED) await host.wait(this.#parser.retry, { signal: this.#controller.signal });
        } catch (error) {
          if (this.#state === CLOSED) return;
          return this.#fail(error);
        }
      }
    }

    #request() {
      const headers = new host.Headers(this.#headers);
      headers.set("accept", "text/event-stream");
      headers.set("cache-control", "no-cache");
      if (this.#parser.lastId !== "") headers.set("last-event-id", host.byteString(this.#parser.lastId));
      return { headers, cache: "no-store", signal: this.#controller.signal };
    }

    async #read(response) {
      this.#state = OPEN;
      const origin = new URL(response.url).origin;
      this.#parser.begin();
      this.#tell("open");
      const reader = response.body?.getReader();
      while (reader !== undefined && this.#state !== CLOSED) {
        const { done, value } = await reader.read();
        if (done) return;
        for (const { type, data, lastEventId } of this.#parser.push(value)) {
          if (this.#state === CLOSED) return;
          host.announce(this, new MessageEvent(type, { data, origin, lastEventId }));
        }
      }
    }

    #fail(error) {
      this.#state = CLOSED;
      this.#tell("error", error);
    }

    #tell(type, error) {
      host.announce(this, error === undefined ? new Event(type) : new ErrorEvent(type, { error, message: String(error.cause?.message ?? error.message ?? error) }));
    }
  }

  for (const name of ["url", "withCredentials", "readyState", "close"]) {
    Object.defineProperty(EventSource.prototype, name, { ...Object.getOwnPropertyDescriptor(EventSource.prototype, name), enumerable: true });
  }
  Object.entries({ CONNECTING, OPEN, CLOSED }).forEach(([name, value]) => {
    for (const object of [EventSource, EventSource.prototype]) Object.defineProperty(object, name, { value, enumerable: true });
  });
  Object.defineProperty(EventSource.prototype, Symbol.toStringTag, { value: "EventSource", configurable: true });
  return EventSource;
});
