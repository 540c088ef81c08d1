import * as n6 from './m6.mjs';
export * from './m4.mjs';
console.log('start 0');
export function f0() { return 'f0'; }
console.log('0 ns', (() => { try { return n6.v6; } catch (e) { return e.name; } })());
await null;
console.log('mid 0');
export let v0 = 'v0';
console.log('end 0');
