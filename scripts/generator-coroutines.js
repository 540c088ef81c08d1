// A generator as a coroutine: values are sent in, results come out, errors can be thrown in, and it cleans up when it is closed.
//
// Guide: consumer, producer
import { coroutine } from "lariat:flow";
import { sleep } from "lariat:task";

// In Python a generator-based coroutine has to be primed with consumer.send(None), whoever forgets that gets a TypeError;
// `while True: item = yield` never learns that no more items come, and nothing closes it: its finally block runs when the
// garbage collector finds it. Here coroutine() primes, `await using` closes, and calls from several tasks stand in line.
const consumer = coroutine(function* (name) {
  let count = 0;
  try {
    for (;;) {
      console.log(`${name}: consuming ${yield count}`);
      count++;
    }
  } finally {
    console.log(`${name}: ${count} items, closing`);
  }
});

async function producer(target) {
  for (let i = 0; i < 3; i++) await target.send(i);
}

{
  await using first = consumer("first");
  await producer(first);
}

// Two-way: what send() resolves to is what the generator yields next.
const averager = coroutine(function* () {
  let average, sum = 0, n = 0;
  for (;;) {
    try {
      sum += yield average;
      average = sum / ++n;
    } catch (error) {
      console.log(`starting over: ${error.message}`);
      average = undefined;
      sum = n = 0;
    }
  }
});
const average = averager();
console.log(await average.send(10), await average.send(20));
console.log(await average.throw(new Error("new series")), await average.send(5));
await average.close();
await average.send(1).catch((error) => console.log(error.code));

// With an async generator the coroutine may wait inside. Two producers do not get in each other's way, which in Python is
// "ValueError: generator already executing" or worse.
const slow = coroutine(async function* () {
  for (let log = []; ; ) {
    const item = yield log.join(" ");
    await sleep(2);
    log.push(item);
  }
});
await using log = slow();
const sent = await Promise.all(["a", "b", "c"].map((item) => log.send(item)));
console.log(sent);

// Output:
// first: consuming 0
// first: consuming 1
// first: consuming 2
// first: 3 items, closing
// 10 15
// starting over: new series
// undefined 5
// ERR_CLOSED
// [ 'a', 'a b', 'a b c' ]
