// Tasks with priorities as the compiler sees them.
const controller: TaskController = new TaskController({ priority: "background" });
const signal: TaskSignal = controller.signal;
export const made: Promise<number> = scheduler.postTask(async () => 1, { signal, delay: 5 });
controller.setPriority("user-blocking");
signal.onprioritychange = (event) => console.log(event.previousPriority === "background");
await scheduler.yield();
reportError(new Error("x"));
// @ts-expect-error: there are three priorities
controller.setPriority("high");
export const any: TaskSignal = TaskSignal.any([signal], { priority: signal });
