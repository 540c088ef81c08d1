// Errors in the shape and the words of Node (https://nodejs.org/docs/latest-v20.x/api/errors.html). An error has its code
// as an own property, and in its stack. inspect(value, depth) is the host's.
(function (inspect, hidden) {
  "use strict";
  // coded makes an error of a class with a code. Its stack begins where the module was called by this file's function.
  function coded(Base, code, message, props) {
    const error = new Base(message);
    // The stack keeps the form of the engine, with the newline at its end: what a script reads of it is written anew.
    const frames = `${error.stack}`.split("\n").filter((line) => /^\s+at /.test(line) && !/ \(?lariat:(node|checks):/.test(line));
    hidden(error, "stack", [`${error.name} [${code}]: ${message}`, ...frames, ""].join("\n"));
    hidden(error, "toString", function toString() {
      return `${this.name} [${code}]: ${this.message}`;
    });
    error.code = code;
    return Object.assign(error, props);
  }

  // received says what an argument is, in the words of Node.
  function received(value) {
    if (value === undefined || value === null) return `Received ${value}`;
    if (typeof value === "function") return `Received function ${value.name}`;
    if (typeof value === "object") {
      const name = value.constructor?.name;
      return `Received ${name ? `an instance of ${name}` : inspect(value, -1)}`;
    }
    const text = inspect(value);
    return `Received type ${typeof value} (${text.length > 28 ? `${text.slice(0, 25)}...` : text})`;
  }

  // grouped writes a large number as messages do: 4_294_967_296.
  function grouped(value) {
    if (!Number.isInteger(Number(value)) || (value <= 2 ** 32 && value >= -(2 ** 32))) return inspect(value);
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
    const text = inspect(value);
    const kind = name.includes(".") ? "property" : "argument";
    return coded(TypeError, "ERR_INVALID_ARG_VALUE", `The ${kind} '${name}' ${reason}. Received ${text.length > 128 ? `${text.slice(0, 128)}...` : text}`);
  }

  // outOfRange is ERR_OUT_OF_RANGE; range is a phrase: ">= 0".
  function outOfRange(name, range, value) {
    const text = typeof value === "number" || typeof value === "bigint" ? grouped(value) : inspect(value);
    return coded(RangeError, "ERR_OUT_OF_RANGE", `The value of "${name}" is out of range. It must be ${range}. Received ${text}`);
  }

  class AbortError extends Error {
    constructor(message = "The operation was aborted", options) {
      super(message, options);
      this.code = "ABORT_ERR";
      this.name = "AbortError";
    }
  }

  return { coded, received, invalidType, invalidValue, outOfRange, AbortError };
})
