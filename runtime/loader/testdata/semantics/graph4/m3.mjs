import './m0.mjs';
import { v5, f5 } from './m5.mjs';
import * as n2 from './m2.mjs';
console.log('start 3');
export function f3() { return 'f3'; }
console.log('3 sees', f5(), (() => { try { return v5; } catch (e) { return e.name; } })());
console.log('3 ns', (() => { try { return n2.v2; } catch (e) { return e.name; } })());
await new Promise((r) => setTimeout(r, 45));
console.log('mid 3');
export const v3 = 'v3';
console.log('end 3');
