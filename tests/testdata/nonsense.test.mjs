// Calls what the modules named on the command line export, with arguments that make no sense, and prints the errors that do
// not say whose they are or what was expected. In virtual time, so that what waits for ever costs nothing.
const mine = new Error("mine");
const getters = {};
for (const name of ["signal", "timeout", "max", "name", "length"]) {
  Object.defineProperty(getters, name, { enumerable: true, get() { throw mine; } });
}
const values = { 5: 5, null: null, "{}": {}, getters, symbol: Symbol("s"), "-1": -1, function: () => {} };

// problem is what is wrong with an error.
function problem(error, names) {
  if (error === mine) return "";
  if (!(error instanceof Error)) return "is no Error";
  if (!(error instanceof TypeError || error instanceof RangeError)) return error.code === undefined ? "has no code" : "";
  if (!names.some((name) => error.message.includes(name))) return "does not name the function";
  return /must|needs|is no |there is no|cannot|not |made by|already/.test(error.message) ? "" : "does not say what was expected";
}

const calls = process.argv.slice(2).map((name) => import(name).then((exports) => [name, exports]));
let tried = 0;
for (const [module, exports] of await Promise.all(calls)) {
  for (const [name, value] of Object.entries(exports)) {
    if (typeof value !== "function" || value.prototype instanceof Error) continue;
    const kinds = String(value).startsWith("class") ? ["new"] : value.prototype ? ["call", "new"] : ["call"];
    for (const [text, argument] of Object.entries(values)) {
      for (const kind of kinds) {
        tried++;
        try {
          const result = kind === "new" ? new value(argument) : value(argument);
          if (typeof result?.then === "function") await Promise.race([result, new Promise((done) => setTimeout(done, 1000))]);
        } catch (error) {
          const what = problem(error, [name, value.name]);
          if (what) console.log(`nonsense: ${module}: ${kind} ${name}(${text}): "${error?.name}: ${error?.message}" ${what}`);
        }
      }
    }
  }
}
console.log(`nonsense: ${tried > 300 ? "done" : "too little was tried"}`);
process.exit(0);
