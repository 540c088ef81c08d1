export * from './m2.mjs';
import './m6.mjs';
export * from './m0.mjs';
console.log('start 4');
export function f4() { return 'f4'; }
await new Promise((r) => setTimeout(r, 15));
console.log('mid 4');
export const v4 = 'v4';
console.log('end 4');
