import * as n7 from './m7.mjs';
import * as n0 from './m0.mjs';
import * as n5 from './m5.mjs';
console.log('start 2');
export function f2() { return 'f2'; }
console.log('2 ns', (() => { try { return n7.v7; } catch (e) { return e.name; } })());
console.log('2 ns', (() => { try { return n0.v0; } catch (e) { return e.name; } })());
console.log('2 ns', (() => { try { return n5.v5; } catch (e) { return e.name; } })());
for (let i = 0; i < 4; i++) await i;
console.log('mid 2');
export let v2 = 'v2';
console.log('end 2');
