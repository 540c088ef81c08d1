import * as n1 from './m1.mjs';
import { v3, f3 } from './m3.mjs';
export * from './m6.mjs';
import './m2.mjs';
console.log('start 7');
export function f7() { return 'f7'; }
console.log('7 ns', (() => { try { return n1.v1; } catch (e) { return e.name; } })());
console.log('7 sees', f3(), (() => { try { return v3; } catch (e) { return e.name; } })());
await null;
console.log('mid 7');
export let v7 = 'v7';
console.log('end 7');
