// IncomingMessage of "node:http": a head and a body that come in, and the socket as far as a script sees it.
(function (host, errors) {
  "use strict";
  const { EventEmitter, HIGH_WATER, Stream, hangUp, kOut, tick, unavailable } = host;
  const { Readable } = Stream;
  const kHeaders = Symbol("kHeaders");
  const kFrom = Symbol("kFrom");

  // Of these only the first counts, where there are several.
  const single = new Set(`age authorization content-length content-type etag expires from host if-modified-since if-unmodified-since last-modified location
    max-forwards proxy-authorization referer retry-after server user-agent`.split(/\s+/));

  // Most requests are read by nobody, and few of their parts are asked for: what has to be made is made then, the stream too.
  function IncomingMessage(socket) {
    this.url = "";
    if (socket !== undefined) this.socket = socket;
  }
  Object.setPrototypeOf(IncomingMessage.prototype, Readable.prototype);
  Object.setPrototypeOf(IncomingMessage, Readable);
  const proto = IncomingMessage.prototype;
  Object.assign(proto, {
    httpVersion: null, complete: false, joinDuplicateHeaders: false, aborted: false, upgrade: null, method: null, statusCode: null,
    statusMessage: null, _consumed: false, _dumped: false,
  });
  proto[kFrom] = null;

  // late gives the objects of a prototype a property that is made when it is asked for. It can be set.
  function late(to, name, make) {
    const put = (message, value) => {
      Object.defineProperty(message, name, { configurable: true, enumerable: true, writable: true, value });
      return value;
    };
    Object.defineProperty(to, name, {
      configurable: true, enumerable: true,
      get() {
        return isMade(this) ? put(this, make(this)) : undefined;
      },
      set(value) {
        put(this, value);
      },
    });
  }
  // Packages make prototypes of their own of ours, which are no messages.
  const isMade = (object) => Object.hasOwn(object, "url") || Object.hasOwn(object, kOut);

  late(proto, "_readableState", (message) => {
    const size = Object.hasOwn(message, "socket") ? message.socket?.readableHighWaterMark : message[kFrom]?.size;
    Readable.call(message, size === undefined ? undefined : { highWaterMark: size });
    return message._readableState;
  });
  late(proto, "socket", (message) => message[kFrom]?.socketOf?.());
  late(proto, "client", (message) => message.socket);
  late(proto, "rawHeaders", (message) => message[kFrom]?.headersOf?.() ?? []);
  late(proto, "rawTrailers", () => []);
  late(proto, "httpVersionMajor", (message) => (message.httpVersion === null ? null : Number(message.httpVersion[0])));
  late(proto, "httpVersionMinor", (message) => (message.httpVersion === null ? null : Number(message.httpVersion[2])));

  function collected(message, list) {
    const all = {};
    for (let i = 0; i < list.length; i += 2) message._addHeaderLine(list[i], list[i + 1], all);
    return all;
  }
  function distinct(list) {
    const all = Object.create(null);
    for (let i = 0; i < list.length; i += 2) (all[list[i].toLowerCase()] ??= []).push(list[i + 1]);
    return all;
  }
  // Each is made when it is asked for, of the list of the same name in rawHeaders or rawTrailers.
  for (const [name, raw, make] of [
    ["headers", "rawHeaders", collected], ["headersDistinct", "rawHeaders", (_, list) => distinct(list)],
    ["trailers", "rawTrailers", collected], ["trailersDistinct", "rawTrailers", (_, list) => distinct(list)],
  ]) {
    Object.defineProperty(proto, name, {
      configurable: true, enumerable: false,
      get() {
        const made = (this[kHeaders] ??= {});
        if (made[name]?.of !== this[raw].length) made[name] = { of: this[raw].length, value: make(this, this[raw]) };
        return made[name].value;
      },
      set(value) {
        (this[kHeaders] ??= {})[name] = { of: this[raw].length, value };
      },
    });
  }
  proto._addHeaderLine = function _addHeaderLine(name, value, all) {
    const key = name.toLowerCase();
    if (key === "set-cookie") (all[key] ??= []).push(value);
    else if (all[key] === undefined) all[key] = value;
    else if (key === "cookie") all[key] += `; ${value}`;
    else if (this.joinDuplicateHeaders || !single.has(key)) all[key] += `, ${value}`;
  };
  Object.defineProperty(proto, "connection", {
    configurable: true,
    get() {
      return this.socket;
    },
    set(socket) {
      this.socket = socket;
    },
  });

  // receive tells a message where it comes from: from.body is what the host reads, or null; active() is called when something
  // has come, leave() when somebody destroys the message before its end. socketOf() and headersOf() give what has to be made.
  function receive(message, from) {
    message[kFrom] = from;
  }

  proto._read = function _read() {
    this._consumed = true;
    const from = this[kFrom];
    if (!from?.body) {
      this.complete = true;
      this.push(null);
      return;
    }
    host.read(from.body, (error, chunk, trailers) => {
      if (this.destroyed) return;
      from.active();
      if (error && !this._dumped) {
        this.destroy(hangUp("aborted"));
      } else if (chunk === undefined) {
        this.complete = true;
        if (trailers) this.rawTrailers = trailers;
        this.push(null);
      } else {
        this.push(chunk);
      }
    });
  };
  proto._destroy = function _destroy(error, callback) {
    if (!this.readableEnded || !this.complete) {
      this.aborted = true;
      this.emit("aborted");
    }
    if (this.aborted && !this.complete) this[kFrom]?.leave();
    if (this.aborted && this[kFrom]?.body) host.closeBody(this[kFrom].body);
    tick(() => callback(this.listenerCount("error") === 0 ? undefined : error));
  };
  proto._dump = function _dump() {
    if (this._dumped) return;
    this._dumped = true;
    this._consumed = true;
    this.removeAllListeners("data");
    this.resume();
  };
  proto.setTimeout = function setTimeout(time, callback) {
    if (typeof callback === "function") this.on("timeout", callback);
    this.socket?.setTimeout(time);
    return this;
  };

  // Socket is where a message comes from or goes to. The connection itself is not to be had.
  class Socket extends EventEmitter {
    #owner;
    constructor(owner, { here, port, there, remote, family }, encrypted) {
      super();
      this.#owner = owner;
      Object.assign(this, {
        localAddress: here, localPort: port, localFamily: family, remoteAddress: there, remotePort: Number(remote), remoteFamily: family,
        connecting: false, destroyed: false, readable: true, writable: true, bytesRead: 0, bytesWritten: 0, timeout: 0, parser: null,
        readableHighWaterMark: HIGH_WATER, writableHighWaterMark: HIGH_WATER, _httpMessage: null,
      });
      if (encrypted) Object.assign(this, { encrypted: true, authorized: true });
    }
    get readyState() {
      return this.destroyed ? "closed" : "open";
    }
    address() {
      return { address: this.localAddress, family: this.localFamily, port: this.localPort };
    }
    setTimeout(time, callback) {
      if (typeof callback === "function") this.once("timeout", callback);
      this.timeout = time;
      this.#owner.setTimeout(time, () => this.emit("timeout"));
      return this;
    }
    destroy(error) {
      if (this.destroyed) return this;
      Object.assign(this, { destroyed: true, readable: false, writable: false });
      this.#owner.breakOff(error);
      tick(() => this.emit("close", Boolean(error)));
      return this;
    }
    destroySoon() {
      return this.destroy();
    }
    resetAndDestroy() {
      return this.destroy();
    }
    end() {
      return this.destroy();
    }
    write() {
      throw unavailable("Writing to the socket of a message", "write to the message itself");
    }
  }
  for (const name of ["cork", "pause", "ref", "resume", "setKeepAlive", "setNoDelay", "uncork", "unref"]) {
    errors.hidden(Socket.prototype, name, function () {
      return this;
    });
  }

  // idle calls a function when nothing has happened for a time: poke() says that something has.
  function idle(expired) {
    let timer;
    let time = 0;
    const poke = () => {
      if (timer !== undefined) globals.clearTimeout(timer);
      timer = undefined;
      if (time > 0) timer = globals.setTimeout(expired, time);
    };
    return {
      poke,
      set(value) {
        errors.checkNumber(value, "msecs");
        time = value;
        poke();
      },
      stop() {
        time = 0;
        if (timer !== undefined) globals.clearTimeout(timer);
      },
    };
  }

  return { IncomingMessage, Socket, idle, late, receive };
})
