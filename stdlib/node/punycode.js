// The module "node:punycode": RFC 3492, which packages load although it is deprecated.
(function () {
  "use strict";
  const [BASE, LOW, HIGH, SKEW, DAMP, BIAS, FIRST] = [36, 1, 26, 38, 700, 72, 128];
  const digits = "abcdefghijklmnopqrstuvwxyz0123456789";
  const fail = (message) => { throw new RangeError(message); };
  const notBasic = "Illegal input >= 0x80 (not a basic code point)";
  const invalid = "Invalid input";

  function adapt(delta, points, first) {
    let left = Math.floor(first ? delta / DAMP : delta / 2);
    left += Math.floor(left / points);
    let k = 0;
    for (; left > ((BASE - LOW) * HIGH) / 2; k += BASE) left = Math.floor(left / (BASE - LOW));
    return Math.floor(k + ((BASE - LOW + 1) * left) / (left + SKEW));
  }
  const threshold = (k, bias) => (k <= bias ? LOW : k >= bias + HIGH ? HIGH : k - bias);

  function decode(input) {
    const mark = Math.max(input.lastIndexOf("-"), 0);
    const output = [];
    for (const unit of input.slice(0, mark)) output.push(unit < "\x80" ? unit.charCodeAt(0) : fail(notBasic));
    let [n, i, bias] = [FIRST, 0, BIAS];
    for (let at = mark > 0 ? mark + 1 : 0; at < input.length;) {
      const before = i;
      for (let weight = 1, k = BASE; ; k += BASE) {
        const digit = at < input.length ? digits.indexOf(input[at++].toLowerCase()) : fail(invalid);
        if (digit < 0) fail(invalid);
        i += digit * weight;
        if (i > 0x7fffffff) fail("Overflow: input needs wider integers to process");
        const t = threshold(k, bias);
        if (digit < t) break;
        weight *= BASE - t;
      }
      const count = output.length + 1;
      bias = adapt(i - before, count, before === 0);
      n += Math.floor(i / count);
      i %= count;
      output.splice(i++, 0, n);
    }
    return output.length > 0 ? String.fromCodePoint(...output) : "";
  }

  function encode(text) {
    const input = ucs2.decode(text);
    let output = String.fromCharCode(...input.filter((point) => point < FIRST));
    const basic = output.length;
    let handled = basic;
    if (basic > 0) output += "-";
    for (let [n, delta, bias] = [FIRST, 0, BIAS]; handled < input.length; delta++, n++) {
      const next = Math.min(...input.filter((point) => point >= n));
      delta += (next - n) * (handled + 1);
      n = next;
      for (const point of input) {
        if (point < n) delta++;
        if (point !== n) continue;
        let q = delta;
        for (let k = BASE; ; k += BASE) {
          const t = threshold(k, bias);
          if (q < t) break;
          output += digits[t + ((q - t) % (BASE - t))];
          q = Math.floor((q - t) / (BASE - t));
        }
        output += digits[q];
        bias = adapt(delta, handled + 1, handled === basic);
        delta = 0;
        handled++;
      }
    }
    return output;
  }

  const ucs2 = {
    decode: (text) => Array.from(`${text}`, (one) => one.codePointAt(0)),
    encode: (points) => String.fromCodePoint(...points),
  };
  // mapped changes the labels of a domain; the part of a mail address before the @ stays as it is.
  function mapped(domain, change) {
    const [, before, names] = /^(?:([^]*)@)?([^@]*)$/.exec(domain) ?? [undefined, undefined, domain];
    return (before === undefined ? "" : `${before}@`) + names.replace(/[\u3002\uFF0E\uFF61]/g, ".").split(".").map(change).join(".");
  }
  return {
    version: "2.1.0", ucs2, decode, encode,
    toASCII: (input) => mapped(input, (label) => (/[^\0-\x7f]/.test(label) ? `xn--${encode(label)}` : label)),
    toUnicode: (input) => mapped(input, (label) => (label.startsWith("xn--") ? decode(label.slice(4).toLowerCase()) : label)),
  };
})
