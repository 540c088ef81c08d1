import { v3, f3 } from './m3.mjs';
import * as n0 from './m0.mjs';
import './m6.mjs';
export * from './m1.mjs';
console.log('start 2');
export function f2() { return 'f2'; }
console.log('2 sees', f3(), (() => { try { return v3; } catch (e) { return e.name; } })());
console.log('2 ns', (() => { try { return n0.v0; } catch (e) { return e.name; } })());
await null;
console.log('mid 2');
export const v2 = 'v2';
console.log('end 2');
