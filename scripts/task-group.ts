// A group of tasks ends as a whole: results in the order of spawning, and one failure cancels the others.
//
// Guide: TaskGroup
//
// In Python this is a TaskGroup around asyncio.wait. Its results come in the order of a set, its errors are printed and gone,
// and a failure leaves the other tasks running. Here results have the order of the spawns, and every error is thrown.
import { sleep, TaskGroup, taskGroup } from "lariat:task";

async function measure(name: string, ms: number): Promise<string> {
  try {
    await sleep(ms);
    return `${name} took ${ms} ms`;
  } catch (error) {
    console.log(`  ${name} was cancelled`);
    throw error;
  }
}

// The block is left when all children have ended. Their results come in the order in which they were spawned.
const results = await taskGroup(async (group) => {
  group.spawn(measure, "slow", 20);
  group.spawn(measure, "fast", 5);
  return group.join();
});
console.log(results);

// The first failure cancels the siblings, waits until they have cleaned up, and is thrown as it is.
try {
  await taskGroup((group) => {
    group.spawn(measure, "patient", 3_600_000);
    group.spawn(async () => {
      await sleep(5);
      throw new Error("disk is full");
    });
  });
} catch (error) {
  console.log("failed:", (error as Error).message);
}

// When every failure counts, nobody is cancelled, and all of them are thrown as one.
try {
  await taskGroup((group) => {
    for (const n of [1, 2, 3]) group.spawn(async () => { if (n > 1) throw new Error(`task ${n}`); });
  }, { onError: "collect" });
} catch (error) {
  console.log((error as AggregateError).errors.map((e: Error) => e.message));
}

// Results can be taken as they come, and what is not finished at the end of the block is cancelled.
{
  await using group = new TaskGroup<string>();
  for (const ms of [30, 10, 3_600_000]) group.spawn(measure, "child", ms);
  let wanted = 2;
  for await (const result of group) {
    if (result.status === "fulfilled") console.log(result.value);
    if (--wanted === 0) break;
  }
}

// Output:
// [ 'slow took 20 ms', 'fast took 5 ms' ]
//   patient was cancelled
// failed: disk is full
// [ 'task 2', 'task 3' ]
// child took 10 ms
// child took 30 ms
//   child was cancelled
