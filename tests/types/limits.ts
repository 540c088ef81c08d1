// What the manual of lariat:limit promises the compiler.
import {
  AdaptiveLimiter, debounce, KeyedRateLimiter, RateLimiter, TaskQueue, throttle,
  type AdaptiveToken, type Algorithm, type Paced, type Reservation,
} from "lariat:limit";
import { Governor, type Token } from "lariat:errors";
import { Semaphore } from "lariat:lock";
import { map, type Task } from "lariat:task";

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const holds = <T extends true>(): T | undefined => undefined;

export async function limiters() {
  const algorithm: Algorithm = "gcra";
  const limiter = new RateLimiter({ limit: 5, interval: "1s", burst: 2, algorithm, maxQueue: 3, whenFull: "throw", aging: 1, name: "api" });
  using token: Token = await limiter.acquire({ weight: 2, priority: 1, timeout: "1s", signal: AbortSignal.timeout(5) });
  const booked: Reservation = limiter.reserve(2);
  booked.cancel();
  const length = await limiter.run(async (text: string, times: number) => text.length * times, "x", 2);
  holds<Equal<typeof length, number>>();
  limiter.observe({ status: 429, headers: new Map([["Retry-After", "1"]]) });
  limiter.set({ limit: 1 });
  limiter.pauseFor("1s");
  const keyed = new KeyedRateLimiter<string | number>({ limit: 1, maxKeys: 5 });
  holds<Equal<ReturnType<typeof keyed.for>, RateLimiter>>();
  const adaptive = new AdaptiveLimiter({ min: 1, max: 9, initial: 3, algorithm: "aimd", isDrop: (e) => e instanceof Error });
  const place: AdaptiveToken | null = adaptive.tryAcquire();
  place?.drop();
  await map([1], (n) => n, { concurrency: Governor.all(limiter, adaptive, new Semaphore(1)) });
  // @ts-expect-error limit is required
  new RateLimiter({});
  // @ts-expect-error keys are values that are the same in every isolate
  keyed.for({});
  return token.held;
}

export async function queues(rate: RateLimiter) {
  await using queue = new TaskQueue({ concurrency: rate, rate, timeout: 5, maxQueue: 1, whenFull: "drop-oldest", aging: 2, autoStart: false });
  const task = queue.add(async ({ signal }) => signal.aborted, { name: "a", weight: 1 });
  holds<Equal<typeof task, Task<boolean>>>();
  for await (const n of queue.addAll([() => 1, async () => 2])) holds<Equal<typeof n, number>>();
  await queue.idle({ timeout: 1 });
  return queue.clear(new Error());
}

export async function paces() {
  const save = throttle((a: string, b?: number) => a.length + (b ?? 0), "1s", { leading: false });
  holds<Equal<typeof save, Paced<[a: string, b?: number], number>>>();
  const search = debounce(async (word: string) => word, 50, { maxWait: "1s", leading: true });
  const found = await search("x");
  holds<Equal<typeof found, string>>();
  search.cancel();
  save.flush();
}
