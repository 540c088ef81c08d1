// The head of an OutgoingMessage: the headers that are set, and what is sent of them.
(function (host, errors) {
  "use strict";
  const { checkString, coded, invalidType } = errors;
  const { isInvalid, validateHeaderName, validateHeaderValue } = host;

  const sent = (what) => coded(Error, "ERR_HTTP_HEADERS_SENT", `Cannot ${what} headers after they are sent to the client`);

  function validateHeaderValues(name, value) {
    if (!Array.isArray(value)) {
      validateHeaderValue(name, value);
      return;
    }
    for (let i = 0; i < value.length; i++) validateHeaderValue(name, value[i]);
  }

  // heads gives the methods to a prototype; outOf finds the state of a message.
  function heads(proto, outOf) {
    proto.setHeader = function setHeader(name, value) {
      if (this._header) throw sent("set");
      validateHeaderName(name);
      validateHeaderValues(name, value);
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
      validateHeaderValues(name, value);
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
      const out = outOf(this);
      out.trailers = [...out.trailers];
      for (const [name, value] of pairs) {
        validateHeaderName(name, "Trailer name");
        for (const one of Array.isArray(value) ? value : [value]) {
          if (isInvalid(`${one}`)) throw coded(TypeError, "ERR_INVALID_CHAR", `Invalid character in trailer content ["${name}"]`);
          out.trailers.push(name, `${one}`);
        }
      }
    };
    proto._implicitHeader = function _implicitHeader() {
      throw coded(Error, "ERR_METHOD_NOT_IMPLEMENTED", "The _implicitHeader() method is not implemented");
    };
  }

  let second = -1;
  let date = "";
  function now() {
    const seconds = Math.floor(Date.now() / 1000);
    if (seconds !== second) [second, date] = [seconds, new Date(seconds * 1000).toUTCString()];
    return date;
  }

  // store fixes the head: its text, which packages look into, and the names and values that are sent. Those that were set
  // are known to be valid.
  function store(outOf, message, firstLine, given) {
    const out = outOf(message);
    const list = [];
    const first = Object.create(null); // the values that came first, by name
    let chunked = false;
    const put = (name, key, value) => {
      list.push(name, value);
      if (first[key] === undefined) first[key] = value;
      if (key === "transfer-encoding" && /chunked/i.test(value)) chunked = true;
    };
    const add = (name, key, value) => {
      if (!Array.isArray(value)) put(name, key, `${value}`);
      else if (key === "content-disposition" || key === "cookie") put(name, key, value.join(key === "cookie" ? "; " : ", "));
      else for (const one of value) put(name, key, `${one}`);
    };
    if (given) {
      for (const [name, value] of given) {
        validateHeaderName(name);
        validateHeaderValues(name, value);
        add(name, name.toLowerCase(), value);
      }
    } else {
      out.headers.forEach((entry, key) => add(entry[0], key, entry[1]));
    }
    if (message.sendDate && first.date === undefined) list.push("Date", now());
    const own = list.slice(); // what net/http does not do by itself
    if (first.connection === undefined) {
      list.push("Connection", message.shouldKeepAlive ? "keep-alive" : "close");
      if (!message.shouldKeepAlive) own.push("Connection", "close");
    }
    const open = first["content-length"] === undefined && first["transfer-encoding"] === undefined;
    if (open && message._hasBody && message.useChunkedEncodingByDefault) {
      chunked = typeof message._contentLength !== "number";
      if (chunked) list.push("Transfer-Encoding", "chunked");
      else list.push("Content-Length", `${message._contentLength}`);
    }
    message.chunkedEncoding = chunked;
    let head = firstLine;
    for (let i = 0; i < list.length; i += 2) head += `${list[i]}: ${list[i + 1]}\r\n`;
    message._header = `${head}\r\n`;
    out.list = own;
    out.length = Number(first["content-length"] ?? -1);
  }

  return { heads, sent, store };
})
