// The head of an OutgoingMessage: the headers that are set, and what is sent of them.
(function (host, errors) {
  "use strict";
  const { checkString, coded, invalidType } = errors;
  const { isInvalid, validateHeaderName, validateHeaderValue } = host;

  const sent = (what) => coded(Error, "ERR_HTTP_HEADERS_SENT", `Cannot ${what} headers after they are sent to the client`);

  // heads gives the methods to a prototype; outOf finds the state of a message.
  function heads(proto, outOf) {
    proto.setHeader = function setHeader(name, value) {
      if (this._header) throw sent("set");
      validateHeaderName(name);
      for (const one of Array.isArray(value) ? value : [value]) validateHeaderValue(name, one);
      outOf(this).headers.set(name.toLowerCase(), [name, value]);
      return this;
    };
    proto.setHeaders = function setHeaders(headers) {
      if (this._header) throw sent("set");
      if (!headers || Array.isArray(headers) || typeof headers.keys !== "function" || typeof headers.get !== "function") {
        throw invalidType("headers", "an instance of Headers or Map", headers);
      }
      for (const [name, value] of headers) this.setHeader(name, value);
      return this;
    };
    proto.appendHeader = function appendHeader(name, value) {
      if (this._header) throw sent("append");
      validateHeaderName(name);
      for (const one of Array.isArray(value) ? value : [value]) validateHeaderValue(name, one);
      const entry = outOf(this).headers.get(name.toLowerCase());
      if (!entry) outOf(this).headers.set(name.toLowerCase(), [name, value]);
      else entry[1] = [].concat(entry[1], value);
      return this;
    };
    proto.getHeader = function getHeader(name) {
      checkString(name, "name");
      return outOf(this).headers.get(name.toLowerCase())?.[1];
    };
    proto.getHeaders = function getHeaders() {
      const all = Object.create(null);
      for (const [key, [, value]] of outOf(this).headers) all[key] = value;
      return all;
    };
    proto.getHeaderNames = function getHeaderNames() {
      return [...outOf(this).headers.keys()];
    };
    proto.getRawHeaderNames = function getRawHeaderNames() {
      return [...outOf(this).headers.values()].map(([name]) => name);
    };
    proto.hasHeader = function hasHeader(name) {
      checkString(name, "name");
      return outOf(this).headers.has(name.toLowerCase());
    };
    proto.removeHeader = function removeHeader(name) {
      checkString(name, "name");
      if (this._header) throw sent("remove");
      outOf(this).headers.delete(name.toLowerCase());
      if (name.toLowerCase() === "date") this.sendDate = false;
    };
    proto.addTrailers = function addTrailers(headers) {
      const pairs = Array.isArray(headers) ? headers : Object.entries(headers);
      for (const [name, value] of pairs) {
        validateHeaderName(name, "Trailer name");
        for (const one of Array.isArray(value) ? value : [value]) {
          if (isInvalid(`${one}`)) throw coded(TypeError, "ERR_INVALID_CHAR", `Invalid character in trailer content ["${name}"]`);
          outOf(this).trailers.push(name, `${one}`);
        }
      }
    };
    proto._implicitHeader = function _implicitHeader() {
      throw coded(Error, "ERR_METHOD_NOT_IMPLEMENTED", "The _implicitHeader() method is not implemented");
    };
  }

  // store fixes the head: its text, which packages look into, and the names and values that are sent.
  function store(outOf, message, firstLine, given) {
    const out = outOf(message);
    const list = [];
    const add = (name, value) => {
      if (Array.isArray(value) && !/^(content-disposition|cookie)$/i.test(name)) for (const one of value) list.push(name, `${one}`);
      else list.push(name, Array.isArray(value) ? value.join(/^cookie$/i.test(name) ? "; " : ", ") : `${value}`);
    };
    for (const [name, value] of given ?? out.headers.values()) {
      validateHeaderName(name);
      for (const one of Array.isArray(value) ? value : [value]) validateHeaderValue(name, one);
      add(name, value);
    }
    const has = (name) => list.some((one, i) => i % 2 === 0 && one.toLowerCase() === name);
    if (message.sendDate && !has("date")) list.push("Date", new Date().toUTCString());
    const own = list.slice(); // what net/http does not do by itself
    if (!has("connection")) list.push("Connection", message.shouldKeepAlive ? "keep-alive" : "close");
    if (!message.shouldKeepAlive && !has("connection")) own.push("Connection", "close");
    if (!has("content-length") && !has("transfer-encoding")) {
      if (!message._hasBody) message.chunkedEncoding = false;
      else if (typeof message._contentLength === "number" && message.useChunkedEncodingByDefault) list.push("Content-Length", `${message._contentLength}`);
      else if (message.useChunkedEncodingByDefault) list.push("Transfer-Encoding", "chunked");
    }
    message.chunkedEncoding = list.some((one, i) => /^transfer-encoding$/i.test(one) && /chunked/i.test(list[i + 1]));
    let head = firstLine;
    for (let i = 0; i < list.length; i += 2) head += `${list[i]}: ${list[i + 1]}\r\n`;
    message._header = `${head}\r\n`;
    out.list = own;
    const length = own.findIndex((one, i) => i % 2 === 0 && one.toLowerCase() === "content-length");
    out.length = length >= 0 ? Number(own[length + 1]) : -1;
  }

  return { heads, sent, store };
})
