// Records node.json from the Node that runs it: node record.mjs > node.json
import { cases } from "./cases.mjs";
import { results } from "../../node/testdata/run.mjs";

console.log(JSON.stringify(await results(cases), null, 1));
