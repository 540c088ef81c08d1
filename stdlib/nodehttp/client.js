// ClientRequest of "node:http", with request() and get() (https://nodejs.org/docs/latest-v20.x/api/http.html). The order of
// events is that of Node v20: "socket", "response", what the answer does, "close".
(function (host, errors) {
  "use strict";
  const { AbortError, checkFunction, checkNumber } = errors;
  const {
    Buffer, IncomingMessage, OutgoingMessage, Socket, askingOf, follow, hangUp, idle, optionsOf, outOf, poolOf, receive, store, tick,
  } = host;
  const kAsk = Symbol("kAsk");
  const bodiless = new Set(["GET", "HEAD", "DELETE", "OPTIONS", "TRACE", "CONNECT"]);

  function ClientRequest(input, options, callback) {
    OutgoingMessage.call(this);
    const read = optionsOf(input, options, callback);
    begin(this, read.options, read.callback);
  }
  Object.setPrototypeOf(ClientRequest.prototype, OutgoingMessage.prototype);
  Object.setPrototypeOf(ClientRequest, OutgoingMessage);
  const proto = ClientRequest.prototype;

  function begin(request, options, callback) {
    const ask = askingOf(options, options._kind ?? "http:");
    Object.assign(request, {
      agent: ask.agent, method: ask.method, path: ask.path, host: ask.host, protocol: ask.protocol, maxHeadersCount: null, reusedSocket: false,
      aborted: false, timeoutCb: null, upgradeOrConnect: false, parser: null, res: null, timeout: options.timeout,
      shouldKeepAlive: Boolean(ask.agent.keepAlive),
    });
    if (options.timeout !== undefined) checkNumber(options.timeout, "timeout", 0, 2 ** 32 - 1);
    request.useChunkedEncodingByDefault = !bodiless.has(ask.method);
    request[kAsk] = { ...ask, options, sending: null, over: false, joined: Boolean(options.joinDuplicateHeaders), stop: null };
    request[kAsk].idle = idle(() => request.emit("timeout"));
    headersOf(request, options, ask);
    if (typeof callback === "function") request.once("response", callback);
    else if (callback !== undefined && callback !== null) checkFunction(callback, "listener");
    const { signal } = options;
    if (signal) {
      const abort = () => request.destroy(new AbortError(undefined, { cause: signal.reason }));
      if (signal.aborted) tick(abort);
      else {
        signal.addEventListener("abort", abort, { once: true });
        request.once("close", () => signal.removeEventListener("abort", abort));
      }
    }
    const headers = Array.isArray(options.headers);
    if (headers || request.getHeader("expect")) {
      store(outOf, request, `${ask.method} ${ask.path} HTTP/1.1\r\n`, headers ? pairs(options.headers, ask, options) : undefined);
      if (request.getHeader("expect")) tick(() => request.flushHeaders());
    }
  }

  function headersOf(request, options, { hostHeader }) {
    if (options.headers && !Array.isArray(options.headers)) {
      for (const [name, value] of Object.entries(options.headers)) request.setHeader(name, value);
    }
    if (Array.isArray(options.headers)) return;
    if (options.setHost !== false && !request.getHeader("host")) request.setHeader("Host", hostHeader);
    if (options.auth && !request.getHeader("Authorization")) {
      request.setHeader("Authorization", `Basic ${Buffer.from(options.auth).toString("base64")}`);
    }
  }

  // pairs reads headers that are given as a list: of pairs, or of names and values in turn.
  function pairs(list, { hostHeader }, options) {
    const all = Array.isArray(list[0]) ? list.slice() : [];
    if (all.length === 0) for (let i = 0; i + 1 < list.length; i += 2) all.push([list[i], list[i + 1]]);
    if (options.setHost !== false && !all.some(([name]) => name.toLowerCase() === "host")) all.push(["Host", hostHeader]);
    return all;
  }

  proto._implicitHeader = function _implicitHeader() {
    store(outOf, this, `${this.method} ${this.path} HTTP/1.1\r\n`);
  };
  proto._open = function _open(all) {
    const ask = this[kAsk];
    const out = outOf(this);
    if (this.destroyed) return null;
    const none = all === null || (all !== undefined && all.length === 0);
    const sending = host.send(
      poolOf(ask.agent, ask.options, ask.secure), (event, ...told) => happened(this, event, told), this.method, ask.secure ? "https" : "http",
      ask.address, this.path, out.list, out.length, none ? Buffer.alloc(0) : all,
    );
    ask.sending = sending;
    ask.stop = follow((reason) => this.destroy(reason));
    if (this.timeout) ask.idle.set(this.timeout);
    return { write: (bytes, done) => host.write(sending, bytes, done), finish: () => host.finish(sending) };
  };
  proto._active = function _active() {
    this[kAsk].idle.poke();
  };
  // A body that cannot be sent says less than what the answer, or its absence, will say.
  proto._failed = function _failed() {};
  proto._timeout = function _timeout(time) {
    this.timeout = time;
    if (this[kAsk].sending) this[kAsk].idle.set(time);
    else checkNumber(time, "msecs");
  };
  proto.setTimeout = function setTimeout(time, callback) {
    if (typeof callback === "function") this.once("timeout", callback);
    this._timeout(time);
    return this;
  };

  function happened(request, event, told) {
    const ask = request[kAsk];
    if (ask.over || (request.destroyed && event !== "error")) return;
    ask.idle.poke();
    if (event === "socket") {
      const [here, port, there, remote, family, reused] = told;
      request.reusedSocket = reused;
      const owner = { setTimeout: (time) => request._timeout(time), breakOff: (error) => request.destroy(error) };
      request.socket = new Socket(owner, { here, port, there, remote, family }, ask.secure);
      request.socket._httpMessage = request;
      request.emit("socket", request.socket);
    } else if (event === "information") {
      const [statusCode, statusMessage, rawHeaders] = told;
      const info = new IncomingMessage();
      Object.assign(info, { rawHeaders });
      if (statusCode === 100) request.emit("continue");
      request.emit("information", {
        statusCode, statusMessage, httpVersion: "1.1", httpVersionMajor: 1, httpVersionMinor: 1, headers: info.headers, rawHeaders,
      });
    } else if (event === "response") {
      answered(request, told);
    } else if (!request.destroyed) {
      request.destroy(told[0]);
    }
  }

  function answered(request, [statusCode, statusMessage, version, rawHeaders, body]) {
    const ask = request[kAsk];
    const res = new IncomingMessage(request.socket);
    const [major, minor] = version.split(".").map(Number);
    Object.assign(res, {
      statusCode, statusMessage, httpVersion: version, httpVersionMajor: major, httpVersionMinor: minor, rawHeaders, req: request,
      joinDuplicateHeaders: ask.joined,
    });
    receive(res, { body, active: () => ask.idle.poke(), leave: () => host.cancel(ask.sending) });
    request.res = res;
    res.once("end", () => tick(() => over(request)));
    res.once("close", () => over(request));
    if (statusCode === 101) {
      res._dump();
      request.destroy(host.unavailable("An upgrade of the connection", "WebSocket and EventSource are there for what begins so"));
      return;
    }
    if (!request.emit("response", res)) res._dump();
  }

  // over tells, once, that nothing will come any more.
  function over(request) {
    const ask = request[kAsk];
    if (ask.over) return;
    ask.over = true;
    ask.idle.stop();
    ask.stop?.();
    outOf(request).closed = true;
    request.destroyed = true;
    request.emit("close");
  }

  proto._destroyed = function _destroyed(error) {
    const ask = this[kAsk];
    if (ask.sending) host.cancel(ask.sending);
    ask.idle.stop();
    const { res } = this;
    if (res && !res.complete) {
      if (!res.destroyed) res.destroy(error ?? hangUp("aborted"));
    }
    tick(() => {
      if (ask.over) return;
      const problem = error ?? (res ? null : hangUp());
      if (problem && !(this.aborted && !error && !this.socket)) this.emit("error", problem);
      over(this);
    });
  };
  proto.abort = function abort() {
    if (this.aborted) return;
    this.aborted = true;
    tick(() => this.emit("abort"));
    this.destroy();
  };
  proto.clearTimeout = function clearTimeout(callback) {
    this.setTimeout(0, callback);
  };
  for (const name of ["setNoDelay", "setSocketKeepAlive"]) proto[name] = function () {};
  proto.onSocket = function onSocket() {
    throw host.unavailable("onSocket()", "connections are made by the runtime");
  };

  // asking makes request and get of one protocol.
  function asking(kind) {
    const request = (input, options, callback) => {
      const read = optionsOf(input, options, callback);
      return new ClientRequest({ ...read.options, _kind: kind }, read.callback);
    };
    const get = (input, options, callback) => {
      const req = request(input, options, callback);
      req.end();
      return req;
    };
    return { get, request };
  }

  return { ClientRequest, asking };
})
