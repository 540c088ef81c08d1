// A flaky job that succeeds at last, one that gives up, one that must not be tried again, and an abort.
import pRetry, { AbortError, makeRetriable } from "p-retry";

const options = { minTimeout: 1, factor: 1 };
const seen = [];
const value = await pRetry(async (attempt) => {
  if (attempt < 4) throw new Error(`attempt ${attempt}`);
  return `settled by attempt ${attempt}`;
}, {
  ...options,
  onFailedAttempt: ({ error, attemptNumber, retriesLeft }) => { seen.push(`${error.message}: ${attemptNumber}, ${retriesLeft} left`); },
});
console.log(value);
console.log(seen);

let calls = 0;
await pRetry(() => { calls++; throw new Error("always"); }, { ...options, retries: 2 }).catch((error) => console.log(error.message, calls));
calls = 0;
await pRetry(() => { calls++; throw new AbortError("not worth it"); }, options).catch((error) => console.log(error.name, error.message, calls));
calls = 0;
await pRetry(() => { calls++; throw new Error("fatal"); }, { ...options, shouldRetry: ({ error }) => error.message !== "fatal" })
  .catch((error) => console.log(error.message, calls));

const controller = new AbortController();
const hopeless = pRetry(() => { throw new Error("down"); }, { minTimeout: 60_000, signal: controller.signal });
setTimeout(() => controller.abort(new Error("the user left")), 1);
await hopeless.catch((error) => console.log(error.message));

await pRetry(() => { throw new TypeError("a bug is not retried"); }, options).catch((error) => console.log(error.name, error.message));
await pRetry(() => { throw "text"; }, options).catch((error) => console.log(error.name, error.message));
const add = makeRetriable(async (a, b) => a + b, options);
console.log(await add(1, 2));
