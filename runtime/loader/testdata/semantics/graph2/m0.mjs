import './m7.mjs';
import * as n1 from './m1.mjs';
import './m3.mjs';
console.log('start 0');
export function f0() { return 'f0'; }
console.log('0 ns', (() => { try { return n1.v1; } catch (e) { return e.name; } })());
await null;
console.log('mid 0');
export let v0 = 'v0';
console.log('end 0');
