// A pipeline whose stages run on several cores: workers share channels, and bounded capacity holds back who is faster.
// asyncio.Queue lives in one event loop and multiprocessing.Queue pickles through a pipe and cannot be closed; here one
// Channel serves tasks and workers alike, ends when it is closed, and `select` waits for several without losing items.
import { after, Channel, PriorityQueue, PubSub, recv, select } from "lariat:queue";
import { WorkerPool } from "lariat:worker";
import { sleep } from "lariat:task";

const numbers = new Channel({ capacity: 4, name: "numbers" });
const factors = new Channel({ capacity: 4, name: "factors" });

// The stage in the middle is CPU work: each worker takes the next number as soon as it is done with the last.
async function factorize(numbers, factors) {
  let count = 0;
  for await (let n of numbers) {
    const item = { n, factors: [] };
    for (let d = 2; n > 1; d++) for (; n % d === 0; n /= d) item.factors.push(d);
    await factors.send(item); // waits while the collector is behind
    count++;
  }
  return count;
}

await using pool = new WorkerPool({ max: 2 });
const workers = [pool.run(factorize, numbers, factors), pool.run(factorize, numbers, factors)];
const feeding = (async () => {
  for (let n = 90; n < 100; n++) await numbers.send(n);
  numbers.close(); // the workers drain it, and end
})();
const closing = Promise.all(workers).then((counts) => {
  factors.close();
  return counts;
});

const results = new Map();
for await (const { n, factors: list } of factors) results.set(n, list.join(" x "));
await feeding;
console.log("items:", (await closing).reduce((a, b) => a + b));
for (const n of [96, 97, 98, 99]) console.log(n, "=", results.get(n));

// Several sources at once: exactly one case happens, and the others keep their items.
const orders = new Channel(1), stop = new Channel(1);
setTimeout(() => orders.trySend("two coffees"), 1);
setTimeout(() => stop.trySend("closing time"), 20);
for (let open = true; open;) {
  console.log(await select([
    recv(orders, (order) => `order: ${order}`),
    recv(stop, (why) => { open = false; return `stop: ${why}`; }),
    after("1m", () => "nobody came"),
  ]));
}

// Work with priorities, and a join that waits until all of it is done.
const chores = new PriorityQueue({ priority: (chore) => chore.urgency });
for (const [name, urgency] of [["sweep", 1], ["fire", 9], ["cook", 5]]) await chores.put({ name, urgency });
(async () => {
  for await (const { name } of chores) {
    await sleep(1);
    console.log("done:", name);
    chores.taskDone();
  }
})();
await chores.join();
chores.close();

// One publisher, several subscribers; who is late gets the last item first.
const weather = new PubSub({ replay: 1 });
await weather.publish("rain");
const [here, there] = [weather.subscribe(), weather.subscribe()];
await weather.publish("sun");
weather.close();
for await (const item of here) console.log("here:", item);
console.log("there:", (await there.next()).value);

// Output:
// items: 10
// 96 = 2 x 2 x 2 x 2 x 2 x 3
// 97 = 97
// 98 = 2 x 7 x 7
// 99 = 3 x 3 x 11
// order: two coffees
// stop: closing time
// done: fire
// done: cook
// done: sweep
// here: rain
// here: sun
// there: rain
