// Data is processed as it streams in: several items at a time, no faster than they are used, and the source is closed.
//
// Guide: AsyncOperations.process_stream
//
// In Python this is process_stream, an async for that awaits a function. It has one item under way at a time, the source
// stands still meanwhile, and an error leaves it open. Here the same loop may have several under way, and is left with
// the source closed, whatever happened.
import { forEach, imap, sleep } from "lariat:task";

async function* measurements() {
  try {
    for (let i = 1; i <= 6; i++) {
      await sleep(1);
      yield { sensor: i % 2 ? "north" : "south", value: i * 10 };
    }
  } finally {
    console.log("source closed");
  }
}

let running = 0, most = 0;
async function store({ sensor, value }) {
  most = Math.max(most, ++running);
  try {
    await sleep(5);
  } finally {
    running--;
  }
  if (value > 50) throw new RangeError(`${sensor} reports ${value}`);
  return `${sensor} ${value}`;
}

// In order, three at a time; leaving the loop closes the source.
for await (const stored of imap(measurements(), store, { concurrency: 3 })) {
  console.log(stored);
  if (stored.endsWith("30")) break;
}

// An error ends what is under way, closes the source, and comes out.
await forEach(measurements(), store, { concurrency: 3 }).catch((error) => console.log(error.name, "-", error.message));
console.log("several at a time:", most > 1 && most <= 3);

// Output:
// north 10
// south 20
// north 30
// source closed
// source closed
// RangeError - south reports 60
// several at a time: true
