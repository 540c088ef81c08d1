import { v } from './slow.mjs';
import './fast.mjs';
import './after.mjs';
console.log('main', v);
const results = await Promise.allSettled([import('./fails.mjs'), import('./fails.mjs'), import('./depends.mjs')]);
console.log(results.map((r) => r.status + ':' + r.reason?.message).join());
console.log(results[0].reason === results[1].reason, results[0].reason === results[2].reason);
for await (const x of [Promise.resolve('in'), 'order']) console.log(x);
const { nested } = await import('./nested.mjs');
console.log(await nested);
await (async () => { await null; console.log('arrow'); })();
const thenable = await { then(f) { f('thenable'); } };
console.log(thenable);
try { await Promise.reject(new Error('caught here')); } catch (e) { console.log(e.message); } finally { console.log('finally'); }
