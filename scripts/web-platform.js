// What scripts bring along from the web: signals, timers, events, clones, encoders, addresses, digests.
const controller = new AbortController();
setTimeout(() => controller.abort(new Error("too slow")), 5);
const either = AbortSignal.any([controller.signal, AbortSignal.timeout(60_000)]);
await new Promise((resolve) => either.addEventListener("abort", resolve, { once: true }));
console.log(either.aborted, either.reason.message);

class Thermometer extends EventTarget {
  measure(degrees) {
    this.dispatchEvent(new CustomEvent("measured", { detail: degrees }));
  }
}
const thermometer = new Thermometer();
thermometer.addEventListener("measured", ({ detail }) => console.log(`${detail} degrees`));
thermometer.measure(21);

const original = { when: new Date(0), list: new Map([["a", new Set([1, 2])]]) };
original.self = original;
const copy = structuredClone(original);
console.log(copy !== original, copy.self === copy, copy.list);

const bytes = new TextEncoder().encode("héllo");
console.log(bytes.length, new TextDecoder().decode(bytes), btoa("lariat"));

const address = new URL("../list?page=2#top", "https://example.org/docs/index.html");
address.searchParams.append("sort", "name");
console.log(address.href);

const digest = await crypto.subtle.digest("SHA-256", bytes);
console.log(Buffer.from(digest).toString("hex").slice(0, 16), crypto.randomUUID().length);

const before = performance.now();
await new Promise((resolve) => setTimeout(resolve, 1));
console.log(performance.now() > before);

// Output:
// true too slow
// 21 degrees
// true true Map(1) { 'a' => Set(2) { 1, 2 } }
// 6 héllo bGFyaWF0
// https://example.org/list?page=2&sort=name#top
// 3c48591d8d098a45 36
// true
