import * as n6 from './m6.mjs';
export * from './m0.mjs';
import { v7, f7 } from './m7.mjs';
import './m5.mjs';
import { v3, f3 } from './m3.mjs';
console.log('start 4');
export function f4() { return 'f4'; }
console.log('4 ns', (() => { try { return n6.v6; } catch (e) { return e.name; } })());
console.log('4 sees', f7(), (() => { try { return v7; } catch (e) { return e.name; } })());
console.log('4 sees', f3(), (() => { try { return v3; } catch (e) { return e.name; } })());
await null;
console.log('mid 4');
export let v4 = 'v4';
console.log('end 4');
