import './m4.mjs';
import './m3.mjs';
import * as n0 from './m0.mjs';
console.log('start 7');
export function f7() { return 'f7'; }
console.log('7 ns', (() => { try { return n0.v0; } catch (e) { return e.name; } })());
for (let i = 0; i < 1; i++) await i;
console.log('mid 7');
export const v7 = 'v7';
console.log('end 7');
