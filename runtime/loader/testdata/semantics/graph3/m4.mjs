import * as n7 from './m7.mjs';
import './m5.mjs';
console.log('start 4');
export function f4() { return 'f4'; }
console.log('4 ns', (() => { try { return n7.v7; } catch (e) { return e.name; } })());
await null;
console.log('mid 4');
export let v4 = 'v4';
console.log('end 4');
