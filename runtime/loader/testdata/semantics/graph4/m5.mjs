import './m1.mjs';
import './m0.mjs';
import './m7.mjs';
import { v2, f2 } from './m2.mjs';
console.log('start 5');
export function f5() { return 'f5'; }
console.log('5 sees', f2(), (() => { try { return v2; } catch (e) { return e.name; } })());
console.log('mid 5');
export const v5 = 'v5';
console.log('end 5');
