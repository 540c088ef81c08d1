import * as n2 from './m2.mjs';
export * from './m7.mjs';
console.log('start 5');
export function f5() { return 'f5'; }
console.log('5 ns', (() => { try { return n2.v2; } catch (e) { return e.name; } })());
await null;
console.log('mid 5');
export const v5 = 'v5';
console.log('end 5');
