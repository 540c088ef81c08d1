// Random users of a pool whose every function fails or is late at times; everybody may be cancelled at any await.
import { test, assert } from "lariat:test";
import { ResourcePool } from "lariat:resource";
import { map, sleep, withTimeout } from "lariat:task";

test("no place and no resource is lost, whoever fails or leaves", async () => {
  const max = 3, chance = (p) => Math.random() < p;
  let alive = 0, most = 0, served = 0;
  const late = async (p = 0.1) => {
    if (chance(0.5)) await sleep(Math.random() * 10);
    if (chance(p)) throw new Error("bad luck");
  };
  const pool = new ResourcePool({
    max, min: 1, maxUses: 20, idleTimeout: 20, maxLifetime: 100, createTimeout: 9, onError: () => {},
    create: async () => {
      most = Math.max(most, ++alive);
      try {
        await late();
      } catch (error) {
        alive--;
        throw error;
      }
      return { users: 0 };
    },
    validate: async () => { await late(); return chance(0.9); },
    reset: () => late(),
    destroy: async () => { try { await late(); } finally { alive--; } },
  });
  const user = async () => {
    await withTimeout(Math.random() * 40, async () => {
      await using lease = await pool.acquire({ priority: chance(0.1) ? 1 : 0, timeout: Math.random() * 80 });
      const { resource } = lease;
      assert.equal(++resource.users, 1);
      try {
        await sleep(Math.random() * 5);
        served++;
      } finally {
        resource.users--;
      }
      if (chance(0.1)) await lease.destroy();
    }).catch((error) => assert.ok(error.name === "TimeoutError" || error.message === "bad luck", error.stack));
    if (chance(0.01)) await pool.evict();
  };
  await map(Array(1500).fill(), user, { concurrency: 12 });
  assert.ok(served > 300);
  assert.deepEqual([pool.borrowed, pool.waiting], [0, 0]);
  assert.ok(most <= max + 9, `${most} at once`); // those that were given up may end late
  await pool.close();
  await sleep(100);
  assert.deepEqual([alive, pool.size, pool.stats().creating], [0, 0, 0]);
});
