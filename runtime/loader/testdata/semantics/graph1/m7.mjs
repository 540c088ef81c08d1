import './m1.mjs';
import * as n0 from './m0.mjs';
import * as n4 from './m4.mjs';
import { v2, f2 } from './m2.mjs';
import * as n6 from './m6.mjs';
console.log('start 7');
export function f7() { return 'f7'; }
console.log('7 ns', (() => { try { return n0.v0; } catch (e) { return e.name; } })());
console.log('7 ns', (() => { try { return n4.v4; } catch (e) { return e.name; } })());
console.log('7 sees', f2(), (() => { try { return v2; } catch (e) { return e.name; } })());
console.log('7 ns', (() => { try { return n6.v6; } catch (e) { return e.name; } })());
await new Promise((r) => setTimeout(r, 60));
console.log('mid 7');
export let v7 = 'v7';
console.log('end 7');
