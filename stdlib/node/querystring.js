// The module "node:querystring" (https://nodejs.org/docs/latest-v20.x/api/querystring.html).
(function (host, errors) {
  "use strict";
  const { Buffer } = host;

  // Bytes that are written as they are.
  const plain = /[A-Za-z0-9\-_.!~*'()]/;
  const escape = (text) => {
    if (typeof text !== "string") text = typeof text === "object" ? String(text) : `${text}`;
    try {
      return encodeURIComponent(text);
    } catch {
      throw errors.coded(URIError, "ERR_INVALID_URI", "URI malformed");
    }
  };

  // unescapeBuffer never fails: what is no code stays as it is.
  function unescapeBuffer(text, decodeSpaces) {
    const out = Buffer.alloc(text.length);
    let size = 0;
    for (let i = 0; i < text.length; i++) {
      const hex = text[i] === "%" ? text.slice(i + 1, i + 3) : "";
      if (/^[0-9a-f]{2}$/i.test(hex)) {
        out[size++] = Number.parseInt(hex, 16);
        i += 2;
      } else {
        out[size++] = decodeSpaces && text[i] === "+" ? 32 : text.charCodeAt(i);
      }
    }
    return out.subarray(0, size);
  }
  const unescape = (text, decodeSpaces) => {
    try {
      return decodeURIComponent(text);
    } catch {
      return unescapeBuffer(text, decodeSpaces).toString();
    }
  };

  const primitive = (value) => {
    if (typeof value === "string") return value;
    if (typeof value === "number" && Number.isFinite(value)) return `${value}`;
    if (typeof value === "bigint" || typeof value === "boolean") return `${value}`;
    return "";
  };

  function stringify(object, separator = "&", equals = "=", options = undefined) {
    if (object === null || typeof object !== "object") return "";
    separator ||= "&";
    equals ||= "=";
    const encode = typeof options?.encodeURIComponent === "function" ? options.encodeURIComponent : exports.escape;
    const encoded = (value) => {
      const text = primitive(value);
      return text === "" || (encode === escape && [...text].every((c) => plain.test(c))) ? text : encode(text);
    };
    const parts = [];
    for (const key of Object.keys(object)) {
      const name = encoded(key) + equals;
      const values = Array.isArray(object[key]) ? object[key] : [object[key]];
      for (const value of values) parts.push(name + encoded(value));
    }
    return parts.join(separator);
  }

  function parse(text, separator = "&", equals = "=", options = undefined) {
    const result = { __proto__: null };
    if (typeof text !== "string" || text.length === 0) return result;
    separator ||= "&";
    equals ||= "=";
    const max = typeof options?.maxKeys === "number" ? options.maxKeys : 1000;
    const own = typeof options?.decodeURIComponent === "function" ? options.decodeURIComponent : exports.unescape;
    const decode = (part) => {
      const spaced = part.replaceAll("+", "%20");
      if (own === unescape && !spaced.includes("%")) return spaced;
      try {
        return own(spaced);
      } catch {
        return unescape(spaced, true);
      }
    };
    const pairs = text.split(`${separator}`);
    let count = 0;
    for (const pair of pairs) {
      if (pair === "") continue;
      if (max > 0 && count++ >= max) break;
      const at = pair.indexOf(`${equals}`);
      const key = decode(at < 0 ? pair : pair.slice(0, at));
      const value = at < 0 ? "" : decode(pair.slice(at + `${equals}`.length));
      if (!(key in result)) result[key] = value;
      else if (Array.isArray(result[key])) result[key].push(value);
      else result[key] = [result[key], value];
    }
    return result;
  }
  const exports = { unescapeBuffer, unescape, escape, stringify, encode: stringify, parse, decode: parse };
  return exports;
})
