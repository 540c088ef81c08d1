import { v2, f2 } from './m2.mjs';
import { v5, f5 } from './m5.mjs';
import './m6.mjs';
console.log('start 1');
export function f1() { return 'f1'; }
console.log('1 sees', f2(), (() => { try { return v2; } catch (e) { return e.name; } })());
console.log('1 sees', f5(), (() => { try { return v5; } catch (e) { return e.name; } })());
await 1; await 2;
console.log('mid 1');
export let v1 = 'v1';
console.log('end 1');
