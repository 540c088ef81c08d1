// What the manual of lariat:inspect promises the compiler.
import { handles, locks, memory, printTasks, startTrace, tasks, warnOnLockWait, type LockInfo, type TaskNode, type Trace } from "lariat:inspect";

export function look() {
  const [main]: [TaskNode, ...TaskNode[]] = tasks();
  const text: string = main.children.map(({ name, state, waitingFor }) => `${name} ${state} ${waitingFor?.heldBy ?? ""}`).join();
  printTasks();
  const held: LockInfo[] = locks().filter(({ owner }) => owner !== null);
  const oldest = handles().map(({ kind, at, since, due }) => [kind, at, since + (due ?? 0)] as const);
  const { heap, isolates } = memory();
  const stop: () => void = warnOnLockWait("5s");
  stop();
  // @ts-expect-error: no such state
  if (main.state === "asleep") return null;
  // @ts-expect-error: a duration is missing
  warnOnLockWait();
  return [text, held, oldest, heap, isolates[0]?.name];
}

export async function trace() {
  await using whole: Trace = startTrace();
  const part = startTrace({ file: "trace.json", categories: new Set(["turn", "wait"] as const) });
  // @ts-expect-error: no such category
  startTrace({ categories: ["turns"] });
  const bytes: Uint8Array = await part.stop();
  return [whole, bytes];
}
