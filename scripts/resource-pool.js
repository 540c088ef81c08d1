// A pool of connections: each is lent to one caller at a time, a dead one is replaced, and no failure costs a place.
//
// Guide: ResourcePool
//
// In Python this is a ResourcePool class around asyncio.Queue. There, acquire holds a lock while it waits, so a caller
// that waits keeps out those who only look; a factory that fails has taken a place for good; and nothing can be closed.
import { ResourcePool } from "lariat:resource";
import { map, sleep, withTimeout } from "lariat:task";

let opened = 0, down = false;
class Connection {
  id = ++opened;
  alive = true;
  static async open() {
    await sleep(5);
    if (down) throw new Error("the server is down");
    return new Connection();
  }
  async query(text) {
    await sleep(10);
    return `${text} on ${this.id}`;
  }
  async close() {
    await sleep(1);
    console.log(`connection ${this.id} closed`);
  }
}

const pool = new ResourcePool({
  name: "db",
  create: () => Connection.open(),
  validate: (connection) => connection.alive,
  destroy: (connection) => connection.close(),
  max: 2,
  idleTimeout: "1m",
  leakWarning: "50ms",
  onLeak: ({ task, at }) => console.log(`${task.replace(/ \(.*/, "")} keeps a connection since ${at.replace(/.*\/|:\d+$/g, "")}`),
});

// Six queries share two connections.
console.log(await map(["a", "b", "c", "d", "e", "f"], (text) => pool.use((connection) => connection.query(text)), { concurrency: 6 }));

// `await using` gives back, whatever happens. A caller that waits for too long leaves, and costs nothing.
{
  await using first = await pool.acquire();
  await using second = await pool.acquire();
  await withTimeout(20, () => pool.acquire()).catch((error) => console.log(error.name));
  first.resource.alive = false;
  const { size, borrowed, timeouts } = pool.stats();
  console.log({ size, borrowed, timeouts });
}

// The one that died is not lent again. While the server is down, a caller gets the error, and the place stays free.
down = true;
const survivor = await pool.acquire();
await pool.acquire().catch((error) => console.log(error.message));
down = false;
const fresh = await pool.acquire();
console.log("fresh:", fresh.resource.id, "places:", pool.size);

// Who forgets to give back is told of, with the line.
await fresh.release();
await sleep(60);
console.log(survivor.held);

// Closing waits for all leases, or takes them away.
await pool.close({ drop: true });
console.log(survivor.held);
await pool.acquire().catch((error) => console.log(error.code));

// Output:
// [ 'a on 1', 'b on 2', 'c on 1', 'd on 2', 'e on 1', 'f on 2' ]
// TimeoutError
// { size: 2, borrowed: 2, timeouts: 1 }
// connection 1 closed
// the server is down
// fresh: 3 places: 2
// task "main" keeps a connection since resource-pool.js:55
// true
// connection 3 closed
// connection 2 closed
// false
// ERR_CLOSED
