// Many URLs at once: lazily, so many under way, so many for each host, at a rate, tried again when a server is busy.
//
// In Python this is a semaphore around each request of a session and gather() over all of them, which makes a task for
// every URL before the first is sent, keeps all answers until the last has come, and leaves the rest running when one
// fails. Here answers come one by one, the list of URLs is read no faster than they do, and leaving the loop cancels
// what is under way.
//
// Flags: -N
import { fetchAll, fetchJSON, serve } from "lariat:http";
import { Semaphore } from "lariat:lock";
import { backoff } from "lariat:retry";

let active = 0, most = 0;
const busy = new Set([7, 8]); // the pages that are refused once
await using server = await serve(async (request) => {
  most = Math.max(most, ++active);
  try {
    await new Promise(setImmediate);
    const page = Number(new URL(request.url).searchParams.get("page"));
    if (busy.delete(page)) return new Response("busy", { status: 503, headers: { "retry-after": "0" } });
    return Response.json({ page, square: page * page });
  } finally {
    active--;
  }
});

let asked = 0;
function* pages(n) {
  for (let page = 1; page <= n; page++) {
    asked++;
    yield new URL(`?page=${page}`, server.url);
  }
}

// One hundred pages, ten at a time and in order.
let sum = 0;
for await (const response of fetchAll(pages(100), { concurrency: 10, retry: { attempts: 3, backoff: backoff.none() } })) {
  sum += (await response.json()).square;
}
console.log("sum of squares:", sum, "at most ten at once:", most <= 10);

// The first that comes, whatever its place; a Governor, a rate limiter for one, can let them in.
asked = 0;
const slots = new Semaphore(4);
for await (const response of fetchAll(pages(1000), { ordered: false, concurrency: 8, rate: slots })) {
  console.log("status:", response.status, "of a thousand asked for few:", asked < 50);
  break;
}

// One that is not there is an error that says so.
try {
  await fetchJSON("http://127.0.0.1:2/", { timeout: "5s" });
} catch (error) {
  console.log(error.message, error.cause.code);
}

// Output:
// sum of squares: 338350 at most ten at once: true
// status: 200 of a thousand asked for few: true
// fetch failed ECONNREFUSED
