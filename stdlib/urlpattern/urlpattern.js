// The class URLPattern (https://urlpattern.spec.whatwg.org). A pattern of a part of a URL becomes a RegExp; parts are
// made canonical as the parser of URLs does it.
(function (host, errors) {
  "use strict";
  const { hidden } = errors;
  const { compile, escapePattern, isSpecial, matches, parseInput, wrong, HOSTNAME, PLAIN, PORTS } = host;
  const NAMES = ["protocol", "username", "password", "hostname", "port", "pathname", "search", "hash"];

  const isAbsolute = (path, isPattern) => path.startsWith("/") || isPattern && (path.startsWith("\\/") || path.startsWith("{/"));
  const TRIM = { protocol: (text) => text.replace(/:$/, ""), search: (text) => text.replace(/^\?/, ""), hash: (text) => text.replace(/^#/, "") };

  // complete makes the parts that an object gives, and those that it has from its base URL. Those of a URL are canonical.
  function complete(init, isPattern, result) {
    const lacks = (...names) => names.every((name) => init[name] === undefined);
    const inherit = (text) => (isPattern ? escapePattern(text) : text);
    let base = null;
    if (init.baseURL !== undefined) {
      base = host.parse(init.baseURL);
      if (base === null) throw wrong(`the base URL ${JSON.stringify(init.baseURL)} is not valid`);
      ["protocol", "hostname", "port", "pathname", "search", "hash"].forEach((name, i, chain) => {
        if (lacks(...chain.slice(0, i + 1))) result[name] = inherit(base[name]);
      });
      if (!isPattern && lacks("protocol", "hostname", "port", "username")) {
        result.username = base.username;
        if (lacks("password")) result.password = base.password;
      }
    }
    for (const name of NAMES) {
      let value = init[name];
      if (value === undefined) continue;
      if (name === "pathname" && base !== null && !base.opaque && !isAbsolute(value, isPattern)) {
        const path = inherit(base.pathname);
        value = path.slice(0, path.lastIndexOf("/") + 1) + value;
      }
      value = TRIM[name]?.(value) ?? value;
      if (!isPattern) {
        const scheme = result.protocol ?? "";
        const opaque = name === "pathname" && scheme !== "" && !(scheme in PORTS);
        value = host.canonical(opaque ? "opaque" : name, value, name === "port" ? scheme : undefined);
      }
      result[name] = value;
    }
    return result;
  }

  function compileAll(init, ignoreCase) {
    const all = complete(init, true, {});
    for (const name of NAMES) all[name] ??= "*";
    if (all.protocol in PORTS && PORTS[all.protocol] === all.port) all.port = "";
    const flags = ignoreCase ? "vi" : "v";
    const made = {};
    for (const name of NAMES) {
      if (name === "hostname") {
        const six = /^[{\\]?\[/.test(all.hostname) && all.hostname.length > 1;
        made.hostname = compile(all.hostname, six ? "ipv6" : "hostname", HOSTNAME);
      } else if (name === "pathname") {
        const special = isSpecial(made.protocol);
        made.pathname = special
          ? compile(all.pathname, "pathname", { delimiter: "/", prefix: "/", flags })
          : compile(all.pathname, "opaque", { ...PLAIN, flags });
      } else {
        made[name] = compile(all[name], name, name === "search" || name === "hash" ? { ...PLAIN, flags } : PLAIN);
      }
    }
    return made;
  }

  const isObject = (value) => value !== null && (typeof value === "object" || typeof value === "function");
  const text = (value) => `${value}`.toWellFormed();

  // inputOf converts what a script gives: text stays text, an object becomes one of the known members.
  function inputOf(value) {
    if (value === undefined || value === null) return {};
    if (!isObject(value)) return text(value);
    const init = {};
    for (const name of ["baseURL", ...NAMES].sort()) {
      const member = value[name];
      if (member !== undefined) init[name] = text(member);
    }
    return init;
  }

  function optionsOf(value) {
    if (value !== undefined && value !== null && !isObject(value)) throw wrong('"options" must be an object');
    return Boolean(value?.ignoreCase);
  }

  class URLPattern {
    #components;

    constructor(input = undefined, baseURL = undefined, options = undefined) {
      const overloaded = arguments.length < 3 && (baseURL === undefined || baseURL === null || isObject(baseURL));
      let init = inputOf(input);
      const base = overloaded ? undefined : text(baseURL);
      const ignoreCase = optionsOf(overloaded ? baseURL : options);
      if (typeof init === "string") {
        const whole = init;
        init = parseInput(whole);
        if (base !== undefined) init.baseURL = base;
        else if (init.protocol === undefined) throw wrong(`${JSON.stringify(whole)} is relative: give a base URL, or an object`);
      } else if (base !== undefined) {
        throw wrong("an object has its base URL in itself, as baseURL");
      }
      this.#components = compileAll(init, ignoreCase);
    }

    // match gives the parts of the input and what has matched of them, or null.
    static #match(pattern, input, baseURL, method) {
      if (!isObject(pattern) || !(#components in pattern)) throw new TypeError(`URLPattern.${method}: "this" must be a URLPattern`);
      const given = inputOf(input);
      const base = baseURL === undefined ? undefined : text(baseURL);
      const inputs = [given];
      let parts;
      if (typeof given === "string") {
        if (base !== undefined) inputs.push(base);
        parts = host.parse(given, base);
      } else {
        if (base !== undefined) throw new TypeError(`URLPattern.${method}: an object has its base URL in itself, as baseURL`);
        try {
          parts = complete(given, false, Object.fromEntries(NAMES.map((name) => [name, ""])));
        } catch {
          return null;
        }
      }
      if (parts === null) return null;
      const found = NAMES.map((name) => matches(pattern.#components[name].expression, parts[name]));
      return found.includes(null) ? null : { inputs, parts, found };
    }

    test(input = undefined, baseURL = undefined) {
      return URLPattern.#match(this, input, baseURL, "test") !== null;
    }

    exec(input = undefined, baseURL = undefined) {
      const match = URLPattern.#match(this, input, baseURL, "exec");
      if (match === null) return null;
      const result = { inputs: match.inputs };
      NAMES.forEach((name, i) => {
        const groups = {};
        this.#components[name].names.forEach((group, n) => {
          Object.defineProperty(groups, group, { value: match.found[i][n + 1], writable: true, enumerable: true, configurable: true });
        });
        result[name] = { input: match.parts[name], groups };
      });
      return result;
    }

    get hasRegExpGroups() {
      return NAMES.some((name) => this.#components[name].custom);
    }

    static {
      for (const name of NAMES) {
        Object.defineProperty(this.prototype, name, Object.getOwnPropertyDescriptor({
          get [name]() { return this.#components[name].pattern; },
        }, name));
      }
    }
  }

  for (const name of ["test", "exec", "hasRegExpGroups"]) {
    Object.defineProperty(URLPattern.prototype, name, { enumerable: true });
  }
  Object.defineProperty(URLPattern.prototype, Symbol.toStringTag, { value: "URLPattern", configurable: true });
  hidden(URLPattern.prototype, Symbol.for("nodejs.util.inspect.custom"), function (depth, options, inspect) {
    if (this === URLPattern.prototype || typeof depth === "number" && depth < 0) return this;
    const shown = Object.fromEntries([...NAMES, "hasRegExpGroups"].map((name) => [name, this[name]]));
    return `${this.constructor.name} ${inspect(shown, options)}`;
  });
  return URLPattern;
})
