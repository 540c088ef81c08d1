// What the manual of lariat:queue promises the compiler.
import { after, Channel, LifoQueue, PriorityQueue, PubSub, Queue, recv, select, send, type Case, type Overflow } from "lariat:queue";

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const holds = <T extends true>(): T | undefined => undefined;

export async function channels() {
  await using channel = new Channel<number>({ capacity: 2, overflow: "drop-oldest", name: "c", onDrop: (n) => n.toFixed() });
  await channel.send(1, { timeout: "1s", signal: AbortSignal.timeout(5) });
  const sent = channel.trySend(2);
  const one = await channel.receive();
  const tried = channel.tryReceive();
  const many = await channel.receiveMany(3, { maxWait: 10 });
  holds<Equal<typeof sent, boolean>>();
  holds<Equal<typeof one, number | undefined>>();
  holds<Equal<typeof tried, { value: number } | null>>();
  holds<Equal<typeof many, number[]>>();
  for await (const n of channel) holds<Equal<typeof n, number>>();
  await channel.ready();
  await channel.drain({ timeout: 5 });
  channel.fail(new Error("x"));
  channel.close();
  // @ts-expect-error: not a number
  channel.trySend("text");
  // @ts-expect-error: no such policy
  const policy: Overflow = "burst";
  return [policy, channel.size, channel.capacity, channel.closed, channel.waiting, channel.name];
}

export async function queues() {
  const queue = new Queue<string>(10);
  await queue.put("a");
  const got = await queue.get();
  holds<Equal<typeof got, string>>();
  queue.taskDone();
  await queue.join({ timeout: "1m" });
  const urgent = new PriorityQueue<{ n: number }>({ priority: (job) => job.n, aging: "1s" });
  await urgent.put({ n: 1 }, { priority: 3 });
  const channel: Channel<string> = new LifoQueue<string>();
  return [queue.unfinished, channel];
}

export async function publishing() {
  using news = new PubSub<Date>({ buffer: 1, overflow: "latest", replay: 2 });
  const n = await news.publish(new Date());
  holds<Equal<typeof n, number>>();
  for await (const item of news.subscribe({ signal: AbortSignal.timeout(1) })) holds<Equal<typeof item, Date>>();
  return news.subscribers;
}

export async function selecting(numbers: Channel<number>, texts: Channel<string>) {
  const what = await select([recv(numbers, (n) => `${n}`), send(texts, "x", () => "sent"), after("1s", () => "late")]);
  holds<Equal<typeof what, string>>();
  const plain: Case<number | undefined> = recv(numbers);
  holds<Equal<Awaited<ReturnType<typeof select<number | undefined>>>, number | undefined>>();
  // @ts-expect-error: the channel takes strings
  send(texts, 1);
  return select([plain]);
}
