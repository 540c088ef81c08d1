// What the manual of lariat:shared promises the compiler.
import { isShared, share, SharedArray, SharedCounter, SharedMap, type Shared } from "lariat:shared";
import type { Token } from "lariat:errors";

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const holds = <T extends true>(): T | undefined => undefined;

export async function numbers() {
  const counter = new SharedCounter({ initial: 1, type: "float64", name: "c" });
  counter.value = counter.add(1) + counter.compareExchange(1, 2);
  const reached = await counter.waitFor((n) => n > 1, { timeout: "1s" });
  holds<Equal<typeof reached, number>>();

  const array = new SharedArray("int32", [1, 2], { name: "a" });
  holds<Equal<ReturnType<typeof array.get>, number>>();
  using token = await array.lock({ signal: AbortSignal.timeout(5) });
  holds<Equal<typeof token, Token>>();
  Atomics.add(new Int32Array(array.buffer), 0, 1);
  const bigs = new SharedArray<bigint>("bigint64", 4);
  holds<Equal<ReturnType<typeof bigs.update>, bigint>>();
  // @ts-expect-error its elements are bigints
  bigs.set(0, 1);
  // @ts-expect-error there is no such type
  new SharedArray("int7", 1);
  return [...array, ...bigs];
}

export async function values() {
  const config = share({ list: [{ id: 1 }], name: "x" });
  holds<Equal<typeof config.name, string>>();
  const id: number | undefined = config.list[0]?.id;
  // @ts-expect-error a shared value is read-only
  config.name = "y";
  // @ts-expect-error all the way down
  config.list.push({ id: 2 });

  const map = new SharedMap<string, { n: number }>({ maxEntries: 5 });
  const now = map.set("a", { n: 1 }).update("a", (old) => ({ n: (old?.n ?? 0) + 1 }));
  holds<Equal<typeof now, Shared<{ n: number }>>>();
  map.compareAndSet("a", now, { n: 5 });
  for (const [key, value] of map) key.length + value.n;
  for await (const value of map.watch("a", { timeout: 5 })) return value?.n;
  return isShared(id);
}
