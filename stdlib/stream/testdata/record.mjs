// Records node.json from the Node that runs it: node --no-warnings record.mjs > node.json
import * as cases from "./cases.mjs";

const all = {};
for (const [group, list] of Object.entries(cases)) {
  all[group] = [];
  for (const run of list) all[group].push((await run()).join("\n"));
}
console.log(JSON.stringify(all, null, 1));
