// The module "node:util" (https://nodejs.org/docs/latest-v20.x/api/util.html), apart from what the host gives.
(function (host, errors) {
  "use strict";
  const { checkFunction, checkObject, checkString, coded, hidden, invalidType, invalidValue } = errors;
  const { inspect } = host;

  // These two are in scripts of their own, which are compiled when they are called.
  let compare;
  function isDeepStrictEqual(a, b) {
    compare ??= host.comparison().isDeepStrictEqual;
    return compare(a, b);
  }
  let parse;
  function parseArgs(config) {
    parse ??= host.argumentParser();
    return parse(config);
  }

  // parts are those of other scripts, compiled when one of their functions is called.
  const parts = {};
  const from = (part, name) => ({ [name]: (...args) => (parts[part] ??= host[part]())[name](...args) })[name];
  const named = (names, part, lengths) =>
    Object.fromEntries(names.map((name, i) => [name, Object.defineProperty(from(part, name), "length", { value: lengths[i] })]));

  const kCustomPromisify = Symbol.for("nodejs.util.promisify.custom");

  function promisify(original) {
    checkFunction(original, "original");
    if (original[kCustomPromisify]) {
      const fn = original[kCustomPromisify];
      checkFunction(fn, "util.promisify.custom");
      return Object.defineProperty(fn, kCustomPromisify, { value: fn, enumerable: false, writable: false, configurable: true });
    }
    function fn(...args) {
      return new Promise((resolve, reject) => {
        Reflect.apply(original, this, [
          ...args,
          (error, ...values) => {
            if (error) reject(error);
            else resolve(values[0]);
          },
        ]);
      });
    }
    Object.setPrototypeOf(fn, Object.getPrototypeOf(original));
    Object.defineProperty(fn, kCustomPromisify, { value: fn, enumerable: false, writable: false, configurable: true });
    return Object.defineProperties(fn, Object.getOwnPropertyDescriptors(original));
  }
  promisify.custom = kCustomPromisify;

  function callbackify(original) {
    checkFunction(original, "original");
    function callbackified(...args) {
      const callback = args.pop();
      checkFunction(callback, "last argument");
      const later = (...values) => host.tick(() => Reflect.apply(callback, this, values));
      Reflect.apply(original, this, args).then(
        (value) => later(null, value),
        (reason) => {
          if (!reason) {
            reason = coded(Error, "ERR_FALSY_VALUE_REJECTION", "Promise was rejected with falsy value", { reason });
          }
          later(reason);
        },
      );
    }
    const descriptors = Object.getOwnPropertyDescriptors(original);
    if (typeof descriptors.length?.value === "number") descriptors.length.value++;
    if (typeof descriptors.name?.value === "string") descriptors.name.value += "Callbackified";
    return Object.defineProperties(callbackified, descriptors);
  }

  function inherits(ctor, superCtor) {
    if (ctor === undefined || ctor === null) throw invalidType("ctor", "of type function", ctor);
    if (superCtor === undefined || superCtor === null) throw invalidType("superCtor", "of type function", superCtor);
    if (superCtor.prototype === undefined) throw invalidType("superCtor.prototype", "of type object", superCtor.prototype);
    hidden(ctor, "super_", superCtor);
    Object.setPrototypeOf(ctor.prototype, superCtor.prototype);
  }

  const warnedCodes = new Set();
  function deprecate(fn, message, code) {
    if (code !== undefined) checkString(code, "code");
    let warned = false;
    function deprecated(...args) {
      if (!warned && !globals.process?.noDeprecation) {
        warned = true;
        if (code === undefined || !warnedCodes.has(code)) {
          if (code !== undefined) warnedCodes.add(code);
          globals.process?.emitWarning(message, "DeprecationWarning", code, deprecated);
        }
      }
      return new.target ? Reflect.construct(fn, args, new.target) : Reflect.apply(fn, this, args);
    }
    Object.setPrototypeOf(deprecated, fn);
    if (fn.prototype) deprecated.prototype = fn.prototype;
    return deprecated;
  }

  // enabledFor tells whether NODE_DEBUG names a section: a list with wildcards.
  function enabledFor(section) {
    return `${globals.process?.env.NODE_DEBUG ?? ""}`.split(",").some((name) => {
      const pattern = name.replace(/[|\\{}()[\]^$+?.]/g, "\\$&").replaceAll("*", ".*");
      return name !== "" && new RegExp(`^${pattern}$`, "i").test(section);
    });
  }

  function debuglog(section, callback) {
    const name = section.toUpperCase();
    const enabled = enabledFor(section);
    function log(...args) {
      if (enabled) host.print(`${name} ${globals.process?.pid}: ${host.format(...args)}\n`);
    }
    Object.defineProperty(log, "enabled", { get: () => enabled, enumerable: true, configurable: true });
    callback?.(log);
    return log;
  }

  // What lies between an escape and the end of its sequence (ECMA-48, and the strings of OSC).
  const control = /\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)|[\u001b\u009b][[\]()#;?]*(?:\d{1,4}(?:[;:]\d{0,4})*)?[\dA-PR-TZcf-nq-uy=><~]/g;
  function stripVTControlCharacters(str) {
    checkString(str, "str");
    return str.replace(control, "");
  }

  const colors = {
    reset: [0, 0], bold: [1, 22], dim: [2, 22], italic: [3, 23], underline: [4, 24], blink: [5, 25], inverse: [7, 27], hidden: [8, 28],
    strikethrough: [9, 29], doubleunderline: [21, 24], black: [30, 39], red: [31, 39], green: [32, 39], yellow: [33, 39], blue: [34, 39],
    magenta: [35, 39], cyan: [36, 39], white: [37, 39], bgBlack: [40, 49], bgRed: [41, 49], bgGreen: [42, 49], bgYellow: [43, 49],
    bgBlue: [44, 49], bgMagenta: [45, 49], bgCyan: [46, 49], bgWhite: [47, 49], framed: [51, 54], overlined: [53, 55], gray: [90, 39],
    redBright: [91, 39], greenBright: [92, 39], yellowBright: [93, 39], blueBright: [94, 39], magentaBright: [95, 39],
    cyanBright: [96, 39], whiteBright: [97, 39], bgGray: [100, 49], bgRedBright: [101, 49], bgGreenBright: [102, 49],
    bgYellowBright: [103, 49], bgBlueBright: [104, 49], bgMagentaBright: [105, 49], bgCyanBright: [106, 49], bgWhiteBright: [107, 49],
  };
  const aliases = {
    gray: "grey blackBright", bgGray: "bgGrey bgBlackBright", dim: "faint", strikethrough: "crossedout strikeThrough crossedOut",
    hidden: "conceal", inverse: "swapcolors swapColors", doubleunderline: "doubleUnderline",
  };
  for (const [name, others] of Object.entries(aliases)) {
    for (const other of others.split(" ")) hidden(colors, other, colors[name]);
  }

  // shows tells whether a stream shows colors, as far as one can know.
  function shows(stream) {
    if (globals.process?.env.FORCE_COLOR !== undefined) return stream?.getColorDepth?.() > 2;
    return stream?.isTTY === true && (stream.getColorDepth?.() ?? 4) > 2;
  }

  function styleText(format, text, { validateStream = true, stream = globals.process?.stdout } = {}) {
    checkString(text, "text");
    errors.checkBoolean(validateStream, "options.validateStream");
    if (validateStream && stream !== undefined && typeof stream?.write !== "function") {
      throw invalidType("stream", "an instance of ReadableStream, WritableStream, or Stream", stream);
    }
    const plain = validateStream && !shows(stream);
    let styled = text;
    for (const name of [format].flat().reverse()) {
      if (name === "none") continue;
      const codes = Object.hasOwn(colors, name) ? colors[name] : undefined;
      if (codes === undefined) {
        const names = Object.keys(colors).map((key) => `'${key}'`).join(", ");
        throw invalidValue("format", name, `must be one of: ${names}`);
      }
      if (!plain) styled = `\u001b[${codes[0]}m${styled}\u001b[${codes[1]}m`;
    }
    return styled;
  }
  inspect.colors = Object.setPrototypeOf(colors, null);
  inspect.styles = {
    __proto__: null, special: "cyan", number: "yellow", bigint: "yellow", boolean: "yellow", undefined: "grey", null: "bold",
    string: "green", symbol: "green", date: "magenta", regexp: "red", module: "underline",
  };
  // A change of one default counts at once.
  let defaults = new Proxy(Object.seal(host.defaultOptions()), {
    set(target, key, value) {
      host.setDefaultOptions({ [key]: value });
      return Reflect.set(target, key, value);
    },
  });
  Object.defineProperty(inspect, "defaultOptions", {
    get: () => defaults,
    set(options) {
      checkObject(options, "options");
      Object.assign(defaults, options);
    },
    enumerable: true,
  });

  // getCallSites reads the stack, whose places are those of the sources. The engine's own form ends in "(program counter)".
  const place = /^\s*at (?:(.+) \()?(.+):(\d+):(\d+)(?:\(\d+\))?\)?$/;
  function getCallSites(frameCount = 10, options = undefined) {
    if (options === undefined && frameCount !== null && typeof frameCount === "object") [options, frameCount] = [frameCount, 10];
    if (options !== undefined) {
      checkObject(options, "options");
      if (options.sourceMap !== undefined) errors.checkBoolean(options.sourceMap, "options.sourceMap");
    }
    errors.checkNumber(frameCount, "frameCount", 1, 200);
    const sites = [];
    for (const line of new Error().stack.split("\n").slice(1)) {
      const [, functionName = "", scriptName, row, column] = place.exec(line) ?? [];
      if (scriptName === undefined || /^(node|lariat):/.test(scriptName) || sites.length >= frameCount) continue;
      sites.push({ __proto__: null, functionName, scriptId: "0", scriptName, lineNumber: +row, columnNumber: +column, column: +column });
    }
    return sites;
  }

  function aborted(signal, resource) {
    if (signal === undefined) return Promise.reject(invalidType("signal", "an instance of AbortSignal", signal));
    try {
      errors.checkSignal(signal, "signal");
      if (typeof resource !== "function") checkObject(resource, "resource");
    } catch (error) {
      return Promise.reject(error);
    }
    return signal.aborted ? Promise.resolve() : new Promise((resolve) => {
      signal.addEventListener("abort", resolve, { once: true });
    });
  }

  const exports = {
    aborted, callbackify, debug: debuglog, debuglog, deprecate, format: host.format, formatWithOptions: host.formatWithOptions,
    getCallSites, inherits, inspect, isArray: Array.isArray, isDeepStrictEqual, parseArgs, promisify, stripVTControlCharacters, styleText,
    toUSVString: (value) => `${value}`.toWellFormed(), types: host.types,
    _extend: (target, source) => (source !== null && typeof source === "object" ? Object.assign(target, source) : target),
  };
  Object.assign(
    exports, named(["diff", "parseEnv"], "texts", [2, 1]),
    named(["getSystemErrorMap", "getSystemErrorMessage", "getSystemErrorName"], "systemErrors", [0, 1, 1]),
    {
      // A signal is transferred as it is, wherever it goes.
      transferableAbortController: () => new globals.AbortController(),
      transferableAbortSignal(signal) {
        if (!(signal instanceof globals.AbortSignal)) throw invalidType("signal", "an instance of AbortSignal", signal);
        return signal;
      },
    },
  );
  // What old packages ask with.
  const object = (value) => value !== null && typeof value === "object";
  Object.assign(exports, {
    isBoolean: (value) => typeof value === "boolean", isBuffer: (value) => host.isBuffer(value), isDate: host.types.isDate,
    isError: (value) => host.types.isNativeError(value) || value instanceof Error, isFunction: (value) => typeof value === "function",
    isNull: (value) => value === null, isNullOrUndefined: (value) => value === null || value === undefined,
    isNumber: (value) => typeof value === "number", isObject: object, isPrimitive: (value) => !object(value) && typeof value !== "function",
    isRegExp: host.types.isRegExp, isString: (value) => typeof value === "string", isSymbol: (value) => typeof value === "symbol",
    isUndefined: (value) => value === undefined,
  });
  for (const name of ["MIMEParams", "MIMEType", "TextDecoder", "TextEncoder"]) {
    const get = name.startsWith("M") ? () => (parts.mime ??= host.mime())[name] : () => globals[name];
    Object.defineProperty(exports, name, { get, enumerable: true, configurable: true });
  }
  return exports;
})
