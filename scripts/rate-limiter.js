// A rate limiter: so many calls in so much time, in the order of the calls, on an exact schedule.
//
// Guide: RateLimiter
//
// In Python this is a RateLimiter class that counts tokens by the clock and sleeps while it holds a lock. Its clock stands
// still while it sleeps, so the time of a sleep is counted twice: of five calls a second it lets ten through. Who waits
// cannot leave without the next having to wait for nothing, and it knows neither weights, nor a bound, nor what the
// server says. Here a call has its place in a schedule at once, and one that is cancelled leaves no gap.
import { Governor } from "lariat:errors";
import { AdaptiveLimiter, KeyedRateLimiter, RateLimiter } from "lariat:limit";
import { Semaphore } from "lariat:lock";
import { map, withTimeout } from "lariat:task";

// Ten calls of five in half a second: one each 100 ms, so five in any half second, and none before its time.
const limiter = new RateLimiter({ limit: 5, interval: "500ms", name: "api" });
const began = performance.now();
const times = await Promise.all(Array.from({ length: 10 }, () => limiter.run(() => performance.now() - began)));
console.log(times.length, "calls", times.every((ms, i) => ms >= i * 100) ? "in time" : "too early");

// Whoever gives up leaves no gap: the next is called for in its place.
const hourly = new RateLimiter({ limit: 1, interval: "1h" });
await hourly.acquire();
await withTimeout(20, () => hourly.acquire()).catch((error) => console.log(error.name));
console.log("the next is due in", Math.round(hourly.reserve().delay / 3_600_000), "h");

// Weights, and what can never pass. A bound for those who wait, and when to come again.
const tokens = new RateLimiter({ limit: 1000, interval: "1m", burst: 500, maxQueue: 0, name: "tokens" });
await tokens.acquire({ weight: 400 });
await tokens.acquire({ weight: 600 }).catch((error) => console.log(error.message));
await tokens.acquire({ weight: 130 }).catch((error) => console.log(error.name, Math.ceil(error.retryAfter / 1000), "s"));

// At most three in any second, however they come; a server counts so for each of its users.
const perUser = new KeyedRateLimiter({ limit: 3, interval: "1s", algorithm: "sliding-window" });
const allowed = (user) => (perUser.for(user).tryAcquire() ? "yes" : "no");
console.log(["ann", "ann", "ann", "ann", "bob"].map(allowed).join(" "));

// What the server says counts: 429 with Retry-After, and what is left of a quota.
const api = new RateLimiter({ limit: 100, burst: 100 });
api.observe({ status: 200, headers: new Map([["RateLimit", '"minute";r=2;t=40']]) });
console.log(api.available, "left");
api.observe({ status: 429, headers: new Map([["Retry-After", "120"]]) });
console.log(api.available, "left, for", Math.round(api.reserve().delay / 1000), "s");

// A limiter is a Governor: as the concurrency of map, around a function, or with others. While it waits for one of them
// a caller holds none.
const guarded = Governor.all(new Semaphore(2), new RateLimiter({ limit: 1000, burst: 10 }), new AdaptiveLimiter());
console.log(await map([1, 2, 3], async (n) => n * n, { concurrency: guarded }));

// Output:
// 10 calls in time
// TimeoutError
// the next is due in 1 h
// acquire: weight 600 is more than the burst of 500 that RateLimiter "tokens" lets through at once
// RateLimitError 2 s
// yes yes yes no yes
// 2 left
// 0 left, for 120 s
// [ 1, 4, 9 ]
