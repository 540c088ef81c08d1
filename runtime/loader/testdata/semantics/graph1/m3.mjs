import './m2.mjs';
import { v7, f7 } from './m7.mjs';
import * as n6 from './m6.mjs';
import './m0.mjs';
console.log('start 3');
export function f3() { return 'f3'; }
console.log('3 sees', f7(), (() => { try { return v7; } catch (e) { return e.name; } })());
console.log('3 ns', (() => { try { return n6.v6; } catch (e) { return e.name; } })());
await 1; await 2;
console.log('mid 3');
export const v3 = 'v3';
console.log('end 3');
