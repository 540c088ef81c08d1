import * as n3 from './m3.mjs';
import { v1, f1 } from './m1.mjs';
console.log('start 6');
export function f6() { return 'f6'; }
console.log('6 ns', (() => { try { return n3.v3; } catch (e) { return e.name; } })());
console.log('6 sees', f1(), (() => { try { return v1; } catch (e) { return e.name; } })());
await null;
console.log('mid 6');
export let v6 = 'v6';
console.log('end 6');
