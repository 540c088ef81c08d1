// What does the program wait for? The tree of its tasks, the table of its locks, and why it is still alive.
import { handles, locks, printTasks, tasks, warnOnLockWait } from "lariat:inspect";
import { AsyncEvent, Mutex } from "lariat:lock";
import { sleep, taskGroup } from "lariat:task";
import { WorkerPool } from "lariat:worker";

const database = new Mutex({ name: "database" });
const rows = new AsyncEvent({ name: "rows" });
const pool = new WorkerPool({ name: "pool", max: 1 });

// A wait of 10 s would be told on the standard error stream: who waits for what, where, and who has it.
const stop = warnOnLockWait("10s");

await taskGroup(async (group) => {
  group.spawn({ name: "import" }, async () => {
    using token = await database.lock();
    await rows.wait();
  });
  group.spawn({ name: "reports" }, () => taskGroup((group) => {
    group.spawn({ name: "daily" }, () => database.with(() => "done"));
    group.spawn({ name: "weekly" }, () => pool.submit((database) => database.with(() => "done"), [database], { name: "in a worker" }));
  }));
  do await sleep(1); while (database.waiting < 2);

  // The whole tree, with lines. printTasks() writes more: places, times, holders.
  const show = ({ name, state, waitingFor, children }, indent = "") => {
    console.log(`${indent}${name}: ${waitingFor ? `waits for ${waitingFor.resource}` : state}`);
    for (const child of children) show(child, indent + "  ");
  };
  tasks().forEach((node) => show(node));

  const [{ label, owner, waiting }] = locks();
  console.log(`${label}: ${owner.split(" (")[0]} has it, ${waiting.length} wait`);

  console.log("alive because of:", handles().map(({ kind, at }) => `${kind} (line ${at.split(":").at(-2)})`).join(", "));
  rows.set();
});

stop();
await pool.close();
printTasks();

// Output:
// main: running
//   import: waits for AsyncEvent "rows"
//   reports: suspended
//     daily: waits for Mutex "database"
//     weekly: suspended
//       in a worker: waits for Mutex "database"
// Mutex "database": task "import" has it, 2 wait
// alive because of: worker pool (line 9)
// task "main" (#1), running
