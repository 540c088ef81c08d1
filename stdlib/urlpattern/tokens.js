// The tokens of a pattern (https://urlpattern.spec.whatwg.org/#tokenizing).
(function () {
  "use strict";
  const { apply } = Reflect;
  const { exec } = RegExp.prototype;
  const ASCII = /^[\0-\x7f]*$/;
  const NAME_START = new RegExp("^[$_\\p{ID_Start}]$", "u"); // the engine's own literals know no properties
  const NAME_PART = new RegExp("^[$\u200c\u200d\\p{ID_Continue}]$", "u");
  const matches = (expression, text) => apply(exec, expression, [text]);
  const isName = (point, first) => matches(first ? NAME_START : NAME_PART, point) !== null;
  const wrong = (why) => new TypeError(`new URLPattern: ${why}`);

  // regexpEnd finds the place behind the group of a regular expression that begins at start, or says what is wrong with it.
  function regexpEnd(points, start) {
    let depth = 1;
    for (let at = start; at < points.length; at++) {
      let point = points[at];
      if (at === start && point === "?") return "a group must not begin with ?";
      const escaped = point === "\\";
      if (escaped && ++at < points.length) point = points[at];
      if (at === points.length || point === "(" && !escaped && at === points.length - 1) break;
      if (matches(ASCII, point) === null) return `a regular expression must be ASCII, and has ${point}`;
      if (escaped) continue;
      if (point === "(") {
        depth++;
        if (points[at + 1] !== "?") return "a group must not hold another that captures";
      } else if (point === ")" && --depth === 0) {
        return at === start ? "a group must not be empty" : at + 1;
      }
    }
    return "a group is not closed";
  }

  // tokenize takes a pattern apart. What cannot be read throws, or is an "invalid" token for the lenient.
  function tokenize(points, lenient) {
    const tokens = [];
    let at = 0;
    const add = (type, next, value = points[at]) => {
      tokens.push({ type, index: at, value });
      at = next;
    };
    const fail = (why) => {
      if (!lenient) throw wrong(`${JSON.stringify(points.join(""))}: ${why}`);
      add("invalid", at + 1);
    };
    const simple = { "*": "asterisk", "+": "modifier", "?": "modifier", "{": "open", "}": "close" };
    while (at < points.length) {
      const point = points[at];
      if (Object.hasOwn(simple, point)) {
        add(simple[point], at + 1);
      } else if (point === "\\") {
        if (at === points.length - 1) fail("it ends in a backslash");
        else add("escaped", at + 2, points[at + 1]);
      } else if (point === ":") {
        let next = at + 1;
        while (next < points.length && isName(points[next], next === at + 1)) next++;
        if (next === at + 1) fail("a : must be followed by a name, or stand behind a backslash");
        else add("name", next, points.slice(at + 1, next).join(""));
      } else if (point === "(") {
        const next = regexpEnd(points, at + 1);
        if (typeof next === "string") fail(next);
        else add("regexp", next, points.slice(at + 1, next - 1).join(""));
      } else {
        add("char", at + 1);
      }
    }
    add("end", at, "");
    return tokens;
  }

  return { isName, matches, tokenize, wrong };
})
