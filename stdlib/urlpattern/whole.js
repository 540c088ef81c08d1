// A pattern of a whole URL is taken apart (https://urlpattern.spec.whatwg.org/#constructor-string-parsing).
(function (host) {
  "use strict";
  const { compile, matches, tokenize, PLAIN } = host;
  const PORTS = { __proto__: null, http: "80", https: "443", ws: "80", wss: "443", ftp: "21", file: undefined };

  const isSpecial = (component) => Object.keys(PORTS).some((scheme) => matches(component.expression, scheme) !== null);

  // parseInput takes the text of a pattern for a whole URL apart, as the parser of URLs does with a URL.
  function parseInput(input) {
    const points = [...input];
    const tokens = tokenize(points, true);
    const result = {};
    let [state, start, at, step, depth, brackets, special] = ["init", 0, 0, 1, 0, 0, false];
    const token = (i) => tokens[Math.min(i, tokens.length - 1)];
    const is = (value, i = at) => token(i).value === value && ["char", "escaped", "invalid"].includes(token(i).type);
    const isSearch = () => {
      if (is("?")) return true;
      return token(at).value === "?" && (at === 0 || !["name", "regexp", "close", "asterisk"].includes(token(at - 1).type));
    };
    const component = () => points.slice(token(start).index, token(at).index).join("");
    const order = ["protocol", "authority", "username", "password", "hostname", "port", "pathname", "search", "hash"];
    const change = (next, skip) => {
      if (state !== "init" && state !== "authority") result[state] = component();
      if (state !== "init" && next !== "done") {
        for (const [between, empty] of [["hostname", ""], ["pathname", special ? "/" : ""], ["search", ""]]) {
          const place = order.indexOf(between);
          if (order.indexOf(state) < place && place < order.indexOf(next)) result[between] ??= empty;
        }
      }
      state = next;
      at += skip;
      start = at;
      step = 0;
    };
    const rewind = (next) => {
      at = start;
      step = 0;
      state = next;
    };
    const fromSearch = () => {
      if (isSearch()) change("search", 1);
      else if (is("#")) change("hash", 1);
    };
    const fromPath = () => {
      if (is("/")) change("pathname", 0);
      else fromSearch();
    };
    const steps = {
      init() {
        if (is(":")) rewind("protocol");
      },
      protocol() {
        if (!is(":")) return;
        special = isSpecial(compile(component(), "protocol", PLAIN));
        if (is("/", at + 1) && is("/", at + 2)) change("authority", 3);
        else change(special ? "authority" : "pathname", 1);
      },
      authority() {
        if (is("@")) rewind("username");
        else if (is("/") || isSearch() || is("#")) rewind("hostname");
      },
      username() {
        if (is(":")) change("password", 1);
        else if (is("@")) change("hostname", 1);
      },
      password() {
        if (is("@")) change("hostname", 1);
      },
      hostname() {
        if (is("[")) brackets++;
        else if (is("]")) brackets--;
        else if (is(":") && brackets === 0) change("port", 1);
        else fromPath();
      },
      port: fromPath,
      pathname: fromSearch,
      search() {
        if (is("#")) change("hash", 1);
      },
      hash() {},
    };
    for (; at < tokens.length; at += step) {
      step = 1;
      const { type } = token(at);
      if (type === "end") {
        if (state === "init") {
          rewind("init");
          if (is("#")) change("hash", 1);
          else if (isSearch()) change("search", 1);
          else change("pathname", 0);
        } else if (state === "authority") {
          rewind("hostname");
        } else {
          change("done", 0);
          break;
        }
        continue;
      }
      if (type === "open") {
        depth++;
        continue;
      }
      if (depth > 0) {
        if (type !== "close") continue;
        depth--;
      }
      steps[state]();
    }
    if (result.hostname !== undefined) result.port ??= "";
    return result;
  }

  return { isSpecial, parseInput, PORTS };
})
