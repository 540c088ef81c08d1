// What the parts of modules that are written in JavaScript share: errors in the shape and the words of Node
// (https://nodejs.org/docs/latest-v20.x/api/errors.html), for modules that have Node's names. An error has its code as
// an own property, and in its stack.
(function () {
  "use strict";
  const hidden = (target, key, value) =>
    Object.defineProperty(target, key, { value, writable: true, enumerable: false, configurable: true });

  // coded makes an error of a class with a code. Its stack begins where the module was called by this file's function.
  function coded(Base, code, message, props) {
    const error = new Base(message);
    const frames = `${error.stack}`.split("\n").filter((line) => /^\s+at /.test(line) && !line.includes("(lariat:node:"));
    hidden(error, "stack", [`${error.name} [${code}]: ${message}`, ...frames].join("\n"));
    hidden(error, "toString", function toString() {
      return `${this.name} [${code}]: ${this.message}`;
    });
    error.code = code;
    return Object.assign(error, props);
  }

  function quoted(text) {
    const quote = ["'", '"', "`"].find((q) => !text.includes(q)) ?? "'";
    const escapes = { "\n": "\\n", "\t": "\\t", "\r": "\\r", "\b": "\\b", "\f": "\\f", "\v": "\\v", "\\": "\\\\", [quote]: `\\${quote}` };
    const body = text.replace(/[\x00-\x1f\\'"`\x7f-\x9f]/g, (c) => {
      if (c in escapes) return escapes[c];
      return /['"`]/.test(c) ? c : `\\x${c.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`;
    });
    return quote + body + quote;
  }

  // shown is a value in a message.
  function shown(value) {
    switch (typeof value) {
      case "string":
        return quoted(value);
      case "bigint":
        return `${value}n`;
      case "number":
        return Object.is(value, -0) ? "-0" : String(value);
      default:
        return String(value);
    }
  }

  // received says what an argument is, in the words of Node.
  function received(value) {
    if (value === undefined || value === null) return `Received ${value}`;
    if (typeof value === "function") return value.name ? `Received function ${value.name}` : "Received [Function (anonymous)]";
    if (typeof value === "object") {
      const name = value.constructor?.name;
      return name ? `Received an instance of ${name}` : "Received [Object: null prototype] {}";
    }
    const text = shown(value);
    return `Received type ${typeof value} (${text.length > 28 ? `${text.slice(0, 25)}...` : text})`;
  }

  // grouped writes a large number as messages do: 4_294_967_296.
  function grouped(value) {
    if (!Number.isInteger(Number(value)) || (value <= 2 ** 32 && value >= -(2 ** 32))) return shown(value);
    return `${String(value).replace(/\B(?=(\d{3})+(?!\d))/g, "_")}${typeof value === "bigint" ? "n" : ""}`;
  }

  const what = (name) => {
    if (name.endsWith(" argument")) return `The ${name}`;
    return `The "${name}" ${name.includes(".") ? "property" : "argument"}`;
  };

  // invalidType is ERR_INVALID_ARG_TYPE; want is a phrase: "of type string".
  function invalidType(name, want, value) {
    return coded(TypeError, "ERR_INVALID_ARG_TYPE", `${what(name)} must be ${want}. ${received(value)}`);
  }

  // invalidValue is ERR_INVALID_ARG_VALUE.
  function invalidValue(name, value, reason = "is invalid") {
    const text = typeof value === "object" || typeof value === "function" ? received(value).slice("Received ".length) : shown(value);
    const kind = name.includes(".") ? "property" : "argument";
    return coded(TypeError, "ERR_INVALID_ARG_VALUE", `The ${kind} '${name}' ${reason}. Received ${text}`);
  }

  // outOfRange is ERR_OUT_OF_RANGE; range is a phrase: ">= 0".
  function outOfRange(name, range, value) {
    const text = typeof value === "number" || typeof value === "bigint" ? grouped(value) : shown(value);
    return coded(RangeError, "ERR_OUT_OF_RANGE", `The value of "${name}" is out of range. It must be ${range}. Received ${text}`);
  }

  class AbortError extends Error {
    constructor(message = "The operation was aborted", options) {
      super(message, options);
      this.code = "ABORT_ERR";
      this.name = "AbortError";
    }
  }

  function checkFunction(value, name) {
    if (typeof value !== "function") throw invalidType(name, "of type function", value);
  }

  function checkString(value, name) {
    if (typeof value !== "string") throw invalidType(name, "of type string", value);
  }

  function checkObject(value, name) {
    if (value === null || typeof value !== "object" || Array.isArray(value)) throw invalidType(name, "of type object", value);
  }

  function checkBoolean(value, name) {
    if (typeof value !== "boolean") throw invalidType(name, "of type boolean", value);
  }

  // checkNumber allows whatever is a number within bounds.
  function checkNumber(value, name, min, max) {
    if (typeof value !== "number") throw invalidType(name, "of type number", value);
    if ((min !== undefined && value < min) || (max !== undefined && value > max) || ((min ?? max) !== undefined && Number.isNaN(value))) {
      const low = min === undefined ? "" : `>= ${min}`;
      const high = max === undefined ? "" : `<= ${max}`;
      throw outOfRange(name, [low, high].filter(Boolean).join(" && "), value);
    }
  }

  function checkInteger(value, name, min = Number.MIN_SAFE_INTEGER, max = Number.MAX_SAFE_INTEGER) {
    if (typeof value !== "number") throw invalidType(name, "of type number", value);
    if (!Number.isInteger(value)) throw outOfRange(name, "an integer", value);
    if (value < min || value > max) throw outOfRange(name, `>= ${min} && <= ${max}`, value);
  }

  function checkSignal(value, name) {
    if (value !== undefined && (value === null || typeof value !== "object" || !("aborted" in value))) {
      throw invalidType(name, "an instance of AbortSignal", value);
    }
  }

  return {
    hidden, coded, shown, received, invalidType, invalidValue, outOfRange, AbortError,
    checkFunction, checkString, checkObject, checkBoolean, checkNumber, checkInteger, checkSignal,
  };
})()
