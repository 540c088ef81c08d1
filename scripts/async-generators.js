// Asynchronous generators make values as they come, and `for await` takes them one by one.
//
// Guide: AsyncDataProcessor.generate_data, AsyncDataProcessor.process_data
//
// In Python this is an AsyncDataProcessor. A loop that is left early leaves the generator open, until the garbage collector
// finds it; and one item is processed at a time. Here the generator is closed when its loop is left, and imap takes several.
import { imap, sleep, withTimeout } from "lariat:task";

async function* generateData() {
  try {
    for (let i = 0; i < 5; i++) {
      await sleep(2); // asynchronous work
      yield i;
    }
  } finally {
    console.log("generator closed");
  }
}

async function processData(generator) {
  for await (const item of generator) console.log(`Processed: ${item * 2}`);
}

await processData(generateData());

// Leaving the loop closes the generator: its finally block runs before the loop is left.
for await (const item of generateData()) if (item === 1) break;

// A generator obeys the scope in which it runs: a deadline ends the wait inside it, and its finally block runs.
async function* getsStuck() {
  try {
    yield 20;
    yield 21;
    await sleep("1h");
  } finally {
    console.log("generator closed");
  }
}
await withTimeout(5, () => processData(getsStuck())).catch((error) => console.log(error.name));

// Several items at a time, in order, pulled no faster than they are used.
const squares = imap(generateData(), async (n) => { await sleep(5 - n); return n * n; }, { concurrency: 3 });
console.log(await Array.fromAsync(squares));

// Output:
// Processed: 0
// Processed: 2
// Processed: 4
// Processed: 6
// Processed: 8
// generator closed
// generator closed
// Processed: 40
// Processed: 42
// generator closed
// TimeoutError
// generator closed
// [ 0, 1, 4, 9, 16 ]
