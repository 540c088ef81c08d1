import { v0, f0 } from './m0.mjs';
import * as n4 from './m4.mjs';
console.log('start 5');
export function f5() { return 'f5'; }
console.log('5 sees', f0(), (() => { try { return v0; } catch (e) { return e.name; } })());
console.log('5 ns', (() => { try { return n4.v4; } catch (e) { return e.name; } })());
await new Promise((r) => setTimeout(r, 60));
console.log('mid 5');
export const v5 = 'v5';
console.log('end 5');
