// Work in slices that lets urgent work through: scheduler.postTask with priorities, scheduler.yield, a TaskController.
const log = [];

// A long computation that gives way after each slice.
const index = scheduler.postTask(async () => {
  for (let slice = 1; slice <= 3; slice++) {
    log.push(`index: slice ${slice}`);
    await scheduler.yield();
  }
  return "the index is there";
}, { priority: "background" });

// What somebody waits for comes in between.
for (const key of ["a", "b"]) scheduler.postTask(() => log.push(`key ${key}`), { priority: "user-blocking" });

// What was put off becomes urgent, and what nobody needs any more is taken back.
const preview = new TaskController({ priority: "background" });
scheduler.postTask(() => log.push("preview"), { signal: preview.signal });
preview.setPriority("user-visible");
const outdated = new TaskController();
const gone = scheduler.postTask(() => log.push("outdated"), { signal: outdated.signal }).catch((error) => error.name);
outdated.abort();

console.log(await index);
console.log(log.join("\n"));
console.log(await gone);
// Output:
// the index is there
// key a
// key b
// preview
// index: slice 1
// index: slice 2
// index: slice 3
// AbortError
