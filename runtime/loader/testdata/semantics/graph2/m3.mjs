import { v2, f2 } from './m2.mjs';
import { v1, f1 } from './m1.mjs';
import * as n5 from './m5.mjs';
console.log('start 3');
export function f3() { return 'f3'; }
console.log('3 sees', f2(), (() => { try { return v2; } catch (e) { return e.name; } })());
console.log('3 sees', f1(), (() => { try { return v1; } catch (e) { return e.name; } })());
console.log('3 ns', (() => { try { return n5.v5; } catch (e) { return e.name; } })());
await null;
console.log('mid 3');
export let v3 = 'v3';
console.log('end 3');
