// Concurrency, priorities, a reservoir, retries, events, groups and a stop.
import Bottleneck from "bottleneck";

const limiter = new Bottleneck({ maxConcurrent: 2 });
let running = 0, most = 0, go;
const job = async (n) => {
  most = Math.max(most, ++running);
  if (running % 2) await new Promise((resolve) => { go = resolve; }); // for the second of a pair
  else go();
  running--;
  return n * n;
};
console.log(await Promise.all([1, 2, 3, 4].map((n) => limiter.schedule(job, n))), most);
console.log(limiter.counts());

const single = new Bottleneck({ maxConcurrent: 1 });
const order = [];
const note = async (name) => { order.push(name); };
const blocker = single.schedule({ priority: 5 }, () => new Promise((resolve) => { go = resolve; }));
const queued = [[9, "last"], [1, "urgent"], [5, "usual"]].map(([priority, id]) => single.schedule({ priority, id }, note, id));
while (single.queued() < 3) await new Promise((resolve) => setTimeout(resolve, 1));
go();
await Promise.all([blocker, ...queued]);
console.log(order);

const reservoir = new Bottleneck({ reservoir: 2 });
let done = 0;
const [one, two, three] = [1, 2, 3].map(() => reservoir.schedule(async () => { done++; }));
await Promise.all([one, two]);
console.log(done, await reservoir.currentReservoir(), reservoir.queued());
await reservoir.incrementReservoir(1);
await three;
console.log(done, await reservoir.currentReservoir());

const flaky = new Bottleneck();
flaky.on("failed", (error, info) => (info.retryCount < 2 ? 1 : undefined));
flaky.on("retry", (message, info) => console.log("retry", info.retryCount, info.options.id));
let attempts = 0;
console.log(await flaky.schedule({ id: "flaky" }, async () => {
  if (++attempts < 3) throw new Error(`attempt ${attempts}`);
  return `attempt ${attempts} worked`;
}));
const square = flaky.wrap(async (n) => n ** 2);
console.log(await square(12));
await new Bottleneck().schedule({ expiration: 5 }, () => new Promise((resolve) => setTimeout(resolve, 60_000).unref()))
  .catch((error) => console.log(error.message));

const group = new Bottleneck.Group({ maxConcurrent: 1 });
group.on("created", (_, key) => console.log("created", key));
await group.key("a").schedule(async () => {});
console.log(group.keys());
const stopped = new Bottleneck({ maxConcurrent: 1 });
await stopped.stop();
await stopped.schedule(async () => {}).catch((error) => console.log(error instanceof Bottleneck.BottleneckError, error.message));
