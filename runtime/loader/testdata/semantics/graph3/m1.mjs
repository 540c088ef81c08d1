export * from './m3.mjs';
import * as n7 from './m7.mjs';
import './m6.mjs';
import './m0.mjs';
console.log('start 1');
export function f1() { return 'f1'; }
console.log('1 ns', (() => { try { return n7.v7; } catch (e) { return e.name; } })());
console.log('mid 1');
export let v1 = 'v1';
console.log('end 1');
