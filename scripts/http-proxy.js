// A proxy in front of a service that fails and may not be asked too often: a rate limit for each client, retries, bodies
// that pass through without being read.
//
// Flags: -N
import { serve } from "lariat:http";
import { RateLimiter } from "lariat:limit";
import { backoff, retry } from "lariat:retry";

// The service: every third request fails.
let asked = 0;
await using service = await serve(async (request) => {
  if (++asked % 3 === 0) return new Response("try again", { status: 503 });
  const { pathname } = new URL(request.url);
  return new Response(`${pathname} ${(await request.bytes()).length}`, { headers: { "x-from": "service" } });
});

const limiters = new Map(); // by the name that clients send
const limiterOf = (name) => {
  if (!limiters.has(name)) limiters.set(name, new RateLimiter({ algorithm: "sliding-window", limit: 3, interval: "1m" }));
  return limiters.get(name);
};

await using proxy = await serve(async (request) => {
  const name = request.headers.get("x-client") ?? "nobody";
  if (!limiterOf(name).tryAcquire()) return new Response("too many requests", { status: 429, headers: { "retry-after": "60" } });
  const url = new URL(new URL(request.url).pathname, service.url);
  const { method, headers } = request;
  // What has a body is passed on as it comes, once; everything else can be asked for again.
  if (request.body !== null) return fetch(url, { method, headers, body: request.body, duplex: "half" });
  return retry(() => fetch(url, { method, headers }), {
    attempts: 3, backoff: backoff.none(), retryResultIf: (response) => response.status === 503,
  });
}, { requestTimeout: "10s" });

const ask = async (path, init) => {
  const response = await fetch(new URL(path, proxy.url), init);
  console.log(response.status, response.headers.get("x-from"), await response.text());
};
for (const path of ["/a", "/b", "/c", "/d"]) await ask(path, { headers: { "x-client": "ada" } });
await ask("/upload", { method: "POST", body: new Uint8Array(1_000_000), headers: { "x-client": "bert" } });
console.log("requests to the service:", asked);

// Output:
// 200 service /a 0
// 200 service /b 0
// 200 service /c 0
// 429 null too many requests
// 200 service /upload 1000000
// requests to the service: 5
