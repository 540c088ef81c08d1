import * as n3 from './m3.mjs';
export * from './m6.mjs';
console.log('start 5');
export function f5() { return 'f5'; }
console.log('5 ns', (() => { try { return n3.v3; } catch (e) { return e.name; } })());
for (let i = 0; i < 2; i++) await i;
console.log('mid 5');
export let v5 = 'v5';
console.log('end 5');
