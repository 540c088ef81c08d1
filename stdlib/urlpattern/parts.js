// The parts of a pattern, and the RegExp that they make (https://urlpattern.spec.whatwg.org/#parsing-pattern-strings).
(function (host) {
  "use strict";
  const { isName, tokenize, wrong } = host;

  const escaping = (special) => (text) => text.replace(special, "\\$&");
  const escapeRegExp = escaping(/[.+*?^${}()[\]|/\\]/g);
  const escapePattern = escaping(/[+*?:{}()\\]/g);
  const WILDCARD = ".*";
  const segment = (options) => `[^${escapeRegExp(options.delimiter)}]+?`;

  // parsePattern makes the parts of a pattern: { type, value, modifier, name, prefix, suffix }. The types are "text",
  // "regexp", "segment" (up to the next delimiter) and "wildcard".
  function parsePattern(pattern, options, encode) {
    const tokens = tokenize([...pattern], false);
    const parts = [];
    let [at, number, pending] = [0, 0, ""];
    const take = (...types) => (types.includes(tokens[at].type) ? tokens[at++] : null);
    const need = (type, what) => take(type) ?? fail(`${what} is missing before ${tokens[at].value === "" ? "the end" : JSON.stringify(tokens[at].value)}`);
    const fail = (why) => {
      throw wrong(`${JSON.stringify(pattern)}: ${why}`);
    };
    const modifier = () => take("modifier", "asterisk")?.value ?? "";
    const group = () => {
      const name = take("name");
      return { name, expression: take("regexp") ?? (name === null ? take("asterisk") : null) };
    };
    const text = () => {
      let all = "";
      for (let token; (token = take("char", "escaped")) !== null;) all += token.value;
      return all;
    };
    const flush = () => {
      if (pending !== "") parts.push({ type: "text", value: encode(pending), modifier: "" });
      pending = "";
    };
    const add = (prefix, { name, expression }, suffix, repeat) => {
      if (name === null && expression === null) {
        if (repeat === "") {
          pending += prefix;
          return;
        }
        flush();
        if (prefix !== "") parts.push({ type: "text", value: encode(prefix), modifier: repeat });
        return;
      }
      flush();
      let value = expression === null ? segment(options) : expression.type === "asterisk" ? WILDCARD : expression.value;
      const type = value === segment(options) ? "segment" : value === WILDCARD ? "wildcard" : "regexp";
      if (type !== "regexp") value = "";
      const label = name === null ? String(number++) : name.value;
      if (parts.some((part) => part.name === label)) fail(`there are two groups of the name ${label}`);
      parts.push({ type, value, modifier: repeat, name: label, prefix: encode(prefix), suffix: encode(suffix) });
    };
    while (at < tokens.length) {
      const char = take("char");
      const found = group();
      if (found.name !== null || found.expression !== null) {
        let prefix = char?.value ?? "";
        if (prefix !== options.prefix) {
          pending += prefix;
          prefix = "";
        }
        flush();
        add(prefix, found, "", modifier());
        continue;
      }
      const fixed = char ?? take("escaped");
      if (fixed !== null) {
        pending += fixed.value;
      } else if (take("open") !== null) {
        const prefix = text();
        const inner = group();
        const suffix = text();
        need("close", "a }");
        add(prefix, inner, suffix, modifier());
      } else {
        flush();
        need("end", "what it belongs to");
      }
    }
    return parts;
  }

  // expressionOf makes the text of a RegExp; group n of it is names[n - 1].
  function expressionOf(parts, options) {
    const names = [];
    const pieces = parts.map(({ type, value, modifier, name, prefix, suffix }) => {
      if (type === "text") return modifier === "" ? escapeRegExp(value) : `(?:${escapeRegExp(value)})${modifier}`;
      names.push(name);
      const inner = type === "segment" ? segment(options) : type === "wildcard" ? WILDCARD : value;
      const once = modifier === "" || modifier === "?";
      if (prefix === "" && suffix === "") return once ? `(${inner})${modifier}` : `((?:${inner})${modifier})`;
      const [before, behind] = [escapeRegExp(prefix), escapeRegExp(suffix)];
      if (once) return `(?:${before}(${inner})${behind})${modifier}`;
      return `(?:${before}((?:${inner})(?:${behind}${before}(?:${inner}))*)${behind})${modifier === "*" ? "?" : ""}`;
    });
    return { source: `^${pieces.join("")}$`, names };
  }

  const startsName = (text) => text !== "" && isName([...text][0], false);
  const numbered = (part) => part.name !== undefined && /^[0-9]/.test(part.name);

  // patternOf writes parts as a pattern again.
  function patternOf(parts, options) {
    return parts.map((part, i) => {
      const { type, value, modifier, name, prefix, suffix } = part;
      if (type === "text") return modifier === "" ? escapePattern(value) : `{${escapePattern(value)}}${modifier}`;
      const [before, next] = [parts[i - 1], parts[i + 1]];
      const named = !numbered(part);
      let grouped = suffix !== "" || prefix !== "" && prefix !== options.prefix;
      if (!grouped && named && type === "segment" && modifier === "" && next !== undefined && !next.prefix && !next.suffix) {
        grouped = next.type === "text" ? startsName(next.value) : numbered(next);
      }
      if (!grouped && prefix === "" && before?.type === "text" && options.prefix !== "" && before.value.endsWith(options.prefix)) grouped = true;
      let text = escapePattern(prefix) + (named ? `:${name}` : "");
      if (type === "regexp") {
        text += `(${value})`;
      } else if (type === "segment" && !named) {
        text += `(${segment(options)})`;
      } else if (type === "wildcard") {
        const star = !named && (before === undefined || before.type === "text" || before.modifier !== "" || grouped || prefix !== "");
        text += star ? "*" : `(${WILDCARD})`;
      }
      if (type === "segment" && named && startsName(suffix)) text += "\\";
      text += escapePattern(suffix);
      return (grouped ? `{${text}}` : text) + modifier;
    }).join("");
  }

  const PLAIN = { delimiter: "", prefix: "", flags: "v" };
  const HOSTNAME = { delimiter: ".", prefix: "", flags: "v" };

  function compile(pattern, component, options) {
    const parts = parsePattern(pattern, options, (text) => host.canonical(component, text));
    const { source, names } = expressionOf(parts, options);
    let expression;
    try {
      expression = new RegExp(source, options.flags);
    } catch (error) {
      throw new TypeError(`new URLPattern: ${JSON.stringify(pattern)} has no valid regular expression: ${error.message}`, { cause: error });
    }
    return { pattern: patternOf(parts, options), expression, names, custom: parts.some((part) => part.type === "regexp") };
  }

  return { compile, escapePattern, HOSTNAME, PLAIN };
})
