// What the manual of lariat:loop promises the compiler.
import { EventLoop, loop, type EventLoopOptions, type LongTurn, type LoopStats } from "lariat:loop";
import type { Task } from "lariat:task";

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const holds = <T extends true>(): T | undefined => undefined;

export async function loops(options: EventLoopOptions) {
  await using own = new EventLoop({ name: "own", grace: "1s", permissions: "inherit", ...options });
  own.start();
  const task = own.addTask(async (n: number, text: string) => text.repeat(n), 2, "x");
  holds<Equal<typeof task, Task<string>>>();
  task.cancel();
  const result = await own.runUntilComplete((n: number) => n + 1, 1);
  holds<Equal<typeof result, number>>();
  await own.addTask("./tasks.ts#resize", 1);
  await own.addTask(new URL("./tasks.ts", "file:///"));
  await own.stop();
  await own.close();
  // @ts-expect-error: not a number
  void own.addTask((n: number) => n, "text");
  // @ts-expect-error: it cannot be set
  own.running = true;
  return [own.name, own.running];
}

export function current() {
  const stats: LoopStats = loop.stats();
  const stop = loop.onLongTask("50ms", (turn: LongTurn) => turn.at.length + turn.duration);
  stop();
  if (stats.lag.p99 > 1) loop.exit(3);
  return loop.now() + loop.pending + stats.utilization + stats.microtasks + stats.longest.duration;
}
