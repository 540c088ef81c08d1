import * as n3 from './m3.mjs';
import './m2.mjs';
import * as n0 from './m0.mjs';
console.log('start 1');
export function f1() { return 'f1'; }
console.log('1 ns', (() => { try { return n3.v3; } catch (e) { return e.name; } })());
console.log('1 ns', (() => { try { return n0.v0; } catch (e) { return e.name; } })());
await null;
console.log('mid 1');
throw new Error('E1');
export const v1 = 'v1';
console.log('end 1');
