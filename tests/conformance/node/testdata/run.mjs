// What each case gives: the value as util.inspect writes it, or the name, code and message of the error.
import util from "node:util";

const patience = 10_000; // for an event that does not come

async function answer(run) {
  let timer;
  const silence = new Promise((done) => {
    timer = setTimeout(done, patience, "nothing came");
  });
  try {
    return await Promise.race([run(), silence]);
  } finally {
    clearTimeout(timer);
  }
}

async function text(run) {
  try {
    return util.inspect(await answer(run), { depth: 5, breakLength: 100, maxArrayLength: 200, maxStringLength: 1000 });
  } catch (error) {
    return `${error?.name} ${error?.code} ${error?.message}`;
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
