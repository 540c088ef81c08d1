// What of the module "node:url" is not the parser: URLSearchParams, how both classes look, and the functions.
(function (host, errors) {
  "use strict";
  const { checkFunction, checkString, coded, hidden, invalidType } = errors;
  const { URL } = host;
  const custom = Symbol.for("nodejs.util.inspect.custom");
  const IteratorPrototype = Object.getPrototypeOf(Object.getPrototypeOf([][Symbol.iterator]()));

  const paramsOf = new WeakMap(); // of the URLs whose searchParams were asked for
  let read; // reads the pairs of a URLSearchParams
  let link; // makes the URLSearchParams of a URL
  let reload; // gives a URLSearchParams the query of its URL, which was set

  const text = (value) => {
    if (typeof value === "symbol") throw new TypeError("Cannot convert a Symbol value to a string");
    return `${value}`.toWellFormed();
  };
  const required = (count, names) => {
    if (count < names.length) {
      const list = names.map((name) => `"${name}"`).join(" and ");
      throw coded(TypeError, "ERR_MISSING_ARGS", `The ${list} argument${names.length > 1 ? "s" : ""} must be specified`);
    }
  };

  // pairsOf reads what the constructor is given: names and values in turn.
  function pairsOf(init) {
    if (init === undefined || init === null) return [];
    if (typeof init !== "object" && typeof init !== "function") return host.parseQuery(text(init).replace(/^\?/, ""));
    const iterate = init[Symbol.iterator];
    if (iterate === undefined || iterate === null) {
      // One entry a property: text may make two keys the same.
      const record = new Map();
      for (const key of Reflect.ownKeys(init)) {
        if (Object.prototype.propertyIsEnumerable.call(init, key)) record.set(text(key), text(init[key]));
      }
      return [...record].flat();
    }
    if (typeof iterate !== "function") throw coded(TypeError, "ERR_ARG_NOT_ITERABLE", "Query pairs must be iterable");
    const list = [];
    for (const pair of init) {
      const isObject = pair !== null && (typeof pair === "object" || typeof pair === "function");
      const tuple = isObject && typeof pair[Symbol.iterator] === "function" ? [...pair] : [];
      if (tuple.length !== 2) throw coded(TypeError, "ERR_INVALID_TUPLE", "Each query pair must be an iterable [name, value] tuple");
      list.push(text(tuple[0]), text(tuple[1]));
    }
    return list;
  }

  class URLSearchParams {
    #list;
    #url = null;
    constructor(init = undefined) {
      this.#list = pairsOf(init);
    }
    static {
      read = (params) => params.#list;
      link = (url) => {
        const params = new URLSearchParams(url.search);
        params.#url = url;
        return params;
      };
      reload = (params) => {
        params.#list = host.parseQuery(params.#url.search.slice(1));
      };
    }
    static #check(value) {
      if (typeof value !== "object" || value === null || !(#list in value)) {
        throw coded(TypeError, "ERR_INVALID_THIS", 'Value of "this" must be of type URLSearchParams');
      }
    }
    #changed(list) {
      this.#list = list;
      if (this.#url !== null) host.setQuery(this.#url, host.formatQuery(list));
    }
    get size() {
      URLSearchParams.#check(this);
      return this.#list.length / 2;
    }
    append(name, value) {
      URLSearchParams.#check(this);
      required(arguments.length, ["name", "value"]);
      const pair = [text(name), text(value)];
      this.#list.push(...pair);
      this.#changed(this.#list);
    }
    delete(name, value = undefined) {
      URLSearchParams.#check(this);
      required(arguments.length, ["name"]);
      const [n, v] = [text(name), value === undefined ? undefined : text(value)];
      this.#changed(this.#keep((key, other) => key !== n || (v !== undefined && other !== v)));
    }
    #keep(test) {
      const list = [];
      for (let i = 0; i < this.#list.length; i += 2) {
        if (test(this.#list[i], this.#list[i + 1])) list.push(this.#list[i], this.#list[i + 1]);
      }
      return list;
    }
    get(name) {
      URLSearchParams.#check(this);
      required(arguments.length, ["name"]);
      const n = text(name);
      for (let i = 0; i < this.#list.length; i += 2) if (this.#list[i] === n) return this.#list[i + 1];
      return null;
    }
    getAll(name) {
      URLSearchParams.#check(this);
      required(arguments.length, ["name"]);
      const n = text(name);
      return this.#list.filter((value, i) => i % 2 === 1 && this.#list[i - 1] === n);
    }
    has(name, value = undefined) {
      URLSearchParams.#check(this);
      required(arguments.length, ["name"]);
      const [n, v] = [text(name), value === undefined ? undefined : text(value)];
      return this.#keep((key, other) => key === n && (v === undefined || other === v)).length > 0;
    }
    set(name, value) {
      URLSearchParams.#check(this);
      required(arguments.length, ["name", "value"]);
      const [n, v] = [text(name), text(value)];
      let found = false;
      const list = this.#keep((key) => {
        const first = key === n && !found;
        found ||= first;
        return key !== n || first;
      });
      if (found) list[list.findIndex((key, i) => i % 2 === 0 && key === n) + 1] = v;
      else list.push(n, v);
      this.#changed(list);
    }
    sort() {
      URLSearchParams.#check(this);
      const pairs = [];
      for (let i = 0; i < this.#list.length; i += 2) pairs.push([this.#list[i], this.#list[i + 1]]);
      this.#changed(pairs.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).flat());
    }
    entries() {
      URLSearchParams.#check(this);
      return iterator(this, "entries");
    }
    forEach(callback, thisArg = undefined) {
      URLSearchParams.#check(this);
      checkFunction(callback, "callback");
      for (let i = 0; i < this.#list.length; i += 2) callback.call(thisArg, this.#list[i + 1], this.#list[i], this);
    }
    keys() {
      URLSearchParams.#check(this);
      return iterator(this, "keys");
    }
    values() {
      URLSearchParams.#check(this);
      return iterator(this, "values");
    }
    toString() {
      URLSearchParams.#check(this);
      return host.formatQuery(this.#list);
    }
  }

  // An iterator sees the list as it is when it is asked.
  const cursors = new WeakMap();
  const item = { keys: (list, i) => list[i], values: (list, i) => list[i + 1], entries: (list, i) => [list[i], list[i + 1]] };
  const iteratorPrototype = Object.create(IteratorPrototype, {
    next: {
      value: function next() {
        const cursor = cursors.get(this);
        if (cursor === undefined) throw coded(TypeError, "ERR_INVALID_THIS", 'Value of "this" must be of type URLSearchParamsIterator');
        const list = read(cursor.params);
        if (cursor.at >= list.length) return { value: undefined, done: true };
        cursor.at += 2;
        return { value: item[cursor.kind](list, cursor.at - 2), done: false };
      },
      writable: true, enumerable: true, configurable: true,
    },
    [Symbol.toStringTag]: { value: "URLSearchParams Iterator", configurable: true },
    [custom]: {
      value(depth, options, inspect) {
        const { params, kind, at } = cursors.get(this);
        const list = read(params);
        const items = [];
        for (let i = at; i < list.length; i += 2) items.push(inspect(item[kind](list, i), options));
        return `URLSearchParams Iterator { ${items.join(", ")} }`;
      },
    },
  });
  function iterator(params, kind) {
    const it = Object.create(iteratorPrototype);
    cursors.set(it, { params, kind, at: 0 });
    return it;
  }

  const enumerable = (proto, names) => {
    for (const name of names) {
      const descriptor = Object.getOwnPropertyDescriptor(proto, name);
      delete proto[name];
      Object.defineProperty(proto, name, { ...descriptor, enumerable: true });
    }
  };
  hidden(URLSearchParams.prototype, Symbol.iterator, URLSearchParams.prototype.entries);
  Object.defineProperty(URLSearchParams.prototype, Symbol.toStringTag, { value: "URLSearchParams", configurable: true });
  enumerable(URLSearchParams.prototype, [
    "size", "append", "delete", "get", "getAll", "has", "set", "sort", "entries", "forEach", "keys", "values", "toString",
  ]);
  hidden(URLSearchParams.prototype, custom, function (depth, options, inspect) {
    if (typeof depth === "number" && depth < 0) return "[Object]";
    const list = read(this);
    const parts = [];
    for (let i = 0; i < list.length; i += 2) parts.push(`${inspect(list[i], options)} => ${inspect(list[i + 1], options)}`);
    if (parts.length === 0) return "URLSearchParams {}";
    const line = parts.join(", ");
    return line.length <= options.breakLength ? `URLSearchParams { ${line} }` : `URLSearchParams {\n  ${parts.join(",\n  ")} }`;
  });

  // The parameters of a URL follow what sets its query.
  const urlProperty = (name) => Object.getOwnPropertyDescriptor(URL.prototype, name);
  for (const name of ["href", "search"]) {
    const { get, set } = urlProperty(name);
    Object.defineProperty(URL.prototype, name, {
      get,
      set: Object.getOwnPropertyDescriptor({
        set [name](value) {
          set.call(this, value);
          if (paramsOf.has(this)) reload(paramsOf.get(this));
        },
      }, name).set,
      configurable: true,
    });
  }
  const { get: checkURL } = urlProperty("href");
  Object.defineProperty(URL.prototype, "searchParams", Object.getOwnPropertyDescriptor({
    get searchParams() {
      let params = paramsOf.get(this);
      if (params !== undefined) return params;
      checkURL.call(this);
      paramsOf.set(this, (params = link(this)));
      return params;
    },
  }, "searchParams"));
  const parts = [
    "href", "origin", "protocol", "username", "password", "host", "hostname", "port", "pathname", "search", "searchParams", "hash",
  ];
  enumerable(URL.prototype, ["toString", ...parts, "toJSON"]);
  hidden(URL.prototype, custom, function (depth, options, inspect) {
    if (typeof depth === "number" && depth < 0) return this;
    const shown = Object.fromEntries(parts.map((name) => [name, this[name]]));
    return `${this.constructor.name} ${inspect(shown, options)}`;
  });

  function fileURLToPath(path, options = undefined) {
    if (typeof path !== "string" && !(path instanceof URL)) throw invalidType("path", "of type string or an instance of URL", path);
    return host.filePath(path, options);
  }

  function pathToFileURL(path, options = undefined) {
    checkString(path, "path");
    return new URL(host.file(path, options));
  }

  function urlToHttpOptions(url) {
    const { hostname, pathname, port, username, password, search } = url;
    return {
      __proto__: null,
      ...url,
      protocol: url.protocol,
      hostname: hostname.startsWith("[") ? hostname.slice(1, -1) : hostname,
      hash: url.hash,
      search,
      pathname,
      path: `${pathname || ""}${search || ""}`,
      href: url.href,
      ...(port !== "" && { port: Number(port) }),
      ...((username || password) && { auth: `${decodeURIComponent(username)}:${decodeURIComponent(password)}` }),
    };
  }

  const one = (name, convert) => (domain) => {
    if (domain === undefined) required(0, ["domain"]);
    return convert(`${domain}`);
  };
  return {
    URL,
    URLSearchParams,
    domainToASCII: one("domainToASCII", host.domainToASCII),
    domainToUnicode: one("domainToUnicode", host.domainToUnicode),
    fileURLToPath,
    pathToFileURL,
    urlToHttpOptions,
  };
})
