export * from './m1.mjs';
export * from './m7.mjs';
import './m3.mjs';
export * from './m4.mjs';
console.log('start 5');
export function f5() { return 'f5'; }
console.log('mid 5');
export const v5 = 'v5';
console.log('end 5');
