// What the manuals of lariat:lock and lariat:errors promise the compiler.
import {
  ClosedError, DeadlockError, Governor, LariatError, RateLimitError, type AcquireOptions, type DeadlockedWait, type Token,
} from "lariat:errors";
import { AsyncLock, BoundedSemaphore, Condition, KeyedMutex, Mutex, once, RWLock, Semaphore, SingleFlight } from "lariat:lock";

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const holds = <T extends true>(): T | undefined => undefined;

export async function locks() {
  const mutex = new Mutex({ name: "m", poison: true });
  using token = await mutex.lock({ timeout: "1s", signal: AbortSignal.timeout(5), priority: 1 });
  holds<Equal<typeof token, Token>>();
  holds<Equal<ReturnType<typeof mutex.tryLock>, Token | null>>();
  holds<Equal<typeof AsyncLock, typeof Mutex>>();
  const governors: Governor[] = [mutex, new Semaphore(2, { fair: false }), new BoundedSemaphore()];
  using all = await Governor.all(mutex, ...governors).acquire({ weight: 1 });

  const size = await mutex.with(async () => 5);
  holds<Equal<typeof size, number>>();
  const wrapped = mutex.wrap((a: string, b?: number) => a.length + (b ?? 0));
  holds<Equal<typeof wrapped, (a: string, b?: number) => Promise<number>>>();
  for await (const item of mutex.wrapIterator([1, Promise.resolve(2)])) holds<Equal<typeof item, number>>();

  const lock = new RWLock({ prefer: "fifo" });
  using reader = lock.downgrade(await lock.write());
  const read = await lock.withRead(() => "text");
  holds<Equal<typeof read, string>>();
  const condition = new Condition(mutex);
  await condition.waitFor(token, () => size > 4, { timeout: Infinity });
  return [all.held, reader.release()];
}

export async function shared() {
  const load = once(async (id: number) => ({ id }), { cacheErrors: true });
  holds<Equal<typeof load, (id: number) => Promise<{ id: number }>>>();
  const user = await new SingleFlight<number>().do(7, (signal) => signal.aborted);
  holds<Equal<typeof user, boolean>>();
  using both = await new KeyedMutex<symbol>().lockAll(new Set([Symbol("a")]));
  return both.held;
}

class Gate extends Governor {
  async acquire(options?: AcquireOptions): Promise<Token> {
    return new Mutex().acquire(options);
  }
  tryAcquire(): Token | null {
    return null;
  }
}
export const gate: Governor = new Gate();

class QuotaError extends LariatError {
  static code = "ERR_QUOTA";
}

export function handle(error: unknown): DeadlockedWait[] | number | string {
  if (error instanceof DeadlockError) {
    holds<Equal<typeof error.code, "ERR_DEADLOCK">>();
    return error.waits;
  }
  if (error instanceof RateLimitError) return error.retryAfter;
  return error instanceof ClosedError || error instanceof QuotaError ? error.code : ClosedError.code;
}

export function refused() {
  // @ts-expect-error Governor is abstract.
  new Governor();
  // @ts-expect-error There is nothing to combine.
  Governor.all();
  // @ts-expect-error A predicate answers at once.
  new Condition().waitFor({} as Token, async () => true);
  // @ts-expect-error A preference is one of three words.
  new RWLock({ prefer: "nobody" });
  // @ts-expect-error A key is a string unless the type says otherwise.
  new SingleFlight().do(5, () => {});
  // @ts-expect-error A code never changes.
  new DeadlockError("x").code = "ERR_OTHER";
}
