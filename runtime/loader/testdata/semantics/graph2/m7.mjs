import { v3, f3 } from './m3.mjs';
import './m6.mjs';
import { v2, f2 } from './m2.mjs';
export * from './m5.mjs';
console.log('start 7');
export function f7() { return 'f7'; }
console.log('7 sees', f3(), (() => { try { return v3; } catch (e) { return e.name; } })());
console.log('7 sees', f2(), (() => { try { return v2; } catch (e) { return e.name; } })());
await null;
console.log('mid 7');
throw new Error('E7');
export const v7 = 'v7';
console.log('end 7');
