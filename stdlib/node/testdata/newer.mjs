// Records newer.json from the Node v22 that runs it, for what Node v20 does not have: node newer.mjs > newer.json
import { partial } from "./partial.mjs";
import { results } from "./run.mjs";

console.log(JSON.stringify(await results({ partial }), null, 1));
