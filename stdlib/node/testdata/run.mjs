// What each case gives: the value as util.inspect writes it, or the name, code and message of the error.
import util from "node:util";

async function text(run) {
  try {
    return util.inspect(await run(), { depth: 5, breakLength: 100, maxArrayLength: 200, maxStringLength: 1000 });
  } catch (error) {
    return `${error.name} ${error.code} ${error.message}`;
  }
}

export async function results(cases) {
  const all = {};
  for (const [group, list] of Object.entries(cases)) {
    all[group] = [];
    for (const run of list) all[group].push(await text(run));
  }
  return all;
}
