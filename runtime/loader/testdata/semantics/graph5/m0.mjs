export * from './m5.mjs';
import { v3, f3 } from './m3.mjs';
console.log('start 0');
export function f0() { return 'f0'; }
console.log('0 sees', f3(), (() => { try { return v3; } catch (e) { return e.name; } })());
console.log('mid 0');
export let v0 = 'v0';
console.log('end 0');
