export * from './m1.mjs';
import { v7, f7 } from './m7.mjs';
import './m0.mjs';
console.log('start 6');
export function f6() { return 'f6'; }
console.log('6 sees', f7(), (() => { try { return v7; } catch (e) { return e.name; } })());
await null;
console.log('mid 6');
export let v6 = 'v6';
console.log('end 6');
