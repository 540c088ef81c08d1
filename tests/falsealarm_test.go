package tests

import (
	"fmt"
	"testing"

	"github.com/lariatjs/lariat/runtime/runtimetest"
	"github.com/lariatjs/lariat/stdlib"
)

// falseAlarm is a random program that cannot deadlock: locks are taken in one order, what is sent is received, and
// everything else ends by itself. It waits for timers, locks, channels, limiters and leases, here and in workers.
const falseAlarm = `
import { Channel } from "lariat:queue";
import { RateLimiter } from "lariat:limit";
import { ResourcePool } from "lariat:resource";
import { Mutex, Semaphore } from "lariat:lock";
import { sleep, taskGroup } from "lariat:task";
import { WorkerPool } from "lariat:worker";

const steps = async (seed, locks, channel, sends) => {
  let x = seed * 7919 + 1;
  const random = (n) => (x = (x * 1103515245 + 12345) % 2147483648) % n;
  const pause = () => new Promise((resolve) => setTimeout(resolve, random(7)));
  for (let round = 0; round < 12; round++) {
    const tokens = [];
    for (const lock of locks) if (random(2)) tokens.push(await lock.acquire());
    if (random(3) === 0) await pause();
    for (const token of tokens) token.release();
    if (random(4) === 0) await pause();
    if (sends) await channel.send(round); else await channel.receive();
  }
  return "fine";
};

const locks = [new Mutex({ name: "a" }), new Semaphore(2, { name: "b" }), new Mutex({ name: "c" }), new Semaphore(1, { name: "d" })];
const channel = new Channel(SEED % 3, { name: "ch" });
await using pool = new WorkerPool({ max: 2, concurrencyPerWorker: 2 });
const limiter = new RateLimiter({ limit: 5, interval: "20ms" });
await using resources = new ResourcePool({ create: async () => { await sleep(3); return {}; }, max: 2 });

const results = [];
await taskGroup(async (group) => {
  for (let i = 0; i < 2; i++) {
    // As many send as receive, on either side of the border.
    group.spawn(async () => results.push(await pool.run(steps, SEED + i, locks, channel, i === 0)));
    group.spawn(async () => results.push(await steps(SEED + 10 + i, locks, channel, i === 0)));
    group.spawn(async () => {
      for (let n = 0; n < 8; n++) {
        await limiter.acquire();
        await resources.use(() => locks[n % 4].with(() => sleep(n % 3)));
      }
      results.push("fine");
    });
  }
});
console.log(results.join(" "), locks.map((lock) => lock.waiting).join(" "));
`

// TestNoFalseAlarm runs random programs to their end: nobody is told of a deadlock, and nothing stays behind.
func TestNoFalseAlarm(t *testing.T) {
	for seed := range 40 {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			source := fmt.Sprintf("const SEED = %d;\n%s", seed, falseAlarm)
			runtimetest.Expect(t, source, "fine fine fine fine fine fine 0 0 0 0", stdlib.All()...)
		})
	}
}
