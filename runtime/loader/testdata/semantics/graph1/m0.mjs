export * from './m5.mjs';
import { v6, f6 } from './m6.mjs';
console.log('start 0');
export function f0() { return 'f0'; }
console.log('0 sees', f6(), (() => { try { return v6; } catch (e) { return e.name; } })());
console.log('mid 0');
export const v0 = 'v0';
console.log('end 0');
