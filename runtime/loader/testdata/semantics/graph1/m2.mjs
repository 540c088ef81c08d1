import './m4.mjs';
import './m0.mjs';
console.log('start 2');
export function f2() { return 'f2'; }
await 1; await 2;
console.log('mid 2');
export let v2 = 'v2';
console.log('end 2');
