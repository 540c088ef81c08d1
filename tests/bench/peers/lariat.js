// The workloads on lariat: lariat.js NAME N.
import { WorkerPool } from "lariat:worker";

const [name, count] = process.argv.slice(2);
const n = Number(count);
const echo = (x) => x;
const burn = (rounds) => { let x = 1; for (let i = 0; i < rounds; i++) x = (x * 31 + i) % 1000003; return x; };
const object = { id: 7, name: "seven", ok: true, at: 1.5, tags: "a b", x: 1, y: 2, z: 3, note: "nothing to add", last: null };
const text = "lariat, ".repeat(8192);

const flight = async (value) => {
  await using pool = new WorkerPool({ min: 2, max: 2 });
  let left = n;
  const lane = async () => { while (left-- > 0) await pool.run(echo, value); };
  await Promise.all(Array.from({ length: 64 }, lane));
};

const workloads = {
  "no-op": () => flight(1),
  "object": () => flight(object),
  "text": () => flight(text),
  "round-trip": async () => {
    await using pool = new WorkerPool({ min: 1, max: 1 });
    for (let i = 0; i < n; i++) await pool.run(echo, i);
  },
  "map": async () => {
    await using pool = new WorkerPool({ min: 2, max: 2 });
    await pool.map((x) => x * 2 + 1, Array.from({ length: n }, (_, i) => i), { chunkSize: 1000 });
  },
  "workers": async () => {
    await using pool = new WorkerPool({ min: n, max: n });
    await pool.warmup(n);
  },
  "burn": async () => {
    await using pool = new WorkerPool({ min: 2, max: 2 });
    await Promise.all(Array.from({ length: n }, () => pool.run(burn, 200_000)));
  },
};
await workloads[name]();
