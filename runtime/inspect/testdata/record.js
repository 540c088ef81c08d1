// Records texts.json from the util.inspect and util.format of the Node that runs it: node record.js > texts.json
const util = require("util");
const cases = require("./cases.js");

function at(error, ...lines) {
  error.stack = error.name + (error.message ? ": " + error.message : "") + lines.map((line) => "\n    at " + line).join("");
  return error;
}

function run(f) {
  try {
    return f();
  } catch (e) {
    return "threw " + e;
  }
}

const evaluate = (source) => new Function("custom", "at", "return " + source)(util.inspect.custom, at);
const out = { inspect: [], format: [] };
for (const line of cases.inspect) {
  const [, expr, options] = /^(.*?)(?: \/\/ (\{.*\}))?$/.exec(line);
  out.inspect.push({ expr, options, want: run(() => util.inspect(evaluate("(" + expr + ")"), options && evaluate("(" + options + ")"))) });
}
for (const expr of cases.format) {
  out.format.push({ expr, want: run(() => util.format(...evaluate("[" + expr + "]"))) });
}
console.log(JSON.stringify(out, null, 1));
