import * as n7 from './m7.mjs';
import { v0, f0 } from './m0.mjs';
import { v2, f2 } from './m2.mjs';
console.log('start 4');
export function f4() { return 'f4'; }
console.log('4 ns', (() => { try { return n7.v7; } catch (e) { return e.name; } })());
console.log('4 sees', f0(), (() => { try { return v0; } catch (e) { return e.name; } })());
console.log('4 sees', f2(), (() => { try { return v2; } catch (e) { return e.name; } })());
await null;
console.log('mid 4');
export let v4 = 'v4';
console.log('end 4');
