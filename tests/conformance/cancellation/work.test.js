import { assert } from "lariat:test";
import { Semaphore } from "lariat:lock";
import { Channel } from "lariat:queue";
import { ResourcePool } from "lariat:resource";
import { backoff, Bulkhead, hedge, retry } from "lariat:retry";
import { imap, map, race, shield, sleep, TaskGroup, taskGroup } from "lariat:task";
import { survives } from "./injector.js";

// shop is a pool all of whose functions take their time, and some of whose resources are no good.
function shop({ fail = () => false } = {}) {
  const count = { created: 0, destroyed: 0, users: new Map() };
  const pool = new ResourcePool({
    max: 2,
    create: async () => {
      const n = ++count.created;
      await sleep(2);
      if (fail(n)) {
        count.destroyed++;
        throw new Error("cannot create");
      }
      return n;
    },
    validate: async (n) => { await sleep(1); return n % 3 !== 0; },
    reset: async () => { await sleep(1); },
    destroy: async () => { await sleep(1); count.destroyed++; },
  });
  return { pool, count };
}

async function wholePool({ pool, count }) {
  await sleep(100); // what is under way comes to its end
  const { borrowed, waiting, creating, size, idle } = pool.stats();
  assert.deepEqual({ borrowed, waiting, creating, busy: size - idle }, { borrowed: 0, waiting: 0, creating: 0, busy: 0 });
  const acquire = async () => {
    for (;;) {
      try {
        return await pool.acquire({ timeout: "1m" });
      } catch (error) {
        if (error.message !== "cannot create") throw error;
      }
    }
  };
  const leases = await Promise.all([acquire(), acquire()]); // no place was lost
  assert.notEqual(leases[0].resource, leases[1].resource);
  for (const lease of leases) await lease.release();
  await pool.close({ timeout: "1m" });
  assert.equal(count.created, count.destroyed);
}

const borrower = (ms) => async ({ pool, count: { users } }, at) => {
  for (let i = 0; i < 2; i++) {
    await using lease = await at(pool.acquire());
    assert.ok(!users.has(lease.resource), "two have the same resource");
    users.set(lease.resource, true);
    try {
      at();
      await at(sleep(ms));
    } finally {
      users.delete(lease.resource);
    }
  }
};

survives("a resource pool", {
  world: shop,
  parties: [borrower(1), borrower(3), async ({ pool }, at) => {
    await at(sleep(1));
    await at(pool.use((n) => at(sleep(n))));
    const lease = await at(pool.acquire());
    await at(lease.destroy());
  }],
  whole: wholePool,
});

survives("a resource pool whose creations fail", {
  world: () => shop({ fail: (n) => n % 2 === 1 }),
  parties: [borrower(1), borrower(2), borrower(0)],
  may: ({ message }) => message === "cannot create",
  whole: wholePool,
});

survives("a group, whose children all end", {
  world: () => ({ begun: 0, ended: 0, slots: new Semaphore(2) }),
  parties: [1, 2].map((depth) => async (world, at) => {
    const child = async (depth) => {
      world.begun++;
      try {
        using slot = await at(world.slots.acquire());
        await at(sleep(depth));
        slot.release();
        if (depth > 0) await taskGroup((group) => { for (let i = 0; i < 2; i++) group.spawn(child, depth - 1); at(); });
      } finally {
        await shield(() => sleep(1));
        world.ended++;
        at();
      }
    };
    const results = await at(taskGroup(async (group) => {
      for (let i = 0; i < 2; i++) group.spawn(child, depth);
      return group.join();
    }));
    assert.equal(results.length, 2);
  }),
  whole: ({ begun, ended, slots }) => {
    assert.equal(ended, begun);
    assert.equal(slots.available, 2);
    assert.equal(slots.waiting, 0);
  },
});

survives("a group in a block, and its stragglers", {
  world: () => ({ begun: 0, ended: 0 }),
  parties: [0, 1].map((wanted) => async (world, at) => {
    await using group = new TaskGroup({ concurrency: 2 });
    for (let i = 0; i < 4; i++) {
      group.spawn(async () => {
        world.begun++;
        try {
          await at(sleep(i));
        } finally {
          world.ended++;
        }
      });
    }
    for await (const { status } of group) {
      at();
      if (status === "fulfilled" && wanted-- === 0) break;
    }
  }),
  whole: ({ begun, ended }) => assert.equal(ended, begun),
});

survives("maps, races, hedges and retries leave nothing behind", {
  world: () => ({ running: 0, slots: new Semaphore(2), closed: 0, opened: 0 }),
  parties: [
    async (world, at) => {
      const source = async function* () {
        world.opened++;
        try {
          for (let i = 0; i < 4; i++) {
            yield i;
            await at(sleep(1));
          }
        } finally {
          world.closed++;
        }
      };
      const work = (n) => world.slots.with(async () => { world.running++; try { await at(sleep(n)); return n; } finally { world.running--; } });
      assert.deepEqual(await at(map(source(), work, { concurrency: 3 })), [0, 1, 2, 3]);
      let sum = 0;
      for await (const n of imap(source(), work, { concurrency: 2, ordered: false })) sum += n;
      assert.equal(sum, 6);
    },
    async (world, at) => {
      const step = (ms, fails) => async () => {
        world.running++;
        try {
          await at(sleep(ms));
          if (fails-- > 0) throw new Error("again");
          return ms;
        } finally {
          world.running--;
        }
      };
      assert.equal(await at(race([step(3), step(1), step(2)])), 1);
      assert.equal(await at(retry(step(1, 2), { attempts: 3, backoff: backoff.constant(1) })), 1);
      assert.equal(await at(hedge(step(3), { delay: 1, max: 3 })), 3);
    },
  ],
  whole: ({ running, slots, opened, closed }) => {
    assert.equal(running, 0);
    assert.equal(slots.available, 2);
    assert.equal(opened, closed);
  },
});

survives("a bulkhead in front of a channel", {
  world: () => ({ gate: new Bulkhead(1, { maxQueue: 1 }), results: new Channel(1), got: [] }),
  parties: [
    ...[1, 2].map((n) => async ({ gate, results }, at) => {
      await at(gate.with(async () => { await at(sleep(n)); await at(results.send(n, { timeout: "1s" })); }));
    }),
    async ({ results, got }, at) => {
      for (let item; (item = await at(results.receive({ timeout: "1s" }))) !== undefined;) {
        got.push(item);
        at();
      }
    },
  ],
  may: ({ name }) => name === "TimeoutError",
  whole: async ({ gate, results, got }) => {
    for (let next; (next = results.tryReceive());) got.push(next.value);
    assert.equal(new Set(got).size, got.length);
    using token = await gate.acquire({ timeout: "1m" });
    assert.equal(gate.tryAcquire(), null);
  },
});
