import { v1, f1 } from './m1.mjs';
export * from './m4.mjs';
import './m0.mjs';
console.log('start 2');
export function f2() { return 'f2'; }
console.log('2 sees', f1(), (() => { try { return v1; } catch (e) { return e.name; } })());
console.log('mid 2');
export const v2 = 'v2';
console.log('end 2');
