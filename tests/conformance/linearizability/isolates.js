// Actors in several isolates use one semaphore and one channel, leave at any moment, and tell what they saw: one line
// of JSON for each round.
import { Semaphore } from "lariat:lock";
import { Channel } from "lariat:queue";
import { SharedCounter } from "lariat:shared";
import { WorkerPool } from "lariat:worker";

// actor is sent to a worker: it brings everything along.
async function actor(what, thing, clock, seed, rounds) {
  const ops = [];
  const chance = (n) => Math.floor((seed = (seed * 48271) % 2147483647) / 2147483647 * n);
  let ids = 0;
  const next = () => rounds * 1_000_000 + ids++;
  const act = (kind, args, call) => {
    const begin = clock.increment();
    const out = call();
    ops.push({ kind, ...args, begin, end: clock.increment(), out });
    return out;
  };
  // wait records a request and its answer. Whoever has waited long enough leaves.
  const wait = async (kind, args, start, read) => {
    const controller = new AbortController();
    const request = { kind, ...args, begin: clock.increment() };
    const answer = { kind: "answer", id: args.id, begin: clock.increment() };
    const promise = start({ signal: controller.signal });
    request.end = clock.increment();
    let cancelled = 0;
    const leave = () => {
      cancelled ||= clock.increment();
      controller.abort(leave);
    };
    if (chance(4) === 0) leave();
    const timer = setTimeout(leave, chance(2));
    let value;
    try {
      value = await promise;
      answer.out = read(value);
    } catch (error) {
      if (error !== leave) throw error;
      answer.out = { left: true };
      answer.begin = Math.max(answer.begin, cancelled);
    }
    clearTimeout(timer);
    answer.end = clock.increment();
    ops.push(request, answer);
    return value;
  };
  const semaphore = async () => {
    const id = next(), weight = 1 + chance(3);
    let token;
    if (chance(3) === 0) {
      act("try", { id, weight }, () => (token = thing.tryAcquire({ weight })) !== null);
    } else {
      token = await wait("request", { id, weight }, (options) => thing.acquire({ ...options, weight }), () => ({}));
    }
    act("available", {}, () => thing.available);
    if (!token) return;
    if (chance(2) === 0) await null;
    act("release", { id }, () => token.release());
  };
  const channel = async () => {
    const id = next();
    switch (chance(5)) {
      case 0: act("trySend", { id }, () => thing.trySend(id)); break;
      case 1: act("tryTake", {}, () => thing.tryReceive()?.value ?? -1); break;
      case 2: await wait("send", { id }, (options) => thing.send(id, options), () => ({})); break;
      default: await wait("receive", { id }, (options) => thing.receive(options), (item) => ({ item }));
    }
    act("size", {}, () => thing.size);
  };
  for (let turns = 2 + chance(8); turns > 0; turns--) await { semaphore, channel }[what]();
  return ops;
}

const [rounds, seed] = process.argv.slice(2).map(Number);
const clock = new SharedCounter();
const things = { semaphore: new Semaphore(4), channel: new Channel(2) };
await using pool = new WorkerPool({ max: 3, concurrencyPerWorker: 3 });
for (let round = 0; round < rounds; round++) {
  for (const [what, thing] of Object.entries(things)) {
    const actors = Array.from({ length: 9 }, (_, i) => pool.run(actor, what, thing, clock, seed * 1000 + round * 10 + i + 1, i + 1));
    const ops = (await Promise.all(actors)).flatMap((list, by) => list.map((op) => ({ ...op, by })));
    if (what === "channel") {
      for (let next; (next = thing.tryReceive());) {
        ops.push({ kind: "tryTake", by: actors.length, begin: clock.increment(), end: clock.increment(), out: next.value });
      }
    }
    console.log(JSON.stringify({ what, ops }));
  }
}
