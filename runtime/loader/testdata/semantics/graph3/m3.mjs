export * from './m4.mjs';
import './m0.mjs';
console.log('start 3');
export function f3() { return 'f3'; }
await new Promise((r) => setTimeout(r, 60));
console.log('mid 3');
export let v3 = 'v3';
console.log('end 3');
