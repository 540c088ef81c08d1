// ServerResponse of "node:http": the answer to a request, which goes out through the visit that the request came with.
(function (host, errors) {
  "use strict";
  const { coded, hidden } = errors;
  const { OutgoingMessage, STATUS_CODES, isInvalid, late, outOf, sent, store, tell, tick } = host;
  function ServerResponse(req, options) {
    OutgoingMessage.call(this, options);
    if (req.method === "HEAD") this._hasBody = false;
    this.req = req;
    if (options?.strictContentLength) this.strictContentLength = true;
    if (req.httpVersion !== "1.1" && (req.httpVersionMajor < 1 || req.httpVersionMinor < 1)) {
      this.useChunkedEncodingByDefault = /chunked/i.test(req.headers?.te ?? "");
      this.shouldKeepAlive = false;
    }
  }
  Object.setPrototypeOf(ServerResponse.prototype, OutgoingMessage.prototype);
  Object.setPrototypeOf(ServerResponse, OutgoingMessage);
  const proto = ServerResponse.prototype;
  Object.assign(proto, { sendDate: true, strictContentLength: false, statusCode: 200, statusMessage: undefined });
  late(proto, "socket", (response) => outOf(response).through?.socketOf() ?? null);

  // attach says through what the answer goes.
  function attach(response, through) {
    outOf(response).through = through;
  }

  proto.assignSocket = function assignSocket(socket) {
    if (socket._httpMessage) throw coded(Error, "ERR_HTTP_SOCKET_ASSIGNED", "Socket already assigned");
    socket._httpMessage = this;
    this.socket = socket;
    this.emit("socket", socket);
  };
  proto.detachSocket = function detachSocket(socket) {
    socket._httpMessage = null;
    this.socket = null;
  };
  proto._implicitHeader = function _implicitHeader() {
    this.writeHead(this.statusCode);
  };
  proto.writeHead = function writeHead(status, reason, headers) {
    if (this._header) throw sent("write");
    const code = status | 0;
    if (code < 100 || code > 999) throw coded(RangeError, "ERR_HTTP_INVALID_STATUS_CODE", `Invalid status code: ${status}`);
    if (typeof reason === "string") {
      this.statusMessage = reason;
    } else {
      this.statusMessage ||= STATUS_CODES[code] || "unknown";
      headers ??= reason;
    }
    this.statusCode = code;
    if (this.statusMessage !== STATUS_CODES[code] && isInvalid(this.statusMessage)) throw coded(TypeError, "ERR_INVALID_CHAR", "Invalid character in statusMessage");
    let list;
    const { headers: set } = outOf(this);
    if (Array.isArray(headers)) {
      if (headers.length % 2 !== 0 && !Array.isArray(headers[0])) throw errors.invalidValue("headers", headers);
      const pairs = Array.isArray(headers[0]) ? headers.slice() : [];
      if (pairs.length === 0) for (let i = 0; i < headers.length; i += 2) pairs.push([headers[i], headers[i + 1]]);
      if (set.size > 0) for (const [name, value] of pairs) this.setHeader(name, value);
      else list = pairs;
    } else if (headers) {
      const names = Object.keys(headers);
      for (let i = 0; i < names.length; i++) if (names[i]) this.setHeader(names[i], headers[names[i]]);
    }
    if (code === 204 || code === 304 || code < 200) this._hasBody = false;
    const connection = set.get("connection");
    if (connection && /close/i.test([].concat(connection[1]).join(","))) this.shouldKeepAlive = false;
    store(outOf, this, `HTTP/1.1 ${code} ${this.statusMessage}\r\n`, list);
    return this;
  };
  proto.writeHeader = proto.writeHead;

  // Before the answer: the runtime says by itself that a body may come, and has no others to say.
  proto.writeContinue = function writeContinue(callback) {
    if (typeof callback === "function") tick(callback);
  };
  for (const name of ["writeProcessing", "writeEarlyHints"]) {
    proto[name] = function () {
      throw host.unavailable(`${name}()`, "a server sends no answers before the answer");
    };
  }

  proto._open = function _open(all) {
    const out = outOf(this);
    if (!out.through || this.destroyed) return null;
    const { visit } = out.through;
    host.answer(visit, this.statusCode, out.list.join("\n"), all === undefined ? out.length : -1, all);
    if (all !== undefined) return null;
    return {
      write: (bytes, done) => host.writeAnswer(visit, bytes, done),
      finish: (trailers) => host.finishAnswer(visit, trailers),
    };
  };
  proto._active = function _active() {
    outOf(this).through?.active();
  };
  proto._failed = function _failed() {
    this.destroy();
  };
  proto._finished = function _finished() {
    if (outOf(this).through?.sent) close(this);
  };
  proto._timeout = function _timeout(time) {
    const { through } = outOf(this);
    if (through) through.setTimeout(time);
    else this.socket?.setTimeout?.(time);
  };
  proto._destroyed = function _destroyed(error) {
    const { through } = outOf(this);
    if (!through) {
      this.socket?.destroy?.(error);
      return;
    }
    if (!through.sent) host.breakOff(through.visit);
    if (error) outOf(this).errored = error;
    tick(() => close(this));
  };

  // close tells, once, that the answer is over.
  function close(response) {
    const out = outOf(response);
    if (out.closed) return;
    out.closed = true;
    response.destroyed = true;
    out.through?.stop();
    tell(response, "close");
  }

  hidden(proto, "_finish", function _finish() {
    this.emit("prefinish");
  });

  return { ServerResponse, attach, close };
})
