// Many pages are fetched: so many at a time, so often, in the order in which they were asked for, and no failure is lost.
//
// Guide: AsyncOperations.fetch_multiple_urls
//
// In Python this is fetch_multiple_urls around asyncio.gather. It asks for all pages at the same moment, holds all of them
// in memory, and when one fails the others run on without anybody who hears of them. Here the addresses are pulled as
// they are needed, answers come one by one, and what is not wanted any more is cancelled.
//
// Flags: -N
import { serve } from "lariat:http";
import { RateLimiter } from "lariat:limit";
import { imap, sleep } from "lariat:task";

let running = 0, most = 0;
await using server = await serve(async ({ url }) => {
  most = Math.max(most, ++running);
  await sleep(5);
  running--;
  const name = new URL(url).pathname;
  return new Response(`page ${name}`, { status: name === "/3" ? 404 : 200 });
}, { port: 0 });

function* addresses() {
  for (let i = 1; i <= 6; i++) yield new URL(`/${i}`, server.url);
}

const rate = new RateLimiter({ limit: 1000, interval: "1s", burst: 2 });
const fetchText = rate.wrap(async (url) => {
  const response = await fetch(url);
  return `${response.status} ${await response.text()}`;
});
for await (const answer of imap(addresses(), fetchText, { concurrency: 3 })) console.log(answer);
console.log("at most three at a time:", most <= 3);

// Output:
// 200 page /1
// 200 page /2
// 404 page /3
// 200 page /4
// 200 page /5
// 200 page /6
// at most three at a time: true
