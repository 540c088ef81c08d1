import './m2.mjs';
import { v0, f0 } from './m0.mjs';
console.log('start 3');
export function f3() { return 'f3'; }
console.log('3 sees', f0(), (() => { try { return v0; } catch (e) { return e.name; } })());
await new Promise((r) => setTimeout(r, 30));
console.log('mid 3');
export let v3 = 'v3';
console.log('end 3');
