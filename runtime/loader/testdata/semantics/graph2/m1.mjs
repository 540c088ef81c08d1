import { v7, f7 } from './m7.mjs';
console.log('start 1');
export function f1() { return 'f1'; }
console.log('1 sees', f7(), (() => { try { return v7; } catch (e) { return e.name; } })());
for (let i = 0; i < 3; i++) await i;
console.log('mid 1');
export let v1 = 'v1';
console.log('end 1');
