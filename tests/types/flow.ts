// What the manual of lariat:flow promises the compiler.
import { coroutine, jsonLines, lines, stream, Stream, type Coroutine } from "lariat:flow";
import { Semaphore } from "lariat:lock";
import { Channel } from "lariat:queue";
import { WorkerPool } from "lariat:worker";

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const holds = <T extends true>(): T | undefined => undefined;

export async function streams(channel: Channel<string>) {
  const numbers = stream([1, Promise.resolve(2)]);
  holds<Equal<typeof numbers, Stream<number>>>();
  const texts = numbers.map(async (n, i) => `${n} ${i}`, { concurrency: new Semaphore(2), ordered: false, buffer: 3 });
  holds<Equal<typeof texts, Stream<string>>>();
  const some = stream([1, "a"]).filter((v): v is string => typeof v === "string");
  holds<Equal<typeof some, Stream<string>>>();
  const flat = texts.flatMap((s) => s.split(" "), { concurrency: 2 });
  holds<Equal<typeof flat, Stream<string>>>();
  const rows = Stream.zip([1], ["a"], stream(channel));
  holds<Equal<typeof rows, Stream<[number, string, string]>>>();
  const pairs = Stream.of(1).zip(["a"]);
  holds<Equal<typeof pairs, Stream<[number, string]>>>();
  const mixed = Stream.of(1).merge(["a"]);
  holds<Equal<typeof mixed, Stream<number | string>>>();
  const groups = Stream.range(0, 9, 2).groupBy((n) => n % 2 === 0, { buffer: 2 });
  holds<Equal<typeof groups, Stream<[boolean, Stream<number>]>>>();
  const [strings, others] = stream([1, "a"]).partition((v): v is string => typeof v === "string");
  holds<Equal<typeof others, Stream<number>>>();
  const caught = strings.catch(() => [false]);
  holds<Equal<typeof caught, Stream<string | boolean>>>();
  const list = await Stream.interval("1s").takeUntil(AbortSignal.timeout(5)).batch(2, "1s").toArray({ timeout: 5 });
  holds<Equal<typeof list, number[][]>>();
  const sum = await stream(() => ["a"]).retry({ attempts: 2 }).reduce((n, s) => n + s.length, 0);
  holds<Equal<typeof sum, number>>();
  const found = await Stream.of(1).timeout("1m").find((n) => n > 0, 2);
  holds<Equal<typeof found, number | undefined>>();
  await stream(["a"]).pipeTo(channel, { preventClose: true });
  await stream(["a"]).pipeTo((s) => s.length);
  for await (const event of Stream.events<MessageEvent>(new EventTarget(), "message", { buffer: 2 })) return event.data;
  await using pool = new WorkerPool();
  const cubes = Stream.of(2).parallel(pool, async (n) => n ** 3, { ordered: false, chunkSize: 10 });
  holds<Equal<typeof cubes, Stream<number>>>();
  // @ts-expect-error: streams are made by stream()
  new Stream();
  // @ts-expect-error: not a policy
  Stream.of(1).buffer(2, "burst");
  // @ts-expect-error: a rate needs a governor
  Stream.of(1).rate(5);
  return Stream.of(1).toReadableStream();
}

export function texts(bytes: AsyncIterable<Uint8Array>) {
  const read = stream(bytes).pipe(lines());
  holds<Equal<typeof read, Stream<string>>>();
  const parsed = stream(["{}"]).pipe(jsonLines<{ n: number }>());
  holds<Equal<typeof parsed, Stream<{ n: number }>>>();
}

export async function coroutines() {
  const averager = coroutine(function* (start: number): Generator<number, void, string> {
    let n = start;
    for (;;) n += (yield n).length;
  });
  await using average: Coroutine<string, number> = averager(1);
  const n = await average.send("a");
  holds<Equal<typeof n, number | undefined>>();
  // @ts-expect-error: takes texts
  await average.send(1);
  await average.throw(new Error());
  await average.close();
}
