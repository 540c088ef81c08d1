// Records newer.json from the Node v22 that runs it, for what Node v20 does not have: node --no-warnings newer.mjs > newer.json
import { newer } from "./newutil.mjs";
import { partial } from "./partial.mjs";
import { results } from "./run.mjs";

console.log(JSON.stringify(await results({ newer, partial }), null, 1));
