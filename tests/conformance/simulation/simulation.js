// A small world that lives for hours of virtual time: a depot with workers, customers who lose their patience, machines
// that break, and a foreman who sends people home. All that happens is drawn from Math.random, and written down.
import { AsyncEvent, Barrier, Condition, KeyedMutex, Mutex, RWLock, Semaphore } from "lariat:lock";
import { after, Channel, PriorityQueue, PubSub, recv, select } from "lariat:queue";
import { ResourcePool } from "lariat:resource";
import { backoff, CircuitBreaker, hedge, retry } from "lariat:retry";
import { all, imap, map, moveOnAfter, race, shield, sleep, TaskGroup, taskGroup, timeRemaining, withTimeout } from "lariat:task";

const hours = Number(process.argv[2]);
const began = Date.now();
const log = (...words) => console.log(Date.now() - began, ...words);
const draw = (n) => Math.floor(Math.random() * n);
const chance = (p) => Math.random() < p;
const minutes = (n) => 1 + draw(n * 60_000);

// told writes down how something ends, and goes on.
async function told(name, work) {
  try {
    const result = await work();
    log(name, "ended", result ?? "");
    return result;
  } catch (error) {
    log(name, "failed:", error?.name, error?.message);
    if (error?.errors) log(name, "with", error.errors.map((e) => e?.message).join());
  }
}

const orders = new PriorityQueue({ capacity: 8, name: "orders", priority: ({ urgent }) => (urgent ? 1 : 0), aging: 60_000 });
const deliveries = new Channel({ capacity: 2, name: "deliveries", overflow: "drop-oldest", onDrop: (item) => log("dropped", item) });
const news = new PubSub({ buffer: 4, overflow: "drop-oldest", replay: 1 });
const forklifts = new Semaphore(3, { name: "forklifts" });
const ledger = new RWLock({ name: "ledger" });
const shelves = new KeyedMutex({ name: "shelves" });
const stock = new Condition(new Mutex({ name: "stock" }));
const open = new AsyncEvent({ name: "open" });
const breaker = new CircuitBreaker({ failures: 3, openFor: "2m", name: "supplier" });
let pieces = 5;

let machinesMade = 0;
const machines = new ResourcePool({
  max: 2, idleTimeout: "5m", maxUses: 7, name: "machines",
  create: async () => {
    await sleep(minutes(1));
    if (chance(0.2)) throw new Error("the machine did not start");
    return `machine ${++machinesMade}`;
  },
  validate: async () => { await sleep(10); return chance(0.9); },
  destroy: (machine) => log(machine, "is scrapped"),
});

async function supplier() {
  await breaker.run(async () => {
    await sleep(minutes(1));
    if (chance(0.4)) throw new Error("the supplier is closed");
  });
}

async function refill(group) {
  for (;;) {
    await sleep(minutes(10));
    await told("refill", async () => {
      await retry(supplier, { attempts: 4, backoff: backoff.exponential({ initial: "10s", jitter: "full" }), onRetry: ({ attempt, delay }) => log("retry", attempt, Math.round(delay)) });
      using token = await stock.mutex.lock();
      pieces += 1 + draw(5);
      stock.notifyAll();
      return pieces;
    });
    if (group.pending < 3) return;
  }
}

async function worker(name) {
  for await (const { id, parts } of orders) {
    await told(`${name}: order ${id}`, () => withTimeout(minutes(8), async () => {
      try {
        using forklift = await forklifts.acquire({ weight: 1 + draw(2) });
        using shelf = await shelves.lockAll(parts);
        {
          using token = await stock.mutex.lock();
          await stock.waitFor(token, () => pieces > 0);
          pieces--;
        }
        await using machine = await machines.acquire({ timeout: "3m" });
        await sleep(minutes(2));
        await deliveries.send(id);
        return `${machine.resource}, ${Math.round(timeRemaining())} ms left`;
      } finally {
        await shield(() => sleep(5));
        orders.taskDone();
      }
    }));
  }
}

async function customer(id) {
  await open.wait();
  const item = { id, urgent: chance(0.3), parts: ["a", "b", "c"].filter(() => chance(0.5)) };
  await told(`customer ${id}`, () => moveOnAfter(minutes(5), () => orders.put(item), "went away"));
}

async function customers() {
  for (let id = 1; Date.now() - began < hours * 3_600_000; id += 4) {
    await sleep(minutes(12));
    if (chance(0.5)) open.set(); else open.clear();
    await told(`customers ${id}`, () => taskGroup(async (group) => {
      for (let i = 0; i < 4; i++) group.spawn(customer, id + i);
      if (chance(0.2)) {
        await sleep(minutes(1));
        group.cancel(new Error("closing time"));
      }
    }, { onError: "collect", timeout: "30m" }));
  }
}

async function driver(quit) {
  let delivered = 0;
  for (let going = true; going;) {
    await select([
      recv(deliveries, (id) => { delivered++; log("delivered", id); }),
      recv(quit, () => { going = false; }),
      after(minutes(20), () => log("the driver has coffee")),
    ]);
    using token = await ledger.write();
    await sleep(1);
  }
  return delivered;
}

async function inspector(name) {
  for await (const item of news.subscribe()) {
    await told(`${name} reads of ${item}`, async () => {
      using token = await ledger.read({ timeout: "1m" });
      const [a, b] = await all([1, 2].map((n) => async () => { await sleep(draw(50)); return n; }));
      const first = await race([3, 4].map((n) => async () => { await sleep(draw(50)); return n; }));
      const hedged = await hedge(async ({ attempt }) => { await sleep(draw(100)); return attempt; }, { delay: 30 });
      const squares = await map([1, 2, 3], async (n) => { await sleep(draw(9)); return n * n; }, { concurrency: 2 });
      const seen = [];
      for await (const n of imap(squares, async (n) => { await sleep(draw(9)); return n; }, { ordered: false, concurrency: 3 })) seen.push(n);
      return [a, b, first, hedged, ...seen].join();
    });
  }
}

async function shift(number) {
  const lunch = new Barrier(3);
  await using group = new TaskGroup({ onError: "supervise" });
  for (let i = 0; i < 3; i++) {
    group.spawn({ name: `shift ${number}.${i}` }, async () => {
      await sleep(minutes(10));
      await lunch.wait({ timeout: "15m" });
      log(`shift ${number} has lunch`, i);
    });
  }
  for await (const { status, reason } of group) {
    log(`shift ${number}:`, status, reason?.name ?? "");
    if (chance(0.2)) break; // the others are sent home
  }
}

const ticker = setInterval(() => void told("news", () => news.publish(`hour ${Math.floor((Date.now() - began) / 3_600_000)}`)), 1_200_000);
const quit = new Channel(1);
await taskGroup(async (group) => {
  group.spawn(inspector, "Ann");
  group.spawn(inspector, "Ben");
  const driving = group.spawn(driver, quit);
  const workers = [1, 2, 3].map((n) => group.spawn(worker, `worker ${n}`));
  const refilling = group.spawn(() => refill(group));
  const selling = group.spawn(customers);
  for (let n = 1; Date.now() - began < hours * 3_600_000; n++) await shift(n);
  await selling;
  await told("the last orders", () => orders.join({ timeout: "2h" }));
  orders.close();
  await Promise.all(workers);
  refilling.cancel();
  await quit.send();
  log("delivered in all:", await driving);
  clearInterval(ticker);
  news.close();
});
await machines.close();
log("the end:", pieces, "pieces,", machinesMade, "machines,", breaker.state);
