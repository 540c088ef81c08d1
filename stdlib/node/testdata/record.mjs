// Records node.json from the Node that runs it: node --no-deprecation record.mjs > node.json
import { assertion } from "./assertion.mjs";
import { buffer } from "./buffer.mjs";
import { network } from "./network.mjs";
import { path } from "./path.mjs";
import { query } from "./query.mjs";
import { results } from "./run.mjs";
import { util } from "./util.mjs";

console.log(JSON.stringify(await results({ assertion, buffer, network, path, query, util }), null, 1));
