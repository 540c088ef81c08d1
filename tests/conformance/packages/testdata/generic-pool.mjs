// A pool of made-up connections: reuse, waiting, validation, an acquire that takes too long, drain and clear.
import genericPool from "generic-pool";

const log = [];
let made = 0;
const factory = {
  async create() {
    const connection = { id: ++made, good: true };
    log.push(`create ${connection.id}`);
    return connection;
  },
  async destroy(connection) { log.push(`destroy ${connection.id}`); },
  async validate(connection) { return connection.good; },
};
const pool = genericPool.createPool(factory, { min: 0, max: 2, testOnBorrow: true, acquireTimeoutMillis: 300 });

const a = await pool.acquire();
const b = await pool.acquire();
console.log(a.id, b.id, pool.size, pool.borrowed, pool.available, pool.pending);
const waiting = pool.acquire();
console.log(pool.pending);
await pool.release(a);
console.log((await waiting).id, pool.pending, pool.isBorrowedResource(b));

await pool.acquire().catch((error) => console.log(error.name, error.message));
b.good = false;
await pool.release(b);
const c = await pool.acquire();
console.log(c.id, made);
await pool.destroy(c);
await pool.release(a);

const sums = await Promise.all([1, 2, 3, 4, 5].map((n) => pool.use(async (connection) => {
  await new Promise((resolve) => setTimeout(resolve, 1));
  return n * 10 + (connection.id > 0 ? 1 : 0);
})));
console.log(sums);
await pool.use(async () => { throw new Error("the query failed"); }).catch((error) => console.log(error.message));
await pool.release({}).catch((error) => console.log(error.message));
await pool.drain();
await pool.clear();
await pool.acquire().catch((error) => console.log(error.message));
console.log(log.slice(0, 4), log.filter((line) => line.startsWith("create")).length === log.filter((line) => line.startsWith("destroy")).length);
console.log(pool.size, pool.spareResourceCapacity);
