// Records node.json from the Node v20 that runs it: node --no-deprecation record.mjs > node.json
import { assertion } from "./assertion.mjs";
import { buffer } from "./buffer.mjs";
import { deep } from "./deep.mjs";
import { fresh } from "./fresh.mjs";
import { network } from "./network.mjs";
import { path } from "./path.mjs";
import { query } from "./query.mjs";
import { results } from "./run.mjs";
import { thrown } from "./thrown.mjs";
import { util } from "./util.mjs";

console.log(JSON.stringify(await results({ assertion, buffer, deep, fresh, network, path, query, thrown, util }), null, 1));
