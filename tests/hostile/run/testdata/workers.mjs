// expect: error
import { WorkerPool } from "lariat:worker";
const all = []; for (;;) { const p = new WorkerPool({ max: 1 }); all.push(p); await p.run(() => { globalThis.keep = new Uint8Array(1e6).fill(1); }); }
