// Several resources are given back in reverse order, whatever happens: an error, a failed release, a deadline.
import { shield, sleep, withTimeout } from "lariat:task";

class Connection {
  constructor(name) {
    this.name = name;
  }
  static async open(name) {
    await sleep(1);
    console.log(`${name} opened`);
    return new Connection(name);
  }
  async [Symbol.asyncDispose]() {
    // Cleanup that has to wait is shielded: the deadline that ended the work does not reach it.
    await shield(() => sleep(1));
    console.log(`${this.name} closed`);
  }
}

// Each `await using` is undone when the block is left, the last one first.
{
  await using database = await Connection.open("database");
  await using cache = await Connection.open("cache");
  console.log(`working with ${database.name} and ${cache.name}`);
}

// Where the number is known at run time only, a stack holds them. If opening one fails, those before it are closed.
async function openAll(names) {
  await using stack = new AsyncDisposableStack();
  const connections = [];
  for (const name of names) {
    if (name === "broken") throw new Error("cannot open broken");
    connections.push(stack.use(await Connection.open(name)));
  }
  const owned = stack.move(); // all are open: they belong to the caller now
  return { connections, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}
{
  await using all = await openAll(["north", "south"]);
  console.log(all.connections.map((connection) => connection.name));
}
await openAll(["east", "broken"]).catch((error) => console.log(error.message));

// A deadline ends the wait, and everything is closed before its error arrives.
await withTimeout(100, async () => {
  await using database = await Connection.open("database");
  await sleep("1h");
}).catch((error) => console.log(error.name));

// An error of the block and one of its cleanup are both kept.
try {
  await using temporary = { async [Symbol.asyncDispose]() { throw new Error("cannot clean up"); } };
  throw new Error("work failed");
} catch (error) {
  console.log(error.name, "-", error.error.message, "-", error.suppressed.message);
}

// Output:
// database opened
// cache opened
// working with database and cache
// cache closed
// database closed
// north opened
// south opened
// [ 'north', 'south' ]
// south closed
// north closed
// east opened
// east closed
// cannot open broken
// database opened
// database closed
// TimeoutError
// SuppressedError - cannot clean up - work failed
