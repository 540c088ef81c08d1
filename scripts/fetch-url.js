// One page is fetched: with a limit of time, with a retry, and with everything let go of when it fails.
//
// Guide: AsyncOperations.fetch_url
//
// In Python this is fetch_url around aiohttp. It opens a session, and with it a new connection, for every page, takes the
// body of an error for the page, and its timeout does not reach whoever calls it. Here connections are kept, the deadline
// around a call ends it, however deep, and a retry knows what is worth another try.
//
// Flags: -N
import { serve } from "lariat:http";
import { backoff, retry } from "lariat:retry";
import { sleep, withTimeout } from "lariat:task";

let asked = 0;
await using server = await serve(async ({ url }) => {
  switch (new URL(url).pathname) {
    case "/flaky": return ++asked < 3 ? new Response("busy", { status: 503 }) : new Response("at last");
    case "/slow": await sleep("1h");
    default: return new Response("hello");
  }
}, { port: 0 });

async function fetchText(path) {
  const response = await fetch(new URL(path, server.url));
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return response.text();
}

console.log(await withTimeout("5s", () => fetchText("/")));
console.log(await retry(() => fetchText("/flaky"), { attempts: 3, backoff: backoff.constant(1) }), `after ${asked} calls`);
await withTimeout(50, () => fetchText("/slow")).catch((error) => console.log(error.name));

// Output:
// hello
// at last after 3 calls
// TimeoutError
