// Records clones.json from the structuredClone of the Node that runs it: node record.js > clones.json
const describe = eval(require("fs").readFileSync(__dirname + "/describe.js", "utf8"));
const out = [];
for (const expr of require("./cases.js")) {
  let want, list;
  try {
    const v = new Function("transfer", "return (" + expr + ")")((...l) => (list = l));
    want = "= " + describe(structuredClone(v, list && { transfer: list }));
  } catch (e) {
    want = "! " + (e instanceof DOMException ? e.name : describe(e));
  }
  out.push({ expr, want });
}
console.log(JSON.stringify(out, null, 1));
