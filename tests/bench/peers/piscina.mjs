// The workloads on Node with piscina: piscina.mjs NAME N.
import { Piscina } from "piscina";

const [name, count] = process.argv.slice(2);
const n = Number(count);
const object = { id: 7, name: "seven", ok: true, at: 1.5, tags: "a b", x: 1, y: 2, z: 3, note: "nothing to add", last: null };
const text = "lariat, ".repeat(8192);
const open = (threads) =>
  new Piscina({ filename: new URL("./piscina-worker.mjs", import.meta.url).href, minThreads: threads, maxThreads: threads });

const flight = async (value) => {
  const pool = open(2);
  let left = n;
  const lane = async () => { while (left-- > 0) await pool.run(value, { name: "echo" }); };
  await Promise.all(Array.from({ length: 64 }, lane));
  await pool.destroy();
};

const workloads = {
  "no-op": () => flight(1),
  "object": () => flight(object),
  "text": () => flight(text),
  "round-trip": async () => {
    const pool = open(1);
    for (let i = 0; i < n; i++) await pool.run(i, { name: "echo" });
    await pool.destroy();
  },
  "map": async () => {
    const pool = open(2);
    const items = Array.from({ length: n }, (_, i) => i), chunks = [];
    for (let i = 0; i < n; i += 1000) chunks.push(pool.run(items.slice(i, i + 1000), { name: "double" }));
    (await Promise.all(chunks)).flat();
    await pool.destroy();
  },
  "workers": async () => {
    const pool = open(n);
    await Promise.all(Array.from({ length: n }, () => pool.run(1, { name: "echo" })));
    await pool.destroy();
  },
  "burn": async () => {
    const pool = open(2);
    await Promise.all(Array.from({ length: n }, () => pool.run(200_000, { name: "burn" })));
    await pool.destroy();
  },
};
await workloads[name]();
