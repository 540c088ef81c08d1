// The fault injector: it runs a program again and again, and cancels one of its parties at the k-th step, for all k.
import { test, assert } from "lariat:test";
import { sleep, withSignal } from "lariat:task";

// The ways to cancel at a step: in the step itself, before anything that was waiting goes on; after the microtasks that
// are due; and in the next turn of the loop.
const ways = {
  now: (cancel) => cancel(),
  microtask: (cancel) => queueMicrotask(cancel),
  turn: (cancel) => setTimeout(cancel, 0),
};

/**
 * survives(name, program) is a test. program.world() makes what the parties use. program.parties are the functions that
 * run at the same time, each in a scope of its own, with the world and with at: whoever calls at() is at a step, and
 * at(x) is x, so that `await at(lock.lock())` is one between the beginning of a wait and its end. program.whole(world,
 * results) checks what is left, when nobody is there any more. A party that was not cancelled must come to its end,
 * unless program.may(error) allows its error; program.leave(world, party, error) tells the others that one has gone,
 * perhaps before it began.
 */
export const survives = (name, program) => test(name, { timeout: "1000h" }, () => inject(name, program));

/** inject is what survives does. */
export async function inject(name, { world, parties, whole, may = () => false, leave = () => {} }) {
  let runs = 0, hits = 0;
  const run = async (step, party, way) => {
    const things = world(), controllers = parties.map(() => new AbortController());
    const reason = new Error(`cancelled at step ${step}`);
    let steps = 0;
    const at = (value) => {
      if (steps++ === step) ways[way](() => controllers[party].abort(reason));
      return value;
    };
    const results = await Promise.allSettled(parties.map(async (party, i) => {
      let failure;
      try {
        return await withSignal(controllers[i].signal, () => party(things, at));
      } catch (error) {
        throw failure = error;
      } finally {
        leave(things, i, failure);
      }
    }));
    await sleep(1); // a cancellation may still be on its way
    const where = `${name}: party ${party} cancelled at step ${step} (${way})`;
    results.forEach(({ status, reason: error }, i) => {
      if (status === "fulfilled" || i === party && error === reason || may(error)) return;
      assert.fail(`${where}: party ${i}: ${error?.stack ?? error}`);
    });
    if (results[party]?.reason === reason) hits++;
    try {
      await whole(things, results);
    } catch (error) {
      throw new Error(`${where}: ${error.message}`, { cause: error });
    }
    runs++;
    return steps;
  };
  const total = await run(-1, 0, "now");
  for (let step = 0; step < total; step++) {
    for (let party = 0; party < parties.length; party++) {
      for (const way of Object.keys(ways)) await run(step, party, way);
    }
  }
  assert.ok(runs > 3 * total && hits > total / 2, `${hits} of ${runs} runs were cancelled`);
}
