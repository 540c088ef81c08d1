// A stream that always has something to give does not keep the program to itself, not in virtual time either.
import { test, assert } from "lariat:test";
import { stream } from "lariat:flow";
import { withTimeout } from "lariat:task";

function* endless() { for (let i = 0; ; i++) yield i; }

test("an endless source lets others have a turn: forEach", { timeout: "1h" }, async () => {
  await assert.rejects(withTimeout(10, () => stream(endless()).forEach(() => {})), { name: "TimeoutError" });
});
test("an endless source lets others have a turn: filter", { timeout: "1h" }, async () => {
  await assert.rejects(withTimeout(10, () => stream(endless()).filter(() => false).forEach(() => {})), { name: "TimeoutError" });
});
test("an endless source lets others have a turn: map with concurrency", { timeout: "1h" }, async () => {
  await assert.rejects(withTimeout(10, () => stream(endless()).map((x) => x, { concurrency: 3 }).forEach(() => {})), { name: "TimeoutError" });
});
test("an endless source lets others have a turn: map of promises", { timeout: "1h" }, async () => {
  await assert.rejects(withTimeout(10, () => stream(endless()).map(async (x) => x, { concurrency: 3 }).forEach(() => {})), { name: "TimeoutError" });
});
test("an endless source lets others have a turn: for await", { timeout: "1h" }, async () => {
  await assert.rejects(withTimeout(10, async () => { for await (const x of stream(endless())) void x; }), { name: "TimeoutError" });
});
test("an endless source lets others have a turn: for await async", { timeout: "1h" }, async () => {
  await assert.rejects(withTimeout(10, async () => { for await (const x of stream(endless()).map(async (x) => x)) void x; }), { name: "TimeoutError" });
});
test("an endless source lets others have a turn: flatMap", { timeout: "1h" }, async () => {
  await assert.rejects(withTimeout(10, () => stream(endless()).flatMap((x) => [x, x]).chunk(7).take(1e12).last()), { name: "TimeoutError" });
  await assert.rejects(withTimeout(10, () => stream(endless()).flatMap((x) => []).last()), { name: "TimeoutError" });
});
