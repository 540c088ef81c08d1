// Records node.json from the Node that runs it: node --no-warnings record.mjs > node.json
import { agreement } from "./agreement.mjs";
import { caching } from "./caching.mjs";
import { certificates, sealed } from "./certificates.mjs";
import { errors } from "./errors.mjs";
import { hooks } from "./hooks.mjs";
import { modules } from "./modules.mjs";
import { process } from "./process.mjs";
import { results } from "./run.mjs";
import { scripts } from "./scripts.mjs";
import { system } from "./system.mjs";

console.log(JSON.stringify(await results({ agreement, caching, certificates, errors, hooks, modules, process, scripts, sealed, system }), null, 1));
