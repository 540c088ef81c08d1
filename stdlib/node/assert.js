// The modules "node:assert" and "node:assert/strict" (https://nodejs.org/docs/latest-v20.x/api/assert.html).
(function (host, errors) {
  "use strict";
  const { coded, checkFunction, inspect, invalidType, invalidValue } = errors;
  const { AssertionError, isDeepEqual, isDeepStrictEqual, isPartlyEqual, missing } = host;
  const none = Symbol("no exception");
  const isError = (value) => value instanceof Error;
  const isObject = (value) => typeof value === "object" && value !== null;

  function fail(options) {
    if (isError(options.message)) throw options.message;
    throw new AssertionError(options);
  }

  // truthy is ok; count is the number of arguments.
  function truthy(count, value, message) {
    if (value) return;
    if (count === 0) {
      const error = new AssertionError({ actual: value, expected: true, message: "No value argument passed to `assert.ok()`", operator: "==" });
      error.generatedMessage = true;
      throw error;
    }
    fail({ actual: value, expected: true, message, operator: "==" });
  }

  // comparison makes a function that fails when its values fail the test.
  function comparison(name, operator, test) {
    return {
      [name](actual, expected, message) {
        if (arguments.length < 2) throw missing("actual", "expected");
        if (!test(actual, expected)) fail({ actual, expected, message, operator });
      },
    }[name];
  }
  const loose = (a, b) => a == b || (a !== a && b !== b);
  const strictEqual = comparison("strictEqual", "strictEqual", Object.is);
  const notStrictEqual = comparison("notStrictEqual", "notStrictEqual", (a, b) => !Object.is(a, b));
  const deepStrictEqual = comparison("deepStrictEqual", "deepStrictEqual", isDeepStrictEqual);
  const notDeepStrictEqual = comparison("notDeepStrictEqual", "notDeepStrictEqual", (a, b) => !isDeepStrictEqual(a, b));

  const partialDeepStrictEqual = comparison("partialDeepStrictEqual", "partialDeepStrictEqual", isPartlyEqual);

  // Comparison shows of an error, and of what was expected of it, what was compared.
  class Comparison {
    constructor(object, keys, actual) {
      for (const key of keys) {
        if (!(key in object)) continue;
        this[key] = matches(actual?.[key], object[key]) ? actual[key] : object[key];
      }
    }
  }
  const matches = (text, pattern) => typeof text === "string" && pattern instanceof RegExp && pattern.exec(text) !== null;

  // checkShape holds the properties of what was thrown against those of an object.
  function checkShape(actual, expected, message, operator) {
    const keys = Object.keys(expected);
    if (isError(expected)) keys.push("name", "message");
    else if (keys.length === 0) throw invalidValue("error", expected, "may not be an empty object");
    for (const key of keys) {
      if (matches(actual[key], expected[key]) || (key in actual && isDeepStrictEqual(actual[key], expected[key]))) continue;
      if (message) fail({ actual, expected, message, operator });
      const [a, b] = [new Comparison(actual, keys), new Comparison(expected, keys, actual)];
      throw Object.assign(new AssertionError({ actual: a, expected: b, operator: "deepStrictEqual" }), { actual, expected, operator });
    }
  }

  // mismatch is what is wrong with an exception, for classes, functions and patterns; undefined if nothing is.
  function mismatch(actual, expected) {
    if (expected instanceof RegExp) {
      if (expected.exec(String(actual)) !== null) return undefined;
      return `The input did not match the regular expression ${inspect(expected)}. Input:\n\n${inspect(String(actual))}\n`;
    }
    if (expected.prototype !== undefined && actual instanceof expected) return undefined;
    if (Object.prototype.isPrototypeOf.call(Error, expected) || expected === Error) {
      const text = `The error is expected to be an instance of "${expected.name}". Received `;
      return isError(actual) ? `${text}"${actual.name}"\n\nError message:\n\n${actual.message}` : `${text}"${inspect(actual, -1)}"`;
    }
    const result = expected.call({}, actual);
    if (result === true) return undefined;
    const name = expected.name ? `"${expected.name}" ` : "";
    const text = `The ${name}validation function is expected to return "true". Received ${inspect(result)}`;
    return isError(actual) ? `${text}\n\nCaught error:\n\n${actual}` : text;
  }

  function checkException(actual, expected, message, operator) {
    if (typeof expected === "object" && !(expected instanceof RegExp)) {
      if (isObject(actual)) {
        checkShape(actual, expected, message, operator);
        return;
      }
      throw Object.assign(new AssertionError({ actual, expected, message, operator: "deepStrictEqual" }), { operator });
    }
    const text = mismatch(actual, expected);
    if (text === undefined) return;
    const error = new AssertionError({ actual, expected, message: message || text, operator });
    error.generatedMessage = !message;
    throw error;
  }

  const ambiguous = (text) => coded(TypeError, "ERR_AMBIGUOUS_ARGUMENT", `The "error/message" argument is ambiguous. ${text}`);

  // expectError is what throws and rejects do with what they caught.
  function expectError(operator, actual, args) {
    let [error, message] = args;
    if (typeof error === "string") {
      const want = "of type function or an instance of Error, RegExp, or Object";
      if (args.length > 1) throw invalidType("error", want, error);
      if (isObject(actual) && actual.message === error) throw ambiguous(`The error message "${actual.message}" is identical to the message.`);
      if (actual === error) throw ambiguous(`The error "${actual}" is identical to the message.`);
      [error, message] = [undefined, error];
    } else if (error !== undefined && error !== null && !isObject(error) && typeof error !== "function") {
      throw invalidType("error", "of type function or an instance of Error, RegExp, or Object", error);
    }
    if (actual === none) {
      const details = `${error?.name ? ` (${error.name})` : ""}${message ? `: ${message}` : "."}`;
      fail({ actual: undefined, expected: error, operator, message: `Missing expected ${operator === "rejects" ? "rejection" : "exception"}${details}` });
    }
    if (error !== undefined && error !== null) checkException(actual, error, message, operator);
  }

  // expectNoError is what doesNotThrow and doesNotReject do with what they caught.
  function expectNoError(operator, actual, args) {
    if (actual === none) return;
    let [error, message] = args;
    if (typeof error === "string") [error, message] = [undefined, error];
    if (error && !(error instanceof RegExp ? error.exec(String(actual)) !== null : isA(actual, error))) throw actual;
    const what = operator === "doesNotReject" ? "rejection" : "exception";
    fail({
      actual, expected: error, operator,
      message: `Got unwanted ${what}${message ? `: ${message}` : "."}\nActual message: "${actual && actual.message}"`,
    });
  }

  function isA(actual, expected) {
    if (typeof expected !== "function") throw invalidType("expected", "of type function or an instance of RegExp", expected);
    if (expected.prototype !== undefined && actual instanceof expected) return true;
    return !Object.prototype.isPrototypeOf.call(Error, expected) && expected.call({}, actual) === true;
  }

  function caught(fn) {
    checkFunction(fn, "fn");
    try {
      fn();
    } catch (error) {
      return error;
    }
    return none;
  }

  async function caughtLater(promiseFn) {
    const isThenable = (value) => isObject(value) && typeof value.then === "function" && typeof value.catch === "function";
    let promise = promiseFn;
    if (typeof promiseFn === "function") {
      promise = promiseFn();
      if (!isThenable(promise)) {
        const got = errors.received(promise).slice("Received ".length);
        throw coded(TypeError, "ERR_INVALID_RETURN_VALUE",
          `Expected instance of Promise to be returned from the "promiseFn" function but got ${got}.`);
      }
    } else if (!isThenable(promise)) {
      throw invalidType("promiseFn", "of type function or an instance of Promise", promiseFn);
    }
    try {
      await promise;
    } catch (error) {
      return error;
    }
    return none;
  }

  function checkMatch(name, string, regexp, message, wanted) {
    if (!(regexp instanceof RegExp)) throw invalidType("regexp", "an instance of RegExp", regexp);
    if (typeof string === "string" && (regexp.exec(string) !== null) === wanted) return;
    if (isError(message)) throw message;
    const text = typeof string !== "string"
      ? `The "string" argument must be of type string. Received type ${typeof string} (${inspect(string)})`
      : `The input ${wanted ? "did not match" : "was expected to not match"} the regular expression ${inspect(regexp)}. Input:\n\n${inspect(string)}\n`;
    const error = new AssertionError({ actual: string, expected: regexp, message: message || text, operator: name });
    error.generatedMessage = !message;
    throw error;
  }

  function ifError(value) {
    if (value === null || value === undefined) return;
    const text = isObject(value) && typeof value.message === "string" ? value.message || value.constructor?.name || "" : inspect(value);
    const error = new AssertionError({ actual: value, expected: null, operator: "ifError", message: `ifError got unwanted exception: ${text}` });
    throw error;
  }

  const functions = {
    fail(message, ...rest) {
      if (isError(message)) throw message;
      const old = rest.length > 0; // fail(actual, expected, message, operator)
      const options = old
        ? { actual: message, expected: rest[0], message: rest[1], operator: rest[2] ?? "!=" }
        : { message: message ?? "Failed", operator: "fail" };
      if (isError(options.message)) throw options.message;
      const error = new AssertionError(options);
      if (!old) error.generatedMessage = message === undefined || message === null;
      throw error;
    },
    AssertionError,
    ok(...args) {
      truthy(args.length, ...args);
    },
    equal: comparison("equal", "==", loose),
    notEqual: comparison("notEqual", "!=", (a, b) => !loose(a, b)),
    deepEqual: comparison("deepEqual", "deepEqual", isDeepEqual),
    notDeepEqual: comparison("notDeepEqual", "notDeepEqual", (a, b) => !isDeepEqual(a, b)),
    deepStrictEqual, notDeepStrictEqual, partialDeepStrictEqual, strictEqual, notStrictEqual,
    throws(fn, ...args) {
      expectError("throws", caught(fn), args);
    },
    async rejects(promiseFn, ...args) {
      expectError("rejects", await caughtLater(promiseFn), args);
    },
    doesNotThrow(fn, ...args) {
      expectNoError("doesNotThrow", caught(fn), args);
    },
    async doesNotReject(promiseFn, ...args) {
      expectNoError("doesNotReject", await caughtLater(promiseFn), args);
    },
    ifError,
    match(string, regexp, message) {
      checkMatch("match", string, regexp, message, true);
    },
    doesNotMatch(string, regexp, message) {
      checkMatch("doesNotMatch", string, regexp, message, false);
    },
  };
  function ok(...args) { // assert has this name in Node, too
    truthy(args.length, ...args);
  }
  const assert = ok;
  function strict(...args) {
    truthy(args.length, ...args);
  }
  Object.assign(assert, functions, { strict });
  Object.assign(strict, functions, {
    equal: strictEqual, notEqual: notStrictEqual, deepEqual: deepStrictEqual, notDeepEqual: notDeepStrictEqual, strict,
  });
  return assert;
})
