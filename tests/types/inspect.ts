// What the manual of lariat:inspect promises the compiler.
import { handles, locks, memory, printTasks, tasks, warnOnLockWait, type LockInfo, type TaskNode } from "lariat:inspect";

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
