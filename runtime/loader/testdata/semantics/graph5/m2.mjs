export * from './m6.mjs';
import './m5.mjs';
import * as n1 from './m1.mjs';
import { v4, f4 } from './m4.mjs';
console.log('start 2');
export function f2() { return 'f2'; }
console.log('2 ns', (() => { try { return n1.v1; } catch (e) { return e.name; } })());
console.log('2 sees', f4(), (() => { try { return v4; } catch (e) { return e.name; } })());
for (let i = 0; i < 3; i++) await i;
console.log('mid 2');
export const v2 = 'v2';
console.log('end 2');
