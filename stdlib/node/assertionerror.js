// AssertionError and its messages (https://nodejs.org/docs/latest-v20.x/api/assert.html#class-assertassertionerror).
(function (host, errors) {
  "use strict";
  const { checkObject, coded, hidden } = errors;
  const { diff } = host;
  const headings = {
    deepStrictEqual: "Expected values to be strictly deep-equal:",
    partialDeepStrictEqual: "Expected values to be partially and strictly deep-equal:",
    strictEqual: "Expected values to be strictly equal:",
    strictEqualObject: 'Expected "actual" to be reference-equal to "expected":',
    deepEqual: "Expected values to be loosely deep-equal:",
    notDeepStrictEqual: 'Expected "actual" not to be strictly deep-equal to:',
    notStrictEqual: 'Expected "actual" to be strictly unequal to:',
    notStrictEqualObject: 'Expected "actual" not to be reference-equal to "expected":',
    notDeepEqual: 'Expected "actual" not to be loosely deep-equal to:',
    notIdentical: "Values have same structure but are not reference-equal:",
  };
  const shortest = 12; // together, values that are shorter stand on one line
  const width = 80;

  // show writes a value so that it can be compared line by line.
  const show = (value) =>
    host.inspect(value, {
      compact: false, customInspect: false, depth: 1000, maxArrayLength: Infinity, maxStringLength: Infinity, showHidden: false,
      showProxy: false, sorted: true, getters: true, breakLength: Infinity,
    });

  const isComposite = (value) => (typeof value === "object" && value !== null) || typeof value === "function";
  const isObject = (value) => typeof value === "object" && value !== null;

  // unequal is the message for values that should be the same.
  function unequal(actual, expected, operator, custom) {
    const both = (isObject(actual) && isObject(expected)) || (typeof actual === "function" && typeof expected === "function");
    const heading = custom ?? headings[operator === "strictEqual" && both ? "strictEqualObject" : operator];
    const [a, b] = [show(actual), show(expected)];
    if (a === b) {
      const lines = a.split("\n");
      const text = lines.length > 50 ? [...lines.slice(0, 46), "..."].join("\n") : a;
      return `${headings.notIdentical}\n\n${text}\n`;
    }
    let pointer = "";
    if (!a.includes("\n") && !b.includes("\n")) {
      const length = a.length + b.length;
      const plain = !isObject(actual) && !isObject(expected) && (actual !== 0 || expected !== 0);
      if (length <= shortest && plain) return `${heading}\n\n${a} !== ${b}\n`;
      if (length > shortest && length < width && !(operator === "strictEqual" && both)) {
        let same = 0;
        while (a[same] === b[same]) same++;
        if (same > 2) pointer = `\n  ${" ".repeat(same)}^`;
      }
    }
    const [text, skipped] = diff(a, b);
    return `${heading}\n+ actual - expected${skipped ? " ... Lines skipped" : ""}\n\n${text}${pointer}`;
  }

  // equalAfterAll is the message for values that should not be the same.
  function equalAfterAll(actual, operator) {
    const heading = headings[operator === "notStrictEqual" && isComposite(actual) ? "notStrictEqualObject" : operator];
    const lines = show(actual).split("\n");
    if (lines.length > 50) lines.splice(46, lines.length, "...");
    if (lines.length === 1) return `${heading}${lines[0].length > 5 ? "\n\n" : " "}${lines[0]}`;
    return `${heading}\n\n${lines.join("\n")}\n`;
  }

  function loosely(actual, expected, operator) {
    const cut = (text, most) => (text.length > most ? `${text.slice(0, most - 3)}...` : text);
    const [a, b] = [show(actual), show(expected)];
    if (operator === "notDeepEqual" && a === b) return cut(`${headings.notDeepEqual}\n\n${a}`, 1024);
    if (operator === "deepEqual") return `${headings.deepEqual}\n\n${cut(a, 512)}\n\nshould loosely deep-equal\n\n${cut(b, 512)}`;
    if (operator === "notDeepEqual") {
      return `Expected values not to be loosely deep-equal:\n\n${cut(a, 512)}\n\nshould not loosely deep-equal\n\n${cut(b, 512)}`;
    }
    return `${cut(a, 512)} ${operator} ${cut(b, 512)}`;
  }

  // bare is an error without its stack, which would hide in what two errors differ.
  function bare(error) {
    const copy = new Error(error.message);
    Object.setPrototypeOf(copy, Object.getPrototypeOf(error));
    for (const key of Object.keys(error)) copy[key] = error[key];
    hidden(copy, "stack", error.message === "" ? `${error.name}` : `${error.name}: ${error.message}`);
    return copy;
  }

  function messageFor({ actual, expected, operator, message }) {
    const strictly = ["deepStrictEqual", "partialDeepStrictEqual", "strictEqual"].includes(operator);
    if (operator === "snapshot" && expected !== undefined) { // two texts, as they are
      const [text, skipped] = diff(actual, expected);
      return `${message}\n+ actual - expected${skipped ? " ... Lines skipped" : ""}\n\n${text}`;
    }
    if (message !== undefined && message !== null && !strictly) return `${message}`;
    if (actual instanceof Error && expected instanceof Error) [actual, expected] = [bare(actual), bare(expected)];
    if (strictly) return unequal(actual, expected, operator, message ?? undefined);
    if (operator === "notDeepStrictEqual" || operator === "notStrictEqual") return equalAfterAll(actual, operator);
    return loosely(actual, expected, operator);
  }

  class AssertionError extends Error {
    constructor(options) {
      checkObject(options, "options");
      const { message, operator, actual, expected } = options;
      super(messageFor(options));
      this.generatedMessage = !message;
      hidden(this, "name", "AssertionError");
      this.code = "ERR_ASSERTION";
      this.actual = actual;
      this.expected = expected;
      this.operator = operator;
      const frames = `${this.stack}`.split("\n").filter((line) => /^\s+at /.test(line) && !/ \(?node:assert[:/]/.test(line));
      hidden(this, "stack", [`AssertionError [ERR_ASSERTION]: ${this.message}`, ...frames, ""].join("\n"));
    }
    toString() {
      return `${this.name} [${this.code}]: ${this.message}`;
    }
    [Symbol.for("nodejs.util.inspect.custom")](depth, options, inspect) {
      // Long values stand in the message: those of the properties are cut.
      const kept = { actual: this.actual, expected: this.expected };
      for (const key of Object.keys(kept)) {
        if (typeof kept[key] !== "string") continue;
        const lines = kept[key].split("\n", 11);
        if (lines.length > 10) this[key] = `${lines.slice(0, 10).join("\n")}\n...`;
        else if (kept[key].length > 512) this[key] = `${kept[key].slice(0, 512)}...`;
      }
      try {
        return inspect(this, { ...options, customInspect: false, depth: 0 });
      } finally {
        Object.assign(this, kept);
      }
    }
  }

  // missing is ERR_MISSING_ARGS.
  const missing = (...names) => {
    const list = names.map((name) => `"${name}"`).join(" and ");
    return coded(TypeError, "ERR_MISSING_ARGS", `The ${list} argument${names.length > 1 ? "s" : ""} must be specified`);
  };
  return { AssertionError, missing };
})
