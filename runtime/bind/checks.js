// What the parts of modules that are written in JavaScript share: checks of arguments as Node makes them, and its errors.
// The errors are in node.js, which make() compiles when the first one is needed.
(function (inspect, make) {
  "use strict";
  const hidden = (target, key, value) =>
    Object.defineProperty(target, key, { value, writable: true, enumerable: false, configurable: true });
  let made;
  const errors = () => (made ??= make(inspect, hidden));
  const later = (name) => (...args) => errors()[name](...args);

  function checkFunction(value, name) {
    if (typeof value !== "function") throw errors().invalidType(name, "of type function", value);
  }

  function checkString(value, name) {
    if (typeof value !== "string") throw errors().invalidType(name, "of type string", value);
  }

  function checkObject(value, name) {
    if (value === null || typeof value !== "object" || Array.isArray(value)) throw errors().invalidType(name, "of type object", value);
  }

  function checkBoolean(value, name) {
    if (typeof value !== "boolean") throw errors().invalidType(name, "of type boolean", value);
  }

  // checkNumber allows whatever is a number within bounds.
  function checkNumber(value, name, min, max) {
    if (typeof value !== "number") throw errors().invalidType(name, "of type number", value);
    if ((min !== undefined && value < min) || (max !== undefined && value > max) || ((min ?? max) !== undefined && Number.isNaN(value))) {
      const low = min === undefined ? "" : `>= ${min}`;
      const high = max === undefined ? "" : `<= ${max}`;
      throw errors().outOfRange(name, [low, high].filter(Boolean).join(" && "), value);
    }
  }

  function checkInteger(value, name, min = Number.MIN_SAFE_INTEGER, max = Number.MAX_SAFE_INTEGER) {
    if (typeof value !== "number") throw errors().invalidType(name, "of type number", value);
    if (!Number.isInteger(value)) throw errors().outOfRange(name, "an integer", value);
    if (value < min || value > max) throw errors().outOfRange(name, `>= ${min} && <= ${max}`, value);
  }

  function checkSignal(value, name) {
    if (value !== undefined && (value === null || typeof value !== "object" || !("aborted" in value))) {
      throw errors().invalidType(name, "an instance of AbortSignal", value);
    }
  }

  return {
    hidden, inspect, checkFunction, checkString, checkObject, checkBoolean, checkNumber, checkInteger, checkSignal,
    coded: later("coded"),
    received: later("received"),
    invalidType: later("invalidType"),
    invalidValue: later("invalidValue"),
    outOfRange: later("outOfRange"),
    get AbortError() {
      return errors().AbortError;
    },
  };
})
