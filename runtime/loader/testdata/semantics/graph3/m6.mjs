export * from './m0.mjs';
import * as n5 from './m5.mjs';
import { v2, f2 } from './m2.mjs';
import { v3, f3 } from './m3.mjs';
export * from './m4.mjs';
console.log('start 6');
export function f6() { return 'f6'; }
console.log('6 ns', (() => { try { return n5.v5; } catch (e) { return e.name; } })());
console.log('6 sees', f2(), (() => { try { return v2; } catch (e) { return e.name; } })());
console.log('6 sees', f3(), (() => { try { return v3; } catch (e) { return e.name; } })());
await null;
console.log('mid 6');
export const v6 = 'v6';
console.log('end 6');
