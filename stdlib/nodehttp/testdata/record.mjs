// Records node.json from the Node that runs it: node --no-warnings record.mjs > node.json
import * as cases from "./cases.mjs";

const all = {};
for (const [group, list] of Object.entries(cases)) {
  all[group] = [];
  for (const run of list) {
    const lines = [];
    await run((...values) => lines.push(values.map((value) => (typeof value === "string" ? value : JSON.stringify(value))).join(" ")));
    all[group].push(lines.join("\n"));
  }
}
console.log(JSON.stringify(all, null, 1));
