// What node:util does with longer texts: parseEnv and diff.
(function (host, errors) {
  "use strict";
  const { checkString } = errors;
  const blanks = /^[ \t]+/;

  // parseEnv reads the lines of a file .env. A value in quotes goes on over the ends of lines.
  function parseEnv(content) {
    checkString(content, "content");
    const env = {};
    let rest = content.replaceAll("\r", "").trim();
    const line = () => {
      const end = rest.indexOf("\n");
      const text = end < 0 ? rest : rest.slice(0, end);
      rest = end < 0 ? "" : rest.slice(end + 1);
      return text;
    };
    while (rest !== "") {
      const equals = rest.search(/[=\n]/);
      if (rest[0] === "#" || rest[equals] !== "=") {
        line();
        continue;
      }
      const key = rest.slice(0, equals).trim().replace(/^export\s+/, "");
      rest = rest.slice(equals + 1).replace(blanks, "");
      if (key === "") {
        line();
        continue;
      }
      const quote = rest[0];
      const end = ["\"", "'", "`"].includes(quote) ? rest.indexOf(quote, 1) : -1;
      if (end < 0) {
        env[key] = line().replace(/#.*/, "").trim();
        continue;
      }
      const text = rest.slice(1, end);
      env[key] = quote === "\"" ? text.replaceAll("\\n", "\n") : text;
      rest = rest.slice(end);
      line();
    }
    return env;
  }

  function checkTexts(list, name) {
    if (!Array.isArray(list)) checkString(list, name);
    else list.forEach((text, i) => checkString(text, `${name}[${i}]`));
  }

  // diff compares character by character, or item by item: what only the actual one has is 1, the expected one -1, both 0. It
  // is the greedy algorithm of Myers: round d finds how far one comes with d differences.
  function diff(actual, expected) {
    checkTexts(actual, "actual");
    checkTexts(expected, "expected");
    const [n, m] = [actual.length, expected.length];
    if (actual === expected) return [];
    const rounds = [];
    for (let d = 0; ; d++) {
      const reached = new Int32Array(d + 1); // how far on the diagonals -d, -d + 2 … d
      rounds.push(reached);
      for (let k = -d; k <= d; k += 2) {
        let x = d === 0 ? 0 : begin(rounds, d, k);
        while (x < n && x - k < m && actual[x] === expected[x - k]) x++;
        reached[(k + d) / 2] = x;
        if (x >= n && x - k >= m) return backwards(actual, expected, rounds);
      }
    }
  }

  const before = (rounds, d, k) => rounds[d - 1][(k + d - 1) / 2];
  const isDown = (rounds, d, k) => k === -d || (k !== d && before(rounds, d, k - 1) < before(rounds, d, k + 1));
  const begin = (rounds, d, k) => (isDown(rounds, d, k) ? before(rounds, d, k + 1) : before(rounds, d, k - 1) + 1);

  // backwards follows the steps from the end to the beginning.
  function backwards(actual, expected, rounds) {
    const result = [];
    let [x, y] = [actual.length, expected.length];
    for (let d = rounds.length - 1; d >= 0; d--) {
      const down = d > 0 && isDown(rounds, d, x - y);
      const start = d > 0 ? begin(rounds, d, x - y) : 0;
      for (; x > start; y--) result.push([0, actual[--x]]);
      if (d > 0) result.push(down ? [-1, expected[--y]] : [1, actual[--x]]);
    }
    return result.reverse();
  }
  return { diff, parseEnv };
})
