// What "node:url" had before the web's URL: parse, format and resolve, with the quirks that packages count on
// (https://nodejs.org/docs/latest-v20.x/api/url.html#legacy-url-api).
(function (host, errors) {
  "use strict";
  const { checkString, coded, invalidType } = errors;
  const { URL, Url, queries } = host;
  const slashed = new Set(["http", "https", "ftp", "gopher", "file", "ws", "wss"].flatMap((name) => [name, `${name}:`]));
  const hostless = new Set(["javascript", "javascript:"]);
  const invalidURL = (input) => coded(TypeError, "ERR_INVALID_URL", "Invalid URL", { input });

  const escapes = (text) =>
    text.replace(/[\t\n\r "'<>\\^`{|}]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`);

  // prepared trims the text, and turns the backslashes before a query round.
  function prepared(text) {
    const trimmed = text.replace(/^[\s\uFEFF]+|[\s\uFEFF]+$/g, "");
    const end = trimmed.search(/[?#]/);
    return end < 0 ? trimmed.replaceAll("\\", "/") : trimmed.slice(0, end).replaceAll("\\", "/") + trimmed.slice(end);
  }

  // authority reads who and where; rest begins behind the two slashes. It returns what is left.
  function authority(url, rest, input) {
    const stop = rest.search(/[/?#]/);
    const at = rest.slice(0, stop < 0 ? rest.length : stop).lastIndexOf("@");
    if (at >= 0) url.auth = decodeURIComponent(rest.slice(0, at));
    const from = rest.slice(at + 1);
    const end = from.search(/[\t\n\r "%';<>\\^`{|}/?#]/);
    let name = end < 0 ? from : from.slice(0, end);
    let left = end < 0 ? "" : from.slice(end);
    const port = /:[0-9]*$/.exec(name)?.[0];
    if (port !== undefined) {
      if (port !== ":") url.port = port.slice(1);
      name = name.slice(0, -port.length);
    }
    const six = name.startsWith("[") && name.endsWith("]");
    if (six) {
      if (/[\0\t\n\r #%/<>?@\\^|]/.test(name.slice(1, -1))) throw invalidURL(input);
    } else {
      const bad = name.search(/[/\\#?:]/);
      if (bad >= 0) [name, left] = [name.slice(0, bad), `/${name.slice(bad)}${left}`];
    }
    name = name.length > 255 ? "" : name.toLowerCase();
    if (!six && name !== "") {
      if (/[^\0-\x7f]/.test(name)) name = host.domainToASCII(name);
      if (name === "" || /[\0\t\n\r #%/:<>?@[\\\]^|]/.test(name)) throw invalidURL(input);
    }
    url.host = name + (url.port ? `:${url.port}` : "");
    url.hostname = six ? name.slice(1, -1) : name;
    return six && left !== "" && left[0] !== "/" ? `/${left}` : left;
  }

  Url.prototype.parse = function parse_(text, parseQuery, slashesDenoteHost) {
    checkString(text, "url");
    let rest = prepared(text);
    const simple = !slashesDenoteHost && !rest.includes("#") && !/[@]/.test(text) ? /^(\/\/?(?!\/)[^?\s]*)(\?[^\s]*)?$/.exec(rest) : null;
    if (simple) {
      this.path = this.href = rest;
      this.pathname = simple[1];
      if (simple[2]) {
        this.search = simple[2];
        this.query = parseQuery ? queries().parse(this.search.slice(1)) : this.search.slice(1);
      } else if (parseQuery) {
        [this.search, this.query] = [null, Object.create(null)];
      }
      return this;
    }
    const protocol = /^[a-z0-9.+-]+:/i.exec(rest)?.[0];
    const lower = protocol?.toLowerCase();
    if (protocol) {
      this.protocol = lower;
      rest = rest.slice(protocol.length);
    }
    let slashes = false;
    if (slashesDenoteHost || protocol || /^\/\/[^@/]+@[^@/]+/.test(rest)) {
      slashes = rest.startsWith("//");
      if (slashes && !(lower && hostless.has(lower))) {
        rest = rest.slice(2);
        this.slashes = true;
      }
    }
    if (!(lower && hostless.has(lower)) && (slashes || (protocol && !slashed.has(lower)))) rest = authority(this, rest, text);
    if (!(lower && hostless.has(lower))) rest = escapes(rest);
    const hash = rest.indexOf("#");
    if (hash >= 0) [this.hash, rest] = [rest.slice(hash), rest.slice(0, hash)];
    const mark = rest.indexOf("?");
    if (mark >= 0) {
      this.search = rest.slice(mark);
      this.query = parseQuery ? queries().parse(rest.slice(mark + 1)) : rest.slice(mark + 1);
      rest = rest.slice(0, mark);
    } else if (parseQuery) {
      [this.search, this.query] = [null, Object.create(null)];
    }
    if (rest) this.pathname = rest;
    if (slashed.has(lower) && this.hostname && !this.pathname) this.pathname = "/";
    if (this.pathname || this.search) this.path = (this.pathname || "") + (this.search || "");
    this.href = this.format();
    return this;
  };

  Url.prototype.format = function format_() {
    const auth = this.auth ? `${encodeURIComponent(this.auth).replaceAll("%3A", ":")}@` : "";
    let protocol = this.protocol || "";
    let pathname = this.pathname || "";
    let hash = this.hash || "";
    let where = "";
    if (this.host) where = auth + this.host;
    else if (this.hostname) {
      where = auth + (this.hostname.includes(":") && !/^\[.*\]$/.test(this.hostname) ? `[${this.hostname}]` : this.hostname);
      if (this.port) where += `:${this.port}`;
    }
    const query = this.query !== null && typeof this.query === "object" ? queries().stringify(this.query) : "";
    let search = this.search || (query && `?${query}`) || "";
    if (protocol && !protocol.endsWith(":")) protocol += ":";
    pathname = pathname.replace(/[?#]/g, encodeURIComponent);
    if (this.slashes || slashed.has(protocol)) {
      if (this.slashes || where) {
        if (pathname && pathname[0] !== "/") pathname = `/${pathname}`;
        where = `//${where}`;
      } else if (protocol.startsWith("file")) {
        where = "//";
      }
    }
    if (hash && hash[0] !== "#") hash = `#${hash}`;
    if (search && search[0] !== "?") search = `?${search}`;
    return protocol + where + pathname + search.replaceAll("#", "%23") + hash;
  };

  function parse(url, parseQuery, slashesDenoteHost) {
    return url instanceof Url ? url : new Url().parse(url, parseQuery, slashesDenoteHost);
  }

  function format(url, options) {
    if (typeof url === "string") return parse(url).format();
    if (url === null || typeof url !== "object") throw invalidType("urlObject", "one of type object or string", url);
    if (!(url instanceof URL)) return Url.prototype.format.call(url);
    const { auth = true, fragment = true, search = true, unicode = false } = options ?? {};
    const copy = new URL(url.href);
    if (!auth) [copy.username, copy.password] = ["", ""];
    if (!fragment) copy.hash = "";
    if (!search) copy.search = "";
    return unicode && copy.hostname ? copy.href.replace(copy.hostname, host.domainToUnicode(copy.hostname)) : copy.href;
  }

  // dotless takes "." and ".." out of the parts of a path.
  function dotless(parts, absolute) {
    const kept = [];
    for (const part of parts) {
      if (part === ".") continue;
      if (part !== "..") kept.push(part);
      else if (kept.length > 0 && kept.at(-1) !== ".." && !(kept.length === 1 && kept[0] === "")) kept.pop();
      else if (!absolute) kept.push(part);
    }
    return kept;
  }

  const finished = (url) => {
    url.path = url.pathname !== null || url.search !== null ? (url.pathname || "") + (url.search || "") : null;
    url.href = url.format();
    return url;
  };

  Url.prototype.resolveObject = function resolveObject(given) {
    const to = typeof given === "string" ? parse(given, false, true) : given;
    const result = Object.assign(new Url(), this, { hash: to.hash });
    if (to.href === "") return finished(result);
    const rest = ["auth", "host", "hostname", "port", "pathname", "search", "query"];
    if (to.protocol && to.protocol !== result.protocol) {
      Object.assign(result, to);
      if (slashed.has(to.protocol)) {
        result.slashes ||= this.slashes;
        if (!to.host && !/^file:?$/.test(to.protocol)) {
          const parts = (to.pathname || "").split("/").filter((part, i, all) => part !== "" || all.slice(0, i).some(Boolean));
          result.host = result.hostname = parts.shift() || "";
          result.pathname = `/${parts.join("/")}`;
        }
      }
      return finished(result);
    }
    if (to.host || (to.slashes && !to.protocol)) {
      for (const name of rest) result[name] = to[name];
      result.slashes = to.slashes || result.slashes;
      if (slashed.has(result.protocol) && result.hostname && !result.pathname) result.pathname = "/";
      if (result.pathname && to.protocol) result.pathname = joined(result.pathname.split("/"), true, result.pathname);
      return finished(result);
    }
    if (!to.pathname) {
      if (to.search !== null) [result.search, result.query] = [to.search, to.query];
      return finished(result);
    }
    [result.search, result.query] = [to.search, to.query];
    const base = result.pathname ? result.pathname.split("/") : [];
    const parts = to.pathname.split("/");
    const absolute = to.pathname[0] === "/" || result.pathname?.[0] === "/" || Boolean(result.host);
    const all = to.pathname[0] === "/" ? parts : [...base.slice(0, -1), ...parts];
    result.pathname = joined(all, absolute, to.pathname);
    return finished(result);
  };

  // joined makes a path of its parts again; of names what comes last in it.
  function joined(parts, absolute, names) {
    const kept = dotless(parts, absolute);
    if (absolute && kept[0] !== "") kept.unshift("");
    if (/(^|\/)\.\.?$/.test(names) && kept.at(-1) !== "") kept.push("");
    const path = kept.join("/");
    return path === "" && absolute ? "/" : path;
  }

  Url.prototype.resolve = function resolve_(to) {
    return this.resolveObject(parse(to, false, true)).format();
  };
  Url.prototype.parseHost = function parseHost() {
    const port = /:([0-9]*)$/.exec(this.host)?.[0];
    if (port) this.port = port === ":" ? this.port : port.slice(1);
    this.hostname = port ? this.host.slice(0, -port.length) : this.host;
  };

  return {
    format, parse,
    resolve: (from, to) => parse(from, false, true).resolve(to),
    resolveObject: (from, to) => (from ? parse(from, false, true).resolveObject(to) : to),
  };
})
