import { assert } from "lariat:test";
import { Governor } from "lariat:errors";
import { AdaptiveLimiter, KeyedRateLimiter, RateLimiter, TaskQueue } from "lariat:limit";
import { Mutex } from "lariat:lock";
import { sleep } from "lariat:task";
import { survives } from "./injector.js";

const interval = 1000, limit = 4, step = interval / limit;

// settled says when nothing that has passed bears on anything any more.
const settled = {
  "token-bucket": (passed) => passed.reduce((full, { at, weight }) => Math.max(full, at) + weight * step, 0),
  "gcra": (passed) => settled["token-bucket"](passed),
  "leaky-bucket": (passed) => settled["token-bucket"](passed),
  "sliding-window": (passed) => Math.max(0, ...passed.map(({ at }) => at + interval)),
  "fixed-window": (passed) => Math.max(0, ...passed.map(({ at }) => (Math.floor(at / interval) + 1) * interval)),
};

// traffic is a limiter with what has passed, in ms since it was made.
function traffic(options, make = (options) => new RateLimiter(options)) {
  const begin = performance.now(), passed = [];
  const note = (weight) => passed.push({ at: Math.round(performance.now() - begin), weight });
  return { limiter: make({ limit, interval, ...options }), passed, note, now: () => performance.now() - begin };
}

// unspent says that what was not used can be used by others: as soon as what has passed bears on nothing, all is there.
async function unspent({ limiter, passed, now }, algorithm, all) {
  assert.equal(limiter.waiting, 0);
  await sleep(Math.max(settled[algorithm](passed) - now(), 0) + 1);
  assert.equal(limiter.available, all);
  await limiter.acquire({ timeout: "1m" });
}

const caller = (weight, pause) => async ({ limiter, note }, at) => {
  for (let i = 0; i < 2; i++) {
    const token = await at(limiter.acquire({ weight }));
    note(weight);
    at();
    await at(sleep(pause));
    token.release();
  }
};

const booker = async ({ limiter, note }, at) => {
  await at(sleep(1));
  const turn = limiter.reserve();
  let used = false;
  try {
    await at(sleep(turn.delay));
    note(1);
    used = true;
  } finally {
    if (!used) turn.cancel();
  }
  at();
  if (limiter.tryAcquire()) note(1);
};

for (const algorithm of Object.keys(settled)) {
  const burst = algorithm === "token-bucket" || algorithm === "gcra" ? 2 : undefined;
  const all = algorithm === "leaky-bucket" ? 1 : burst ?? limit;
  survives(`a rate limiter: ${algorithm}`, {
    world: () => traffic({ algorithm, burst }),
    parties: [caller(2, 1), caller(1, 300), caller(2, 0), caller(1, 0)],
    whole: (world) => unspent(world, algorithm, all),
  });
  survives(`a rate limiter some of whose turns are booked: ${algorithm}`, {
    world: () => traffic({ algorithm, burst }),
    parties: [caller(2, 1), booker, booker, caller(1, 0)],
    whole: (world) => unspent(world, algorithm, all),
  });
}

survives("a rate limiter that is paused and changed", {
  world: () => traffic({ algorithm: "sliding-window" }),
  parties: [caller(1, 0), caller(2, 5), caller(2, 1), async ({ limiter }, at) => {
    await at(sleep(1));
    limiter.pauseFor(50);
    await at(sleep(1));
    limiter.observe({ status: 200, headers: { "RateLimit-Remaining": "1", "RateLimit-Reset": "1" } });
    at();
  }],
  whole: (world) => sleep(interval).then(() => unspent(world, "sliding-window", limit)),
});

survives("a limiter for each key, none of which is kept", {
  world: () => ({
    keyed: new KeyedRateLimiter({ limit, interval, maxKeys: 2 }),
    worlds: { a: traffic({}, () => undefined), b: traffic({}, () => undefined), c: traffic({}, () => undefined) },
  }),
  parties: ["a", "b", "c", "a"].map((key) => async ({ keyed, worlds }, at) => {
    for (let i = 0; i < 2; i++) {
      await at(keyed.for(key).run(() => worlds[key].note(1)));
      at();
    }
  }),
  whole: async ({ keyed, worlds }) => {
    const last = Math.max(...Object.values(worlds).map(({ passed, now }) => settled["token-bucket"](passed) - now()));
    await sleep(Math.max(last, 0) + 1);
    assert.equal(keyed.size, 0);
    for (const key of "abc") assert.ok(keyed.for(key).tryAcquire(), key);
  },
});

const worker = (ms, bad) => async ({ limiter, counts }, at) => {
  for (let i = 0; i < 2; i++) {
    const token = await at(limiter.acquire());
    counts.running++;
    assert.ok(counts.running <= 4, `${counts.running} run`);
    try {
      await at(sleep(ms));
    } finally {
      counts.running--;
      if (bad) {
        token.drop();
      } else {
        token.release();
      }
    }
    await at(limiter.with(() => at(sleep(ms))));
  }
};

for (const algorithm of ["aimd", "gradient"]) {
  survives(`an adaptive limiter: ${algorithm}`, {
    world: () => ({ limiter: new AdaptiveLimiter({ algorithm, min: 1, initial: 2, max: 4 }), counts: { running: 0 } }),
    parties: [worker(1, false), worker(2, true), worker(3, false), worker(0, true)],
    whole: async ({ limiter, counts }) => {
      assert.equal(counts.running, 0);
      assert.equal(limiter.inflight, 0);
      assert.equal(limiter.waiting, 0);
      const tokens = Array.from({ length: limiter.limit }, () => limiter.tryAcquire());
      assert.ok(tokens.every((token) => token?.held), `${tokens.length} places`);
      assert.equal(limiter.tryAcquire(), null);
      for (const token of tokens) token.release();
    },
  });
}

survives("a limiter and a lock, both or none", {
  world: () => ({ ...traffic({ algorithm: "sliding-window" }), mutex: new Mutex() }),
  parties: [1, 2, 0].map((ms) => async ({ limiter, mutex, note }, at) => {
    using token = await at(Governor.all(limiter, mutex).acquire());
    note(1);
    await at(sleep(ms));
  }),
  whole: async (world) => {
    assert.equal(world.mutex.locked, false);
    await unspent(world, "sliding-window", limit);
  },
});

survives("a queue of tasks that start at a rate", {
  world: () => {
    const world = traffic({ algorithm: "sliding-window" });
    return { ...world, queue: new TaskQueue({ concurrency: 2, rate: world.limiter }), counts: { begun: 0, ended: 0 } };
  },
  parties: [1, 2, 3].map((ms) => async ({ queue, counts, note }, at) => {
    const task = () => queue.add(async () => {
      counts.begun++;
      note(1);
      try {
        await at(sleep(ms));
      } finally {
        counts.ended++;
      }
    });
    await at(Promise.all([task(), task()]));
  }),
  whole: async (world) => {
    await world.queue.idle({ timeout: "1m" });
    assert.equal(world.queue.size + world.queue.running, 0);
    assert.equal(world.counts.begun, world.counts.ended);
    await unspent(world, "sliding-window", limit);
  },
});
