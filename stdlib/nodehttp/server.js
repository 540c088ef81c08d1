// Server of "node:http", on the server of the runtime.
(function (host, errors) {
  "use strict";
  const { checkFunction, checkNumber, coded, invalidType } = errors;
  const { EventEmitter, IncomingMessage, ServerResponse, Socket, attach, close, follow, hangUp, idle, receive, tick, unavailable } = host;
  const kServer = Symbol("kServer");

  function Server(options, listener) {
    if (!(this instanceof Server)) return new Server(options, listener);
    begin(this, options, listener, "http:");
  }
  Object.setPrototypeOf(Server.prototype, EventEmitter.prototype);
  Object.setPrototypeOf(Server, EventEmitter);
  const proto = Server.prototype;

  function begin(server, options, listener, kind) {
    EventEmitter.call(server);
    if (typeof options === "function") [options, listener] = [{}, options];
    options ??= {};
    if (typeof options !== "object") throw invalidType("options", "of type object", options);
    for (const name of ["headersTimeout", "keepAliveTimeout", "requestTimeout"]) {
      if (options[name] !== undefined) errors.checkInteger(options[name], name, 0);
    }
    Object.assign(server, {
      listening: false, timeout: 0, headersTimeout: options.headersTimeout ?? 60_000, keepAliveTimeout: options.keepAliveTimeout ?? 5000,
      requestTimeout: options.requestTimeout ?? 300_000, maxHeadersCount: null, maxRequestsPerSocket: 0, maxHeaderSize: options.maxHeaderSize,
      joinDuplicateHeaders: options.joinDuplicateHeaders,
    });
    errors.hidden(server, kServer, {
      kind, core: null, opening: false, closing: false, waiting: [], kept: true, address: null, stop: null,
      Request: options.IncomingMessage ?? IncomingMessage, Response: options.ServerResponse ?? ServerResponse, options,
    });
    if (listener) {
      checkFunction(listener, "requestListener");
      server.on("request", listener);
    }
  }

  // whereOf reads the arguments of listen().
  function whereOf(args) {
    const callback = typeof args.at(-1) === "function" ? args.pop() : undefined;
    let [first, second] = args;
    let where = { port: 0 };
    if (first !== null && typeof first === "object") {
      if (first.path !== undefined || first.fd !== undefined || first._handle !== undefined) throw unavailable("listen() on a path or a handle", "there are ports only");
      if (first.port === undefined) throw errors.invalidValue("options", first, 'must have the property "port" or "path"');
      where = { port: first.port, host: first.host, signal: first.signal };
    } else if (typeof first === "string" && !/^\d+$/.test(first)) {
      throw unavailable("listen() on a path", "there are ports only");
    } else if (first !== undefined && first !== null) {
      where = { port: first, host: typeof second === "string" ? second : undefined };
    }
    const port = Number(where.port ?? 0);
    if (!Number.isInteger(port) || port < 0 || port > 65535) {
      const error = coded(RangeError, "ERR_SOCKET_BAD_PORT", `options.port should be >= 0 and < 65536. ${errors.received(where.port)}.`);
      throw error;
    }
    return { callback, port, host: where.host || "", signal: where.signal };
  }

  proto.listen = function listen(...args) {
    const state = this[kServer];
    const { callback, port, host: name, signal } = whereOf(args);
    if (state.core || state.opening) throw coded(Error, "ERR_SERVER_ALREADY_LISTEN", "Listen method has been called more than once without closing.");
    if (typeof callback === "function") this.once("listening", callback);
    if (signal) {
      if (signal.aborted) tick(() => this.close());
      else signal.addEventListener("abort", () => this.close(), { once: true });
    }
    const secure = state.kind === "https:";
    state.opening = true;
    state.closing = false;
    host.listen({
      port, host: name, headersTimeout: this.headersTimeout, keepAliveTimeout: this.keepAliveTimeout, secure, cert: state.options.cert, key: state.options.key,
    }, (visit, method, url, version, more, body) => asked(this, visit, method, url, version, more, body), told, (error) => ended(this, error), (error, core, address, real, family) => {
      state.opening = false;
      if (error) {
        this.emit("error", error);
        return;
      }
      Object.assign(state, { core, address: { address, family, port: real }, stop: follow(() => this.closeAllConnections()) });
      this.listening = true;
      if (!state.kept) host.keepServer(core, false);
      if (state.closing) host.closeServer(core, "leave");
      else this.emit("listening");
    });
    return this;
  };

  function ended(server, error) {
    const state = server[kServer];
    state.stop?.();
    Object.assign(state, { core: null, address: null });
    server.listening = false;
    if (error) server.emit("error", error);
    server.emit("close");
  }

  proto.address = function address() {
    return this[kServer].address;
  };
  proto.close = function close_(callback) {
    const state = this[kServer];
    if (typeof callback === "function") {
      if (state.core || state.opening) this.once("close", callback);
      else this.once("close", () => callback(coded(Error, "ERR_SERVER_NOT_RUNNING", "Server is not running.")));
    }
    if (state.core && !state.closing) host.closeServer(state.core, "leave");
    else if (!state.core && !state.opening) tick(() => this.emit("close"));
    state.closing = true;
    state.address = null;
    this.listening = false;
    return this;
  };
  proto.closeAllConnections = function closeAllConnections() {
    if (this[kServer].core) host.closeServer(this[kServer].core, "kill");
  };
  proto.closeIdleConnections = function closeIdleConnections() {
    if (this[kServer].core) host.closeServer(this[kServer].core, "idle");
  };
  proto.setTimeout = function setTimeout(time, callback) {
    if (typeof time === "function") [time, callback] = [0, time];
    checkNumber(time, "msecs");
    this.timeout = time;
    if (typeof callback === "function") this.on("timeout", callback);
    return this;
  };
  for (const [name, kept] of [["ref", true], ["unref", false]]) {
    proto[name] = function () {
      const state = this[kServer];
      state.kept = kept;
      if (state.core) host.keepServer(state.core, kept);
      return this;
    };
  }
  proto.getConnections = function getConnections(callback) {
    tick(callback, null, this[kServer].visits ?? 0);
    return this;
  };
  errors.hidden(proto, Symbol.asyncDispose, function () {
    return new Promise((resolve, reject) => this.close((error) => (error ? reject(error) : resolve())));
  });

  // Through is a request on its way: what its two objects come from and go to. What nobody asks for is not made.
  class Through {
    constructor(server, visit, body) {
      this.server = server;
      this.visit = visit;
      this.body = body;
    }
    socketOf() {
      if (this.socket) return this.socket;
      this.socket = new Socket(this, host.ends(this.visit), this.server[kServer].kind === "https:");
      this.socket.server = this.server;
      this.socket._httpMessage = this.res;
      this.socket.destroyed = this.over;
      return this.socket;
    }
    headersOf() {
      return host.headers(this.visit);
    }
    setTimeout(time) {
      this.timer ??= idle(() => this.expired());
      this.timer.set(time);
    }
    expired() {
      const socket = this.socketOf();
      const heard = [this.req.emit("timeout", socket), this.res.emit("timeout", socket), this.server.emit("timeout", socket)].includes(true);
      if (!heard) this.res.destroy();
    }
    active() {
      this.timer?.poke();
    }
    stop() {
      this.timer?.stop();
    }
    leave() {
      if (!this.sent) this.res.destroy();
    }
    breakOff(error) {
      this.res.destroy(error);
    }
  }
  Object.assign(Through.prototype, { req: null, res: null, socket: null, timer: null, sent: false, over: false, size: host.HIGH_WATER });

  // told hears of a request that its client has left before the answer was sent, or that it has been sent.
  function told(through, event) {
    const { req, res } = through;
    if (event === "sent") {
      through.server[kServer].visits--;
      through.sent = true;
      if (!req._consumed) dismiss(req, through.body);
      if (res.finished && !res.writableFinished) return; // _finished closes it
    } else {
      if (through.sent || res.writableFinished) return;
      if (!req.complete && !req.destroyed) req.destroy(hangUp("aborted"));
    }
    close(res);
    through.over = true;
    if (!through.socket) return;
    through.socket.destroyed = true;
    through.socket.emit("close", false);
  }

  // asked makes the two objects of a request and hands them to the listeners. Classes of others get a socket at once.
  function asked(server, visit, method, url, version, more, body) {
    const state = server[kServer];
    const through = new Through(server, visit, body);
    const req = state.Request === IncomingMessage ? new IncomingMessage() : new state.Request(through.socketOf());
    through.req = req;
    receive(req, through);
    req.method = method;
    req.url = url;
    req.httpVersion = version;
    if (server.joinDuplicateHeaders) req.joinDuplicateHeaders = true;
    const res = new state.Response(req, state.options);
    if (through.socket || state.Response !== ServerResponse) res.assignSocket(through.socketOf());
    through.res = res;
    attach(res, through);
    if (server.timeout > 0) through.setTimeout(server.timeout);
    state.visits = (state.visits ?? 0) + 1;
    host.followVisit(visit, through);
    if (!more) {
      server.emit("request", req, res);
      return;
    }
    if (/100-continue/i.test(req.headers.expect ?? "") && server.listenerCount("checkContinue") > 0) {
      server.emit("checkContinue", req, res);
      return;
    }
    if (req.headers.upgrade !== undefined && server.listenerCount("upgrade") > 0 && /upgrade/i.test(req.headers.connection ?? "")) {
      res.writeHead(501, { Connection: "close" });
      res.end("upgrades are not available here: serve() of lariat:http has upgradeWebSocket()");
      return;
    }
    server.emit("request", req, res);
  }

  // dismiss ends a request that nobody has read. One that has nothing to read, and to which nobody listens, is left as it is.
  function dismiss(req, body) {
    if (body !== null || req._eventsCount > 0) {
      req._dump();
      return;
    }
    req._dumped = true;
    req._consumed = true;
    req.complete = true;
  }

  function SecureServer(options, listener) {
    if (!(this instanceof SecureServer)) return new SecureServer(options, listener);
    begin(this, options, listener, "https:");
    for (const name of ["pfx", "passphrase", "ca", "requestCert", "SNICallback"]) {
      if (options?.[name] !== undefined) throw unavailable(`The option "${name}"`, "a server has cert and key, in PEM");
    }
  }
  Object.defineProperty(SecureServer, "name", { value: "Server" });
  Object.setPrototypeOf(SecureServer.prototype, Server.prototype);
  Object.setPrototypeOf(SecureServer, Server);

  return { SecureServer, Server };
})
