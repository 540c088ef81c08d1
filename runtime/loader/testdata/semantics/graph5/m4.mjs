import * as n6 from './m6.mjs';
import * as n0 from './m0.mjs';
import { v2, f2 } from './m2.mjs';
export * from './m1.mjs';
console.log('start 4');
export function f4() { return 'f4'; }
console.log('4 ns', (() => { try { return n6.v6; } catch (e) { return e.name; } })());
console.log('4 ns', (() => { try { return n0.v0; } catch (e) { return e.name; } })());
console.log('4 sees', f2(), (() => { try { return v2; } catch (e) { return e.name; } })());
await 1; await 2;
console.log('mid 4');
export let v4 = 'v4';
console.log('end 4');
