export * from './m2.mjs';
import * as n6 from './m6.mjs';
console.log('start 1');
export function f1() { return 'f1'; }
console.log('1 ns', (() => { try { return n6.v6; } catch (e) { return e.name; } })());
console.log('mid 1');
export const v1 = 'v1';
console.log('end 1');
